import { DateTime } from 'luxon';

/** Marketing rests from 20:00 to 09:00 on the reader's clock. */
export const quietFromHour = 20;
export const quietUntilHour = 9;

/**
 * The first zone that exists on this platform; UTC when none does.
 * @param zones IANA names in order of preference, e.g. the person's, then the shop's
 */
export function pickZone(...zones: (string | null | undefined)[]): string {
  for (const zone of zones) {
    if (zone && DateTime.utc().setZone(zone).isValid) return zone;
  }
  return 'UTC';
}

/**
 * When marketing may go out: `at` itself outside the quiet hours, otherwise the next 09:00 on the wall clock of `zone`.
 * Days with 23 or 25 hours are Luxon's business: the wall clock counts, not the hours that pass.
 */
export function afterQuietHours(at: Date, zone: string): Date {
  const local = DateTime.fromJSDate(at, { zone });
  if (local.hour >= quietUntilHour && local.hour < quietFromHour) return at;
  const day = local.hour >= quietFromHour ? local.plus({ days: 1 }) : local;
  return day.set({ hour: quietUntilHour, minute: 0, second: 0, millisecond: 0 }).toJSDate();
}
