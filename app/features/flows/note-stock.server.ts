import type { Context } from '../../platform/context.ts';

/**
 * Remembers that a product is sold out, and notices when it can be bought again.
 * @returns whether it has just come back (or that was noticed within the last day, by a run that did not finish)
 */
export async function noteStock(ctx: Context, productId: string): Promise<boolean> {
  const { rows } = await ctx.db.query<{ is_available: boolean }>(
    `select exists (select 1 from jsonb_array_elements(p.variants) v where (v ->> 'isAvailable')::bool) as is_available
     from products p where p.shop_id = $1 and p.id = $2 and p.status = 'active'`,
    [ctx.shop.id, productId],
  );
  const now = ctx.clock.now();
  if (!rows[0]?.is_available) {
    await ctx.db.query(
      `insert into flow_marks (shop_id, kind, key, person_id, at) values ($1, 'stock', $2, '', $3)
       on conflict (shop_id, kind, key, person_id) do update set at = excluded.at, ended_at = null
       where flow_marks.ended_at is not null`,
      [ctx.shop.id, productId, now],
    );
    return false;
  }
  const { rowCount } = await ctx.db.query(
    `update flow_marks set ended_at = coalesce(ended_at, $3::timestamptz) where shop_id = $1 and kind = 'stock' and key = $2
       and (ended_at is null or ended_at > $3::timestamptz - interval '1 day')`,
    [ctx.shop.id, productId, now],
  );
  return rowCount > 0;
}
