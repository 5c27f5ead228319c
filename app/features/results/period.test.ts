import { expect, test } from 'vitest';
import { readPeriod } from './period.ts';

const read = (query: string) => {
  const { from, to, span } = readPeriod(new URLSearchParams(query), '2026-11-24');
  return `${from} ${to} ${span}`;
};

test('the last days, today included', () => {
  expect(read('')).toBe('2026-10-26 2026-11-24 30');
  expect(read('days=7')).toBe('2026-11-18 2026-11-24 7');
  expect(read('days=8')).toBe('2026-10-26 2026-11-24 30');
});

test('two dates, in any order, never in the future and never too many', () => {
  expect(read('from=2026-11-01&to=2026-11-03')).toBe('2026-11-01 2026-11-03 null');
  expect(read('from=2026-11-03&to=2026-11-01')).toBe('2026-11-01 2026-11-03 null');
  expect(read('from=2027-01-01&to=2027-02-01')).toBe('2026-11-24 2026-11-24 null');
  expect(read('from=2001-01-01&to=2026-11-24')).toBe('2024-11-24 2026-11-24 null');
});

test.each(['from=2026-02-30&to=2026-03-01', 'from=x&to=y', 'from=2026-11-01', "from='&to='"])(
  'what is no date is not believed: %s',
  (query) => {
    expect(read(query)).toBe('2026-10-26 2026-11-24 30');
  },
);
