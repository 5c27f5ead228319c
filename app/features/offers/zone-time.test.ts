import { expect, test } from 'vitest';
import { clockTimeOf, momentOf } from './zone-time.ts';

test.each([
  ['2026-11-21T09:30', 'Europe/Berlin', '2026-11-21T08:30:00.000Z'],
  ['2026-07-21T09:30', 'Europe/Berlin', '2026-07-21T07:30:00.000Z'],
  ['2026-11-21T09:30', 'America/New_York', '2026-11-21T14:30:00.000Z'],
  ['2026-11-21T00:00', 'Asia/Kathmandu', '2026-11-20T18:15:00.000Z'],
  // The hour that comes twice: the first one is meant.
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
])('%s in %s', (local, zone, moment) => {
  expect(momentOf(local, zone)).toBe(moment);
  expect(clockTimeOf(moment, zone)).toBe(local);
});

test('the hour that does not exist is the one after', () => {
  const moment = momentOf('2026-03-29T02:30', 'Europe/Berlin') ?? '';
  expect(clockTimeOf(moment, 'Europe/Berlin')).toBe('2026-03-29T03:30');
});

test('what is no time', () => {
  for (const text of ['', 'soon', '2026-13-40T99:99', '2026-11-21']) expect(momentOf(text, 'UTC')).toBeNull();
});
