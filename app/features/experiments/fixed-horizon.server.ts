import { normalCdf, normalQuantile, studentCdf, studentTwoSided } from './distributions.server.ts';
import type { Effect } from './effect.ts';
import type { Sample } from './sample.ts';

/** A two-sided interval and p value that are true for one look at a time fixed in advance, and for no other. */
export interface FixedLook {
  low: number;
  high: number;
  p: number;
}

/**
 * Welch's t test of an effect of b over a. Only for a number that is looked at once (a finished survey, a report); a running
 * test is read with a confidence sequence, since this one, looked at daily, is wrong in a third of the tests without effect.
 * Null when nothing scatters or an arm has fewer than two people: then there is nothing to say.
 *
 * Welch, "The Generalization of Student's Problem…", Biometrika 34 (1947), with the Satterthwaite degrees of freedom.
 * @param effect of the same two samples, absolute or relative
 */
export function lookOnce(a: Sample, b: Sample, effect: Effect, alpha = 0.05): FixedLook | null {
  if (a.n < 2 || b.n < 2 || !(a.variance > 0) || !(b.variance > 0) || !(effect.variance > 0)) return null;
  const errorA = a.variance / a.n;
  const errorB = b.variance / b.n;
  const df = (errorA + errorB) ** 2 / (errorA ** 2 / (a.n - 1) + errorB ** 2 / (b.n - 1));
  const se = Math.sqrt(effect.variance);
  const reach = studentTwoSided(alpha, df) * se;
  return {
    low: effect.estimate - reach,
    high: effect.estimate + reach,
    p: 2 * studentCdf(-Math.abs(effect.estimate) / se, df),
  };
}

/**
 * The z test of two proportions for one look: the p value with the pooled variance, the interval with each arm's own.
 * Null when there is nothing to compare.
 *
 * Agresti, "Categorical Data Analysis" (3rd ed.), 3.1 and 3.2.
 */
export function compareProportions(a: Sample, b: Sample, alpha = 0.05): FixedLook | null {
  if (a.n === 0 || b.n === 0) return null;
  const common = (a.n * a.mean + b.n * b.mean) / (a.n + b.n);
  const pooled = Math.sqrt(common * (1 - common) * (1 / a.n + 1 / b.n));
  if (pooled === 0) return null;
  const diff = b.mean - a.mean;
  const reach = normalQuantile(1 - alpha / 2) * Math.sqrt(a.variance / a.n + b.variance / b.n);
  return { low: diff - reach, high: diff + reach, p: 2 * normalCdf(-Math.abs(diff) / pooled) };
}
