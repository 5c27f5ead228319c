import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { askForTraits, hashEmail, hashPhone, recountOrders, resolvePeople } from '../people/index.server.ts';
import type { FulfillmentInput, OrderInput, RefundInput } from './order.ts';
import {
  type OrderRow,
  orderKey,
  replaceLines,
  upsertFulfillments,
  upsertOrders,
  upsertRefunds,
} from './orders.repo.server.ts';
import {
  allFactsBefore,
  factsBefore,
  lockOrder,
  lockOrders,
  settleOrder,
  settleOrders,
} from './settle-order.server.ts';

/** One reported state of an order, and where it came from. */
export interface OrderReport {
  ctx: Context;
  order: OrderInput;
  source: string;
}

/**
 * Records reported states of different orders, of any shops, in any order of arrival and any number of times: an older state never
 * overwrites a newer one, yet what it proves (it was paid, this refund happened) is kept. States what is new in the same
 * transaction. About a dozen statements for all of them.
 */
export async function recordOrders(tx: Tx, states: OrderReport[]): Promise<void> {
  const first = states[0];
  if (!first) return;
  const refs = states.map(({ ctx, order }) => ({ shopId: ctx.shop.id, orderId: order.id }));
  await lockOrders(tx, refs);
  const before = await allFactsBefore(tx, refs);
  const personIds = await resolvePeople(
    tx,
    states.map(({ ctx, order, source }) => ({ ctx, clues: cluesOf(order, source) })),
  );
  const rows = states.map(({ ctx, order }, i) => rowOf(ctx, order, personIds[i] ?? null));
  await replaceLines(tx, await upsertOrders(tx, rows));
  await upsertFulfillments(
    tx,
    rows.flatMap(({ shopId, order }) => order.fulfillments.map((parcel) => ({ ...parcel, shopId }))),
  );
  const newRefunds = await upsertRefunds(
    tx,
    rows.flatMap(({ shopId, order }) => order.refunds.map((refund) => ({ ...refund, shopId }))),
  );
  await recountOrders(
    tx,
    rows.flatMap(({ shopId, personId }) => (personId === null ? [] : [{ shopId, personId }])),
  );
  const newCustomers = states
    .filter((_, i) => !before.has(orderKey(refs[i]!.shopId, refs[i]!.orderId)))
    .map(({ ctx, order }) => ({ shopId: ctx.shop.id, customerId: order.customerId }));
  await askForTraits(first.ctx, tx, newCustomers);
  await settleOrders(
    first.ctx,
    tx,
    refs.map((ref) => {
      const key = orderKey(ref.shopId, ref.orderId);
      return { ...ref, before: before.get(key) ?? null, newRefunds: newRefunds.get(key) ?? 0 };
    }),
  );
}

function cluesOf(order: OrderInput, source: string) {
  return {
    emails: [order.email, order.customerEmail],
    phones: [order.phone, order.customerPhone],
    customerIds: [order.customerId],
    locale: order.locale,
    country: order.country,
    province: order.province,
    firstName: order.firstName,
    lastName: order.lastName,
    source,
    at: order.updatedAt,
  };
}

function rowOf(ctx: Context, order: OrderInput, personId: string | null): OrderRow {
  const email = order.email ?? order.customerEmail;
  return {
    shopId: ctx.shop.id,
    order,
    personId,
    emailHash: hashEmail(ctx, email),
    emailSealed: ctx.vault.sealOptional(email),
    phoneHash: hashPhone(ctx, order.phone ?? order.customerPhone, order.country),
    shippingSealed: order.shipping ? ctx.vault.seal(JSON.stringify(order.shipping)) : null,
    statusUrlSealed: ctx.vault.sealOptional(order.statusUrl),
    addressHash: addressHash(ctx, order.shipping),
    ipHash: order.ip ? ctx.vault.hash(ctx.shop.id, 'ip', order.ip) : null,
  };
}

/** Records a refund; its order may come later. */
export async function recordRefund(ctx: Context, tx: Tx, refund: RefundInput): Promise<void> {
  const shopId = ctx.shop.id;
  await lockOrder(tx, shopId, refund.orderId);
  const before = await factsBefore(tx, shopId, refund.orderId);
  const newRefunds = await upsertRefunds(tx, [{ ...refund, shopId }]);
  await settleOrder(ctx, tx, refund.orderId, before, newRefunds.get(orderKey(shopId, refund.orderId)) ?? 0);
}

/** Records a parcel; its order may come later. */
export async function recordFulfillment(ctx: Context, tx: Tx, fulfillment: FulfillmentInput): Promise<void> {
  await lockOrder(tx, ctx.shop.id, fulfillment.orderId);
  const before = await factsBefore(tx, ctx.shop.id, fulfillment.orderId);
  await upsertFulfillments(tx, [{ ...fulfillment, shopId: ctx.shop.id }]);
  await settleOrder(ctx, tx, fulfillment.orderId, before, 0);
}

/** Records that a parcel has arrived; the parcel and its order may come later. */
export async function recordDelivery(
  ctx: Context,
  tx: Tx,
  delivery: { fulfillmentId: string; orderId: string; status: string; happenedAt: Date },
): Promise<void> {
  const shopId = ctx.shop.id;
  await lockOrder(tx, shopId, delivery.orderId);
  const before = await factsBefore(tx, shopId, delivery.orderId);
  const arrivedAt = delivery.status === 'delivered' ? delivery.happenedAt : null;
  // A parcel that we only know from its scan has no date of its own yet: 1970 lets any real report fill the rest.
  await tx.query(
    `insert into fulfillments as f (shop_id, id, order_id, status, shipment_status, shipped_at, delivered_at, scanned_at, out_at,
       shop_updated_at)
     values ($1, $2, $3, 'success', $4, null, $5, $6, case when $4 = 'out_for_delivery' then $6::timestamptz end, 'epoch')
     on conflict (shop_id, id) do update set
       scanned_at = greatest(f.scanned_at, excluded.scanned_at), out_at = least(f.out_at, excluded.out_at),
       shipment_status = case when f.delivered_at is null or $5::timestamptz is not null then excluded.shipment_status
                              else f.shipment_status end,
       delivered_at = least(f.delivered_at, excluded.delivered_at)`,
    [shopId, delivery.fulfillmentId, delivery.orderId, delivery.status, arrivedAt, delivery.happenedAt],
  );
  if (!arrivedAt) await ctx.emit(tx, shopId, 'parcel.scanned', { orderId: delivery.orderId });
  await settleOrder(ctx, tx, delivery.orderId, before, 0);
}

/** The shop deleted the order: nothing may follow from it any more. It stays, as cancelled, for what was already counted. */
export async function recordOrderDeleted(
  ctx: Context,
  tx: Tx,
  orderId: string,
  at: Date,
): Promise<'recorded' | 'unknown'> {
  await lockOrder(tx, ctx.shop.id, orderId);
  const before = await factsBefore(tx, ctx.shop.id, orderId);
  if (!before) return 'unknown';
  await tx.query(
    'update orders set cancelled_at = coalesce(cancelled_at, $3) where shop_id = $1 and id = $2',
    [ctx.shop.id, orderId, at],
  );
  await settleOrder(ctx, tx, orderId, before, 0);
  return 'recorded';
}

/** Same street, same house, however it was typed: letters and digits of street, postcode and country only. */
function addressHash(ctx: Context, shipping: Record<string, string> | null): string | null {
  if (!shipping?.address1 || !shipping.zip) return null;
  const plain = [shipping.address1, shipping.address2 ?? '', shipping.zip, shipping.country_code ?? '']
    .join('|')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}|]/gu, '');
  return ctx.vault.hash(ctx.shop.id, 'address', plain);
}
