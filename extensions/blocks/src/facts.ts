import { type Facts, type PageOffers, plainId } from '@reprise/rules';
import type { Host, PageOrder } from './host.ts';

/** Digits after the point of a currency (ISO 4217, as the browser knows it). */
function digitsOf(currency: string): number {
  try {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
    }).resolvedOptions();
    return maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** "12.5" euros are 1250 cents; digits beyond the currency's own are cut. */
export function minorUnits(amount: string, currency: string): bigint {
  const digits = digitsOf(currency);
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(digits, '0').slice(0, digits));
}

/** Offset of a zone from UTC at a moment, in minutes; null for a zone that this browser does not know. */
export function zoneOffset(timeZone: string, now: number): number | null {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    }).formatToParts(now);
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
    const there = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    const minutes = Math.round((there - now) / 60_000);
    return Number.isNaN(minutes) ? null : minutes;
  } catch {
    return null;
  }
}

/**
 * What the thank-you page knows of an order that was placed a moment ago. Of the person it knows nothing: what a rule asks of
 * them stays "not known", and such an offer is not shown without asking the server.
 * @param now milliseconds since 1970
 */
export function pageFacts(
  host: Host,
  order: PageOrder,
  page: PageOffers,
  closed: ReadonlySet<string>,
  now: number,
): Facts {
  const { amount, currency } = order.total;
  return {
    surface: host.surface,
    subject: plainId(order.orderId),
    total: { minor: minorUnits(amount, currency), currency },
    lines: order.lines,
    locale: order.locale,
    country: order.country ?? null,
    isFirstOrder: order.isFirstOrder ?? null,
    discountCodes: order.discountCodes,
    shippingMethod: order.shippingMethod ?? null,
    parcel: 'placed',
    orderedAt: now,
    zoneOffsetMinutes: zoneOffset(page.shop.timezone, now),
    closedOfferIds: closed,
  };
}
