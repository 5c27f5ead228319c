import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Work } from './advance.ts';
import { advanceTo } from './advance.ts';
import { openClock, parseSpan } from './clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-clock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['14d', 1_209_600_000],
  ['1h 30m', 5_400_000],
  ['90s', 90_000],
  ['0.5h', 1_800_000],
  ['soon', null],
  ['', null],
  ['-1d', null],
])('%j is %s ms', (text, ms) => {
  expect(parseSpan(text)).toBe(ms);
});

describe('the clock', () => {
  test('keeps its offset in twenty characters, written in place', () => {
    const file = join(folder, 'offset');
    const clock = openClock(file);
    clock.moveTo(new Date(Date.now() + 86_400_000));
    const text = readFileSync(file, 'latin1');
    expect(text).toHaveLength(20);
    expect(Math.abs(Number(text.trim()) - 86_400_000)).toBeLessThan(1000);
    expect(openClock(file).now().getTime() - Date.now()).toBeGreaterThan(86_390_000);
  });

  test('goes through thousands of moments in order, each done before the next', async () => {
    const clock = openClock(join(folder, 'walk'));
    const start = clock.now().getTime();
    const due = Array.from({ length: 2000 }, (_one, index) => start + 60_000 * (index + 1));
    const done: number[] = [];
    const app = async (): Promise<Work> => {
      const now = clock.now().getTime();
      while ((due[0] ?? Number.POSITIVE_INFINITY) <= now) done.push(due.shift() ?? 0);
      return { open: 0, nextAt: due[0] === undefined ? null : new Date(due[0]) };
    };
    const seen: number[] = [];
    const target = new Date(start + 60_000 * 1500);
    const answer = await advanceTo(
      { clock, app, own: () => ({ open: 0, nextAt: null }), moved: () => seen.push(clock.now().getTime()) },
      target,
    );
    expect(answer).not.toHaveProperty('warning');
    expect(Date.parse(answer.now)).toBeGreaterThanOrEqual(target.getTime());
    expect(done).toHaveLength(1500);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test('says so when something is always due and never done', async () => {
    const clock = openClock(join(folder, 'stuck'));
    const stuck = new Date(clock.now().getTime() - 1000);
    let asked = 0;
    const answer = await advanceTo(
      {
        clock,
        app: async () => {
          asked += 1;
          return { open: 0, nextAt: stuck };
        },
        own: () => ({ open: 0, nextAt: null }),
        moved: () => undefined,
      },
      new Date(clock.now().getTime() + 60_000),
    );
    expect(answer.warning).toContain('never done');
    expect(asked).toBeLessThan(1000);
  });
});
