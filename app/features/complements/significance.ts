/** Is it more than chance? The few figures that the mining decides by, each with its source. Pure. */

/** The one-sided 95 % point of the normal distribution. */
const z95 = 1.6448536269514722;

/**
 * Lower end of a proportion that was seen `hits` times in `tries`: with 95 % certainty it is at least this much.
 * Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function proportionAtLeast(hits: number, tries: number): number {
  if (tries <= 0 || hits <= 0) return 0;
  const share = hits / tries;
  const z2 = z95 * z95;
  const middle = share + z2 / (2 * tries);
  const spread = z95 * Math.sqrt((share * (1 - share)) / tries + z2 / (4 * tries * tries));
  return Math.max(0, (middle - spread) / (1 + z2 / tries));
}

/**
 * Lower end (2.5 %) of "how many times as often as by chance", shrunk towards once: half a basket is added to what was seen and
 * to what was expected. Norén, Hopstadius and Bate, "Shrinkage observed-to-expected ratios for robust and transparent
 * large-scale pattern discovery", Statistical Methods in Medical Research 22 (2013), their closed form of the credibility
 * interval. With few baskets it stays near or below 1, however striking the ratio looks.
 */
export function liftAtLeast(seen: number, expected: number): number {
  const n = seen + 0.5;
  return (n / (expected + 0.5)) * 2 ** (-3.3 / Math.sqrt(n) - 2 / (n * Math.sqrt(n)));
}

/** ln(0!) to ln(n!), so that a table of counts is tested without overflow. */
export function logFactorials(n: number): Float64Array {
  const table = new Float64Array(n + 1);
  for (let i = 2; i <= n; i++) table[i] = table[i - 1]! + Math.log(i);
  return table;
}

/**
 * Fisher's exact test, one-sided: how likely `together` or more common baskets are, when `a` and `b` of `all` baskets are
 * chosen independently. Fisher, "The logic of inductive inference", J. Roy. Stat. Soc. 98 (1935).
 * @param table `logFactorials(all)` or longer
 */
export function chanceOfTogether(
  together: number,
  a: number,
  b: number,
  all: number,
  table: Float64Array,
): number {
  const most = Math.min(a, b);
  if (together > most) return 0;
  const least = Math.max(0, a + b - all);
  if (together <= least) return 1;
  const choose = (n: number, k: number) => table[n]! - table[k]! - table[n - k]!;
  let term = Math.exp(choose(a, together) + choose(all - a, b - together) - choose(all, b));
  let sum = 0;
  for (let x = together; x <= most; x++) {
    sum += term;
    // From the middle on each term is smaller than the last: what is left no longer counts.
    if (term < sum * 1e-12 && x * all > a * b) break;
    term *= ((a - x) * (b - x)) / ((x + 1) * (all - a - b + x + 1));
  }
  return Math.min(1, sum);
}

/**
 * The largest p-value that may be believed when `tests` were made, so that at most the share `falseDiscoveries` of what is
 * believed is chance. Benjamini and Hochberg, "Controlling the false discovery rate", J. Roy. Stat. Soc. B 57 (1995); for
 * association rules: Webb, "Discovering significant patterns", Machine Learning 68 (2007).
 * @param found the p-values that are small enough to matter; all others count only in `tests`
 * @returns -1 when none may be believed
 */
export function believableUpTo(found: readonly number[], tests: number, falseDiscoveries: number): number {
  const sorted = Float64Array.from(found).sort();
  for (let i = sorted.length; i > 0; i--)
    if (sorted[i - 1]! <= (i / tests) * falseDiscoveries) return sorted[i - 1]!;
  return -1;
}
