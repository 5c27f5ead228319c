import { day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { ArmFigures, Experiment, SubjectKind } from './experiment.ts';
import { findExperiment, findExperiments, readFigures } from './experiments.repo.server.ts';
import { liftOverHoldOut } from './lift-over-hold-out.server.ts';
import { readArms, readVerdict } from './read-verdict.server.ts';
import type { ArmReading, Lift, Verdict, VerdictOptions } from './verdict.ts';

/** An experiment with what can be said of it today. */
export interface ListedExperiment {
  experiment: Experiment;
  verdict: Verdict;
}

export interface ExperimentReport extends ListedExperiment {
  /** planned arms in their order, then the hold-out */
  arms: ArmReading[];
  /** what all arms together bring over the hold-out; null without one */
  lift: Lift | null;
}

/** One experiment, read from the figures of its last count; null when this shop has none with that id. */
export async function getExperiment(ctx: Context, id: string): Promise<ExperimentReport | null> {
  const experiment = await findExperiment(ctx.db, ctx.shop.id, id);
  if (!experiment) return null;
  const figures = (await readFigures(ctx.db, ctx.shop.id, [id])).get(id) ?? [];
  const options = optionsOf(experiment, ctx.clock.now());
  return {
    experiment,
    verdict: readVerdict(figures, options),
    arms: readArms(figures, options),
    lift: experiment.holdOutPercent > 0 ? liftOverHoldOut(figures) : null,
  };
}

/** Experiments with their verdicts, newest first, at most 200; of one kind or one subject. */
export async function listExperiments(
  ctx: Context,
  where: { subjectKind?: SubjectKind; subjectId?: string } = {},
): Promise<ListedExperiment[]> {
  const experiments = await findExperiments(ctx.db, ctx.shop.id, where);
  const figures = await readFigures(
    ctx.db,
    ctx.shop.id,
    experiments.map(({ id }) => id),
  );
  const now = ctx.clock.now();
  return experiments.map((experiment) => ({
    experiment,
    verdict: verdictOf(experiment, figures.get(experiment.id) ?? [], now),
  }));
}

function verdictOf(experiment: Experiment, figures: ArmFigures[], now: Date): Verdict {
  return readVerdict(figures, optionsOf(experiment, now));
}

function optionsOf(experiment: Experiment, now: Date): VerdictOptions {
  const { metric, variants, holdOutPercent, startedAt, endedAt } = experiment;
  const runningDays = ((endedAt ?? now).getTime() - startedAt.getTime()) / day;
  return { metric, variants, holdOutPercent, runningDays };
}
