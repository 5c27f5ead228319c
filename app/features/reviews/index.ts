export {
  holdReasons,
  maxBody,
  maxName,
  maxPhotoBytes,
  maxPhotos,
  maxTitle,
  type RemovalReason,
  removalReasons,
  requestStatuses,
  reviewStatuses,
} from './review.ts';
export { type GiveReviewsInput, giveReviewsInput } from './review-input.ts';
export { type ReviewsSettings, reviewsSettings } from './settings.ts';
