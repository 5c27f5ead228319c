import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { afterQuietHours, pickZone } from './quiet-hours.ts';

const zones = Intl.supportedValuesOf('timeZone');
const at = (iso: string) => new Date(iso);

describe('quiet hours', () => {
  it.each([
    ['08:59 waits until nine', '2026-11-02T07:59:59Z', '2026-11-02T08:00:00Z'],
    ['09:00 goes', '2026-11-02T08:00:00Z', '2026-11-02T08:00:00Z'],
    ['19:59 goes', '2026-11-02T18:59:59Z', '2026-11-02T18:59:59Z'],
    ['20:00 waits until tomorrow', '2026-11-02T19:00:00Z', '2026-11-03T08:00:00Z'],
    ['midnight waits until nine of the same day', '2026-11-01T23:00:00Z', '2026-11-02T08:00:00Z'],
    ['the night with 23 hours', '2026-03-28T21:00:00Z', '2026-03-29T07:00:00Z'],
    ['the night with 25 hours', '2026-10-24T20:00:00Z', '2026-10-25T08:00:00Z'],
    ['the hour that comes twice', '2026-10-25T00:30:00Z', '2026-10-25T08:00:00Z'],
    ['the last evening of the year', '2026-12-31T22:30:00Z', '2027-01-01T08:00:00Z'],
  ])('in Berlin: %s', (_name, from, to) => {
    expect(afterQuietHours(at(from), 'Europe/Berlin')).toEqual(at(to));
  });

  it('in every zone, at any moment: leaves the day alone and ends the night at nine by the wall clock', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: at('2024-01-01T00:00:00Z'), max: at('2029-12-31T00:00:00Z'), noInvalidDate: true }),
        (zone, moment) => {
          const result = afterQuietHours(moment, zone);
          const local = DateTime.fromJSDate(moment, { zone });
          const after = DateTime.fromJSDate(result, { zone });
          if (local.hour >= 9 && local.hour < 20) {
            expect(result).toEqual(moment);
            return;
          }
          expect([after.hour, after.minute, after.second, after.millisecond]).toEqual([9, 0, 0, 0]);
          const waited = result.getTime() - moment.getTime();
          expect(waited).toBeGreaterThan(0);
          expect(waited).toBeLessThanOrEqual(14 * 3_600_000);
          expect(afterQuietHours(result, zone)).toEqual(result);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('around both changes of the clock, in every zone that has them', () => {
    for (const zone of zones) {
      for (const day of [
        '2026-03-08',
        '2026-03-29',
        '2026-04-05',
        '2026-10-04',
        '2026-10-25',
        '2026-11-01',
      ]) {
        const evening = DateTime.fromISO(`${day}T21:00`, { zone }).minus({ days: 1 }).toJSDate();
        const result = DateTime.fromJSDate(afterQuietHours(evening, zone), { zone });
        expect(result.toFormat('yyyy-MM-dd HH:mm'), zone).toBe(`${day} 09:00`);
      }
    }
  });

  it('takes the first zone that exists', () => {
    expect(pickZone(null, 'Mars/Base', 'Asia/Tokyo', 'Europe/Berlin')).toBe('Asia/Tokyo');
    expect(pickZone(undefined, '')).toBe('UTC');
  });
});
