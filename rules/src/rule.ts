import type { Surface } from './wire.ts';

/**
 * A rule says for which orders an offer may be shown. It is a tree of plain JSON, so that it can be stored,
 * sent and edited; `compile` turns it into something fast.
 *
 * Each condition is answered with yes, no or not known (a fact that the page did not tell, an order in another
 * currency). Not known stays not known under `not`, and only a clear yes shows an offer: whoever asks for
 * "not a first order" does not mean "we could not tell".
 */
export type Rule = AllRule | AnyRule | NotRule | Condition;

/** Every part holds; an empty list holds. */
export interface AllRule {
  readonly kind: 'all';
  readonly rules: readonly Rule[];
}

/** At least one part holds; an empty list does not. */
export interface AnyRule {
  readonly kind: 'any';
  readonly rules: readonly Rule[];
}

export interface NotRule {
  readonly kind: 'not';
  readonly rule: Rule;
}

export type Condition =
  | OrderTotalCondition
  | BoughtCondition
  | QuantityCondition
  | ListCondition
  | SurfaceCondition
  | FirstOrderCondition
  | ScheduleCondition
  | ShareCondition;

/** The order's total, in minor units of that currency as decimal strings; both ends included. */
export interface OrderTotalCondition {
  readonly kind: 'order-total';
  readonly currency: string;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** `any` of these was bought, `all` of them, or `none`. Ids as gid or number. */
export interface BoughtCondition {
  readonly kind: 'bought-product' | 'bought-variant';
  readonly match: 'any' | 'all' | 'none';
  readonly ids: readonly string[];
}

/** How many pieces were bought, of these products or (without `productIds`) of everything; both ends included. */
export interface QuantityCondition {
  readonly kind: 'quantity';
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly productIds?: readonly string[] | undefined;
}

/**
 * The order's currency (ISO 4217), the buyer's country (ISO 3166-1 alpha-2) or locale is one of these.
 * A locale without a region ("de") also stands for all its regions ("de-AT").
 */
export interface ListCondition {
  readonly kind: 'currency' | 'country' | 'locale';
  readonly in: readonly string[];
}

export interface SurfaceCondition {
  readonly kind: 'surface';
  readonly in: readonly Surface[];
}

export interface FirstOrderCondition {
  readonly kind: 'first-order';
  readonly is: boolean;
}

/** From `from` (included) until `until` (excluded), ISO UTC; an absent end is open. */
export interface ScheduleCondition {
  readonly kind: 'schedule';
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/**
 * A random but fixed part of all subjects, in percent: from `from` (included, 0 if absent) to `to` (excluded).
 * Two offers with the same `salt` cut the same cake: 0 to 50 and 50 to 100 never overlap. Without a salt each
 * offer cuts its own.
 */
export interface ShareCondition {
  readonly kind: 'share';
  readonly from?: number | undefined;
  readonly to: number;
  readonly salt?: string | undefined;
}

/** What the engine must know of an offer. The caller's own type may carry more; it comes back untouched. */
export interface RuleOffer {
  readonly id: string;
  readonly surfaces: readonly Surface[];
  /** null: every order. */
  readonly rule: Rule | null;
  /** What is offered, if it is a product. */
  readonly product?: { readonly productId: string; readonly variantId: string } | null | undefined;
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
  /** Variants that cannot be bought now. */
  readonly soldOutVariantIds?: ReadonlySet<string> | undefined;
  /** Offers that this buyer closed. */
  readonly closedOfferIds?: ReadonlySet<string> | undefined;
}

/**
 * Why an offer is shown or not, for machines; the words are in the locale files. `code` is a condition's kind
 * or one of the engine's own: other-surface, not-started, ended, just-bought, sold-out, closed-by-buyer,
 * same-product, held-out, limit-reached, rule-unreadable, no-rule, empty-rule.
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
