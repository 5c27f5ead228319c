import type { Condition, Rule } from '@reprise/rules';

/**
 * Can these two parts of one group never both hold? Says so only when it is sure, so never of a group or a `not`.
 */
export function conflict(a: Rule, b: Rule): boolean {
  if (isGroup(a) || isGroup(b)) return false;
  return areApart(a, b) || areApart(b, a);
}

function isGroup(rule: Rule): rule is Exclude<Rule, Condition> {
  return rule.kind === 'all' || rule.kind === 'any' || rule.kind === 'not';
}

const lower = (list: readonly (string | number)[]) => list.map((each) => String(each).trim().toLowerCase());
const areDisjoint = (a: readonly string[], b: readonly string[]) => !a.some((each) => b.includes(each));

/** Two spans, both ends included, an absent end open. */
function spansApart<T extends number | bigint>(a: Ends<T>, b: Ends<T>): boolean {
  const isBelow = (one: Ends<T>, two: Ends<T>) =>
    one.max !== undefined && two.min !== undefined && one.max < two.min;
  return isBelow(a, b) || isBelow(b, a);
}
interface Ends<T> {
  readonly min?: T | undefined;
  readonly max?: T | undefined;
}

const big = (text: string | undefined) =>
  text !== undefined && /^\d{1,30}$/.test(text) ? BigInt(text) : undefined;

/** Only conditions whose answer is one value of the order: of two lists that share nothing, one is always a no. */
function areApart(a: Condition, b: Condition): boolean {
  switch (a.kind) {
    case 'order-total':
    case 'person-spend':
      if (a.kind === b.kind)
        return (
          a.currency !== b.currency ||
          spansApart({ min: big(a.min), max: big(a.max) }, { min: big(b.min), max: big(b.max) })
        );
      return (
        a.kind === 'order-total' && b.kind === 'currency' && !lower(b.in).includes(a.currency.toLowerCase())
      );
    case 'quantity': {
      if (a.kind !== b.kind) return false;
      // The whole of an order is at least what it has of some products.
      if (a.productIds === undefined && b.productIds !== undefined)
        return a.max !== undefined && b.min !== undefined && a.max < b.min;
      return JSON.stringify(a.productIds) === JSON.stringify(b.productIds) && spansApart(a, b);
    }
    case 'last-order-days':
      return (a.kind === b.kind && spansApart(a, b)) || (b.kind === 'first-order' && b.is);
    case 'person-orders':
      if (a.kind === b.kind) return spansApart(a, b);
      if (b.kind === 'first-order') return b.is ? (a.min ?? 0) > 1 : a.max !== undefined && a.max < 2;
      return b.kind === 'last-order-days' && a.max !== undefined && a.max < 2;
    case 'currency':
    case 'country':
    case 'surface':
    case 'parcel':
    case 'weekday':
      return a.kind === b.kind && areDisjoint(lower(a.in), lower(b.in));
    case 'locale':
      return a.kind === b.kind && !a.in.some((one) => b.in.some((two) => areRelated(one, two)));
    case 'utm':
      return a.kind === b.kind && a.param === b.param && areDisjoint(lower(a.in), lower(b.in));
    case 'shipping-method':
    case 'source':
      return (
        a.kind === b.kind && a.match === 'is' && b.match === 'is' && areDisjoint(lower(a.in), lower(b.in))
      );
    case 'bought-product':
    case 'bought-variant':
      return a.kind === b.kind && b.match === 'none' && neverWithout(a.match, a.ids, b.ids);
    case 'bought-collection':
    case 'bought-tag':
    case 'bought-vendor':
    case 'bought-type':
    case 'person-tag':
    case 'segment':
      return (
        a.kind === b.kind && b.match === 'none' && neverWithout(a.match, lower(a.values), lower(b.values))
      );
    case 'discount-used':
      return b.kind === a.kind && a.codes === undefined && !a.is && b.is;
    case 'schedule':
      return a.kind === b.kind && !isBefore(a.from, b.until) && b.until !== undefined && a.from !== undefined;
    case 'hour':
      return a.kind === b.kind && !hoursOf(a).some((hour) => hoursOf(b).includes(hour));
    case 'share':
      return a.kind === b.kind && a.salt === b.salt && ((a.from ?? 0) >= b.to || (b.from ?? 0) >= a.to);
    default:
      return false;
  }
}

/** Must something of `wanted` be there that is forbidden? */
function neverWithout(
  match: 'any' | 'all' | 'none',
  wanted: readonly string[],
  forbidden: readonly string[],
) {
  if (match === 'none' || wanted.length === 0) return false;
  return match === 'all'
    ? wanted.some((each) => forbidden.includes(each))
    : wanted.every((each) => forbidden.includes(each));
}

const isBefore = (a: string | undefined, b: string | undefined) =>
  a === undefined || b === undefined || Date.parse(a) < Date.parse(b);

function areRelated(a: string, b: string): boolean {
  const [one, two] = lower([a, b]) as [string, string];
  return one === two || one.startsWith(`${two}-`) || two.startsWith(`${one}-`);
}

function hoursOf({ from, to }: { readonly from: number; readonly to: number }): number[] {
  const all = Array.from({ length: 24 }, (_, hour) => hour);
  return all.filter((hour) => (from <= to ? hour >= from && hour < to : hour >= from || hour < to));
}
