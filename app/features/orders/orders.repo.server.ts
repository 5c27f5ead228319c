import type { Tx } from '../../platform/db/db.server.ts';
import type { FulfillmentInput, OrderInput, OrderLineInput, RefundInput } from './order.ts';

interface OrderRow {
  order: OrderInput;
  personId: string | null;
  emailHash: string | null;
  emailSealed: string | null;
  phoneHash: string | null;
  shippingSealed: string | null;
  statusUrlSealed: string | null;
  addressHash: string | null;
  ipHash: string | null;
}

const columns = [
  'name',
  'confirmation_number',
  'checkout_token',
  'cart_token',
  'person_id',
  'customer_id',
  'email_hash',
  'email_sealed',
  'phone_hash',
  'shipping_sealed',
  'status_url_sealed',
  'address_hash',
  'ip_hash',
  'currency',
  'total_minor',
  'subtotal_minor',
  'discount_minor',
  'presentment_currency',
  'financial_status',
  'fulfillment_status',
  'source_name',
  'locale',
  'country',
  'landing_site',
  'referring_site',
  'shipping_method',
  'utm',
  'discount_codes',
  'discount_code_minors',
  'is_tax_included',
  'is_test',
  'processed_at',
  'shop_updated_at',
] as const;
/** What a newer state may leave out (webhooks drop fields over the years) without meaning that it is gone. */
const keptWhenMissing = new Set([
  'confirmation_number',
  'checkout_token',
  'cart_token',
  'person_id',
  'customer_id',
  'email_hash',
  'email_sealed',
  'phone_hash',
  'shipping_sealed',
  'status_url_sealed',
  'address_hash',
  'ip_hash',
  'presentment_currency',
  'source_name',
  'locale',
  'country',
  'landing_site',
  'referring_site',
  'shipping_method',
  'utm',
  'is_tax_included',
]);

/** Two states of the same second: the one that has come further is the later one. */
const progress = (row: string) => `(case when ${row}.cancelled_at is null then 0 else 1000 end
  + 10 * coalesce(array_position(array['pending','authorized','partially_paid','paid','partially_refunded','refunded','voided'],
                                 ${row}.financial_status), 0)
  + coalesce(array_position(array['partial','fulfilled'], ${row}.fulfillment_status), 0))`;
// An older state fills gaps and proves moments (paid, fulfilled, cancelled); it never replaces anything.
const newer = `(excluded.shop_updated_at, ${progress('excluded')}) >= (o.shop_updated_at, ${progress('o')})`;
// Not every report tells what each code took off: for the same codes, what is known stays.
const codeMinors = `discount_code_minors = case
  when cardinality(excluded.discount_code_minors) = 0 and o.discount_codes = excluded.discount_codes then o.discount_code_minors
  when ${newer} then excluded.discount_code_minors else o.discount_code_minors end`;
const upsertSql = `insert into orders as o (shop_id, id, ${columns.join(', ')}, paid_at, fulfilled_at, cancelled_at)
  values (${Array.from({ length: columns.length + 5 }, (_, i) => `$${i + 1}`).join(', ')})
  on conflict (shop_id, id) do update set
  ${columns
    .map((column) =>
      column === 'discount_code_minors'
        ? codeMinors
        : keptWhenMissing.has(column)
          ? `${column} = case when ${newer} then coalesce(excluded.${column}, o.${column}) else coalesce(o.${column}, excluded.${column}) end`
          : `${column} = case when ${newer} then excluded.${column} else o.${column} end`,
    )
    .join(', ')},
  paid_at = least(o.paid_at, excluded.paid_at), fulfilled_at = least(o.fulfilled_at, excluded.fulfilled_at),
  cancelled_at = coalesce(o.cancelled_at, excluded.cancelled_at)
  returning shop_updated_at, financial_status, fulfillment_status, total_minor`;

/** @returns true when this is now the newest known state of the order */
export async function upsertOrder(tx: Tx, shopId: string, row: OrderRow): Promise<boolean> {
  const { order } = row;
  const { rows } = await tx.query<{
    shop_updated_at: Date;
    financial_status: string | null;
    fulfillment_status: string | null;
    total_minor: bigint;
  }>(upsertSql, [
    shopId,
    order.id,
    order.name,
    order.confirmationNumber,
    order.checkoutToken,
    order.cartToken,
    row.personId,
    order.customerId,
    row.emailHash,
    row.emailSealed,
    row.phoneHash,
    row.shippingSealed,
    row.statusUrlSealed,
    row.addressHash,
    row.ipHash,
    order.currency,
    order.totalMinor,
    order.subtotalMinor,
    order.discountMinor,
    order.presentmentCurrency,
    order.financialStatus,
    order.fulfillmentStatus,
    order.sourceName,
    order.locale,
    order.country,
    order.landingSite,
    order.referringSite,
    order.shippingMethod,
    order.utm && JSON.stringify(order.utm),
    order.discountCodes,
    order.discountCodeMinors.map(String),
    order.isTaxIncluded,
    order.isTest,
    order.processedAt,
    order.updatedAt,
    order.paidAt,
    order.fulfilledAt,
    order.cancelledAt,
  ]);
  const kept = rows[0];
  return (
    kept?.shop_updated_at.getTime() === order.updatedAt.getTime() &&
    kept.financial_status === order.financialStatus &&
    kept.fulfillment_status === order.fulfillmentStatus &&
    kept.total_minor === order.totalMinor
  );
}

/** The lines become exactly these. */
export async function replaceLines(
  tx: Tx,
  shopId: string,
  orderId: string,
  lines: OrderLineInput[],
): Promise<void> {
  const pick = <Key extends keyof OrderLineInput>(key: Key) => lines.map((line) => line[key]);
  await tx.query(
    `with gone as (delete from order_lines where shop_id = $1 and order_id = $2 and not (id = any($3)))
     insert into order_lines (shop_id, order_id, id, position, product_id, variant_id, title, variant_title, sku, quantity,
                              price_minor, discount_minor, requires_shipping, tax_minor)
     select $1, $2, * from unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[],
                                  $11::bigint[], $12::bigint[], $13::bool[], $14::bigint[])
     on conflict (shop_id, order_id, id) do update set
       position = excluded.position, product_id = excluded.product_id, variant_id = excluded.variant_id,
       title = excluded.title, variant_title = excluded.variant_title, sku = excluded.sku, quantity = excluded.quantity,
       price_minor = excluded.price_minor, discount_minor = excluded.discount_minor,
       requires_shipping = excluded.requires_shipping, tax_minor = excluded.tax_minor`,
    [
      shopId,
      orderId,
      pick('id'),
      pick('position'),
      pick('productId'),
      pick('variantId'),
      pick('title'),
      pick('variantTitle'),
      pick('sku'),
      pick('quantity'),
      pick('priceMinor').map(String),
      pick('discountMinor').map(String),
      pick('requiresShipping'),
      pick('taxMinor').map(String),
    ],
  );
}

/** Parcels: the newest report wins; the earliest delivery stays. */
export async function upsertFulfillments(tx: Tx, shopId: string, parcels: FulfillmentInput[]): Promise<void> {
  for (const parcel of parcels) {
    await tx.query(
      `insert into fulfillments as f (shop_id, id, order_id, status, shipment_status, shipped_at, delivered_at, tracking_url, shop_updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (shop_id, id) do update set
         status = case when excluded.shop_updated_at >= f.shop_updated_at then excluded.status else f.status end,
         shipment_status = case when f.delivered_at is not null then 'delivered' when excluded.shop_updated_at >= f.shop_updated_at
           then coalesce(excluded.shipment_status, f.shipment_status) else f.shipment_status end,
         tracking_url = case when excluded.shop_updated_at >= f.shop_updated_at
           then coalesce(excluded.tracking_url, f.tracking_url) else coalesce(f.tracking_url, excluded.tracking_url) end,
         shipped_at = least(f.shipped_at, excluded.shipped_at),
         delivered_at = least(f.delivered_at, excluded.delivered_at),
         shop_updated_at = greatest(f.shop_updated_at, excluded.shop_updated_at)`,
      [
        shopId,
        parcel.id,
        parcel.orderId,
        parcel.status,
        parcel.shipmentStatus,
        parcel.shippedAt,
        parcel.deliveredAt,
        parcel.trackingUrl,
        parcel.updatedAt,
      ],
    );
  }
}

/** Refunds happen once; money of a pending one is added when it has gone back. @returns how many were not known */
export async function upsertRefunds(tx: Tx, shopId: string, refunds: RefundInput[]): Promise<number> {
  let added = 0;
  for (const refund of refunds) {
    const { rows } = await tx.query<{ is_new: boolean }>(
      `insert into refunds as r (shop_id, id, order_id, amount_minor, currency, lines, refunded_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (shop_id, id) do update set amount_minor = greatest(r.amount_minor, excluded.amount_minor)
       where excluded.amount_minor > r.amount_minor
       returning true as is_new`,
      [
        shopId,
        refund.id,
        refund.orderId,
        refund.amountMinor,
        refund.currency,
        JSON.stringify(refund.lines),
        refund.refundedAt,
      ],
    );
    if (rows.length > 0) added++;
  }
  return added;
}
