/** Amounts and times as people read them. */

/** A decimal string as money of a currency, in a locale's way: yen without decimals, dinars with three. */
export function money(amount: string, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(amount));
}

/** A day, e.g. 24 December 2026. */
export function day(at: string | Date, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(new Date(at));
}

/** A day and a time, short. */
export function moment(at: string | Date, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(at),
  );
}

/** How long ago or ahead, in the largest unit that fits: "in 3 days", "2 hours ago". */
export function relative(at: string | Date, now: Date, locale: string): string {
  const ms = new Date(at).getTime() - now.getTime();
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ];
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of units)
    if (Math.abs(ms) >= size) return words.format(Math.round(ms / size), unit);
  return words.format(0, 'second');
}
