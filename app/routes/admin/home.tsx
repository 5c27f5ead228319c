import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { Banner, BlockStack, Button, Layout, List, Page } from '@shopify/polaris';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { activateDefaults, readSetup, readWeek } from '../../features/home/index.server.ts';
import { isEverythingOn, isSilent } from '../../features/home/index.ts';
import { readReferralsSettings } from '../../features/referrals/index.server.ts';
import { advocateReward } from '../../features/referrals/index.ts';
import { formatMoney } from '../../kit/money.ts';
import { NextSteps } from '../../ui/home/next-steps.tsx';
import { WeekCards } from '../../ui/home/week-cards.tsx';
import { useToast } from '../../ui/use-toast.ts';
import { adminContext, bridgeConfig } from '../../wiring/context.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale } = await adminContext(args);
  const [week, setup, referrals] = await Promise.all([
    readWeek(ctx),
    readSetup(ctx),
    readReferralsSettings(ctx, ctx.db),
  ]);
  const money = (minor: bigint) => formatMoney({ minor, currency: ctx.shop.currency }, locale);
  return {
    shop: ctx.shop.name,
    setup,
    week: {
      ...week,
      averageRating:
        week.averageRating === null
          ? null
          : new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(week.averageRating),
      offersEarnedMinor: money(week.offersEarnedMinor),
      creditPaidMinor: week.creditPaidMinor === 0n ? null : money(week.creditPaidMinor),
      cartsRecoveredMinor: money(week.cartsRecoveredMinor),
    },
    reward: formatMoney(advocateReward(referrals, ctx.shop.currency), locale),
    ...editors(bridgeConfig(args.context).apiKey),
  };
}

/** Pages of the Shopify admin: App Bridge opens them. */
function editors(apiKey: string) {
  const base = `shopify://admin/settings/checkout/editor?context=apps&app=${encodeURIComponent(apiKey)}`;
  return { thankYouEditor: `${base}&page=thank-you`, orderStatusEditor: `${base}&page=order-status` };
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  return { activated: await activateDefaults(ctx) };
}

export const meta: MetaFunction = () => [{ title: 'Reprise' }];

/** What happened, and what to do next. */
export default function Home() {
  const data = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().state !== 'idle';
  const toast = useToast();
  useEffect(() => {
    if (answer) toast(t(answer.activated.length > 0 ? 'home:activate.done' : 'home:activate.nothing'));
  }, [answer, t, toast]);
  const button = (label: string) => (
    <Form method="post">
      <Button submit variant="primary" loading={isBusy}>
        {label}
      </Button>
    </Form>
  );
  return (
    <Page title={t('home:title')} subtitle={data.shop}>
      <Layout>
        {isSilent(data.setup) ? (
          <Layout.Section>
            <Banner tone="info" title={t('home:silent.title')}>
              <BlockStack gap="300">
                <p>{t('home:silent.text')}</p>
                <List>
                  {(['thankYou', 'reviews', 'reminders', 'referrals', 'offer'] as const).map((key) => (
                    <List.Item key={key}>{t(`home:defaults.${key}`, { reward: data.reward })}</List.Item>
                  ))}
                </List>
                {button(t('home:activate.button'))}
              </BlockStack>
            </Banner>
          </Layout.Section>
        ) : null}
        <Layout.Section>
          <WeekCards week={data.week} />
        </Layout.Section>
        <Layout.Section>
          <NextSteps
            setup={data.setup}
            thankYouEditor={data.thankYouEditor}
            orderStatusEditor={data.orderStatusEditor}
            activate={
              isEverythingOn(data.setup) || isSilent(data.setup) ? null : button(t('home:activate.rest'))
            }
          />
        </Layout.Section>
      </Layout>
    </Page>
  );
}
