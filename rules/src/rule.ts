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
  | BoughtGroupCondition
  | QuantityCondition
  | ListCondition
  | SurfaceCondition
  | FirstOrderCondition
  | DiscountUsedCondition
  | TextCondition
  | UtmCondition
  | PersonNumberCondition
  | PersonSpendCondition
  | PersonListCondition
  | PersonClaimCondition
  | ConsentCondition
  | ParcelCondition
  | ScheduleCondition
  | WeekdayCondition
  | HourCondition
  | StockCondition
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

/**
 * `any`, `all` or `none` of these groups is among what was bought: collections (ids), or tags, vendors and product types
 * (texts, case does not count). The engine knows products only, so whoever loads a shop's rules turns each group into the
 * products in it (`productIds`, one list per value, in the order of `values`) before compiling; without that it is not known.
 */
export interface BoughtGroupCondition {
  readonly kind: 'bought-collection' | 'bought-tag' | 'bought-vendor' | 'bought-type';
  readonly match: 'any' | 'all' | 'none';
  readonly values: readonly string[];
  readonly productIds?: readonly (readonly string[])[] | undefined;
}

/** Whether any discount code was used, or (with `codes`) one of these; case does not count. */
export interface DiscountUsedCondition {
  readonly kind: 'discount-used';
  readonly is: boolean;
  readonly codes?: readonly string[] | undefined;
}

/** The title of the delivery option, or where the order was placed (Shopify's source name: web, pos, …); case does not count. */
export interface TextCondition {
  readonly kind: 'shipping-method' | 'source';
  readonly match: 'is' | 'contains';
  readonly in: readonly string[];
}

/** A campaign parameter of the visit that led to the order; case does not count. */
export interface UtmCondition {
  readonly kind: 'utm';
  readonly param: 'source' | 'medium' | 'campaign' | 'term' | 'content';
  readonly in: readonly string[];
}

/**
 * How many orders this person has placed, this one included (`person-orders`), or how many days ago the order before this one
 * was (`last-order-days`; not known for a first order). Both ends included.
 */
export interface PersonNumberCondition {
  readonly kind: 'person-orders' | 'last-order-days';
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** What this person has spent in all, this order included, in minor units of that currency; both ends included. */
export interface PersonSpendCondition {
  readonly kind: 'person-spend';
  readonly currency: string;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** The customer's tags (texts, case does not count) or the customer segments they are in (ids). */
export interface PersonListCondition {
  readonly kind: 'person-tag' | 'segment';
  readonly match: 'any' | 'all' | 'none';
  readonly values: readonly string[];
}

/** On the VIP list; has given a review; has recommended the shop to somebody who bought. */
export interface PersonClaimCondition {
  readonly kind: 'is-vip' | 'has-reviewed' | 'has-referred';
  readonly is: boolean;
}

/** May be written to on this channel for marketing. */
export interface ConsentCondition {
  readonly kind: 'consent';
  readonly channel: 'email' | 'sms';
  readonly is: boolean;
}

/** Where the parcel is; of several parcels the one that is furthest. */
export interface ParcelCondition {
  readonly kind: 'parcel';
  readonly in: readonly ParcelState[];
}
export type ParcelState = 'placed' | 'shipped' | 'out-for-delivery' | 'delivered';

/** The weekday in the shop's zone, 1 = Monday to 7 = Sunday (ISO 8601). */
export interface WeekdayCondition {
  readonly kind: 'weekday';
  readonly in: readonly number[];
}

/** From hour `from` (included) to `to` (excluded) in the shop's zone, 0 to 24; 22 to 6 goes over midnight. */
export interface HourCondition {
  readonly kind: 'hour';
  readonly from: number;
  readonly to: number;
}

/** How many pieces of the offered variant are in stock, at least; not known where stock is not counted. */
export interface StockCondition {
  readonly kind: 'stock';
  readonly min: number;
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
