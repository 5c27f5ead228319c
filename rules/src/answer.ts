import type { Reason } from './facts.ts';
import type { ReadyFacts } from './ready-facts.ts';

/** no < not known < yes: then `all` is the least, `any` the greatest, and `not` turns the scale round. */
export const NO = 0;
export const UNKNOWN = 1;
export const YES = 2;
export type Answer = 0 | 1 | 2;

export interface Leaf {
  readonly type: 'leaf';
  readonly test: (facts: ReadyFacts) => Answer;
  readonly code: string;
  readonly params: Reason['params'];
}

/** A rule that is not one; the message is for logs and tests. */
export class Unreadable extends Error {}

/** Any object from outside. */
export type Bag = Readonly<Record<string, unknown>>;

export function leaf(code: string, params: Reason['params'], test: Leaf['test']): Leaf {
  return { type: 'leaf', code, params, test };
}

/** Yes or no; not known for null and undefined. */
export function claim(value: boolean | null | undefined): Answer {
  return value == null ? UNKNOWN : value ? YES : NO;
}

/** @throws Unreadable unless it is a list of texts */
export function texts(value: unknown, what: string): string[] {
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string')) {
    throw new Unreadable(`${what}: a list of texts is expected`);
  }
  return value as string[];
}

/** Any, all or none. @throws Unreadable for another word */
export function matching(value: unknown, what: string): 'any' | 'all' | 'none' {
  if (value === 'any' || value === 'all' || value === 'none') return value;
  throw new Unreadable(`${what}: match`);
}

/** Whole minor units, null when absent. @throws Unreadable */
export function minorUnits(value: unknown, what: string): bigint | null {
  if (value == null) return null;
  if (typeof value !== 'string' || !/^-?\d{1,30}$/.test(value)) throw new Unreadable(`${what}: minor units`);
  return BigInt(value);
}

/** A number, null when absent. @throws Unreadable */
export function bound(value: unknown, what: string): number | null {
  if (value == null) return null;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Unreadable(`${what}: a number is expected`);
  return value;
}

/** @throws Unreadable unless it is true or false */
export function flag(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw new Unreadable(`${what}: is`);
  return value;
}

/** A time as milliseconds; `open` when it is absent. @throws Unreadable */
export function instant(value: unknown, what: string, open: number): number {
  if (value == null) return open;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new Unreadable(`${what}: a time is expected`);
  return at;
}

/** Between both ends, included; an absent end is open. */
export function within<T extends number | bigint>(value: T, min: T | null, max: T | null): boolean {
  return (min === null || value >= min) && (max === null || value <= max);
}
