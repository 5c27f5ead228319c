import { type Condition, plainId, type Rule } from '@reprise/rules';

/** The conditions that the simple editor knows; all of them must hold. `minTotal` is in minor units of the shop's currency. */
export interface Conditions {
  minTotal: bigint | null;
  boughtProductIds: string[];
  isFirstOrderOnly: boolean;
  /** ISO 3166-1 alpha-2 */
  countries: string[];
}

export const noConditions: Conditions = {
  minTotal: null,
  boughtProductIds: [],
  isFirstOrderOnly: false,
  countries: [],
};

/** The rule tree of these conditions. */
export function ruleOf(conditions: Conditions, currency: string): Rule {
  const rules: Condition[] = [];
  if (conditions.minTotal !== null) {
    rules.push({ kind: 'order-total', currency, min: String(conditions.minTotal) });
  }
  if (conditions.boughtProductIds.length > 0) {
    rules.push({ kind: 'bought-product', match: 'any', ids: conditions.boughtProductIds.map(plainId) });
  }
  if (conditions.isFirstOrderOnly) rules.push({ kind: 'first-order', is: true });
  if (conditions.countries.length > 0) rules.push({ kind: 'country', in: conditions.countries });
  return { kind: 'all', rules };
}

/** The way back; null when the rule says more than the simple editor can show (then it is left alone). */
export function conditionsOf(rule: Rule): Conditions | null {
  if (rule.kind !== 'all') return null;
  const found: Conditions = { ...noConditions };
  const seen = new Set<string>();
  for (const each of rule.rules) {
    if (seen.has(each.kind)) return null;
    seen.add(each.kind);
    if (each.kind === 'order-total' && each.max === undefined) {
      found.minTotal = each.min === undefined ? null : BigInt(each.min);
    } else if (each.kind === 'bought-product' && each.match === 'any') {
      found.boughtProductIds = [...each.ids];
    } else if (each.kind === 'first-order' && each.is) {
      found.isFirstOrderOnly = true;
    } else if (each.kind === 'country') {
      found.countries = [...each.in];
    } else {
      return null;
    }
  }
  return found;
}
