import { HELD_OUT } from '@reprise/rules';
import { describe, expect, test } from 'vitest';
import { absoluteEffect } from './effect.ts';
import type { ArmFigures } from './experiment.ts';
import { lookOnce } from './fixed-horizon.server.ts';
import { liftOverHoldOut } from './lift-over-hold-out.server.ts';
import { readVerdict, sampleOf } from './read-verdict.server.ts';
import { watchShares } from './share-mismatch.server.ts';
import type { VerdictOptions } from './verdict.ts';

/**
 * The promise "may be looked at every day", put to the test: whole tests are played a few hundred times with people drawn
 * by a seeded generator, read every evening, and ended at the first verdict. How often is it false?
 */

/** mulberry32 (Tommy Ettinger, public domain): the same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface World {
  perDay: number;
  days: number;
  arms: { id: string; share: number; rate: number /** factor of what an order brings */; worth?: number }[];
}

/** An order's total in cents: a median of 40, one in a hundred above 400; as shops have them. */
function orderTotal(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.round(4000 * Math.exp(normal));
}

/** Plays one test and calls `evening` with the figures so far, until it says stop or the days are over. */
function play(world: World, random: () => number, evening: (figures: ArmFigures[]) => boolean): void {
  const figures = world.arms.map(({ id }) => ({
    armId: id,
    people: 0,
    converted: 0,
    revenueMinor: 0n,
    revenueSquares: 0n,
  }));
  for (let day = 0; day < world.days; day++) {
    const sums = world.arms.map(() => ({ sum: 0, squares: 0 }));
    for (let person = 0; person < world.perDay; person++) {
      let at = 0;
      for (let lot = random(); at < world.arms.length - 1 && lot >= world.arms[at]!.share; at++)
        lot -= world.arms[at]!.share;
      figures[at]!.people++;
      if (random() >= world.arms[at]!.rate) continue;
      figures[at]!.converted++;
      const total = Math.round(orderTotal(random) * (world.arms[at]!.worth ?? 1));
      sums[at]!.sum += total;
      sums[at]!.squares += total * total;
    }
    figures.forEach((arm, i) => {
      arm.revenueMinor += BigInt(sums[i]!.sum);
      arm.revenueSquares += BigInt(sums[i]!.squares);
    });
    if (evening(figures)) return;
  }
}

/** How many of `tests` tests came to a verdict, how many of these were for arm 'b', and after how many days (median). */
function playMany(world: World, options: VerdictOptions, tests: number, seed: number) {
  const random = seeded(seed);
  const days: number[] = [];
  const found: Record<string, number> = { winner: 0, b: 0, naive: 0, invalid: 0 };
  for (let i = 0; i < tests; i++) {
    let day = 0;
    let isNaivelyDone = false;
    let isDone = false;
    play(world, random, (figures) => {
      day++;
      const verdict = readVerdict(figures, options);
      if (verdict.kind === 'invalid') found.invalid!++;
      if (!isDone && verdict.kind === 'winner') {
        isDone = true;
        found.winner!++;
        if (verdict.armId === 'b') found.b!++;
        days.push(day);
      }
      if (!isNaivelyDone && figures.every(({ people }) => people >= 500)) {
        const [a, b] = figures.map((arm) => sampleOf(arm, options.metric));
        const look = lookOnce(a!, b!, absoluteEffect(a!, b!));
        if (look && look.p < 0.05) {
          isNaivelyDone = true;
          found.naive!++;
        }
      }
      return isDone && isNaivelyDone;
    });
  }
  days.sort((x, y) => x - y);
  return { ...found, medianDays: days[Math.floor(days.length / 2)] } as Record<
    'winner' | 'b' | 'naive' | 'invalid' | 'medianDays',
    number
  >;
}

const even = [
  { id: 'a', weight: 1 },
  { id: 'b', weight: 1 },
];
const accept: VerdictOptions = { metric: 'accept', variants: even, holdOutPercent: 0 };
const revenue: VerdictOptions = { ...accept, metric: 'revenue' };
const same = (rate: number) => [
  { id: 'a', share: 0.5, rate },
  { id: 'b', share: 0.5, rate },
];
const tests = 300;
/** At most 5 % are false; of 300 tests then at most 24 with 99 % certainty (binomial). */
const mostFalse = 24;

describe('two arms that are the same, looked at daily for 150 days', () => {
  const world = (rate: number) => ({ perDay: 100, days: 150, arms: same(rate) });

  test.each([
    [0.01, 'accept', accept],
    [0.05, 'accept', accept],
    [0.05, 'revenue', revenue],
  ] as const)(
    '%d, %s: hardly ever a winner, where a usual test finds one in every fifth',
    (rate, _metric, options) => {
      const found = playMany(world(rate), options, tests, 11);
      expect(found.winner).toBeLessThanOrEqual(mostFalse);
      expect(found.naive).toBeGreaterThan(tests / 5);
      expect(found.invalid).toBe(0);
    },
  );

  test('four arms, one of which gets most people: hardly ever a winner', () => {
    const shares = [0.7, 0.1, 0.1, 0.1];
    const found = playMany(
      { perDay: 200, days: 120, arms: shares.map((share, i) => ({ id: 'abcd'[i]!, share, rate: 0.05 })) },
      { ...accept, variants: shares.map((share, i) => ({ id: 'abcd'[i]!, weight: share * 10 })) },
      150,
      12,
    );
    // 5 % of 150, with 99 % certainty.
    expect(found.winner).toBeLessThanOrEqual(14);
  });
});

describe('two arms that differ', () => {
  test('a true lift is found, and it is the right arm', () => {
    const world = {
      perDay: 100,
      days: 150,
      arms: [
        { id: 'a', share: 0.5, rate: 0.05 },
        { id: 'b', share: 0.5, rate: 0.075 },
      ],
    };
    const found = playMany(world, accept, 100, 13);
    expect(found.winner).toBeGreaterThan(95);
    expect(found.b).toBe(found.winner);
    expect(found.medianDays).toBeLessThan(60);
  });

  test('a true lift of revenue is found', () => {
    const world = {
      perDay: 300,
      days: 150,
      arms: [
        { id: 'a', share: 0.5, rate: 0.05 },
        { id: 'b', share: 0.5, rate: 0.065, worth: 1.1 },
      ],
    };
    const found = playMany(world, revenue, 60, 14);
    expect(found.winner).toBeGreaterThan(54);
    expect(found.b).toBe(found.winner);
  });
});

describe('a hold-out of 5 %, looked at daily for 200 days', () => {
  /** Plays many and counts those in which the true difference per person was ever outside the interval. */
  function everOutside(
    shownRate: number,
    heldOutRate: number,
    seed: number,
  ): { outside: number; certain: number } {
    const random = seeded(seed);
    const meanOrder = 4000 * Math.exp(0.5);
    const truth = (shownRate - heldOutRate) * meanOrder;
    const world = {
      perDay: 100,
      days: 200,
      arms: [
        { id: 'a', share: 0.95, rate: shownRate },
        { id: HELD_OUT, share: 0.05, rate: heldOutRate },
      ],
    };
    let outside = 0;
    let certain = 0;
    for (let i = 0; i < tests; i++) {
      let isOutside = false;
      let isCertain = false;
      play(world, random, (figures) => {
        const lift = liftOverHoldOut(figures);
        if (lift.kind !== 'measured') return false;
        isOutside ||= truth < lift.perPerson.low || truth > lift.perPerson.high;
        isCertain ||= lift.isCertain;
        return false;
      });
      if (isOutside) outside++;
      if (isCertain) certain++;
    }
    return { outside, certain };
  }

  test('without effect: hardly ever called certain', () => {
    expect(everOutside(0.03, 0.03, 21).certain).toBeLessThanOrEqual(mostFalse);
  });

  test.each([
    [0.1, 0.02],
    [0.05, 0.08],
  ])('%d shown, %d held out: the interval contains the truth all the time', (shown, heldOut) => {
    expect(everOutside(shown, heldOut, 22).outside).toBeLessThanOrEqual(mostFalse);
  });
});

test('shares that are right are hardly ever called wrong, however often they are looked at', () => {
  const random = seeded(31);
  let alarms = 0;
  for (let i = 0; i < 1000; i++) {
    const people = [0, 0];
    for (let day = 0; day < 100; day++) {
      for (let person = 0; person < 50; person++) people[random() < 0.05 ? 1 : 0]!++;
      const p = watchShares([
        { people: people[0]!, expected: 0.95 },
        { people: people[1]!, expected: 0.05 },
      ]);
      if (p < 0.05) {
        alarms++;
        break;
      }
    }
  }
  // 5 % of 1000 at most.
  expect(alarms).toBeLessThanOrEqual(50);
});
