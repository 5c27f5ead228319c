import { describe, expect, test } from 'vitest';
import {
  believeEffect,
  chancesToBeBest,
  credibleInterval,
  meanBelief,
  proportionBelief,
} from './bayes.server.ts';
import { alwaysValidP, halfWidth, peopleUntilSure } from './confidence-sequence.ts';
import {
  betaCdf,
  betaQuantile,
  chiSquareTail,
  logGamma,
  normalCdf,
  normalDensity,
  normalQuantile,
  studentCdf,
  studentTwoSided,
} from './distributions.server.ts';
import { absoluteEffect, cautiousEffect, relativeEffect } from './effect.ts';
import { compareProportions, lookOnce } from './fixed-horizon.server.ts';
import { peopleToFind, sampleSize, smallestFound } from './plan-test.server.ts';
import { meanSample, moneySample, pool, proportionSample } from './sample.ts';
import { chiSquareOfShares, watchShares } from './share-mismatch.server.ts';

describe('distributions (values from R and from the tables)', () => {
  test('normal', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalCdf(-5)).toBeCloseTo(2.866515718791933e-7, 16);
    expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
  });

  test('Student, whole and broken degrees of freedom', () => {
    // qt(0.975, df)
    expect(studentTwoSided(0.05, 1)).toBeCloseTo(12.706204736174694, 10);
    expect(studentTwoSided(0.05, 30)).toBeCloseTo(2.0422724563012378, 12);
    expect(studentTwoSided(0.05, 6000.3)).toBeCloseTo(1.9603594217, 8);
    expect(studentCdf(-2.1, 5.5)).toBeCloseTo(0.04234596256, 10);
    expect(studentCdf(2.1, 5.5)).toBeCloseTo(1 - 0.04234596256, 10);
  });

  test('chi-square, beta and gamma, also where a shop has very many people', () => {
    expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12);
    expect(betaCdf(0.3, 3, 4)).toBeCloseTo(0.25569, 12);
    expect(betaCdf(0.01001, 100_001, 9_900_001)).toBeCloseTo(0.6238621429, 7);
    expect(betaQuantile(0.025, 0.975, 500.5, 509.5)).toBeCloseTo(0.46473987, 8);
    expect(1 - betaQuantile(1 - 1e-12, 1e-12, 2, 3)).toBeGreaterThan(1e-5);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 10);
  });
});

describe('samples', () => {
  const values = [1200, 0, 0, 3499, 0, 1, 80_000];
  const sum = values.reduce((a, b) => a + b, 0);
  const squares = values.reduce((a, b) => a + b * b, 0);
  const mean = sum / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);

  test('mean and variance from sums', () => {
    expect(meanSample(7, sum, squares)).toEqual({ n: 7, mean, variance: expect.closeTo(variance, 3) });
    expect(moneySample(7, BigInt(sum), BigInt(squares))).toEqual({
      n: 7,
      mean,
      variance: expect.closeTo(variance, 6),
    });
  });

  test('nothing cancels away in large sums of money', () => {
    // Ten million people with 9,007,199,254,740,993 each or one more: the variance is a quarter, whatever the mean.
    const each = 9_007_199_254_740_993n;
    const half = 5_000_000n;
    const sumMinor = half * each + half * (each + 1n);
    const large = moneySample(10_000_000, sumMinor, half * each ** 2n + half * (each + 1n) ** 2n);
    expect(large.variance).toBeCloseTo(0.25, 6);
  });

  test('no people, one person', () => {
    expect(moneySample(0, 0n, 0n)).toEqual({ n: 0, mean: 0, variance: 0 });
    expect(moneySample(1, 500n, 250_000n)).toEqual({ n: 1, mean: 500, variance: 0 });
    expect(proportionSample(0, 0)).toEqual({ n: 0, mean: 0, variance: 0 });
  });

  test('pooled samples are the sample of all', () => {
    const part = (list: number[]) =>
      meanSample(
        list.length,
        list.reduce((a, b) => a + b, 0),
        list.reduce((a, b) => a + b * b, 0),
      );
    const pooled = pool([part(values.slice(0, 3)), part(values.slice(3))]);
    expect(pooled.mean).toBeCloseTo(mean, 9);
    expect(pooled.variance / variance).toBeCloseTo(1, 12);
    expect(pool([])).toEqual({ n: 0, mean: 0, variance: 0 });
  });
});

describe('effects', () => {
  const a = meanSample(100, 1000, 30_000);
  const b = meanSample(50, 600, 20_000);

  test('absolute and relative', () => {
    const variance = a.variance / 100 + b.variance / 50;
    expect(absoluteEffect(a, b)).toEqual({ estimate: 2, variance, n: 150 });
    const relative = relativeEffect(a, b)!;
    expect(relative.estimate).toBeCloseTo(0.2, 12);
    expect(relative.variance).toBeCloseTo(b.variance / 50 / 100 + (a.variance / 100) * (144 / 10_000), 9);
    expect(relativeEffect(proportionSample(0, 10), proportionSample(1, 10))).toBeNull();
  });

  test('a small arm in which nothing has happened does not make the difference certain', () => {
    const shown = proportionSample(190, 3800);
    const heldOut = proportionSample(0, 60);
    const watch = { alpha: 0.05, tunedTo: 5000 };
    const naive = absoluteEffect(heldOut, shown);
    expect(Math.abs(naive.estimate)).toBeGreaterThan(halfWidth(naive, watch)!);
    const cautious = cautiousEffect(heldOut, shown);
    expect(Math.abs(cautious.estimate)).toBeLessThan(halfWidth(cautious, watch)!);
  });
});

describe('one look (values of R, prop.test and t.test)', () => {
  test('two proportions', () => {
    // prop.test(c(120, 100), c(10000, 10000), correct = FALSE): X-squared = 1.8384, p-value = 0.1751
    const look = compareProportions(proportionSample(100, 10_000), proportionSample(120, 10_000))!;
    expect(look.p).toBeCloseTo(0.1751, 4);
    expect(look.low).toBeCloseTo(-0.000891, 6);
    expect(look.high).toBeCloseTo(0.004891, 6);
    expect(compareProportions(proportionSample(0, 10), proportionSample(0, 10))).toBeNull();
    expect(compareProportions(proportionSample(0, 0), proportionSample(1, 10))).toBeNull();
  });

  test('two means: R’s sleep data, t.test(extra ~ group): t = -1.8608, df = 17.776, p-value = 0.07939', () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const of = (list: number[]) =>
      meanSample(
        list.length,
        list.reduce((x, y) => x + y, 0),
        list.reduce((x, y) => x + y * y, 0),
      );
    const look = lookOnce(of(first), of(second), absoluteEffect(of(first), of(second)))!;
    expect(look.p).toBeCloseTo(0.07939, 5);
    expect(look.low).toBeCloseTo(-0.2054832, 6);
    expect(look.high).toBeCloseTo(3.3654832, 6);
  });

  test('what cannot scatter says nothing', () => {
    const one = meanSample(1, 5, 25);
    const many = meanSample(10, 50, 300);
    expect(lookOnce(one, many, absoluteEffect(one, many))).toBeNull();
  });
});

describe('confidence sequences', () => {
  const watch = { alpha: 0.05, tunedTo: 5000 };
  const effect = absoluteEffect(proportionSample(50, 1000), proportionSample(80, 1000));

  test('interval and p value say the same', () => {
    for (const alpha of [0.2, 0.05, 0.01, 0.0005]) {
      for (const converted of [40, 60, 80, 90, 100, 130]) {
        const one = absoluteEffect(proportionSample(50, 1000), proportionSample(converted, 1000));
        const isOutside = Math.abs(one.estimate) > halfWidth(one, { ...watch, alpha })!;
        expect(alwaysValidP(one, { ...watch, alpha }) < alpha).toBe(isOutside);
      }
    }
  });

  test('are wider than an interval for one look, and narrowest (for their people) where they are tuned to', () => {
    const perLook = 1.96 * Math.sqrt(effect.variance);
    expect(halfWidth(effect, watch)! / perLook).toBeGreaterThan(1.3);
    const at5000 = (tunedTo: number) => halfWidth({ ...effect, n: 5000 }, { ...watch, tunedTo })!;
    expect(at5000(5000)).toBeLessThan(at5000(1000));
    expect(at5000(5000)).toBeLessThan(at5000(50_000));
  });

  test('are as in the paper: the width of equation 9, written out', () => {
    // n = 2000, ρ² = (-2 ln α + ln(1 - 2 ln α)) / 5000 = 0.00158727, s² = variance · n
    const rho2 = (-2 * Math.log(0.05) + Math.log(1 - 2 * Math.log(0.05))) / 5000;
    expect(rho2).toBeCloseTo(0.0015872, 6);
    const t = 2000;
    const expected =
      Math.sqrt(effect.variance * t) *
      Math.sqrt(((2 * (t * rho2 + 1)) / (t * t * rho2)) * Math.log(Math.sqrt(t * rho2 + 1) / 0.05));
    expect(halfWidth(effect, watch)).toBeCloseTo(expected, 12);
  });

  test('say after how many people they would be sure', () => {
    const need = peopleUntilSure(effect, watch)!;
    expect(need).toBeGreaterThan(2000);
    const later = (n: number) => ({ ...effect, n, variance: (effect.variance * effect.n) / n });
    expect(halfWidth(later(need), watch)!).toBeLessThanOrEqual(effect.estimate);
    expect(halfWidth(later(need - 1), watch)!).toBeGreaterThan(effect.estimate);
    expect(peopleUntilSure({ ...effect, estimate: 0 }, watch)).toBeNull();
    expect(peopleUntilSure({ ...effect, estimate: 1e-9 }, watch)).toBeNull();
  });

  test('know nothing where nothing is known', () => {
    const nothing = { estimate: 1, variance: 0, n: 100 };
    expect(halfWidth(nothing, watch)).toBeNull();
    expect(alwaysValidP(nothing, watch)).toBe(1);
  });
});

describe('beliefs', () => {
  /** Evan Miller's closed form of P(B > A) for whole numbers: Σ B(αA+i, βA+βB) / ((βB+i) B(1+i, βB) B(αA, βA)). */
  function closedForm(aA: number, bA: number, aB: number, bB: number): number {
    const logBeta = (x: number, y: number) => logGamma(x) + logGamma(y) - logGamma(x + y);
    let sum = 0;
    for (let i = 0; i < aB; i++)
      sum += Math.exp(logBeta(aA + i, bA + bB) - Math.log(bB + i) - logBeta(1 + i, bB) - logBeta(aA, bA));
    return sum;
  }

  test.each([
    [10, 100, 15, 100],
    [3, 1000, 900, 1000],
    [50, 1000, 55, 1000],
    [1, 20, 300, 9000],
  ])('%i of %i against %i of %i: as the closed form', (a, n, b, m) => {
    const [, second] = chancesToBeBest([proportionBelief(a, n, 1), proportionBelief(b, m, 1)]);
    expect(second).toBeCloseTo(closedForm(a + 1, n - a + 1, b + 1, m - b + 1), 9);
  });

  test('several arms: equal ones share, a better one takes, all add up to 1', () => {
    const same = [1, 2, 3, 4].map(() => proportionBelief(30, 600));
    for (const chance of chancesToBeBest(same)) expect(chance).toBeCloseTo(0.25, 9);
    const chances = chancesToBeBest([
      proportionBelief(30, 600),
      proportionBelief(60, 600),
      proportionBelief(33, 600),
    ]);
    expect(chances[1]).toBeGreaterThan(0.99);
    expect(chances.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 12);
  });

  test('three means: one is best with the chance that two dimensions of a normal give', () => {
    // Independent and alike but for the first, 0.5 standard errors up: ∫ φ(z) Φ(z + 0.5)² dz, by Simpson's rule.
    const beliefs = [0.5, 0, 0].map((mean) => meanBelief({ n: 100, mean, variance: 100 })!);
    let expected = 0;
    const h = 0.001;
    for (let i = 0; i <= 16_000; i++) {
      const z = -8 + i * h;
      const weight = i === 0 || i === 16_000 ? 1 : i % 2 === 1 ? 4 : 2;
      expected += (weight * h * normalDensity(z) * normalCdf(z + 0.5) ** 2) / 3;
    }
    expect(chancesToBeBest(beliefs)[0]).toBeCloseTo(expected, 9);
    expect(meanBelief({ n: 1, mean: 5, variance: 0 })).toBeNull();
  });

  test('an effect', () => {
    const { chanceToWin, lossOfTaking } = believeEffect({ estimate: 2, variance: 4, n: 10 });
    expect(chanceToWin).toBeCloseTo(0.8413447, 6);
    // E[max(0, X)] for N(2, 2²) is 2·Φ(1) + 2·φ(1).
    expect(lossOfTaking.first).toBeCloseTo(2 * 0.8413447 + 2 * 0.2419707, 5);
    expect(lossOfTaking.first - lossOfTaking.second).toBeCloseTo(2, 12);
    expect(believeEffect({ estimate: 0, variance: 0, n: 0 }).chanceToWin).toBe(0.5);
  });

  test('a proportion’s middle 95 %', () => {
    const { low, high } = credibleInterval(proportionBelief(500, 1009), normalQuantile(0.975));
    expect(low).toBeCloseTo(0.46473987, 7);
    expect(high).toBeCloseTo(0.52636595, 7);
  });
});

describe('shares of people', () => {
  test('chi-square (values of R, chisq.test(c(520, 480)): 1.6, p = 0.2059)', () => {
    const { chiSquare, p } = chiSquareOfShares([
      { people: 520, expected: 0.5 },
      { people: 480, expected: 0.5 },
    ]);
    expect(chiSquare).toBeCloseTo(1.6, 12);
    expect(p).toBeCloseTo(0.2059, 4);
    expect(chiSquareOfShares([])).toEqual({ chiSquare: 0, p: 1 });
  });

  test('the watched form: nothing wrong, something wrong, somebody where nobody should be', () => {
    const p = (...people: [number, number, number]) =>
      watchShares([
        { people: people[0], expected: 0.475 },
        { people: people[1], expected: 0.475 },
        { people: people[2], expected: 0.05 },
      ]);
    expect(p(4750, 4750, 500)).toBe(1);
    expect(p(4700, 4800, 500)).toBe(1);
    expect(p(4400, 5100, 500)).toBeLessThan(1e-6);
    // The hold-out lost a third of its people: the usual mistake of counting.
    expect(p(4750, 4750, 330)).toBeLessThan(1e-6);
    expect(p(0, 0, 0)).toBe(1);
    expect(
      watchShares([
        { people: 10, expected: 1 },
        { people: 1, expected: 0 },
      ]),
    ).toBe(0);
  });
});

describe('planning', () => {
  test('one look: 5 % to 6 %, 80 % power, needs 8,155 a side', () => {
    expect(sampleSize({ baseline: 0.05, difference: 0.01, alpha: 0.05, power: 0.8 })).toBe(2 * 8155);
  });

  test('watched: people and the smallest difference are each other’s inverse', () => {
    const watch = { alpha: 0.05, tunedTo: 5000 };
    const variance = 0.05 * 0.95;
    const people = peopleToFind(0.01, variance, watch)!;
    expect(smallestFound(people, variance, watch)).toBeLessThanOrEqual(0.01);
    expect(smallestFound(people - 1, variance, watch)).toBeGreaterThan(0.01);
    // Watching costs people, but less than three times as many.
    expect(people / 16_310).toBeGreaterThan(1.3);
    expect(people / 16_310).toBeLessThan(3);
    expect(peopleToFind(0, variance, watch)).toBeNull();
    expect(peopleToFind(1e-9, variance, watch)).toBeNull();
  });
});
