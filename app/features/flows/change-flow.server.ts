import type { Actor, Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { listExperiments, startExperiment, stopExperiment } from '../experiments/index.server.ts';
import { endRuns } from './end-run.server.ts';
import { armDate } from './enter-all.server.ts';
import { type FlowDefinition, type TriggerKind, triggerKinds } from './flow.ts';
import { experimentSubject } from './flow-experiment.ts';
import { kindsIn, walkSteps } from './flow-tree.ts';
import { stepJob } from './flows.jobs.ts';
import { type Flow, insertVersion, readFlow, setStatus } from './flows.repo.server.ts';
import { type FlowProblem, lintFlow } from './lint-flow.ts';
import { liveStates } from './runs.repo.server.ts';
import { lintContext } from './save-draft.server.ts';

export type ActivateOutcome =
  | { kind: 'activated'; version: number }
  | { kind: 'invalid'; problems: FlowProblem[] }
  | { kind: 'unknown' };

/**
 * Switches a flow on. What has changed since it was last on becomes a new version, which people enter from now on; those inside go
 * on with theirs. After a pause everybody inside goes on where they stood; waits whose time is over are over at once.
 */
export async function activateFlow(ctx: Context, id: string, by: Actor | null): Promise<ActivateOutcome> {
  return ctx.db.tx(async (tx): Promise<ActivateOutcome> => {
    const flow = await readFlow(ctx, tx, id, true);
    if (!flow || flow.status === 'archived') return { kind: 'unknown' };
    const problems = lintFlow(flow, lintContext(ctx)).filter(({ severity }) => severity === 'error');
    if (problems.length > 0) return { kind: 'invalid', problems };
    const version = await freeze(ctx, tx, flow, by);
    await setStatus(ctx, tx, id, {
      status: 'active',
      version,
      listens: await listensOf(ctx, tx, flow),
      isActivated: flow.status !== 'active' || version !== flow.version,
    });
    await settleTests(ctx, tx, flow);
    await armDate(ctx, tx, id, flow.definition);
    if (flow.status === 'paused') await resumeRuns(ctx, tx, id);
    await ctx.emit(tx, ctx.shop.id, 'flow.changed', { flowId: id });
    return { kind: 'activated', version };
  });
}

/** The version that people enter: a new one unless nothing has changed. */
async function freeze(ctx: Context, tx: Queryable, flow: Flow, by: Actor | null): Promise<number> {
  const { definition, contents } = flow;
  const { rows } = await tx.query<{ is_same: boolean }>(
    `select definition = $4::jsonb and contents = $5::jsonb as is_same from flow_versions
     where shop_id = $1 and flow_id = $2 and version = $3`,
    [ctx.shop.id, flow.id, flow.version, JSON.stringify(definition), JSON.stringify(contents)],
  );
  if (rows[0]?.is_same) return flow.version;
  const version = flow.version + 1;
  await insertVersion(ctx, tx, { flowId: flow.id, version, definition, contents }, by);
  return version;
}

/** All that this flow looks at from now on: its new version, and those that people are still inside of. */
async function listensOf(ctx: Context, tx: Queryable, flow: Flow): Promise<TriggerKind[]> {
  const { rows } = await tx.query<{ definition: FlowDefinition }>(
    `select v.definition from flow_versions v where v.shop_id = $1 and v.flow_id = $2 and v.version in
       (select r.version from flow_runs r where r.shop_id = $1 and r.flow_id = $2
          and (r.state = any($3) or (r.state = 'done' and r.left_at > $4::timestamptz - interval '5 days')))`,
    [ctx.shop.id, flow.id, liveStates, ctx.clock.now()],
  );
  const kinds = new Set([...kindsIn(flow.definition), ...rows.flatMap((row) => kindsIn(row.definition))]);
  return triggerKinds.filter((kind) => kinds.has(kind));
}

/** Each split that is a test has one running, with its arms; one whose arms have changed is another test. */
async function settleTests(ctx: Context, tx: Queryable, flow: Flow): Promise<void> {
  for (const { step } of walkSteps(flow.definition.steps)) {
    if (step.kind !== 'split' || !step.isExperiment) continue;
    const subjectId = experimentSubject(flow.id, step.id);
    const variants = step.arms.map(({ id, weight }) => ({ id, weight, name: id }));
    const [known] = await listExperiments(ctx, { subjectKind: 'flow', subjectId });
    const isSame =
      known !== undefined &&
      JSON.stringify(known.experiment.variants.map(({ id, weight }) => [id, weight])) ===
        JSON.stringify(variants.map(({ id, weight }) => [id, weight]));
    if (isSame && known.experiment.status !== 'stopped') continue;
    if (known?.experiment.status === 'running') await stopExperiment(ctx, known.experiment.id, tx);
    await startExperiment(
      ctx,
      { subjectKind: 'flow', subjectId, name: flow.name || step.id, variants, holdOutPercent: 0 },
      tx,
    );
  }
}

/** Pausing took the timers away; each is written anew from its row. */
async function resumeRuns(ctx: Context, tx: Queryable, flowId: string): Promise<void> {
  const { rows } = await tx.query<{ id: string; due: Date }>(
    `select id, greatest(coalesce(wait_until, $4), $4) as due from flow_runs
     where shop_id = $1 and flow_id = $2 and state = any($3)`,
    [ctx.shop.id, flowId, liveStates, ctx.clock.now()],
  );
  await ctx.due.scheduleAll(
    tx,
    rows.map(({ id, due }) => ({ shopId: ctx.shop.id, job: stepJob, subject: id, dueAt: due })),
  );
}

export type ChangeFlowOutcome = { kind: 'changed'; inside: number } | { kind: 'unknown' };

/**
 * Nobody enters and nobody inside takes a step until it is switched on again; goals and exits are caught up with then. A message
 * that falls due meanwhile is not sent, and says why.
 */
export async function pauseFlow(ctx: Context, id: string): Promise<ChangeFlowOutcome> {
  return ctx.db.tx(async (tx): Promise<ChangeFlowOutcome> => {
    const flow = await readFlow(ctx, tx, id, true);
    if (flow?.status !== 'active') return { kind: 'unknown' };
    await setStatus(ctx, tx, id, { status: 'paused' });
    const inside = await idsInside(ctx, tx, id);
    await ctx.due.cancelAll(tx, { shopId: ctx.shop.id, job: stepJob, subjects: inside });
    return { kind: 'changed', inside: inside.length };
  });
}

/** The end of a flow: everybody inside leaves, and what they have waiting is dropped. Its figures stay. */
export async function archiveFlow(ctx: Context, id: string): Promise<ChangeFlowOutcome> {
  return ctx.db.tx(async (tx): Promise<ChangeFlowOutcome> => {
    const flow = await readFlow(ctx, tx, id, true);
    if (!flow || flow.status === 'archived') return { kind: 'unknown' };
    await setStatus(ctx, tx, id, { status: 'archived' });
    for (const { step } of walkSteps(flow.definition.steps)) {
      if (step.kind !== 'split' || !step.isExperiment) continue;
      const subjectId = experimentSubject(id, step.id);
      const [test] = await listExperiments(ctx, { subjectKind: 'flow', subjectId });
      if (test?.experiment.status === 'running') await stopExperiment(ctx, test.experiment.id, tx);
    }
    const inside = await endRuns(ctx, tx, await idsInside(ctx, tx, id), 'flow_archived');
    await ctx.emit(tx, ctx.shop.id, 'flow.changed', { flowId: id });
    return { kind: 'changed', inside };
  });
}

async function idsInside(ctx: Context, tx: Queryable, flowId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from flow_runs where shop_id = $1 and flow_id = $2 and state = any($3) order by id for update',
    [ctx.shop.id, flowId, liveStates],
  );
  return rows.map(({ id }) => id);
}

/** Takes one person out of a flow, by the merchant's hand. */
export async function removeFromFlow(ctx: Context, runId: string): Promise<{ kind: 'removed' | 'unknown' }> {
  const ended = await ctx.db.tx((tx) => endRuns(ctx, tx, [runId], 'by_merchant'));
  return { kind: ended > 0 ? 'removed' : 'unknown' };
}
