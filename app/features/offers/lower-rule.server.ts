import type { Rule } from '@reprise/rules';
import type { Queryable } from '../../platform/db/db.server.ts';
import { conditionsIn } from './rule-names.ts';

const kinds = ['bought-collection', 'bought-tag', 'bought-vendor', 'bought-type'] as const;
type GroupKind = (typeof kinds)[number];

/** Products by group; one list per group, shared by all rules that name it. */
export type Groups = ReadonlyMap<string, readonly string[]>;

/** Under which name a group's products stand in `Groups`. */
export const groupKey = (kind: GroupKind, value: string) =>
  `${kind}:${kind === 'bought-collection' ? value : value.trim().toLowerCase()}`;

const isGroup = (kind: string): kind is GroupKind => (kinds as readonly string[]).includes(kind);

/** Looks up which products are in the collections, tags, vendors and types that these rules name. One query, none without. */
export async function readGroups(db: Queryable, shopId: string, rules: readonly Rule[]): Promise<Groups> {
  const wanted = new Map<GroupKind, Set<string>>(kinds.map((kind) => [kind, new Set()]));
  for (const rule of rules) {
    for (const { condition } of conditionsIn(rule)) {
      if (!isGroup(condition.kind) || !('values' in condition)) continue;
      for (const value of condition.values) wanted.get(condition.kind)?.add(groupKey(condition.kind, value));
    }
  }
  const groups = new Map<string, readonly string[]>();
  const plain = kinds.map((kind) => [...(wanted.get(kind) ?? [])].map((key) => key.slice(kind.length + 1)));
  for (const [i, kind] of kinds.entries())
    for (const value of plain[i] ?? []) groups.set(`${kind}:${value}`, []);
  if (groups.size === 0) return groups;
  const { rows } = await db.query<{ kind: GroupKind; value: string; ids: string[] }>(
    `select 'bought-collection' as kind, c as value, array_agg(p.id) as ids
       from products p, unnest(p.collection_ids) c where p.shop_id = $1 and p.collection_ids && $2 and c = any($2) group by c
     union all
     select 'bought-tag', lower(t), array_agg(p.id)
       from products p, unnest(p.tags) t where p.shop_id = $1 and lower(t) = any($3) group by lower(t)
     union all
     select 'bought-vendor', lower(p.vendor), array_agg(p.id)
       from products p where p.shop_id = $1 and lower(p.vendor) = any($4) group by lower(p.vendor)
     union all
     select 'bought-type', lower(p.product_type), array_agg(p.id)
       from products p where p.shop_id = $1 and lower(p.product_type) = any($5) group by lower(p.product_type)`,
    [shopId, ...plain],
  );
  for (const { kind, value, ids } of rows) groups.set(`${kind}:${value}`, ids);
  return groups;
}

/**
 * The rule with the products of each group in it, as the engine needs it. Groups that were not looked up stay as they are and
 * are not known to the engine. Pure; what names no group comes back as it is.
 */
export function lowerRule(rule: Rule, groups: Groups): Rule {
  switch (rule.kind) {
    case 'all':
    case 'any': {
      const rules = rule.rules.map((each) => lowerRule(each, groups));
      return rules.every((each, i) => each === rule.rules[i]) ? rule : { kind: rule.kind, rules };
    }
    case 'not': {
      const inner = lowerRule(rule.rule, groups);
      return inner === rule.rule ? rule : { kind: 'not', rule: inner };
    }
    case 'bought-collection':
    case 'bought-tag':
    case 'bought-vendor':
    case 'bought-type': {
      const lists = rule.values.map((value) => groups.get(groupKey(rule.kind, value)));
      if (lists.some((list) => list === undefined)) return rule;
      return { ...rule, productIds: lists as (readonly string[])[] };
    }
    default:
      return rule;
  }
}
