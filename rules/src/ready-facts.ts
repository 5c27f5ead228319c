import { type FactLine, type Facts, plainId } from './facts.ts';

/** Facts as the conditions read them; made once per decision. */
export interface ReadyFacts {
  /** As they came, for what only few rules ask. */
  readonly raw: Facts;
  readonly currency: string;
  readonly lines: readonly FactLine[];
  readonly pieces: number;
  readonly locale: string;
  readonly language: string;
  readonly country: string;
  readonly now: number;
}

/** "de_AT" and "de-at" are the same. */
export function plainLocale(locale: string): string {
  return locale.replace(/_/g, '-').toLowerCase();
}

/** Normalises facts once for all conditions. @param now milliseconds since 1970, UTC */
export function readyFacts(raw: Facts, now: number): ReadyFacts {
  const lines = raw.lines.map((line) => ({
    productId: plainId(line.productId),
    variantId: plainId(line.variantId),
    quantity: line.quantity,
  }));
  let pieces = 0;
  for (const line of lines) pieces += line.quantity;
  const locale = plainLocale(raw.locale);
  const dash = locale.indexOf('-');
  return {
    raw,
    currency: raw.total.currency.toUpperCase(),
    lines,
    pieces,
    locale,
    language: dash < 0 ? locale : locale.slice(0, dash),
    country: raw.country ? raw.country.toUpperCase() : '',
    now,
  };
}
