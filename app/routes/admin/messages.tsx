import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Banner, BlockStack, Box, Button, Card, InlineStack, Page, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import {
  readCheckoutsSettings,
  recoveryReport,
  switchReminders,
} from '../../features/checkouts/index.server.ts';
import { readBrand } from '../../features/content/index.server.ts';
import {
  listMessages,
  messageCounts,
  readMessagesSettings,
  saveMessagePriority,
  switchThankYou,
} from '../../features/messages/index.server.ts';
import { describeMessage, momentFormat, priorityOf } from '../../features/messages/index.ts';
import { formatMoney } from '../../kit/money.ts';
import { paths } from '../../paths.ts';
import { KindCard, type KindCardProps } from '../../ui/messages/kind-card.tsx';
import { MessageRows } from '../../ui/messages/message-rows.tsx';
import messagesCss from '../../ui/messages/messages.css?url';
import { PriorityList } from '../../ui/messages/priority-list.tsx';
import { adminContext } from '../../wiring/context.server.ts';

export const links = () => [{ rel: 'stylesheet', href: messagesCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const [settings, reminders, counts, recovery, page, brand] = await Promise.all([
    readMessagesSettings(ctx),
    readCheckoutsSettings(ctx),
    messageCounts(ctx),
    recoveryReport(ctx),
    listMessages(ctx, {}),
    readBrand(ctx),
  ]);
  const number = new Intl.NumberFormat(locale);
  const figure = (key: string, value: number | string) => ({
    label: t(`messages:counts.${key}`),
    value: typeof value === 'number' ? number.format(value) : value,
  });
  const basics = (kind: keyof typeof counts) => [
    figure('sent', counts[kind].sent),
    figure('waiting', counts[kind].waiting),
    figure('troubled', counts[kind].troubled),
  ];
  const money = formatMoney({ minor: recovery.recoveredMinor, currency: ctx.shop.currency }, locale);
  const cards: KindCardProps[] = [
    {
      kind: 'thank_you',
      isOn: settings.thankYou.isActive,
      elsewhere: null,
      figures: basics('thank_you'),
      notes: [],
    },
    {
      kind: 'abandoned_checkout',
      isOn: reminders.isOn,
      elsewhere: null,
      figures: [
        figure('sent', counts.abandoned_checkout.sent),
        figure('clicked', counts.abandoned_checkout.clicked),
        figure('waiting', counts.abandoned_checkout.waiting),
        figure('recovered', recovery.recovered),
        figure('revenue', money),
      ],
      notes: [
        t('messages:recovery.help'),
        ...(recovery.withoutClick > 0
          ? [t('messages:recovery.without', { count: recovery.withoutClick })]
          : []),
      ],
    },
    ...(['review_request', 'review_reminder', 'review_reward'] as const).map((kind) => ({
      kind,
      isOn: null,
      elsewhere: 'reviews' as const,
      figures: basics(kind),
      notes: [],
    })),
    ...(['referral_credit'] as const).map((kind) => ({
      kind,
      isOn: null,
      elsewhere: 'referrals' as const,
      figures: basics(kind),
      notes: [],
    })),
  ];
  const moment = momentFormat(locale, ctx.shop.timezone);
  return {
    cards,
    rows: page.messages.slice(0, 8).map((message) => describeMessage(message, t, moment)),
    hasMore: page.messages.length > 8,
    isAddressMissing: !brand.postalAddress,
    hasReminders: reminders.isOn,
    priority: priorityOf(settings.priority),
  };
}

/** Switches one kind on or off, or keeps the order in which marketing goes (`order`: kinds, comma-separated; empty = default). */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const form = await args.request.formData();
  const order = form.get('order');
  if (order !== null) {
    await saveMessagePriority(ctx, String(order).slice(0, 2_000).split(',').filter(Boolean));
    return { switched: undefined };
  }
  const isOn = form.get('isOn') === 'true';
  const kind = form.get('kind');
  if (kind === 'thank_you') await switchThankYou(ctx, isOn);
  else if (kind === 'abandoned_checkout') await switchReminders(ctx, isOn);
  else throw new Response(null, { status: 400 });
  return { switched: isOn };
}

export default function Messages() {
  const { cards, rows, hasMore, isAddressMissing, hasReminders, priority } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      title={t('messages:title')}
      subtitle={t('messages:subtitle')}
      secondaryActions={[{ content: t('messages:content.manage'), url: paths.contents() }]}
    >
      <BlockStack gap="400">
        {isAddressMissing ? (
          <Banner
            tone="warning"
            title={t('messages:addressMissing.title')}
            action={{ content: t('messages:addressMissing.action'), url: paths.settings() }}
          >
            <p>{t('messages:addressMissing.text')}</p>
          </Banner>
        ) : null}
        {cards.map((card) => (
          <KindCard key={card.kind} {...card} />
        ))}
        {hasReminders ? (
          <Banner tone="info" title={t('messages:nativeReminder.title')}>
            <p>{t('messages:nativeReminder.text')}</p>
          </Banner>
        ) : null}
        <PriorityCard kinds={priority} />
        <Card padding="0">
          <Box padding="400" paddingBlockEnd="200">
            <InlineStack align="space-between" blockAlign="center">
              <Text as="h2" variant="headingMd">
                {t('messages:recent')}
              </Text>
              {rows.length > 0 ? (
                <Button variant="plain" url={paths.messageLedger()}>
                  {t('messages:seeAll')}
                </Button>
              ) : null}
            </InlineStack>
          </Box>
          {rows.length > 0 ? (
            <MessageRows rows={rows} />
          ) : (
            <Box padding="400" paddingBlockStart="0">
              <Text as="p" tone="subdued">
                {t('messages:empty.text')}
              </Text>
            </Box>
          )}
          {hasMore ? (
            <Box padding="400">
              <Button url={paths.messageLedger()}>{t('messages:seeAll')}</Button>
            </Box>
          ) : null}
        </Card>
      </BlockStack>
    </Page>
  );
}

/** Saved as it is moved; the arbiter asks for the order anew at every decision. */
function PriorityCard({ kinds }: { kinds: string[] }) {
  const { t } = useTranslation();
  const fetcher = useFetcher();
  const save = (order: string[]) => fetcher.submit({ order: order.join(',') }, { method: 'post' });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('messages:priority.title')}
        </Text>
        <Text as="p" tone="subdued">
          {t('messages:priority.text')}
        </Text>
        <PriorityList kinds={kinds} isBusy={fetcher.state !== 'idle'} onOrder={save} />
        <InlineStack>
          <Button variant="plain" disabled={fetcher.state !== 'idle'} onClick={() => save([])}>
            {t('messages:priority.reset')}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
