import { type Condition, plainId, type Rule } from '@reprise/rules';

/** Every condition of a rule with its path (`rules.0.rule`), outermost first. */
export function* conditionsIn(rule: Rule, path = ''): Generator<{ condition: Condition; path: string }> {
  const at = (step: string) => (path === '' ? step : `${path}.${step}`);
  switch (rule.kind) {
    case 'all':
    case 'any':
      for (const [i, each] of rule.rules.entries()) yield* conditionsIn(each, at(`rules.${i}`));
      return;
    case 'not':
      yield* conditionsIn(rule.rule, at('rule'));
      return;
    default:
      yield { condition: rule, path };
  }
}

/** What a rule names by ids that say nothing to a reader; plain numbers. */
export interface NamedIds {
  productIds: string[];
  variantIds: string[];
  collectionIds: string[];
  segmentIds: string[];
}

/** Every product, variant, collection and segment that a rule names, each once. */
export function namedIn(rule: Rule): NamedIds {
  const named: Record<keyof NamedIds, Set<string>> = {
    productIds: new Set(),
    variantIds: new Set(),
    collectionIds: new Set(),
    segmentIds: new Set(),
  };
  for (const { condition: it } of conditionsIn(rule)) {
    const put = (kind: keyof NamedIds, ids: readonly string[]) => {
      for (const id of ids) named[kind].add(plainId(id));
    };
    if (it.kind === 'bought-product') put('productIds', it.ids);
    if (it.kind === 'bought-variant') put('variantIds', it.ids);
    if (it.kind === 'quantity') put('productIds', it.productIds ?? []);
    if (it.kind === 'bought-collection') put('collectionIds', it.values);
    if (it.kind === 'segment') put('segmentIds', it.values);
  }
  return {
    productIds: [...named.productIds],
    variantIds: [...named.variantIds],
    collectionIds: [...named.collectionIds],
    segmentIds: [...named.segmentIds],
  };
}
