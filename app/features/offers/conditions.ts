import { type Condition, plainId, type Rule } from '@reprise/rules';

/**
 * The conditions that the editor knows; all of them must hold. Stored as a rule tree, so that later editors can say more.
 * `minTotal` is in minor units of the shop's currency; times are ISO UTC.
 */
export interface Conditions {
  minTotal: bigint | null;
  boughtProductIds: string[];
  isFirstOrderOnly: boolean;
  /** ISO 3166-1 alpha-2 */
  countries: string[];
  startsAt: string | null;
  endsAt: string | null;
}

export const noConditions: Conditions = {
  minTotal: null,
  boughtProductIds: [],
  isFirstOrderOnly: false,
  countries: [],
  startsAt: null,
  endsAt: null,
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
  if (conditions.startsAt !== null || conditions.endsAt !== null) {
    rules.push({
      kind: 'schedule',
      ...(conditions.startsAt !== null && { from: conditions.startsAt }),
      ...(conditions.endsAt !== null && { until: conditions.endsAt }),
    });
  }
  return { kind: 'all', rules };
}

/** The way back; null when the rule says more than the editor can show (then it is left alone). */
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
    } else if (each.kind === 'schedule') {
      found.startsAt = each.from ?? null;
      found.endsAt = each.until ?? null;
    } else {
      return null;
    }
  }
  return found;
}

/** The offer's own window, wherever the rule is simple enough to say it. */
export function windowEnd(rule: Rule): Date | null {
  const endsAt = conditionsOf(rule)?.endsAt;
  return endsAt ? new Date(endsAt) : null;
}
