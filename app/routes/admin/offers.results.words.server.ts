import type { Lift } from '../../features/experiments/index.ts';
import { surfaces } from '../../features/offers/index.ts';
import type { ResultRow } from '../../features/results/index.server.ts';
import { earnedOf, type Figures, profitOf, rateOf, readPeriod } from '../../features/results/index.ts';
import { dayIn, daysBetween } from '../../kit/day.ts';
import { formatMoney } from '../../kit/money.ts';
import type { Context, Translate } from '../../platform/context.ts';
import { writeMinor } from '../../ui/experiments/measure.ts';
import type { BreakdownColumn } from '../../ui/results/breakdown-card.tsx';
import type { ChartDay, Metric } from '../../ui/results/day-chart-card.tsx';
import type { OfferColumn } from '../../ui/results/offers-table.tsx';

interface Reader {
  ctx: Pick<Context, 'shop' | 'clock'>;
  t: Translate;
  locale: string;
}

/** What an address of a results page asks for. */
export function questionOf(request: Request, { shop, clock }: Reader['ctx']) {
  const query = new URL(request.url).searchParams;
  const today = dayIn(shop.timezone, clock.now());
  return {
    today,
    period: readPeriod(query, today),
    surface: surfaces.find((each) => each === query.get('surface')) ?? null,
  };
}

/** How numbers are written for one reader. */
export function writers({ ctx, locale }: Pick<Reader, 'ctx' | 'locale'>) {
  const { currency } = ctx.shop;
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    count: (value: number) => number.format(value),
    money: (minor: bigint) => formatMoney({ minor, currency }, locale),
    share: (value: number | null) => (value === null ? '–' : percent.format(value)),
  };
}

/** Days of the period as chart and table show them, those without events too. */
export function chartDays(
  days: readonly ResultRow[],
  period: { from: string; to: string },
  reader: Reader,
): ChartDay[] {
  const { count, money } = writers(reader);
  const date = new Intl.DateTimeFormat(reader.locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const known = new Map(days.map(({ key, figures }) => [key, figures]));
  return daysBetween(period.from, period.to).map((day) => {
    const figures = known.get(day);
    const earned = figures ? earnedOf(figures) : 0n;
    const values: Record<Metric, number> = {
      earned: Number(earned),
      bought: figures?.bought ?? 0,
      accepted: figures?.accepted ?? 0,
      clicked: figures?.clicked ?? 0,
      shown: figures?.shown ?? 0,
    };
    return {
      day,
      label: date.format(new Date(`${day}T00:00:00Z`)),
      values,
      texts: {
        earned: money(earned),
        bought: count(values.bought),
        accepted: count(values.accepted),
        clicked: count(values.clicked),
        shown: count(values.shown),
      },
    };
  });
}

/** Sums of a period as the chart names them. */
export function chartTotals(figures: Figures, reader: Reader): Record<Metric, string> {
  const { earned, bought, accepted, clicked, shown } = columnTexts(figures, reader);
  return { earned, bought, accepted, clicked, shown };
}

/** The numbers of one row, to sort by. */
export function columnValues(figures: Figures): Record<OfferColumn, number | null> {
  const profit = profitOf(figures);
  return {
    shown: figures.shown,
    clicked: figures.clicked,
    accepted: figures.accepted,
    bought: figures.bought,
    earned: Number(earnedOf(figures)),
    discounts: Number(figures.discountMinor),
    profit: profit === null ? null : Number(profit),
  };
}

/** The same as they are read. */
export function columnTexts(figures: Figures, reader: Reader): Record<OfferColumn | BreakdownColumn, string> {
  const { count, money, share } = writers(reader);
  const profit = profitOf(figures);
  return {
    shown: count(figures.shown),
    clicked: count(figures.clicked),
    accepted:
      figures.shown > 0
        ? `${count(figures.accepted)} (${share(rateOf(figures.accepted, figures.shown))})`
        : count(figures.accepted),
    bought: count(figures.bought),
    earned: money(earnedOf(figures)),
    discounts: money(figures.discountMinor),
    profit: profit === null ? reader.t('results:money.notKnown') : money(profit),
  };
}

/** Of how many pieces the profit is known. */
export function coverageText(figures: Figures, { t, ...reader }: Reader): string {
  const { count } = writers(reader);
  if (figures.pieces === 0) return t('results:money.noPieces');
  return t(figures.costedPieces === figures.pieces ? 'results:money.coveredAll' : 'results:money.covered', {
    known: count(figures.costedPieces),
    all: count(figures.pieces),
  });
}

/** What it earned that would not have come anyway, in a few words. */
export function liftText(lift: Lift | null, { ctx, t, locale }: Reader): string {
  if (lift === null) return t('results:lift.short.none');
  if (lift.kind === 'not-yet-known') return t('results:lift.short.unknown');
  const write = (minor: number) => writeMinor(Math.round(minor), ctx.shop.currency, locale, 100);
  const { value, low, high } = lift.extra;
  return t(lift.isCertain ? 'results:lift.short.certain' : 'results:lift.short.chance', {
    value: write(value),
    low: write(low),
    high: write(high),
  });
}
