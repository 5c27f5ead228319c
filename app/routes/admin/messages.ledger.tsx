import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Box, Card, EmptyState, InlineStack, Page, Pagination } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { listFlows } from '../../features/flows/index.server.ts';
import { countOutcomes, listMessages } from '../../features/messages/index.server.ts';
import { describeMessage, messageReasons, momentFormat } from '../../features/messages/index.ts';
import { addMs, day } from '../../kit/span.ts';
import { paths } from '../../paths.ts';
import {
  type LedgerFilter,
  LedgerFilters,
  LedgerOutcomes,
  ledgerFilters,
  ledgerPeriods,
  noLedgerFilter,
} from '../../ui/messages/ledger-filters.tsx';
import { MessageRows } from '../../ui/messages/message-rows.tsx';
import { adminContext } from '../../wiring/context.server.ts';
import { outcomesInWords, reasonName } from './messages.outcomes.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const query = new URL(args.request.url).searchParams;
  const given = (key: string) => query.get(key)?.slice(0, 320) ?? '';
  const filter = Object.fromEntries(ledgerFilters.map((key) => [key, given(key)])) as LedgerFilter;
  filter.days = ledgerPeriods.find((each) => each === filter.days) ?? noLedgerFilter.days;
  const { search, kind, flow, status, reason, days } = filter;
  const wanted = {
    ...(search ? { search } : {}),
    ...(kind ? { kind } : {}),
    ...(flow ? { flowId: flow } : {}),
    ...(days === 'all' ? {} : { from: addMs(ctx.clock.now(), -Number(days) * day) }),
  };
  const [before, after] = [given('before'), given('after')];
  const [page, counts, flows] = await Promise.all([
    listMessages(
      ctx,
      { ...wanted, ...(status ? { status } : {}), ...(reason ? { reason } : {}) },
      { ...(before ? { before } : {}), ...(after ? { after } : {}) },
    ),
    countOutcomes(ctx, wanted),
    listFlows(ctx, { withArchived: true }),
  ]);
  const moment = momentFormat(locale, ctx.shop.timezone);
  return {
    rows: page.messages.map((message) => describeMessage(message, t, moment)),
    older: page.older,
    newer: page.newer,
    filter,
    outcomes: outcomesInWords(counts, t, locale),
    reasons: messageReasons.map((id) => ({ id, name: reasonName(id, t) })),
    flows: flows.filter(({ counts: { entered } }) => entered > 0).map(({ id, name }) => ({ id, name })),
  };
}

export default function MessageLedger() {
  const { rows, older, newer, filter, outcomes, reasons, flows } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const turn = (key: 'before' | 'after', cursor: string | null) => {
    if (!cursor) return;
    const next = new URLSearchParams(params);
    next.delete('before');
    next.delete('after');
    next.set(key, cursor);
    setParams(next);
  };
  const isFiltered = ledgerFilters.some(
    (key) => filter[key] !== noLedgerFilter[key] && filter[key] !== 'all',
  );
  return (
    <Page
      title={t('messages:list.title')}
      backAction={{ content: t('messages:list.back'), url: paths.messages() }}
    >
      <BlockStack gap="400">
        <LedgerFilters
          filter={filter}
          flows={flows}
          reasons={reasons}
          isFiltered={isFiltered || filter.days !== 'all'}
        />
        <LedgerOutcomes outcomes={outcomes} chosen={filter} />
        <Card padding="0">
          {rows.length > 0 ? (
            <MessageRows rows={rows} />
          ) : (
            <EmptyState
              heading={isFiltered ? t('messages:empty.filtered') : t('messages:empty.title')}
              image=""
            >
              {isFiltered ? null : <p>{t('messages:empty.text')}</p>}
            </EmptyState>
          )}
          {older || newer ? (
            <Box padding="400">
              <InlineStack align="center">
                <Pagination
                  hasPrevious={newer !== null}
                  previousTooltip={t('messages:list.newer')}
                  onPrevious={() => turn('after', newer)}
                  hasNext={older !== null}
                  nextTooltip={t('messages:list.older')}
                  onNext={() => turn('before', older)}
                />
              </InlineStack>
            </Box>
          ) : null}
        </Card>
      </BlockStack>
    </Page>
  );
}
