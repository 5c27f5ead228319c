import type { Queryable } from '../../platform/db/db.server.ts';
import { type ComplementSnapshot, makeSnapshot, type OfferedProduct, type PairRow } from './snapshot.ts';

interface OfferedRow {
  id: string;
  title: string;
  image_url: string | null;
  status: string;
  variant_id: string | null;
  variant_title: string | null;
  price_minor: string | null;
  is_repeatable: boolean | null;
  is_returned_much: boolean | null;
}

/**
 * Reads what `propose` needs of one shop; kept in memory by whoever decides. Must be read again after `complements.changed`.
 * @param only for a page: only what concerns these bought products
 */
export async function loadComplementSnapshot(
  db: Queryable,
  shopId: string,
  only: readonly string[] | null = null,
): Promise<ComplementSnapshot> {
  const bought = '($2::text[] is null or product_id = any($2))';
  const values = [shopId, only];
  const currency = await db.query<{ currency: string }>('select currency from shops where id = $1', [shopId]);
  const pairs = await db.query<{
    product_id: string;
    also_product_id: string;
    offered_product_id: string;
    source: 'baskets' | 'shopify';
    together: number;
    baskets: number;
    lift: number;
    lift_low: number;
  }>(
    `select product_id, also_product_id, offered_product_id, source, together, baskets, lift, lift_low
     from complement_pairs where shop_id = $1 and (${bought} or also_product_id = any($2))
     order by product_id, also_product_id, source, rank, offered_product_id`,
    values,
  );
  const choices = await db.query<{ product_id: string; offered_product_id: string; kind: string }>(
    `select product_id, offered_product_id, kind from complement_choices where shop_id = $1 and ${bought}
     order by chosen_at, offered_product_id`,
    values,
  );
  const bestSellers = await db.query<{ collection_id: string; product_id: string }>(
    `select collection_id, product_id from complement_best_sellers
     where shop_id = $1 and ($2::text[] is null or collection_id = any(
       select unnest(collection_ids) from products where shop_id = $1 and id = any($2)))
     order by collection_id, rank, product_id`,
    values,
  );
  const collectionIds = [...new Set(bestSellers.rows.map((row) => row.collection_id))];
  const members = await db.query<{ id: string; collection_ids: string[] }>(
    `select id, collection_ids from products
     where shop_id = $1 and collection_ids && $3 and status <> 'deleted' and ($2::text[] is null or id = any($2))`,
    [...values, collectionIds],
  );
  const sizes = await db.query<{ id: string; size: number }>(
    `select c as id, count(*)::int as size from products, unnest(collection_ids) c
     where shop_id = $1 and status = 'active' and collection_ids && $2 and c = any($2) group by c`,
    [shopId, collectionIds],
  );
  const offered = await readOffered(db, shopId, [
    ...pairs.rows.map((row) => row.offered_product_id),
    // A banned product is only looked at by the page that lists it.
    ...choices.rows.filter(({ kind }) => only || kind === 'pin').map((row) => row.offered_product_id),
    ...bestSellers.rows.map((row) => row.product_id),
  ]);
  return makeSnapshot({
    currency: currency.rows[0]?.currency ?? '',
    offered,
    pairs: pairs.rows.map(
      (row): PairRow => ({
        productId: row.product_id,
        alsoProductId: row.also_product_id,
        offeredProductId: row.offered_product_id,
        source: row.source,
        together: row.together,
        baskets: row.baskets,
        lift: row.lift,
        liftLow: row.lift_low,
      }),
    ),
    choices: choices.rows.map((row) => ({
      productId: row.product_id,
      offeredProductId: row.offered_product_id,
      kind: row.kind,
    })),
    bestSellers: bestSellers.rows.map((row) => ({
      collectionId: row.collection_id,
      productId: row.product_id,
    })),
    members: members.rows.map((row) => ({ productId: row.id, collectionIds: row.collection_ids })),
    sizes: new Map(sizes.rows.map(({ id, size }) => [id, size])),
  });
}

/** A variant is offered when it can be bought and costs something: what is free is a sample or a gift. */
const firstVariant = `select v ->> 'id' as variant_id, nullif(v ->> 'title', 'Default Title') as variant_title,
    v ->> 'priceMinor' as price_minor
  from jsonb_array_elements(p.variants) with ordinality each(v, n)
  where coalesce((v ->> 'isAvailable')::boolean, true) and (v ->> 'priceMinor')::bigint > 0 order by n limit 1`;

async function readOffered(db: Queryable, shopId: string, ids: string[]): Promise<OfferedProduct[]> {
  const { rows } = await db.query<OfferedRow>(
    `select p.id, p.title, p.image_url, p.status, f.variant_id, f.variant_title, f.price_minor,
            c.is_repeatable, c.is_returned_much
     from products p
     left join complement_products c on c.shop_id = p.shop_id and c.product_id = p.id
     left join lateral (${firstVariant}) f on true
     where p.shop_id = $1 and p.id = any($2) and p.status <> 'deleted' order by p.id`,
    [shopId, [...new Set(ids)]],
  );
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    imageUrl: row.image_url,
    isActive: row.status === 'active',
    variant:
      row.variant_id !== null && row.price_minor !== null
        ? { id: row.variant_id, title: row.variant_title, priceMinor: BigInt(row.price_minor) }
        : null,
    isRepeatable: row.is_repeatable ?? false,
    isReturnedMuch: row.is_returned_much ?? false,
  }));
}
