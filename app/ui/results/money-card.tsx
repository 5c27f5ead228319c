import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

/** Amounts as they are read. */
export interface MoneyInWords {
  earned: string;
  gross: string;
  refunded: string;
  discounts: string;
  /** null where no cost is known */
  profit: string | null;
  /** of how many pieces the cost is known, in words */
  coverage: string;
}

/** What came in, what went back, what it cost. */
export function MoneyCard({ money }: { money: MoneyInWords }) {
  const { t } = useTranslation();
  const line = (key: 'gross' | 'refunded' | 'discounts') => (
    <InlineStack key={key} align="space-between" gap="200">
      <Text as="span" tone="subdued">
        {t(`results:money.${key}`)}
      </Text>
      <Text as="span" numeric>
        {money[key]}
      </Text>
    </InlineStack>
  );
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('results:money.title')}
        </Text>
        <BlockStack gap="050">
          <Text as="p" variant="headingXl">
            {money.earned}
          </Text>
          <Text as="p" tone="subdued">
            {t('results:money.net')}
          </Text>
        </BlockStack>
        {(['gross', 'refunded', 'discounts'] as const).map(line)}
        <InlineStack align="space-between" gap="200">
          <Text as="span" tone="subdued">
            {t('results:money.profit')}
          </Text>
          <Text as="span" numeric fontWeight="semibold">
            {money.profit ?? t('results:money.notKnown')}
          </Text>
        </InlineStack>
        <Text as="p" tone="subdued">
          {money.coverage}
        </Text>
      </BlockStack>
    </Card>
  );
}
