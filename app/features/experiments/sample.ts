/** What is known of one arm: how many people, the mean per person and the variance of a single person's value. */
export interface Sample {
  n: number;
  mean: number;
  variance: number;
}

/** People who did something, of all: mean p, variance p(1-p). An empty sample has mean and variance 0. */
export function proportionSample(converted: number, people: number): Sample {
  if (people <= 0) return { n: 0, mean: 0, variance: 0 };
  const mean = converted / people;
  return { n: people, mean, variance: mean * (1 - mean) };
}

/**
 * A value per person from the number of people, the sum and the sum of squares; variance with n - 1:
 * (Σx² - (Σx)²/n) / (n - 1). Below two people the variance is 0, which every reader takes as "not known".
 */
export function meanSample(n: number, sum: number, squares: number): Sample {
  if (n <= 0) return { n: 0, mean: 0, variance: 0 };
  const variance = n < 2 ? 0 : (squares - (sum * sum) / n) / (n - 1);
  return { n, mean: sum / n, variance };
}

/**
 * `meanSample` for money: sums of whole minor units of one currency. The difference of the two large numbers in the
 * variance is taken exactly, so nothing cancels away at any size.
 */
export function moneySample(people: number, sumMinor: bigint, squares: bigint): Sample {
  if (people <= 0) return { n: 0, mean: 0, variance: 0 };
  const n = BigInt(people);
  const spread = people < 2 ? 0 : Number(n * squares - sumMinor * sumMinor) / (people * (people - 1));
  return { n: people, mean: Number(sumMinor) / people, variance: spread };
}

/** Several samples as one: all their people together, around their common mean. */
export function pool(samples: readonly Sample[]): Sample {
  const n = samples.reduce((sum, each) => sum + each.n, 0);
  if (n === 0) return { n: 0, mean: 0, variance: 0 };
  const mean = samples.reduce((sum, each) => sum + each.n * each.mean, 0) / n;
  // The sum of squares within the samples and between them.
  const spread = samples.reduce(
    (sum, each) => sum + Math.max(each.n - 1, 0) * each.variance + each.n * (each.mean - mean) ** 2,
    0,
  );
  return { n, mean, variance: n < 2 ? 0 : spread / (n - 1) };
}
