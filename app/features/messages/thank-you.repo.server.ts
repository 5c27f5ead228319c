import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { MessageItem } from './kinds.ts';

/** What a message about an order needs of it. */
export interface OrderForMessage {
  id: string;
  name: string;
  personId: string | null;
  emailHash: string | null;
  emailSealed: string | null;
  firstNameSealed: string | null;
  currency: string;
  totalMinor: bigint;
  discountMinor: bigint;
  locale: string | null;
  processedAt: Date;
  paidAt: Date | null;
  cancelledAt: Date | null;
  items: MessageItem[];
}

/** Reads an order with its lines and their pictures; null when the shop has no such order. */
export async function readOrderForMessage(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  orderId: string,
): Promise<OrderForMessage | null> {
  const orders = await db.query<{
    id: string;
    name: string;
    person_id: string | null;
    email_hash: string | null;
    email_sealed: string | null;
    first_name_sealed: string | null;
    currency: string;
    total_minor: bigint;
    discount_minor: bigint;
    locale: string | null;
    processed_at: Date;
    paid_at: Date | null;
    cancelled_at: Date | null;
  }>(
    `select o.id, o.name, o.person_id, o.email_hash, o.email_sealed, p.first_name_sealed, o.currency, o.total_minor,
            o.discount_minor, o.locale, o.processed_at, o.paid_at, o.cancelled_at
     from orders o left join people p on p.shop_id = o.shop_id and p.id = o.person_id
     where o.shop_id = $1 and o.id = $2`,
    [ctx.shop.id, orderId],
  );
  const order = orders.rows[0];
  if (!order) return null;
  const lines = await db.query<{
    title: string;
    variant_title: string | null;
    quantity: number;
    price_minor: bigint;
    image_url: string | null;
  }>(
    `select l.title, l.variant_title, l.quantity, l.price_minor, p.image_url
     from order_lines l left join products p on p.shop_id = l.shop_id and p.id = l.product_id
     where l.shop_id = $1 and l.order_id = $2 and l.quantity > 0 order by l.position, l.id`,
    [ctx.shop.id, orderId],
  );
  return {
    id: order.id,
    name: order.name,
    personId: order.person_id,
    emailHash: order.email_hash,
    emailSealed: order.email_sealed,
    firstNameSealed: order.first_name_sealed,
    currency: order.currency,
    totalMinor: order.total_minor,
    discountMinor: order.discount_minor,
    locale: order.locale,
    processedAt: order.processed_at,
    paidAt: order.paid_at,
    cancelledAt: order.cancelled_at,
    items: lines.rows.map((line) => ({
      title: line.title,
      variantTitle: line.variant_title === 'Default Title' ? null : line.variant_title,
      quantity: line.quantity,
      imageUrl: pictureUrl(line.image_url),
      total: { minor: String(line.price_minor * BigInt(line.quantity)), currency: order.currency },
    })),
  };
}

/** An absolute http(s) address, or null: a message has no base to resolve others against. */
export function pictureUrl(url: string | null): string | null {
  if (!url) return null;
  const absolute = url.startsWith('//') ? `https:${url}` : url;
  return URL.canParse(absolute) && /^https?:$/.test(new URL(absolute).protocol) ? absolute : null;
}
