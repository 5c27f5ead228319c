import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { dayIn } from '../../kit/day.ts';
import type { Context } from '../../platform/context.ts';
import { appendEventsSql, eventValues, type OfferEventRow } from '../offers/append-events.server.ts';
import { creditOrders } from './credit-order.server.ts';
import { recountResults } from './recount.server.ts';
import {
  atHour,
  codeOf,
  costs,
  discountOf,
  type History,
  histories,
  type KnownOrder,
  putHistory,
  totalOf,
  variantProduct,
} from './testing.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.cleanup());

/** More for a long look: `HISTORIES=1000`. */
const runs = Number(process.env.HISTORIES ?? 120);
const counts = ['shown', 'seen', 'clicked', 'accepted', 'dismissed', 'held-out'];
const sums = ['bought', 'gross', 'refunded', 'discount', 'pieces', 'costedPieces', 'costed', 'cost'];
type Table = Record<string, Record<string, number>>;

test(
  'counted as it comes = counted anew = counted slowly, to the cent',
  async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const ctx: Context = { ...t.ctx, shop: { ...t.ctx.shop, id: `shp_${n++}` } };
        await putHistory(ctx, history);
        const known = await live(ctx, history);
        const slow = slowly(ctx, history, known);
        expect(await rollUp(ctx)).toEqual(slow);
        await recountResults(ctx);
        expect(await rollUp(ctx)).toEqual(slow);
        // Also from nothing, and from something wrong.
        await ctx.db.query('delete from offer_credits where shop_id = $1', [ctx.shop.id]);
        await ctx.db.query('delete from offer_stats where shop_id = $1', [ctx.shop.id]);
        await ctx.db.query(
          `insert into offer_stats (shop_id, offer_id, day, shown, gross_minor) values ($1, $1 || '_o0', '2026-10-21', 7, 99)`,
          [ctx.shop.id],
        );
        await recountResults(ctx);
        expect(await rollUp(ctx)).toEqual(slow);
      }),
      { numRuns: runs },
    );
  },
  30_000 + runs * 1_000,
);

/** Plays the history in its order, counting as it goes, two at a time. */
async function live(ctx: Context, history: History): Promise<KnownOrder[]> {
  const known: KnownOrder[] = history.orders.map((order) => ({
    isPaid: order.isPaid,
    isCancelled: false,
    refunded: 0,
    refundedQuantities: order.lines.map(() => 0),
    paidAdditions: order.lines.map(({ addition }) => addition?.isPaid ?? false),
    total: totalOf(order),
  }));
  for (const batch of [0, 1, 2, 3]) {
    const rows = eventRows(ctx, history, batch);
    await ctx.db.query(appendEventsSql, eventValues(rows));
  }
  for (const i of known.keys()) await creditOrders(ctx, [`ord${i}`]);
  for (const step of history.steps) {
    const order = known[step.order];
    if (!order) continue;
    await play(ctx, step, order);
    const id = `ord${step.order}`;
    await Promise.all(Array.from({ length: step.isDoubled ? 2 : 1 }, () => creditOrders(ctx, [id])));
  }
  return known;
}

async function play(ctx: Context, step: History['steps'][number], order: KnownOrder): Promise<void> {
  const id = `ord${step.order}`;
  const line = Math.min(step.line, order.refundedQuantities.length - 1);
  const set = (sql: string, values: unknown[] = []) =>
    ctx.db.query(`update orders set ${sql} where shop_id = $1 and id = $2`, [ctx.shop.id, id, ...values]);
  const giveBack = async (minor: number) => {
    order.refunded = Math.min(order.refunded + minor, order.total);
    await set('refunded_minor = $3', [order.refunded]);
  };
  switch (step.kind) {
    case 'pieces-back': {
      const { rows } = await ctx.db.query<{ refunded_quantity: number }>(
        `update order_lines set refunded_quantity = least(refunded_quantity + 1, quantity)
         where shop_id = $1 and order_id = $2 and id = $3 returning refunded_quantity`,
        [ctx.shop.id, id, `l${step.order}_${line}`],
      );
      order.refundedQuantities[line] = rows[0]?.refunded_quantity ?? 0;
      return giveBack(step.minor);
    }
    case 'money-back':
      return giveBack(step.minor);
    case 'all-back':
      return giveBack(order.total);
    case 'cancel':
      order.isCancelled = true;
      await set('cancelled_at = now()');
      return;
    case 'pay':
      order.isPaid = true;
      await set('paid_at = coalesce(paid_at, processed_at)');
      return;
    case 'pay-addition':
      if (order.paidAdditions[line] === undefined) return;
      await ctx.db.query(`update order_additions set state = 'paid' where id = $1`, [
        `${ctx.shop.id}_a${step.order}_${line}`,
      ]);
      order.paidAdditions[line] = true;
      return;
    case 'look':
      return;
  }
}

function eventRows(ctx: Context, history: History, batch: number): OfferEventRow[] {
  return history.events
    .flatMap((event, i) => [
      ...(event.batch === batch ? [{ event, i }] : []),
      ...(event.isDoubled && event.batch < batch ? [{ event, i }] : []),
    ])
    .map(({ event, i }) => ({
      shopId: ctx.shop.id,
      offerId: `${ctx.shop.id}_o${event.offer}`,
      orderId: `ord${event.order}`,
      type: event.type as OfferEventRow['type'],
      eventId: `evt${i}`,
      surface: event.surface as OfferEventRow['surface'],
      at: atHour(event.hour),
      day: dayIn(ctx.shop.timezone, atHour(event.hour)),
      arm: event.arm,
      productId: event.product,
    }));
}

async function rollUp(ctx: Context): Promise<Table> {
  const { rows } = await ctx.db.query<Record<string, unknown>>(
    `select offer_id, to_char(day, 'YYYY-MM-DD') as day, arm, surface, product_id, shown, seen, clicked, accepted, dismissed,
       held_out as "held-out", bought, gross_minor as gross, refunded_minor as refunded, discount_minor as discount, pieces,
       costed_pieces as "costedPieces", costed_minor as costed, cost_minor as cost
     from offer_stats where shop_id = $1`,
    [ctx.shop.id],
  );
  const table: Table = {};
  for (const row of rows) {
    const key = [row.offer_id, row.day, row.arm, row.surface, row.product_id].join(' | ');
    for (const name of [...counts, ...sums]) add(table, key, name, Number(row[name]));
  }
  return tidy(table);
}

function add(table: Table, key: string, name: string, value: number): void {
  table[key] ??= {};
  table[key][name] = (table[key][name] ?? 0) + value;
}

/** Without zeros, which say nothing. */
function tidy(table: Table): Table {
  return Object.fromEntries(
    Object.entries(table)
      .map(
        ([key, row]) =>
          [key, Object.fromEntries(Object.entries(row).filter(([, value]) => value !== 0))] as const,
      )
      .filter(([, row]) => Object.keys(row).length > 0),
  );
}

const round = (x: number) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5 + 1e-9);

/** What the roll-up should be, read off the history with plain numbers and no shortcuts. */
function slowly(ctx: Context, history: History, known: readonly KnownOrder[]): Table {
  const table: Table = {};
  const zone = ctx.shop.timezone;
  const offerId = (n: number) => `${ctx.shop.id}_o${n}`;
  const seen = new Set<string>();
  for (const batch of [0, 1, 2, 3])
    for (const row of eventRows(ctx, history, batch).sort((a, b) => a.at.getTime() - b.at.getTime())) {
      const key = `${row.orderId} ${row.offerId} ${row.type}`;
      if (row.offerId === offerId(2) || seen.has(key)) continue;
      seen.add(key);
      const product = row.productId === 'p9' ? '' : (row.productId ?? '');
      add(table, [row.offerId, row.day, row.arm, row.surface, product].join(' | '), row.type, 1);
    }
  for (const grant of history.grants)
    if (grant.product !== null) {
      const day = dayIn(zone, atHour(grant.hour));
      add(
        table,
        [offerId(grant.offer), day, grant.arm, grant.surface, grant.product].join(' | '),
        'accepted',
        1,
      );
    }
  for (const [n, order] of history.orders.entries()) {
    const state = known[n];
    if (!state?.isPaid || state.isCancelled || order.isTest || order.currency !== 'EUR') continue;
    const isIncluded = order.isTaxIncluded === true;
    const all = state.refunded >= state.total;
    let [rest, restBack] = [state.total, all ? state.total : state.refunded];
    const day = dayIn(zone, atHour(order.hour));
    const lines = order.lines.map((line, i) => {
      const paid = line.price * line.quantity - discountOf(line) + (isIncluded ? 0 : line.tax);
      const back = state.refundedQuantities[i] ?? 0;
      const worth = back === line.quantity ? paid : round((paid * back) / line.quantity);
      return { ...line, i, paid, back, worth, kept: line.quantity - back, net: paid - line.tax };
    });
    const credit = (
      key: string[],
      gross: number,
      back: number,
      discount: number,
      goods: typeof lines,
    ): void => {
      const amount = Math.min(gross, rest);
      const refunded = all ? amount : Math.min(back, amount, restBack);
      rest -= amount;
      restBack -= refunded;
      let [net, costed, cost, pieces, costedPieces] = [0, 0, 0, 0, 0];
      for (const line of goods) {
        const keptNet =
          line.kept === line.quantity ? line.net : round((line.net * line.kept) / line.quantity);
        net += keptNet;
        pieces += line.kept;
        const each = costs[line.variant];
        if (each === null) continue;
        costedPieces += line.kept;
        costed += keptNet;
        cost += each * line.kept;
      }
      const extra = refunded - goods.reduce((sum, line) => sum + line.worth, 0);
      if (extra > 0 && net > 0) costed -= Math.min(Math.floor((extra * costed) / net + 0.5 + 1e-9), costed);
      const values = { bought: 1, gross: amount, refunded, discount, pieces, costedPieces, costed, cost };
      for (const [name, value] of Object.entries(values)) add(table, key.join(' | '), name, value);
    };
    let given = 0;
    for (const line of lines) {
      const { addition } = line;
      if (!addition || !state.paidAdditions[line.i]) continue;
      given += addition.discount;
      const worth =
        line.back === line.quantity ? addition.minor : round((addition.minor * line.back) / line.quantity);
      credit(
        [
          offerId(addition.offer),
          dayIn(zone, atHour(addition.hour)),
          'b',
          'thank-you',
          variantProduct[line.variant],
        ],
        addition.minor,
        worth,
        addition.discount,
        [line],
      );
    }
    const others = lines.filter(({ addition, i }) => !(addition && state.paidAdditions[i]));
    const codes = order.codes.filter((grant) => grant < history.grants.length);
    const used = codes.findIndex((grant) => history.grants[grant]?.hasCode);
    const place = (grant: History['grants'][number]) => [
      offerId(grant.offer),
      day,
      grant.arm,
      grant.surface,
      grant.product ?? '',
    ];
    if (used >= 0) {
      const grant = history.grants[codes[used] ?? -1];
      if (!grant) throw new Error(codeOf(used));
      const hasAmounts = order.codeMinors !== null;
      const discount = hasAmounts ? (order.codeMinors?.[used] ?? 0) : Math.max(550 - given, 0);
      credit(place(grant), rest, restBack, discount, others);
      continue;
    }
    const clicks = history.grants
      .map((grant, i) => ({ grant, i }))
      .filter(
        ({ grant }) =>
          !grant.hasCode &&
          grant.person === order.person &&
          grant.hour <= order.hour &&
          grant.hour > order.hour - 5 * 24,
      )
      .sort((a, b) => b.grant.hour - a.grant.hour || (a.i < b.i ? -1 : 1));
    const free = new Set(others);
    for (const { grant } of clicks) {
      const own = [...free].filter(({ variant }) => variant === grant.variant);
      if (own.length === 0) continue;
      for (const line of own) free.delete(line);
      const total = (of: 'paid' | 'worth') => own.reduce((sum, line) => sum + line[of], 0);
      credit(place(grant), total('paid'), total('worth'), 0, own);
    }
  }
  return tidy(table);
}
