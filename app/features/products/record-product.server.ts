import type { Fact } from '../../kit/events.ts';
import { addMs, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import type { ProductInput } from './product.ts';
import { readProduct } from './products.jobs.ts';

/**
 * Records states of products; an older one never overwrites a newer. `product.changed` is stated only when something that we
 * show or decide by has changed: Shopify sends products/update for much else. What a webhook does not tell (collections,
 * costs) stays as it was known; when something changed that automatic collections may go by, the product is soon asked about.
 *
 * What follows is written once all products are: two transactions that hold each other's product and wait for each other's due
 * row would end one of them.
 */
export async function recordProducts(ctx: Context, tx: Tx, products: ProductInput[]): Promise<void> {
  const changed: Fact[] = [];
  const toAsk: string[] = [];
  for (const product of [...products].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const { rows } = await tx.query<{ changed: boolean; regrouped: boolean }>(recordSql, [
      ctx.shop.id,
      product.id,
      product.handle,
      product.title,
      product.imageUrl,
      product.vendor,
      product.status,
      JSON.stringify(product.variants),
      product.updatedAt,
      product.productType,
      // Sorted, so that another order of the same ones is no change.
      [...product.tags].sort(),
      product.collectionIds && [...product.collectionIds].sort(),
    ]);
    const row = rows[0];
    if (row?.changed) changed.push(changeOf(ctx, product.id));
    if (row?.regrouped && product.collectionIds === null) toAsk.push(product.id);
  }
  await ctx.emitAll(tx, changed);
  const dueAt = addMs(ctx.clock.now(), minute);
  await ctx.due.scheduleAll(
    tx,
    toAsk.map((subject) => ({ shopId: ctx.shop.id, job: readProduct, subject, dueAt })),
  );
}

function changeOf(ctx: Context, productId: string): Fact {
  return { shopId: ctx.shop.id, name: 'product.changed', fact: { productId } };
}

/** What automatic collections go by, but for stock: that changes at every sale, and the daily copy is soon enough. */
const grouping = (p: string) =>
  `(${p}.title, ${p}.vendor, ${p}.product_type, ${p}.tags, ${p}.status, jsonb_path_query_array(${p}.variants, '$[*].priceMinor'))`;

const recordSql = `
  with old as (select * from products where shop_id = $1 and id = $2)
  insert into products as p (shop_id, id, handle, title, image_url, vendor, status, variants, shop_updated_at,
    product_type, tags, collection_ids)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12, '{}'::text[]))
  on conflict (shop_id, id) do update set
    handle = excluded.handle, title = excluded.title, image_url = excluded.image_url, vendor = excluded.vendor,
    status = excluded.status, shop_updated_at = excluded.shop_updated_at,
    product_type = excluded.product_type, tags = excluded.tags,
    collection_ids = case when $12::text[] is null then p.collection_ids else excluded.collection_ids end,
    variants = coalesce((
      select jsonb_agg(case when v ? 'costMinor' or o -> 'costMinor' is null then v
        else v || jsonb_build_object('costMinor', o -> 'costMinor') end order by n)
      from jsonb_array_elements(excluded.variants) with ordinality as new(v, n)
      left join jsonb_array_elements(p.variants) o on o ->> 'id' = v ->> 'id'), '[]')
  where excluded.shop_updated_at >= p.shop_updated_at and p.status <> 'deleted'
  returning
    not exists (select 1 from old where ${grouping('old')} is not distinct from ${grouping('p')}
      and (old.handle, old.image_url, old.variants, old.collection_ids)
        is not distinct from (p.handle, p.image_url, p.variants, p.collection_ids)) as changed,
    not exists (select 1 from old where ${grouping('old')} is not distinct from ${grouping('p')}) as regrouped`;

/** The shop deleted the product. The row stays as a mark, so that a late update can't bring it back. */
export async function recordProductDeleted(ctx: Context, tx: Tx, productId: string, at: Date): Promise<void> {
  const { rowCount } = await tx.query(
    `insert into products as p (shop_id, id, handle, title, status, variants, shop_updated_at)
     values ($1, $2, '', '', 'deleted', '[]', $3)
     on conflict (shop_id, id) do update set status = 'deleted', variants = '[]',
       shop_updated_at = greatest(p.shop_updated_at, excluded.shop_updated_at)
     where p.status <> 'deleted'`,
    [ctx.shop.id, productId, at],
  );
  if (rowCount > 0) await ctx.emit(tx, ctx.shop.id, 'product.changed', { productId });
}

/**
 * The shop's whole list is known: what it does not name is gone, though nobody told. It is archived, not marked as deleted, so
 * that it comes back if the list was wrong.
 */
export async function archiveUnseen(ctx: Context, tx: Tx, seen: string[]): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `update products set status = 'archived'
     where shop_id = $1 and status not in ('archived', 'deleted') and not (id = any($2)) returning id`,
    [ctx.shop.id, seen],
  );
  await ctx.emitAll(
    tx,
    rows.map(({ id }) => changeOf(ctx, id)),
  );
}
