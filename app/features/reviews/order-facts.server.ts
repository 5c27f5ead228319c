import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { MessageAddress } from '../messages/index.ts';
import { getPerson, hashEmail } from '../people/index.server.ts';
import type { OrderFacts } from './plan-request.ts';

/** What the plan needs to know about an order, as it is now; null when we have no such order. */
export async function readOrderFacts(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  orderId: string,
): Promise<OrderFacts | null> {
  const { rows } = await db.query<{
    id: string;
    name: string;
    person_id: string | null;
    country: string | null;
    locale: string | null;
    source_name: string | null;
    financial_status: string | null;
    total_minor: bigint;
    refunded_minor: bigint;
    paid_at: Date | null;
    fulfilled_at: Date | null;
    delivered_at: Date | null;
    cancelled_at: Date | null;
  }>(
    `select id, name, person_id, country, locale, source_name, financial_status, total_minor, refunded_minor,
            paid_at, fulfilled_at, delivered_at, cancelled_at
     from orders where shop_id = $1 and id = $2`,
    [ctx.shop.id, orderId],
  );
  const order = rows[0];
  if (!order) return null;
  const lines = await db.query<{
    product_id: string | null;
    title: string;
    image_url: string | null;
    price_minor: bigint;
    quantity: number;
    refunded_quantity: number;
  }>(
    `select l.product_id, l.title, p.image_url, l.price_minor, l.quantity, l.refunded_quantity
     from order_lines l left join products p on p.shop_id = l.shop_id and p.id = l.product_id
     where l.shop_id = $1 and l.order_id = $2 order by l.position, l.id`,
    [ctx.shop.id, orderId],
  );
  return {
    id: order.id,
    name: order.name,
    personId: order.person_id,
    country: order.country,
    locale: order.locale,
    sourceName: order.source_name,
    financialStatus: order.financial_status,
    totalMinor: order.total_minor,
    refundedMinor: order.refunded_minor,
    paidAt: order.paid_at,
    fulfilledAt: order.fulfilled_at,
    deliveredAt: order.delivered_at,
    cancelledAt: order.cancelled_at,
    lines: lines.rows.map((line) => ({
      productId: line.product_id,
      title: line.title,
      imageUrl: line.image_url,
      priceMinor: line.price_minor,
      quantity: line.quantity,
      refundedQuantity: line.refunded_quantity,
    })),
  };
}

/** Where a message about this order goes: the address it was placed with, else one of the person's; null = nowhere. */
export async function readOrderAddress(
  ctx: Context,
  db: Queryable,
  orderId: string,
): Promise<MessageAddress | null> {
  const { rows } = await db.query<{
    person_id: string | null;
    email_hash: string | null;
    email_sealed: string | null;
  }>('select person_id, email_hash, email_sealed from orders where shop_id = $1 and id = $2', [
    ctx.shop.id,
    orderId,
  ]);
  const order = rows[0];
  if (order?.email_hash && order.email_sealed) return { hash: order.email_hash, sealed: order.email_sealed };
  const email = order?.person_id ? (await getPerson(ctx, order.person_id, db))?.emails[0] : undefined;
  const hash = hashEmail(ctx, email);
  return email && hash ? { hash, sealed: ctx.vault.seal(email) } : null;
}
