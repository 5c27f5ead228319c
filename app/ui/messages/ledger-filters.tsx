import { Form, useSearchParams } from '@remix-run/react';
import { BlockStack, Button, Card, InlineGrid, InlineStack, Select, Text, TextField } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageKinds, messageStatuses } from '../../features/messages/index.ts';

export const ledgerFilters = ['search', 'kind', 'flow', 'status', 'reason', 'days'] as const;
export type LedgerFilter = Record<(typeof ledgerFilters)[number], string>;
export const noLedgerFilter: LedgerFilter = {
  search: '',
  kind: '',
  flow: '',
  status: '',
  reason: '',
  days: '30',
};
export const ledgerPeriods = ['1', '7', '30', '90', 'all'] as const;

/** Sets the filters in the address; the page begins anew. */
export function useLedgerFilter() {
  const [params, setParams] = useSearchParams();
  return (filter: Partial<LedgerFilter>) => {
    const next = new URLSearchParams(params);
    next.delete('before');
    next.delete('after');
    for (const [key, value] of Object.entries(filter)) value ? next.set(key, value) : next.delete(key);
    setParams(next);
  };
}

interface Props {
  filter: LedgerFilter;
  flows: { id: string; name: string }[];
  reasons: { id: string; name: string }[];
  isFiltered: boolean;
}

/** Whose messages, which and since when. */
export function LedgerFilters({ filter, flows, reasons, isFiltered }: Props) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(filter);
  const known = useRef(filter);
  // What was changed elsewhere (a count below, the way back) is taken over; what is being chosen here stays.
  useEffect(() => {
    const changed = ledgerFilters.filter((key) => filter[key] !== known.current[key]);
    known.current = filter;
    if (changed.length > 0)
      setWanted((before) => ({ ...before, ...Object.fromEntries(changed.map((key) => [key, filter[key]])) }));
  }, [filter]);
  const apply = useLedgerFilter();
  const change = (key: keyof LedgerFilter) => (value: string) => setWanted({ ...wanted, [key]: value });
  const select = (key: keyof LedgerFilter, label: string, options: { label: string; value: string }[]) => (
    <Select label={label} value={wanted[key]} onChange={change(key)} options={options} />
  );
  return (
    <Card>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          apply(wanted);
        }}
      >
        <BlockStack gap="300">
          <InlineGrid columns={{ xs: 1, sm: 2, md: 3 }} gap="300">
            <TextField
              label={t('messages:list.search')}
              value={wanted.search}
              onChange={change('search')}
              autoComplete="off"
              name="search"
            />
            {select(
              'days',
              t('ledger:period'),
              ledgerPeriods.map((value) => ({ value, label: t(`ledger:periods.${value}`) })),
            )}
            {select('kind', t('messages:list.kind'), [
              { label: t('messages:list.anyKind'), value: '' },
              ...messageKinds.map((kind) => ({ label: t(`messages:kinds.${kind}.name`), value: kind })),
            ])}
            {flows.length > 0
              ? select('flow', t('ledger:flow'), [
                  { label: t('ledger:anyFlow'), value: '' },
                  ...flows.map(({ id, name }) => ({ label: name, value: id })),
                ])
              : null}
            {select('status', t('messages:list.statusFilter'), [
              { label: t('messages:list.anyStatus'), value: '' },
              ...messageStatuses.map((value) => ({ label: t(`messages:statuses.${value}`), value })),
            ])}
            {select('reason', t('ledger:reason'), [
              { label: t('ledger:anyReason'), value: '' },
              ...reasons.map(({ id, name }) => ({ label: name, value: id })),
            ])}
          </InlineGrid>
          <InlineStack gap="300">
            <Button submit>{t('messages:list.apply')}</Button>
            {isFiltered ? (
              <Button
                variant="plain"
                onClick={() => {
                  setWanted(noLedgerFilter);
                  apply({ ...noLedgerFilter, days: 'all' });
                }}
              >
                {t('messages:empty.reset')}
              </Button>
            ) : null}
          </InlineStack>
        </BlockStack>
      </Form>
    </Card>
  );
}

/** What became of the messages of the period, each count leading to its messages. */
export function LedgerOutcomes({
  outcomes,
  chosen,
}: {
  outcomes: { status: string; reason: string; words: string }[];
  chosen: Pick<LedgerFilter, 'status' | 'reason'>;
}) {
  const { t } = useTranslation();
  const apply = useLedgerFilter();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('ledger:summary')}
        </Text>
        {outcomes.length > 0 ? (
          <InlineStack gap="200">
            {outcomes.map(({ status, reason, words }) => {
              // Whom a reason met may have got the message later: it is shown by the reason alone.
              const wanted = reason ? { status: '', reason } : { status, reason: '' };
              const isChosen = chosen.status === wanted.status && chosen.reason === wanted.reason;
              return (
                <Button
                  key={`${status} ${reason}`}
                  pressed={isChosen}
                  accessibilityLabel={t('ledger:onlyThese', { what: words })}
                  onClick={() => apply(isChosen ? { status: '', reason: '' } : wanted)}
                >
                  {words}
                </Button>
              );
            })}
          </InlineStack>
        ) : (
          <Text as="p" tone="subdued">
            {t('ledger:none')}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
