import { openSync, readSync } from 'node:fs';

/** Time is an argument. UTC inside; zones are the reader's. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that can be moved from outside: its offset against the system clock (ms, decimal, padded to 20 bytes) is read from
 * a file at every call, so that all processes agree at once. A missing file means no offset.
 */
export function fileClock(path: string): Clock {
  const buffer = Buffer.alloc(20);
  let handle: number | null = null;
  return {
    now() {
      try {
        handle ??= openSync(path, 'r');
        const length = readSync(handle, buffer, 0, 20, 0);
        const offset = Number(buffer.toString('latin1', 0, length).trim() || '0');
        return new Date(Date.now() + (Number.isFinite(offset) ? offset : 0));
      } catch {
        return new Date();
      }
    },
  };
}

/** A clock for tests: stands still until it is told to move. */
export function stoppedClock(start: Date): Clock & { set(at: Date): void; advance(ms: number): void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set: (to) => {
      at = to.getTime();
    },
    advance: (ms) => {
      at += ms;
    },
  };
}
