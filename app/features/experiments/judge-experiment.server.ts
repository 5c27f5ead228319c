import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { takeWinner } from './end-experiment.server.ts';
import type { DayFigures, Experiment, SubjectKind } from './experiment.ts';
import { judgeExperiment } from './experiments.jobs.ts';
import { findCountable, findExperiment, replaceFigures } from './experiments.repo.server.ts';
import { getExperiment } from './get-experiment.server.ts';

/**
 * Counts an experiment anew from what happened: all its days, each person once in the arm and on the day (of the shop) of
 * their first exposure, with what they have brought since, less refunds and cancellations. Held-out people count too, from
 * when they would have seen it. Reads inside `tx`. The feature that owns the subject brings it (see app/wiring).
 */
export type CountArms = (ctx: Context, tx: Queryable, experiment: Experiment) => Promise<DayFigures[]>;

/** How each kind of subject is counted. A kind that is not here keeps the figures that were handed in last. */
export type Counters = Partial<Record<SubjectKind, CountArms>>;

/** So long after its end an experiment is still counted anew: refunds come late. */
const settlesAfterMs = 120 * day;

/** Replaces an experiment's figures with those of `count`. Two counts at once take turns; the later one stays. */
export async function countExperiment(ctx: Context, id: string, count: CountArms): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const experiment = await findExperiment(tx, ctx.shop.id, id, true);
    if (!experiment) return;
    const days = await count(ctx, tx, experiment);
    await replaceFigures(tx, ctx.shop.id, id, days, ctx.clock.now());
  });
}

/** Counts an experiment, and takes its winner if there is one and the merchant wants it taken by itself. */
export async function judgeOne(ctx: Context, id: string, counters: Counters): Promise<void> {
  const experiment = await findExperiment(ctx.db, ctx.shop.id, id);
  if (!experiment) return;
  const count = counters[experiment.subjectKind];
  if (count) await countExperiment(ctx, id, count);
  if (experiment.status !== 'running' || !experiment.isAutoTake) return;
  const report = await getExperiment(ctx, id);
  if (report?.verdict.kind !== 'winner') return;
  await takeWinner(ctx, id, report.verdict.armId, 'itself');
}

/** Makes one job for each experiment whose figures may have changed. */
export async function judgeAll(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  const ids = await findCountable(ctx.db, ctx.shop.id, addMs(now, -settlesAfterMs));
  for (const id of ids)
    await ctx.due.schedule(ctx.db, { shopId: ctx.shop.id, job: judgeExperiment, subject: id, dueAt: now });
}
