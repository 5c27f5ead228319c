import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { believeEffect, chancesToBeBest, credibleInterval, proportionBelief } from './bayes.server.ts';
import { alwaysValidP, halfWidth } from './confidence-sequence.ts';
import { normalQuantile } from './distributions.server.ts';
import { absoluteEffect, type Effect, relativeEffect } from './effect.ts';
import { compareProportions, lookOnce } from './fixed-horizon.server.ts';
import { sampleSize } from './plan-test.server.ts';
import { meanSample, proportionSample, type Sample } from './sample.ts';
import { chiSquareOfShares } from './share-mismatch.server.ts';

/**
 * Cases that other people's engines are tested with (GrowthBook, Spotify's confidence, R, Evan Miller), where they are at
 * hand; without them `statistics.test.ts` stands alone.
 */
const file = process.env.REPRISE_STATISTICS ?? resolve('../shared/data/stats/ab_cases.json');

interface Arm {
  n: number;
  sum: number;
  sum_squares?: number;
}
interface Case {
  source: string;
  type: 'mean' | 'proportion';
  relative: boolean;
  a: Arm;
  b: Arm;
  expected: number;
  ci: [number, number];
  p: number;
}
// biome-ignore lint/suspicious/noExplicitAny: each group has a shape of its own, written down at its test
const cases: Record<string, any[]> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const group = <T>(name: string): T[] => (cases[name] ?? []) as T[];

const sampleOf = ({ n, sum, sum_squares }: Arm, type: Case['type']): Sample =>
  type === 'mean' ? meanSample(n, sum, sum_squares ?? 0) : proportionSample(sum, n);
function samplesOf(one: Case): { a: Sample; b: Sample; effect: Effect | null } {
  const a = sampleOf(one.a, one.type);
  const b = sampleOf(one.b, one.type);
  return { a, b, effect: one.relative ? relativeEffect(a, b) : absoluteEffect(a, b) };
}

describe.skipIf(!existsSync(file))('collected cases', () => {
  test('are there', () => {
    for (const name of ['two_sided', 'two_proportion_z', 'bayesian_gaussian', 'bayesian_beta_binomial'])
      expect(group(name).length).toBeGreaterThan(2);
    for (const name of ['sequential_always_valid', 'sample_size', 'srm'])
      expect(group(name).length).toBeGreaterThan(0);
  });

  test.each(group<Case & { se: number; expected_error?: string }>('two_sided'))('two-sided $#', (one) => {
    const { a, b, effect } = samplesOf(one);
    const look = effect && lookOnce(a, b, effect);
    if (one.expected_error) {
      expect(look).toBeNull();
      return;
    }
    expect(effect!.estimate).toBeCloseTo(one.expected, 5);
    expect(Math.sqrt(effect!.variance)).toBeCloseTo(one.se, 5);
    expect(look!.low).toBeCloseTo(one.ci[0], 5);
    expect(look!.high).toBeCloseTo(one.ci[1], 5);
    expect(look!.p).toBeCloseTo(one.p, 5);
  });

  test.each(
    group<{
      control: [number, number];
      test: [number, number];
      p_pooled: number;
      diff?: number;
      ci_unpooled?: [number, number];
      x_squared?: number;
    }>('two_proportion_z'),
  )('two proportions $#', (one) => {
    const a = proportionSample(...one.control);
    const b = proportionSample(...one.test);
    const look = compareProportions(a, b)!;
    expect(look.p).toBeCloseTo(one.p_pooled, one.x_squared ? 4 : 6);
    if (one.x_squared) expect(normalQuantile(look.p / 2) ** 2).toBeCloseTo(one.x_squared, 4);
    if (one.diff) expect(absoluteEffect(a, b).estimate).toBeCloseTo(one.diff, 6);
    if (one.ci_unpooled) {
      expect(look.low).toBeCloseTo(one.ci_unpooled[0], 6);
      expect(look.high).toBeCloseTo(one.ci_unpooled[1], 6);
    }
  });

  test.each(
    group<Case & { stddev?: number; chance_to_win: number; risk?: [number, number] }>('bayesian_gaussian'),
  )('a believed effect $#', (one) => {
    const { effect } = samplesOf({ ...one, relative: one.relative ?? false });
    const belief = believeEffect(effect!);
    expect(belief.chanceToWin).toBeCloseTo(one.chance_to_win, 5);
    expect(effect!.estimate).toBeCloseTo(one.expected, 5);
    if (one.stddev) {
      const se = Math.sqrt(effect!.variance);
      expect(se).toBeCloseTo(one.stddev, 5);
      expect(effect!.estimate - 1.959964 * se).toBeCloseTo(one.ci[0], 4);
      expect(effect!.estimate + 1.959964 * se).toBeCloseTo(one.ci[1], 4);
    }
    if (one.risk) {
      expect(belief.lossOfTaking.first).toBeCloseTo(one.risk[0], 4);
      expect(belief.lossOfTaking.second).toBeCloseTo(one.risk[1], 4);
    }
  });

  test.each(
    group<{
      prior: [number, number];
      arm?: [number, number];
      credible95?: [number, number];
      control?: [number, number];
      test?: [number, number];
      p_test_best?: number;
    }>('bayesian_beta_binomial'),
  )('a believed proportion $#', (one) => {
    const prior = one.prior[0];
    if (one.arm && one.credible95) {
      const { low, high } = credibleInterval(proportionBelief(...one.arm, prior), normalQuantile(0.975));
      expect(low).toBeCloseTo(one.credible95[0], 7);
      expect(high).toBeCloseTo(one.credible95[1], 7);
      return;
    }
    const beliefs = [proportionBelief(...one.control!, prior), proportionBelief(...one.test!, prior)];
    expect(chancesToBeBest(beliefs)[1]).toBeCloseTo(one.p_test_best!, 6);
  });

  test.each(
    group<Case & { alpha?: number; tuning_N: number; example?: string }>('sequential_always_valid').filter(
      ({ alpha }) => alpha !== undefined,
    ),
  )('a watched effect $#', (one) => {
    const { effect } = samplesOf(one);
    const watch = { alpha: one.alpha!, tunedTo: one.tuning_N };
    const half = halfWidth(effect!, watch)!;
    expect(effect!.estimate).toBeCloseTo(one.expected, 5);
    expect(effect!.estimate - half).toBeCloseTo(one.ci[0], 5);
    expect(effect!.estimate + half).toBeCloseTo(one.ci[1], 5);
    expect(alwaysValidP(effect!, watch)).toBeCloseTo(one.p, 5);
  });

  test.each(
    group<{
      baseline: number;
      absolute_mde: number;
      alpha: number;
      power: number;
      total_n: number;
    }>('sample_size'),
  )('people for a power of $power', (one) => {
    const n = sampleSize({
      baseline: one.baseline,
      difference: one.absolute_mde,
      alpha: one.alpha,
      power: one.power,
    });
    expect(Math.abs(n / one.total_n - 1)).toBeLessThan(0.005);
  });

  test.each(group<{ observed: number[]; expected_share: number[]; chi2: number; p: number }>('srm'))(
    'shares $#',
    (one) => {
      const shares = one.observed.map((people, i) => ({ people, expected: one.expected_share[i]! }));
      const { chiSquare, p } = chiSquareOfShares(shares);
      expect(chiSquare).toBeCloseTo(one.chi2, 5);
      expect(p).toBeCloseTo(one.p, 5);
    },
  );
});
