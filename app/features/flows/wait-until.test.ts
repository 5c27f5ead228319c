import { describe, expect, it } from 'vitest';
import { spanAfter, waitUntil } from './wait-until.ts';

const at = (text: string) => new Date(text);
const time = (hhmm: string, ...weekdays: number[]) => ({ until: 'time' as const, at: hhmm, weekdays });

describe('the end of a wait', () => {
  it('hours pass, days are days on the clock', () => {
    // Berlin goes from 02:00 to 03:00 in the night of 29 March 2026: that day has 23 hours.
    const evening = at('2026-03-28T19:00:00Z'); // 20:00 there
    expect(spanAfter(evening, { amount: 24, unit: 'hours' }, 'Europe/Berlin')).toEqual(
      at('2026-03-29T19:00:00Z'),
    );
    expect(spanAfter(evening, { amount: 1, unit: 'days' }, 'Europe/Berlin')).toEqual(
      at('2026-03-29T18:00:00Z'),
    );
    expect(spanAfter(evening, { amount: 2, unit: 'weeks' }, 'Europe/Berlin')).toEqual(
      at('2026-04-11T18:00:00Z'),
    );
    // Auckland goes back from 03:00 to 02:00 on 5 April 2026: 25 hours.
    const noon = at('2026-04-04T00:00:00Z'); // 13:00 there
    expect(spanAfter(noon, { amount: 1, unit: 'days' }, 'Pacific/Auckland')).toEqual(
      at('2026-04-05T01:00:00Z'),
    );
  });

  it('the next such time of day, today if it is still to come', () => {
    const from = at('2026-11-02T10:00:00Z'); // Monday, 11:00 in Berlin
    expect(waitUntil(time('18:30'), from, 'Europe/Berlin')).toEqual(at('2026-11-02T17:30:00Z'));
    expect(waitUntil(time('11:00'), from, 'Europe/Berlin')).toEqual(at('2026-11-03T10:00:00Z'));
    expect(waitUntil(time('09:00', 1), from, 'Europe/Berlin')).toEqual(at('2026-11-09T08:00:00Z'));
    expect(waitUntil(time('12:00', 1), from, 'Europe/Berlin')).toEqual(at('2026-11-02T11:00:00Z'));
    expect(waitUntil(time('09:00', 6, 7), from, 'Europe/Berlin')).toEqual(at('2026-11-07T08:00:00Z'));
    // Monday 23:00 in Auckland is past for somebody there, Monday noon for the shop.
    expect(waitUntil(time('23:30'), from, 'Pacific/Auckland')).toEqual(at('2026-11-02T10:30:00Z'));
  });

  it('a time that the night of the change leaves out is taken an hour later, one it has twice the first time', () => {
    const before = at('2026-03-28T22:00:00Z'); // 23:00 in Berlin
    expect(waitUntil(time('02:30'), before, 'Europe/Berlin')).toEqual(at('2026-03-29T01:30:00Z')); // 03:30
    expect(waitUntil(time('09:00'), before, 'Europe/Berlin')).toEqual(at('2026-03-29T07:00:00Z'));
    const autumn = at('2026-10-24T22:00:00Z'); // 00:00 on the 25th, clocks go back at 03:00
    expect(waitUntil(time('02:30'), autumn, 'Europe/Berlin')).toEqual(at('2026-10-25T00:30:00Z'));
    expect(waitUntil(time('09:00'), autumn, 'Europe/Berlin')).toEqual(at('2026-10-25T08:00:00Z'));
    // Auckland goes forward on 27 September 2026 at 02:00.
    const south = at('2026-09-26T11:30:00Z'); // 23:30
    expect(waitUntil(time('02:15'), south, 'Pacific/Auckland')).toEqual(at('2026-09-26T14:15:00Z')); // 03:15
  });
});
