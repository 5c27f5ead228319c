import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';

/** Products asked about in one run, one call each; what sells comes first, the rest follows in the nights after. */
const mostPerRun = 100;
/** An answer is good for so long. */
const askAgainAfterMs = 30 * day;
const keptPerProduct = 10;

/**
 * Asks Shopify what goes with products of which our own baskets say nothing, and keeps the answers. Each is kept by itself: a
 * run that ends in the middle goes on with what is left. Where the shop does not let us ask, or asking fails, that is noted for
 * the merchant and nothing is lost but this fallback; the next look through the baskets tries again.
 * @throws what is no fault of ours: to be slowed down, the shop is gone or frozen
 */
export async function askShopify(ctx: Context): Promise<{ asked: number }> {
  const { db, shop } = ctx;
  const now = ctx.clock.now();
  const { rows } = await db.query<{ id: string }>(
    `select p.id from products p
     left join complement_products c on c.shop_id = p.shop_id and c.product_id = p.id
     where p.shop_id = $1 and p.status = 'active' and (c.asked_at is null or c.asked_at < $2)
       and not exists (select 1 from complement_pairs o where o.shop_id = $1 and o.product_id = p.id
                         and o.also_product_id = '' and o.source = 'baskets')
     order by c.baskets desc nulls last, p.id limit ${mostPerRun}`,
    [shop.id, addMs(now, -askAgainAfterMs)],
  );
  let problem: string | null = null;
  let asked = 0;
  let changed = 0;
  for (const { id } of rows) {
    const answer = await ask(ctx, id);
    if (answer.kind === 'unavailable') {
      problem = answer.reason;
      break;
    }
    changed += await keepRecommended(ctx, id, answer.productIds, now);
    asked++;
  }
  await db.tx(async (tx) => {
    if (rows.length > 0)
      await tx.query('update complement_runs set shopify_problem = $2 where shop_id = $1', [
        shop.id,
        problem,
      ]);
    if (changed > 0) await ctx.emit(tx, shop.id, 'complements.changed', {});
  });
  return { asked };
}

type Answer =
  | { kind: 'found'; productIds: string[] }
  | { kind: 'unavailable'; reason: 'no-access' | 'failed' };

async function ask(ctx: Context, productId: string): Promise<Answer> {
  try {
    return await ctx.shopify.complementaryProducts(productId);
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'ShopUnavailableError' || 'retryAfterMs' in error)
      throw error;
    ctx.log.warn({ err: error, productId }, 'Shopify could not be asked what goes with a product');
    return { kind: 'unavailable', reason: 'failed' };
  }
}

/** @returns how many rows changed */
async function keepRecommended(ctx: Context, productId: string, found: string[], now: Date): Promise<number> {
  const offered = [...new Set(found)].filter((id) => id !== productId).slice(0, keptPerProduct);
  return ctx.db.tx(async (tx) => {
    const gone = await tx.query(
      `delete from complement_pairs where shop_id = $1 and product_id = $2 and source = 'shopify'
         and not (offered_product_id = any($3))`,
      [ctx.shop.id, productId, offered],
    );
    const written = await tx.query(
      `insert into complement_pairs as c (shop_id, product_id, offered_product_id, source, rank, computed_at)
       select $1, $2, id, 'shopify', n, $4 from unnest($3::text[]) with ordinality u(id, n)
       on conflict (shop_id, product_id, also_product_id, offered_product_id) do update set rank = excluded.rank
       where c.source = 'shopify' and c.rank <> excluded.rank`,
      [ctx.shop.id, productId, offered, now],
    );
    await tx.query(
      `insert into complement_products (shop_id, product_id, computed_at, asked_at) values ($1, $2, $3, $3)
       on conflict (shop_id, product_id) do update set asked_at = excluded.asked_at`,
      [ctx.shop.id, productId, now],
    );
    return gone.rowCount + written.rowCount;
  });
}
