export {
  type GiveOutcome,
  giveReviews,
  type PhotoRefusal,
  type UploadedPhoto,
} from './give-review.server.ts';
export { guardReviewMessage } from './guard-message.server.ts';
export {
  getReview,
  type ListedRequest,
  type ListedReview,
  listRequests,
  listReviews,
  type ReviewTotals,
  reviewTotals,
} from './list-reviews.server.ts';
export { publishReview, removeReview, replyToReview } from './moderate-review.server.ts';
export { cleanPhoto, type PhotoResult } from './photo.server.ts';
export { openReviewPage, postponeRequest, type ReviewPage, readPhoto } from './review-page.server.ts';
export { reviewPrompt } from './review-prompt.server.ts';
export { reviewsAhead, reviewTimeline } from './review-timeline.server.ts';
export { reviewHandlers } from './reviews.handlers.server.ts';
export { readReviewsSettings } from './reviews.repo.server.ts';
export { saveReviewsSettings, switchOnReviews } from './save-settings.server.ts';
