import { Bleed, BlockStack, Box, InlineStack, Text } from '@shopify/polaris';

export interface Bar {
  id: string;
  label: string;
  count: string;
  /** 0 to 100 */
  percent: number;
  percentText: string;
}

/** How often each answer was given, as a list: the bar is decoration, the numbers are text. */
export function AnswerBars({ bars }: { bars: Bar[] }) {
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {bars.map((bar) => (
        <li key={bar.id}>
          <Box paddingBlockEnd="300">
            <BlockStack gap="100">
              <InlineStack align="space-between" gap="200" wrap={false}>
                <Text as="span" breakWord>
                  {bar.label}
                </Text>
                <Text as="span" tone="subdued" numeric>
                  {bar.count} · {bar.percentText}
                </Text>
              </InlineStack>
              <Bleed>
                <div
                  aria-hidden="true"
                  style={{
                    height: 8,
                    borderRadius: 4,
                    background: 'var(--p-color-bg-surface-tertiary)',
                  }}
                >
                  <div
                    style={{
                      width: `${bar.percent}%`,
                      minWidth: bar.percent > 0 ? 4 : 0,
                      height: 8,
                      borderRadius: 4,
                      background: 'var(--p-color-bg-fill-brand)',
                    }}
                  />
                </div>
              </Bleed>
            </BlockStack>
          </Box>
        </li>
      ))}
    </ul>
  );
}
