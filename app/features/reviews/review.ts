/**
 * A review: what one buyer says about one product of one order. It is published at once and leaves the public only for what
 * it says, never for its stars.
 *
 * | status    | means                                            | goes to                                              |
 * |-----------|--------------------------------------------------|------------------------------------------------------|
 * | published | everybody reads it, its stars count              | held (edited into a hold), removed (with a reason)   |
 * | held      | waits for a decision, at most 14 days            | published (merchant, or the clock), removed, edited  |
 * | removed   | nobody reads it, its stars do not count          | published (the merchant changed their mind)          |
 *
 * When nobody decides within 14 days the review is published with the offending words covered up.
 */
export const reviewStatuses = ['published', 'held', 'removed'] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

/** Why a review waits. The rules are in moderation.ts. */
export const holdReasons = ['profanity', 'personal_data', 'link'] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Why a merchant may take a review down or hold it. "Few stars" is not among them, on purpose. */
export const removalReasons = [
  'abusive',
  'personal_data',
  'spam',
  'wrong_product',
  'not_a_customer',
  'author_asked',
] as const;
export type RemovalReason = (typeof removalReasons)[number];

/**
 * A review request: one message (and one reminder) about one order.
 *
 * | status    | means                                         | goes to                                             |
 * |-----------|-----------------------------------------------|-----------------------------------------------------|
 * | planned   | waits for its date, which parcel events move  | sent, cancelled                                     |
 * | sent      | handed to the message ledger; link works      | answered, planned ("it has not arrived yet")        |
 * | answered  | at least one product was reviewed             | (end; the link still edits)                         |
 * | cancelled | will not be sent; `reason` says why           | planned (a later event makes it right again)        |
 */
export const requestStatuses = ['planned', 'sent', 'answered', 'cancelled'] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export type RequestBasis = 'delivered' | 'fulfilled_home' | 'fulfilled_abroad' | 'pos' | 'postponed';

/** Why no review is asked for. Worded in `reviews:reasons.*`. */
export type NoRequestReason =
  | 'switched_off'
  | 'not_shipped'
  | 'not_paid'
  | 'order_cancelled'
  | 'order_refunded'
  | 'nothing_to_review'
  | 'asked_before'
  | 'no_person'
  | 'no_consent'
  | 'order_unknown';

/** One product as a request asks about it. */
export interface AskedProduct {
  productId: string;
  title: string;
  imageUrl: string | null;
}

export const linkLifeDays = 180;
export const postponeDays = 7;
export const maxPostponements = 8;
export const maxProducts = 3;
export const maxPhotos = 3;
export const maxPhotoBytes = 10 * 1024 * 1024;
export const decisionDays = 14;
/** One product is not asked about twice within this span. */
export const repeatDays = 365;
export const maxTitle = 120;
export const maxBody = 5_000;
export const maxName = 60;
