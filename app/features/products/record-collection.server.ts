import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import type { Collection } from './product.ts';
import { readCollection } from './products.jobs.ts';

/**
 * The shop says that a collection is new or has changed. Its name is kept; who is in it the shop does not say, so it is asked.
 * An update that comes late shows its old name until the next change or the daily copy.
 */
export async function recordCollection(ctx: Context, tx: Tx, collection: Collection): Promise<void> {
  await tx.query(
    `insert into collections (shop_id, id, title) values ($1, $2, $3)
     on conflict (shop_id, id) do update set title = excluded.title`,
    [ctx.shop.id, collection.id, collection.title],
  );
  await ctx.due.schedule(tx, {
    shopId: ctx.shop.id,
    job: readCollection,
    subject: collection.id,
    dueAt: ctx.clock.now(),
  });
}

/** A collection is gone: nothing is in it any more. */
export async function recordCollectionDeleted(ctx: Context, tx: Tx, collectionId: string): Promise<void> {
  await tx.query('delete from collections where shop_id = $1 and id = $2', [ctx.shop.id, collectionId]);
  await keepMembers(ctx, tx, collectionId, []);
}

/** Exactly these products are in the collection. States `collection.changed` when that is news. */
export async function keepMembers(
  ctx: Context,
  tx: Tx,
  collectionId: string,
  productIds: readonly string[],
): Promise<void> {
  const { rowCount } = await tx.query(
    `update products set collection_ids = case when id = any($3) then array(
         select one from unnest(array_append(collection_ids, $2)) one order by one collate "C")
       else array_remove(collection_ids, $2) end
     where shop_id = $1 and (collection_ids @> array[$2]) <> (id = any($3))`,
    [ctx.shop.id, collectionId, productIds],
  );
  if (rowCount > 0) await ctx.emit(tx, ctx.shop.id, 'collection.changed', { collectionId });
}

/** The names of the shop's collections, as its whole list tells them; all others go. */
export async function replaceCollections(
  ctx: Context,
  tx: Tx,
  titles: ReadonlyMap<string, string>,
): Promise<void> {
  await tx.query(
    `with gone as (delete from collections where shop_id = $1 and not (id = any($2)))
     insert into collections (shop_id, id, title) select $1, * from unnest($2::text[], $3::text[])
     on conflict (shop_id, id) do update set title = excluded.title where collections.title <> excluded.title`,
    [ctx.shop.id, [...titles.keys()], [...titles.values()]],
  );
}
