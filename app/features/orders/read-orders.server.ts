import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { Order, OrderLine } from './order.ts';

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
    tax_minor: bigint;
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
      taxMinor: line.tax_minor,
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

/** The latest orders that stand (neither cancelled nor tests), newest first, with their lines. */
export async function recentOrders(ctx: Reader, limit: number): Promise<Order[]> {
  const { rows } = await ctx.db.query<Row>(
    `select * from orders where shop_id = $1 and cancelled_at is null and not is_test
     order by processed_at desc limit $2`,
    [ctx.shop.id, limit],
  );
  return withLines(ctx, ctx.db, rows);
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
