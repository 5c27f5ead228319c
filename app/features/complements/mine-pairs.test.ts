import { describe, expect, it } from 'vitest';
import { basketsOf } from './baskets.ts';
import { drained } from './frequent-itemsets.ts';
import { minePairs, type PairRule } from './mine-pairs.ts';

const mine = (list: string[][]): PairRule[] => drained(minePairs(basketsOf(list)));
const words = (rules: PairRule[]) => rules.map(({ bought, offered }) => `${bought.join('+')} > ${offered}`);
const times = (count: number, basket: string[]) => Array.from({ length: count }, () => basket);

/** The same numbers each time. Park and Miller, "Random number generators: good ones are hard to find", CACM 31 (1988). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Baskets in which nothing has to do with anything; some products are bought much more often than others. */
function byChance(count: number, products: number, seed: number): string[][] {
  const next = numbers(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(-Math.log(1 - next()) * 1.5) }, () =>
      String(Math.floor(products * next() ** 2)),
    ),
  );
}

describe('pairs of a small shop', () => {
  it('are found when clear, both ways, with what a merchant is told', () => {
    const rules = mine([
      ...times(9, ['pot', 'coffee']),
      ...times(3, ['pot']),
      ...times(6, ['coffee']),
      ...times(25, ['cup']),
      ...times(10, ['towel']),
    ]);
    expect(words(rules)).toEqual(['coffee > pot', 'pot > coffee']);
    expect(rules[1]).toMatchObject({ together: 9, baskets: 12, offeredBaskets: 15, rank: 1 });
    expect(rules[1]?.support).toBeCloseTo(9 / 53, 12);
    expect(rules[1]?.confidence).toBeCloseTo(9 / 12, 12);
    expect(rules[1]?.lift).toBeCloseTo(9 / 12 / (15 / 53), 12);
    expect(rules[1]?.liftLow).toBeGreaterThan(1);
  });

  it('are not made of one or two baskets, however striking', () => {
    expect(mine([...times(2, ['pot', 'coffee']), ...times(400, ['cup'])])).toEqual([]);
  });

  it('are not made of what everybody buys anyway', () => {
    expect(mine([...times(20, ['pot', 'bag']), ...times(80, ['cup', 'bag'])])).toEqual([]);
  });

  it('are not those that avoid each other', () => {
    expect(words(mine([...times(3, ['pot', 'cup']), ...times(40, ['pot']), ...times(40, ['cup'])]))).toEqual(
      [],
    );
  });

  it('leave out what too few of the buyers took', () => {
    const rules = mine([
      ...times(10, ['coffee', 'descaler']),
      ...times(990, ['coffee']),
      ...times(2, ['descaler']),
      ...times(4000, ['cup']),
    ]);
    expect(words(rules)).toEqual(['descaler > coffee']);
  });

  it('of nothing are none', () => {
    expect(mine([])).toEqual([]);
    expect(mine([[]])).toEqual([]);
  });
});

describe('what two bought products say', () => {
  it('is kept when each adds to the other', () => {
    const rules = mine([
      ...times(30, ['grinder', 'beans', 'scale']),
      ...times(10, ['grinder', 'beans']),
      ...times(60, ['grinder']),
      ...times(60, ['beans']),
      ...times(8, ['scale']),
      ...times(200, ['cup']),
    ]);
    expect(words(rules)).toContain('beans+grinder > scale');
    expect(rules.find(({ bought }) => bought.length === 2)).toMatchObject({
      together: 30,
      baskets: 40,
      rank: 1,
    });
  });

  it('is left out when one of them says it all', () => {
    const rules = mine([
      ...times(20, ['pot', 'gasket', 'bag']),
      ...times(20, ['pot', 'gasket']),
      ...times(20, ['pot', 'bag']),
      ...times(20, ['pot']),
      ...times(200, ['cup', 'bag']),
      ...times(200, ['cup']),
    ]);
    expect(words(rules)).toEqual(['gasket > pot', 'pot > gasket']);
  });
});

describe('chance', () => {
  it.each([
    [60, 10, 1],
    [300, 40, 2],
    [3_000, 200, 3],
    [20_000, 1_000, 4],
  ])('makes no pairs of %i baskets and %i products', (count, products, seed) => {
    // 5 % of what is kept may be false; where nothing is true, that is a pair now and then.
    expect(mine(byChance(count, products, seed)).length).toBeLessThanOrEqual(2);
  });

  it('does not hide what is there', () => {
    const noise = byChance(20_000, 1_000, 5);
    const next = numbers(6);
    const real = noise.map((basket) =>
      basket.includes('900') && next() < 0.3 ? [...basket, '901'] : basket,
    );
    const found = words(mine(real));
    expect(found).toContain('900 > 901');
    expect(found.filter((one) => !/90[01]/.test(one)).length).toBeLessThanOrEqual(2);
  });
});

it('the order depends on the baskets, not on how they come', () => {
  const list = byChance(2_000, 12, 9).map((basket) =>
    basket.includes('3') ? [...basket, '7', '11'] : basket,
  );
  const rules = mine(list);
  expect(rules.length).toBeGreaterThan(3);
  expect(mine([...list].reverse().map((basket) => [...basket].reverse()))).toEqual(rules);
});

it('two hundred thousand baskets take about a second, and let others work in between', () => {
  const baskets = basketsOf(byChance(200_000, 5_000, 11));
  const began = performance.now();
  let longest = 0;
  const work = minePairs(baskets);
  for (let isDone = false; !isDone; ) {
    const slice = performance.now();
    isDone = work.next().done === true;
    longest = Math.max(longest, performance.now() - slice);
  }
  // Wide enough for a busy machine; measured alone: 0.3 s, at most 0.1 s at a stretch.
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(longest).toBeLessThan(2_000);
});
