import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../use-toast.ts';

/** How long what names people is kept; each may be shortened. Saved by itself, beside the form of the page. */
export function RetentionCard({
  days,
  longest,
  shortest,
}: {
  /** the shop's periods, by name */
  days: Record<string, number>;
  longest: Record<string, number>;
  shortest: number;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const fetcher = useFetcher<{ kind: string; problems?: Record<string, string> }>();
  const asText = () => Object.fromEntries(Object.entries(days).map(([key, value]) => [key, String(value)]));
  const [values, setValues] = useState<Record<string, string>>(asText);
  const answer = fetcher.data;
  useEffect(() => {
    if (answer?.kind === 'saved') toast(t('common:saved'));
    if (answer?.kind === 'invalid') toast(t('common:notSaved'), { isError: true });
  }, [answer, t, toast]);
  const isDirty = JSON.stringify(values) !== JSON.stringify(asText());
  const save = () =>
    fetcher.submit(
      {
        intent: 'retention',
        days: Object.fromEntries(
          Object.entries(values).map(([key, text]) => [key, Number(text.trim() || 'x')]),
        ),
      } as never,
      { method: 'post', encType: 'application/json' },
    );
  return (
    <Card>
      <BlockStack gap="400">
        {Object.keys(longest).map((key) => (
          <TextField
            key={key}
            label={t(`settings:retention.${key}`)}
            value={values[key] ?? ''}
            onChange={(value) => setValues((now) => ({ ...now, [key]: value }))}
            suffix={t('settings:retention.days')}
            inputMode="numeric"
            autoComplete="off"
            {...(answer?.problems?.[key]
              ? { error: t('settings:retention.range', { min: shortest, max: longest[key] ?? 0 }) }
              : { helpText: t('settings:retention.range', { min: shortest, max: longest[key] ?? 0 }) })}
          />
        ))}
        <InlineStack align="end">
          <Button onClick={save} disabled={!isDirty} loading={fetcher.state !== 'idle'}>
            {t('settings:retention.save')}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
