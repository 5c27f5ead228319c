import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { dropMessages } from '../messages/index.server.ts';
import type { Because } from '../messages/index.ts';
import type { EndReason } from './flow.ts';
import { stepJob } from './flows.jobs.ts';
import { liveStates } from './runs.repo.server.ts';

export const flowKinds = ['flow', 'flow_service'] as const;

/** The goal still counts so long after the last step: the window of a click (product.md). */
export const goalCountsMs = 5 * day;

const stateOf = (reason: EndReason) =>
  reason === 'goal' ? 'converted' : reason === 'finished' ? 'done' : 'left';

/** What is said about a message that will not be sent since its flow has ended. */
function becauseOf(reason: EndReason): Because {
  if (reason === 'goal') return { reason: 'flow_goal' };
  if (reason === 'flow_archived') return { reason: 'flow_archived' };
  if (reason === 'unsubscribed') return { reason: 'unsubscribed' };
  return { reason: 'flow_left' };
}

/**
 * Ends runs, in the caller's transaction: their timers go, and the messages that they have waiting are dropped with the reason.
 * Who has taken all steps (`finished`) still gets what is on its way.
 * @returns how many were inside
 */
export async function endRuns(
  ctx: Context,
  tx: Queryable,
  ids: readonly string[],
  reason: EndReason,
): Promise<number> {
  if (ids.length === 0) return 0;
  const { rows } = await tx.query<{ id: string }>(
    `update flow_runs set state = $4, reason = $5, left_at = $6, waiting_since = null, wait_until = null
     where shop_id = $1 and id = any($2) and state = any($3) returning id`,
    [ctx.shop.id, ids, liveStates, stateOf(reason), reason, ctx.clock.now()],
  );
  const ended = rows.map(({ id }) => id);
  if (ended.length === 0) return 0;
  await ctx.due.cancelAll(tx, { shopId: ctx.shop.id, job: stepJob, subjects: ended });
  if (reason !== 'finished') await dropWaitingOf(ctx, tx, ended, reason);
  return ended.length;
}

/** Drops what runs have waiting. */
export async function dropWaitingOf(
  ctx: Context,
  tx: Queryable,
  runIds: readonly string[],
  reason: EndReason,
): Promise<void> {
  await dropMessages(ctx, tx, { kinds: [...flowKinds], subjectIds: runIds }, becauseOf(reason));
}

/** The goal, reached after the last step: it counts, and what still waits is not sent. */
export async function convertDone(ctx: Context, tx: Queryable, runId: string): Promise<void> {
  const { rowCount } = await tx.query(
    `update flow_runs set state = 'converted', reason = 'goal' where shop_id = $1 and id = $2 and state = 'done' and left_at > $3`,
    [ctx.shop.id, runId, addMs(ctx.clock.now(), -goalCountsMs)],
  );
  if (rowCount > 0) await dropWaitingOf(ctx, tx, [runId], 'goal');
}
