import type { Context } from '../../platform/context.ts';
import type { FlowContents, FlowDefinition, FlowStatus } from './flow.ts';
import { type Flow, readFlow, readFlows, readVersions } from './flows.repo.server.ts';
import { type FlowProblem, lintFlow } from './lint-flow.ts';
import { lintContext } from './save-draft.server.ts';

/** How many are where in a flow. */
export interface FlowCounts {
  entered: number;
  inside: number;
  done: number;
  left: number;
  converted: number;
  heldOut: number;
}

export interface ListedFlow {
  id: string;
  name: string;
  status: FlowStatus;
  readyName: string | null;
  trigger: FlowDefinition['trigger'];
  /** the draft differs from what people enter */
  isChanged: boolean;
  counts: FlowCounts;
  updatedAt: Date;
}

const none: FlowCounts = { entered: 0, inside: 0, done: 0, left: 0, converted: 0, heldOut: 0 };

/** The shop's flows with how many are where; newest first. */
export async function listFlows(
  ctx: Context,
  { withArchived = false }: { withArchived?: boolean } = {},
): Promise<ListedFlow[]> {
  const flows = await readFlows(ctx, withArchived);
  const counts = await countRuns(ctx, null);
  const changed = await changedDrafts(ctx);
  return flows.map(({ id, name, status, readyName, definition, updatedAt }) => ({
    id,
    name,
    status,
    readyName,
    trigger: definition.trigger,
    isChanged: changed.has(id),
    counts: counts.get(id) ?? none,
    updatedAt,
  }));
}

async function countRuns(ctx: Context, flowId: string | null): Promise<Map<string, FlowCounts>> {
  const { rows } = await ctx.db.query<{ flow_id: string; state: string; n: bigint }>(
    `select flow_id, state, count(*) as n from flow_runs where shop_id = $1 and ($2::text is null or flow_id = $2)
     group by flow_id, state`,
    [ctx.shop.id, flowId],
  );
  const counts = new Map<string, FlowCounts>();
  for (const { flow_id: id, state, n } of rows) {
    const known = counts.get(id) ?? { ...none };
    const number = Number(n);
    if (state === 'held-out') known.heldOut += number;
    else known.entered += number;
    if (state === 'running' || state === 'waiting') known.inside += number;
    if (state === 'done') known.done += number;
    if (state === 'left') known.left += number;
    if (state === 'converted') known.converted += number;
    counts.set(id, known);
  }
  return counts;
}

async function changedDrafts(ctx: Context): Promise<Set<string>> {
  const { rows } = await ctx.db.query<{ id: string }>(
    `select f.id from flows f join flow_versions v on v.shop_id = f.shop_id and v.flow_id = f.id and v.version = f.version
     where f.shop_id = $1 and (f.definition <> v.definition or f.contents <> v.contents)`,
    [ctx.shop.id],
  );
  return new Set(rows.map(({ id }) => id));
}

export interface FlowView {
  flow: Flow;
  problems: FlowProblem[];
  counts: FlowCounts;
  /** newest first; `inside` = how many are still in it */
  versions: {
    version: number;
    at: Date;
    by: string | null;
    definition: FlowDefinition;
    contents: FlowContents;
    inside: number;
  }[];
  isChanged: boolean;
}

/** One flow with everything that its page shows; null when there is none. */
export async function getFlow(ctx: Context, id: string): Promise<FlowView | null> {
  const flow = await readFlow(ctx, ctx.db, id);
  if (!flow) return null;
  const [counts, versions, changed, inside] = await Promise.all([
    countRuns(ctx, id),
    readVersions(ctx, id),
    changedDrafts(ctx),
    ctx.db.query<{ version: number; n: bigint }>(
      `select version, count(*) as n from flow_runs where shop_id = $1 and flow_id = $2 and state in ('running', 'waiting')
       group by version`,
      [ctx.shop.id, id],
    ),
  ]);
  const byVersion = new Map(inside.rows.map(({ version, n }) => [version, Number(n)]));
  return {
    flow,
    problems: lintFlow(flow, lintContext(ctx)),
    counts: counts.get(id) ?? none,
    versions: versions.map(({ flowId: _flow, ...version }) => ({
      ...version,
      inside: byVersion.get(version.version) ?? 0,
    })),
    isChanged: changed.has(id),
  };
}
