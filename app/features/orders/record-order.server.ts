import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { askForTraits, hashEmail, hashPhone, recountOrders, resolvePerson } from '../people/index.server.ts';
import type { FulfillmentInput, OrderInput, RefundInput } from './order.ts';
import { replaceLines, upsertFulfillments, upsertOrder, upsertRefunds } from './orders.repo.server.ts';
import { factsBefore, lockOrder, settleOrder } from './settle-order.server.ts';

/**
 * Records one reported state of an order, in any order of arrival and any number of times: an older state never overwrites a
 * newer one, yet what it proves (it was paid, this refund happened) is kept. States what is new in the same transaction.
 */
export async function recordOrder(ctx: Context, tx: Tx, order: OrderInput, source: string): Promise<void> {
  const shopId = ctx.shop.id;
  await lockOrder(tx, shopId, order.id);
  const before = await factsBefore(tx, shopId, order.id);
  const personId = await resolvePerson(ctx, tx, {
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
  });
  const email = order.email ?? order.customerEmail;
  const isNewest = await upsertOrder(tx, shopId, {
    order,
    personId,
    emailHash: hashEmail(ctx, email),
    emailSealed: ctx.vault.sealOptional(email),
    phoneHash: hashPhone(ctx, order.phone ?? order.customerPhone, order.country),
    shippingSealed: order.shipping ? ctx.vault.seal(JSON.stringify(order.shipping)) : null,
    statusUrlSealed: ctx.vault.sealOptional(order.statusUrl),
    addressHash: addressHash(ctx, order.shipping),
    ipHash: order.ip ? ctx.vault.hash(shopId, 'ip', order.ip) : null,
  });
  if (isNewest) await replaceLines(tx, shopId, order.id, order.lines);
  await upsertFulfillments(tx, shopId, order.fulfillments);
  const newRefunds = await upsertRefunds(tx, shopId, order.refunds);
  if (personId) await recountOrders(tx, shopId, personId);
  if (before === null) await askForTraits(ctx, tx, order.customerId);
  await settleOrder(ctx, tx, order.id, before, newRefunds);
}

/** Records a refund; its order may come later. */
export async function recordRefund(ctx: Context, tx: Tx, refund: RefundInput): Promise<void> {
  await lockOrder(tx, ctx.shop.id, refund.orderId);
  const before = await factsBefore(tx, ctx.shop.id, refund.orderId);
  const newRefunds = await upsertRefunds(tx, ctx.shop.id, [refund]);
  await settleOrder(ctx, tx, refund.orderId, before, newRefunds);
}

/** Records a parcel; its order may come later. */
export async function recordFulfillment(ctx: Context, tx: Tx, fulfillment: FulfillmentInput): Promise<void> {
  await lockOrder(tx, ctx.shop.id, fulfillment.orderId);
  const before = await factsBefore(tx, ctx.shop.id, fulfillment.orderId);
  await upsertFulfillments(tx, ctx.shop.id, [fulfillment]);
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
    `insert into fulfillments as f (shop_id, id, order_id, status, shipment_status, shipped_at, delivered_at, shop_updated_at)
     values ($1, $2, $3, 'success', $4, null, $5, 'epoch')
     on conflict (shop_id, id) do update set
       shipment_status = case when f.delivered_at is null or $5::timestamptz is not null then excluded.shipment_status
                              else f.shipment_status end,
       delivered_at = least(f.delivered_at, excluded.delivered_at)`,
    [shopId, delivery.fulfillmentId, delivery.orderId, delivery.status, arrivedAt],
  );
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
