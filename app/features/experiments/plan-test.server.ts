import { evenHalfWidth, peopleForReach, type Watch } from './confidence-sequence.ts';
import { normalQuantile } from './distributions.server.ts';

/**
 * How many people two even arms need together so that a difference between two proportions is found with probability
 * `power` by one look at the end: 2 (z₁₋α⸝₂ + z_power)² (σ₁² + σ₂²) / δ², rounded up to a whole person a side.
 *
 * Fleiss, Levin, Paik, "Statistical Methods for Rates and Proportions" (3rd ed.), 4.2; the figures of G*Power.
 */
export function sampleSize(input: {
  baseline: number;
  /** absolute: 0.05 to 0.06 is 0.01 */
  difference: number;
  alpha: number;
  power: number;
}): number {
  const second = input.baseline + input.difference;
  const spread = input.baseline * (1 - input.baseline) + second * (1 - second);
  const z = normalQuantile(1 - input.alpha / 2) + normalQuantile(input.power);
  return 2 * Math.ceil((z * z * spread) / input.difference ** 2);
}

/**
 * The same for a test that is watched daily: after how many people in two even arms together a true difference is found
 * with probability `power` at the latest. The interval must have become narrower than the difference, less the scatter of
 * the estimate itself. Null when it would take more than a thousand million.
 * @param variance of one person's value, as in `Sample`
 */
export function peopleToFind(difference: number, variance: number, watch: Watch, power = 0.8): number | null {
  if (!(difference > 0) || !(variance > 0)) return null;
  const z = normalQuantile(power);
  return peopleForReach(
    difference,
    (n) => evenHalfWidth(n, variance, watch) + z * Math.sqrt((4 * variance) / n),
    1_000_000,
  );
}

/** The smallest true difference that a watched test of n people (two even arms together) finds with probability `power`. */
export function smallestFound(n: number, variance: number, watch: Watch, power = 0.8): number {
  return evenHalfWidth(n, variance, watch) + normalQuantile(power) * Math.sqrt((4 * variance) / n);
}
