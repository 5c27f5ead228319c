import { BlockStack, Box, InlineGrid, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

/** A part of a settings page: what it is about at the left (above, on a phone), its fields at the right. */
export function Annotated({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <InlineGrid columns={{ xs: 1, md: ['oneThird', 'twoThirds'] }} gap={{ xs: '300', md: '500' }}>
      <Box paddingInline={{ xs: '400', sm: '0' }} paddingBlockStart={{ xs: '0', md: '400' }}>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {text ? (
            <Text as="p" tone="subdued">
              {text}
            </Text>
          ) : null}
        </BlockStack>
      </Box>
      {children}
    </InlineGrid>
  );
}
