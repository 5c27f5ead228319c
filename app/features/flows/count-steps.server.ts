import type { Context } from '../../platform/context.ts';

/** What happened at one step, over all versions that have it. */
export interface StepCounts {
  stepId: string;
  /** who came to it */
  entered: number;
  /** who is through with it */
  done: number;
  /** who stands at it now */
  waiting: number;
  /** who reached the flow's goal after it */
  converted: number;
  /** how it ended, by outcome: `then`, `else`, `arm:a`, `event`, `timed-out`, `asked`, `no-channel` … */
  outcomes: Record<string, number>;
  /** of a message: how many were sent, clicked, not sent */
  sent: number;
  clicked: number;
  dropped: number;
}

/** Counts of every step that anybody has come to, by step id; steps that nobody has seen are not in it. */
export async function countSteps(ctx: Context, flowId: string): Promise<Map<string, StepCounts>> {
  const at = [ctx.shop.id, flowId];
  const [steps, outcomes, waiting, messages] = await Promise.all([
    ctx.db.query<{ step_id: string; entered: bigint; done: bigint; converted: bigint }>(
      `select l.step_id, count(distinct l.run_id) as entered, count(*) filter (where l.key = l.step_id) as done,
         count(distinct l.run_id) filter (where r.state = 'converted') as converted
       from flow_step_log l join flow_runs r on r.shop_id = l.shop_id and r.id = l.run_id
       where l.shop_id = $1 and l.flow_id = $2 group by l.step_id`,
      at,
    ),
    ctx.db.query<{ step_id: string; outcome: string; n: bigint }>(
      `select step_id, outcome, count(*) as n from flow_step_log where shop_id = $1 and flow_id = $2 and key = step_id
       group by step_id, outcome`,
      at,
    ),
    ctx.db.query<{ step_id: string; n: bigint }>(
      `select step_id, count(*) as n from flow_runs where shop_id = $1 and flow_id = $2 and step_id is not null
         and state in ('running', 'waiting') group by step_id`,
      at,
    ),
    ctx.db.query<{ step_id: string; sent: bigint; clicked: bigint; dropped: bigint }>(
      `select substr(m.idempotency_key, length('flow:' || r.id || ':') + 1) as step_id,
         count(*) filter (where m.status in ('sent', 'unknown')) as sent,
         count(*) filter (where m.clicked_at is not null) as clicked,
         count(*) filter (where m.status in ('dropped', 'failed')) as dropped
       from flow_runs r join messages m on m.shop_id = r.shop_id and m.subject_id = r.id and m.kind in ('flow', 'flow_service')
       where r.shop_id = $1 and r.flow_id = $2 group by 1`,
      at,
    ),
  ]);
  const counts = new Map<string, StepCounts>();
  const of = (stepId: string): StepCounts => {
    const known = counts.get(stepId) ?? {
      stepId,
      entered: 0,
      done: 0,
      waiting: 0,
      converted: 0,
      outcomes: {},
      sent: 0,
      clicked: 0,
      dropped: 0,
    };
    counts.set(stepId, known);
    return known;
  };
  for (const row of steps.rows)
    Object.assign(of(row.step_id), {
      entered: Number(row.entered),
      done: Number(row.done),
      converted: Number(row.converted),
    });
  for (const row of outcomes.rows) of(row.step_id).outcomes[row.outcome] = Number(row.n);
  for (const row of waiting.rows) {
    const known = of(row.step_id);
    known.waiting = Number(row.n);
    known.entered = Math.max(known.entered, known.waiting);
  }
  for (const row of messages.rows)
    Object.assign(of(row.step_id), {
      sent: Number(row.sent),
      clicked: Number(row.clicked),
      dropped: Number(row.dropped),
    });
  return counts;
}
