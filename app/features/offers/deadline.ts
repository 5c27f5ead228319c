import { hour, minute } from '../../kit/span.ts';

/** A promise made before the order arrived counts only if it belongs to this purchase; a later one would restart the clock. */
export const promiseGraceMs = 10 * minute;

/**
 * From when an order's deadlines count. The same on every device and never later than it was: the first moment at which
 * offers were promised to this checkout (kept while its order had not arrived yet), else the moment of the order.
 * @returns null when neither is known: then the clock starts now, and the caller writes that down
 */
export function deadlineStart(order: { processedAt: Date } | null, promisedAt: Date | null): Date | null {
  if (!order) return promisedAt;
  if (!promisedAt) return order.processedAt;
  const late = promisedAt.getTime() - order.processedAt.getTime();
  return late > 0 && late <= promiseGraceMs ? promisedAt : order.processedAt;
}

/**
 * When an offer ends for an order: `hours` after its start, rounded up to the full minute (so that what is printed is true to
 * the minute), but not after the offer's own end. null = no deadline.
 */
export function deadlineAt(start: Date, hours: number | null, offerEndsAt: Date | null): Date | null {
  const own = hours === null ? null : Math.ceil((start.getTime() + hours * hour) / minute) * minute;
  const end = offerEndsAt?.getTime() ?? null;
  if (own === null) return end === null ? null : new Date(end);
  return new Date(end === null ? own : Math.min(own, end));
}
