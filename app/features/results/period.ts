import { addDays } from '../../kit/day.ts';

export const spans = ['7', '30', '90', '365'] as const;
export type Span = (typeof spans)[number];

/** Days of the shop, both included. */
export interface Period {
  from: string;
  to: string;
  /** how it was asked for; null = two dates */
  span: Span | null;
}

/** A longer time is cut at its beginning: a chart of more days says nothing. */
const longestDays = 731;

/**
 * What an address asks for: `days` (the last 7, 30, 90 or 365, today included), or `from` and `to`. Whatever cannot be read
 * counts as the last 30; two dates the wrong way round are turned.
 */
export function readPeriod(query: { get(name: string): string | null }, today: string): Period {
  const [from, to] = [query.get('from'), query.get('to')];
  if (isDay(from) && isDay(to)) {
    const [first = today, last = today] = [from, to].sort();
    const end = earlier(last, today);
    const start = earlier(first, end);
    const earliest = addDays(end, 1 - longestDays);
    return { from: earlier(start, earliest) === start ? earliest : start, to: end, span: null };
  }
  const span = spans.find((each) => each === query.get('days')) ?? '30';
  return { from: addDays(today, 1 - Number(span)), to: today, span };
}

function earlier(a: string, b: string): string {
  return [a, b].sort()[0] ?? a;
}

function isDay(text: string | null): text is string {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
