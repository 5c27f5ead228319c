import { type AssociationRule, associationRules } from './association-rules.ts';
import type { Baskets } from './baskets.ts';
import { frequentItemsets } from './frequent-itemsets.ts';
import { believableUpTo, chanceOfTogether, liftAtLeast, logFactorials } from './significance.ts';

/*
 * Which products go with which, from the shop's own baskets. A rule (one or two products bought, one offered) is kept when
 *
 *   it was seen        in at least 3 baskets (5 for two bought products), and in 0.005 % of all: 10 of 200,000;
 *   it is of use       at least 2 % of the buyers took both;
 *   it is no chance    Fisher's exact test, with at most 5 % false ones among all that are kept. All pairs of products that were
 *                      sold at least 3 times count as tried, whether they met or not, so that in a catalogue of thousands the
 *                      few that met three times by accident are not believed, and a small shop's clear pair is;
 *   it is worth more   than chance with 97.5 % certainty (lower end of the lift above 1). That lower end is also its rank.
 *
 * For two bought products each of them must add something to the other by the same test ("productive rules", Webb 2007).
 *
 * No library: of those on npm, node-fpgrowth and node-apriori count itemsets only (TypeScript 2, no limit of size, no rules,
 * no lift, nothing against chance); both find the same itemsets as this one in the groceries data.
 */
export interface Floors {
  /** baskets with both; with all three where two were bought */
  readonly minTogether: number;
  readonly minTogetherOfTwo: number;
  readonly minSupport: number;
  readonly minConfidence: number;
  /** share of what is kept that may be chance */
  readonly falseDiscoveries: number;
  /** of one product, and of each pair of bought products */
  readonly perProduct: number;
  readonly perTwo: number;
}

export const floors: Floors = {
  minTogether: 3,
  minTogetherOfTwo: 5,
  minSupport: 0.00005,
  minConfidence: 0.02,
  falseDiscoveries: 0.05,
  perProduct: 20,
  perTwo: 3,
};

/** A basket of more than so many products is a wholesaler's, not a shopper's: whoever reads baskets leaves it out. */
export const largestBasket = 50;

export interface PairRule extends AssociationRule {
  /** lower end of the lift, what rules are ranked by */
  readonly liftLow: number;
  /** 1 is the best of what was bought */
  readonly rank: number;
}

/**
 * The rules of a shop, best first within what was bought, in an order that depends on the baskets alone. Sliced: see
 * `frequentItemsets`.
 * @param mayBeOffered what it says no to counts as bought, but takes no place among what is offered
 */
export function* minePairs(
  baskets: Baskets,
  mayBeOffered: (item: string) => boolean = () => true,
  limits: Floors = floors,
): Generator<undefined, PairRule[]> {
  const bySupport = Math.ceil(limits.minSupport * baskets.count);
  const least = Math.max(limits.minTogether, bySupport);
  const leastOfTwo = Math.max(limits.minTogetherOfTwo, bySupport);
  const itemsets = yield* frequentItemsets(baskets, 3, (size) => (size < 3 ? least : leastOfTwo));
  yield;
  const rules = associationRules(baskets, itemsets, limits.minConfidence);
  yield;

  const items = itemsets.filter(({ items }) => items.length === 1).length;
  const pairs = itemsets.filter(({ items }) => items.length === 2).length;
  const table = logFactorials(baskets.count);
  const ofOne = rules.filter(({ bought }) => bought.length === 1);
  // A pair is tried once, though it makes two rules.
  const chances = new Map<AssociationRule, number>();
  for (const [n, rule] of ofOne.entries()) {
    chances.set(rule, chanceOf(rule, baskets.count, table));
    if (n % 5_000 === 4_999) yield;
  }
  const firsts = ofOne.filter((rule) => rule.bought[0]! < rule.offered || !isBothWays(rule));
  const credible = believableUpTo(
    firsts.map((rule) => chances.get(rule)!),
    (items * (items - 1)) / 2,
    limits.falseDiscoveries,
  );
  const kept = ofOne.filter((rule) => chances.get(rule)! <= credible);

  const single = new Map(ofOne.map((rule) => [`${rule.bought[0]}\n${rule.offered}`, rule]));
  const ofTwo: { rule: AssociationRule; chance: number }[] = [];
  for (const rule of rules) {
    if (rule.bought.length !== 2) continue;
    const [a, b] = rule.bought.map((bought) => single.get(`${bought}\n${rule.offered}`));
    // A rule of one that is below the floor of confidence is not there to be better than.
    if (!a || !b || rule.confidence <= Math.max(a.confidence, b.confidence)) continue;
    const chance = Math.max(
      chanceOfTogether(rule.together, rule.baskets, a.together, a.baskets, table),
      chanceOfTogether(rule.together, rule.baskets, b.together, b.baskets, table),
    );
    ofTwo.push({ rule, chance });
  }
  const credibleOfTwo = believableUpTo(
    ofTwo.map(({ chance }) => chance),
    pairs * Math.max(1, items - 2),
    limits.falseDiscoveries,
  );
  kept.push(...ofTwo.filter(({ chance }) => chance <= credibleOfTwo).map(({ rule }) => rule));
  yield;
  return ranked(
    kept.filter(({ offered }) => mayBeOffered(offered)),
    baskets.count,
    limits,
  );

  function isBothWays(rule: AssociationRule): boolean {
    return rule.together >= limits.minConfidence * rule.offeredBaskets;
  }
}

function chanceOf(rule: AssociationRule, all: number, table: Float64Array): number {
  if (rule.lift <= 1) return 1;
  // Both directions of a pair must come out the same to the last digit.
  const [a, b] = [rule.baskets, rule.offeredBaskets].sort((x, y) => x - y);
  return chanceOfTogether(rule.together, a!, b!, all, table);
}

/** Best first, cut to what a snapshot holds. */
function ranked(rules: readonly AssociationRule[], all: number, limits: Floors): PairRule[] {
  const groups = new Map<string, (AssociationRule & { liftLow: number })[]>();
  for (const rule of rules) {
    const liftLow = liftAtLeast(rule.together, (rule.baskets * rule.offeredBaskets) / all);
    if (liftLow <= 1) continue;
    const key = rule.bought.join('\n');
    const group = groups.get(key);
    if (group) group.push({ ...rule, liftLow });
    else groups.set(key, [{ ...rule, liftLow }]);
  }
  return [...groups.keys()].sort().flatMap((key) => {
    const group = groups.get(key) ?? [];
    group.sort(
      (a, b) => b.liftLow - a.liftLow || b.together - a.together || (a.offered < b.offered ? -1 : 1),
    );
    const most = group[0]!.bought.length === 1 ? limits.perProduct : limits.perTwo;
    return group.slice(0, most).map((rule, index) => ({ ...rule, rank: index + 1 }));
  });
}
