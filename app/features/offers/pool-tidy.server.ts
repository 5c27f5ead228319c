import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { codesToRemove, dropUnmade, findPoolById, markRemoved, nextExpiry } from './pools.repo.server.ts';

/** Shopify takes so many away a call. */
const batchSize = 250;
/** Codes that end within this time of each other are taken away together. */
const gatherMs = 5 * minute;

/** When the codes of a pool are looked through for one that ends at `deadline`: then, or shortly after, with others. */
export function tidyAt(deadline: Date): Date {
  return new Date(Math.ceil(deadline.getTime() / gatherMs) * gatherMs);
}

/**
 * Takes codes away at Shopify whose deadline has passed, so that a code that is over cannot be used, and those of a closed pool
 * that nobody was given. Given codes of a closed pool stay good until their deadlines; when the last one is over, the discount
 * goes too.
 */
export async function tidyOnePool(ctx: Context, poolId: string): Promise<Fate> {
  const pool = await findPoolById(ctx.db, ctx.shop.id, poolId);
  if (!pool) return cancel('the pool is gone');
  const isClosed = pool.state === 'closed';
  if (isClosed) await dropUnmade(ctx.db, ctx.shop.id, poolId);
  for (;;) {
    const now = ctx.clock.now();
    const old = await codesToRemove(ctx.db, ctx.shop.id, poolId, now, isClosed, batchSize);
    if (old.length === 0) break;
    const ids = old.flatMap(({ shopifyId }) => shopifyId ?? []);
    if (pool.discountNodeId !== null) await ctx.shopify.removeRedeemCodes(pool.discountNodeId, ids);
    await markRemoved(
      ctx.db,
      ctx.shop.id,
      old.map(({ code }) => code),
    );
  }
  const next = await nextExpiry(ctx.db, ctx.shop.id, poolId);
  if (next !== null) return snooze(laterOf(tidyAt(next), addMs(ctx.clock.now(), minute)));
  if (isClosed) await dropDiscount(ctx, pool.id, pool.discountNodeId);
  return done;
}

/** A closed pool of which no code is out any more, nor one without a deadline: its discount is not needed. */
async function dropDiscount(ctx: Context, poolId: string, nodeId: string | null): Promise<void> {
  const { rows } = await ctx.db.query(
    `select 1 from offer_codes where shop_id = $1 and pool_id = $2 and state = 'taken' limit 1`,
    [ctx.shop.id, poolId],
  );
  if (rows.length > 0 || nodeId === null) return;
  await ctx.shopify.deleteDiscount(nodeId);
  await ctx.db.query(
    `update offer_code_pools set discount_node_id = null where shop_id = $1 and id = $2 and state = 'closed'`,
    [ctx.shop.id, poolId],
  );
}

const laterOf = (a: Date, b: Date) => (a > b ? a : b);
