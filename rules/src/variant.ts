import { HASH_START, hashPart, shareFrom } from './hash.ts';

/** One arm of a test. The id must stay the same for as long as the test runs: it is part of what is hashed. */
export interface Variant {
  readonly id: string;
  /** A whole number; 2 and 1 mean two thirds and one third. 0: nobody (any more). */
  readonly weight: number;
}

/** Which test it is. A new salt draws everybody's lot anew; it never changes while the test runs. */
export interface Draw {
  readonly experimentId: string;
  readonly salt: string;
}

/** What a subject that is kept back gets instead of a variant. No variant may have this id. */
export const HELD_OUT = 'held-out';

function seedOf(purpose: string, draw: Draw): number {
  return hashPart(hashPart(hashPart(HASH_START, purpose), draw.experimentId), draw.salt);
}

/**
 * Which variant does this subject see? Always the same one, in every process and in the extension; nothing is
 * stored. `HELD_OUT` when the subject is kept back so that the effect of the whole can be measured; null when no
 * variant has a weight.
 *
 * Two lots are drawn, independent of each other:
 * - The hold-out: a share from 0 to `holdOutPercent`. Adding or widening it takes people out of every variant
 *   alike and moves nobody between variants; narrowing it gives them back to where they were.
 * - The variant: weighted rendezvous hashing. Each variant has a number u from 0 to 1 of its own for the subject,
 *   and the greatest -weight / ln(u) wins, which happens with exactly weight / sum of weights (the smallest of
 *   exponential variables with these rates). The order of the variants does not matter. A changed weight moves
 *   people only to (or only from) that variant, a new variant takes from all others alike, a removed one gives to
 *   all others alike: no scheme can move fewer. When several weights change at once, what counts is their
 *   proportion, so change them so that as many as possible stay as they are.
 *
 * Engines may differ in the last bit of a logarithm; only two scores that agree in fifteen digits could see it.
 *
 * Schindelhauer, Schomaker, "Weighted Distributed Hash Tables" (SPAA 2005), the logarithmic method;
 * Thaler, Ravishankar, "Using Name-Based Mappings to Increase Hit Rates" (1998), for rendezvous hashing.
 *
 * @param subject who stays in the same variant: a person's id where known, else the checkout or order
 * @param holdOutPercent 0 to 100; fractions are allowed
 */
export function pickVariant(
  draw: Draw,
  subject: string,
  variants: readonly Variant[],
  holdOutPercent = 0,
): string | null {
  if (holdOutPercent > 0 && shareFrom(seedOf('experiment-hold-out', draw), subject) < holdOutPercent / 100)
    return HELD_OUT;
  const seed = hashPart(seedOf('experiment-variant', draw), subject);
  let best: string | null = null;
  let bestScore = 0;
  for (const { id, weight } of variants) {
    if (!(weight > 0)) continue;
    // Half a step of the 32-bit share, so that the logarithm is never of 0 or 1.
    const score = -weight / Math.log(shareFrom(seed, id) + 2 ** -33);
    if (score > bestScore || (score === bestScore && best !== null && id < best)) {
      best = id;
      bestScore = score;
    }
  }
  return best;
}
