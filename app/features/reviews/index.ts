export {
  maxPhotoBytes,
  maxPhotos,
  type RemovalReason,
  removalReasons,
  requestStatuses,
  reviewStatuses,
} from './review.ts';
export { type GiveReviewsInput, giveReviewsInput } from './review-input.ts';
export { type ReviewsSettings, reviewsSettings } from './settings.ts';
