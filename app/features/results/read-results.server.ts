import { HELD_OUT, type OfferKind, type Surface } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { liftOverHoldOut } from '../experiments/index.server.ts';
import type { ArmFigures, Lift } from '../experiments/index.ts';
import type { OfferStatus } from '../offers/index.ts';
import type { Figures } from './figures.ts';
import { readPeople } from './people.repo.server.ts';
import type { Period } from './period.ts';

type Reader = Pick<Context, 'db' | 'shop'>;

export interface ResultsQuestion {
  period: Pick<Period, 'from' | 'to'>;
  /** one placement; null = all */
  surface: string | null;
}

/** One row of a table of results. `key`: an offer's id, a day, a variant, a placement or a product's id. */
export interface ResultRow {
  key: string;
  figures: Figures;
}

export interface OfferResult extends ResultRow {
  name: string;
  kind: OfferKind;
  status: OfferStatus;
  /** null where nobody is kept back */
  lift: Lift | null;
}

export interface Overview {
  totals: Figures;
  /** offers that did something in the period, and all that are switched on */
  offers: OfferResult[];
  /** days on which something happened */
  days: ResultRow[];
}

/** What all offers did in a period. Reads the roll-up only. */
export async function readOverview(ctx: Reader, question: ResultsQuestion): Promise<Overview> {
  const { from, to } = question.period;
  const [[offerSums, daySums], people, { rows: offers }] = await Promise.all([
    readSums(ctx, question, null, [['offer_id'], ['day']]),
    question.surface === null
      ? readPeople(ctx.db, ctx.shop.id, { from, to, offerId: null })
      : Promise.resolve(new Map<string, ArmFigures[]>()),
    ctx.db.query<{ id: string; name: string; kind: OfferKind; status: OfferStatus }>(
      'select id, name, kind, status from offers where shop_id = $1 order by position, id',
      [ctx.shop.id],
    ),
  ]);
  const byOffer = new Map(by('offer_id', offerSums).map((row) => [row.key, row.figures]));
  return {
    totals: total(offerSums),
    days: by('day', daySums),
    offers: offers
      .filter(({ id, status }) => status === 'active' || byOffer.has(id))
      .map(({ id, ...offer }) => ({
        ...offer,
        key: id,
        figures: byOffer.get(id) ?? nothing,
        lift: liftOf(people.get(id) ?? []),
      })),
  };
}

export interface OneOffersResults {
  totals: Figures;
  days: ResultRow[];
  arms: ResultRow[];
  surfaces: ResultRow[];
  products: (ResultRow & { title: string | null })[];
  lift: Lift | null;
}

/** What one offer did in a period: by day, variant, placement and product. */
export async function readOfferResults(
  ctx: Reader,
  offerId: string,
  question: ResultsQuestion,
): Promise<OneOffersResults> {
  const { from, to } = question.period;
  const [[daySums, placeSums], people] = await Promise.all([
    readSums(ctx, question, offerId, [['day'], ['arm', 'surface', 'product_id']]),
    readPeople(ctx.db, ctx.shop.id, { from, to, offerId }),
  ]);
  const products = by('product_id', placeSums);
  const { rows: known } = await ctx.db.query<{ id: string; title: string }>(
    'select id, title from products where shop_id = $1 and id = any($2)',
    [ctx.shop.id, products.map(({ key }) => key)],
  );
  const titles = new Map(known.map(({ id, title }) => [id, title]));
  return {
    totals: total(placeSums),
    days: by('day', daySums),
    arms: by('arm', placeSums),
    surfaces: by('surface', placeSums),
    products: products.map((row) => ({ ...row, title: titles.get(row.key) || null })),
    lift: liftOf(people.get(offerId) ?? []),
  };
}

/** Placements where offers of the shop have done something; for the filter. */
export async function readPlacements(ctx: Reader): Promise<Surface[]> {
  const { rows } = await ctx.db.query<{ surface: Surface }>(
    `select distinct s as surface from offers, unnest(surfaces) as s where shop_id = $1 order by 1`,
    [ctx.shop.id],
  );
  return rows.map(({ surface }) => surface);
}

/** Nobody kept back: nothing to measure the effect by. */
function liftOf(people: readonly ArmFigures[]): Lift | null {
  return people.some(({ armId }) => armId === HELD_OUT) ? liftOverHoldOut(people) : null;
}

type Group = 'offer_id' | 'day' | 'arm' | 'surface' | 'product_id';

const summed = [
  ['shown', 'shown'],
  ['seen', 'seen'],
  ['clicked', 'clicked'],
  ['accepted', 'accepted'],
  ['dismissed', 'dismissed'],
  ['held_out', 'heldOut'],
  ['bought', 'bought'],
  ['pieces', 'pieces'],
  ['costed_pieces', 'costedPieces'],
  ['gross_minor', 'grossMinor'],
  ['refunded_minor', 'refundedMinor'],
  ['discount_minor', 'discountMinor'],
  ['costed_minor', 'costedMinor'],
  ['cost_minor', 'costMinor'],
] as const satisfies readonly [string, keyof Figures][];

const nothing = figuresOf({});

type Sums = Partial<Record<Group, string>> & { figures: Figures };

/** Sums of the roll-up by each of these sets of columns, in one pass over its rows. */
async function readSums(
  ctx: Reader,
  { period, surface }: ResultsQuestion,
  offerId: string | null,
  sets: readonly (readonly Group[])[],
): Promise<Sums[][]> {
  const columns = sets.flat();
  const { rows } = await ctx.db.query<Record<string, string | bigint | null> & { grouped: number }>(
    `select grouping(${columns.join(', ')}) as grouped,
       ${columns.map((name) => (name === 'day' ? `to_char(day, 'YYYY-MM-DD') as day` : name)).join(', ')},
       ${summed.map(([column]) => `sum(${column})::bigint as ${column}`).join(', ')}
     from offer_stats
     where shop_id = $1 and day between $2 and $3 ${offerId === null ? 'and $4::text is null' : 'and offer_id = $4'}
       and ($5::text is null or surface = $5)
     group by grouping sets (${sets.map((set) => `(${set.join(', ')})`).join(', ')})`,
    [ctx.shop.id, period.from, period.to, offerId, surface],
  );
  // A bit is set for each column that a row is not grouped by; the first column has the highest.
  const bit = (name: Group) => 1 << (columns.length - 1 - columns.indexOf(name));
  return sets.map((set) => {
    const all = (1 << columns.length) - 1;
    const grouped = set.reduce((bits, name) => bits - bit(name), all);
    return rows
      .filter((row) => row.grouped === grouped)
      .map((row) => ({
        ...Object.fromEntries(set.map((name) => [name, String(row[name])])),
        figures: figuresOf(row),
      }));
  });
}

/** The same by one column, in its order. */
function by(name: Group, sums: readonly Sums[] = []): ResultRow[] {
  const found = new Map<string, Figures>();
  for (const row of sums) {
    const key = row[name] ?? '';
    found.set(key, plus(found.get(key) ?? nothing, row.figures));
  }
  return [...found].map(([key, figures]) => ({ key, figures })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function total(sums: readonly Sums[] = []): Figures {
  return sums.reduce((all, { figures }) => plus(all, figures), nothing);
}

function plus(a: Figures, b: Figures): Figures {
  // Counts are numbers and amounts bigint; of one column both are the same.
  const entries = summed.map(([, name]) => [name, (a[name] as number) + (b[name] as number)]);
  return Object.fromEntries(entries) as unknown as Figures;
}

function figuresOf(row: Record<string, string | bigint | number | null>): Figures {
  const entries = summed.map(([column, name]) => {
    const value = BigInt(row[column] ?? 0);
    return [name, name.endsWith('Minor') ? value : Number(value)];
  });
  return Object.fromEntries(entries) as Figures;
}
