import { done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import { judgeExperiment, judgeExperiments } from './experiments.jobs.ts';
import { type Counters, judgeAll, judgeOne } from './judge-experiment.server.ts';

/** The jobs of this feature, with the ways to count that other features bring. */
export function createExperimentHandlers(counters: Counters): Record<string, Handler> {
  return {
    [judgeExperiments.name]: async (ctx) => {
      await judgeAll(ctx);
      return done;
    },
    [judgeExperiment.name]: async (ctx, job) => {
      await judgeOne(ctx, job.subject, counters);
      return done;
    },
  };
}
