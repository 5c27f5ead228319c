import { newId } from '../../kit/id.ts';
import { addMs, day, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { judgeText } from './moderation.ts';
import type { CleanPhoto, PhotoResult } from './photo.server.ts';
import { decisionDays, maxPhotos, type ReviewStatus } from './review.ts';
import type { GivenReview, GiveReviewsInput } from './review-input.ts';
import { publishHeldReview, rewardReview, sendReviewReminder } from './reviews.jobs.ts';
import {
  lockRequest,
  type RequestRow,
  readReviewsSettings,
  recountRating,
  updateRequest,
} from './reviews.repo.server.ts';

/** A picture that came with the form, already looked at (`cleanPhoto`), so that one at a time is in memory. */
export interface UploadedPhoto {
  productId: string;
  name: string;
  result: PhotoResult;
}

export type PhotoRefusal = {
  productId: string;
  name: string;
  reason: 'too_large' | 'not_a_photo' | 'broken' | 'too_many';
};

export type GiveOutcome =
  | { kind: 'saved'; reviewIds: string[]; held: number; refusedPhotos: PhotoRefusal[] }
  | { kind: 'gone' };

/**
 * Stores what a buyer says about the products of one request. Giving again edits; nothing is doubled. Text and stars are kept
 * even when a picture is refused. Each review is published at once unless its words hold it (moderation.ts); the product's
 * sum and count change in the same transaction.
 */
export async function giveReviews(
  ctx: Context,
  requestId: string,
  input: GiveReviewsInput,
  uploads: UploadedPhoto[],
): Promise<GiveOutcome> {
  const { photos, refused } = sortUploads(uploads);
  return ctx.db.tx(async (tx) => {
    const request = await lockRequest(ctx, tx, requestId);
    const now = ctx.clock.now();
    if (!request?.expiresAt || request.expiresAt <= now) return { kind: 'gone' };
    const settings = await readReviewsSettings(ctx, tx);
    const asked = new Set(request.products.map(({ productId }) => productId));
    const entries = input.entries.filter(({ productId }) => asked.has(productId));
    if (entries.length === 0) return { kind: 'gone' };
    const reviewIds: string[] = [];
    let held = 0;
    // One order for all: two forms that touch the same products lock them in the same sequence.
    for (const entry of [...entries].sort((a, b) => (a.productId < b.productId ? -1 : 1))) {
      const saved = await saveReview(ctx, tx, { request, entry, input, isRewarded: settings.reward.isOn });
      if (saved.status === 'held') held += 1;
      const mine = photos.filter(({ productId }) => productId === entry.productId);
      refused.push(...(await savePhotos(ctx, tx, saved.id, entry, mine)));
      await recountRating(ctx, tx, entry.productId);
      await ctx.emit(tx, ctx.shop.id, 'product.rated', { productId: entry.productId });
      await ctx.emit(tx, ctx.shop.id, 'review.given', { reviewId: saved.id });
      reviewIds.push(saved.id);
    }
    if (request.status !== 'answered') {
      await updateRequest(ctx, tx, requestId, { status: 'answered', answeredAt: now, reason: null });
      await ctx.due.cancel(tx, { shopId: ctx.shop.id, job: sendReviewReminder, subject: requestId });
      if (settings.reward.isOn)
        await ctx.due.schedule(tx, {
          shopId: ctx.shop.id,
          job: rewardReview,
          subject: requestId,
          dueAt: addMs(now, 30 * minute),
        });
    }
    return { kind: 'saved', reviewIds, held, refusedPhotos: refused };
  });
}

type NamedPhoto = { productId: string; name: string; photo: CleanPhoto };

function sortUploads(uploads: UploadedPhoto[]): { photos: NamedPhoto[]; refused: PhotoRefusal[] } {
  const photos: NamedPhoto[] = [];
  const refused: PhotoRefusal[] = [];
  for (const { productId, name, result } of uploads) {
    if (result.kind === 'clean') photos.push({ productId, name, photo: result.photo });
    else refused.push({ productId, name, reason: result.reason });
  }
  return { photos, refused };
}

async function saveReview(
  ctx: Context,
  tx: Queryable,
  given: { request: RequestRow; entry: GivenReview; input: GiveReviewsInput; isRewarded: boolean },
): Promise<{ id: string; status: ReviewStatus }> {
  const { request, entry, input } = given;
  const now = ctx.clock.now();
  const hold = judgeText(entry.title, entry.body, input.authorName);
  const { rows } = await tx.query<{ id: string; status: ReviewStatus }>(
    `insert into reviews as r (id, shop_id, product_id, order_id, person_id, rating, title, body, author_name, locale, status,
       hold_reason, is_verified, is_rewarded, created_at, updated_at, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, true, $13, $14, $14, $15)
     on conflict (shop_id, order_id, product_id) do update set
       rating = excluded.rating, title = excluded.title, body = excluded.body, author_name = excluded.author_name,
       locale = excluded.locale, updated_at = excluded.updated_at,
       status = case when r.status = 'removed' then r.status else excluded.status end,
       hold_reason = case when r.status = 'removed' then r.hold_reason else excluded.hold_reason end,
       published_at = case when excluded.status = 'published' then coalesce(r.published_at, excluded.published_at) end
     returning id, status`,
    [
      newId('rvw'),
      ctx.shop.id,
      entry.productId,
      request.orderId,
      request.personId,
      entry.rating,
      entry.title,
      entry.body,
      input.authorName,
      input.locale,
      hold ? 'held' : 'published',
      hold,
      given.isRewarded,
      now,
      hold ? null : now,
    ],
  );
  const saved = rows[0];
  if (!saved) throw new Error('a review was neither inserted nor updated');
  const decision = { shopId: ctx.shop.id, job: publishHeldReview, subject: saved.id };
  if (saved.status === 'held')
    await ctx.due.schedule(tx, { ...decision, dueAt: addMs(now, decisionDays * day) });
  else await ctx.due.cancel(tx, decision);
  return saved;
}

/** Drops the pictures that the buyer unticked, adds the new ones, never more than three. */
async function savePhotos(
  ctx: Context,
  tx: Queryable,
  reviewId: string,
  entry: GivenReview,
  added: NamedPhoto[],
): Promise<PhotoRefusal[]> {
  if (entry.droppedPhotos.length > 0)
    await tx.query('delete from review_photos where shop_id = $1 and review_id = $2 and id = any($3)', [
      ctx.shop.id,
      reviewId,
      entry.droppedPhotos,
    ]);
  const { rows } = await tx.query<{ count: bigint; last: number | null }>(
    'select count(*) as count, max(position) as last from review_photos where shop_id = $1 and review_id = $2',
    [ctx.shop.id, reviewId],
  );
  const room = maxPhotos - Number(rows[0]?.count ?? 0);
  let position = (rows[0]?.last ?? -1) + 1;
  for (const { photo } of added.slice(0, Math.max(0, room)))
    await tx.query(
      `insert into review_photos (id, shop_id, review_id, position, content_type, bytes, width, height, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        newId('rvp'),
        ctx.shop.id,
        reviewId,
        position++,
        photo.contentType,
        photo.bytes,
        photo.width,
        photo.height,
        ctx.clock.now(),
      ],
    );
  return added
    .slice(Math.max(0, room))
    .map(({ productId, name }) => ({ productId, name, reason: 'too_many' as const }));
}
