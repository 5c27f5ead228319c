import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { replanRequests } from './reviews.jobs.ts';
import { readReviewsSettings } from './reviews.repo.server.ts';
import type { ReviewsSettings } from './settings.ts';

/**
 * Stores the merchant's choices; requests that still wait get their new dates.
 * @param seenVersion of shop_settings as the merchant saw it; `stale`: somebody has saved since, nothing was changed
 */
export async function saveReviewsSettings(
  ctx: Context,
  tx: Queryable,
  settings: ReviewsSettings,
  seenVersion?: number,
): Promise<'saved' | 'stale'> {
  const now = ctx.clock.now();
  const { rowCount } = await tx.query(
    `update shop_settings set reviews = $2, version = version + 1, updated_at = $3
     where shop_id = $1 and ($4::int is null or version = $4)`,
    [ctx.shop.id, JSON.stringify(settings), now, seenVersion ?? null],
  );
  if (rowCount === 0) return 'stale';
  await ctx.due.schedule(tx, {
    shopId: ctx.shop.id,
    job: replanRequests,
    subject: ctx.shop.id,
    dueAt: now,
  });
  return 'saved';
}

/** Switches review requests on with what is set (the defaults, for a new shop). */
export async function switchOnReviews(ctx: Context, tx: Queryable): Promise<void> {
  const settings = await readReviewsSettings(ctx, tx);
  if (!settings.isOn) await saveReviewsSettings(ctx, tx, { ...settings, isOn: true });
}
