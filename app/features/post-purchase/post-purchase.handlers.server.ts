import { done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import { noteOutcome } from './note-outcome.server.ts';
import { notePostPurchase } from './post-purchase.jobs.ts';

export const postPurchaseHandlers = {
  [notePostPurchase.name]: async (ctx, job) => {
    await noteOutcome(ctx, job.subject);
    return done;
  },
} satisfies Record<string, Handler>;
