import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { associationRules } from './association-rules.ts';
import { basketsOf } from './baskets.ts';
import { drained, frequentItemsets } from './frequent-itemsets.ts';

/** Han, Kamber and Pei, "Data Mining: Concepts and Techniques", the nine transactions of AllElectronics. */
const textbook = [
  ['I1', 'I2', 'I5'],
  ['I2', 'I4'],
  ['I2', 'I3'],
  ['I1', 'I2', 'I4'],
  ['I1', 'I3'],
  ['I2', 'I3'],
  ['I1', 'I3'],
  ['I1', 'I2', 'I3', 'I5'],
  ['I1', 'I2', 'I3'],
];

function named(list: string[][], least: number, maxSize: number): Record<string, number> {
  const baskets = basketsOf(list);
  const itemsets = drained(frequentItemsets(baskets, maxSize, () => least));
  return Object.fromEntries(
    itemsets
      .map(({ items, count }): [string, number] => [
        items
          .map((item) => baskets.names[item] ?? '')
          .sort()
          .join(' '),
        count,
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe('frequent itemsets', () => {
  it('are those of the textbook', () => {
    expect(named(textbook, 2, 10)).toEqual({
      I1: 6,
      I2: 7,
      I3: 6,
      I4: 2,
      I5: 2,
      'I1 I2': 4,
      'I1 I3': 4,
      'I1 I5': 2,
      'I2 I3': 4,
      'I2 I4': 2,
      'I2 I5': 2,
      'I1 I2 I3': 2,
      'I1 I2 I5': 2,
    });
  });

  it('make the textbook’s rules, with its confidences', () => {
    const baskets = basketsOf(textbook);
    const rules = associationRules(baskets, drained(frequentItemsets(baskets, 3, () => 2)), 0);
    const confidence = (bought: string, offered: string) =>
      rules.find((rule) => rule.bought.join() === bought && rule.offered === offered)?.confidence;
    expect(confidence('I1,I2', 'I5')).toBe(0.5);
    expect(confidence('I1,I5', 'I2')).toBe(1);
    expect(confidence('I2,I5', 'I1')).toBe(1);
    expect(confidence('I5', 'I1')).toBe(1);
    const rule = rules.find(({ bought, offered }) => bought.join() === 'I1' && offered === 'I5');
    expect(rule).toMatchObject({ together: 2, baskets: 6, offeredBaskets: 2, support: 2 / 9 });
    expect(rule?.lift).toBeCloseTo(2 / 6 / (2 / 9), 12);
  });

  it('are what counting one by one finds, whatever the baskets', () => {
    const item = fc.constantFrom<string>('a', 'b', 'c', 'd', 'e', 'f');
    const baskets = fc.array(fc.array(item, { maxLength: 7 }), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(
        baskets,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        (list, least, maxSize) => {
          const expected: Record<string, number> = {};
          for (let set = 1; set < 64; set++) {
            const items = ['a', 'b', 'c', 'd', 'e', 'f'].filter((_, i) => set & (1 << i));
            const count = list.filter((basket) => items.every((one) => basket.includes(one))).length;
            if (count >= least && items.length <= maxSize) expected[items.join(' ')] = count;
          }
          expect(named(list, least, maxSize)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of nothing are none', () => {
    expect(named([], 1, 3)).toEqual({});
    expect(named([[], []], 1, 3)).toEqual({});
  });
});

const data = '../shared/data/datasets';

/** Hahsler et al., "Groceries" of the R package arules: 9,835 baskets of a real shop, with published figures. */
describe.skipIf(!existsSync(`${data}/groceries.basket.txt`))('the groceries', () => {
  const read = (name: string) => readFileSync(`${data}/${name}`, 'utf8');
  const setUp = () => {
    const list = read('groceries.basket.txt')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('|'));
    return { list, known: JSON.parse(read('references.json')).groceries };
  };

  it('are the published ones', () => {
    const { list, known } = setUp();
    const baskets = basketsOf(list);
    expect(baskets.count).toBe(known.published.transactions);
    expect(baskets.names.length).toBe(known.published.items);
    expect(baskets.items.length / baskets.count / baskets.names.length).toBeCloseTo(
      known.published.density,
      7,
    );
    expect(named(list, 1, 1)).toMatchObject(known.published.top5);
  });

  it('give the known number of itemsets and rules at every threshold', () => {
    const { list, known } = setUp();
    const baskets = basketsOf(list);
    const at = (support: number) =>
      drained(frequentItemsets(baskets, 10, () => Math.ceil(support * baskets.count)));
    for (const [support, count] of Object.entries(known.computed_here.frequent_itemsets))
      expect([support, at(Number(support)).length]).toEqual([support, count]);
    for (const [name, stated] of Object.entries(known.computed_here.rules)) {
      const [, support, confidence] = /supp ([\d.]+) conf ([\d.]+)/.exec(name) ?? [];
      // arules also counts rules with nothing on the left, of which one is above 0.25: whole milk.
      const rules = associationRules(baskets, at(Number(support)), Number(confidence)).length;
      const isWithEmpty = Number(confidence) <= 2513 / 9835;
      expect([name, rules + (isWithEmpty ? 1 : 0)]).toEqual([name, Number.parseInt(String(stated), 10)]);
    }
  });

  it('have the known strongest rule and the known commonest pairs', () => {
    const { list, known } = setUp();
    const baskets = basketsOf(list);
    const itemsets = drained(frequentItemsets(baskets, 10, () => 10));
    const top = associationRules(baskets, itemsets, 0.8).sort((a, b) => b.lift - a.lift)[0];
    const wanted = known.computed_here['top_rule_by_lift_conf0.8'];
    expect(top).toMatchObject({ bought: wanted.lhs, offered: wanted.rhs });
    expect(top?.support).toBeCloseTo(wanted.support, 6);
    expect(top?.confidence).toBeCloseTo(wanted.confidence, 6);
    expect(top?.lift).toBeCloseTo(wanted.lift, 6);
    const pairs = itemsets
      .filter(({ items }) => items.length === 2)
      .sort((a, b) => b.count - a.count)
      .slice(0, 10)
      .map(({ items, count }) => [...items.map((item) => baskets.names[item]).sort(), count]);
    expect(pairs).toEqual(known.computed_here.top_pairs);
  });
});
