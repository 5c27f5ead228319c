import { useSearchParams } from '@remix-run/react';
import { Button, InlineStack, Select, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Span, spans } from '../../features/results/index.ts';

interface Props {
  period: { from: string; to: string; span: Span | null };
  /** last day that there is */
  today: string;
  surface: string | null;
  surfaces: string[];
}

/** From when to when, and on which page. Kept in the address, so that it can be sent to a colleague. */
export function ResultsFilters({ period, today, surface, surfaces }: Props) {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const [isOwn, setOwn] = useState(period.span === null);
  const [days, setDays] = useState({ from: period.from, to: period.to });
  const change = (values: Record<string, string | null>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === null) query.delete(name);
      else query.set(name, value);
    }
    setQuery(query, { preventScrollReset: true });
  };
  return (
    <InlineStack gap="300" blockAlign="end">
      <Select
        label={t('results:period.label')}
        value={isOwn ? 'own' : (period.span ?? '30')}
        options={[
          ...spans.map((value) => ({ value, label: t(`results:period.${value}`) })),
          { value: 'own', label: t('results:period.own') },
        ]}
        onChange={(value) => {
          setOwn(value === 'own');
          if (value === 'own') setDays({ from: period.from, to: period.to });
          else change({ days: value, from: null, to: null });
        }}
      />
      {isOwn ? (
        <>
          {(['from', 'to'] as const).map((name) => (
            <TextField
              key={name}
              type="date"
              autoComplete="off"
              label={t(`results:period.${name}`)}
              value={days[name]}
              max={today}
              onChange={(value) => setDays({ ...days, [name]: value })}
            />
          ))}
          <Button onClick={() => change({ ...days, days: null })}>{t('results:period.show')}</Button>
        </>
      ) : null}
      {surfaces.length > 1 || surface !== null ? (
        <Select
          label={t('results:surface')}
          value={surface ?? ''}
          options={[
            { value: '', label: t('results:allSurfaces') },
            ...surfaces.map((value) => ({ value, label: t(`offers:where.${value}`) })),
          ]}
          onChange={(value) => change({ surface: value || null })}
        />
      ) : null}
    </InlineStack>
  );
}
