import type { WireMoney } from './wire.ts';

// Readers of single values. What comes from the network or a metafield is `unknown` until one of these has looked at it.

export type Bag = { readonly [key: string]: unknown };

export function bag(value: unknown): Bag | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : null;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A whole number within the bounds, or null. */
export function whole(value: unknown, min: number, max: number): number | null {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max
    ? (value as number)
    : null;
}

/** One of these words, or null. */
export function oneOf<T extends string>(value: unknown, words: readonly T[]): T | null {
  return words.find((word) => word === value) ?? null;
}

/** Only web addresses: what comes from the network never becomes a `javascript:` link. */
export function webUrl(value: unknown): string | null {
  return typeof value === 'string' && /^https?:\/\/[^\s]+$/i.test(value) ? value : null;
}

export function time(value: unknown): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null;
}

/** Money as it travels, or null if it is not. */
export function readMoney(value: unknown): WireMoney | null {
  const found = bag(value);
  if (!found) return null;
  const { amount, currency } = found;
  if (typeof amount !== 'string' || !/^-?\d{1,15}(\.\d{1,6})?$/.test(amount)) return null;
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return null;
  return { amount, currency };
}

/** What can be read of a list, the rest left out. */
export function eachOf<T>(value: unknown, read: (one: unknown) => T | null): T[] {
  return list(value)
    .map((one) => read(one))
    .filter((one): one is T => one !== null);
}
