import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The sandbox's time: the system clock plus an offset. The offset lies in a file of 20 characters (decimal
 * milliseconds, padded with spaces) that the app reads too, so both sides always agree. It is written in place: a
 * reader sees the old offset or the new one, never half of each.
 */
export type Clock = {
  now(): Date;
  /** Moves to this moment; from there on time runs as usual. */
  moveTo(at: Date): void;
  file: string;
};

const WIDTH = 20;

/** Opens the clock; a file of a previous run keeps its offset. */
export function openClock(file: string): Clock {
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) writeFileSync(file, '0'.padEnd(WIDTH));
  let offset = Number(readFileSync(file, 'utf8').slice(0, WIDTH).trim());
  if (!Number.isSafeInteger(offset)) offset = 0;
  return {
    file,
    now: () => new Date(Date.now() + offset),
    moveTo(at) {
      offset = at.getTime() - Date.now();
      const handle = openSync(file, 'r+');
      writeSync(handle, String(offset).padEnd(WIDTH), 0, 'latin1');
      closeSync(handle);
    },
  };
}

const UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** "14d", "1h 30m", "90s" as milliseconds; null when it is no span of time. */
export function parseSpan(text: string): number | null {
  const parts = text
    .trim()
    .toLowerCase()
    .match(/^(\d+(\.\d+)?\s*(ms|sec|s|min|m|h|d|w)\s*)+$/);
  if (parts === null) return null;
  let total = 0;
  for (const match of text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)\s*(ms|sec|s|min|m|h|d|w)/g)) {
    total += Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0);
  }
  return Math.round(total);
}
