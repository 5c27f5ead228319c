import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { type CodeTerms, codeTerms, discountOf, isPooled, termsKey } from './code-terms.server.ts';
import { newDiscountCode } from './discount-code.ts';
import { armOffer } from './live-offer.ts';
import { fillPool, tidyPool } from './offers.jobs.ts';
import { findOffer, offersChanged } from './offers.repo.server.ts';
import {
  closePools,
  countFree,
  dropUnmade,
  ensurePool,
  findPoolById,
  insertCodes,
  markCodesFree,
  markPool,
  type Pool,
} from './pools.repo.server.ts';
import { FIRST_ARM } from './setup.ts';

/** Shopify takes so many codes a call. */
const batchSize = 250;
/** Below so many free codes (80 % used) a new batch is made. */
export const lowWater = 50;
/** Most codes that are kept ready: a shop in its best hour. */
const mostReady = 2_500;

/** Stands for the codes that are made one by one: whether the shop makes them. */
const ownCodes = 'own';

/** The sets of terms that an offer gives codes on: one for each arm, where codes can be made ahead. */
function termsOf(offer: NonNullable<Awaited<ReturnType<typeof findOffer>>>): Map<string, CodeTerms> {
  const found = new Map<string, CodeTerms>();
  for (const id of [FIRST_ARM, ...(offer.setup.arms ?? []).map((arm) => arm.id)]) {
    const shown = armOffer(offer, id);
    const terms = isPooled(shown) ? codeTerms(shown, []) : null;
    if (terms) found.set(termsKey(terms), terms);
  }
  return found;
}

/**
 * Makes sure that an active offer has a pool for each of its terms and that they are being filled; pools of terms that it does
 * not have any more are closed. Codes that were given out stay good until their deadlines, whatever happens to the offer.
 */
export async function preparePools(ctx: Context, offerId: string): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.tx(async (tx) => {
    const offer = await findOffer(tx, ctx.shop.id, offerId);
    const terms = offer?.status === 'active' ? termsOf(offer) : new Map<string, CodeTerms>();
    // A paused offer keeps its pools: it is often switched on again.
    const isOver = !offer || offer.status === 'archived';
    if (offer?.status === 'active' || isOver) {
      for (const id of await closePools(
        tx,
        ctx.shop.id,
        offerId,
        isOver ? [] : [...terms.keys(), ownCodes],
      )) {
        await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: tidyPool, subject: id, dueAt: now });
      }
    }
    for (const [key, node] of terms) {
      const pool = await ensurePool(tx, ctx.shop.id, offerId, { key, node }, now);
      await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: fillPool, subject: pool.id, dueAt: now });
    }
  });
}

/**
 * Fills a pool when less than a fifth is left: the first time with the discount itself, then with batches of 250 codes, several
 * where they go quickly. Safe to run again after any crash: what was half made is given up, never given out. When the shop
 * refuses or does not answer, the pool says so (its offer is not shown while it has no code) and it is tried again.
 */
export async function fillOnePool(ctx: Context, poolId: string): Promise<Fate> {
  const pool = await findPoolById(ctx.db, ctx.shop.id, poolId);
  if (!pool || pool.state === 'closed') return cancel('the pool is closed');
  const free = await countFree(ctx.db, ctx.shop.id, poolId, mostReady);
  if (free > lowWater && pool.state === 'ready') return done;
  try {
    if (pool.terms === ownCodes) {
      // Nothing is made ahead here; whether the shop answers again is all there is to know.
      await ctx.shopify.getShop();
      await succeeded(ctx, pool.id, null);
      return done;
    }
    await dropUnmade(ctx.db, ctx.shop.id, poolId);
    const nodeId = pool.discountNodeId ?? (await makeDiscount(ctx, pool));
    if (nodeId === null) return await failed(ctx, pool, 'the shop refused the discount');
    const batches = await batchesWanted(ctx, pool);
    for (let batch = 0; batch < batches; batch++) {
      const added = await addBatch(ctx, pool, nodeId);
      if (added === 0)
        return await failed(ctx, { ...pool, discountNodeId: nodeId }, 'no code could be added');
    }
    await succeeded(ctx, pool.id, nodeId);
    return done;
  } catch (error) {
    // Asked to slow down is no failure: the queue knows when to come back.
    if (error instanceof Error && error.name === 'ShopifyThrottledError') throw error;
    ctx.log.warn({ err: error, pool: pool.id }, 'a pool of codes could not be filled');
    return failed(ctx, pool, error instanceof Error ? error.message : String(error));
  }
}

/** How many batches: one, and more where the last quarter of an hour has taken more than that. */
async function batchesWanted(ctx: Context, pool: Pool): Promise<number> {
  const { rows } = await ctx.db.query<{ n: number }>(
    'select count(*)::int as n from offer_grants where shop_id = $1 and offer_id = $2 and created_at > $3',
    [ctx.shop.id, pool.offerId, addMs(ctx.clock.now(), -15 * minute)],
  );
  const wanted = Math.ceil((2 * (rows[0]?.n ?? 0)) / batchSize);
  return Math.max(1, Math.min(wanted, mostReady / batchSize));
}

/** The discount itself, with its first code. @returns null when the shop refuses it */
async function makeDiscount(ctx: Context, pool: Pool): Promise<string | null> {
  const offer = await findOffer(ctx.db, ctx.shop.id, pool.offerId);
  const anything = pool.node.value.kind === 'gift' && pool.node.scope === null ? await anyGoods(ctx) : [];
  for (let attempt = 0; attempt < 4; attempt++) {
    const code = newDiscountCode();
    await insertCodes(ctx.db, ctx.shop.id, pool.id, [code]);
    const answer = await ctx.shopify.createDiscountCode(
      discountOf(
        pool.node,
        {
          title: `Reprise offer: ${offer?.name ?? pool.offerId}`,
          code,
          startsAt: ctx.clock.now(),
          // Each code is taken away at its own deadline.
          endsAt: null,
          // One use a code; who buys again may use the code of the next order too.
          oncePerCustomer: false,
        },
        ctx.shop,
        anything,
      ),
    );
    if (answer.kind === 'created') return keepDiscount(ctx, pool, code, answer);
    await dropUnmade(ctx.db, ctx.shop.id, pool.id);
    if (answer.kind === 'refused') {
      ctx.log.warn(
        { offer: pool.offerId, reason: answer.message },
        'the shop refused the discount of an offer',
      );
      return null;
    }
  }
  return null;
}

/** Writes down which discount the pool's codes belong to; when another worker was faster, its discount counts and ours goes. */
async function keepDiscount(
  ctx: Context,
  pool: Pool,
  code: string,
  made: { nodeId: string; codeId: string | null },
): Promise<string | null> {
  const isOurs = await ctx.db.tx(async (tx) => {
    const { rowCount } = await tx.query(
      'update offer_code_pools set discount_node_id = $3 where shop_id = $1 and id = $2 and discount_node_id is null',
      [ctx.shop.id, pool.id, made.nodeId],
    );
    if (rowCount === 0) return false;
    if (made.codeId !== null) await markCodesFree(tx, ctx.shop.id, pool.id, new Map([[code, made.codeId]]));
    return true;
  });
  if (isOurs) return made.nodeId;
  await ctx.shopify.deleteDiscount(made.nodeId);
  return (await findPoolById(ctx.db, ctx.shop.id, pool.id))?.discountNodeId ?? null;
}

/** Collections that stand for everything in the shop, where Shopify wants what is bought by name. */
export async function anyGoods(ctx: Context): Promise<string[]> {
  const { rows } = await ctx.db.query<{ id: string }>(
    `select c.id from collections c where c.shop_id = $1
     order by (select count(*) from products p where p.shop_id = $1 and p.collection_ids @> array[c.id]) desc, c.id limit 100`,
    [ctx.shop.id],
  );
  return rows.map(({ id }) => id);
}

async function addBatch(ctx: Context, pool: Pool, nodeId: string): Promise<number> {
  const codes = Array.from({ length: batchSize }, newDiscountCode);
  await insertCodes(ctx.db, ctx.shop.id, pool.id, codes);
  const { ids, failed: refused } = await ctx.shopify.addRedeemCodes(nodeId, codes);
  await markCodesFree(ctx.db, ctx.shop.id, pool.id, ids);
  // What the shop did not take (a code that somebody has already) is not tried again: there are enough others.
  if (refused.length > 0) await dropUnmade(ctx.db, ctx.shop.id, pool.id);
  return ids.size;
}

async function succeeded(ctx: Context, poolId: string, nodeId: string | null): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.tx(async (tx) => {
    const free = await countFree(tx, ctx.shop.id, poolId, mostReady);
    const change = { state: 'ready' as const, ...(nodeId !== null && { discountNodeId: nodeId }), free, now };
    if (await markPool(tx, ctx.shop.id, poolId, change)) await offersChanged(ctx, tx);
  });
}

/**
 * A buyer's code could not be made: the offer is not shown until the shop answers again, which is tried at once. `terms` null: codes
 * that are made one by one.
 */
export async function noteDry(ctx: Context, offerId: string, terms: CodeTerms | null): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.tx(async (tx) => {
    const key = terms === null ? ownCodes : termsKey(terms);
    const node = terms ?? {
      value: { kind: 'free-shipping' as const },
      scope: null,
      combines: none,
      minimum: null,
    };
    const pool = await ensurePool(tx, ctx.shop.id, offerId, { key, node }, now);
    const free = await countFree(tx, ctx.shop.id, pool.id, 1);
    const change = { state: 'failed' as const, error: 'a code could not be made', free, now };
    if (await markPool(tx, ctx.shop.id, pool.id, change)) await offersChanged(ctx, tx);
    await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: fillPool, subject: pool.id, dueAt: now });
  });
}

const none = { order: false, product: false, shipping: false };

/** Written down, so that the offer is not shown without a code; tried again soon, then less often, for as long as it takes. */
async function failed(ctx: Context, pool: Pool, message: string): Promise<Fate> {
  const now = ctx.clock.now();
  await ctx.db.tx(async (tx) => {
    const free = await countFree(tx, ctx.shop.id, pool.id, mostReady);
    const change = { state: 'failed' as const, error: message.slice(0, 300), free, now };
    if (await markPool(tx, ctx.shop.id, pool.id, change)) await offersChanged(ctx, tx);
  });
  return snooze(addMs(now, Math.min(60, 2 ** Math.min(pool.failures, 6)) * minute), message);
}
