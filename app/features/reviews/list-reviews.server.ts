import type { Context } from '../../platform/context.ts';
import { photoUrl } from './review-links.ts';

/** A review as the admin lists it; plain JSON. */
export interface ListedReview {
  id: string;
  productId: string;
  productTitle: string;
  orderId: string | null;
  orderName: string | null;
  personId: string | null;
  rating: number;
  title: string | null;
  body: string | null;
  authorName: string;
  status: string;
  holdReason: string | null;
  decidedBy: string | null;
  decisionReason: string | null;
  isVerified: boolean;
  isRewarded: boolean;
  reply: string | null;
  createdAt: string;
  photos: { id: string; url: string; width: number; height: number }[];
}

export interface ReviewFilter {
  status?: 'published' | 'held' | 'removed' | undefined;
  rating?: number | undefined;
  /** words in title, text, name or product */
  text?: string | undefined;
  page: number;
}

export const reviewsPerPage = 20;

/** One page of reviews: those that wait for a decision first, then newest first. `hasMore` says whether there is a next page. */
export async function listReviews(
  ctx: Context,
  filter: ReviewFilter,
): Promise<{ reviews: ListedReview[]; hasMore: boolean }> {
  const found = await selectReviews(
    ctx,
    `($2::text is null or r.status = $2) and ($3::int is null or r.rating = $3)
     and ($4::text is null or concat_ws(' ', r.title, r.body, r.author_name, p.title) ilike $4)
     order by (r.status = 'held') desc, r.created_at desc, r.id limit $5 offset $6`,
    [
      filter.status ?? null,
      filter.rating ?? null,
      filter.text ? `%${filter.text.replace(/[\\%_]/g, '\\$&')}%` : null,
      reviewsPerPage + 1,
      (filter.page - 1) * reviewsPerPage,
    ],
  );
  return { reviews: found.slice(0, reviewsPerPage), hasMore: found.length > reviewsPerPage };
}

/** One review; null when this shop has none with this id. */
export async function getReview(ctx: Context, id: string): Promise<ListedReview | null> {
  return (await selectReviews(ctx, 'r.id = $2', [id]))[0] ?? null;
}

async function selectReviews(ctx: Context, where: string, values: unknown[]): Promise<ListedReview[]> {
  const { rows } = await ctx.db.query<
    Omit<ListedReview, 'photos' | 'createdAt' | 'productTitle'> & {
      createdAt: Date;
      productTitle: string | null;
    }
  >(
    `select r.id, r.product_id as "productId", coalesce(p.title, l.title) as "productTitle", r.order_id as "orderId",
            o.name as "orderName", r.person_id as "personId", r.rating, r.title, r.body, r.author_name as "authorName",
            r.status, r.hold_reason as "holdReason", r.decided_by as "decidedBy", r.decision_reason as "decisionReason",
            r.is_verified as "isVerified", r.is_rewarded as "isRewarded", r.reply, r.created_at as "createdAt"
     from reviews r
     left join products p on p.shop_id = r.shop_id and p.id = r.product_id
     left join orders o on o.shop_id = r.shop_id and o.id = r.order_id
     left join lateral (select title from order_lines l where l.shop_id = r.shop_id and l.order_id = r.order_id
                        and l.product_id = r.product_id limit 1) l on true
     where r.shop_id = $1 and ${where}`,
    [ctx.shop.id, ...values],
  );
  const { rows: photos } = await ctx.db.query<{
    id: string;
    review_id: string;
    width: number;
    height: number;
  }>(
    `select id, review_id, width, height from review_photos where shop_id = $1 and review_id = any($2)
     order by position, id`,
    [ctx.shop.id, rows.map(({ id }) => id)],
  );
  return rows.map((row) => ({
    ...row,
    productTitle: row.productTitle ?? row.productId,
    createdAt: row.createdAt.toISOString(),
    photos: photos
      .filter(({ review_id }) => review_id === row.id)
      .map(({ id, width, height }) => ({ id, width, height, url: photoUrl(ctx, id) })),
  }));
}

/** The numbers at the top of the Reviews page. */
export interface ReviewTotals {
  planned: number;
  sent: number;
  answered: number;
  reviews: number;
  held: number;
  /** of published reviews, two decimals; null without any */
  average: number | null;
  /** answered of sent, in percent, whole; null when nothing was sent */
  responsePercent: number | null;
}

/** Counts of the whole shop. `sent` counts every request whose message was handed over, answered or not. */
export async function reviewTotals(ctx: Context): Promise<ReviewTotals> {
  const { rows } = await ctx.db.query<{
    planned: bigint;
    sent: bigint;
    answered: bigint;
    reviews: bigint;
    held: bigint;
    average: string | null;
  }>(
    `select
       (select count(*) from review_requests where shop_id = $1 and status = 'planned') as planned,
       (select count(*) from review_requests where shop_id = $1 and sent_at is not null) as sent,
       (select count(*) from review_requests where shop_id = $1 and status = 'answered') as answered,
       (select count(*) from reviews where shop_id = $1) as reviews,
       (select count(*) from reviews where shop_id = $1 and status = 'held') as held,
       (select round(avg(rating), 2)::text from reviews where shop_id = $1 and status = 'published') as average`,
    [ctx.shop.id],
  );
  const row = rows[0]!;
  const sent = Number(row.sent);
  const answered = Number(row.answered);
  return {
    planned: Number(row.planned),
    sent,
    answered,
    reviews: Number(row.reviews),
    held: Number(row.held),
    average: row.average === null ? null : Number(row.average),
    responsePercent: sent === 0 ? null : Math.round((100 * answered) / sent),
  };
}

/** A request as the admin lists it; plain JSON. */
export interface ListedRequest {
  id: string;
  orderId: string;
  orderName: string;
  status: string;
  /** the link's life is over without an answer */
  isExpired: boolean;
  reason: string | null;
  basis: string;
  dueAt: string;
  sentAt: string | null;
  remindedAt: string | null;
  answeredAt: string | null;
  postponed: number;
  products: string[];
}

/** One page of requests: those that wait by their date, then the others newest first. */
export async function listRequests(
  ctx: Context,
  filter: { status?: string | undefined; page: number },
): Promise<{ requests: ListedRequest[]; hasMore: boolean }> {
  const now = ctx.clock.now();
  const { rows } = await ctx.db.query<{
    id: string;
    orderId: string;
    orderName: string | null;
    status: string;
    reason: string | null;
    basis: string;
    dueAt: Date;
    sentAt: Date | null;
    remindedAt: Date | null;
    answeredAt: Date | null;
    expiresAt: Date | null;
    postponed: number;
    products: { title: string }[];
  }>(
    `select r.id, r.order_id as "orderId", o.name as "orderName", r.status, r.reason, r.basis, r.due_at as "dueAt",
            r.sent_at as "sentAt", r.reminded_at as "remindedAt", r.answered_at as "answeredAt",
            r.expires_at as "expiresAt", r.postponed, r.products
     from review_requests r left join orders o on o.shop_id = r.shop_id and o.id = r.order_id
     where r.shop_id = $1 and ($2::text is null or r.status = $2)
     order by (r.status = 'planned') desc, case when r.status = 'planned' then r.due_at end asc, r.due_at desc, r.id
     limit $3 offset $4`,
    [ctx.shop.id, filter.status ?? null, reviewsPerPage + 1, (filter.page - 1) * reviewsPerPage],
  );
  return {
    requests: rows.slice(0, reviewsPerPage).map(({ expiresAt, ...row }) => ({
      ...row,
      orderName: row.orderName ?? row.orderId,
      isExpired: row.status === 'sent' && expiresAt !== null && expiresAt <= now,
      dueAt: row.dueAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
      remindedAt: row.remindedAt?.toISOString() ?? null,
      answeredAt: row.answeredAt?.toISOString() ?? null,
      products: row.products.map(({ title }) => title),
    })),
    hasMore: rows.length > reviewsPerPage,
  };
}
