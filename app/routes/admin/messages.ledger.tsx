import type { LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData, useSearchParams } from '@remix-run/react';
import {
  BlockStack,
  Box,
  Button,
  Card,
  EmptyState,
  InlineGrid,
  InlineStack,
  Page,
  Pagination,
  Select,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listMessages } from '../../features/messages/index.server.ts';
import {
  describeMessage,
  messageKinds,
  messageStatuses,
  momentFormat,
} from '../../features/messages/index.ts';
import { paths } from '../../paths.ts';
import { MessageRows } from '../../ui/messages/message-rows.tsx';
import { adminContext } from '../../wiring/context.server.ts';

const filters = ['kind', 'status', 'search'] as const;

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const query = new URL(args.request.url).searchParams;
  const given = (key: string) => query.get(key)?.slice(0, 320) || undefined;
  const [kind, status, search] = filters.map(given);
  const [before, after] = [given('before'), given('after')];
  const page = await listMessages(
    ctx,
    { ...(kind ? { kind } : {}), ...(status ? { status } : {}), ...(search ? { search } : {}) },
    { ...(before ? { before } : {}), ...(after ? { after } : {}) },
  );
  const moment = momentFormat(locale, ctx.shop.timezone);
  return {
    rows: page.messages.map((message) => describeMessage(message, t, moment)),
    older: page.older,
    newer: page.newer,
    filter: { kind: kind ?? '', status: status ?? '', search: search ?? '' },
  };
}

export default function MessageLedger() {
  const { rows, older, newer, filter } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [wanted, setWanted] = useState(filter);
  const change = (key: keyof typeof filter) => (value: string) => setWanted({ ...wanted, [key]: value });
  const turn = (key: 'before' | 'after', cursor: string | null) => {
    if (!cursor) return;
    const next = new URLSearchParams(params);
    next.delete('before');
    next.delete('after');
    next.set(key, cursor);
    setParams(next);
  };
  const reset = () => {
    const next = new URLSearchParams(params);
    for (const key of [...filters, 'before', 'after']) next.delete(key);
    setWanted({ kind: '', status: '', search: '' });
    setParams(next);
  };
  const apply = () => {
    const next = new URLSearchParams(params);
    for (const key of ['before', 'after']) next.delete(key);
    for (const key of filters) wanted[key] ? next.set(key, wanted[key]) : next.delete(key);
    setParams(next);
  };
  const isFiltered = filters.some((key) => filter[key]);
  return (
    <Page
      title={t('messages:list.title')}
      backAction={{ content: t('messages:list.back'), url: paths.messages() }}
    >
      <BlockStack gap="400">
        <Card>
          <Form
            onSubmit={(event) => {
              event.preventDefault();
              apply();
            }}
          >
            <BlockStack gap="300">
              <InlineGrid columns={{ xs: 1, md: 3 }} gap="300">
                <TextField
                  label={t('messages:list.search')}
                  value={wanted.search}
                  onChange={change('search')}
                  autoComplete="off"
                  name="search"
                />
                <Select
                  label={t('messages:list.kind')}
                  value={wanted.kind}
                  onChange={change('kind')}
                  options={[
                    { label: t('messages:list.anyKind'), value: '' },
                    ...messageKinds.map((kind) => ({ label: t(`messages:kinds.${kind}.name`), value: kind })),
                  ]}
                />
                <Select
                  label={t('messages:list.statusFilter')}
                  value={wanted.status}
                  onChange={change('status')}
                  options={[
                    { label: t('messages:list.anyStatus'), value: '' },
                    ...messageStatuses.map((status) => ({
                      label: t(`messages:statuses.${status}`),
                      value: status,
                    })),
                  ]}
                />
              </InlineGrid>
              <InlineStack gap="300">
                <Button submit>{t('messages:list.apply')}</Button>
                {isFiltered ? (
                  <Button variant="plain" onClick={reset}>
                    {t('messages:empty.reset')}
                  </Button>
                ) : null}
              </InlineStack>
            </BlockStack>
          </Form>
        </Card>
        <Card padding="0">
          {rows.length > 0 ? (
            <MessageRows rows={rows} />
          ) : (
            <EmptyState
              heading={isFiltered ? t('messages:empty.filtered') : t('messages:empty.title')}
              image=""
              {...(isFiltered ? { action: { content: t('messages:empty.reset'), onAction: reset } } : {})}
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
