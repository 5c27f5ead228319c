import { recomputeComplementsJob } from '../features/complements/complements.jobs.ts';
import { judgeExperiments } from '../features/experiments/experiments.jobs.ts';
import { sweepFlowsJob } from '../features/flows/flows.jobs.ts';
import { pruneOldReceipts } from '../features/intake/index.server.ts';
import { reconcileCheckouts, reconcileOrders } from '../features/intake/intake.jobs.ts';
import { forgetPictures, forgetPromises } from '../features/offers/index.server.ts';
import { refreshPage } from '../features/offers/offers.jobs.ts';
import { syncTraits } from '../features/people/people.jobs.ts';
import { clearExports, keepRetention } from '../features/privacy/index.server.ts';
import { syncProducts } from '../features/products/products.jobs.ts';
import { tidyResultsJob } from '../features/results/results.jobs.ts';
import type { JobDefinition } from '../kit/fate.ts';
import { day, hour, minute } from '../kit/span.ts';
import type { AppContext, ShopRef } from '../platform/context.ts';
import { nextNight } from './next-night.server.ts';

/** A job that every installed shop runs again and again; its due row re-arms itself after each run. */
export interface ShopSchedule {
  job: JobDefinition;
  /** how long after a run the next one is due */
  everyMs: number;
  /** or at which moment, where the time of day matters */
  nextAt?(shop: ShopRef, now: Date): Date;
}

/** Work of the whole installation, done by one worker at a time (an advisory lock decides which). */
export interface GlobalSchedule {
  name: string;
  everyMs: number;
  run(app: AppContext): Promise<void>;
}

/** What time does, per shop. */
export const shopSchedule: ShopSchedule[] = [
  { job: reconcileOrders, everyMs: 15 * minute },
  { job: reconcileCheckouts, everyMs: 15 * minute },
  { job: refreshPage, everyMs: 2 * hour },
  { job: syncProducts, everyMs: day },
  { job: syncTraits, everyMs: day },
  { job: judgeExperiments, everyMs: day },
  { job: recomputeComplementsJob, everyMs: day, nextAt: nextNight },
  { job: tidyResultsJob, everyMs: day, nextAt: nextNight },
  { job: sweepFlowsJob, everyMs: day, nextAt: nextNight },
];

/** What time does, for all shops together. */
export const globalSchedule: GlobalSchedule[] = [
  { name: 'intake.prune-receipts', everyMs: hour, run: pruneOldReceipts },
  { name: 'offers.forget-promises', everyMs: day, run: forgetPromises },
  { name: 'offers.forget-pictures', everyMs: day, run: forgetPictures },
  { name: 'privacy.clear-exports', everyMs: day, run: clearExports },
  { name: 'privacy.keep-retention', everyMs: day, run: keepRetention },
];
