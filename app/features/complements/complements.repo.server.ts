import type { Queryable } from '../../platform/db/db.server.ts';
import { isRepeatable, isReturnedMuch, type ProductFigures } from './complement.ts';
import type { PairRule } from './mine-pairs.ts';

/** Rows of one statement: each is short, and none is held while the next is made. */
const rowsPerWrite = 5_000;

function* parts<Item>(items: readonly Item[]): Iterable<Item[]> {
  for (let from = 0; from < items.length; from += rowsPerWrite) yield items.slice(from, from + rowsPerWrite);
}

/**
 * The pairs of the shop's own baskets become exactly these; a row that says the same as before is not written (each new order
 * moves every lift and support a little; below 1 % that is the same). What Shopify said stays where it does not collide.
 * @returns how many rows changed
 */
export async function replaceBasketPairs(
  db: Queryable,
  shopId: string,
  rules: readonly PairRule[],
  now: Date,
): Promise<number> {
  let changed = 0;
  for (const part of parts(rules)) {
    const pick = <Key extends keyof PairRule>(key: Key) => part.map((rule) => rule[key]);
    const { rowCount } = await db.query(
      `insert into complement_pairs as c (shop_id, source, computed_at, product_id, also_product_id, offered_product_id, rank,
         together, baskets, offered_baskets, support, confidence, lift, lift_low)
       select $1, 'baskets', $2, * from unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[], $9::int[],
                                               $10::float[], $11::float[], $12::float[], $13::float[])
       on conflict (shop_id, product_id, also_product_id, offered_product_id) do update set
         source = excluded.source, rank = excluded.rank, together = excluded.together, baskets = excluded.baskets,
         offered_baskets = excluded.offered_baskets, support = excluded.support, confidence = excluded.confidence,
         lift = excluded.lift, lift_low = excluded.lift_low, computed_at = excluded.computed_at
       where (c.source, c.rank, c.together, c.baskets, c.offered_baskets) is distinct from
         (excluded.source, excluded.rank, excluded.together, excluded.baskets, excluded.offered_baskets)
         or abs(c.lift - excluded.lift) > 0.01 * c.lift`,
      [
        shopId,
        now,
        part.map(({ bought }) => bought[0]),
        part.map(({ bought }) => bought[1] ?? ''),
        pick('offered'),
        pick('rank'),
        pick('together'),
        pick('baskets'),
        pick('offeredBaskets'),
        pick('support'),
        pick('confidence'),
        pick('lift'),
        pick('liftLow'),
      ],
    );
    changed += rowCount;
  }
  const { rowCount } = await db.query(
    `delete from complement_pairs c where shop_id = $1 and source = 'baskets' and not exists (
       select 1 from unnest($2::text[], $3::text[], $4::text[]) as kept(product_id, also_product_id, offered_product_id)
       where kept.product_id = c.product_id and kept.also_product_id = c.also_product_id
         and kept.offered_product_id = c.offered_product_id)`,
    [
      shopId,
      rules.map(({ bought }) => bought[0]),
      rules.map(({ bought }) => bought[1] ?? ''),
      rules.map(({ offered }) => offered),
    ],
  );
  return changed + rowCount;
}

/** What baskets say of each product; those that were not sold lately have no figures. @returns how many rows changed */
export async function replaceProductFigures(
  db: Queryable,
  shopId: string,
  figures: readonly (ProductFigures & { productId: string })[],
  now: Date,
): Promise<number> {
  let changed = 0;
  for (const part of parts(figures)) {
    const { rowCount } = await db.query(
      `insert into complement_products as c
         (shop_id, computed_at, product_id, baskets, returned, buyers, repeat_buyers, is_repeatable, is_returned_much)
       select $1, $2, * from unnest($3::text[], $4::int[], $5::int[], $6::int[], $7::int[], $8::bool[], $9::bool[])
       on conflict (shop_id, product_id) do update set
         baskets = excluded.baskets, returned = excluded.returned, buyers = excluded.buyers,
         repeat_buyers = excluded.repeat_buyers, is_repeatable = excluded.is_repeatable,
         is_returned_much = excluded.is_returned_much, computed_at = excluded.computed_at
       where (c.baskets, c.returned, c.buyers, c.repeat_buyers, c.is_repeatable, c.is_returned_much) is distinct from
         (excluded.baskets, excluded.returned, excluded.buyers, excluded.repeat_buyers, excluded.is_repeatable,
          excluded.is_returned_much)`,
      [
        shopId,
        now,
        part.map(({ productId }) => productId),
        part.map(({ baskets }) => baskets),
        part.map(({ returned }) => returned),
        part.map(({ buyers }) => buyers),
        part.map(({ repeatBuyers }) => repeatBuyers),
        part.map(isRepeatable),
        part.map(isReturnedMuch),
      ],
    );
    changed += rowCount;
  }
  const { rowCount } = await db.query(
    `update complement_products set baskets = 0, returned = 0, buyers = 0, repeat_buyers = 0, is_repeatable = false,
       is_returned_much = false, computed_at = $3
     where shop_id = $1 and baskets > 0 and not (product_id = any($2))`,
    [shopId, figures.map(({ productId }) => productId), now],
  );
  return changed + rowCount;
}

/** A best seller was in so many baskets at least; and so many are kept of each collection. */
const leastSold = 3;
const mostPerCollection = 10;

/** The best sellers of each collection, from the figures of its products. @returns how many rows changed */
export async function replaceBestSellers(db: Queryable, shopId: string, now: Date): Promise<number> {
  const { rowCount } = await db.query(
    `with ranked as (
       select c.collection_id, p.id as product_id, f.baskets,
              row_number() over (partition by c.collection_id order by f.baskets desc, p.id) as rank
       from products p cross join unnest(p.collection_ids) c(collection_id)
       join complement_products f on f.shop_id = p.shop_id and f.product_id = p.id
       where p.shop_id = $1 and p.status = 'active' and f.baskets >= ${leastSold} and not f.is_returned_much),
     best as (select * from ranked where rank <= ${mostPerCollection}),
     gone as (
       delete from complement_best_sellers o where shop_id = $1 and not exists (
         select 1 from best where best.collection_id = o.collection_id and best.product_id = o.product_id)
       returning 1),
     written as (
       insert into complement_best_sellers as o (shop_id, collection_id, product_id, rank, baskets, computed_at)
       select $1, collection_id, product_id, rank, baskets, $2 from best
       on conflict (shop_id, collection_id, product_id) do update set rank = excluded.rank, baskets = excluded.baskets,
         computed_at = excluded.computed_at
       where (o.rank, o.baskets) is distinct from (excluded.rank, excluded.baskets)
       returning 1)
     select 1 from gone union all select 1 from written`,
    [shopId, now],
  );
  return rowCount;
}

export interface Run {
  computedAt: Date;
  baskets: number;
  since: Date;
  pairs: number;
  tookMs: number;
  /** why Shopify could not be asked; null when it could, or was not */
  shopifyProblem: string | null;
}

/** Notes the last look through the baskets. */
export async function noteRun(
  db: Queryable,
  shopId: string,
  run: Omit<Run, 'shopifyProblem'>,
): Promise<void> {
  await db.query(
    `insert into complement_runs (shop_id, computed_at, baskets, since, pairs, took_ms) values ($1, $2, $3, $4, $5, $6)
     on conflict (shop_id) do update set computed_at = excluded.computed_at, baskets = excluded.baskets,
       since = excluded.since, pairs = excluded.pairs, took_ms = excluded.took_ms`,
    [shopId, run.computedAt, run.baskets, run.since, run.pairs, run.tookMs],
  );
}

/** The last look through the baskets; null before the first. */
export async function readRun(db: Queryable, shopId: string): Promise<Run | null> {
  const { rows } = await db.query<{
    computed_at: Date;
    baskets: number;
    since: Date;
    pairs: number;
    took_ms: number;
    shopify_problem: string | null;
  }>('select * from complement_runs where shop_id = $1', [shopId]);
  const row = rows[0];
  if (!row) return null;
  return {
    computedAt: row.computed_at,
    baskets: row.baskets,
    since: row.since,
    pairs: row.pairs,
    tookMs: row.took_ms,
    shopifyProblem: row.shopify_problem,
  };
}
