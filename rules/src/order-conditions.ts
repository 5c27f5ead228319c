import {
  type Answer,
  type Bag,
  bound,
  claim,
  flag,
  type Leaf,
  leaf,
  matching,
  minorUnits,
  NO,
  texts,
  UNKNOWN,
  Unreadable,
  within,
  YES,
} from './answer.ts';
import { type FactLine, plainId } from './facts.ts';
import { plainLocale, type ReadyFacts } from './ready-facts.ts';

const lower = (text: string) => text.trim().toLowerCase();

/** An amount between two ends; in another currency it is not known. `of` gives the amount, null when it is not known. */
export function amountBetween(
  kind: string,
  rule: Bag,
  of: (facts: ReadyFacts) => { readonly minor: bigint; readonly currency: string } | null | undefined,
): Leaf {
  if (typeof rule.currency !== 'string') throw new Unreadable(`${kind}: currency`);
  const currency = rule.currency.toUpperCase();
  const min = minorUnits(rule.min, kind);
  const max = minorUnits(rule.max, kind);
  const params = { currency, min: min === null ? null : `${min}`, max: max === null ? null : `${max}` };
  return leaf(kind, params, (facts) => {
    const amount = of(facts);
    if (!amount || (amount.currency !== currency && amount.currency.toUpperCase() !== currency))
      return UNKNOWN;
    return (min === null || amount.minor >= min) && (max === null || amount.minor <= max) ? YES : NO;
  });
}

function isBought(ids: ReadonlySet<string>, lines: readonly FactLine[], by: 'productId' | 'variantId') {
  for (const line of lines) if (ids.has(line[by])) return true;
  return false;
}

/** Products or variants; `all` asks for each of them. */
export function bought(kind: 'bought-product' | 'bought-variant', rule: Bag): Leaf {
  const ids = new Set(texts(rule.ids, kind).map(plainId));
  const match = matching(rule.match, kind);
  const by = kind === 'bought-product' ? 'productId' : 'variantId';
  const isAny = match === 'any';
  return leaf(kind, { ids: [...ids], match }, ({ lines }) => {
    if (match !== 'all') return isBought(ids, lines, by) === isAny ? YES : NO;
    if (ids.size > lines.length) return NO;
    for (const id of ids) if (!lines.some((line) => line[by] === id)) return NO;
    return YES;
  });
}

/** Large groups are named by many rules: each list becomes a set once. */
const setsByList = new WeakMap<readonly unknown[], ReadonlySet<string>>();

function setOf(list: unknown, kind: string): ReadonlySet<string> {
  const ids = texts(list, kind);
  let set = setsByList.get(ids);
  if (!set) {
    set = new Set(ids.map(plainId));
    setsByList.set(ids, set);
  }
  return set;
}

/** Collections, tags, vendors, types: by the products in each, which whoever loads the rules has looked up. */
export function boughtGroup(kind: string, rule: Bag): Leaf {
  const values = texts(rule.values, kind);
  const match = matching(rule.match, kind);
  const params = { values, match };
  const lists = rule.productIds;
  if (lists == null) return leaf(kind, params, () => UNKNOWN);
  if (!Array.isArray(lists) || lists.length !== values.length) throw new Unreadable(`${kind}: productIds`);
  const sets = lists.map((list) => setOf(list, kind));
  return leaf(kind, params, ({ lines }) => {
    const hit = (ids: ReadonlySet<string>) => isBought(ids, lines, 'productId');
    return claim(match === 'all' ? sets.every(hit) : sets.some(hit) === (match === 'any'));
  });
}

export function quantity(rule: Bag): Leaf {
  const min = bound(rule.min, 'quantity');
  const max = bound(rule.max, 'quantity');
  if (rule.productIds == null) {
    return leaf('quantity', { min, max, productIds: null }, (facts) => claim(within(facts.pieces, min, max)));
  }
  const ids = new Set(texts(rule.productIds, 'quantity').map(plainId));
  return leaf('quantity', { min, max, productIds: [...ids] }, (facts) => {
    let pieces = 0;
    for (const line of facts.lines) if (ids.has(line.productId)) pieces += line.quantity;
    return claim(within(pieces, min, max));
  });
}

export function oneOf(kind: 'currency' | 'country' | 'surface', rule: Bag): Leaf {
  const list = texts(rule.in, kind);
  const wanted = new Set(kind === 'surface' ? list : list.map((code) => code.toUpperCase()));
  const isIn = (got: string): Answer => (got === '' ? UNKNOWN : wanted.has(got) ? YES : NO);
  switch (kind) {
    case 'country':
      return leaf(kind, { in: list }, (facts) => isIn(facts.country));
    case 'currency':
      return leaf(kind, { in: list }, (facts) => isIn(facts.currency));
    case 'surface':
      return leaf(kind, { in: list }, (facts) => isIn(facts.raw.surface));
  }
}

export function locale(rule: Bag): Leaf {
  const list = texts(rule.in, 'locale');
  const wanted = new Set(list.map(plainLocale));
  return leaf('locale', { in: list }, (facts) =>
    facts.locale === '' ? UNKNOWN : claim(wanted.has(facts.locale) || wanted.has(facts.language)),
  );
}

export function discountUsed(rule: Bag): Leaf {
  const is = flag(rule.is, 'discount-used');
  const codes = rule.codes == null ? null : texts(rule.codes, 'discount-used');
  const wanted = codes && new Set(codes.map(lower));
  return leaf('discount-used', { is, codes }, ({ raw }): Answer => {
    const used = raw.discountCodes;
    if (!used) return UNKNOWN;
    return claim((wanted ? used.some((code) => wanted.has(lower(code))) : used.length > 0) === is);
  });
}

/** A text of the order: equal to one of these, or with one of these in it. */
export function orderText(kind: 'shipping-method' | 'source', rule: Bag): Leaf {
  const list = texts(rule.in, kind);
  const { match } = rule;
  if (match !== 'is' && match !== 'contains') throw new Unreadable(`${kind}: match`);
  const wanted = list.map(lower);
  return leaf(kind, { in: list, match }, ({ raw }) => {
    const text = kind === 'source' ? raw.source : raw.shippingMethod;
    if (!text) return UNKNOWN;
    const got = lower(text);
    return claim(wanted.some((each) => (match === 'is' ? got === each : got.includes(each))));
  });
}

const campaign = ['source', 'medium', 'campaign', 'term', 'content'] as const;

/** A visit that is known but lacks the parameter is a no. */
export function utm(rule: Bag): Leaf {
  const list = texts(rule.in, 'utm');
  const param = campaign.find((each) => each === rule.param);
  if (!param) throw new Unreadable('utm: param');
  const wanted = new Set(list.map(lower));
  return leaf('utm', { in: list, param }, ({ raw }) =>
    raw.utm ? claim(wanted.has(lower(raw.utm[param] ?? ''))) : UNKNOWN,
  );
}
