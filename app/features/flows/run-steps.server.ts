import { pickVariant, type Rule } from '@reprise/rules';
import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable, Tx } from '../../platform/db/db.server.ts';
import { listExperiments } from '../experiments/index.server.ts';
import { armOf } from '../experiments/index.ts';
import { askRule } from '../offers/index.server.ts';
import { type CodeOutcome, codeMayWait, makeFlowCode } from './code-step.server.ts';
import { endRuns } from './end-run.server.ts';
import { type FlowStep, flowLimits } from './flow.ts';
import { experimentSubject } from './flow-experiment.ts';
import { pathAfter, pathInto, stepAt } from './flow-tree.ts';
import { callWebhookJob, stepJob, tagCustomerJob } from './flows.jobs.ts';
import { type FlowState, type FlowVersion, readFlowState, readVersion } from './flows.repo.server.ts';
import { endingOf, hasHappened } from './happened.server.ts';
import { zoneOfPerson } from './person-zone.server.ts';
import { isLive, keepCode, logStep, moveRun, outcomeOf, type Run, readRun } from './runs.repo.server.ts';
import { prepareSend, type SendParts, sendStep } from './send-step.server.ts';
import { waitUntil } from './wait-until.ts';

/** What a step needs that is not read or done inside a transaction. */
type Prepared =
  | { stepId: string; kind: 'condition'; isMet: boolean }
  | { stepId: string; kind: 'split'; armId: string }
  | { stepId: string; kind: 'send'; parts: SendParts }
  | { stepId: string; kind: 'code'; code: CodeOutcome };

type Next =
  | { kind: 'fate'; fate: Fate }
  | { kind: 'on' }
  | { kind: 'prepare'; step: FlowStep; run: Run; version: FlowVersion; flow: FlowState };

/**
 * Takes the steps of a run until it waits or is over. Each step is one transaction that holds the run: it looks at goal and exits
 * first, does what the step says, writes down that it was done, and moves on. Killed between any two statements, it is done wholly
 * or not at all; run twice, or by two workers at once, it is done once. What must be asked of others (a rule, a code, an address) is
 * asked before, outside, and thrown away when the run is no longer where it was.
 */
export async function runSteps(ctx: Context, runId: string): Promise<Fate> {
  let prepared: Prepared | null = null;
  for (let taken = 0; taken <= flowLimits.steps * 2 + 2; taken++) {
    const next: Next = await ctx.db.tx((tx) => takeStep(ctx, tx, runId, prepared));
    prepared = null;
    if (next.kind === 'fate') return next.fate;
    if (next.kind === 'prepare') {
      if (next.step.kind === 'code') {
        const wait = await codeMayWait(ctx, next.run, next.version.definition, next.step);
        if (wait) return snooze(wait, 'its code begins when it may be read');
      }
      prepared = await prepare(ctx, next);
    }
  }
  throw new Error(`run ${runId} does not come to an end`);
}

async function takeStep(ctx: Context, tx: Tx, runId: string, prepared: Prepared | null): Promise<Next> {
  const fate = (value: Fate): Next => ({ kind: 'fate', fate: value });
  // The run is held first and the flow read after it. Pausing writes the flow and then waits for its runs: so either we see that
  // it is paused, or it sees what we have done and takes our timer away.
  const run = await readRun(ctx, tx, runId, true);
  if (!run || !isLive(run)) return fate(cancel(`not inside any more: ${run?.state}`));
  const flow = await readFlowState(ctx, tx, run.flowId);
  if (!flow) return fate(cancel('the flow is gone'));
  if (flow.status === 'archived') {
    await endRuns(ctx, tx, [run.id], 'flow_archived');
    return fate(done);
  }
  // Nobody knows when a pause ends; going on writes the rows anew.
  if (flow.status !== 'active') return fate(cancel('the flow is paused'));
  const version = await readVersion(ctx, tx, run.flowId, run.version);
  const { definition } = version;
  const ending = await endingOf(ctx, tx, run, definition);
  if (ending) {
    await endRuns(ctx, tx, [run.id], ending);
    return fate(done);
  }
  if (!definition.entry.isOncePerSubject && (await hasElderTwin(ctx, tx, run))) {
    await endRuns(ctx, tx, [run.id], 'joined');
    return fate(done);
  }
  const step = run.path === null ? null : stepAt(definition.steps, run.path);
  if (!step || run.path === null) {
    await endRuns(ctx, tx, [run.id], 'finished');
    return fate(done);
  }
  const goOn = async (path: string | null): Promise<Next> => {
    const stepId = path === null ? null : (stepAt(definition.steps, path)?.id ?? null);
    await moveRun(ctx, tx, run.id, { state: 'running', path, stepId });
    return { kind: 'on' };
  };
  // Somebody who was moved to a newer version may meet again what they have had.
  if (run.state === 'running' && (await outcomeOf(ctx, tx, run.id, step.id)) !== null)
    return goOn(pathAfter(definition.steps, run.path));
  if (step.kind === 'wait') {
    const isOver = await waitStep(ctx, tx, run, version, step);
    return isOver === true ? goOn(pathAfter(definition.steps, run.path)) : fate(isOver);
  }
  if (needsPreparing(step) && prepared?.stepId !== step.id)
    return { kind: 'prepare', step, run, version, flow };
  const { outcome, branch } = await doStep(ctx, tx, run, step, prepared);
  await logStep(ctx, tx, run, { id: step.id, outcome });
  if (step.kind === 'end') {
    await endRuns(ctx, tx, [run.id], 'finished');
    return fate(done);
  }
  return goOn(
    branch === null ? pathAfter(definition.steps, run.path) : pathInto(definition.steps, run.path, branch),
  );
}

/** Two addresses turned out to be one person, and both were inside at one time: the one who came first stays. */
async function hasElderTwin(ctx: Context, tx: Queryable, run: Run): Promise<boolean> {
  const { rows } = await tx.query(
    `select 1 from flow_runs where shop_id = $1 and person_id = $2 and flow_id = $3 and state <> 'held-out'
       and (entered_at, id) < ($4, $5) and (left_at is null or left_at > $4) limit 1`,
    [ctx.shop.id, run.personId, run.flowId, run.enteredAt, run.id],
  );
  return rows.length > 0;
}

/**
 * Begins a wait, or looks whether it is over. The due row is written with the wait, in the same transaction.
 * @returns true when it is over
 */
async function waitStep(
  ctx: Context,
  tx: Queryable,
  run: Run,
  { definition }: FlowVersion,
  step: Extract<FlowStep, { kind: 'wait' }>,
): Promise<true | Fate> {
  const now = ctx.clock.now();
  const { wait } = step;
  const since = run.state === 'waiting' ? run.waitingSince : null;
  if (since && run.waitUntil) {
    const isMet = wait.until === 'event' && (await eventHappened(ctx, tx, run, definition, wait, since));
    if (!isMet && run.waitUntil > now) return snooze(run.waitUntil, 'waits');
    const outcome = isMet ? 'event' : wait.until === 'event' ? 'timed-out' : 'waited';
    await logStep(ctx, tx, run, { id: step.id, outcome });
    return true;
  }
  const until = waitUntil(wait, now, await zoneOfPerson(ctx, tx, run.personId));
  await logStep(ctx, tx, run, {
    id: step.id,
    part: 'begun',
    outcome: 'waiting',
    detail: { until: until.toISOString() },
  });
  await moveRun(ctx, tx, run.id, {
    state: 'waiting',
    path: run.path,
    stepId: step.id,
    waitingSince: now,
    waitUntil: until,
  });
  await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: stepJob, subject: run.id, dueAt: until });
  return done;
}

function eventHappened(
  ctx: Context,
  tx: Queryable,
  run: Run,
  { trigger }: FlowVersion['definition'],
  { event }: Extract<Extract<FlowStep, { kind: 'wait' }>['wait'], { until: 'event' }>,
  waitingSince: Date,
): Promise<boolean> {
  // What an order goes through happens once: it may have happened while the steps before were taken.
  const isOnce = event.kind.startsWith('order-') && event.kind !== 'order-paid';
  return hasHappened(ctx, tx, event, {
    run,
    startedBy: trigger.kind,
    since: isOnce ? run.since : waitingSince,
  });
}

function needsPreparing(step: FlowStep): boolean {
  return step.kind === 'condition' || step.kind === 'split' || step.kind === 'send' || step.kind === 'code';
}

async function prepare(
  ctx: Context,
  { step, run, version, flow }: Extract<Next, { kind: 'prepare' }>,
): Promise<Prepared | null> {
  const stepId = step.id;
  switch (step.kind) {
    case 'condition': {
      const answer = await askRule(ctx, step.rule as Rule, { personId: run.personId, orderId: run.orderId });
      return { stepId, kind: 'condition', isMet: answer === 'yes' };
    }
    case 'split':
      return { stepId, kind: 'split', armId: await armFor(ctx, flow, step, run.personId) };
    case 'send':
      return { stepId, kind: 'send', parts: await prepareSend(ctx, run, version, step) };
    case 'code':
      return { stepId, kind: 'code', code: await makeFlowCode(ctx, run, step) };
    default:
      return null;
  }
}

/** Always the same arm for a person; of a test, what the test says. */
async function armFor(
  ctx: Context,
  flow: FlowState,
  step: Extract<FlowStep, { kind: 'split' }>,
  personId: string,
): Promise<string> {
  const subject = experimentSubject(flow.id, step.id);
  const first = step.arms[0]?.id ?? '';
  if (step.isExperiment) {
    const [known] = await listExperiments(ctx, { subjectKind: 'flow', subjectId: subject });
    const arm = known ? armOf(known.experiment, personId) : null;
    // A test that began with other arms says nothing about these.
    if (arm !== null && step.arms.some(({ id }) => id === arm)) return arm;
  }
  return pickVariant({ experimentId: subject, salt: flow.salt }, personId, step.arms) ?? first;
}

async function doStep(
  ctx: Context,
  tx: Tx,
  run: Run,
  step: Exclude<FlowStep, { kind: 'wait' }>,
  prepared: Prepared | null,
): Promise<{ outcome: string; branch: string | null }> {
  const did = (outcome: string, branch: string | null = null) => ({ outcome, branch });
  const { shop } = ctx;
  const now = ctx.clock.now();
  const later = { shopId: shop.id, subject: `${run.id}/${step.id}`, dueAt: now };
  switch (step.kind) {
    case 'condition': {
      const branch = prepared?.kind === 'condition' && prepared.isMet ? 'then' : 'else';
      return did(branch, branch);
    }
    case 'split': {
      const armId = prepared?.kind === 'split' ? prepared.armId : (step.arms[0]?.id ?? '');
      return did(`arm:${armId}`, armId);
    }
    case 'send':
      if (prepared?.kind !== 'send') throw new Error('a message was not prepared');
      return did(await sendStep(ctx, tx, run, step, prepared.parts));
    case 'code':
      if (prepared?.kind !== 'code') throw new Error('a code was not prepared');
      if (prepared.code.kind === 'made') await keepCode(ctx, tx, run.id, step.id, prepared.code.code);
      return did(prepared.code.kind);
    case 'tag':
      await ctx.due.schedule(tx, { ...later, job: tagCustomerJob });
      return did('asked');
    case 'webhook':
      await ctx.due.schedule(tx, { ...later, job: callWebhookJob });
      return did('asked');
    case 'list':
      await tx.query(
        step.isAdded
          ? `insert into flow_list_members (shop_id, list, person_id, at) values ($1, $2, $3, $4) on conflict do nothing`
          : 'delete from flow_list_members where shop_id = $1 and list = $2 and person_id = $3 and $4::timestamptz is not null',
        [shop.id, step.list, run.personId, now],
      );
      return did(step.isAdded ? 'added' : 'removed');
    case 'note':
      await tx.query(
        `insert into flow_notes (id, shop_id, flow_id, run_id, person_id, order_id, text, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [newId('nte'), shop.id, run.flowId, run.id, run.personId, run.orderId, step.text, now],
      );
      return did('noted');
    case 'end':
      return did('ended');
  }
}
