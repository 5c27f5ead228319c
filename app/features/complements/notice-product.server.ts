import type { Context } from '../../platform/context.ts';

/**
 * A product has changed. `products/update` comes with every sale (stock is counted down), so what is proposed is only told to
 * have changed when a shopper would see a difference: title, picture, price, the variant on offer, or whether there is one.
 * Stock and status themselves are looked at when something is proposed.
 */
export async function noticeProduct(ctx: Context, productId: string): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const { rowCount } = await tx.query(
      `insert into complement_products as c (shop_id, product_id, computed_at, offered_state)
       select p.shop_id, p.id, $3, md5(concat_ws('|', p.status, p.title, p.image_url, coalesce(f.v - 'stock' - 'costMinor', '{}')))
       from products p
       left join lateral (
         select v from jsonb_array_elements(p.variants) with ordinality each(v, n)
         where coalesce((v ->> 'isAvailable')::boolean, true) order by n limit 1) f on true
       where p.shop_id = $1 and p.id = $2 and (
         exists (select 1 from complement_pairs where shop_id = $1 and offered_product_id = $2)
         or exists (select 1 from complement_choices where shop_id = $1 and offered_product_id = $2)
         or exists (select 1 from complement_best_sellers where shop_id = $1 and product_id = $2))
       on conflict (shop_id, product_id) do update set offered_state = excluded.offered_state
       where c.offered_state is distinct from excluded.offered_state`,
      [ctx.shop.id, productId, ctx.clock.now()],
    );
    if (rowCount > 0) await ctx.emit(tx, ctx.shop.id, 'complements.changed', {});
  });
}
