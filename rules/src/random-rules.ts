import type { Facts, PersonFacts } from './facts.ts';
import type { Condition, ParcelState, Rule } from './rule.ts';

// Makes cases for the property tests: every condition, over a world so small that things meet.

/** mulberry32: small, seeded, good enough to make cases. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Rand = () => number;
export const int = (rand: Rand, max: number) => Math.floor(rand() * max);
export const one = <T>(rand: Rand, list: readonly T[]): T => list[int(rand, list.length)] as T;
const some = <T>(rand: Rand, list: readonly T[]): T[] => list.filter(() => rand() < 0.4);
const maybe = <T>(rand: Rand, make: () => T): T | null => (rand() < 0.25 ? null : make());
const bool = (rand: Rand) => rand() < 0.5;

export const NOW = Date.parse('2026-11-21T21:30:00Z');
export const DAY = 86_400_000;
export const PRODUCTS = ['1', '2', '3', '4'];
/** Variants that are offered and never bought. */
export const OFFERED = ['8', '9'];
export const SURFACES = ['thank-you', 'order-status'] as const;
const CURRENCIES = ['EUR', 'USD', 'JPY'];
const COUNTRIES = ['DE', 'AT', 'FR'];
const WORDS = ['red', 'red wine', 'blue'];
const PARCELS: readonly ParcelState[] = ['placed', 'shipped', 'out-for-delivery', 'delivered'];
const MATCHES = ['any', 'all', 'none'] as const;
const PARAMS = ['source', 'medium', 'campaign', 'term', 'content'] as const;

function ends(rand: Rand, max: number): { min?: number; max?: number } {
  return { ...(rand() < 0.7 && { min: int(rand, max) }), ...(rand() < 0.5 && { max: int(rand, max) }) };
}

function money(rand: Rand): { currency: string; min?: string; max?: string } {
  const { min, max } = ends(rand, 100);
  return {
    currency: one(rand, CURRENCIES),
    ...(min !== undefined && { min: String(min) }),
    ...(max !== undefined && { max: String(max) }),
  };
}

const makers: readonly ((rand: Rand) => Condition)[] = [
  (rand) => ({ kind: 'order-total', ...money(rand) }),
  (rand) => ({
    kind: one(rand, ['bought-product', 'bought-variant']),
    match: one(rand, MATCHES),
    ids: some(rand, PRODUCTS),
  }),
  (rand) => {
    const values = some(rand, WORDS);
    return {
      kind: one(rand, ['bought-collection', 'bought-tag', 'bought-vendor', 'bought-type']),
      match: one(rand, MATCHES),
      values,
      ...(rand() < 0.8 && { productIds: values.map(() => some(rand, PRODUCTS)) }),
    };
  },
  (rand) => ({ kind: 'quantity', ...ends(rand, 6), ...(bool(rand) && { productIds: some(rand, PRODUCTS) }) }),
  (rand) => ({ kind: 'country', in: some(rand, COUNTRIES) }),
  (rand) => ({ kind: 'currency', in: some(rand, CURRENCIES) }),
  (rand) => ({ kind: 'locale', in: some(rand, ['de', 'en-GB']) }),
  (rand) => ({ kind: 'surface', in: some(rand, SURFACES) }),
  (rand) => ({ kind: 'first-order', is: bool(rand) }),
  (rand) => ({ kind: 'discount-used', is: bool(rand), ...(bool(rand) && { codes: some(rand, WORDS) }) }),
  (rand) => ({
    kind: one(rand, ['shipping-method', 'source']),
    match: one(rand, ['is', 'contains']),
    in: some(rand, WORDS),
  }),
  (rand) => ({ kind: 'utm', param: one(rand, PARAMS), in: some(rand, WORDS) }),
  (rand) => ({ kind: one(rand, ['person-orders', 'last-order-days']), ...ends(rand, 5) }),
  (rand) => ({ kind: 'person-spend', ...money(rand) }),
  (rand) => ({
    kind: one(rand, ['person-tag', 'segment']),
    match: one(rand, MATCHES),
    values: some(rand, WORDS),
  }),
  (rand) => ({ kind: one(rand, ['is-vip', 'has-reviewed', 'has-referred']), is: bool(rand) }),
  (rand) => ({ kind: 'consent', channel: one(rand, ['email', 'sms']), is: bool(rand) }),
  (rand) => ({ kind: 'parcel', in: some(rand, PARCELS) }),
  (rand) => ({
    kind: 'schedule',
    ...(bool(rand) && { from: new Date(NOW + (int(rand, 5) - 2) * DAY).toISOString() }),
    ...(bool(rand) && { until: new Date(NOW + (int(rand, 5) - 2) * DAY).toISOString() }),
  }),
  (rand) => ({ kind: 'weekday', in: some(rand, [1, 2, 3, 4, 5, 6, 7]) }),
  (rand) => ({ kind: 'hour', from: int(rand, 25), to: int(rand, 25) }),
  (rand) => ({ kind: 'stock', min: int(rand, 4) }),
  (rand) => {
    const from = int(rand, 100);
    return { kind: 'share', from, to: from + int(rand, 101 - from), ...(bool(rand) && { salt: 's' }) };
  },
];

/** A tree of random conditions, at most this deep. */
export function rule(rand: Rand, depth: number): Rule {
  const roll = rand();
  if (depth === 0 || roll < 0.4) return one(rand, makers)(rand);
  if (roll < 0.6) return { kind: 'not', rule: rule(rand, depth - 1) };
  const rules = Array.from({ length: int(rand, 4) }, () => rule(rand, depth - 1));
  return { kind: roll < 0.8 ? 'all' : 'any', rules };
}

function person(rand: Rand): PersonFacts {
  return {
    orders: maybe(rand, () => 1 + int(rand, 5)),
    spent: maybe(rand, () => ({ minor: BigInt(int(rand, 100)), currency: one(rand, CURRENCIES) })),
    previousOrderAt: maybe(rand, () => NOW - int(rand, 5 * DAY)),
    tags: maybe(rand, () => some(rand, WORDS)),
    segmentIds: maybe(rand, () => some(rand, WORDS)),
    hasEmailConsent: maybe(rand, () => bool(rand)),
    hasSmsConsent: maybe(rand, () => bool(rand)),
    isVip: maybe(rand, () => bool(rand)),
    hasReviewed: maybe(rand, () => bool(rand)),
    hasReferred: maybe(rand, () => bool(rand)),
  };
}

/** What is known of a random order; each part may not be. */
export function facts(rand: Rand): Facts {
  return {
    surface: one(rand, SURFACES),
    subject: `p${int(rand, 1000)}`,
    total: { minor: BigInt(int(rand, 100)), currency: one(rand, CURRENCIES) },
    lines: some(rand, PRODUCTS).map((productId) => ({
      productId,
      variantId: one(rand, PRODUCTS),
      quantity: 1 + int(rand, 3),
    })),
    locale: one(rand, ['', 'de', 'de-AT', 'en', 'en-GB']),
    country: maybe(rand, () => one(rand, COUNTRIES)),
    isFirstOrder: maybe(rand, () => bool(rand)),
    discountCodes: maybe(rand, () => some(rand, WORDS)),
    shippingMethod: maybe(rand, () => one(rand, WORDS)),
    source: maybe(rand, () => one(rand, WORDS)),
    utm: maybe(rand, () => Object.fromEntries(some(rand, PARAMS).map((param) => [param, one(rand, WORDS)]))),
    person: maybe(rand, () => person(rand)),
    parcel: maybe(rand, () => one(rand, PARCELS)),
    zoneOffsetMinutes: maybe(rand, () => (int(rand, 53) - 26) * 30),
    stock: new Map(some(rand, OFFERED).map((id) => [id, int(rand, 4)])),
  };
}
