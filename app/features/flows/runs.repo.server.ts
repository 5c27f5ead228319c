import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { EndReason, RunState } from './flow.ts';

/** A code that a run was given, by the id of the step that gave it. */
export interface RunCode {
  code: string;
  endsAt: string;
}

/** One person inside one flow. */
export interface Run {
  id: string;
  flowId: string;
  version: number;
  personId: string;
  cause: string;
  subject: string;
  orderId: string | null;
  state: RunState;
  path: string | null;
  stepId: string | null;
  codes: Record<string, RunCode>;
  since: Date;
  enteredAt: Date;
  waitingSince: Date | null;
  waitUntil: Date | null;
  leftAt: Date | null;
  reason: string | null;
}

export const liveStates = ['running', 'waiting'] as const satisfies RunState[];
/** true while somebody is inside */
export function isLive(run: Pick<Run, 'state'>): boolean {
  return run.state === 'running' || run.state === 'waiting';
}

const columns = `id, flow_id as "flowId", version, person_id as "personId", cause, subject, order_id as "orderId", state, path,
  step_id as "stepId", codes, since, entered_at as "enteredAt", waiting_since as "waitingSince", wait_until as "waitUntil",
  left_at as "leftAt", reason`;

/** One run; `lock` holds it until the transaction ends, so that one step is taken at a time. */
export async function readRun(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  id: string,
  lock = false,
): Promise<Run | null> {
  const { rows } = await db.query<Run>(
    `select ${columns} from flow_runs where shop_id = $1 and id = $2 ${lock ? 'for update' : ''}`,
    [ctx.shop.id, id],
  );
  return rows[0] ?? null;
}

/** Runs of a person: those inside, or with `since` also those whose steps were all taken after that moment. */
export async function readRunsOf(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  personIds: readonly string[],
  doneSince: Date | null = null,
): Promise<Run[]> {
  const { rows } = await db.query<Run>(
    `select ${columns} from flow_runs where shop_id = $1 and person_id = any($2)
       and (state = any($3) or (state = 'done' and left_at > $4)) order by id`,
    [ctx.shop.id, personIds, liveStates, doneSince],
  );
  return rows;
}

/** Writes a run once per flow and cause. @returns false when that fact has let this person in before */
export async function insertRun(
  ctx: Pick<Context, 'shop'>,
  tx: Queryable,
  run: Pick<
    Run,
    'id' | 'flowId' | 'version' | 'personId' | 'cause' | 'subject' | 'orderId' | 'state' | 'path' | 'stepId'
  > &
    Pick<Run, 'since' | 'enteredAt'> & { reason: EndReason | null },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into flow_runs (id, shop_id, flow_id, version, person_id, cause, subject, order_id, state, path, step_id, since,
       entered_at, left_at, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, case when $14::text is null then null else $13::timestamptz end, $14)
     on conflict (shop_id, flow_id, cause) do nothing`,
    [
      run.id,
      ctx.shop.id,
      run.flowId,
      run.version,
      run.personId,
      run.cause,
      run.subject,
      run.orderId,
      run.state,
      run.path,
      run.stepId,
      run.since,
      run.enteredAt,
      run.reason,
    ],
  );
  return rowCount === 1;
}

/** Where a run stands from now on. What is not given is emptied: a wait belongs to the place where it was. */
export async function moveRun(
  ctx: Pick<Context, 'shop'>,
  tx: Queryable,
  id: string,
  to: {
    state: 'running' | 'waiting';
    path: string | null;
    stepId: string | null;
    waitingSince?: Date;
    waitUntil?: Date;
    version?: number;
  },
): Promise<void> {
  await tx.query(
    `update flow_runs set state = $3, path = $4, step_id = $5, waiting_since = $6, wait_until = $7,
       version = coalesce($8, version)
     where shop_id = $1 and id = $2`,
    [
      ctx.shop.id,
      id,
      to.state,
      to.path,
      to.stepId,
      to.waitingSince ?? null,
      to.waitUntil ?? null,
      to.version ?? null,
    ],
  );
}

export async function keepCode(
  ctx: Pick<Context, 'shop'>,
  tx: Queryable,
  id: string,
  stepId: string,
  code: RunCode,
): Promise<void> {
  await tx.query(
    'update flow_runs set codes = codes || jsonb_build_object($3::text, $4::jsonb) where shop_id = $1 and id = $2',
    [ctx.shop.id, id, stepId, JSON.stringify(code)],
  );
}

/** Writes down what a run did, once per key. @returns false when it is there already */
export async function logStep(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  run: Pick<Run, 'id' | 'flowId' | 'version'>,
  step: { id: string; outcome: string; part?: 'begun' | 'answered'; detail?: object },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into flow_step_log (shop_id, run_id, key, flow_id, step_id, version, at, outcome, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      ctx.shop.id,
      run.id,
      step.part ? `${step.id}:${step.part}` : step.id,
      run.flowId,
      step.id,
      run.version,
      ctx.clock.now(),
      step.outcome,
      step.detail ? JSON.stringify(step.detail) : null,
    ],
  );
  return rowCount === 1;
}

/** What a run has done at a step; null = nothing that is finished. */
export async function outcomeOf(
  ctx: Pick<Context, 'shop'>,
  tx: Queryable,
  runId: string,
  key: string,
): Promise<string | null> {
  const { rows } = await tx.query<{ outcome: string }>(
    'select outcome from flow_step_log where shop_id = $1 and run_id = $2 and key = $3',
    [ctx.shop.id, runId, key],
  );
  return rows[0]?.outcome ?? null;
}
