import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  believableUpTo,
  chanceOfTogether,
  liftAtLeast,
  logFactorials,
  proportionAtLeast,
} from './significance.ts';

describe('significance', () => {
  it('of the lady tasting tea is Fisher’s', () => {
    const table = logFactorials(8);
    expect(chanceOfTogether(4, 4, 4, 8, table)).toBeCloseTo(1 / 70, 12);
    expect(chanceOfTogether(3, 4, 4, 8, table)).toBeCloseTo(17 / 70, 12);
    expect(chanceOfTogether(0, 4, 4, 8, table)).toBe(1);
    expect(chanceOfTogether(5, 4, 4, 8, table)).toBe(0);
  });

  it('sums to one over all that can happen, and keeps tiny chances apart from none', () => {
    const table = logFactorials(200_000);
    for (const [a, b, all] of [
      [5, 7, 20],
      [15, 12, 20],
      [40, 60, 1_000],
    ] as const) {
      let sum = 0;
      for (let x = Math.max(0, a + b - all); x <= Math.min(a, b); x++)
        sum += chanceOfTogether(x, a, b, all, table) - chanceOfTogether(x + 1, a, b, all, table);
      expect(sum).toBeCloseTo(1, 9);
    }
    const tiny = chanceOfTogether(500, 900, 900, 200_000, table);
    expect(tiny).toBeGreaterThanOrEqual(0);
    expect(tiny).toBeLessThan(1e-300);
  });

  it('of a share is at Wilson’s bound exactly one-sided 95 %', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 400 }), (hits, more) => {
        const tries = hits + more;
        const low = proportionAtLeast(hits, tries);
        expect((hits / tries - low) / Math.sqrt((low * (1 - low)) / tries)).toBeCloseTo(1.6448536, 5);
      }),
    );
    expect(proportionAtLeast(0, 10)).toBe(0);
    expect(proportionAtLeast(3, 0)).toBe(0);
  });

  it('of a lift agrees with the gamma distribution it stands for', () => {
    // 2.5 % points of chi-squared with 2n + 1 degrees of freedom (any table), halved: gamma of shape n + 1/2.
    for (const [seen, chi] of [
      [3, 1.6899],
      [5, 3.8157],
      [10, 10.2829],
      [20, 25.2145],
    ] as const)
      expect(liftAtLeast(seen, 2) / (chi / 2 / 2.5)).toBeCloseTo(1, 1);
    expect(liftAtLeast(1, 0.01)).toBeLessThan(1);
    expect(liftAtLeast(100, 100)).toBeLessThan(1);
    expect(liftAtLeast(300, 100)).toBeGreaterThan(2.5);
  });

  it('of many tests is that of Benjamini’s and Hochberg’s own example', () => {
    const published = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    expect(believableUpTo([...published].reverse(), 15, 0.05)).toBe(0.0095);
    expect(believableUpTo([0.04], 1, 0.05)).toBe(0.04);
    expect(believableUpTo([0.04], 2, 0.05)).toBe(-1);
    expect(believableUpTo([], 10, 0.05)).toBe(-1);
  });
});
