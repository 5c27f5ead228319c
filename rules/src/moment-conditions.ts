import { type Bag, bound, claim, instant, type Leaf, leaf, texts, UNKNOWN, Unreadable } from './answer.ts';
import { HASH_START, hashPart, shareFrom } from './hash.ts';
import type { ReadyFacts } from './ready-facts.ts';

const HOUR = 3_600_000;

/** Hours since 1970 by the shop's clocks; null when its zone is not known. */
function localHours({ raw, now }: ReadyFacts): number | null {
  return raw.zoneOffsetMinutes == null ? null : Math.floor((now + raw.zoneOffsetMinutes * 60_000) / HOUR);
}

/** The remainder that is never negative. */
const mod = (value: number, by: number) => ((value % by) + by) % by;

export function schedule(rule: Bag): Leaf {
  const from = instant(rule.from, 'schedule', Number.NEGATIVE_INFINITY);
  const until = instant(rule.until, 'schedule', Number.POSITIVE_INFINITY);
  const params = { from: (rule.from as string) ?? null, until: (rule.until as string) ?? null };
  return leaf('schedule', params, ({ now }) => claim(now >= from && now < until));
}

/** 1970 began on a Thursday, the fourth day of ISO 8601. */
export function weekday(rule: Bag): Leaf {
  const days = rule.in;
  if (!Array.isArray(days) || days.some((day) => !(Number.isInteger(day) && day >= 1 && day <= 7))) {
    throw new Unreadable('weekday: 1 to 7');
  }
  return leaf('weekday', { in: days.map(String) }, (facts) => {
    const hours = localHours(facts);
    return hours === null ? UNKNOWN : claim(days.includes(mod(Math.floor(hours / 24) + 3, 7) + 1));
  });
}

function wholeHour(value: unknown): number {
  const hour = bound(value, 'hour');
  if (hour === null || !Number.isInteger(hour) || hour < 0 || hour > 24)
    throw new Unreadable('hour: 0 to 24');
  return hour;
}

/** From later than to goes over midnight; the same twice is no time at all. */
export function hour(rule: Bag): Leaf {
  const from = wholeHour(rule.from);
  const to = wholeHour(rule.to);
  return leaf('hour', { from, to }, (facts) => {
    const hours = localHours(facts);
    if (hours === null) return UNKNOWN;
    const at = mod(hours, 24);
    return claim(from <= to ? at >= from && at < to : at >= from || at < to);
  });
}

export function parcel(rule: Bag): Leaf {
  const list = texts(rule.in, 'parcel');
  return leaf('parcel', { in: list }, ({ raw }) => (raw.parcel ? claim(list.includes(raw.parcel)) : UNKNOWN));
}

/** Of the variant that the offer offers; an offer without one, or a shop that does not count it, is not known. */
export function stock(rule: Bag, variantId: string): Leaf {
  const min = bound(rule.min, 'stock');
  if (min === null) throw new Unreadable('stock: min');
  return leaf('stock', { min }, ({ raw }) => {
    const pieces = raw.stock?.get(variantId);
    return pieces === undefined ? UNKNOWN : claim(pieces >= min);
  });
}

export function share(rule: Bag, offerId: string): Leaf {
  const from = bound(rule.from, 'share') ?? 0;
  const to = bound(rule.to, 'share');
  if (to === null || from < 0 || to > 100 || from > to) throw new Unreadable('share: 0 to 100');
  if (rule.salt !== undefined && typeof rule.salt !== 'string') throw new Unreadable('share: salt');
  const salt = typeof rule.salt === 'string' ? rule.salt : offerId;
  const seed = hashPart(hashPart(HASH_START, 'share'), salt);
  const low = from / 100;
  const high = to / 100;
  return leaf('share', { from, to }, ({ raw }) => {
    const at = shareFrom(seed, raw.subject);
    return claim(at >= low && at < high);
  });
}
