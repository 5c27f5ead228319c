import { InlineStack, Select, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

interface Props {
  limit: number;
  onChange(limit: number): void;
}

/** How many offers stand on one page, and which ones those are. */
export function LimitSetting({ limit, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className="offer-limit">
      <InlineStack gap="200" blockAlign="center" wrap={false}>
        <Select
          label={t('offers:limit.label')}
          labelInline
          options={['1', '2', '3', '4', '5']}
          value={String(limit)}
          onChange={(value) => onChange(Number(value))}
        />
      </InlineStack>
      <Text as="p" tone="subdued">
        {t('offers:limit.help', { count: limit })}
      </Text>
    </div>
  );
}
