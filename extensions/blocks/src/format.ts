import type { WireMoney } from '@reprise/rules';
import type { Host } from './host.ts';

/** An amount in its own currency, as the buyer's language writes it. */
export function money(host: Host, { amount, currency }: WireMoney): string {
  return host.i18n.formatCurrency(Number(amount), { currency });
}

/**
 * A deadline as a plain date and time with its zone, never a countdown: it is the same sentence on every device
 * and does not press. In the language of our own words, so that sentence and date match.
 */
export function deadline(host: Host, at: string): string {
  const options = {
    inExtensionLocale: true,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  } as const;
  const date = new Date(at);
  const timeZone = host.timeZone();
  try {
    return host.i18n.formatDate(date, timeZone ? { ...options, timeZone } : options);
  } catch {
    // A zone that this browser does not know: the browser's own is still right.
    return host.i18n.formatDate(date, options);
  }
}

/** A link as people read it: without the scheme. */
export function shortLink(link: string): string {
  return link.replace(/^https?:\/\//i, '').replace(/\/$/, '');
}

/** An id for an element, safe whatever an offer's id contains. */
export function elementId(prefix: string, id: string): string {
  return `${prefix}-${id.replace(/[^a-zA-Z0-9_-]/g, '-')}`;
}
