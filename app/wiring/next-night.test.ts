import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { nextNight } from './next-night.server.ts';

const shop = (id: string, timezone = 'Europe/Berlin') => ({ id, timezone });
const at = (iso: string) => new Date(iso);

describe('a turn in the night', () => {
  it('is between one and five in the shop’s zone, within a day, and never now', () => {
    for (const zone of [
      'Europe/Berlin',
      'America/Los_Angeles',
      'Asia/Kolkata',
      'Pacific/Auckland',
      'nowhere',
    ])
      for (let i = 0; i < 50; i++) {
        const now = at('2026-11-24T10:00:00Z');
        const next = nextNight(shop(`shp_${i}`, zone), now);
        const hour = DateTime.fromJSDate(next, { zone: zone === 'nowhere' ? 'utc' : zone }).hour;
        expect(hour).toBeGreaterThanOrEqual(1);
        expect(hour).toBeLessThan(5);
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(next.getTime()).toBeLessThanOrEqual(now.getTime() + 86_400_000);
        const after = nextNight(shop(`shp_${i}`, zone), next);
        expect(after.getTime() - next.getTime()).toBe(86_400_000);
      }
  });

  it('comes every day when clocks change', () => {
    for (const day of ['2026-10-24', '2026-10-25', '2027-03-27', '2027-03-28']) {
      for (let i = 0; i < 50; i++) {
        const first = nextNight(shop(`shp_${i}`), at(`${day}T00:00:00Z`));
        const hours = (nextNight(shop(`shp_${i}`), first).getTime() - first.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThanOrEqual(23);
        expect(hours).toBeLessThanOrEqual(25);
      }
    }
  });

  it('is not the same for all', () => {
    const turns = new Set(
      Array.from({ length: 300 }, (_, i) =>
        nextNight(shop(`shp_${i}`), at('2026-11-24T10:00:00Z')).getTime(),
      ),
    );
    expect(turns.size).toBeGreaterThan(150);
  });
});
