import { describe, expect, test } from 'vitest';
import { addDays, dayIn, daysBetween } from './day.ts';

describe('days', () => {
  test('are those of the zone', () => {
    const at = new Date('2026-12-31T23:30:00Z');
    expect(dayIn('Europe/Berlin', at)).toBe('2027-01-01');
    expect(dayIn('America/Toronto', at)).toBe('2026-12-31');
    expect(dayIn('Nowhere/At-All', at)).toBe('2026-12-31');
  });

  test('go over the ends of months and of summer time', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-10-24', '2026-10-27')).toEqual([
      '2026-10-24',
      '2026-10-25',
      '2026-10-26',
      '2026-10-27',
    ]);
    expect(daysBetween('2026-10-27', '2026-10-24')).toEqual([]);
  });
});
