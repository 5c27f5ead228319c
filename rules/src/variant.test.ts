import { describe, expect, test } from 'vitest';
import { HELD_OUT, pickVariant, type Variant } from './variant.ts';

const draw = { experimentId: 'exp_1', salt: 's1' };
const people = Array.from({ length: 60_000 }, (_, i) => `prs_${i.toString(16).padStart(24, '0')}`);
const even: Variant[] = [
  { id: 'var_a', weight: 1 },
  { id: 'var_b', weight: 1 },
  { id: 'var_c', weight: 1 },
];

function all(variants: readonly Variant[], holdOutPercent = 0, from = draw): (string | null)[] {
  return people.map((person) => pickVariant(from, person, variants, holdOutPercent));
}

function count(picks: readonly (string | null)[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const pick of picks) found[String(pick)] = (found[String(pick)] ?? 0) + 1;
  return found;
}

/** Pearson's chi-square of the counts against shares that sum to 1. */
function chiSquare(found: Record<string, number>, shares: Record<string, number>): number {
  return Object.entries(shares).reduce((sum, [id, share]) => {
    const expected = share * people.length;
    return sum + ((found[id] ?? 0) - expected) ** 2 / expected;
  }, 0);
}

test('is frozen: these answers may never change', () => {
  const picks = ['person-1', 'person-2', 'person-3', 'person-4', 'person-5', 'person-6'].map((person) =>
    pickVariant(draw, person, even, 20),
  );
  // Computed by an independent program in another language.
  expect(picks).toEqual(['var_a', 'var_b', 'var_b', 'var_a', 'var_c', 'held-out']);
});

describe('shares', () => {
  test.each([
    ['even', { var_a: 1, var_b: 1, var_c: 1 }, 0],
    ['uneven', { var_a: 70, var_b: 20, var_c: 10 }, 0],
    ['with a hold-out', { var_a: 1, var_b: 3 }, 5],
    ['of a lone variant', { var_a: 1 }, 12.5],
    ['of nine variants', Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`var_${i}`, i + 1])), 5],
  ] as const)('%s are as the weights say', (_name, weights: Record<string, number>, holdOut) => {
    const variants = Object.entries(weights).map(([id, weight]) => ({ id, weight }));
    const total = variants.reduce((sum, { weight }) => sum + weight, 0);
    const shares: Record<string, number> = Object.fromEntries(
      variants.map(({ id, weight }) => [id, (weight / total) * (1 - holdOut / 100)]),
    );
    if (holdOut > 0) shares[HELD_OUT] = holdOut / 100;
    // Ten cells at most: 9 degrees of freedom, 27.9 is exceeded once in a thousand; the input is fixed.
    expect(chiSquare(count(all(variants, holdOut)), shares)).toBeLessThan(27.9);
  });

  test('of two tests are independent of each other', () => {
    const first = all(even);
    const second = all(even, 0, { experimentId: 'exp_2', salt: 's1' });
    const pairs = count(first.map((pick, i) => `${pick} ${second[i]}`));
    const shares = Object.fromEntries(
      even.flatMap((a) => even.map((b) => [`${a.id} ${b.id}`, 1 / 9] as const)),
    );
    // 8 degrees of freedom: 26.1 once in a thousand.
    expect(chiSquare(pairs, shares)).toBeLessThan(26.1);
  });

  test('of the held-out are the same in every variant', () => {
    const before = all(even);
    const after = all(even, 10);
    const heldOut = count(before.filter((_, i) => after[i] === HELD_OUT));
    for (const { id } of even) expect((heldOut[id] ?? 0) / (people.length / 30)).toBeCloseTo(1, 0.9);
  });
});

describe('who stays where', () => {
  test('the order of the variants does not matter', () => {
    expect(all([...even].reverse())).toEqual(all(even));
  });

  test('adding or widening a hold-out moves nobody between variants', () => {
    const without = all(even);
    let previous = without;
    for (const percent of [5, 20, 50]) {
      const now = all(even, percent);
      now.forEach((pick, i) => {
        expect(pick === HELD_OUT || pick === without[i]).toBe(true);
        if (previous[i] === HELD_OUT) expect(pick).toBe(HELD_OUT);
      });
      previous = now;
    }
  });

  test('a heavier variant only receives, and no more than its share grows', () => {
    const before = all(even);
    const after = all([{ id: 'var_a', weight: 2 }, ...even.slice(1)]);
    let moved = 0;
    after.forEach((pick, i) => {
      if (pick === before[i]) return;
      expect(pick).toBe('var_a');
      moved++;
    });
    // From a third to a half: a sixth moves.
    expect(moved / people.length).toBeCloseTo(1 / 6, 2);
  });

  test('from 50:50 to 90:10 only the difference moves', () => {
    const halves = all([
      { id: 'var_a', weight: 50 },
      { id: 'var_b', weight: 50 },
    ]);
    const tenths = all([
      { id: 'var_a', weight: 90 },
      { id: 'var_b', weight: 10 },
    ]);
    expect(tenths.filter((pick, i) => pick !== halves[i]).length / people.length).toBeCloseTo(0.4, 2);
  });

  test('a new variant takes from all others alike; a removed one gives to all others alike', () => {
    const before = all(even);
    const after = all([...even, { id: 'var_d', weight: 1 }]);
    const lost = count(before.filter((pick, i) => pick !== after[i]));
    after.forEach((pick, i) => {
      expect(pick === 'var_d' || pick === before[i]).toBe(true);
    });
    for (const { id } of even) expect((lost[id] ?? 0) / people.length).toBeCloseTo(1 / 12, 2);
    // Removing it again is the way back; a weight of 0 is the same as not being there.
    expect(all([...even, { id: 'var_d', weight: 0 }])).toEqual(before);
  });

  test('weights in the same proportion are the same test', () => {
    expect(all(even.map(({ id }) => ({ id, weight: 300 })))).toEqual(all(even));
  });

  test('another salt draws anew', () => {
    const base = all(even);
    const again = all(even, 0, { ...draw, salt: 's2' });
    const same = again.filter((pick, i) => pick === base[i]).length;
    expect(same / people.length).toBeCloseTo(1 / 3, 2);
  });
});

test('nothing to pick from is nothing, not a crash', () => {
  expect(pickVariant(draw, 'p', [])).toBeNull();
  expect(pickVariant(draw, 'p', [{ id: 'var_a', weight: 0 }])).toBeNull();
  expect(
    pickVariant(draw, 'p', [
      { id: 'var_a', weight: Number.NaN },
      { id: 'var_b', weight: -1 },
    ]),
  ).toBeNull();
  expect(pickVariant(draw, 'p', even, 100)).toBe(HELD_OUT);
});
