import { newId } from '../../kit/id.ts';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { type AskedProduct, type RequestBasis, type RequestStatus, repeatDays } from './review.ts';
import { type ReviewsSettings, reviewsSettings } from './settings.ts';

type Shop = Pick<Context, 'shop'>;

export interface RequestRow {
  id: string;
  shopId: string;
  orderId: string;
  personId: string | null;
  status: RequestStatus;
  reason: string | null;
  basis: RequestBasis;
  dueAt: Date;
  products: AskedProduct[];
  locale: string | null;
  sentAt: Date | null;
  remindedAt: Date | null;
  answeredAt: Date | null;
  expiresAt: Date | null;
  postponed: number;
}

const requestColumns = `id, shop_id as "shopId", order_id as "orderId", person_id as "personId", status, reason, basis,
  due_at as "dueAt", products, locale, sent_at as "sentAt", reminded_at as "remindedAt", answered_at as "answeredAt",
  expires_at as "expiresAt", postponed`;

/** The merchant's choices; the defaults where nothing was chosen. */
export async function readReviewsSettings(ctx: Shop, db: Queryable): Promise<ReviewsSettings> {
  const { rows } = await db.query<{ reviews: unknown }>(
    'select reviews from shop_settings where shop_id = $1',
    [ctx.shop.id],
  );
  return reviewsSettings.parse(rows[0]?.reviews ?? {});
}

/** The request of an order, locked against other planners; null when there is none. */
export async function lockRequestOfOrder(
  ctx: Shop,
  tx: Queryable,
  orderId: string,
): Promise<RequestRow | null> {
  const { rows } = await tx.query<RequestRow>(
    `select ${requestColumns} from review_requests where shop_id = $1 and order_id = $2 for update`,
    [ctx.shop.id, orderId],
  );
  return rows[0] ?? null;
}

/** One request, locked. */
export async function lockRequest(ctx: Shop, tx: Queryable, id: string): Promise<RequestRow | null> {
  const { rows } = await tx.query<RequestRow>(
    `select ${requestColumns} from review_requests where shop_id = $1 and id = $2 for update`,
    [ctx.shop.id, id],
  );
  return rows[0] ?? null;
}

/** A request by the id in a signed link, whatever the shop. */
export async function findRequest(db: Queryable, id: string): Promise<RequestRow | null> {
  const { rows } = await db.query<RequestRow>(`select ${requestColumns} from review_requests where id = $1`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** A new planned request; null when another planner was faster (unique per order). */
export async function insertRequest(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  row: {
    orderId: string;
    personId: string | null;
    basis: RequestBasis;
    dueAt: Date;
    products: AskedProduct[];
    locale: string | null;
  },
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into review_requests (id, shop_id, order_id, person_id, status, basis, due_at, products, locale, created_at)
     values ($1, $2, $3, $4, 'planned', $5, $6, $7, $8, $9) on conflict (shop_id, order_id) do nothing returning id`,
    [
      newId('rvq'),
      ctx.shop.id,
      row.orderId,
      row.personId,
      row.basis,
      row.dueAt,
      JSON.stringify(row.products),
      row.locale,
      ctx.clock.now(),
    ],
  );
  return rows[0]?.id ?? null;
}

/** Writes the given columns of a request. */
export async function updateRequest(
  ctx: Shop,
  tx: Queryable,
  id: string,
  change: Partial<
    Pick<
      RequestRow,
      | 'status'
      | 'reason'
      | 'basis'
      | 'dueAt'
      | 'products'
      | 'personId'
      | 'sentAt'
      | 'remindedAt'
      | 'answeredAt'
      | 'expiresAt'
      | 'postponed'
    > & { reminderAt: Date | null }
  >,
): Promise<void> {
  const names: Record<keyof typeof change, string> = {
    status: 'status',
    reason: 'reason',
    basis: 'basis',
    dueAt: 'due_at',
    products: 'products',
    personId: 'person_id',
    sentAt: 'sent_at',
    reminderAt: 'reminder_at',
    remindedAt: 'reminded_at',
    answeredAt: 'answered_at',
    expiresAt: 'expires_at',
    postponed: 'postponed',
  };
  const values: unknown[] = [ctx.shop.id, id];
  const sets = Object.entries(change).map(([key, value]) => {
    values.push(key === 'products' ? JSON.stringify(value) : value);
    return `${names[key as keyof typeof change]} = $${values.length}`;
  });
  if (sets.length === 0) return;
  await tx.query(`update review_requests set ${sets.join(', ')} where shop_id = $1 and id = $2`, values);
}

/** Products that this person was asked about, or has reviewed, within a year; other orders than `orderId` only. */
export async function productsAskedBefore(
  ctx: Pick<Context, 'shop' | 'clock'>,
  db: Queryable,
  personId: string | null,
  orderId: string,
): Promise<Set<string>> {
  if (!personId) return new Set();
  const since = addMs(ctx.clock.now(), -repeatDays * day);
  const { rows } = await db.query<{ product_id: string }>(
    `select p ->> 'productId' as product_id from review_requests r, jsonb_array_elements(r.products) p
     where r.shop_id = $1 and r.person_id = $2 and r.order_id <> $3 and r.sent_at > $4
     union select product_id from reviews where shop_id = $1 and person_id = $2 and order_id is distinct from $3
       and created_at > $4`,
    [ctx.shop.id, personId, orderId, since],
  );
  return new Set(rows.map((row) => row.product_id));
}

/** Two requests of one person are decided one after the other, so that they do not both ask about one product. */
export async function lockPerson(ctx: Shop, tx: Queryable, personId: string): Promise<void> {
  await tx.query('select 1 from people where shop_id = $1 and id = $2 for update', [ctx.shop.id, personId]);
}

/**
 * Counts a product's published stars anew, in the caller's transaction. The product's row is locked first, so that of two
 * reviews given at once the later sees the earlier.
 */
export async function recountRating(
  ctx: Shop,
  tx: Queryable,
  productId: string,
): Promise<{ sum: number; count: number }> {
  await tx.query('select 1 from products where shop_id = $1 and id = $2 for update', [
    ctx.shop.id,
    productId,
  ]);
  const rating = await readRating(ctx, tx, productId);
  await tx.query('update products set rating_sum = $3, rating_count = $4 where shop_id = $1 and id = $2', [
    ctx.shop.id,
    productId,
    rating.sum,
    rating.count,
  ]);
  return rating;
}

/** Sum and number of a product's published stars. */
export async function readRating(
  ctx: Shop,
  db: Queryable,
  productId: string,
): Promise<{ sum: number; count: number }> {
  const { rows } = await db.query<{ sum: bigint; count: bigint }>(
    `select coalesce(sum(rating), 0)::bigint as sum, count(*) as count from reviews
     where shop_id = $1 and product_id = $2 and status = 'published'`,
    [ctx.shop.id, productId],
  );
  return { sum: Number(rows[0]?.sum ?? 0), count: Number(rows[0]?.count ?? 0) };
}
