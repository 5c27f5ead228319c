import type { Fact } from '../../kit/events.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { orderKey } from './orders.repo.server.ts';

/*
 * An order's facts. Each is stated once, when its moment turns from unknown to known, in the transaction that learned it:
 *
 *   recorded   the order's row came to be
 *   paid       paid_at:      the earliest state we saw in which all was paid
 *   fulfilled  fulfilled_at: the order says that nothing is left to send
 *   delivered  delivered_at: fulfilled, and every parcel that was not cancelled has arrived
 *   cancelled  cancelled_at
 *   refunded   once for every refund that was not known before
 *   shipped    the first parcel that was not cancelled has left
 *
 * Orders placed before the app was installed are history: what was true of them before is recorded and not stated.
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
  /** when the first parcel left */
  shipped_at: Date | null;
}

/** An order in its shop. */
export interface OrderRef {
  shopId: string;
  orderId: string;
}

/** Holds the order until the transaction ends: all that changes one order goes one after another, known or not. */
export async function lockOrder(tx: Tx, shopId: string, orderId: string): Promise<void> {
  await lockOrders(tx, [{ shopId, orderId }]);
}

/** The same for many, always in the same order, so that two transactions can't wait for each other. */
export async function lockOrders(tx: Tx, orders: OrderRef[]): Promise<void> {
  const keys = orders.map(({ shopId, orderId }) => `${shopId} order ${orderId}`);
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended(k, 1)) from
       (select k from unnest($1::text[]) with ordinality as u(k, n) order by n offset 0) s`,
    [[...new Set(keys)].sort()],
  );
}

/** What was known of the order before; null when it has no row yet. Call after `lockOrder`. */
export async function factsBefore(tx: Tx, shopId: string, orderId: string): Promise<OrderFacts | null> {
  return (await allFactsBefore(tx, [{ shopId, orderId }])).get(orderKey(shopId, orderId)) ?? null;
}

/** The same for many, by `orderKey`; orders without a row are not in it. */
export async function allFactsBefore(tx: Tx, orders: OrderRef[]): Promise<Map<string, OrderFacts>> {
  const { rows } = await tx.query<OrderFacts & { shop_id: string; id: string }>(
    `select o.shop_id, o.id, o.paid_at, o.fulfilled_at, o.delivered_at, o.cancelled_at, o.total_minor,
       (select min(f.shipped_at) from fulfillments f
        where f.shop_id = o.shop_id and f.order_id = o.id and f.status is distinct from 'cancelled') as shipped_at
     from unnest($1::text[], $2::text[]) as g(shop_id, id) join orders o on o.shop_id = g.shop_id and o.id = g.id`,
    [orders.map(({ shopId }) => shopId), orders.map(({ orderId }) => orderId)],
  );
  return new Map(rows.map((row) => [orderKey(row.shop_id, row.id), row]));
}

/** An order whose sums and moments are to be brought in line. */
export interface Unsettled extends OrderRef {
  before: OrderFacts | null;
  /** how many refunds this transaction added */
  newRefunds: number;
}

/**
 * Brings the orders' sums and moments in line with their refunds and parcels, and states what is new. An order that has no row yet
 * is left as it is.
 */
export async function settleOrders(
  ctx: Pick<Context, 'emitAll'>,
  tx: Tx,
  orders: Unsettled[],
): Promise<void> {
  const keys = [orders.map(({ shopId }) => shopId), orders.map(({ orderId }) => orderId)];
  // The order's row is only written again where something changes: most have neither refund nor parcel.
  const { rows } = await tx.query<
    OrderFacts & { shop_id: string; id: string; installed_at: Date; is_past: boolean; refunds: bigint }
  >(
    `with sums as (
       select o.shop_id, o.id, s.installed_at, coalesce(o.processed_at < s.installed_at - interval '1 second', false) as is_past, o.paid_at, o.fulfilled_at, o.cancelled_at, o.total_minor, o.refunded_minor as old_minor,
         o.delivered_at as old_delivered_at, r.minor, r.refunds, f.shipped_at,
         coalesce(o.delivered_at, case
           when o.fulfilled_at is not null and f.sent > 0 and f.sent = f.arrived then f.last_at end) as delivered_at
       from unnest($1::text[], $2::text[]) as g(shop_id, id)
       join orders o on o.shop_id = g.shop_id and o.id = g.id
       left join shops s on s.id = o.shop_id
       cross join lateral (
         select coalesce(sum(amount_minor), 0)::bigint as minor, count(*) as refunds
         from refunds where shop_id = o.shop_id and order_id = o.id) r
       cross join lateral (
         select count(*) filter (where status is distinct from 'cancelled') as sent,
                count(*) filter (where status is distinct from 'cancelled' and delivered_at is not null) as arrived,
                max(delivered_at) filter (where status is distinct from 'cancelled') as last_at,
                min(shipped_at) filter (where status is distinct from 'cancelled') as shipped_at
         from fulfillments where shop_id = o.shop_id and order_id = o.id) f
     ), changed as (
       update orders o set refunded_minor = s.minor, delivered_at = s.delivered_at from sums s
       where o.shop_id = s.shop_id and o.id = s.id
         and (s.minor <> s.old_minor or s.delivered_at is distinct from s.old_delivered_at))
     select shop_id, id, installed_at, is_past, paid_at, fulfilled_at, delivered_at, cancelled_at, total_minor, refunds,
       shipped_at from sums`,
    keys,
  );
  const known = new Map(rows.map((row) => [orderKey(row.shop_id, row.id), row]));
  if (rows.some((row) => row.refunds > 0n)) {
    await tx.query(
      `update order_lines l set refunded_quantity = least(l.quantity, r.quantity)
       from (select o.shop_id, o.order_id, line->>'lineId' as id, sum((line->>'quantity')::int)::int as quantity
             from unnest($1::text[], $2::text[]) as g(shop_id, id)
             join refunds o on o.shop_id = g.shop_id and o.order_id = g.id, jsonb_array_elements(o.lines) line group by 1, 2, 3) r
       where l.shop_id = r.shop_id and l.order_id = r.order_id and l.id = r.id`,
      keys,
    );
  }
  const facts: Fact[] = [];
  for (const { shopId, orderId, before, newRefunds } of orders) {
    const after = known.get(orderKey(shopId, orderId));
    if (!after) continue;
    const state = (name: Extract<Fact['name'], `order.${string}`>) =>
      facts.push({ shopId, name, fact: { orderId } });
    // What happened before the app came is history: it is known, and nothing follows from it.
    const isNews = (at: Date | null) => at !== null && (!after.is_past || at >= after.installed_at);
    if (!before && !after.is_past) state('order.recorded');
    if (after.paid_at && !before?.paid_at && !after.is_past) state('order.paid');
    if (isNews(after.fulfilled_at) && !before?.fulfilled_at) state('order.fulfilled');
    if (isNews(after.shipped_at) && !before?.shipped_at) state('order.shipped');
    if (isNews(after.delivered_at) && !before?.delivered_at) state('order.delivered');
    if (isNews(after.cancelled_at) && !before?.cancelled_at) state('order.cancelled');
    if (before && before.total_minor !== after.total_minor) state('order.changed');
    if (before ? newRefunds > 0 : after.refunds > 0n && !after.is_past) state('order.refunded');
  }
  await ctx.emitAll(tx, facts);
}

/** The same for one. */
export async function settleOrder(
  ctx: Context,
  tx: Tx,
  orderId: string,
  before: OrderFacts | null,
  newRefunds: number,
): Promise<void> {
  await settleOrders(ctx, tx, [{ shopId: ctx.shop.id, orderId, before, newRefunds }]);
}
