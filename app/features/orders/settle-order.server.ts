import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';

/*
 * An order's facts. Each is stated once, when its moment turns from unknown to known, in the transaction that learned it:
 *
 *   recorded   the order's row came to be
 *   paid       paid_at:      the earliest state we saw in which all was paid
 *   fulfilled  fulfilled_at: the order says that nothing is left to send
 *   delivered  delivered_at: fulfilled, and every parcel that was not cancelled has arrived
 *   cancelled  cancelled_at
 *   refunded   once for every refund that was not known before
 *   changed    whenever the total of a known order is another one (edited by the merchant, or added to)
 *
 * Parcels and refunds may arrive before their order. They wait in their own tables and count from the moment the order's row
 * exists, so every order of arrival ends in the same state and states the same facts.
 */
export interface OrderFacts {
  paid_at: Date | null;
  fulfilled_at: Date | null;
  delivered_at: Date | null;
  cancelled_at: Date | null;
  total_minor: bigint;
}

/** Holds the order until the transaction ends: all that changes one order goes one after another, known or not. */
export async function lockOrder(tx: Tx, shopId: string, orderId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [`${shopId} order ${orderId}`]);
}

/** What was known of the order before; null when it has no row yet. Call after `lockOrder`. */
export async function factsBefore(tx: Tx, shopId: string, orderId: string): Promise<OrderFacts | null> {
  const { rows } = await tx.query<OrderFacts>(
    'select paid_at, fulfilled_at, delivered_at, cancelled_at, total_minor from orders where shop_id = $1 and id = $2',
    [shopId, orderId],
  );
  return rows[0] ?? null;
}

/**
 * Brings the order's sums and moments in line with its refunds and parcels, and states what is new.
 * @param newRefunds how many refunds this transaction added
 */
export async function settleOrder(
  ctx: Context,
  tx: Tx,
  orderId: string,
  before: OrderFacts | null,
  newRefunds: number,
): Promise<void> {
  const shopId = ctx.shop.id;
  const { rows } = await tx.query<OrderFacts & { refunds: bigint }>(
    `with refunded as (
       select coalesce(sum(amount_minor), 0)::bigint as minor, count(*) as refunds from refunds where shop_id = $1 and order_id = $2
     ), parcels as (
       select count(*) filter (where status is distinct from 'cancelled') as sent,
              count(*) filter (where status is distinct from 'cancelled' and delivered_at is not null) as arrived,
              max(delivered_at) filter (where status is distinct from 'cancelled') as last_at
       from fulfillments where shop_id = $1 and order_id = $2)
     update orders o set refunded_minor = refunded.minor,
       delivered_at = coalesce(o.delivered_at, case
         when o.fulfilled_at is not null and parcels.sent > 0 and parcels.sent = parcels.arrived then parcels.last_at end)
     from refunded, parcels where o.shop_id = $1 and o.id = $2
     returning o.paid_at, o.fulfilled_at, o.delivered_at, o.cancelled_at, o.total_minor, refunded.refunds`,
    [shopId, orderId],
  );
  const after = rows[0];
  if (!after) return;
  if (after.refunds > 0n) {
    await tx.query(
      `update order_lines l set refunded_quantity = least(l.quantity, r.quantity)
       from (select line->>'lineId' as id, sum((line->>'quantity')::int)::int as quantity
             from refunds, jsonb_array_elements(lines) line where shop_id = $1 and order_id = $2 group by 1) r
       where l.shop_id = $1 and l.order_id = $2 and l.id = r.id`,
      [shopId, orderId],
    );
  }
  const fact = { orderId };
  if (!before) await ctx.emit(tx, shopId, 'order.recorded', fact);
  if (after.paid_at && !before?.paid_at) await ctx.emit(tx, shopId, 'order.paid', fact);
  if (after.fulfilled_at && !before?.fulfilled_at) await ctx.emit(tx, shopId, 'order.fulfilled', fact);
  if (after.delivered_at && !before?.delivered_at) await ctx.emit(tx, shopId, 'order.delivered', fact);
  if (after.cancelled_at && !before?.cancelled_at) await ctx.emit(tx, shopId, 'order.cancelled', fact);
  if (before && before.total_minor !== after.total_minor) await ctx.emit(tx, shopId, 'order.changed', fact);
  if (before ? newRefunds > 0 : after.refunds > 0n) await ctx.emit(tx, shopId, 'order.refunded', fact);
}
