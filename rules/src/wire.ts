/**
 * The JSON that the extensions and the server agree on.
 *
 * Everything is plain JSON: ids are strings (Shopify's exceed 2^53), money is a decimal string with its
 * currency, times are ISO 8601 in UTC. Texts that a merchant wrote arrive already in the shopper's language.
 * The server validates requests strictly; the extension reads answers defensively through the `read…` guards
 * of read-wire.ts, so that an old bundle survives a newer server and the other way round: a field may be added, never
 * renamed, and what is not understood is left out, never shown half.
 */

/** Where a shopper meets an offer. */
export type Surface = 'thank-you' | 'order-status' | 'post-purchase' | 'message';

/** An amount as it travels: decimal string in major units ("12.50", "1200" for yen) and ISO 4217 code. */
export interface WireMoney {
  readonly amount: string;
  readonly currency: string;
}

/** One bought line. Ids as the surface gives them (gid or number, both as strings). */
export interface WireLine {
  readonly productId: string;
  readonly variantId: string;
  readonly quantity: number;
}

/** `POST {app}/checkout/offers`: what may be shown to this buyer on this page? */
export interface OffersRequest {
  readonly surface: Surface;
  /** As the surface gives it: gid://shopify/OrderIdentity/n, gid://shopify/Order/n; the server normalises. */
  readonly orderId: string;
  readonly checkoutToken?: string | undefined;
  readonly confirmationNumber?: string | undefined;
  /** BCP 47, e.g. "de-AT". */
  readonly locale: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  readonly currency: string;
  readonly total: WireMoney;
  readonly lines: readonly WireLine[];
  readonly isFirstOrder?: boolean | undefined;
  /** Codes used on this order. */
  readonly discountCodes?: readonly string[] | undefined;
  /** Title of the delivery option. */
  readonly shippingMethod?: string | undefined;
  /** Offers that this buyer closed with "No thanks" on this device; they are not offered again. */
  readonly seenOfferIds?: readonly string[] | undefined;
  /**
   * `page` (the default) asks for everything. `referral` asks again for the referral card only, because the
   * first answer said that the order has not arrived yet: the server makes no new decision and answers no offers.
   */
  readonly purpose?: 'page' | 'referral' | undefined;
  /**
   * Whether the buyer allows measuring (Shopify's customer privacy). When false the extension sends no events;
   * the server records no exposure of this decision to a person either.
   */
  readonly mayMeasure?: boolean | undefined;
}

export interface OffersResponse {
  /** Names this decision in the events and in the server's log. */
  readonly decisionId: string;
  /** In the order in which they are to be shown; already cut to the shop's limit. */
  readonly offers: readonly OfferCard[];
  readonly referral: ReferralCard | null;
  /** The server's clock, ISO UTC. */
  readonly serverTime: string;
}

/**
 * product: something else at a better price, in a new order · add-to-order: the same into this order · buy-again: what was
 * bought, once more · discount: a code for the next order · vip: join the list · question · birthday · review: "how was it?" ·
 * referral: the buyer's link · parcel: where the parcel is · message: words, a picture and a link.
 */
export const OFFER_KINDS = [
  'product',
  'add-to-order',
  'buy-again',
  'discount',
  'vip',
  'question',
  'birthday',
  'review',
  'referral',
  'parcel',
  'message',
] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

/** One card. What a kind needs beyond the words stands in the field of that name; a card that lacks it is not shown. */
export interface OfferCard {
  readonly id: string;
  readonly kind: OfferKind;
  /** Which variant of a running test this is; absent without one. */
  readonly arm?: string | undefined;
  readonly picture?: { readonly url: string; readonly alt: string } | null | undefined;
  /** More products of the same offer, after `product`; the shopper picks one. */
  readonly moreProducts?: readonly OfferProduct[] | undefined;
  readonly question?: QuestionCard | null | undefined;
  readonly vip?: VipCard | null | undefined;
  readonly birthday?: { readonly consent: string } | null | undefined;
  readonly review?:
    | { readonly url: string; readonly productTitle: string; readonly imageUrl?: string | null }
    | null
    | undefined;
  readonly referral?: ReferralCard | null | undefined;
  readonly parcel?: ParcelCard | null | undefined;
  /** Where a message's button leads; without it the card has no button. */
  readonly link?: string | null | undefined;
  readonly title: string;
  readonly text: string;
  /** Label of the accept button. */
  readonly button: string;
  /** The product offered; always there for kind `product`. */
  readonly product?: OfferProduct | null | undefined;
  readonly discount: OfferDiscount;
  /** When the offer ends for this order: counted from the order and kept by the server; null = no deadline. */
  readonly deadlineAt?: string | null | undefined;
  /** Set when this order has accepted the offer already: the card then shows the code. */
  readonly accepted?: AcceptedOffer | null | undefined;
  /** kind `add-to-order`: it is in the order already, and the difference is not paid yet. */
  readonly added?: AddedToOrder | null | undefined;
  readonly smallPrint?: string | null | undefined;
}

export interface OfferProduct {
  readonly productId: string;
  readonly variantId: string;
  readonly title: string;
  readonly variantTitle?: string | null | undefined;
  readonly imageUrl?: string | null | undefined;
  readonly price: WireMoney;
  /** The same as `price` when there is no discount. */
  readonly discountedPrice: WireMoney;
  /** kind `buy-again`: how many were bought; what the page proposes. Absent = 1. */
  readonly quantity?: number | undefined;
  /** In the metafield: people buy it again and again, so it may be offered to who has just bought it. */
  readonly isRepeatable?: boolean | undefined;
}

export interface OfferDiscount {
  readonly kind: 'percentage' | 'amount' | 'free-shipping' | 'gift' | 'none';
  /** Percent as a decimal string ("15") or an amount in major units ("5.00"); "0" for none. */
  readonly value: string;
  /** What the badge says, already localised ("−15 %"); empty for none. */
  readonly label: string;
}

/** A question; options already in the order in which they are to be shown. */
export interface QuestionCard {
  readonly type: 'one' | 'several' | 'scale' | 'nps' | 'text' | 'source';
  readonly options: readonly { readonly id: string; readonly label: string }[];
  /** An "Other" option with a field of its own has this id. */
  readonly otherId?: string | null | undefined;
  /** Ends of a scale (1 to `max`; NPS is 0 to 10). */
  readonly scale?:
    | { readonly min: number; readonly max: number; readonly low: string; readonly high: string }
    | null
    | undefined;
  /** Said after the answer. */
  readonly thanks: string;
}

export interface VipCard {
  /** What the buyer agrees to, word for word as it will be kept. */
  readonly consent: string;
  /** Whether the page must ask for an address: false when the server knows the buyer's. */
  readonly needsEmail: boolean;
  readonly isDoubleOptIn: boolean;
}

export interface ParcelCard {
  readonly state: 'placed' | 'shipped' | 'out-for-delivery' | 'delivered' | 'late';
  /** Steps in order, each with when it happened (ISO UTC) or null. */
  readonly steps: readonly {
    readonly key: 'placed' | 'shipped' | 'out-for-delivery' | 'delivered';
    readonly at: string | null;
  }[];
  readonly trackingUrl?: string | null | undefined;
  readonly carrier?: string | null | undefined;
}

export interface AcceptedOffer {
  /** The discount code; empty when the offer has no discount. */
  readonly code: string;
  /** The cart with the product in it and the code applied. */
  readonly url: string;
  readonly deadlineAt: string | null;
}

/** It is in the order; the buyer pays `due` on Shopify's own page until `payBy` (ISO UTC), then it is taken off again. */
export interface AddedToOrder {
  readonly payUrl: string;
  readonly due: WireMoney;
  readonly payBy: string;
}

/** The buyer's own referral link. `pending`: the order has not reached the server yet; ask again. */
export interface ReferralCard {
  readonly state: 'ready' | 'pending';
  readonly link?: string | null | undefined;
  readonly code?: string | null | undefined;
  readonly headline: string;
  readonly text: string;
  /** What the friend gets, localised ("10 % off the first order"). */
  readonly friendReward: string;
  /** What the buyer gets, localised ("10 € store credit"). */
  readonly advocateReward: string;
  readonly smallPrint?: string | null | undefined;
}

/** `POST {app}/checkout/offers/:id/accept` */
export interface AcceptRequest {
  readonly surface: Surface;
  readonly orderId: string;
  readonly checkoutToken?: string | undefined;
  readonly confirmationNumber?: string | undefined;
  readonly locale: string;
  readonly decisionId?: string | undefined;
  /** UUID. Repeating an accept with the same id is the same accept. */
  readonly eventId: string;
  readonly arm?: string | undefined;
  /** Which of several products. */
  readonly variantId?: string | undefined;
  readonly quantity?: number | undefined;
  /** kind `buy-again`: what is wanted again; the answer's `url` is the cart with exactly this in it. */
  readonly lines?: readonly { readonly variantId: string; readonly quantity: number }[] | undefined;
  /** kind `question`: option ids, a number on the scale, or words. */
  readonly answer?:
    | { readonly optionIds?: readonly string[]; readonly scale?: number; readonly text?: string }
    | undefined;
  /** kind `vip`: the address, where the page had to ask; `consent` says that the box was ticked by the buyer. */
  readonly email?: string | undefined;
  readonly consent?: boolean | undefined;
  /** kind `birthday`: "MM-DD" or "YYYY-MM-DD". */
  readonly birthday?: string | undefined;
  /** kind `add-to-order`: the quote that the buyer has seen and agreed to. */
  readonly quoteId?: string | undefined;
}

/** `POST {app}/checkout/offers/:id/quote`: what would adding this to the order cost? Same body as an accept. */
export type QuoteRequest = Omit<AcceptRequest, 'quoteId'>;

/** `cart`: it cannot be added to this order (`message` says why); the same offer is to be had as a new order. */
export type QuoteResponse =
  | ({ readonly kind: 'quote' } & AddQuote)
  | { readonly kind: 'cart'; readonly message: string }
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'unavailable' };

/** All amounts in the order's own currency; what the buyer pays more is `due`. */
export interface AddQuote {
  readonly quoteId: string;
  readonly title: string;
  readonly quantity: number;
  readonly price: WireMoney;
  readonly discount: WireMoney;
  /** Null when tax is contained in the price. */
  readonly tax: WireMoney | null;
  readonly due: WireMoney;
  /** "Sent with your order, no extra shipping." */
  readonly shippingNote: string;
  /** Until when it must be paid, ISO UTC; then it is taken off again. */
  readonly payBy: string;
}

/**
 * `gone`: the offer has ended (deadline, sold out, switched off); `message` says so in the shopper's language.
 * `unavailable`: it cannot be done just now; trying again later may work.
 */
export type AcceptResponse =
  | ({ readonly kind: 'accepted' } & AcceptedOffer)
  /** Nothing more to do (answered, joined, kept); with a code when the merchant thanks with one. */
  | { readonly kind: 'done'; readonly message: string; readonly accepted?: AcceptedOffer | null | undefined }
  | ({ readonly kind: 'added' } & AddedToOrder)
  /** What was typed does not do; `message` says so in the shopper's language. */
  | { readonly kind: 'invalid'; readonly field: string; readonly message: string }
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'unavailable' };

/**
 * The extension sends these, each at most once per page view and offer: `shown` (drawn), `seen` (still on the page three seconds
 * later), `clicked`, `dismissed`, and `held-out` for an offer that a page which decides by itself kept back. `accepted` is
 * written by the server itself, under the accept's `eventId`, when it answers an accept; so is `held-out` when it decides.
 */
export type OfferEventType = 'shown' | 'seen' | 'clicked' | 'accepted' | 'dismissed' | 'held-out';

export interface OfferEvent {
  /** UUID; the server keeps each id once. */
  readonly id: string;
  readonly type: OfferEventType;
  readonly offerId: string;
  /** The variant of a test that was shown. */
  readonly arm?: string | undefined;
  /** The product on the card (of several, the first). */
  readonly productId?: string | undefined;
  /** The shopper's clock, ISO UTC; only good for order within one page. */
  readonly at: string;
}

/** `POST {app}/checkout/offer-events`: answered 202 with no body. */
export interface OfferEventsRequest {
  readonly surface: Surface;
  readonly orderId: string;
  readonly checkoutToken?: string | undefined;
  readonly decisionId?: string | undefined;
  readonly events: readonly OfferEvent[];
}

/** Paths below the app's base URL. */
export const OFFERS_PATH = '/checkout/offers';
export const OFFER_EVENTS_PATH = '/checkout/offer-events';

/** Path of one offer's quote call. */
export function quotePath(offerId: string): string {
  return `${OFFERS_PATH}/${encodeURIComponent(offerId)}/quote`;
}

/** Path of one offer's accept call. */
export function acceptPath(offerId: string): string {
  return `${OFFERS_PATH}/${encodeURIComponent(offerId)}/accept`;
}

/**
 * What a thank-you page needs to decide by itself: the value of the app-owned shop metafield `$app` / `offers`, JSON, written at
 * each change. `mode: 'ask'` = some offer needs facts that only the server has, so the page asks; `outline` then says how tall
 * the waiting place must be.
 */
export interface PageOffers {
  readonly v: 1;
  readonly version: number;
  readonly mode: 'page' | 'ask' | 'none';
  readonly limit: number;
  /** Kinds of the cards that may come, most likely first: what a skeleton looks like. */
  readonly outline: readonly OfferKind[];
  readonly shop: { readonly currency: string; readonly locale: string; readonly timezone: string };
  /**
   * In order of priority. For `ask` too, as far as there is room: the page then knows how large the cards will be that its own facts
   * make sure to come. An offer whose rule is absent (not null) is never sure.
   */
  readonly offers: readonly PageOffer[];
  /**
   * The referral card that stands below the offers, by language, `pending`: the page asks for the link by itself. Absent: there
   * is none, or it is placed as an offer.
   */
  readonly referral?: Readonly<Record<string, ReferralCard>> | null | undefined;
  /** Offers that may not be shown after this moment without asking (ISO UTC): the metafield is then too old to trust. */
  readonly goodUntil: string;
}

/** One offer for a page that decides by itself: the rule, and the card by language. */
export interface PageOffer {
  readonly id: string;
  readonly surfaces: readonly Surface[];
  readonly rule: unknown;
  readonly product?: { readonly productId: string; readonly variantId: string } | null | undefined;
  readonly startsAt?: string | null | undefined;
  readonly endsAt?: string | null | undefined;
  readonly holdOutPercent?: number | undefined;
  readonly deadlineHours?: number | null | undefined;
  /** For a test: arms with their weights; `cards` is then by arm. */
  readonly arms?: readonly { readonly id: string; readonly weight: number }[] | undefined;
  readonly salt?: string | undefined;
  /** `product` may be offered to who has just bought it. */
  readonly isRepeatable?: boolean | undefined;
  /**
   * Instead of `product`, where there is a list to choose from: `product` and `moreProducts` of the cards are then all of it, best
   * first, and so many that can be offered to this order stand on the card.
   */
  readonly show?: number | undefined;
  /** Answers of the question in an order of their own for each order: by `shareOf(offer id, order id, option id)`. */
  readonly isShuffled?: boolean | undefined;
  /**
   * By arm ('' without a test), then by language; without deadline and accepted state. Words may still hold {first name}, {product},
   * {deadline} and {order}. A referral card is `pending`: the page asks for the link.
   */
  readonly cards: Readonly<Record<string, Readonly<Record<string, OfferCard>>>>;
}

/** Most lines in one request; what a longer order has beyond them, the server knows from the order itself. */
export const MAX_LINES = 200;

/** Most events in one request; the extension never sends more. */
export const MAX_EVENTS = 50;
