import type { createMessageHandlers } from '../features/messages/index.server.ts';

/**
 * What features add to messages/, which must not know them: a last word per kind right before it goes (`guards`), and the
 * referral block of the thank-you message.
 */
export const messageParts: Parameters<typeof createMessageHandlers>[0] = {
  guards: {},
  referralInviteOf: null,
};
