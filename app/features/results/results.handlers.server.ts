import { done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import { countAllPeople, countOfferPeople } from './count-people.server.ts';
import { creditOrder } from './credit-order.server.ts';
import { recountRecent, recountResults } from './recount.server.ts';
import { countPeopleJob, creditOrderJob, recountJob, tidyResultsJob } from './results.jobs.ts';

export const resultHandlers = {
  [creditOrderJob.name]: async (ctx, job) => {
    await creditOrder(ctx, job.subject);
    return done;
  },

  [recountJob.name]: async (ctx) => {
    await recountResults(ctx);
    return done;
  },

  [tidyResultsJob.name]: async (ctx) => {
    await recountRecent(ctx);
    await countAllPeople(ctx);
    return done;
  },

  [countPeopleJob.name]: async (ctx, job) => {
    await countOfferPeople(ctx, job.subject);
    return done;
  },
} satisfies Record<string, Handler>;
