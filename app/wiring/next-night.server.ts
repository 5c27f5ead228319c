import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { ShopRef } from '../platform/context.ts';

const from = 1;
const hours = 4;

/**
 * The shop's next turn in the night, between one and five in its own time zone: each shop has its own minute, always the same,
 * so that thousands of shops do not begin at once.
 */
export function nextNight(shop: Pick<ShopRef, 'id' | 'timezone'>, now: Date): Date {
  const local = DateTime.fromJSDate(now, { zone: shop.timezone });
  const today = local.isValid ? local : DateTime.fromJSDate(now, { zone: 'utc' });
  const minute = createHash('sha256').update(shop.id).digest().readUInt32BE(0) % (hours * 60);
  const turn = (day: DateTime) =>
    day.startOf('day').set({ hour: from + Math.floor(minute / 60), minute: minute % 60 });
  const next = turn(today) > today ? turn(today) : turn(today.plus({ days: 1 }));
  return next.toJSDate();
}
