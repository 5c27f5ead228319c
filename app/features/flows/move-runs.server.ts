import type { Context } from '../../platform/context.ts';
import { movedPath, stepAt } from './flow-tree.ts';
import { stepJob } from './flows.jobs.ts';
import { readFlowState, readVersion } from './flows.repo.server.ts';
import { zoneOfPerson } from './person-zone.server.ts';
import { isLive, moveRun, type Run, readRun } from './runs.repo.server.ts';
import { waitUntil } from './wait-until.ts';

export type MoveOutcome = { kind: 'moved'; moved: number } | { kind: 'unknown' };

const batch = 500;

/**
 * Takes those inside older versions over to the newest, by the merchant's choice. They go on at the step where they stand, or at the
 * next one that still exists; what they have had they do not get again. A wait that has become longer or shorter counts from when
 * it began.
 * @param runIds only these; everybody when not given
 */
export async function moveRuns(
  ctx: Context,
  flowId: string,
  runIds?: readonly string[],
): Promise<MoveOutcome> {
  const flow = await readFlowState(ctx, ctx.db, flowId);
  if (!flow || flow.status === 'archived' || flow.version === 0) return { kind: 'unknown' };
  let moved = 0;
  let after = '';
  for (;;) {
    const { rows } = await ctx.db.query<{ id: string }>(
      `select id from flow_runs where shop_id = $1 and flow_id = $2 and version < $3 and state in ('running', 'waiting')
         and ($4::text[] is null or id = any($4)) and id > $5 order by id limit $6`,
      [ctx.shop.id, flowId, flow.version, runIds ?? null, after, batch],
    );
    for (const { id } of rows) if (await moveOne(ctx, id, flow.version)) moved += 1;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return { kind: 'moved', moved };
    after = last.id;
  }
}

async function moveOne(ctx: Context, id: string, version: number): Promise<boolean> {
  return ctx.db.tx(async (tx) => {
    const run: Run | null = await readRun(ctx, tx, id, true);
    if (!run || !isLive(run) || run.version >= version) return false;
    const old = await readVersion(ctx, tx, run.flowId, run.version);
    const renewed = await readVersion(ctx, tx, run.flowId, version);
    const path = movedPath(old.definition.steps, run.path, renewed.definition.steps);
    const step = path === null ? null : stepAt(renewed.definition.steps, path);
    const { waitingSince: since } = run;
    const now = ctx.clock.now();
    if (since && step?.kind === 'wait' && step.id === run.stepId) {
      const until = waitUntil(step.wait, since, await zoneOfPerson(ctx, tx, run.personId));
      await moveRun(ctx, tx, id, {
        state: 'waiting',
        path,
        stepId: step.id,
        waitingSince: since,
        waitUntil: until,
        version,
      });
      await ctx.due.schedule(tx, {
        shopId: ctx.shop.id,
        job: stepJob,
        subject: id,
        dueAt: new Date(Math.max(until.getTime(), now.getTime())),
      });
      return true;
    }
    await moveRun(ctx, tx, id, { state: 'running', path, stepId: step?.id ?? null, version });
    await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: stepJob, subject: id, dueAt: now });
    return true;
  });
}
