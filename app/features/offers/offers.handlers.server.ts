import { cancel, done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import { attributeOrderToOffer } from './attribute-order.server.ts';
import { findGrantById, markEnded } from './grants.repo.server.ts';
import { makeCode } from './make-code.server.ts';
import {
  attributeOrder,
  readAgain,
  refreshComplements,
  refreshGroups,
  refreshProduct,
  settleAddition,
  settleGrant,
} from './offers.jobs.ts';
import { findOffer, offersChanged } from './offers.repo.server.ts';
import { settleOneAddition } from './settle-addition.server.ts';

export const offerHandlers = {
  [attributeOrder.name]: async (ctx, job) => {
    await attributeOrderToOffer(ctx, job.subject);
    return done;
  },

  [refreshProduct.name]: async (ctx, job) => {
    await ctx.db.tx(async (tx) => {
      const { rows } = await tx.query(
        `select 1 from offers where shop_id = $1 and product_id = $2 and status = 'active' limit 1`,
        [ctx.shop.id, job.subject],
      );
      if (rows.length > 0) await offersChanged(tx, ctx.shop.id);
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
      if (rows.length > 0) await offersChanged(tx, ctx.shop.id);
    });
    return done;
  },

  [readAgain.name]: async (ctx) => {
    await ctx.db.tx((tx) => offersChanged(tx, ctx.shop.id));
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
      if (rows.length > 0) await offersChanged(tx, ctx.shop.id);
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
