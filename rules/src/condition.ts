import { HASH_START, hashPart, shareFrom } from './hash.ts';
import { type FactLine, type Facts, plainId, type Reason } from './rule.ts';
import type { Surface } from './wire.ts';

/** no < not known < yes: then `all` is the least, `any` the greatest, and `not` turns the scale round. */
export const NO = 0;
export const UNKNOWN = 1;
export const YES = 2;
export type Answer = 0 | 1 | 2;

/** Facts as the conditions read them; made once per decision. */
export interface ReadyFacts {
  readonly surface: Surface;
  readonly subject: string;
  readonly minor: bigint;
  readonly currency: string;
  readonly lines: readonly FactLine[];
  readonly pieces: number;
  readonly locale: string;
  readonly language: string;
  readonly country: string;
  readonly isFirstOrder: boolean | null;
  readonly now: number;
}

export interface Leaf {
  readonly type: 'leaf';
  readonly test: (facts: ReadyFacts) => Answer;
  readonly code: string;
  readonly params: Reason['params'];
}

/** A rule that is not one; the message is for logs and tests. */
export class Unreadable extends Error {}

/** Any object from outside. */
export type Bag = Readonly<Record<string, unknown>>;

function texts(value: unknown, what: string): string[] {
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string')) {
    throw new Unreadable(`${what}: a list of texts is expected`);
  }
  return value as string[];
}

function minorUnits(value: unknown, what: string): bigint | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || !/^-?\d{1,30}$/.test(value)) throw new Unreadable(`${what}: minor units`);
  return BigInt(value);
}

function bound(value: unknown, what: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Unreadable(`${what}: a number is expected`);
  return value;
}

/** A time as milliseconds; `open` when it is absent. */
export function instant(value: unknown, what: string, open: number): number {
  if (value === undefined || value === null) return open;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new Unreadable(`${what}: a time is expected`);
  return at;
}

function leaf(code: string, params: Reason['params'], test: Leaf['test']): Leaf {
  return { type: 'leaf', code, params, test };
}

function within(value: number, min: number | null, max: number | null): Answer {
  return (min === null || value >= min) && (max === null || value <= max) ? YES : NO;
}

function orderTotal(rule: Bag): Leaf {
  if (typeof rule.currency !== 'string') throw new Unreadable('order-total: currency');
  const currency = rule.currency.toUpperCase();
  const min = minorUnits(rule.min, 'order-total: min');
  const max = minorUnits(rule.max, 'order-total: max');
  const params = { currency, min: min === null ? null : `${min}`, max: max === null ? null : `${max}` };
  return leaf('order-total', params, (facts) => {
    if (facts.currency !== currency) return UNKNOWN;
    return (min === null || facts.minor >= min) && (max === null || facts.minor <= max) ? YES : NO;
  });
}

function bought(rule: Bag, kind: 'bought-product' | 'bought-variant'): Leaf {
  const ids = new Set(texts(rule.ids, kind).map(plainId));
  const params = { ids: [...ids], match: String(rule.match) };
  const isProduct = kind === 'bought-product';
  const hit = (facts: ReadyFacts): boolean => {
    for (const line of facts.lines) if (ids.has(isProduct ? line.productId : line.variantId)) return true;
    return false;
  };
  switch (rule.match) {
    case 'any':
      return leaf(kind, params, (facts) => (hit(facts) ? YES : NO));
    case 'none':
      return leaf(kind, params, (facts) => (hit(facts) ? NO : YES));
    case 'all':
      return leaf(kind, params, (facts) => {
        if (ids.size > facts.lines.length) return NO;
        for (const id of ids) {
          if (!facts.lines.some((line) => (isProduct ? line.productId : line.variantId) === id)) return NO;
        }
        return YES;
      });
    default:
      throw new Unreadable(`${kind}: match`);
  }
}

function quantity(rule: Bag): Leaf {
  const min = bound(rule.min, 'quantity: min');
  const max = bound(rule.max, 'quantity: max');
  if (rule.productIds === undefined || rule.productIds === null) {
    return leaf('quantity', { min, max, productIds: null }, (facts) => within(facts.pieces, min, max));
  }
  const ids = new Set(texts(rule.productIds, 'quantity: productIds').map(plainId));
  return leaf('quantity', { min, max, productIds: [...ids] }, (facts) => {
    let pieces = 0;
    for (const line of facts.lines) if (ids.has(line.productId)) pieces += line.quantity;
    return within(pieces, min, max);
  });
}

function oneOf(rule: Bag, kind: 'currency' | 'country' | 'locale' | 'surface'): Leaf {
  const list = texts(rule.in, kind);
  const params = { in: list };
  if (kind === 'surface') {
    const surfaces = new Set(list);
    return leaf(kind, params, (facts) => (surfaces.has(facts.surface) ? YES : NO));
  }
  if (kind === 'locale') {
    const locales = new Set(list.map(plainLocale));
    return leaf(kind, params, (facts) => {
      if (facts.locale === '') return UNKNOWN;
      return locales.has(facts.locale) || locales.has(facts.language) ? YES : NO;
    });
  }
  const codes = new Set(list.map((code) => code.toUpperCase()));
  return leaf(kind, params, (facts) => {
    const code = kind === 'country' ? facts.country : facts.currency;
    if (code === '') return UNKNOWN;
    return codes.has(code) ? YES : NO;
  });
}

function share(rule: Bag, offerId: string): Leaf {
  const from = bound(rule.from, 'share: from') ?? 0;
  const to = bound(rule.to, 'share: to');
  if (to === null || from < 0 || to > 100 || from > to) throw new Unreadable('share: 0 to 100');
  if (rule.salt !== undefined && typeof rule.salt !== 'string') throw new Unreadable('share: salt');
  const salt = typeof rule.salt === 'string' ? rule.salt : offerId;
  const seed = hashPart(hashPart(HASH_START, 'share'), salt);
  const low = from / 100;
  const high = to / 100;
  return leaf('share', { from, to }, (facts) => {
    const at = shareFrom(seed, facts.subject);
    return at >= low && at < high ? YES : NO;
  });
}

/** The test of one condition. Throws Unreadable for a kind that is unknown or fields that do not fit. */
export function condition(rule: Bag, offerId: string): Leaf {
  switch (rule.kind) {
    case 'order-total':
      return orderTotal(rule);
    case 'bought-product':
    case 'bought-variant':
      return bought(rule, rule.kind);
    case 'quantity':
      return quantity(rule);
    case 'currency':
    case 'country':
    case 'locale':
    case 'surface':
      return oneOf(rule, rule.kind);
    case 'first-order': {
      const wanted = rule.is;
      if (typeof wanted !== 'boolean') throw new Unreadable('first-order: is');
      return leaf('first-order', { is: wanted }, (facts) => {
        if (facts.isFirstOrder === null) return UNKNOWN;
        return facts.isFirstOrder === wanted ? YES : NO;
      });
    }
    case 'schedule': {
      const from = instant(rule.from, 'schedule: from', Number.NEGATIVE_INFINITY);
      const until = instant(rule.until, 'schedule: until', Number.POSITIVE_INFINITY);
      const params = { from: (rule.from as string) ?? null, until: (rule.until as string) ?? null };
      return leaf('schedule', params, (facts) => (facts.now >= from && facts.now < until ? YES : NO));
    }
    case 'share':
      return share(rule, offerId);
    default:
      throw new Unreadable(`unknown condition ${String(rule.kind).slice(0, 40)}`);
  }
}

function plainLocale(locale: string): string {
  return locale.replace(/_/g, '-').toLowerCase();
}

/** Normalises facts once for all conditions. */
export function readyFacts(facts: Facts, now: number): ReadyFacts {
  const lines = facts.lines.map((line) => ({
    productId: plainId(line.productId),
    variantId: plainId(line.variantId),
    quantity: line.quantity,
  }));
  let pieces = 0;
  for (const line of lines) pieces += line.quantity;
  const locale = plainLocale(facts.locale);
  const dash = locale.indexOf('-');
  return {
    surface: facts.surface,
    subject: facts.subject,
    minor: facts.total.minor,
    currency: facts.total.currency.toUpperCase(),
    lines,
    pieces,
    locale,
    language: dash < 0 ? locale : locale.slice(0, dash),
    country: facts.country ? facts.country.toUpperCase() : '',
    isFirstOrder: facts.isFirstOrder ?? null,
    now,
  };
}
