import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData, useNavigation } from '@remix-run/react';
import { BlockStack, Box, Card, EmptyState, InlineGrid, Page } from '@shopify/polaris';
import { ExportIcon } from '@shopify/polaris-icons';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { getExperiment, listExperiments, takeWinner } from '../../features/experiments/index.server.ts';
import { getOffer } from '../../features/offers/index.server.ts';
import { freshenPeople, readOfferResults } from '../../features/results/index.server.ts';
import { earnedOf, type Figures, profitOf, rateOf } from '../../features/results/index.ts';
import { paths } from '../../paths.ts';
import type { Context, Translate } from '../../platform/context.ts';
import { type TestView, VerdictCard } from '../../ui/experiments/verdict-card.tsx';
import { offerState } from '../../ui/offers/offer-state.ts';
import { StateBadge } from '../../ui/offers/state-badge.tsx';
import { BreakdownCard, type BreakdownRow } from '../../ui/results/breakdown-card.tsx';
import { DayChartCard } from '../../ui/results/day-chart-card.tsx';
import { FunnelCard, type FunnelStep } from '../../ui/results/funnel-card.tsx';
import { LiftCard } from '../../ui/results/lift-card.tsx';
import { MoneyCard } from '../../ui/results/money-card.tsx';
import resultsCss from '../../ui/results/results.css?url';
import { ResultsFilters } from '../../ui/results/results-filters.tsx';
import { useCsv } from '../../ui/results/use-csv.ts';
import { adminContext } from '../../wiring/context.server.ts';
import {
  chartDays,
  chartTotals,
  columnTexts,
  coverageText,
  questionOf,
  writers,
} from './offers.results.words.server.ts';

export const links = () => [{ rel: 'stylesheet', href: resultsCss }];

/** What one offer did: how many went how far, what it earned, and by what. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const offer = await getOffer(ctx, args.params.id ?? '');
  if (!offer) throw new Response(null, { status: 404 });
  const { today, period, surface } = questionOf(args.request, ctx);
  const reader = { ctx, t, locale };
  const [results, test] = await Promise.all([
    readOfferResults(ctx, offer.id, { period, surface }),
    testOf(ctx, offer.id),
  ]);
  const isHeldOut = results.totals.heldOut > 0;
  const countedAt = isHeldOut ? await freshenPeople(ctx, offer.id) : null;
  const { money } = writers(reader);
  const { totals } = results;
  const row = (key: string, label: string, figures: Figures): BreakdownRow => ({
    key,
    label,
    texts: columnTexts(figures, reader),
  });
  const armName = (id: string) =>
    test?.variants.find((variant) => variant.id === id)?.name ??
    offer.setup.arms?.find((arm) => arm.id === id)?.name ??
    (id === '' ? t('results:breakdown.noTest') : t('results:breakdown.oldArm', { id }));
  const profit = profitOf(totals);
  return json({
    id: offer.id,
    name: offer.name,
    state: offerState(offer, ctx.clock.now().getTime()),
    hasAnswers: offer.setup.question !== undefined,
    today,
    period,
    surface,
    surfaces: offer.surfaces,
    shop: { currency: ctx.shop.currency, timezone: ctx.shop.timezone },
    isEmpty: totals.shown === 0 && totals.heldOut === 0 && totals.bought === 0,
    funnel: funnelOf(totals, { ctx, t, locale }),
    money: {
      earned: money(earnedOf(totals)),
      gross: money(totals.grossMinor),
      refunded: money(totals.refundedMinor),
      discounts: money(totals.discountMinor),
      profit: profit === null ? null : money(profit),
      coverage: coverageText(totals, reader),
    },
    lift: results.lift,
    isWithoutHoldOut: !isHeldOut && (offer.setup.holdOutPercent ?? 0) === 0,
    countedAt:
      countedAt &&
      new Intl.DateTimeFormat(locale, {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: ctx.shop.timezone,
      }).format(countedAt),
    test,
    days: chartDays(results.days, period, reader),
    totals: chartTotals(totals, reader),
    arms:
      results.arms.length > 1 ? results.arms.map(({ key, figures }) => row(key, armName(key), figures)) : [],
    placements: results.surfaces.map(({ key, figures }) =>
      row(key, key === '' ? t('results:breakdown.unknown') : t(`offers:where.${key}`), figures),
    ),
    products: results.products
      .filter(({ key }) => key !== '' || results.products.length > 1)
      .map(({ key, title, figures }) =>
        row(
          key,
          key === '' ? t('results:breakdown.noProduct') : (title ?? t('results:breakdown.gone', { id: key })),
          figures,
        ),
      ),
  });
}

type Reader = { ctx: Context; t: Translate; locale: string };

/** How many went how far, of those who were shown it. */
function funnelOf(figures: Figures, reader: Reader) {
  const { t } = reader;
  const { count, share } = writers(reader);
  const names = ['shown', 'seen', 'clicked', 'accepted', 'bought'] as const;
  const steps = names.map((key): FunnelStep => {
    const rate = rateOf(figures[key], figures.shown);
    return {
      key,
      count: count(figures[key]),
      share: key === 'shown' || rate === null ? null : share(rate),
      percent: Math.min(100, (rate ?? 0) * 100),
    };
  });
  const notes = [
    figures.dismissed > 0 ? t('results:funnel.dismissed', { count: figures.dismissed }) : '',
    figures.heldOut > 0 ? t('results:funnel.heldOut', { count: figures.heldOut }) : '',
  ];
  const sentence =
    figures.shown === 0
      ? t('results:funnel.nothing')
      : t('results:funnel.sentence', {
          accepted: count(figures.accepted),
          shown: count(figures.shown),
          rate: share(rateOf(figures.accepted, figures.shown)),
          bought: count(figures.bought),
        });
  return { steps, sentence, notes: notes.filter(Boolean) };
}

/** The running test of this offer, else the last one; null when there was none. */
async function testOf(ctx: Context, subjectId: string): Promise<(TestView & { id: string }) | null> {
  const all = await listExperiments(ctx, { subjectKind: 'offer', subjectId });
  const wanted = all.find(({ experiment }) => experiment.status === 'running') ?? all[0];
  const report = wanted && (await getExperiment(ctx, wanted.experiment.id));
  if (!report) return null;
  const { id, name, status, metric, variants, winnerId, decidedBy, endedAt } = report.experiment;
  return {
    id,
    name,
    status,
    metric,
    variants,
    winnerId,
    decidedBy,
    endedAt: endedAt?.toISOString() ?? null,
    verdict: report.verdict,
    arms: report.arms,
  };
}

/** JSON `{ action: 'take', testId, armId }`: everybody sees this variant from now on. The first one ends the test as it was. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const body = (await args.request.json()) as { action?: string; testId?: unknown; armId?: unknown };
  const all = await listExperiments(ctx, { subjectKind: 'offer', subjectId: args.params.id ?? '' });
  const test = all.find(({ experiment }) => experiment.id === body.testId);
  if (!test) throw new Response(null, { status: 404 });
  const { id } = test.experiment;
  if (body.action !== 'take') throw new Response(null, { status: 400 });
  const { kind } = await takeWinner(ctx, id, String(body.armId ?? ''));
  return json({ kind });
}

export default function OfferResults() {
  const data = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const fetcher = useFetcher<typeof action>();
  const isBusy = useNavigation().state !== 'idle';
  const { period, test } = data;
  const where = new URLSearchParams({ from: period.from, to: period.to, offer: data.id });
  if (data.surface) where.set('surface', data.surface);
  const csv = useCsv(`${paths.offersCsv()}?${where}`, `offer-${period.from}-${period.to}.csv`);
  const answer = fetcher.data;
  useEffect(() => {
    if (!answer) return;
    const isDone = answer.kind === 'taken';
    window.shopify?.toast?.show(t(isDone ? 'results:test.taken' : 'results:test.already'), {
      isError: !isDone,
    });
  }, [answer, t]);
  const send = (body: { action: string; armId: string }) =>
    fetcher.submit({ ...body, testId: test?.id ?? '' }, { method: 'post', encType: 'application/json' });
  return (
    <Page
      title={data.name}
      titleMetadata={<StateBadge state={data.state} />}
      subtitle={t('results:one.subtitle')}
      backAction={{ content: t('results:title'), url: paths.offersResults() }}
      secondaryActions={[
        { content: t('results:one.edit'), url: paths.offer(data.id) },
        ...(data.hasAnswers ? [{ content: t('results:one.answers'), url: paths.offerAnswers(data.id) }] : []),
        { content: t('results:csv.save'), icon: ExportIcon, loading: csv.isBusy, onAction: csv.save },
      ]}
    >
      <BlockStack gap="400">
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <ResultsFilters
            key={`${period.from} ${period.to}`}
            period={period}
            today={data.today}
            surface={data.surface}
            surfaces={data.surfaces}
          />
        </Box>
        <div aria-busy={isBusy}>
          <BlockStack gap="400">
            {test ? (
              <VerdictCard
                test={test}
                shop={data.shop}
                isBusy={fetcher.state !== 'idle'}
                onTake={(armId) => send({ action: 'take', armId })}
              />
            ) : null}
            {data.isEmpty ? (
              <Card>
                <EmptyState heading={t('results:empty.title')} image="">
                  <p>{t('results:empty.one')}</p>
                </EmptyState>
              </Card>
            ) : (
              <>
                <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
                  <FunnelCard {...data.funnel} />
                  <MoneyCard money={data.money} />
                </InlineGrid>
                <LiftCard
                  lift={data.lift}
                  currency={data.shop.currency}
                  countedAt={data.countedAt}
                  isWithoutHoldOut={data.isWithoutHoldOut}
                />
                <DayChartCard days={data.days} currency={data.shop.currency} totals={data.totals} />
                {data.arms.length > 0 ? <BreakdownCard by="arm" rows={data.arms} /> : null}
                <BreakdownCard by="surface" rows={data.placements} />
                {data.products.length > 0 ? <BreakdownCard by="product" rows={data.products} /> : null}
              </>
            )}
          </BlockStack>
        </div>
      </BlockStack>
    </Page>
  );
}
