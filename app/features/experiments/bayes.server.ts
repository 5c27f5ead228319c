import { betaCdf, betaQuantile, normalCdf, normalDensity } from './distributions.server.ts';
import type { Effect } from './effect.ts';
import type { Sample } from './sample.ts';

/**
 * What is believed of one arm's mean after the data. `at(z)`: the value that lies as far up in this belief as z does in a
 * standard normal variable; `below(x)`: how likely the mean is below x.
 */
export interface Belief {
  at(z: number): number;
  below(x: number): number;
}

/** Jeffreys' prior for a proportion: it says as little as a prior can. */
const jeffreys = 0.5;

/** The belief in a proportion: Beta(prior + converted, prior + rest). */
export function proportionBelief(converted: number, people: number, prior = jeffreys): Belief {
  const a = prior + converted;
  const b = prior + people - converted;
  return {
    at: (z) => betaQuantile(normalCdf(z), normalCdf(-z), a, b),
    below: (x) => betaCdf(Math.min(1, Math.max(0, x)), a, b),
  };
}

/** The belief in a mean with a flat prior: normal around what was measured. Null when the spread is not known. */
export function meanBelief({ n, mean, variance }: Sample): Belief | null {
  if (n < 2 || !(variance > 0)) return null;
  const se = Math.sqrt(variance / n);
  return { at: (z) => mean + z * se, below: (x) => normalCdf((x - mean) / se) };
}

const reach = 8.5;
const step = 1 / 128;

/**
 * How likely each arm is the best of all, given what is believed of each; adds up to 1. A statement of belief for a bet
 * ("which would I take today?"), not a verdict: it does not get better by being looked at daily.
 *
 * P(i is best) = ∫ f_i(x) ∏_{j≠i} F_j(x) dx, taken over z = Φ⁻¹(F_i(x)) with the trapezoidal rule, which converges
 * exponentially for a Gaussian weight (Trefethen, Weideman, SIAM Review 56 (2014)). No random numbers: the same data
 * give the same answer. For two proportions it agrees with Evan Miller's closed form
 * (https://www.evanmiller.org/bayesian-ab-testing.html) to nine digits.
 */
export function chancesToBeBest(beliefs: readonly Belief[]): number[] {
  const raw = beliefs.map((own, i) => {
    const others = beliefs.filter((_, j) => j !== i);
    let sum = 0;
    for (let z = -reach; z <= reach; z += step) {
      const x = own.at(z);
      let chance = normalDensity(z);
      for (const other of others) chance *= other.below(x);
      sum += chance;
    }
    return sum * step;
  });
  const total = raw.reduce((sum, each) => sum + each, 0);
  return raw.map((each) => each / total);
}

/** The middle `level` of a belief, e.g. 95 %. */
export function credibleInterval(belief: Belief, z: number): { low: number; high: number } {
  return { low: belief.at(-z), high: belief.at(z) };
}

/**
 * What is believed of an effect with a flat prior (normal around the estimate): how likely it is above 0, and what taking
 * the one or the other arm is expected to lose if that is the wrong one, in the effect's own unit. Without any data: even
 * chances and no loss.
 */
export function believeEffect(effect: Effect): {
  chanceToWin: number;
  lossOfTaking: { first: number; second: number };
} {
  if (!(effect.variance > 0)) return { chanceToWin: 0.5, lossOfTaking: { first: 0, second: 0 } };
  const se = Math.sqrt(effect.variance);
  const z = effect.estimate / se;
  // E[max(0, X)] of a normal variable.
  const first = effect.estimate * normalCdf(z) + se * normalDensity(z);
  return { chanceToWin: normalCdf(z), lossOfTaking: { first, second: first - effect.estimate } };
}
