import { addMs, day } from '../../kit/span.ts';
import type { AppContext } from '../../platform/context.ts';
import { linkLifeDays } from './review.ts';
import { reviewUrl } from './review-links.ts';

interface Row {
  id: string;
  status: string;
  expires_at: Date | null;
  products: { productId: string; title: string; imageUrl: string | null }[];
  is_time: boolean;
}

/**
 * "How was it?" for the buyer's own page of an order: the first product that may be reviewed, and the page where. It opens the
 * same request that a message would, so whoever answers here is not written to. null before the parcel has arrived (or what was
 * planned in its place is due), when the order is not asked about, and after it was answered.
 */
export async function reviewPrompt(
  app: Pick<AppContext, 'db' | 'clock' | 'vault' | 'appUrl'>,
  { shopId, orderId }: { shopId: string; orderId: string },
): Promise<{ url: string; productTitle: string; imageUrl: string | null } | null> {
  const now = app.clock.now();
  const { rows } = await app.db.query<Row>(
    `select r.id, r.status, r.expires_at, r.products, o.delivered_at is not null or r.due_at <= $3 as is_time
     from review_requests r join orders o on o.shop_id = r.shop_id and o.id = r.order_id
     where r.shop_id = $1 and r.order_id = $2 and r.status in ('planned', 'sent')`,
    [shopId, orderId, now],
  );
  const request = rows[0];
  const product = request?.products[0];
  if (!request?.is_time || !product) return null;
  if (request.expires_at !== null && request.expires_at <= now) return null;
  // A link lives from when it is first given out; a message that comes later gives it its own time.
  if (request.expires_at === null) {
    await app.db.query(
      'update review_requests set expires_at = $3 where shop_id = $1 and id = $2 and expires_at is null',
      [shopId, request.id, addMs(now, linkLifeDays * day)],
    );
  }
  return { url: reviewUrl(app, request.id), productTitle: product.title, imageUrl: product.imageUrl };
}
