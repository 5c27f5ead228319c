import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { FulfillmentInput, Order, OrderLine } from './order.ts';

type Reader = Pick<Context, 'db' | 'shop'>;

interface Row extends Record<string, unknown> {
  id: string;
}

function toOrder(row: Row, lines: OrderLine[]): Order {
  const entries = Object.entries(row).map(([key, value]) => [
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return { ...(Object.fromEntries(entries) as Omit<Order, 'lines'>), lines };
}

async function withLines(ctx: Reader, db: Queryable, rows: Row[]): Promise<Order[]> {
  if (rows.length === 0) return [];
  const { rows: lineRows } = await db.query<{
    order_id: string;
    id: string;
    position: number;
    product_id: string | null;
    variant_id: string | null;
    title: string;
    variant_title: string | null;
    sku: string | null;
    quantity: number;
    price_minor: bigint;
    discount_minor: bigint;
    refunded_quantity: number;
    requires_shipping: boolean;
  }>('select * from order_lines where shop_id = $1 and order_id = any($2) order by order_id, position', [
    ctx.shop.id,
    rows.map((row) => row.id),
  ]);
  const byOrder = new Map<string, OrderLine[]>();
  for (const line of lineRows) {
    const list = byOrder.get(line.order_id) ?? [];
    byOrder.set(line.order_id, list);
    list.push({
      id: line.id,
      position: line.position,
      productId: line.product_id,
      variantId: line.variant_id,
      title: line.title,
      variantTitle: line.variant_title,
      sku: line.sku,
      quantity: line.quantity,
      priceMinor: line.price_minor,
      discountMinor: line.discount_minor,
      refundedQuantity: line.refunded_quantity,
      requiresShipping: line.requires_shipping,
    });
  }
  return rows.map((row) => toOrder(row, byOrder.get(row.id) ?? []));
}

/** One order of this shop with its lines; null when we do not have it. */
export async function getOrder(ctx: Reader, orderId: string, db: Queryable = ctx.db): Promise<Order | null> {
  const { rows } = await db.query<Row>('select * from orders where shop_id = $1 and id = $2', [
    ctx.shop.id,
    orderId,
  ]);
  return (await withLines(ctx, db, rows))[0] ?? null;
}

/** Several orders, in the order of the ids; unknown ones are left out. */
export async function getOrders(ctx: Reader, orderIds: string[], db: Queryable = ctx.db): Promise<Order[]> {
  const { rows } = await db.query<Row>(
    `select o.* from unnest($2::text[]) with ordinality u(id, n) join orders o on o.shop_id = $1 and o.id = u.id order by n`,
    [ctx.shop.id, orderIds],
  );
  return withLines(ctx, db, rows);
}

/** The order that came out of a checkout; null while there is none. */
export async function orderByCheckoutToken(
  ctx: Reader,
  token: string,
  db: Queryable = ctx.db,
): Promise<Order | null> {
  const { rows } = await db.query<Row>(
    'select * from orders where shop_id = $1 and checkout_token = $2 order by processed_at limit 1',
    [ctx.shop.id, token],
  );
  return (await withLines(ctx, db, rows))[0] ?? null;
}

/** The newest orders first. @param before only orders processed before this moment (for paging) */
export async function recentOrders(ctx: Reader, input: { limit: number; before?: Date }): Promise<Order[]> {
  const { rows } = await ctx.db.query<Row>(
    `select * from orders where shop_id = $1 and processed_at < $2 order by processed_at desc, id desc limit $3`,
    [ctx.shop.id, input.before ?? 'infinity', input.limit],
  );
  return withLines(ctx, ctx.db, rows);
}

/** A person's orders, newest first, with cancelled and test orders. */
export async function ordersOfPerson(
  ctx: Reader,
  personId: string,
  db: Queryable = ctx.db,
): Promise<Order[]> {
  const { rows } = await db.query<Row>(
    'select * from orders where shop_id = $1 and person_id = $2 order by processed_at desc, id desc',
    [ctx.shop.id, personId],
  );
  return withLines(ctx, db, rows);
}

/** Has this person ordered at or after a moment (cancelled orders and test orders do not count)? */
export async function hasOrderedSince(
  ctx: Reader,
  personId: string,
  since: Date,
  db: Queryable = ctx.db,
): Promise<boolean> {
  const { rows } = await db.query(
    `select 1 from orders where shop_id = $1 and person_id = $2 and processed_at >= $3 and cancelled_at is null and not is_test limit 1`,
    [ctx.shop.id, personId, since],
  );
  return rows.length > 0;
}

/** The order's parcels, oldest first. */
export async function parcelsOf(
  ctx: Reader,
  orderId: string,
  db: Queryable = ctx.db,
): Promise<FulfillmentInput[]> {
  const { rows } = await db.query<{
    id: string;
    status: string | null;
    shipment_status: string | null;
    shipped_at: Date | null;
    delivered_at: Date | null;
    tracking_url: string | null;
    shop_updated_at: Date;
  }>('select * from fulfillments where shop_id = $1 and order_id = $2 order by shipped_at, id', [
    ctx.shop.id,
    orderId,
  ]);
  return rows.map((row) => ({
    id: row.id,
    orderId,
    status: row.status,
    shipmentStatus: row.shipment_status,
    shippedAt: row.shipped_at ?? row.shop_updated_at,
    deliveredAt: row.delivered_at,
    trackingUrl: row.tracking_url,
    updatedAt: row.shop_updated_at,
  }));
}

/** E-mail and shipping address in clear, for the moment of use only. */
export function openOrderContact(
  ctx: Pick<Context, 'vault'>,
  order: Pick<Order, 'emailSealed' | 'shippingSealed'>,
): { email: string | null; shipping: Record<string, string> | null } {
  const shipping = ctx.vault.openOptional(order.shippingSealed);
  return {
    email: ctx.vault.openOptional(order.emailSealed),
    shipping: shipping ? (JSON.parse(shipping) as Record<string, string>) : null,
  };
}
