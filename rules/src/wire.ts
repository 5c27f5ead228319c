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
export type Surface = 'thank-you' | 'order-status';

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

export type OfferKind = 'product' | 'discount';

export interface OfferCard {
  readonly id: string;
  readonly kind: OfferKind;
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
}

export interface OfferDiscount {
  readonly kind: 'percentage' | 'amount' | 'none';
  /** Percent as a decimal string ("15") or an amount in major units ("5.00"); "0" for none. */
  readonly value: string;
  /** What the badge says, already localised ("−15 %"); empty for none. */
  readonly label: string;
}

export interface AcceptedOffer {
  /** The discount code; empty when the offer has no discount. */
  readonly code: string;
  /** The cart with the product in it and the code applied. */
  readonly url: string;
  readonly deadlineAt: string | null;
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
}

/**
 * `gone`: the offer has ended (deadline, sold out, switched off); `message` says so in the shopper's language.
 * `unavailable`: it cannot be done just now; trying again later may work.
 */
export type AcceptResponse =
  | ({ readonly kind: 'accepted' } & AcceptedOffer)
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'unavailable' };

/**
 * The extension sends `shown`, `clicked` and `dismissed`, each at most once per page view and offer. `accepted`
 * is written by the server itself, under the accept's `eventId`, when it answers an accept.
 */
export type OfferEventType = 'shown' | 'clicked' | 'accepted' | 'dismissed';

export interface OfferEvent {
  /** UUID; the server keeps each id once. */
  readonly id: string;
  readonly type: OfferEventType;
  readonly offerId: string;
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

/** Path of one offer's accept call. */
export function acceptPath(offerId: string): string {
  return `${OFFERS_PATH}/${encodeURIComponent(offerId)}/accept`;
}

/** Most lines in one request; what a longer order has beyond them, the server knows from the order itself. */
export const MAX_LINES = 200;

/** Most events in one request; the extension never sends more. */
export const MAX_EVENTS = 50;
