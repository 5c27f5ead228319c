import type { ParcelState, Rule, UtmCondition } from './rule.ts';
import type { Surface } from './wire.ts';

/** What the engine must know of an offer. The caller's own type may carry more; it comes back untouched. */
export interface RuleOffer {
  readonly id: string;
  readonly surfaces: readonly Surface[];
  /** null: every order. */
  readonly rule: Rule | null;
  /** What is offered, if it is a product. */
  readonly product?: { readonly productId: string; readonly variantId: string } | null | undefined;
  /** Its product is bought again and again: having just bought it is no reason not to offer it. */
  readonly isRepeatable?: boolean | undefined;
  /**
   * Moments of an order-status page at which it may be shown; absent or empty = at all of them. This and `fromDays` are about
   * order-status pages only: a thank-you page is the moment after paying, a message has a time of its own.
   */
  readonly moments?: readonly ParcelState[] | undefined;
  /** On an order-status page only from this many days of 24 hours after the order (or, with `after: 'delivered'`, after the parcel arrived). */
  readonly fromDays?: { readonly days: number; readonly after: 'ordered' | 'delivered' } | null | undefined;
  /** ISO UTC; included. */
  readonly startsAt?: string | null | undefined;
  /** ISO UTC; excluded. */
  readonly endsAt?: string | null | undefined;
  /** Percent of subjects that never see this offer, so that its effect can be measured. */
  readonly holdOutPercent?: number | undefined;
}

export interface FactLine {
  readonly productId: string;
  readonly variantId: string;
  readonly quantity: number;
}

/** What is known about the buyer; each part null when it is not known. */
export interface PersonFacts {
  /** this order included */
  readonly orders: number | null;
  readonly spent: { readonly minor: bigint; readonly currency: string } | null;
  /** when the order before this one was placed; null = none or not known */
  readonly previousOrderAt: number | null;
  readonly tags: readonly string[] | null;
  readonly segmentIds: readonly string[] | null;
  readonly hasEmailConsent: boolean | null;
  readonly hasSmsConsent: boolean | null;
  readonly isVip: boolean | null;
  readonly hasReviewed: boolean | null;
  readonly hasReferred: boolean | null;
}

/** What is known about one order and its buyer. Ids as gid or number. */
export interface Facts {
  readonly surface: Surface;
  /** Who stays in the same share for ever: a person's id where known, else the checkout or order. */
  readonly subject: string;
  readonly total: { readonly minor: bigint; readonly currency: string };
  readonly lines: readonly FactLine[];
  readonly locale: string;
  readonly country?: string | null | undefined;
  readonly isFirstOrder?: boolean | null | undefined;
  /** Codes used on this order; null or absent = not known. */
  readonly discountCodes?: readonly string[] | null | undefined;
  readonly shippingMethod?: string | null | undefined;
  readonly source?: string | null | undefined;
  /** Absent = not known; a visit without parameters is an empty object. */
  readonly utm?: Readonly<Partial<Record<UtmCondition['param'], string>>> | null | undefined;
  /** What the server knows of the person; absent on a page that decides by itself. */
  readonly person?: PersonFacts | null | undefined;
  readonly parcel?: ParcelState | null | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly orderedAt?: number | null | undefined;
  readonly deliveredAt?: number | null | undefined;
  /** The shop's offset from UTC at this moment, in minutes (+60 for Berlin in winter). */
  readonly zoneOffsetMinutes?: number | null | undefined;
  /** Pieces in stock, by variant (plain number as id); a variant that is not counted is absent. */
  readonly stock?: ReadonlyMap<string, number> | undefined;
  /** Variants that cannot be bought now. */
  readonly soldOutVariantIds?: ReadonlySet<string> | undefined;
  /** Offers that this buyer closed. */
  readonly closedOfferIds?: ReadonlySet<string> | undefined;
}

/**
 * Why an offer is shown or not, for machines; the words are in the locale files. `code` is a condition's kind
 * or one of the engine's own: other-surface, other-moment, too-early, not-started, ended, just-bought, sold-out, closed-by-buyer,
 * same-product, nothing-left, held-out, accepted, deadline-over, other-currency, done-before, nothing-yet, cannot-be-kept, limit-reached, rule-unreadable, no-rule, empty-rule.
 */
export interface Reason {
  readonly code: string;
  readonly met: 'yes' | 'no' | 'unknown';
  readonly params: Readonly<Record<string, string | number | boolean | readonly string[] | null>>;
}

/**
 * The number at the end of a Shopify id: "gid://shopify/Product/42" and "42" are the same thing, and
 * gid://shopify/OrderIdentity/42 is the order 42. Stays a string: ids exceed 2^53.
 */
export function plainId(id: string): string {
  if (!id.startsWith('gid:')) return id;
  const end = id.indexOf('?');
  return id.slice(id.lastIndexOf('/', end < 0 ? undefined : end) + 1, end < 0 ? undefined : end);
}
