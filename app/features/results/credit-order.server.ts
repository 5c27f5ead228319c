import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { type Credit, type CreditPlace, type CreditSums, creditsOf } from './credit.ts';
import { readCreditedOrders } from './credited-orders.repo.server.ts';
import { addToStats, findCredits, replaceCredits } from './credits.repo.server.ts';

/**
 * Works out anew what these orders brought which offer, from the orders themselves, and brings credits and roll-up in line.
 * Exact after every refund, cancellation and edit; running it again changes nothing.
 */
export async function creditOrders(
  ctx: Pick<Context, 'db' | 'shop'>,
  orderIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(orderIds)].sort();
  if (ids.length === 0) return;
  await ctx.db.tx(async (tx) => {
    await takeTurns(tx, ctx.shop.id, ids);
    const before = await findCredits(tx, ctx.shop.id, ids);
    const after = (await readCreditedOrders(ctx, tx, ids)).flatMap(creditsOf);
    const changed = changedOrders(before, after);
    if (changed.length === 0) return;
    const isChanged = new Set(changed);
    const [old, fresh] = [before, after].map((all) => all.filter(({ orderId }) => isChanged.has(orderId)));
    await replaceCredits(tx, ctx.shop.id, changed, fresh ?? []);
    await addToStats(tx, ctx.shop.id, differences(old ?? [], fresh ?? []));
  });
}

/**
 * An order's consequences: its credits, and which codes it has used up. A cancelled order gives its code free again: the next
 * order with it takes its place.
 */
export async function creditOrder(ctx: Pick<Context, 'db' | 'shop'>, orderId: string): Promise<void> {
  await ctx.db.query(
    `update offer_grants g set redeemed_order_id = o.id
     from orders o where o.shop_id = $1 and o.id = $2 and g.shop_id = $1
       and g.code in (select upper(code) from unnest(o.discount_codes) as c(code))
       and (g.redeemed_order_id is null or exists (select 1 from orders r
         where r.shop_id = $1 and r.id = g.redeemed_order_id and r.cancelled_at is not null))`,
    [ctx.shop.id, orderId],
  );
  await creditOrders(ctx, [orderId]);
}

/** Two changes of one order may be worked on at the same moment: the later one must see what the earlier one wrote. */
async function takeTurns(tx: Queryable, shopId: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended(key, 2)) from (
       select $1 || ' credits ' || id as key from unnest($2::text[]) as i(id) order by id) k`,
    [shopId, ids],
  );
}

function changedOrders(before: readonly Credit[], after: readonly Credit[]): string[] {
  const told = (credits: readonly Credit[]) => {
    const byOrder = new Map<string, string[]>();
    for (const credit of credits) {
      const text = JSON.stringify(
        Object.entries(credit)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => [name, String(value)]),
      );
      byOrder.set(credit.orderId, [...(byOrder.get(credit.orderId) ?? []), text]);
    }
    return byOrder;
  };
  const [old, fresh] = [told(before), told(after)];
  const isSame = (id: string) =>
    JSON.stringify(old.get(id)?.sort() ?? []) === JSON.stringify(fresh.get(id)?.sort() ?? []);
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((id) => !isSame(id));
}

type Difference = CreditPlace & CreditSums;

/** What the roll-up must be changed by, one entry for each of its rows. */
function differences(before: readonly Credit[], after: readonly Credit[]): Difference[] {
  const rows = new Map<string, Difference>();
  const add = (credit: Credit, sign: 1 | -1) => {
    const { offerId, day, arm, surface, productId } = credit;
    const key = JSON.stringify([offerId, day, arm, surface, productId]);
    const row = rows.get(key) ?? { offerId, day, arm, surface, productId, ...nothing };
    const big = BigInt(sign);
    rows.set(key, {
      ...row,
      bought: row.bought + sign * credit.bought,
      grossMinor: row.grossMinor + big * credit.grossMinor,
      refundedMinor: row.refundedMinor + big * credit.refundedMinor,
      discountMinor: row.discountMinor + big * credit.discountMinor,
      pieces: row.pieces + sign * credit.pieces,
      costedPieces: row.costedPieces + sign * credit.costedPieces,
      costedMinor: row.costedMinor + big * credit.costedMinor,
      costMinor: row.costMinor + big * credit.costMinor,
    });
  };
  for (const credit of before) add(credit, -1);
  for (const credit of after) add(credit, 1);
  return [...rows.values()];
}

const nothing: CreditSums = {
  bought: 0,
  grossMinor: 0n,
  refundedMinor: 0n,
  discountMinor: 0n,
  pieces: 0,
  costedPieces: 0,
  costedMinor: 0n,
  costMinor: 0n,
};
