import type { Baskets } from './baskets.ts';
import type { Itemset } from './frequent-itemsets.ts';

/** Who has bought all of `bought` also buys `offered`: how often. */
export interface AssociationRule {
  /** by name, ascending */
  readonly bought: readonly string[];
  readonly offered: string;
  /** baskets with all of it, with what was bought, with what is offered */
  readonly together: number;
  readonly baskets: number;
  readonly offeredBaskets: number;
  /** share of all baskets that hold all of it */
  readonly support: number;
  /** share of the baskets with what was bought that also hold what is offered */
  readonly confidence: number;
  /** how many times as often as if the two had nothing to do with each other */
  readonly lift: number;
}

/**
 * All rules with one item on the right that the itemsets hold. Agrawal and Srikant, "Fast algorithms for mining association
 * rules", VLDB 1994. The itemsets must hold every subset of each of them, as `frequentItemsets` does.
 */
export function associationRules(
  baskets: Pick<Baskets, 'count' | 'names'>,
  itemsets: readonly Itemset[],
  minConfidence: number,
): AssociationRule[] {
  const name = (item: number) => baskets.names[item]!;
  const countOf = new Map<string, number>();
  const keyOf = (items: readonly number[]) => [...items].sort((a, b) => a - b).join();
  for (const { items, count } of itemsets) countOf.set(keyOf(items), count);
  const rules: AssociationRule[] = [];
  for (const { items, count: together } of itemsets) {
    if (items.length < 2) continue;
    for (const offered of items) {
      const bought = items.filter((item) => item !== offered);
      const boughtIn = countOf.get(keyOf(bought)) ?? 0;
      if (together < minConfidence * boughtIn) continue;
      const offeredIn = countOf.get(keyOf([offered])) ?? 0;
      rules.push({
        bought: bought.map(name).sort(),
        offered: name(offered),
        together,
        baskets: boughtIn,
        offeredBaskets: offeredIn,
        support: together / baskets.count,
        confidence: together / boughtIn,
        lift: (together * baskets.count) / (boughtIn * offeredIn),
      });
    }
  }
  return rules;
}
