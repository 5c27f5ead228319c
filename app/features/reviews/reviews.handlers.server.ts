import { done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import { publishUndecided } from './moderate-review.server.ts';
import { planReview } from './plan-review.server.ts';
import {
  planReviewRequest,
  publishHeldReview,
  replanRequests,
  rewardReview,
  sendReviewReminder,
  sendReviewRequest,
  writeRating,
} from './reviews.jobs.ts';
import { giveReward } from './reward-review.server.ts';
import { sendReminder, sendRequest } from './send-request.server.ts';
import { writeProductRating } from './write-rating.server.ts';

/** What the jobs of reviews.jobs.ts do. */
export const reviewHandlers: Record<string, Handler> = {
  [planReviewRequest.name]: async (ctx, { subject }) => {
    const outcome = await planReview(ctx, subject);
    ctx.log.debug({ order: subject, ...outcome }, 'review request planned or not');
    return done;
  },
  [sendReviewRequest.name]: (ctx, { subject }) => sendRequest(ctx, subject),
  [sendReviewReminder.name]: (ctx, { subject }) => sendReminder(ctx, subject),
  [publishHeldReview.name]: (ctx, { subject }) => publishUndecided(ctx, subject),
  [writeRating.name]: (ctx, { subject }) => writeProductRating(ctx, subject),
  [rewardReview.name]: (ctx, { subject }) => giveReward(ctx, subject),
  [replanRequests.name]: async (ctx) => {
    // One statement, however many wait: each gets its own planning job.
    await ctx.db.query(
      `insert into due_items (shop_id, kind, subject, due_at)
       select shop_id, $2, order_id, $3 from review_requests
       where shop_id = $1 and (status = 'planned' or (status = 'cancelled' and reason = 'switched_off'))
       on conflict (shop_id, kind, subject) do nothing`,
      [ctx.shop.id, planReviewRequest.name, ctx.clock.now()],
    );
    return done;
  },
};
