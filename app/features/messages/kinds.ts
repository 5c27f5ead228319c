import { z } from 'zod';

/** An exact amount as it is stored with a message: minor units as text, since JSON has no bigint. */
export const moneyJson = z.object({
  minor: z.string().regex(/^-?\d{1,24}$/),
  currency: z.string().length(3),
});
export type MoneyJson = z.output<typeof moneyJson>;

const absoluteUrl = z.url({ protocol: /^https?$/ });

const item = z.object({
  title: z.string(),
  variantTitle: z.string().nullable(),
  quantity: z.number().int().positive(),
  /** absolute; null is drawn as a letter on a tinted square */
  imageUrl: absoluteUrl.nullable(),
  /** what the line costs before discounts */
  total: moneyJson,
});
export type MessageItem = z.output<typeof item>;

const referralInvite = z.object({
  url: absoluteUrl,
  /** what the friend gets, basis points (1000 = 10 %) */
  friendBasisPoints: z.number().int().positive(),
  /** what the sender of the link gets */
  advocateReward: moneyJson,
});
export type ReferralInvite = z.output<typeof referralInvite>;

const offerBlock = z.object({
  title: z.string(),
  text: z.string(),
  button: z.string(),
  /** our page where it is taken */
  url: absoluteUrl,
  pictureUrl: absoluteUrl.nullable(),
  pictureAlt: z.string(),
  product: z
    .object({ title: z.string(), imageUrl: absoluteUrl.nullable(), price: moneyJson, discounted: moneyJson })
    .nullable(),
  deadlineAt: z.iso.datetime().nullable(),
});
export type OfferBlock = z.output<typeof offerBlock>;

const thankYou = z.object({
  orderName: z.string(),
  firstName: z.string().nullable(),
  items: z.array(item),
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
  items: z.array(item),
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
  products: z
    .array(
      z.object({
        title: z.string(),
        imageUrl: absoluteUrl.nullable(),
        /** the review page with 1, 2, 3, 4, 5 stars chosen */
        starUrls: z.array(absoluteUrl).length(5),
      }),
    )
    .min(1)
    .max(3),
  notArrivedUrl: absoluteUrl.nullable(),
  /** what is given for any rating; null when nothing is */
  reward: z
    .union([
      z.object({ kind: z.literal('percentage'), basisPoints: z.number().int().positive() }),
      z.object({ kind: z.literal('amount'), amount: moneyJson }),
    ])
    .nullable(),
});
export type ReviewRequestData = z.output<typeof reviewRequest>;

const reviewReward = z.object({
  firstName: z.string().nullable(),
  code: z.string(),
  value: z.union([
    z.object({ kind: z.literal('percentage'), basisPoints: z.number().int().positive() }),
    z.object({ kind: z.literal('amount'), amount: moneyJson }),
  ]),
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
