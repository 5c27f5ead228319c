import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { readActiveProducts, readBaskets, readProductFigures } from './baskets.repo.server.ts';
import { windowDays } from './complement.ts';
import { askShopifyJob } from './complements.jobs.ts';
import {
  noteRun,
  replaceBasketPairs,
  replaceBestSellers,
  replaceProductFigures,
} from './complements.repo.server.ts';
import { drainedGently } from './frequent-itemsets.ts';
import { minePairs } from './mine-pairs.ts';

/**
 * Looks through the baskets of the last year and writes down what goes with what. May run twice at once or end in the middle:
 * each statement stands for itself, the next run puts right what is left. States `complements.changed` when anything did.
 * @returns what was looked at, and how many pairs there are now
 */
export async function recomputeComplements(ctx: Context): Promise<{ baskets: number; pairs: number }> {
  const { db, shop } = ctx;
  const began = performance.now();
  const now = ctx.clock.now();
  const since = addMs(now, -windowDays * day);
  const baskets = await readBaskets(db, shop.id, since);
  const active = await readActiveProducts(db, shop.id);
  const rules = await drainedGently(minePairs(baskets, (id) => active.has(id)));
  let changed = await replaceProductFigures(db, shop.id, await readProductFigures(db, shop.id, since), now);
  changed += await replaceBasketPairs(db, shop.id, rules, now);
  changed += await replaceBestSellers(db, shop.id, now);
  const tookMs = Math.round(performance.now() - began);
  await db.tx(async (tx) => {
    await noteRun(tx, shop.id, {
      computedAt: now,
      baskets: baskets.count,
      since,
      pairs: rules.length,
      tookMs,
    });
    await ctx.due.schedule(tx, { shopId: shop.id, job: askShopifyJob, subject: 'shop', dueAt: now });
    if (changed > 0) await ctx.emit(tx, shop.id, 'complements.changed', {});
  });
  ctx.log.info({ baskets: baskets.count, pairs: rules.length, changed, tookMs }, 'complements recomputed');
  return { baskets: baskets.count, pairs: rules.length };
}
