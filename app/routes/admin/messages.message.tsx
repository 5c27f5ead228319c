import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Box, Card, InlineGrid, Link, Page, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { getMessage } from '../../features/messages/index.server.ts';
import { describeDecision, describeMessage, momentFormat } from '../../features/messages/index.ts';
import { paths } from '../../paths.ts';
import { MessagePreview } from '../../ui/messages/message-preview.tsx';
import { MessageRows, StatusBadge } from '../../ui/messages/message-rows.tsx';
import { adminContext } from '../../wiring/context.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const message = await getMessage(ctx, args.params.id ?? '');
  if (!message) throw new Response(null, { status: 404 });
  const moment = momentFormat(locale, ctx.shop.timezone);
  const isWaiting = message.status === 'planned' || message.status === 'deferred';
  const person = message.personId ? paths.person(message.personId) : null;
  const facts = [
    { label: t('messages:detail.customer'), value: message.name ?? message.email, url: person },
    { label: t('messages:detail.email'), value: message.name ? message.email : null },
    { label: t('messages:detail.order'), value: message.orderName },
    { label: t('messages:detail.wanted'), value: moment(message.wantedAt) },
    { label: t('messages:detail.next'), value: isWaiting ? moment(message.dueAt) : null },
    { label: t('messages:detail.sent'), value: message.sentAt && moment(message.sentAt) },
    { label: t('messages:detail.clicked'), value: message.clickedAt && moment(message.clickedAt) },
    { label: t('messages:detail.attempts'), value: message.attempt > 0 ? String(message.attempt) : null },
  ].flatMap(({ label, value, ...rest }) =>
    value ? [{ label, value, url: 'url' in rest ? rest.url : null }] : [],
  );
  // What stands now is said above; it is the last one unless the message was sent.
  const earlier = message.reason === null ? message.decisions : message.decisions.slice(0, -1);
  return {
    earlier: earlier.map((past) => ({
      at: moment(past.at),
      sentence: describeDecision(past, t, moment),
    })),
    row: describeMessage(message, t, moment),
    facts,
    preview: message.preview,
    others: message.others.map((other) => describeMessage(other, t, moment)),
  };
}

export default function Message() {
  const { row, facts, preview, others, earlier } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      title={row.kindName}
      titleMetadata={<StatusBadge status={row.status} name={row.statusName} />}
      backAction={{ content: t('messages:list.title'), url: paths.messageLedger() }}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="400">
            <BlockStack gap="100">
              <Text as="h2" variant="headingMd">
                {t('messages:detail.story')}
              </Text>
              <Text as="p" breakWord>
                {row.sentence}
              </Text>
            </BlockStack>
            {earlier.length > 0 ? (
              <BlockStack gap="100">
                <Text as="h3" variant="headingSm">
                  {t('messages:detail.earlier')}
                </Text>
                <ol style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
                  {earlier.map(({ at, sentence }, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: decisions never change their order
                    <li key={index}>
                      <Text as="span" tone="subdued" breakWord>
                        {at}: {sentence}
                      </Text>
                    </li>
                  ))}
                </ol>
              </BlockStack>
            ) : null}
            <InlineGrid columns={{ xs: 1, sm: 2, md: 3 }} gap="300">
              {facts.map(({ label, value, url }) => (
                <BlockStack key={label}>
                  <Text as="span" tone="subdued" variant="bodySm">
                    {label}
                  </Text>
                  <Text as="span" breakWord>
                    {url ? <Link url={url}>{value}</Link> : value}
                  </Text>
                </BlockStack>
              ))}
            </InlineGrid>
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {t('messages:detail.preview')}
            </Text>
            {preview ? (
              <>
                <Text as="p" tone="subdued">
                  {t('messages:detail.previewNote')}
                </Text>
                <MessagePreview {...preview} />
              </>
            ) : (
              <Text as="p" tone="subdued">
                {t('messages:detail.noPreview')}
              </Text>
            )}
          </BlockStack>
        </Card>
        {others.length > 0 ? (
          <Card padding="0">
            <Box padding="400" paddingBlockEnd="200">
              <Text as="h2" variant="headingMd">
                {t('messages:detail.others')}
              </Text>
            </Box>
            <MessageRows rows={others} />
          </Card>
        ) : null}
      </BlockStack>
    </Page>
  );
}
