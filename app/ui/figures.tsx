import { BlockStack, Card, InlineGrid, Text } from '@shopify/polaris';

/** A row of numbers with what they mean; wraps on a phone. */
export function Figures({ items }: { items: { label: string; value: string }[] }) {
  return (
    <Card>
      <InlineGrid columns={{ xs: 2, sm: 3, md: items.length > 5 ? 6 : 5 }} gap="400">
        {items.map(({ label, value }) => (
          <BlockStack key={label} gap="050">
            <Text as="span" tone="subdued" variant="bodySm">
              {label}
            </Text>
            <Text as="span" variant="headingMd" numeric>
              {value}
            </Text>
          </BlockStack>
        ))}
      </InlineGrid>
    </Card>
  );
}
