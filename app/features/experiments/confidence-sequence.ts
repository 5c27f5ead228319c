import type { Effect } from './effect.ts';

/**
 * Intervals that are right at every look, however often one looks and whenever one stops: asymptotic confidence sequences.
 * The chance that the true effect is outside at any time ever is at most alpha, where a usual interval promises that for one
 * look only.
 *
 * Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences"
 * (Annals of Statistics 2024, arXiv 2103.06476), equation 9 for the width, 155 for rho, 161 for the p value; the same
 * form as in GrowthBook's `packages/stats`.
 */
export interface Watch {
  /** the chance of ever being wrong that is accepted, e.g. 0.05 */
  alpha: number;
  /** at how many people in both arms together the interval is to be as narrow as it can be; it is valid at every number */
  tunedTo: number;
}

/** ρ²: where the sequence is narrowest. */
function rhoSquared({ alpha, tunedTo }: Watch): number {
  const a = -2 * Math.log(alpha);
  return (a + Math.log(a + 1)) / tunedTo;
}

/** The half width for one unit of standard deviation (of n times the estimate's variance) after n people. */
function unitWidth(n: number, watch: Watch): number {
  const r = rhoSquared(watch);
  const grown = n * r + 1;
  return Math.sqrt(((2 * grown) / (n * n * r)) * Math.log(Math.sqrt(grown) / watch.alpha));
}

/** Half the width of the interval around the estimate. Null when the estimate's variance is not known (0). */
export function halfWidth(effect: Effect, watch: Watch): number | null {
  if (!(effect.variance > 0) || effect.n <= 0) return null;
  return Math.sqrt(effect.variance * effect.n) * unitWidth(effect.n, watch);
}

/**
 * The p value that goes with the sequence: below alpha exactly when the interval does not contain 0. May be read at any
 * time; it is 1 / (evidence against "no effect"), at most 1, and 1 when nothing is known.
 */
export function alwaysValidP(effect: Effect, watch: Watch): number {
  if (!(effect.variance > 0) || effect.n <= 0) return 1;
  const { n } = effect;
  const r = rhoSquared(watch);
  const grown = n * r + 1;
  // The square of n times the estimate over its standard deviation.
  const strength = (effect.estimate ** 2 * n) / effect.variance;
  const logEvidence = (strength * r) / (2 * grown) - 0.5 * Math.log(grown);
  return Math.min(1, Math.exp(-logEvidence));
}

/**
 * After how many people in both arms together the interval would no longer contain 0, if the effect and the spread stay as
 * they are. Null when the effect is 0 or it would take more than a thousand times the people there are.
 */
export function peopleUntilSure(effect: Effect, watch: Watch): number | null {
  if (!(effect.variance > 0) || effect.estimate === 0 || effect.n <= 0) return null;
  const reach = Math.abs(effect.estimate) / Math.sqrt(effect.variance * effect.n);
  return peopleForReach(reach, (n) => unitWidth(n, watch), effect.n);
}

/**
 * The smallest n (to a whole person) at which `widthAt(n)`, which falls with n, is at most `reach`; looked for up to a
 * thousand times `from`, else null.
 */
export function peopleForReach(reach: number, widthAt: (n: number) => number, from: number): number | null {
  let low = 1;
  let high = Math.max(2, Math.ceil(from));
  const limit = high * 1000;
  while (widthAt(high) > reach) {
    if (high >= limit) return null;
    low = high;
    high = Math.min(limit, high * 2);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (widthAt(middle) > reach) low = middle;
    else high = middle;
  }
  return high;
}

/** `unitWidth` for planning: the half width of a comparison of two even arms after n people together. */
export function evenHalfWidth(n: number, variance: number, watch: Watch): number {
  // Two halves of n: the estimate's variance is 4σ²/n.
  return Math.sqrt(4 * variance) * unitWidth(n, watch);
}
