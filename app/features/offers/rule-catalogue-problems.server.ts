import type { Rule } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { groupKey, readGroups } from './lower-rule.server.ts';
import { namesOf } from './rule-lookups.server.ts';
import { conditionsIn } from './rule-names.ts';
import type { RuleProblem } from './rule-problems.ts';
import { ruleProblemKey as say } from './rule-schema.ts';

const emptyKeys = {
  'bought-collection': 'emptyCollection',
  'bought-tag': 'emptyTag',
  'bought-vendor': 'emptyVendor',
  'bought-type': 'emptyType',
} as const;

/**
 * What the catalogue says against a rule: products and collections that are gone, groups in which nothing is. Warnings, since the
 * catalogue changes; but a condition of which nothing is left is an error where it asks for some of it.
 */
export async function catalogueProblemsOf(ctx: Context, rule: Rule): Promise<RuleProblem[]> {
  const [names, groups] = await Promise.all([
    namesOf(ctx, [rule], 'en'),
    readGroups(ctx.db, ctx.shop.id, [rule]),
  ]);
  const problems: RuleProblem[] = [];
  for (const { condition: it, path } of conditionsIn(rule)) {
    const add = (
      name: string,
      params: RuleProblem['params'] = {},
      severity: RuleProblem['severity'] = 'warning',
    ) => problems.push({ path, key: say(name), params, severity });
    const tellGone = (
      ids: readonly string[],
      known: Readonly<Record<string, string>>,
      kind: string,
      asks: boolean,
    ) => {
      const gone = ids.filter((id) => known[id] === undefined);
      if (gone.length === 0) return;
      if (gone.length === ids.length && asks) add('allGone', {}, 'error');
      else add(`gone${kind}`, { count: String(gone.length) });
    };
    switch (it.kind) {
      case 'bought-product':
        tellGone(it.ids, names.products, 'Product', it.match !== 'none');
        break;
      case 'bought-variant':
        tellGone(it.ids, names.variants, 'Variant', it.match !== 'none');
        break;
      case 'quantity':
        if (it.productIds) tellGone(it.productIds, names.products, 'Product', (it.min ?? 0) > 0);
        break;
      case 'bought-collection':
      case 'bought-tag':
      case 'bought-vendor':
      case 'bought-type':
        for (const value of it.values) {
          if (it.kind === 'bought-collection' && names.collections[value] === undefined)
            add('goneCollection');
          else if (groups.get(groupKey(it.kind, value))?.length === 0)
            add(emptyKeys[it.kind], {
              name: it.kind === 'bought-collection' ? (names.collections[value] ?? value) : value,
            });
        }
        break;
      default:
        break;
    }
  }
  return problems;
}
