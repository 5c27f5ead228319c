/**
 * Clock times in a shop's zone, as `<input type="datetime-local">` writes them (`2026-11-21T09:30`), and moments in UTC.
 * A time that a change of clocks skips becomes the one an hour later; of two equal ones the first is meant.
 */
function offsetAt(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(ms);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
  return local - Math.floor(ms / 1000) * 1000;
}

/** The moment of a clock time in a zone, ISO UTC; null when the text is no clock time. */
export function momentOf(local: string, zone: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local)) return null;
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return null;
  const before = asUtc - offsetAt(asUtc - 24 * 3_600_000, zone);
  const after = asUtc - offsetAt(asUtc + 24 * 3_600_000, zone);
  const isRight = (ms: number) => ms + offsetAt(ms, zone) === asUtc;
  return new Date(isRight(before) ? before : isRight(after) ? after : before).toISOString();
}

/** The clock time of a moment in a zone. */
export function clockTimeOf(moment: string, zone: string): string {
  const ms = Date.parse(moment);
  return new Date(ms + offsetAt(ms, zone)).toISOString().slice(0, 16);
}

const slotMs = 15 * 60_000;
const offsets = new Map<string, { slot: number; minutes: number }>();

/**
 * A zone's offset from UTC at a moment, in minutes (+60 for Berlin in winter). Remembered for the quarter of an hour: clocks
 * change at full quarters only. null for a zone that is none.
 */
export function zoneOffsetMinutes(zone: string, now: Date): number | null {
  const slot = Math.floor(now.getTime() / slotMs);
  const known = offsets.get(zone);
  if (known?.slot === slot) return known.minutes;
  try {
    const minutes = Math.round(offsetAt(now.getTime(), zone) / 60_000);
    if (offsets.size > 1_000) offsets.clear();
    offsets.set(zone, { slot, minutes });
    return minutes;
  } catch {
    return null;
  }
}
