import { HELD_OUT, pickVariant, type Rule } from '@reprise/rules';
import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { askRule } from '../offers/index.server.ts';
import { currentPersonId } from '../people/index.server.ts';
import { settlePath, stepAt } from './flow-tree.ts';
import { stepJob } from './flows.jobs.ts';
import { type OpenFlow, readFlowState } from './flows.repo.server.ts';
import type { Occurrence } from './happened.server.ts';
import { insertRun, liveStates } from './runs.repo.server.ts';
import { spanAfter } from './wait-until.ts';

export type EnterOutcome =
  | { kind: 'entered'; runId: string }
  | { kind: 'held-out' }
  /**
   * rule: not for them · inside: they are in it already · too-soon: they left it not long enough ago, or may never enter again ·
   * known: this very fact has let them in before · closed: the flow is not active any more
   */
  | { kind: 'refused'; because: 'rule' | 'inside' | 'too-soon' | 'known' | 'closed' };

/** Is this person one of the few who get nothing, so that the effect can be told? Always the same answer for one flow. */
export function isHeldOut(
  flow: { flowId: string; salt: string },
  holdOutPercent: number,
  personId: string,
): boolean {
  const draw = { experimentId: flow.flowId, salt: flow.salt };
  return pickVariant(draw, personId, [{ id: 'in', weight: 1 }], holdOutPercent) === HELD_OUT;
}

/**
 * Lets a person into a flow for something that has happened, once for each such fact. Entry rule, re-entry and hold-out are asked;
 * the run, and the due row that takes its first step, are written in one transaction.
 */
export async function enterFlow(ctx: Context, flow: OpenFlow, occurrence: Occurrence): Promise<EnterOutcome> {
  const { definition } = flow;
  const personId = await currentPersonId(ctx, occurrence.personId);
  const refusal = await whyNot(ctx, ctx.db, flow, personId);
  if (refusal) return { kind: 'refused', because: refusal };
  if (definition.rule) {
    const about = { personId, orderId: occurrence.orderId };
    if ((await askRule(ctx, definition.rule as Rule, about)) !== 'yes')
      return { kind: 'refused', because: 'rule' };
  }
  const heldOut = isHeldOut(flow, definition.holdOutPercent, personId);
  return ctx.db.tx(async (tx): Promise<EnterOutcome> => {
    // Two facts of one person at once: one after the other, so that the second sees the first one's run.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 13))', [`${flow.flowId}/${personId}`]);
    const now = await readFlowState(ctx, tx, flow.flowId);
    if (now?.status !== 'active') return { kind: 'refused', because: 'closed' };
    const again = await whyNot(ctx, tx, flow, personId);
    if (again) return { kind: 'refused', because: again };
    const at = ctx.clock.now();
    const path = heldOut ? null : settlePath(definition.steps, '0');
    const id = newId('run');
    const isNew = await insertRun(ctx, tx, {
      id,
      flowId: flow.flowId,
      version: flow.version,
      personId,
      cause: causeOf(flow, occurrence),
      subject: occurrence.subject,
      orderId: occurrence.orderId,
      state: heldOut ? 'held-out' : 'running',
      path,
      stepId: path === null ? null : (stepAt(definition.steps, path)?.id ?? null),
      since: occurrence.at,
      enteredAt: at,
      reason: heldOut ? 'held_out' : null,
    });
    if (!isNew) return { kind: 'refused', because: 'known' };
    if (heldOut) return { kind: 'held-out' };
    await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: stepJob, subject: id, dueAt: at });
    return { kind: 'entered', runId: id };
  });
}

const causeOf = ({ definition }: OpenFlow, { subject }: Occurrence) =>
  `${definition.trigger.kind}:${subject}`;

/** Re-entry. A flow that is entered once per subject asks nothing here: its causes are unique. */
async function whyNot(
  ctx: Context,
  db: Queryable,
  { flowId, definition }: OpenFlow,
  personId: string,
): Promise<'inside' | 'too-soon' | null> {
  const { entry } = definition;
  if (entry.isOncePerSubject) return null;
  const { rows } = await db.query<{ live: bigint; last: Date | null }>(
    `select count(*) filter (where state = any($4)) as live, max(coalesce(left_at, entered_at)) as last
     from flow_runs where shop_id = $1 and person_id = $2 and flow_id = $3`,
    [ctx.shop.id, personId, flowId, liveStates],
  );
  const { live = 0n, last = null } = rows[0] ?? {};
  if (live > 0n) return 'inside';
  if (last === null) return null;
  if (!entry.againAfter) return 'too-soon';
  return spanAfter(last, entry.againAfter, ctx.shop.timezone) > ctx.clock.now() ? 'too-soon' : null;
}
