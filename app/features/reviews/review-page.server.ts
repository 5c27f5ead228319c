import { addMs, day } from '../../kit/span.ts';
import type { AppContext, Context } from '../../platform/context.ts';
import { getPerson } from '../people/index.server.ts';
import { maxPostponements, postponeDays } from './review.ts';
import { isPhotoLink, isReviewLink, photoUrl } from './review-links.ts';
import { sendReviewReminder, sendReviewRequest } from './reviews.jobs.ts';
import { findRequest, lockRequest, readReviewsSettings, updateRequest } from './reviews.repo.server.ts';

/** What the review page shows. */
export interface ReviewPage {
  shopName: string;
  locale: string | null;
  authorName: string;
  isAnswered: boolean;
  canPostpone: boolean;
  /** percent off the next order for any rating, as basis points; null when nothing is promised */
  rewardBasisPoints: number | null;
  personId: string | null;
  orderId: string;
  products: {
    productId: string;
    title: string;
    imageUrl: string | null;
    rating: number | null;
    reviewTitle: string;
    body: string;
    status: string | null;
    photos: { id: string; url: string; width: number; height: number }[];
  }[];
}

export type ReviewPageOutcome =
  | { kind: 'page'; ctx: Context; page: ReviewPage }
  | { kind: 'expired'; shopName: string; locale: string | null }
  | { kind: 'unknown' };

/** Opens a link from a review message. `unknown` for a wrong signature, a request that is gone, a shop that has left. */
export async function openReviewPage(
  app: AppContext,
  requestId: string,
  signature: string,
): Promise<ReviewPageOutcome> {
  if (!isReviewLink(app, requestId, signature)) return { kind: 'unknown' };
  const request = await findRequest(app.db, requestId);
  const ctx = request && (await app.forShop(request.shopId));
  if (!request || !ctx) return { kind: 'unknown' };
  if (!request.expiresAt || request.expiresAt <= ctx.clock.now())
    return { kind: 'expired', shopName: ctx.shop.name, locale: request.locale };
  const { rows: given } = await ctx.db.query<{
    id: string;
    product_id: string;
    rating: number;
    title: string | null;
    body: string | null;
    author_name: string;
    status: string;
  }>(
    'select id, product_id, rating, title, body, author_name, status from reviews where shop_id = $1 and order_id = $2',
    [ctx.shop.id, request.orderId],
  );
  const { rows: photos } = await ctx.db.query<{
    id: string;
    review_id: string;
    width: number;
    height: number;
  }>(
    `select id, review_id, width, height from review_photos where shop_id = $1 and review_id = any($2)
     order by position, id`,
    [ctx.shop.id, given.map(({ id }) => id)],
  );
  const settings = await readReviewsSettings(ctx, ctx.db);
  const page: ReviewPage = {
    shopName: ctx.shop.name,
    locale: request.locale,
    authorName: given[0]?.author_name ?? (await suggestName(ctx, request.personId)),
    isAnswered: given.length > 0,
    canPostpone: given.length === 0 && request.postponed < maxPostponements,
    rewardBasisPoints: settings.reward.isOn ? settings.reward.basisPoints : null,
    personId: request.personId,
    orderId: request.orderId,
    products: request.products.map((product) => {
      const review = given.find(({ product_id }) => product_id === product.productId);
      return {
        ...product,
        rating: review?.rating ?? null,
        reviewTitle: review?.title ?? '',
        body: review?.body ?? '',
        status: review?.status ?? null,
        photos: photos
          .filter(({ review_id }) => review_id === review?.id)
          .map(({ id, width, height }) => ({ id, url: photoUrl(ctx, id), width, height })),
      };
    }),
  };
  return { kind: 'page', ctx, page };
}

/** "Anna B.": what is shown beside a review unless the buyer types something else. */
async function suggestName(ctx: Context, personId: string | null): Promise<string> {
  const person = personId ? await getPerson(ctx, personId) : null;
  const first = person?.firstName?.trim() ?? '';
  const initial = [...(person?.lastName?.trim() ?? '')][0];
  return first && initial ? `${first} ${initial.toUpperCase()}.` : first;
}

/**
 * "It has not arrived yet": the request waits another week and then asks anew. Pressed twice it waits once.
 * @returns when it will ask again; null when it can't be put off (answered, expired, too often)
 */
export async function postponeRequest(ctx: Context, requestId: string): Promise<Date | null> {
  return ctx.db.tx(async (tx) => {
    const request = await lockRequest(ctx, tx, requestId);
    const now = ctx.clock.now();
    if (!request?.expiresAt || request.expiresAt <= now) return null;
    if (request.status === 'planned' && request.basis === 'postponed') return request.dueAt;
    if (request.status !== 'sent' || request.postponed >= maxPostponements) return null;
    const dueAt = addMs(now, postponeDays * day);
    await updateRequest(ctx, tx, requestId, {
      status: 'planned',
      basis: 'postponed',
      dueAt,
      reminderAt: null,
      postponed: request.postponed + 1,
    });
    await ctx.due.cancel(tx, { shopId: ctx.shop.id, job: sendReviewReminder, subject: requestId });
    await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: sendReviewRequest, subject: requestId, dueAt });
    return dueAt;
  });
}

/** A stored photo: for everybody when its review is published, else only with our signature. Null: not to be seen. */
export async function readPhoto(
  app: AppContext,
  photoId: string,
  signature: string | null,
): Promise<{ bytes: Buffer; contentType: string; isPublic: boolean } | null> {
  const { rows } = await app.db.query<{ bytes: Buffer; content_type: string; status: string }>(
    `select p.bytes, p.content_type, r.status from review_photos p
     join reviews r on r.id = p.review_id and r.shop_id = p.shop_id
     join shops s on s.id = p.shop_id and s.uninstalled_at is null
     where p.id = $1`,
    [photoId],
  );
  const photo = rows[0];
  if (!photo) return null;
  const isPublic = photo.status === 'published';
  if (!isPublic && !(signature && isPhotoLink(app, photoId, signature))) return null;
  return { bytes: photo.bytes, contentType: photo.content_type, isPublic };
}
