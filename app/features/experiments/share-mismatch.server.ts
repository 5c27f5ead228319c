import { chiSquareTail, logGamma } from './distributions.server.ts';

/** How many people an arm has, and which share (all shares sum to 1) it should have had. */
export interface Share {
  people: number;
  expected: number;
}

/**
 * Pearson's chi-square test of the counts against the shares: for one look.
 *
 * Pearson 1900; for tests on the web: Fabijan et al., "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments"
 * (KDD 2019).
 */
export function chiSquareOfShares(shares: readonly Share[]): { chiSquare: number; p: number } {
  const n = shares.reduce((sum, { people }) => sum + people, 0);
  if (n === 0 || shares.length < 2) return { chiSquare: 0, p: 1 };
  const chiSquare = shares.reduce(
    (sum, { people, expected }) => sum + (people - n * expected) ** 2 / (n * expected),
    0,
  );
  return { chiSquare, p: chiSquareTail(chiSquare, shares.length - 1) };
}

/** How much the alternative is gathered around the planned shares: as if so many people had been seen before. */
const gathered = 1000;

/**
 * The same question in a form that may be looked at daily: a p value that stays above alpha for ever with probability
 * 1 - alpha if the shares are right. It is 1 / Bayes factor of "some other shares" (Dirichlet around the planned ones)
 * against "the planned shares", which is a martingale under the latter.
 *
 * Lindon, Malek, "Anytime-Valid Inference for Multinomial Count Data" (NeurIPS 2022), equation 9.
 */
export function watchShares(shares: readonly Share[]): number {
  const n = shares.reduce((sum, { people }) => sum + people, 0);
  if (n === 0 || shares.length < 2) return 1;
  let logEvidence = logGamma(gathered) - logGamma(gathered + n);
  for (const { people, expected } of shares) {
    if (people === 0) continue;
    if (expected <= 0) return 0; // somebody is where nobody should be
    const prior = gathered * expected;
    logEvidence += logGamma(prior + people) - logGamma(prior) - people * Math.log(expected);
  }
  return Math.min(1, Math.exp(-logEvidence));
}
