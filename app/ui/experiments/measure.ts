import type { Metric } from '../../features/experiments/index.ts';
import { currencyDigits } from '../../kit/money.ts';

/** How the values of one test are written: money per person, or people of 100. */
export interface Measure {
  /** a value, its bounds, all as precise as the value needs */
  write(value: number, like?: number): string;
}

/**
 * A fraction of minor units as a person reads it: `0,42 €`. One decimal more than the currency has when the value is below
 * ten minor units; `like` gives the value whose precision is taken, so that an interval is written alike.
 */
export function writeMinor(minor: number, currency: string, locale: string, like = minor): string {
  const digits = currencyDigits(currency);
  const fraction = digits + (Math.abs(like) < 10 && like !== 0 ? 1 : 0);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
    signDisplay: 'negative',
  }).format(minor / 10 ** digits);
}

/** A share as people of 100: 0.042 is `4.2`. Two decimals below one. */
function writeOfHundred(share: number, locale: string, like = share): string {
  const fraction = Math.abs(like) < 0.01 && like !== 0 ? 2 : 1;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: fraction, signDisplay: 'negative' }).format(
    share * 100,
  );
}

/** `12 %`; one decimal below ten percent. */
export function writePercent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: Math.abs(share) < 0.1 ? 1 : 0,
  }).format(share);
}

/** How sure: whole percent, never rounded up to a certainty that there is not. */
export function writeSureness(sureness: number, locale: string): string {
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  if (sureness >= 0.999) return `> ${percent.format(0.999)}`;
  return percent.format(Math.floor(sureness * 100) / 100);
}

/** How the values of a metric are written in one language and currency. */
export function measureOf(metric: Metric, currency: string, locale: string): Measure {
  return metric === 'revenue'
    ? { write: (value, like) => writeMinor(value, currency, locale, like) }
    : { write: (value, like) => writeOfHundred(value, locale, like) };
}
