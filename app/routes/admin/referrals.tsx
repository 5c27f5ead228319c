import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSearchParams, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Box, Card, EmptyState, Page, Select, Text } from '@shopify/polaris';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import {
  approveReferral,
  listAdvocates,
  listReferrals,
  readReferralsSettings,
  referralTotals,
  rejectReferral,
} from '../../features/referrals/index.server.ts';
import { merchantRejections, referralStates } from '../../features/referrals/index.ts';
import { formatMoney } from '../../kit/money.ts';
import { paths } from '../../paths.ts';
import { Figures } from '../../ui/figures.tsx';
import { Pager } from '../../ui/pager.tsx';
import { AdvocateList } from '../../ui/referrals/advocate-list.tsx';
import { ReferralItem } from '../../ui/referrals/referral-item.tsx';
import { useToast } from '../../ui/use-toast.ts';
import { adminContext } from '../../wiring/context.server.ts';
import { referralInWords } from './referrals.words.server.ts';
import { pageOf } from './reviews.words.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const query = new URL(args.request.url).searchParams;
  const page = pageOf(query);
  const [settings, totals, listed, advocates] = await Promise.all([
    readReferralsSettings(ctx, ctx.db),
    referralTotals(ctx),
    listReferrals(ctx, { state: referralStates.find((state) => state === query.get('state')), page }),
    listAdvocates(ctx),
  ]);
  const number = new Intl.NumberFormat(locale);
  const money = (minor: string) => formatMoney({ minor: BigInt(minor), currency: ctx.shop.currency }, locale);
  const figure = (key: string, value: string) => ({ label: t(`referrals:figures.${key}`), value });
  const reader = { locale, zone: ctx.shop.timezone, holdDays: settings.holdDays };
  return json({
    isOn: settings.isOn,
    holdDays: settings.holdDays,
    held: totals.held,
    figures: [
      figure('visits', number.format(totals.visits)),
      figure('orders', number.format(totals.orders)),
      figure('revenue', money(totals.revenueMinor)),
      figure('pending', money(String(BigInt(totals.pendingMinor) + BigInt(totals.heldMinor)))),
      figure('payable', money(totals.payableMinor)),
      figure('paid', money(totals.paidMinor)),
      ...(totals.owedMinor === '0' ? [] : [figure('owed', money(totals.owedMinor))]),
    ],
    referrals: listed.referrals.map((referral) => referralInWords(referral, t, reader)),
    hasMore: listed.hasMore,
    page,
    advocates: advocates.map((one) => ({
      id: one.personId,
      name: one.name || '–',
      code: one.linkState === 'failed' ? `${one.code} (${t('referrals:advocates.linkFailed')})` : one.code,
      visits: number.format(one.visits),
      friends: number.format(one.friends),
      paid: money(one.paidMinor),
    })),
  });
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const form = await args.request.formData();
  const id = String(form.get('id') ?? '');
  const note = String(form.get('note') ?? '');
  const wanted = String(form.get('action'));
  const outcome = await act();
  if (outcome.kind === 'unknown') throw new Response(null, { status: 404 });
  return json({ done: outcome.kind === 'stale' ? 'stale' : wanted, at: Date.now() });

  async function act() {
    if (wanted === 'approve') return approveReferral(ctx, id, note);
    const reason = merchantRejections.find((one) => one === form.get('reason'));
    if (wanted !== 'reject' || !reason) throw new Response(null, { status: 400 });
    return rejectReferral(ctx, id, reason, note);
  }
}

/** Friends' orders and where their credit stands; what waits for a decision comes first. */
export default function Referrals() {
  const { isOn, holdDays, held, figures, referrals, hasMore, page, advocates } =
    useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const submit = useSubmit();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().state !== 'idle';
  const toast = useToast();
  useEffect(() => {
    if (answer) toast(t(`referrals:done.${answer.done}`));
  }, [answer, t, toast]);
  return (
    <Page
      title={t('referrals:title')}
      subtitle={t('referrals:subtitle')}
      secondaryActions={[{ content: t('referrals:settings.title'), url: paths.referralsSettings() }]}
    >
      <BlockStack gap="400">
        {isOn ? null : (
          <Banner
            tone="info"
            title={t('referrals:off.title')}
            action={{ content: t('referrals:off.action'), url: paths.referralsSettings() }}
          >
            <p>{t('referrals:off.text')}</p>
          </Banner>
        )}
        {held > 0 && query.get('state') !== 'held' ? (
          <Banner
            tone="warning"
            action={{ content: t('referrals:heldBanner.action'), url: `${paths.referrals()}?state=held` }}
          >
            <p>{t('referrals:heldBanner.text', { count: held })}</p>
          </Banner>
        ) : null}
        <Figures items={figures} />
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <Text as="p" tone="subdued" variant="bodySm">
            {t('referrals:figuresHelp', { days: holdDays })}
          </Text>
        </Box>
        <Card>
          <BlockStack gap="400">
            <Text as="h2" variant="headingMd">
              {t('referrals:list.title')}
            </Text>
            {referrals.length > 0 || query.get('state') ? (
              <Select
                label={t('referrals:filter.state')}
                options={[
                  { value: '', label: t('referrals:filter.all') },
                  ...referralStates.map((value) => ({ value, label: t(`referrals:state.${value}`) })),
                ]}
                value={query.get('state') ?? ''}
                onChange={(value) => setQuery(value ? { state: value } : {}, { replace: true })}
              />
            ) : null}
            {referrals.length === 0 ? (
              <EmptyState heading={t('referrals:list.empty')} image="">
                <p>{t('referrals:list.emptyText')}</p>
              </EmptyState>
            ) : null}
          </BlockStack>
        </Card>
        {referrals.map((referral) => (
          <Card key={referral.id}>
            <ReferralItem
              referral={referral}
              isBusy={isBusy}
              onDecide={(decision) => submit({ ...decision }, { method: 'post' })}
            />
          </Card>
        ))}
        <Pager page={page} hasMore={hasMore} />
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {t('referrals:advocates.title')}
            </Text>
            {advocates.length === 0 ? (
              <Text as="p">{t('referrals:advocates.empty')}</Text>
            ) : (
              <AdvocateList advocates={advocates} />
            )}
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}
