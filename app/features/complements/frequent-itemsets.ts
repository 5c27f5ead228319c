import type { Baskets } from './baskets.ts';

/** Items that are often in one basket. Numbers as in `Baskets.names`, rarest first. */
export interface Itemset {
  readonly items: readonly number[];
  /** baskets that hold all of them */
  readonly count: number;
}

/**
 * All sets of up to `maxSize` items that are together in at least `minCount(size)` baskets (which may only grow with the size).
 * Eclat: pairs are counted basket by basket, larger sets by intersecting the lists of baskets. Zaki, "Scalable algorithms for
 * association mining", IEEE TKDE 12 (2000). Gives way after each slice of work, so that a caller can let others have the
 * processor; `drained` runs it to the end.
 */
export function* frequentItemsets(
  baskets: Baskets,
  maxSize: number,
  minCount: (size: number) => number,
): Generator<undefined, Itemset[]> {
  const found: Itemset[] = [];
  const counts = new Uint32Array(baskets.names.length);
  for (const item of baskets.items) counts[item]!++;
  // Rarest first: the lists that are intersected stay short. The name decides where the count does not.
  const frequent = [...counts.keys()]
    .filter((item) => counts[item]! >= minCount(1))
    .sort((a, b) => counts[a]! - counts[b]! || (baskets.names[a]! < baskets.names[b]! ? -1 : 1));
  const size = frequent.length;
  const rankOf = new Int32Array(counts.length).fill(-1);
  for (const [rank, item] of frequent.entries()) rankOf[item] = rank;
  for (const item of frequent) found.push({ items: [item], count: counts[item]! });
  if (maxSize < 2) return found;

  const pairs = yield* countPairs(baskets, rankOf, size);
  const partners: number[][] = frequent.map(() => []);
  for (const [a, b, count] of pairs.atLeast(minCount(2))) {
    partners[a]!.push(b);
    found.push({ items: [frequent[a]!, frequent[b]!], count });
  }
  yield;
  if (maxSize < 3) return found;

  const holders = basketsOfEach(baskets, rankOf, counts, frequent);
  for (let a = 0; a < size; a++) {
    const least = minCount(3);
    const group = partners[a]!.filter((b) => pairs.get(a, b) >= least).sort((x, y) => x - y);
    if (group.length < 2) continue;
    grow(
      [a],
      group.map((b) => ({ rank: b, holders: common(holders[a]!, holders[b]!) })),
    );
    if (a % 64 === 0) yield;
  }
  return found;

  function grow(prefix: number[], group: Member[]): void {
    const least = minCount(prefix.length + 2);
    for (const [i, first] of group.entries()) {
      const next: Member[] = [];
      for (let j = i + 1; j < group.length; j++) {
        const second = group[j]!;
        if (pairs.get(first.rank, second.rank) < least) continue;
        const both = common(first.holders, second.holders);
        if (both.length < least) continue;
        next.push({ rank: second.rank, holders: both });
        const ranks = [...prefix, first.rank, second.rank];
        found.push({ items: ranks.map((rank) => frequent[rank]!), count: both.length });
      }
      if (next.length > 1 && prefix.length + 3 <= maxSize) grow([...prefix, first.rank], next);
    }
  }
}

interface Member {
  rank: number;
  holders: Uint32Array;
}

interface PairCounts {
  /** the lower rank first */
  get(a: number, b: number): number;
  atLeast(count: number): [a: number, b: number, count: number][];
}

/** Up to so many items a table of all pairs (16 MB) is faster than a map of those that occur. */
const tableUpTo = 2_000;
const basketsPerSlice = 20_000;

function* countPairs(
  { count, starts, items }: Baskets,
  rankOf: Int32Array,
  size: number,
): Generator<undefined, PairCounts> {
  const table = size <= tableUpTo ? new Uint32Array(size * size) : null;
  const map = new Map<number, number>();
  const ranks: number[] = [];
  for (let basket = 0; basket < count; basket++) {
    ranks.length = 0;
    for (let at = starts[basket]!; at < starts[basket + 1]!; at++) {
      const rank = rankOf[items[at]!]!;
      if (rank >= 0) ranks.push(rank);
    }
    for (let i = 1; i < ranks.length; i++)
      for (let j = 0; j < i; j++) {
        const key = Math.min(ranks[i]!, ranks[j]!) * size + Math.max(ranks[i]!, ranks[j]!);
        if (table) table[key]!++;
        else map.set(key, (map.get(key) ?? 0) + 1);
      }
    if (basket % basketsPerSlice === basketsPerSlice - 1) yield;
  }
  return {
    get: (a, b) => (table ? table[a * size + b]! : (map.get(a * size + b) ?? 0)),
    atLeast(least) {
      const keys: number[] = [];
      if (table) {
        for (let key = 0; key < table.length; key++)
          if (table[key]! >= least && table[key]! > 0) keys.push(key);
      } else {
        for (const [key, seen] of map) if (seen >= least) keys.push(key);
        keys.sort((x, y) => x - y);
      }
      return keys.map((key) => [
        Math.floor(key / size),
        key % size,
        table ? table[key]! : (map.get(key) ?? 0),
      ]);
    },
  };
}

/** For each frequent item the baskets that hold it, ascending. */
function basketsOfEach(
  { count, starts, items }: Baskets,
  rankOf: Int32Array,
  counts: Uint32Array,
  frequent: readonly number[],
): Uint32Array[] {
  const lists = frequent.map((item) => new Uint32Array(counts[item]!));
  const filled = new Uint32Array(frequent.length);
  for (let basket = 0; basket < count; basket++)
    for (let at = starts[basket]!; at < starts[basket + 1]!; at++) {
      const rank = rankOf[items[at]!]!;
      if (rank >= 0) lists[rank]![filled[rank]!++] = basket;
    }
  return lists;
}

/** What two ascending lists have in common. */
function common(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = new Uint32Array(Math.min(a.length, b.length));
  let n = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) out[n++] = a[i]!;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return out.slice(0, n);
}

/** Runs a sliced calculation to its end at once. */
export function drained<Result>(work: Generator<undefined, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** The same, letting timers and other jobs run between two slices. */
export async function drainedGently<Result>(work: Generator<undefined, Result>): Promise<Result> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
