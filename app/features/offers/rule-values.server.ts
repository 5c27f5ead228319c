import type { Context } from '../../platform/context.ts';
import { listSegmentNames } from './rule-lookups.server.ts';

/** What the editor offers to choose from, by the kind of what is chosen. */
export const valueKinds = [
  'collection',
  'tag',
  'vendor',
  'type',
  'segment',
  'person-tag',
  'shipping-method',
  'source',
  'code',
  'utm',
] as const;
export type ValueKind = (typeof valueKinds)[number];

export interface ValueOption {
  value: string;
  label: string;
}

const limit = 50;

const queries: Record<Exclude<ValueKind, 'segment'>, string> = {
  collection:
    'select id as value, title as label from collections where shop_id = $1 and title ilike $2 order by title, id',
  tag: `select min(t) as value, min(t) as label from products p, unnest(p.tags) t
        where p.shop_id = $1 and p.status <> 'deleted' and t ilike $2 group by lower(t) order by lower(t)`,
  vendor: `select distinct vendor as value, vendor as label from products
           where shop_id = $1 and status <> 'deleted' and vendor ilike $2 order by vendor`,
  type: `select distinct product_type as value, product_type as label from products
         where shop_id = $1 and status <> 'deleted' and product_type ilike $2 order by product_type`,
  'person-tag': `select distinct t as value, t as label from person_traits p, unnest(p.tags) t
                 where p.shop_id = $1 and t ilike $2 order by t`,
  'shipping-method': recent('o.shipping_method', ''),
  source: recent('o.source_name', ''),
  code: recent('c', ', unnest(o.discount_codes) c'),
  utm: recent('u.value', ', jsonb_each_text(o.utm) u'),
};

/** What the shop's latest orders have in a column, the most frequent first. */
function recent(column: string, join: string): string {
  return `select ${column} as value, ${column} as label
    from (select * from orders where shop_id = $1 order by processed_at desc limit 2000) o${join}
    where ${column} ilike $2 group by ${column} order by count(*) desc, ${column}`;
}

/** Values to choose from whose name has the text in it; at most fifty. */
export async function listRuleValues(ctx: Context, kind: ValueKind, text: string): Promise<ValueOption[]> {
  if (kind === 'segment') {
    const wanted = text.trim().toLowerCase();
    const segments = await listSegmentNames(ctx);
    return segments
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .slice(0, limit)
      .map(({ id, name }) => ({ value: id, label: name }));
  }
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await ctx.db.query<ValueOption>(`${queries[kind]} limit ${limit}`, [ctx.shop.id, pattern]);
  return rows.filter(({ value }) => value !== '');
}

/** Most ids and SKUs that may be pasted at once. */
const mostPasted = 2_000;

/**
 * Products (or variants) by what a merchant pastes: numbers or gids of products or variants, and SKUs, separated by blanks,
 * commas or new lines. @returns what was found, and what was not
 */
export async function findPasted(
  ctx: Pick<Context, 'db' | 'shop'>,
  text: string,
  by: 'product' | 'variant',
): Promise<{ found: ValueOption[]; unknown: string[] }> {
  const words = [...new Set(text.split(/[\s,;]+/).filter(Boolean))].slice(0, mostPasted);
  const plain = words.map((word) => word.slice(word.lastIndexOf('/') + 1));
  const { rows } = await ctx.db.query<{
    n: number;
    product_id: string;
    product: string;
    variant_id: string;
    variant: string;
  }>(
    `with v as (select p.id as product_id, p.title as product, v ->> 'id' as variant_id, v ->> 'title' as variant,
         lower(v ->> 'sku') as sku
       from products p, jsonb_array_elements(p.variants) v where p.shop_id = $1 and p.status <> 'deleted'),
     known as (select product_id as key, v.* from v union select variant_id, v.* from v union select sku, v.* from v),
     words as (select n, id as key from unnest($3::text[]) with ordinality as w(id, n)
       union select n, lower(word) from unnest($2::text[]) with ordinality as w(word, n))
     select w.n::int as n, k.product_id, k.product, k.variant_id, k.variant
     from words w join known k on k.key = w.key order by w.n, k.product_id, k.variant_id`,
    [ctx.shop.id, words, plain],
  );
  const found = new Map<string, string>();
  const seen = new Set<number>();
  for (const row of rows) {
    seen.add(row.n);
    if (by === 'product') found.set(row.product_id, row.product);
    else
      found.set(
        row.variant_id,
        row.variant && row.variant !== 'Default Title' ? `${row.product} – ${row.variant}` : row.product,
      );
  }
  return {
    found: [...found].map(([value, label]) => ({ value, label })),
    unknown: words.filter((_, i) => !seen.has(i + 1)),
  };
}
