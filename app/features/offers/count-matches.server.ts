import {
  answerOf,
  type CompiledOffer,
  compile,
  type ParcelState,
  type Rule,
  type RuleOffer,
  type Surface,
} from '@reprise/rules';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { lowerRule, readGroups } from './lower-rule.server.ts';
import { laterFacts, type PastNeeds, type PastOrder, readPastOrders } from './past-orders.server.ts';
import { needsOf } from './read-facts.server.ts';
import { readStock, readTraitState } from './rule-lookups.server.ts';
import { conditionsIn } from './rule-names.ts';

/** How many of the orders of the last 90 days a rule would have let through. */
export interface MatchCount {
  orders: number;
  /** of `orders`; an estimate when `isSampled` */
  matched: number;
  /** the rule could not be answered for these, so that they would not have seen it */
  unknown: number;
  isSampled: boolean;
  /** the orders are known from here: 90 days ago, or for a new installation what it has seen */
  since: string;
}

/** What is to be counted: a rule and where its offer would be shown. */
export interface MatchDraft {
  rule: Rule;
  surfaces: readonly Surface[];
  product?: RuleOffer['product'];
}

const lookBackDays = 90;
/** So many orders are looked at one by one; of more, an even share. */
const mostExact = 100_000;
/** Where rules ask about the buyer, each order costs several look-ups. */
const mostExactWithPerson = 30_000;
const batch = 5_000;

/**
 * Asks the engine about the stored orders of the last 90 days, as they were: the moment of the order, its total before later
 * refunds, how many orders its buyer had placed until then and what they came to. For tags, segments and consent only today's
 * answer is known; stock is today's. Streams through the orders in batches, above 100,000 of an even share of them.
 */
export async function countMatches(ctx: Context, draft: MatchDraft): Promise<MatchCount> {
  const now = ctx.clock.now();
  const earliest = addMs(now, -lookBackDays * day);
  const [groups, known, stock, counted] = await Promise.all([
    readGroups(ctx.db, ctx.shop.id, [draft.rule]),
    readTraitState(ctx.db, ctx.shop.id, draft.rule),
    draft.product ? readStock(ctx, draft.product) : undefined,
    ctx.db.query<{ orders: bigint; first: Date | null }>(
      `select count(*) as orders, min(processed_at) as first from orders
       where shop_id = $1 and processed_at > $2 and processed_at <= $3`,
      [ctx.shop.id, earliest, now],
    ),
  ]);
  const orders = Number(counted.rows[0]?.orders ?? 0);
  const first = counted.rows[0]?.first ?? now;
  const { installedAt } = ctx.shop;
  const isNew = installedAt > earliest;
  const [offer] = compile([
    { id: 'draft', surfaces: draft.surfaces, rule: lowerRule(draft.rule, groups), product: draft.product },
  ]);
  if (!offer) throw new Error('one offer compiles to one');
  const needs = pastNeeds(draft);
  const most = needs.person ? mostExactWithPerson : mostExact;
  const oneIn = Math.max(1, Math.ceil(orders / most));
  const question = { offer, visits: visitsOf(draft), stock, timezone: ctx.shop.timezone };
  let seen = 0;
  let matched = 0;
  let unknown = 0;
  let after = { processedAt: earliest, id: '' };
  for (;;) {
    const page = await readPastOrders(ctx, { after, until: now, limit: batch, oneIn }, needs, known);
    for (const order of page) {
      const answer = ask(question, order);
      seen += 1;
      if (answer === 'yes') matched += 1;
      else if (answer === 'unknown') unknown += 1;
    }
    const last = page.at(-1);
    if (!last || page.length < batch) break;
    after = { processedAt: last.processedAt, id: last.id };
  }
  const scale = oneIn === 1 || seen === 0 ? 1 : orders / seen;
  return {
    orders,
    matched: Math.round(matched * scale),
    unknown: Math.round(unknown * scale),
    isSampled: oneIn > 1,
    since: new Date(isNew ? Math.min(+first, +installedAt) : +earliest).toISOString(),
  };
}

/** A page that the buyer could have looked at. */
interface Visit {
  surface: Surface;
  parcel: ParcelState;
}

/** All visits that the rule could tell apart; one is enough where it asks about nothing that changes. */
function visitsOf({ rule, surfaces }: MatchDraft): Visit[] {
  const kinds = new Set([...conditionsIn(rule)].map(({ condition }) => condition.kind));
  const hasParcel = kinds.has('parcel');
  const hasTime = ['schedule', 'weekday', 'hour', 'last-order-days'].some((kind) => kinds.has(kind as never));
  const isEarly = surfaces.some((each) => each !== 'order-status');
  const visits: Visit[] = surfaces
    .filter((each) => each !== 'order-status')
    .map((surface) => ({ surface, parcel: 'placed' }));
  const isPlain = !hasParcel && !hasTime && !kinds.has('surface');
  if (surfaces.includes('order-status') && !(isEarly && isPlain)) {
    visits.push({ surface: 'order-status', parcel: 'placed' });
    if (hasParcel || (hasTime && !isEarly)) {
      visits.push({ surface: 'order-status', parcel: 'shipped' });
      visits.push({ surface: 'order-status', parcel: 'delivered' });
    }
  }
  return visits.length > 0 ? visits : [{ surface: 'thank-you', parcel: 'placed' }];
}

function pastNeeds({ rule, surfaces }: MatchDraft): PastNeeds {
  const kinds = [...conditionsIn(rule)].map(({ condition }) => condition.kind);
  return {
    lines: kinds.some((kind) => kind.startsWith('bought-') || kind === 'quantity'),
    parcel:
      surfaces.includes('order-status') &&
      visitsOf({ rule, surfaces }).some(({ parcel }) => parcel !== 'placed'),
    person: needsOf([{ rule, moments: [], fromDays: null }]).person,
  };
}

interface Question {
  offer: CompiledOffer<RuleOffer>;
  visits: readonly Visit[];
  stock: ReadonlyMap<string, number> | undefined;
  timezone: string;
}

/** Yes if any visit would have seen it; not known if none would, and one of them for lack of knowledge. */
function ask({ offer, visits, stock, timezone }: Question, order: PastOrder): 'yes' | 'no' | 'unknown' {
  let best: 'no' | 'unknown' = 'no';
  for (const { surface, parcel } of visits) {
    const at =
      parcel === 'shipped' ? order.shippedAt : parcel === 'delivered' ? order.deliveredAt : order.processedAt;
    if (at === null) continue;
    const facts =
      surface === 'order-status' ? laterFacts(order, parcel, at, timezone) : { ...order.facts, surface };
    const answer = answerOf(offer, stock ? { ...facts, stock } : facts, at.getTime());
    if (answer === 'yes') return answer;
    if (answer === 'unknown') best = answer;
  }
  return best;
}
