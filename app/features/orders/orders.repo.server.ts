import type { Tx } from '../../platform/db/db.server.ts';
import type { FulfillmentInput, OrderInput, RefundInput } from './order.ts';

/** One reported state of an order, with what was made of its personal fields. */
export interface OrderRow {
  shopId: string;
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

/** What each column is filled with. */
const columns = {
  shop_id: ['text', (row) => row.shopId],
  id: ['text', ({ order }) => order.id],
  name: ['text', ({ order }) => order.name],
  confirmation_number: ['text', ({ order }) => order.confirmationNumber],
  checkout_token: ['text', ({ order }) => order.checkoutToken],
  cart_token: ['text', ({ order }) => order.cartToken],
  person_id: ['text', (row) => row.personId],
  customer_id: ['text', ({ order }) => order.customerId],
  email_hash: ['text', (row) => row.emailHash],
  email_sealed: ['text', (row) => row.emailSealed],
  phone_hash: ['text', (row) => row.phoneHash],
  shipping_sealed: ['text', (row) => row.shippingSealed],
  status_url_sealed: ['text', (row) => row.statusUrlSealed],
  address_hash: ['text', (row) => row.addressHash],
  ip_hash: ['text', (row) => row.ipHash],
  currency: ['text', ({ order }) => order.currency],
  total_minor: ['bigint', ({ order }) => order.totalMinor],
  subtotal_minor: ['bigint', ({ order }) => order.subtotalMinor],
  discount_minor: ['bigint', ({ order }) => order.discountMinor],
  presentment_currency: ['text', ({ order }) => order.presentmentCurrency],
  financial_status: ['text', ({ order }) => order.financialStatus],
  fulfillment_status: ['text', ({ order }) => order.fulfillmentStatus],
  source_name: ['text', ({ order }) => order.sourceName],
  locale: ['text', ({ order }) => order.locale],
  country: ['text', ({ order }) => order.country],
  landing_site: ['text', ({ order }) => order.landingSite],
  referring_site: ['text', ({ order }) => order.referringSite],
  shipping_method: ['text', ({ order }) => order.shippingMethod],
  utm: ['jsonb', ({ order }) => order.utm && JSON.stringify(order.utm)],
  discount_codes: ['jsonb', ({ order }) => JSON.stringify(order.discountCodes)],
  discount_code_minors: ['jsonb', ({ order }) => JSON.stringify(order.discountCodeMinors.map(String))],
  is_tax_included: ['bool', ({ order }) => order.isTaxIncluded],
  is_test: ['bool', ({ order }) => order.isTest],
  processed_at: ['timestamptz', ({ order }) => order.processedAt],
  shop_updated_at: ['timestamptz', ({ order }) => order.updatedAt],
  paid_at: ['timestamptz', ({ order }) => order.paidAt],
  fulfilled_at: ['timestamptz', ({ order }) => order.fulfilledAt],
  cancelled_at: ['timestamptz', ({ order }) => order.cancelledAt],
} satisfies Record<string, [type: string, of: (row: OrderRow) => unknown]>;
type Column = keyof typeof columns;
const names = Object.keys(columns) as Column[];

/** What a newer state may leave out (webhooks drop fields over the years) without meaning that it is gone. */
const keptWhenMissing = new Set<Column>([
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
/** Moments that any state proves, and the key. */
const merged = new Set<Column>(['shop_id', 'id', 'paid_at', 'fulfilled_at', 'cancelled_at']);

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

/** How a column is taken out of the parameters: lists travel as JSON, for an array of arrays would have to be even. */
function given(name: Column): string {
  if (name === 'discount_codes') return `array(select jsonb_array_elements_text(g.${name}))`;
  if (name === 'discount_code_minors') return `array(select jsonb_array_elements_text(g.${name})::bigint)`;
  return `g.${name}`;
}

/** What becomes of a column when the order is known. */
function kept(name: Column): string {
  if (name === 'discount_code_minors') return codeMinors;
  return keptWhenMissing.has(name)
    ? `${name} = case when ${newer} then coalesce(excluded.${name}, o.${name}) else coalesce(o.${name}, excluded.${name}) end`
    : `${name} = case when ${newer} then excluded.${name} else o.${name} end`;
}

const upsertSql = `insert into orders as o (${names.join(', ')})
  select ${names.map(given).join(', ')}
  from unnest(${names.map((name, i) => `$${i + 1}::${columns[name][0]}[]`).join(', ')}) as g(${names.join(', ')})
  on conflict (shop_id, id) do update set
  ${names
    .filter((name) => !merged.has(name))
    .map(kept)
    .join(', ')},
  paid_at = least(o.paid_at, excluded.paid_at), fulfilled_at = least(o.fulfilled_at, excluded.fulfilled_at),
  cancelled_at = coalesce(o.cancelled_at, excluded.cancelled_at)
  returning shop_id, id, shop_updated_at, financial_status, fulfillment_status, total_minor`;

/** Names an order among those of all shops. */
export function orderKey(shopId: string, orderId: string): string {
  return `${shopId} ${orderId}`;
}

/**
 * Writes states of different orders.
 * @returns the rows whose state is now the newest known one of its order
 */
export async function upsertOrders(tx: Tx, rows: OrderRow[]): Promise<OrderRow[]> {
  const answer = await tx.query<{
    shop_id: string;
    id: string;
    shop_updated_at: Date;
    financial_status: string | null;
    fulfillment_status: string | null;
    total_minor: bigint;
  }>(
    upsertSql,
    names.map((name) => rows.map(columns[name][1] as (row: OrderRow) => unknown)),
  );
  const kept = new Map(answer.rows.map((row) => [orderKey(row.shop_id, row.id), row]));
  return rows.filter(({ shopId, order }) => {
    const row = kept.get(orderKey(shopId, order.id));
    return (
      row?.shop_updated_at.getTime() === order.updatedAt.getTime() &&
      row.financial_status === order.financialStatus &&
      row.fulfillment_status === order.fulfillmentStatus &&
      row.total_minor === order.totalMinor
    );
  });
}

/** The lines of each of these orders become exactly these. */
export async function replaceLines(
  tx: Tx,
  orders: { shopId: string; order: Pick<OrderInput, 'id' | 'lines'> }[],
): Promise<void> {
  if (orders.length === 0) return;
  const lines = orders.flatMap(({ shopId, order }) =>
    order.lines.map((line) => ({ ...line, shopId, orderId: order.id })),
  );
  const pick = (key: keyof (typeof lines)[number]) => lines.map((line) => line[key]);
  await tx.query(
    `with given as (
       select * from unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[],
         $11::text[], $12::int[], $13::bigint[], $14::bigint[], $15::bool[], $16::bigint[])
         as g(shop_id, order_id, id, position, product_id, variant_id, title, variant_title, sku, quantity, price_minor,
           discount_minor, requires_shipping, tax_minor)
     ), gone as (
       delete from order_lines l using unnest($1::text[], $2::text[]) as t(shop_id, order_id)
       where l.shop_id = t.shop_id and l.order_id = t.order_id and not exists (
         select from given g where g.shop_id = l.shop_id and g.order_id = l.order_id and g.id = l.id))
     insert into order_lines (shop_id, order_id, id, position, product_id, variant_id, title, variant_title, sku, quantity,
                              price_minor, discount_minor, requires_shipping, tax_minor)
     select * from given
     on conflict (shop_id, order_id, id) do update set
       position = excluded.position, product_id = excluded.product_id, variant_id = excluded.variant_id,
       title = excluded.title, variant_title = excluded.variant_title, sku = excluded.sku, quantity = excluded.quantity,
       price_minor = excluded.price_minor, discount_minor = excluded.discount_minor,
       requires_shipping = excluded.requires_shipping, tax_minor = excluded.tax_minor`,
    [
      orders.map(({ shopId }) => shopId),
      orders.map(({ order }) => order.id),
      pick('shopId'),
      pick('orderId'),
      pick('id'),
      pick('position'),
      pick('productId'),
      pick('variantId'),
      pick('title'),
      pick('variantTitle'),
      pick('sku'),
      pick('quantity'),
      pick('priceMinor'),
      pick('discountMinor'),
      pick('requiresShipping'),
      pick('taxMinor'),
    ],
  );
}

/** Splits rows so that no list has a key twice, in their order: one statement can't write a row two times. */
function rounds<Row>(rows: Row[], keyOf: (row: Row) => string): Row[][] {
  const times = new Map<string, number>();
  const lists: Row[][] = [];
  for (const row of rows) {
    const key = keyOf(row);
    const round = times.get(key) ?? 0;
    times.set(key, round + 1);
    lists[round] ??= [];
    lists[round].push(row);
  }
  return lists;
}

/** Parcels: the newest report wins; the earliest delivery stays. */
export async function upsertFulfillments(
  tx: Tx,
  parcels: (FulfillmentInput & { shopId: string })[],
): Promise<void> {
  for (const round of rounds(parcels, ({ shopId, id }) => `${shopId} ${id}`)) {
    const pick = (key: keyof (typeof round)[number]) => round.map((parcel) => parcel[key]);
    await tx.query(
      `insert into fulfillments as f
         (shop_id, id, order_id, status, shipment_status, shipped_at, delivered_at, tracking_url, shop_updated_at)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
         $8::text[], $9::timestamptz[])
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
        pick('shopId'),
        pick('id'),
        pick('orderId'),
        pick('status'),
        pick('shipmentStatus'),
        pick('shippedAt'),
        pick('deliveredAt'),
        pick('trackingUrl'),
        pick('updatedAt'),
      ],
    );
  }
}

/**
 * Refunds happen once; money of a pending one is added when it has gone back.
 * @returns how many were not known, by `orderKey`
 */
export async function upsertRefunds(
  tx: Tx,
  refunds: (RefundInput & { shopId: string })[],
): Promise<Map<string, number>> {
  const added = new Map<string, number>();
  for (const round of rounds(refunds, ({ shopId, id }) => `${shopId} ${id}`)) {
    const pick = (key: keyof (typeof round)[number]) => round.map((refund) => refund[key]);
    const { rows } = await tx.query<{ shop_id: string; order_id: string }>(
      `insert into refunds as r (shop_id, id, order_id, amount_minor, currency, lines, refunded_at)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::jsonb[], $7::timestamptz[])
       on conflict (shop_id, id) do update set amount_minor = greatest(r.amount_minor, excluded.amount_minor)
       where excluded.amount_minor > r.amount_minor
       returning shop_id, order_id`,
      [
        pick('shopId'),
        pick('id'),
        pick('orderId'),
        pick('amountMinor'),
        pick('currency'),
        round.map(({ lines }) => JSON.stringify(lines)),
        pick('refundedAt'),
      ],
    );
    for (const row of rows) {
      const key = orderKey(row.shop_id, row.order_id);
      added.set(key, (added.get(key) ?? 0) + 1);
    }
  }
  return added;
}
