import { z } from 'zod';

/** An exact amount as it is stored with a message: minor units as text, since JSON has no bigint. */
export const moneyJson = z.object({
  minor: z.string().regex(/^-?\d{1,24}$/),
  currency: z.string().length(3),
});
export type MoneyJson = z.output<typeof moneyJson>;

/** Addresses in messages are whole: a message has no base to resolve others against. */
export const absoluteUrl = z.url({ protocol: /^https?$/ });

/** One line of an order or cart, as a message lists it. */
export const messageItem = z.object({
  title: z.string(),
  variantTitle: z.string().nullable(),
  quantity: z.number().int().positive(),
  /** absolute; null is drawn as a letter on a tinted square */
  imageUrl: absoluteUrl.nullable(),
  /** what the line costs before discounts */
  total: moneyJson,
});
export type MessageItem = z.output<typeof messageItem>;

/** An offer as a message carries it: decided, priced and worded. */
export const offerBlock = z.object({
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

/** A share (1000 basis points = 10 %) or an amount. */
export const reductionJson = z.union([
  z.object({ kind: z.literal('percentage'), basisPoints: z.number().int().positive() }),
  z.object({ kind: z.literal('amount'), amount: moneyJson }),
]);
export type ReductionJson = z.output<typeof reductionJson>;

/** A person's own link, and what it gives to both. */
export const referralInvite = z.object({
  url: absoluteUrl,
  /** what the friend gets, basis points (1000 = 10 %) */
  friendBasisPoints: z.number().int().positive(),
  /** what the sender of the link gets */
  advocateReward: moneyJson,
});
export type ReferralInvite = z.output<typeof referralInvite>;

/** A product that is asked about, with the review page's address for 1, 2, 3, 4, 5 stars. */
export const reviewedProduct = z.object({
  title: z.string(),
  imageUrl: absoluteUrl.nullable(),
  starUrls: z.array(absoluteUrl).length(5),
});

export const parcelStates = [
  'ordered',
  'packed',
  'shipped',
  'out_for_delivery',
  'delivered',
  'late',
] as const;

/**
 * What a content can speak of. The feature that sends fills in what it has: what is left out is empty in texts, and blocks
 * that need it are left out. The names that merchants write are in variables.ts.
 */
export const contentVars = z.object({
  person: z
    .object({
      firstName: z.string().nullable().default(null),
      lastName: z.string().nullable().default(null),
      email: z.string().nullable().default(null),
    })
    .prefault({}),
  order: z
    .object({
      name: z.string(),
      statusUrl: absoluteUrl.nullable().default(null),
      subtotal: moneyJson.nullable().default(null),
      discount: moneyJson.nullable().default(null),
      extras: moneyJson.nullable().default(null),
      total: moneyJson.nullable().default(null),
    })
    .nullable()
    .default(null),
  checkout: z.object({ url: absoluteUrl, total: moneyJson }).nullable().default(null),
  items: z.array(messageItem).max(50).default([]),
  /** pieces beyond those listed */
  moreItems: z.number().int().nonnegative().default(0),
  products: z
    .array(
      z.object({
        title: z.string(),
        imageUrl: absoluteUrl.nullable(),
        url: absoluteUrl,
        price: moneyJson.nullable(),
      }),
    )
    .max(12)
    .default([]),
  offer: offerBlock.nullable().default(null),
  code: z
    .object({
      code: z.string(),
      value: reductionJson.nullable().default(null),
      endsAt: z.iso.datetime().nullable().default(null),
    })
    .nullable()
    .default(null),
  review: z
    .object({
      products: z.array(reviewedProduct).max(10),
      notArrivedUrl: absoluteUrl.nullable().default(null),
      reward: reductionJson.nullable().default(null),
    })
    .nullable()
    .default(null),
  /** the terms are null where only the link is known */
  referral: referralInvite
    .extend({
      friendBasisPoints: z.number().int().positive().nullable().default(null),
      advocateReward: moneyJson.nullable().default(null),
    })
    .nullable()
    .default(null),
  credit: z
    .object({ amount: moneyJson, payableAt: z.iso.datetime().nullable().default(null) })
    .nullable()
    .default(null),
  parcel: z
    .object({
      state: z.enum(parcelStates),
      trackingUrl: absoluteUrl.nullable().default(null),
      trackingNumber: z.string().nullable().default(null),
      carrier: z.string().nullable().default(null),
      expectedAt: z.iso.datetime().nullable().default(null),
    })
    .nullable()
    .default(null),
  confirm: z
    .object({ url: absoluteUrl, consentText: z.string().default('') })
    .nullable()
    .default(null),
});
export type ContentVars = z.output<typeof contentVars>;
/** As a feature may write them: everything can be left out. */
export type GivenVars = z.input<typeof contentVars>;
