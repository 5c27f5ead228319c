import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import {
  Badge,
  BlockStack,
  Card,
  Divider,
  EmptyState,
  InlineStack,
  Page,
  Select,
  Text,
} from '@shopify/polaris';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListedRequest, listRequests } from '../../features/reviews/index.server.ts';
import { requestStatuses } from '../../features/reviews/index.ts';
import { paths } from '../../paths.ts';
import type { Translate } from '../../platform/context.ts';
import { Pager } from '../../ui/pager.tsx';
import { adminContext } from '../../wiring/context.server.ts';
import { dayText, pageOf } from './reviews.words.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const query = new URL(args.request.url).searchParams;
  const page = pageOf(query);
  const status = requestStatuses.find((one) => one === query.get('status'));
  const { requests, hasMore } = await listRequests(ctx, { status, page });
  const day = (iso: string | null) => dayText(iso, locale, ctx.shop.timezone);
  return json({
    page,
    hasMore,
    requests: requests.map((request) => ({
      id: request.id,
      orderName: request.orderName,
      products: request.products.join(', '),
      state: request.isExpired ? 'expired' : request.status,
      lines: linesOf(request, t, day),
    })),
  });
}

/** What happened, or will, and why; one sentence each. */
function linesOf(request: ListedRequest, t: Translate, day: (iso: string | null) => string | null): string[] {
  const lines: string[] = [];
  if (request.status === 'planned')
    lines.push(
      t('reviews:requests.due', {
        date: day(request.dueAt) ?? '',
        because: t(`reviews:basis.${request.basis}`),
      }),
    );
  if (request.status === 'cancelled' && request.reason) lines.push(t(`reviews:reasons.${request.reason}`));
  if (request.sentAt) lines.push(t('reviews:requests.sentOn', { date: day(request.sentAt) ?? '' }));
  if (request.remindedAt)
    lines.push(t('reviews:requests.remindedOn', { date: day(request.remindedAt) ?? '' }));
  if (request.answeredAt)
    lines.push(t('reviews:requests.answeredOn', { date: day(request.answeredAt) ?? '' }));
  if (request.postponed > 0) lines.push(t('reviews:requests.postponed', { count: request.postponed }));
  return lines;
}

const tones: Record<string, { tone?: 'success' | 'info' | 'attention' }> = {
  planned: { tone: 'info' },
  sent: { tone: 'attention' },
  answered: { tone: 'success' },
};

/** Who will be asked when, who was, and who was not and why. */
export default function ReviewRequests() {
  const { requests, page, hasMore } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  return (
    <Page
      title={t('reviews:requests.title')}
      subtitle={t('reviews:requests.subtitle')}
      backAction={{ content: t('reviews:title'), url: paths.reviews() }}
    >
      <BlockStack gap="400">
        <Card>
          <Select
            label={t('reviews:filter.status')}
            options={[
              { value: '', label: t('reviews:filter.all') },
              ...requestStatuses.map((value) => ({ value, label: t(`reviews:requests.status.${value}`) })),
            ]}
            value={query.get('status') ?? ''}
            onChange={(value) => setQuery(value ? { status: value } : {}, { replace: true })}
          />
        </Card>
        <Card>
          {requests.length === 0 ? (
            <EmptyState heading={t('reviews:requests.empty')} image="">
              <p>{t('reviews:requests.emptyText')}</p>
            </EmptyState>
          ) : (
            <BlockStack gap="300">
              {requests.map((request, index) => (
                <Fragment key={request.id}>
                  {index > 0 ? <Divider /> : null}
                  <BlockStack gap="100">
                    <InlineStack gap="200" blockAlign="center">
                      <Text as="h2" variant="headingSm">
                        {request.orderName}
                      </Text>
                      <Badge {...tones[request.state]}>{t(`reviews:requests.status.${request.state}`)}</Badge>
                    </InlineStack>
                    <Text as="p" breakWord>
                      {request.products}
                    </Text>
                    {request.lines.map((line) => (
                      <Text key={line} as="p" tone="subdued" variant="bodySm">
                        {line}
                      </Text>
                    ))}
                  </BlockStack>
                </Fragment>
              ))}
            </BlockStack>
          )}
        </Card>
        <Pager page={page} hasMore={hasMore} />
      </BlockStack>
    </Page>
  );
}
