import { cancel, done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import { askShopify } from './ask-shopify.server.ts';
import { askShopifyJob, noticeProductJob, recomputeComplementsJob } from './complements.jobs.ts';
import { noticeProduct } from './notice-product.server.ts';
import { recomputeComplements } from './recompute-complements.server.ts';

export const complementHandlers = {
  [recomputeComplementsJob.name]: async (ctx, { subject }) => {
    await recomputeComplements(ctx);
    // The nightly run has seen all that the gathered one would look at.
    if (subject !== 'shop')
      await ctx.due.cancel(ctx.db, { shopId: ctx.shop.id, job: recomputeComplementsJob, subject: 'shop' });
    return done;
  },
  [askShopifyJob.name]: async (ctx) => {
    try {
      await askShopify(ctx);
      return done;
    } catch (error) {
      if (error instanceof Error && error.name === 'ShopUnavailableError') return cancel(error.message);
      throw error;
    }
  },
  [noticeProductJob.name]: async (ctx, { subject }) => {
    await noticeProduct(ctx, subject);
    return done;
  },
} satisfies Record<string, Handler>;
