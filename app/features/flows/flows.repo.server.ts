import type { EventName } from '../../kit/events.ts';
import type { Actor, Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import {
  type FlowContents,
  type FlowDefinition,
  type FlowStatus,
  flowContents,
  flowDefinition,
  type TriggerKind,
} from './flow.ts';
import { type FlowEvent, kindsOfEvent } from './flows.jobs.ts';

/** A flow with its draft. */
export interface Flow {
  id: string;
  name: string;
  status: FlowStatus;
  definition: FlowDefinition;
  contents: FlowContents;
  draftVersion: number;
  /** 0 = it was never active */
  version: number;
  readyName: string | null;
  salt: string;
  createdAt: Date;
  updatedAt: Date;
  activatedAt: Date | null;
}

/** One frozen version. */
export interface FlowVersion {
  flowId: string;
  version: number;
  definition: FlowDefinition;
  contents: FlowContents;
}

/** A flow that lets people in, with the version that they enter. */
export interface OpenFlow extends FlowVersion {
  salt: string;
  activatedAt: Date;
}

const columns = `id, name, status, definition, contents, draft_version as "draftVersion", version, ready_name as "readyName", salt,
  created_at as "createdAt", updated_at as "updatedAt", activated_at as "activatedAt"`;

function toFlow(row: Flow): Flow {
  return {
    ...row,
    definition: flowDefinition.parse(row.definition),
    contents: flowContents.parse(row.contents),
  };
}

/** One flow of this shop; `lock` holds it until the transaction ends. null when there is none. */
export async function readFlow(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  id: string,
  lock = false,
): Promise<Flow | null> {
  const { rows } = await db.query<Flow>(
    `select ${columns} from flows where shop_id = $1 and id = $2 ${lock ? 'for update' : ''}`,
    [ctx.shop.id, id],
  );
  return rows[0] ? toFlow(rows[0]) : null;
}

/** What a step needs of its flow. */
export type FlowState = Pick<Flow, 'id' | 'name' | 'status' | 'version' | 'salt' | 'activatedAt'>;

/** How a flow stands, without its draft. */
export async function readFlowState(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  id: string,
): Promise<FlowState | null> {
  const { rows } = await db.query<FlowState>(
    `select id, name, status, version, salt, activated_at as "activatedAt" from flows where shop_id = $1 and id = $2`,
    [ctx.shop.id, id],
  );
  return rows[0] ?? null;
}

/** Every flow of the shop that is not archived, or every one; newest first. */
export async function readFlows(ctx: Pick<Context, 'shop' | 'db'>, withArchived: boolean): Promise<Flow[]> {
  const { rows } = await ctx.db.query<Flow>(
    `select ${columns} from flows where shop_id = $1 and ($2 or status <> 'archived') order by created_at desc, id`,
    [ctx.shop.id, withArchived],
  );
  return rows.map(toFlow);
}

export async function insertFlow(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  flow: Pick<Flow, 'id' | 'name' | 'definition' | 'contents' | 'readyName' | 'salt'>,
): Promise<void> {
  await tx.query(
    `insert into flows (id, shop_id, name, status, definition, contents, ready_name, salt, created_at, updated_at)
     values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $8)`,
    [
      flow.id,
      ctx.shop.id,
      flow.name,
      JSON.stringify(flow.definition),
      JSON.stringify(flow.contents),
      flow.readyName,
      flow.salt,
      ctx.clock.now(),
    ],
  );
}

export async function updateDraft(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  id: string,
  draft: Pick<Flow, 'name' | 'definition' | 'contents'>,
): Promise<number> {
  const { rows } = await tx.query<{ draft_version: number }>(
    `update flows set name = $3, definition = $4, contents = $5, draft_version = draft_version + 1, updated_at = $6
     where shop_id = $1 and id = $2 returning draft_version`,
    [
      ctx.shop.id,
      id,
      draft.name,
      JSON.stringify(draft.definition),
      JSON.stringify(draft.contents),
      ctx.clock.now(),
    ],
  );
  return rows[0]?.draft_version ?? 0;
}

export async function setStatus(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  id: string,
  change: { status: FlowStatus; version?: number; listens?: TriggerKind[]; isActivated?: boolean },
): Promise<void> {
  await tx.query(
    `update flows set status = $3, version = coalesce($4, version), listens = coalesce($5, listens), updated_at = $6,
       activated_at = case when $7 then $6 else activated_at end
     where shop_id = $1 and id = $2`,
    [
      ctx.shop.id,
      id,
      change.status,
      change.version ?? null,
      change.listens ?? null,
      ctx.clock.now(),
      change.isActivated ?? false,
    ],
  );
}

/** Freezes what people enter from now on. */
export async function insertVersion(
  ctx: Pick<Context, 'shop' | 'clock' | 'vault'>,
  tx: Queryable,
  version: FlowVersion,
  by: Actor | null,
): Promise<void> {
  await tx.query(
    `insert into flow_versions (shop_id, flow_id, version, definition, contents, user_id, user_sealed, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ctx.shop.id,
      version.flowId,
      version.version,
      JSON.stringify(version.definition),
      JSON.stringify(version.contents),
      by?.userId ?? null,
      ctx.vault.sealOptional(by?.name),
      ctx.clock.now(),
    ],
  );
}

/** The versions of a flow, newest first: who made them and when. */
export async function readVersions(
  ctx: Pick<Context, 'shop' | 'db' | 'vault'>,
  flowId: string,
): Promise<(FlowVersion & { at: Date; by: string | null })[]> {
  const { rows } = await ctx.db.query<FlowVersion & { at: Date; user_sealed: string | null }>(
    `select flow_id as "flowId", version, definition, contents, at, user_sealed from flow_versions
     where shop_id = $1 and flow_id = $2 order by version desc`,
    [ctx.shop.id, flowId],
  );
  return rows.map(({ user_sealed, ...row }) => ({
    ...row,
    definition: flowDefinition.parse(row.definition),
    contents: flowContents.parse(row.contents),
    by: ctx.vault.openOptional(user_sealed),
  }));
}

/** Versions never change, so they are read once in a process. */
const remembered = new Map<string, FlowVersion>();
const mostRemembered = 500;

/** A frozen version. @throws Error when there is none: a run names only versions that exist */
export async function readVersion(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  flowId: string,
  version: number,
): Promise<FlowVersion> {
  const key = `${ctx.shop.id} ${flowId} ${version}`;
  const known = remembered.get(key);
  if (known) return known;
  const { rows } = await db.query<{ definition: unknown; contents: unknown }>(
    'select definition, contents from flow_versions where shop_id = $1 and flow_id = $2 and version = $3',
    [ctx.shop.id, flowId, version],
  );
  if (!rows[0]) throw new Error(`flow ${flowId} has no version ${version}`);
  const read: FlowVersion = {
    flowId,
    version,
    definition: flowDefinition.parse(rows[0].definition),
    contents: flowContents.parse(rows[0].contents),
  };
  if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value ?? '');
  remembered.set(key, read);
  return read;
}

/** The active flows that one of these kinds of facts starts. One indexed read; nothing more where there are none. */
export async function readOpenFlows(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  kinds: readonly TriggerKind[],
  only: string | null = null,
): Promise<OpenFlow[]> {
  const { rows } = await db.query<{ id: string; version: number; salt: string; activated_at: Date }>(
    `select id, version, salt, activated_at from flows
     where shop_id = $1 and status = 'active' and listens && $2::text[] and ($3::text is null or id = $3) order by id`,
    [ctx.shop.id, kinds, only],
  );
  const open: OpenFlow[] = [];
  for (const { id, version, salt, activated_at: activatedAt } of rows) {
    const frozen = await readVersion(ctx, db, id, version);
    if (kinds.includes(frozen.definition.trigger.kind)) open.push({ ...frozen, salt, activatedAt });
  }
  return open;
}

/** Shops and the kinds of facts that their active and paused flows look at, of many shops in one read. */
export async function readListens(
  db: Queryable,
  shopIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const { rows } = await db.query<{ shop_id: string; listens: string[] }>(
    `select shop_id, listens from flows where shop_id = any($1) and status in ('active', 'paused')`,
    [shopIds],
  );
  const listens = new Map<string, Set<string>>();
  for (const row of rows)
    listens.set(row.shop_id, new Set([...(listens.get(row.shop_id) ?? []), ...row.listens]));
  return listens;
}

/** Does a shop with these kinds look at this event? Events of which no kind is known concern every flow. */
export function listensTo(listens: ReadonlySet<string> | undefined, event: EventName): boolean {
  if (!listens) return false;
  const kinds: readonly TriggerKind[] | undefined = kindsOfEvent[event as FlowEvent];
  return kinds === undefined || kinds.some((kind) => listens.has(kind));
}
