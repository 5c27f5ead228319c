import { cancel, done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { findGrantById, markEnded } from './grants.repo.server.ts';
import { makeCode } from './make-code.server.ts';
import {
  fillPool,
  preparePoolsJob,
  readAgain,
  refreshComplements,
  refreshGroups,
  refreshProduct,
  settleAddition,
  settleGrant,
  settleTestJob,
  takeTestWinnerJob,
  tidyPool,
} from './offers.jobs.ts';
import { findOffer, offersChanged } from './offers.repo.server.ts';
import { fillOnePool, preparePools } from './pool-fill.server.ts';
import { tidyOnePool } from './pool-tidy.server.ts';
import { settleOneAddition } from './settle-addition.server.ts';
import { settleTest } from './settle-test.server.ts';
import { takeTestWinner } from './take-test-winner.server.ts';

export const offerHandlers = {
  [refreshProduct.name]: async (ctx, job) => {
    await ctx.db.tx(async (tx) => {
      if (await isShown(tx, ctx.shop.id, job.subject)) await offersChanged(ctx, tx);
    });
    return done;
  },

  [refreshGroups.name]: async (ctx) => {
    await ctx.db.tx(async (tx) => {
      const { rows } = await tx.query(
        `select 1 from offers where shop_id = $1 and status = 'active' and (
           rule @? '$.**.kind ? (@ == "bought-collection" || @ == "bought-tag" || @ == "bought-vendor" || @ == "bought-type")'
           or setup @? '$.**.by ? (@ == "collection")') limit 1`,
        [ctx.shop.id],
      );
      if (rows.length > 0) await offersChanged(ctx, tx);
    });
    return done;
  },

  [readAgain.name]: async (ctx) => {
    await ctx.db.tx((tx) => offersChanged(ctx, tx));
    return done;
  },

  [preparePoolsJob.name]: async (ctx, job) => {
    await preparePools(ctx, job.subject);
    return done;
  },

  [fillPool.name]: (ctx, job) => fillOnePool(ctx, job.subject),

  [tidyPool.name]: (ctx, job) => tidyOnePool(ctx, job.subject),

  [settleTestJob.name]: async (ctx, job) => {
    await settleTest(ctx, job.subject);
    return done;
  },

  [takeTestWinnerJob.name]: async (ctx, job) => {
    await takeTestWinner(ctx, job.subject);
    return done;
  },

  [settleAddition.name]: (ctx, job) => settleOneAddition(ctx, job.subject),

  [refreshComplements.name]: async (ctx) => {
    await ctx.db.tx(async (tx) => {
      const { rows } = await tx.query(
        `select 1 from offers where shop_id = $1 and status = 'active'
           and setup @? '$.**.by ? (@ == "complements")' limit 1`,
        [ctx.shop.id],
      );
      if (rows.length === 0) return;
      await tx.query(
        `update shop_settings set offers = offers
           || jsonb_build_object('complements', coalesce((offers ->> 'complements')::int, 0) + 1) where shop_id = $1`,
        [ctx.shop.id],
      );
      await offersChanged(ctx, tx);
    });
    return done;
  },

  [settleGrant.name]: async (ctx, job) => {
    const grant = await findGrantById(ctx.db, ctx.shop.id, job.subject);
    if (!grant || (grant.state !== 'creating' && grant.state !== 'failed')) return done;
    if (grant.deadlineAt && grant.deadlineAt <= ctx.clock.now()) {
      await markEnded(ctx.db, ctx.shop.id, grant.id, 'gone');
      return cancel('deadline passed before the code could be made');
    }
    const offer = await findOffer(ctx.db, ctx.shop.id, grant.offerId);
    if (!offer) return cancel('the offer is gone');
    const made = await makeCode(ctx, offer, grant.id, null);
    return made ? done : cancel('the shop refused the code');
  },
} satisfies Record<string, Handler>;

/** Does an active offer name this product? (Those that choose by collection are read again by `refresh-groups`.) */
async function isShown(tx: Queryable, shopId: string, productId: string): Promise<boolean> {
  const { rows } = await tx.query(
    `select 1 from offers where shop_id = $1 and status = 'active'
       and (product_id = $2 or strpos(setup::text, '"' || $2 || '"') > 0) limit 1`,
    [shopId, productId],
  );
  return rows.length > 0;
}
