import { z } from 'zod';
import {
  absoluteUrl,
  messageItem,
  moneyJson,
  offerBlock,
  reductionJson,
  referralInvite,
  reviewedProduct,
} from '../content/index.ts';

const thankYou = z.object({
  orderName: z.string(),
  firstName: z.string().nullable(),
  items: z.array(messageItem),
  /** lines beyond those listed */
  moreItems: z.number().int().nonnegative(),
  subtotal: moneyJson,
  discount: moneyJson,
  /** shipping and taxes that are not part of the lines; null when there are none */
  extras: moneyJson.nullable(),
  total: moneyJson,
  statusUrl: absoluteUrl.nullable(),
  referral: referralInvite.nullable(),
  /** absent in messages that were planned before there were offers in them */
  offer: offerBlock.nullable().default(null),
});
export type ThankYouData = z.output<typeof thankYou>;

const abandonedCheckout = z.object({
  step: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  firstName: z.string().nullable(),
  items: z.array(messageItem),
  moreItems: z.number().int().nonnegative(),
  total: moneyJson,
  /** our redirect that records the click and goes on to Shopify's recovery URL */
  recoveryUrl: absoluteUrl,
  code: z
    .object({ code: z.string(), basisPoints: z.number().int().positive(), endsAt: z.iso.datetime() })
    .nullable(),
});
export type AbandonedCheckoutData = z.output<typeof abandonedCheckout>;

const reviewRequest = z.object({
  orderName: z.string(),
  firstName: z.string().nullable(),
  products: z.array(reviewedProduct).min(1).max(3),
  notArrivedUrl: absoluteUrl.nullable(),
  /** what is given for any rating; null when nothing is */
  reward: reductionJson.nullable(),
});
export type ReviewRequestData = z.output<typeof reviewRequest>;

const reviewReward = z.object({
  firstName: z.string().nullable(),
  code: z.string(),
  value: reductionJson,
  endsAt: z.iso.datetime().nullable(),
  shopUrl: absoluteUrl,
});
export type ReviewRewardData = z.output<typeof reviewReward>;

const referralInviteMessage = referralInvite.extend({ firstName: z.string().nullable() });
export type ReferralInviteData = z.output<typeof referralInviteMessage>;

const referralCredit = z.object({
  firstName: z.string().nullable(),
  /** pending: a friend has bought, the hold runs; paid: it is in the account */
  state: z.enum(['pending', 'paid']),
  amount: moneyJson,
  /** when a pending credit becomes payable */
  payableAt: z.iso.datetime().nullable(),
  /** the person's own link, to invite another friend */
  url: absoluteUrl.nullable(),
  shopUrl: absoluteUrl,
});
export type ReferralCreditData = z.output<typeof referralCredit>;

const vipConfirm = z.object({
  firstName: z.string().nullable(),
  /** the page with the button that confirms */
  confirmUrl: absoluteUrl,
  /** what was agreed to, word for word */
  consentText: z.string(),
});
export type VipConfirmData = z.output<typeof vipConfirm>;

const flowMessage = z.object({
  flowId: z.string(),
  runId: z.string(),
  stepId: z.string(),
  contentId: z.string(),
  orderId: z.string().nullable(),
  orderName: z.string().nullable(),
  firstName: z.string().nullable(),
  /** the texts of the flow's version, in the reader's language; `{first name}` and the like are filled in when it is drawn */
  content: z.object({
    subject: z.string(),
    text: z.string(),
    button: z.string().nullable(),
    /** where the button leads, past our redirect that records the click */
    url: absoluteUrl,
    /** true where that opens the person's own checkout */
    isPersonal: z.boolean().optional(),
  }),
  code: z
    .object({
      code: z.string(),
      endsAt: z.iso.datetime(),
      terms: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('percentage'), basisPoints: z.number().int().positive() }),
        moneyJson.extend({ kind: z.literal('amount') }),
        z.object({ kind: z.literal('free-shipping') }),
      ]),
    })
    .nullable(),
});
export type FlowMessageData = z.output<typeof flowMessage>;

/** What each kind of message carries. Stored sealed with the ledger row, rendered at the moment of sending. */
export const messageData = {
  thank_you: thankYou,
  abandoned_checkout: abandonedCheckout,
  review_request: reviewRequest,
  review_reminder: reviewRequest,
  review_reward: reviewReward,
  referral_invite: referralInviteMessage,
  referral_credit: referralCredit,
  vip_confirm: vipConfirm,
  flow: flowMessage,
  flow_service: flowMessage,
} as const;

export type MessageKind = keyof typeof messageData;
export type MessageData<Kind extends MessageKind> = z.output<(typeof messageData)[Kind]>;
export const messageKinds = Object.keys(messageData) as MessageKind[];

/**
 * What a kind may do. `transactional`: asked for by the buyer's own act, never held back by marketing rules.
 * `marketing`: quiet hours, the 16-hour cap and the unsubscribe link apply. `consent` says what the address must have agreed
 * to: `subscribed` an explicit yes; `not_withdrawn` anything but a no (questions about one's own order); `none` nothing.
 */
export interface KindRules {
  class: 'transactional' | 'marketing';
  consent: 'none' | 'not_withdrawn' | 'subscribed';
  /** counts against five review messages per person in 30 days */
  isReview: boolean;
}

export const kindRules: Record<MessageKind, KindRules> = {
  thank_you: { class: 'transactional', consent: 'none', isReview: false },
  abandoned_checkout: { class: 'marketing', consent: 'subscribed', isReview: false },
  review_request: { class: 'marketing', consent: 'not_withdrawn', isReview: true },
  review_reminder: { class: 'marketing', consent: 'not_withdrawn', isReview: true },
  review_reward: { class: 'transactional', consent: 'none', isReview: false },
  referral_invite: { class: 'marketing', consent: 'subscribed', isReview: false },
  referral_credit: { class: 'transactional', consent: 'none', isReview: false },
  // Asked for by the shopper a moment ago; it holds nothing but the question whether that is true.
  vip_confirm: { class: 'transactional', consent: 'none', isReview: false },
  // The class of a flow's message is its step's: the step decides which of the two kinds it asks for.
  flow: { class: 'marketing', consent: 'subscribed', isReview: false },
  flow_service: { class: 'transactional', consent: 'none', isReview: false },
};

/** true for a name that is one of our kinds (rows and URLs hold text). */
export function isMessageKind(kind: string): kind is MessageKind {
  return Object.hasOwn(messageData, kind);
}
