import { Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

type Match = 'any' | 'all' | 'none';

/** Any, all or none of what is listed. */
export function MatchSelect({ value, onChange }: { value: Match; onChange(match: Match): void }) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('rules:edit.match')}
      options={[
        { value: 'any', label: t('rules:edit.matchAny') },
        { value: 'all', label: t('rules:edit.matchAll') },
        { value: 'none', label: t('rules:edit.matchNone') },
      ]}
      value={value}
      onChange={(match) => onChange(match as Match)}
    />
  );
}
