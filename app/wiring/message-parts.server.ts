import { guardReminder } from '../features/checkouts/index.server.ts';
import type { createMessageHandlers } from '../features/messages/index.server.ts';
import { referralInvite } from '../features/referrals/index.server.ts';
import { guardReviewMessage } from '../features/reviews/index.server.ts';

/**
 * What features add to messages/, which must not know them: a last word per kind right before it goes (`guards`), and the
 * referral block of the thank-you message.
 */
export const messageParts: Parameters<typeof createMessageHandlers>[0] = {
  guards: {
    abandoned_checkout: guardReminder,
    review_request: guardReviewMessage,
    review_reminder: guardReviewMessage,
  },
  referralInviteOf: referralInvite,
};
