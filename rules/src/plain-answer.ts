import type { Facts, RuleOffer } from './facts.ts';
import { shareOf } from './hash.ts';
import type { Condition, Rule } from './rule.ts';

// The second reading of every condition for the property tests: Kleene's logic and sets, written out, without a thought of
// speed and without a line of the engine's (but for the hash, which has tests of its own).

type Plain = boolean | undefined;

/** true, false, or undefined for not known. */
export function plainAnswer(tree: Rule, f: Facts, now: number, offer: RuleOffer): Plain {
  switch (tree.kind) {
    case 'all': {
      const parts = tree.rules.map((each) => plainAnswer(each, f, now, offer));
      if (parts.includes(false)) return false;
      return parts.includes(undefined) ? undefined : true;
    }
    case 'any': {
      const parts = tree.rules.map((each) => plainAnswer(each, f, now, offer));
      if (parts.includes(true)) return true;
      return parts.includes(undefined) ? undefined : false;
    }
    case 'not': {
      const part = plainAnswer(tree.rule, f, now, offer);
      return part === undefined ? undefined : !part;
    }
    default:
      return plainCondition(tree, f, now, offer);
  }
}

function plainCondition(it: Condition, f: Facts, now: number, offer: RuleOffer): Plain {
  const products = f.lines.map((line) => line.productId);
  switch (it.kind) {
    case 'order-total':
      return it.currency === f.total.currency ? between(Number(f.total.minor), it) : undefined;
    case 'bought-product':
      return matches(it.match, it.ids, (id) => products.includes(id));
    case 'bought-variant':
      return matches(it.match, it.ids, (id) => f.lines.some((line) => line.variantId === id));
    case 'bought-collection':
    case 'bought-tag':
    case 'bought-vendor':
    case 'bought-type':
      return (
        it.productIds && matches(it.match, it.productIds, (ids) => ids.some((id) => products.includes(id)))
      );
    case 'quantity': {
      const lines = f.lines.filter((line) => !it.productIds || it.productIds.includes(line.productId));
      return between(
        lines.reduce((sum, line) => sum + line.quantity, 0),
        it,
      );
    }
    case 'country':
      return f.country ? it.in.includes(f.country) : undefined;
    case 'currency':
      return it.in.includes(f.total.currency);
    case 'locale':
      return f.locale
        ? it.in.some((each) => f.locale === each || f.locale.startsWith(`${each}-`))
        : undefined;
    case 'surface':
      return it.in.includes(f.surface);
    case 'first-order':
      return is(f.isFirstOrder, it.is);
    case 'discount-used': {
      const codes = f.discountCodes;
      if (!codes) return undefined;
      return codes.some((code) => !it.codes || it.codes.includes(code)) === it.is;
    }
    case 'shipping-method':
    case 'source': {
      const text = it.kind === 'source' ? f.source : f.shippingMethod;
      if (!text) return undefined;
      return it.in.some((each) => (it.match === 'is' ? text === each : text.includes(each)));
    }
    case 'utm':
      return f.utm ? it.in.some((each) => f.utm?.[it.param] === each) : undefined;
    case 'person-orders':
      return f.person?.orders == null ? undefined : between(f.person.orders, it);
    case 'last-order-days': {
      const at = f.person?.previousOrderAt;
      return at == null ? undefined : between(Math.floor((now - at) / 86_400_000), it);
    }
    case 'person-spend': {
      const spent = f.person?.spent;
      return spent?.currency === it.currency ? between(Number(spent.minor), it) : undefined;
    }
    case 'person-tag':
    case 'segment': {
      const list = it.kind === 'segment' ? f.person?.segmentIds : f.person?.tags;
      return list ? matches(it.match, it.values, (each) => list.includes(each)) : undefined;
    }
    case 'is-vip':
      return is(f.person?.isVip, it.is);
    case 'has-reviewed':
      return is(f.person?.hasReviewed, it.is);
    case 'has-referred':
      return is(f.person?.hasReferred, it.is);
    case 'consent':
      return is(it.channel === 'sms' ? f.person?.hasSmsConsent : f.person?.hasEmailConsent, it.is);
    case 'parcel':
      return f.parcel ? it.in.includes(f.parcel) : undefined;
    case 'schedule':
      return !(it.from && now < Date.parse(it.from)) && !(it.until && now >= Date.parse(it.until));
    case 'weekday':
      return f.zoneOffsetMinutes == null ? undefined : it.in.includes(local(f, now).getUTCDay() || 7);
    case 'hour': {
      if (f.zoneOffsetMinutes == null) return undefined;
      const hours: number[] = [];
      if (it.from !== it.to)
        for (let hour = it.from; hour !== it.to && hours.length < 48; hour = hour >= 24 ? 0 : hour + 1)
          hours.push(hour);
      return hours.includes(local(f, now).getUTCHours());
    }
    case 'stock': {
      const pieces = offer.product ? f.stock?.get(offer.product.variantId) : undefined;
      return pieces === undefined ? undefined : pieces >= it.min;
    }
    case 'share': {
      const at = shareOf('share', it.salt ?? offer.id, f.subject) * 100;
      return at >= (it.from ?? 0) && at < it.to;
    }
  }
}

/** A moment whose UTC fields read like the shop's clocks. */
function local(f: Facts, now: number): Date {
  return new Date(now + (f.zoneOffsetMinutes ?? 0) * 60_000);
}

function is(value: boolean | null | undefined, wanted: boolean): Plain {
  return value == null ? undefined : value === wanted;
}

function between(
  value: number,
  ends: { min?: number | string | undefined; max?: number | string | undefined },
): boolean {
  return value >= Number(ends.min ?? 0) && value <= Number(ends.max ?? 999_999);
}

function matches<T>(match: 'any' | 'all' | 'none', wanted: readonly T[], has: (each: T) => boolean): boolean {
  const hits = wanted.filter(has).length;
  return match === 'any' ? hits > 0 : match === 'all' ? hits === wanted.length : hits === 0;
}
