/** Spans of time in milliseconds. Calendar arithmetic (days in a zone, DST) is Luxon's, not this. */
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `at` moved by `ms` (may be negative). */
export function addMs(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
