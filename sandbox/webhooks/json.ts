/**
 * Webhook bodies carry ids as JSON integers above 2^53. They are kept as strings here and written digit by digit.
 */

declare global {
  interface JSON {
    /** Node 22 and newer; missing in TypeScript's library. */
    rawJSON(text: string): unknown;
  }
}

/** An id (or any integer text) that JSON.stringify writes as a number, not rounded. Null stays null. */
export function integer(id: string | null): unknown {
  if (id === null) return null;
  if (!/^-?\d+$/.test(id)) throw new RangeError(`not an integer: ${id}`);
  return JSON.rawJSON(id.replace(/^(-?)0+(?=\d)/, '$1'));
}

const zones = new Map<string, Intl.DateTimeFormat>();

/** A time as Shopify writes it in webhooks: the shop's wall clock with its offset, whole seconds. Null stays null. */
export function localTime(iso: string | null, timezone: string): string | null {
  if (iso === null) return null;
  const at = new Date(iso);
  const format =
    zones.get(timezone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
  zones.set(timezone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  const offset =
    parts.timeZoneName === 'GMT' ? '+00:00' : (parts.timeZoneName ?? 'GMT+00:00').replace('GMT', '');
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}${offset}`;
}
