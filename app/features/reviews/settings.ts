import { z } from 'zod';

const days = (standard: number, most = 70) => z.number().int().min(0).max(most).default(standard);

/**
 * The merchant's choices about reviews (column shop_settings.reviews). A new shop asks nobody until this is switched on.
 */
export const reviewsSettings = z.object({
  isOn: z.boolean().default(false),
  /** days after the parcel's delivery */
  deliveredDays: days(7),
  /** days after fulfilment when no delivery scan came and the parcel stays in the shop's country */
  homeDays: days(14),
  /** the same for a parcel that goes abroad */
  abroadDays: days(21),
  /** one reminder to those who have not answered, whether or not they opened the first message */
  hasReminder: z.boolean().default(true),
  reminderDays: z.number().int().min(3).max(30).default(7),
  /**
   * true: only people who agreed to marketing are asked. false: everybody who bought and has not said stop
   * (docs/decisions/review-requests-and-consent.md).
   */
  needsConsent: z.boolean().default(false),
  reward: z
    .object({
      isOn: z.boolean().default(false),
      /** basis points off the next order, for any rating */
      basisPoints: z.number().int().min(100).max(5000).default(1000),
      /** how long the code works */
      validDays: z.number().int().min(7).max(365).default(60),
    })
    .prefault({}),
});
export type ReviewsSettings = z.output<typeof reviewsSettings>;
