import { DateTime } from 'luxon';
import type { FlowSpan, FlowStep } from './flow.ts';

type Wait = Extract<FlowStep, { kind: 'wait' }>['wait'];

/**
 * A moment a span later. Minutes and hours are time that passes; days and weeks are days on the wall clock of `zone`: "in a day"
 * is the same time tomorrow, also where that night has 23 or 25 hours.
 */
export function spanAfter(from: Date, { amount, unit }: FlowSpan, zone: string): Date {
  return DateTime.fromJSDate(from, { zone })
    .plus({ [unit]: amount })
    .toJSDate();
}

/**
 * When a wait that began at `from` ends by itself. A local time of day that does not exist on the night when clocks go forward
 * is taken an hour later, as clocks show it then; one that exists twice is taken the first time.
 * @param zone the person's, known to exist (messages' `pickZone`)
 */
export function waitUntil(wait: Wait, from: Date, zone: string): Date {
  if (wait.until === 'span') return spanAfter(from, wait.span, zone);
  if (wait.until === 'event') return spanAfter(from, wait.atMost, zone);
  const [hour = 0, minute = 0] = wait.at.split(':').map(Number);
  const start = DateTime.fromJSDate(from, { zone }).startOf('day');
  // Eight days: the wanted weekday may be today, with its hour already over.
  for (let i = 0; i <= 8; i++) {
    const day = start.plus({ days: i });
    if (wait.weekdays.length > 0 && !wait.weekdays.includes(day.weekday)) continue;
    const at = day.set({ hour, minute }).toJSDate();
    if (at > from) return at;
  }
  throw new Error('a week has no such day');
}
