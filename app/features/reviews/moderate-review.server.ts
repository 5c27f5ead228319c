import { cancel, done, type Fate } from '../../kit/fate.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { coverUp, judgeText } from './moderation.ts';
import type { RemovalReason, ReviewStatus } from './review.ts';
import { publishHeldReview } from './reviews.jobs.ts';
import { recountRating } from './reviews.repo.server.ts';

interface Decided {
  id: string;
  productId: string;
  status: ReviewStatus;
  title: string | null;
  body: string | null;
  authorName: string;
}

async function lockReview(ctx: Context, tx: Queryable, id: string): Promise<Decided | null> {
  const { rows } = await tx.query<Decided>(
    `select id, product_id as "productId", status, title, body, author_name as "authorName"
     from reviews where shop_id = $1 and id = $2 for update`,
    [ctx.shop.id, id],
  );
  return rows[0] ?? null;
}

/** Writes a decision about a review, recounts its product's stars and lets the metafields follow; one transaction. */
async function decide(
  ctx: Context,
  tx: Queryable,
  review: Decided,
  decision: { status: ReviewStatus; by: 'merchant' | 'clock'; reason: string | null },
): Promise<void> {
  const now = ctx.clock.now();
  await tx.query(
    `update reviews set status = $3::text, decided_by = $4, decision_reason = $5, decided_at = $6, updated_at = $6,
       hold_reason = case when $3 = 'published' then null else hold_reason end,
       published_at = case when $3 = 'published' then coalesce(published_at, $6) end
     where shop_id = $1 and id = $2`,
    [ctx.shop.id, review.id, decision.status, decision.by, decision.reason, now],
  );
  await ctx.due.cancel(tx, { shopId: ctx.shop.id, job: publishHeldReview, subject: review.id });
  await recountRating(ctx, tx, review.productId);
  await ctx.emit(tx, ctx.shop.id, 'product.rated', { productId: review.productId });
}

/** The merchant publishes a held or removed review as it stands. @returns false when there is no such review */
export async function publishReview(ctx: Context, id: string): Promise<boolean> {
  return ctx.db.tx(async (tx) => {
    const review = await lockReview(ctx, tx, id);
    if (!review) return false;
    if (review.status !== 'published')
      await decide(ctx, tx, review, { status: 'published', by: 'merchant', reason: null });
    return true;
  });
}

/** The merchant takes a review down, for one of the reasons that may be given. @returns false when there is no such review */
export async function removeReview(ctx: Context, id: string, reason: RemovalReason): Promise<boolean> {
  return ctx.db.tx(async (tx) => {
    const review = await lockReview(ctx, tx, id);
    if (!review) return false;
    if (review.status !== 'removed')
      await decide(ctx, tx, review, { status: 'removed', by: 'merchant', reason });
    return true;
  });
}

/** The shop's public answer below a review; empty text takes it away. @returns false when there is no such review */
export async function replyToReview(ctx: Context, id: string, text: string): Promise<boolean> {
  const reply = text.trim().slice(0, 2_000);
  const { rowCount } = await ctx.db.query(
    'update reviews set reply = $3, replied_at = $4 where shop_id = $1 and id = $2',
    [ctx.shop.id, id, reply || null, reply ? ctx.clock.now() : null],
  );
  return rowCount > 0;
}

/**
 * Nobody decided within 14 days: the review is published with what held it covered up, so that doing nothing neither buries a
 * bad review nor spreads somebody's telephone number.
 */
export async function publishUndecided(ctx: Context, id: string): Promise<Fate> {
  return ctx.db.tx(async (tx) => {
    const review = await lockReview(ctx, tx, id);
    if (!review) return cancel('the review is gone');
    if (review.status !== 'held') return cancel(`the review is ${review.status}`);
    const title = review.title && coverUp(review.title);
    const body = review.body && coverUp(review.body);
    const authorName = judgeText(review.authorName) ? coverUp(review.authorName) : review.authorName;
    await tx.query(
      'update reviews set title = $3, body = $4, author_name = $5 where shop_id = $1 and id = $2',
      [ctx.shop.id, id, title, body, authorName],
    );
    await decide(ctx, tx, review, { status: 'published', by: 'clock', reason: 'covered_up' });
    return done;
  });
}
