import { defineJob } from '../../kit/fate.ts';

/** Subject: order id. Works out whether and when to ask; follows every event of the order. */
export const planReviewRequest = defineJob('reviews.plan');
/** Subject: request id. */
export const sendReviewRequest = defineJob('reviews.send-request');
/** Subject: request id. */
export const sendReviewReminder = defineJob('reviews.send-reminder');
/** Subject: review id. Nobody decided about a held review in time. */
export const publishHeldReview = defineJob('reviews.publish-held');
/** Subject: product id. Writes the product's metafields. */
export const writeRating = defineJob('reviews.write-rating');
/** Subject: review request id. The promised code, half an hour after the review. */
export const rewardReview = defineJob('reviews.reward');
/** Subject: shop id. The merchant changed the delays: every planned request gets its new date. */
export const replanRequests = defineJob('reviews.replan-all');
