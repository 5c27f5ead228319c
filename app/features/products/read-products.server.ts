import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { Product, ProductVariant } from './product.ts';

interface Row {
  id: string;
  handle: string;
  title: string;
  image_url: string | null;
  vendor: string | null;
  product_type: string | null;
  tags: string[];
  collection_ids: string[];
  status: string;
  variants: ProductVariant[];
  rating_sum: number;
  rating_count: number;
  shop_updated_at: Date;
}

function toProduct(row: Row): Product {
  return {
    id: row.id,
    handle: row.handle,
    title: row.title,
    imageUrl: row.image_url,
    vendor: row.vendor,
    productType: row.product_type,
    tags: row.tags,
    collectionIds: row.collection_ids,
    status: row.status,
    variants: row.variants,
    ratingSum: row.rating_sum,
    ratingCount: row.rating_count,
    updatedAt: row.shop_updated_at,
  };
}

/** Products by id, in the order of the ids; unknown and deleted ones are left out. */
export async function getProducts(
  ctx: Pick<Context, 'db' | 'shop'>,
  ids: string[],
  db: Queryable = ctx.db,
): Promise<Product[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<Row>(
    `select p.* from unnest($2::text[]) with ordinality u(id, n)
     join products p on p.shop_id = $1 and p.id = u.id and p.status <> 'deleted' order by n`,
    [ctx.shop.id, ids],
  );
  return rows.map(toProduct);
}

/** Active products whose title contains the text (any case), by title. An empty text lists all. */
export async function searchProducts(
  ctx: Pick<Context, 'db' | 'shop'>,
  input: { text: string; limit: number },
): Promise<Product[]> {
  const pattern = `%${input.text.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await ctx.db.query<Row>(
    `select * from products where shop_id = $1 and status = 'active' and title ilike $2 order by title, id limit $3`,
    [ctx.shop.id, pattern, input.limit],
  );
  return rows.map(toProduct);
}

/** Collections whose title contains the text (any case), by title, each with how many active products are in it. */
export async function searchCollections(
  ctx: Pick<Context, 'db' | 'shop'>,
  input: { text: string; limit: number },
): Promise<{ id: string; title: string; products: number }[]> {
  const pattern = `%${input.text.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await ctx.db.query<{ id: string; title: string; products: number }>(
    `select c.id, c.title, (select count(*)::int from products p where p.shop_id = c.shop_id
       and p.collection_ids @> array[c.id] and p.status = 'active') as products
     from collections c where c.shop_id = $1 and c.title ilike $2 order by c.title, c.id limit $3`,
    [ctx.shop.id, pattern, input.limit],
  );
  return rows;
}
