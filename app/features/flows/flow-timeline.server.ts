import {
  type TimelineAsk,
  type TimelineEntry,
  type TimelineValue,
  timelineSql,
  timelineValues,
} from '../../kit/timeline.ts';
import { paths } from '../../paths.ts';
import type { Context } from '../../platform/context.ts';
import { walkSteps } from './flow-tree.ts';
import { readVersion } from './flows.repo.server.ts';

type Reader = Pick<Context, 'db' | 'shop'>;

interface Row {
  at: Date;
  id: string;
  kind: string;
  params: {
    flowId: string;
    flow: string;
    version: number;
    stepId?: string;
    outcome?: string;
    reason?: string;
    text?: string;
  };
}

const run = `'flowId', r.flow_id, 'flow', f.name, 'version', r.version`;
const of = `from flow_runs r join flows f on f.shop_id = r.shop_id and f.id = r.flow_id
  where r.shop_id = $1 and r.person_id = $2`;
const sql = timelineSql([
  `select r.entered_at as at, 'flow/' || r.id || '/entered' as id,
          case when r.state = 'held-out' then 'flow.heldOut' else 'flow.entered' end as kind,
          jsonb_build_object(${run}) as params ${of}`,
  `select r.left_at, 'flow/' || r.id || '/left', 'flow.' || r.state, jsonb_build_object(${run}, 'reason', coalesce(r.reason, 'finished'))
   ${of} and r.left_at is not null and r.state <> 'held-out'`,
  // Messages are told by the ledger, notes by themselves; waits are told when they are over.
  `select l.at, 'flow/' || r.id || '/' || l.key, 'flow.step', jsonb_build_object(${run}, 'stepId', l.step_id, 'outcome', l.outcome)
   from flow_runs r
   join flows f on f.shop_id = r.shop_id and f.id = r.flow_id
   join flow_step_log l on l.shop_id = r.shop_id and l.run_id = r.id
   where r.shop_id = $1 and r.person_id = $2 and l.key = l.step_id and l.outcome <> 'noted'
     and not exists (select 1 from messages m where m.shop_id = r.shop_id and m.idempotency_key = 'flow:' || r.id || ':' || l.step_id)`,
  `select n.at, 'flow-note/' || n.id, 'flow.note', jsonb_build_object(${run}, 'text', n.text)
   from flow_notes n
   join flow_runs r on r.shop_id = n.shop_id and r.id = n.run_id
   join flows f on f.shop_id = r.shop_id and f.id = r.flow_id
   where n.shop_id = $1 and n.person_id = $2`,
]);

/** What flows did with a person: when they came in, the steps they took, why they left, the notes about them. */
export async function flowTimeline(ctx: Reader, ask: TimelineAsk): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<Row>(sql, timelineValues(ctx.shop.id, ask));
  const entries: TimelineEntry[] = [];
  for (const row of rows) entries.push(await toEntry(ctx, row));
  return entries;
}

/** Where a person waits in flows, the next one first. */
export async function flowsAhead(ctx: Reader, personId: string, limit: number): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<Row>(
    `select r.wait_until as at, 'flow/' || r.id as id, 'flow.ahead' as kind, jsonb_build_object(${run}, 'stepId', r.step_id) as params
     ${of} and r.state = 'waiting' and f.status = 'active' and r.wait_until is not null order by r.wait_until, r.id limit $3`,
    [ctx.shop.id, personId, limit],
  );
  const entries: TimelineEntry[] = [];
  for (const row of rows) entries.push(await toEntry(ctx, row));
  return entries;
}

async function toEntry(ctx: Reader, { params, ...row }: Row): Promise<TimelineEntry> {
  const { flowId, flow, version, stepId, outcome, reason, text } = params;
  const said: Record<string, TimelineValue> = { flow };
  if (stepId) {
    const { definition } = await readVersion(ctx, ctx.db, flowId, version);
    const found = [...walkSteps(definition.steps)].find(({ step }) => step.id === stepId)?.step;
    said.step = { word: `flow-pages:kind.${found?.kind ?? 'end'}` };
    if (outcome?.startsWith('arm:')) {
      const arms = found?.kind === 'split' ? found.arms : [];
      const index = arms.findIndex(({ id }) => `arm:${id}` === outcome);
      said.what = {
        word: 'timeline:outcome.arm',
        params: { name: String.fromCharCode(65 + Math.max(index, 0)) },
      };
    } else if (outcome) said.what = { word: `timeline:outcome.${outcome}` };
  }
  if (reason) said.because = { word: `flows:reasons.${reason}` };
  if (text) said.text = text;
  return { ...row, group: 'flows', params: said, link: paths.flow(flowId) };
}
