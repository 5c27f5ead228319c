import { useSearchParams } from '@remix-run/react';
import { Card, InlineGrid, Select, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Narrows the list down by state, stars or words; what is chosen is in the address. */
export function ReviewFilters() {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const [text, setText] = useState(query.get('q') ?? '');
  const choose = (key: string, value: string) => {
    const next = new URLSearchParams(query);
    next.delete('page');
    if (value) next.set(key, value);
    else next.delete(key);
    setQuery(next, { replace: true });
  };
  // Typing waits a moment before the list follows.
  useEffect(() => {
    if (text === (query.get('q') ?? '')) return;
    const timer = setTimeout(() => choose('q', text.trim()), 400);
    return () => clearTimeout(timer);
  });
  return (
    <Card>
      <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300">
        <Select
          label={t('reviews:filter.status')}
          options={[
            { value: '', label: t('reviews:filter.all') },
            ...['published', 'held', 'removed'].map((value) => ({
              value,
              label: t(`reviews:status.${value}`),
            })),
          ]}
          value={query.get('status') ?? ''}
          onChange={(value) => choose('status', value)}
        />
        <Select
          label={t('reviews:filter.stars')}
          options={[
            { value: '', label: t('reviews:filter.all') },
            ...[5, 4, 3, 2, 1].map((count) => ({
              value: String(count),
              label: t('reviews:stars', { count }),
            })),
          ]}
          value={query.get('stars') ?? ''}
          onChange={(value) => choose('stars', value)}
        />
        <TextField
          label={t('reviews:filter.text')}
          value={text}
          onChange={setText}
          autoComplete="off"
          type="search"
          clearButton
          onClearButtonClick={() => setText('')}
        />
      </InlineGrid>
    </Card>
  );
}
