import { guardReminder } from '../features/checkouts/index.server.ts';
import { guardFlowMessage } from '../features/flows/index.server.ts';
import type { createMessageHandlers } from '../features/messages/index.server.ts';
import { type MessageOffer, offerForMessage } from '../features/offers/index.server.ts';
import { referralInvite } from '../features/referrals/index.server.ts';
import { guardReviewMessage } from '../features/reviews/index.server.ts';
import { parseMoney } from '../kit/money.ts';

/**
 * What features add to messages/, which must not know them: a last word per kind right before it goes (`guards`), and the
 * referral and offer blocks of the thank-you message.
 */
export const messageParts: Parameters<typeof createMessageHandlers>[0] = {
  guards: {
    abandoned_checkout: guardReminder,
    review_request: guardReviewMessage,
    review_reminder: guardReviewMessage,
    flow: guardFlowMessage,
    flow_service: guardFlowMessage,
  },
  referralInviteOf: referralInvite,
  offerOf: async (ctx, orderId, locale) => {
    const offer = await offerForMessage(ctx, orderId, locale);
    return offer && blockOf(offer);
  },
};

/** A card in the words of a message. */
function blockOf({ card, url }: MessageOffer) {
  const money = ({ amount, currency }: { amount: string; currency: string }) => ({
    minor: String(parseMoney(amount, currency).minor),
    currency,
  });
  const { product } = card;
  return {
    title: card.title,
    text: card.text,
    button: card.button || card.title,
    url: card.kind === 'message' && card.link ? card.link : url,
    pictureUrl: card.picture?.url ?? null,
    pictureAlt: card.picture?.alt ?? '',
    product: product
      ? {
          title: product.variantTitle ? `${product.title}, ${product.variantTitle}` : product.title,
          imageUrl: product.imageUrl ?? null,
          price: money(product.price),
          discounted: money(product.discountedPrice),
        }
      : null,
    deadlineAt: card.accepted?.deadlineAt ?? card.deadlineAt ?? null,
  };
}
