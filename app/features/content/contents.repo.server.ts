import type { Actor, Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { type ContentInput, contentInput } from './content.ts';
import { isSlot, type SlotName } from './slots.ts';

export type RevisionAction = 'created' | 'edited' | 'published' | 'unpublished' | 'restored' | 'archived';

/** A content as it stands: its newest version, and which one is sent. */
export interface StoredContent {
  id: string;
  slot: SlotName | null;
  version: number;
  publishedVersion: number | null;
  isArchived: boolean;
  input: ContentInput;
  updatedAt: Date;
}

/** One version that a content was, and who made it so. */
export interface StoredRevision {
  version: number;
  action: RevisionAction;
  at: Date;
  /** as their admin named them then; null = Reprise itself */
  by: string | null;
  input: ContentInput;
}

interface Row {
  id: string;
  slot: string | null;
  version: number;
  published_version: number | null;
  archived_at: Date | null;
  content: unknown;
  updated_at: Date;
}

const columns = 'c.id, c.slot, c.version, c.published_version, c.archived_at, c.content, c.updated_at';

function stored(row: Row): StoredContent {
  return {
    id: row.id,
    slot: isSlot(row.slot) ? row.slot : null,
    version: row.version,
    publishedVersion: row.published_version,
    isArchived: row.archived_at !== null,
    input: contentInput.parse(row.content),
    updatedAt: row.updated_at,
  };
}

/** Contents of this shop, by name; archived ones only when asked for. */
export async function readContents(
  db: Queryable,
  shopId: string,
  filter: { withArchived: boolean },
): Promise<StoredContent[]> {
  const { rows } = await db.query<Row>(
    `select ${columns} from contents c where c.shop_id = $1 and ($2 or c.archived_at is null)
     order by c.slot nulls last, c.updated_at desc, c.id limit 500`,
    [shopId, filter.withArchived],
  );
  return rows.map(stored);
}

/** One content of this shop, locked when it is to be changed; null when there is none. */
export async function readContent(
  db: Queryable,
  shopId: string,
  by: { id: string } | { slot: SlotName },
  isLocked = false,
): Promise<StoredContent | null> {
  const [where, value] = 'id' in by ? ['c.id = $2', by.id] : ['c.slot = $2', by.slot];
  const { rows } = await db.query<Row>(
    `select ${columns} from contents c where c.shop_id = $1 and ${where}${isLocked ? ' for update' : ''}`,
    [shopId, value],
  );
  return rows[0] ? stored(rows[0]) : null;
}

/** What a content was at one version; `published` is the one that is sent. Null when there is none. */
export async function readVersion(
  db: Queryable,
  shopId: string,
  of: { contentId: string; version: number | 'published' },
): Promise<{ input: ContentInput; slot: SlotName | null; version: number } | null> {
  const { rows } = await db.query<{ content: unknown; slot: string | null; version: number }>(
    `select r.content, c.slot, r.version from contents c
     join content_revisions r on r.shop_id = c.shop_id and r.content_id = c.id
       and r.version = coalesce($3::int, c.published_version)
     where c.shop_id = $1 and c.id = $2`,
    [shopId, of.contentId, of.version === 'published' ? null : of.version],
  );
  const row = rows[0];
  return row
    ? {
        input: contentInput.parse(row.content),
        slot: isSlot(row.slot) ? row.slot : null,
        version: row.version,
      }
    : null;
}

/** The published content of a place, when the merchant has words of their own there. */
export async function readPublishedOf(
  db: Queryable,
  shopId: string,
  slot: SlotName,
): Promise<{ id: string; version: number } | null> {
  const { rows } = await db.query<{ id: string; version: number }>(
    `select id, published_version as version from contents
     where shop_id = $1 and slot = $2 and published_version is not null and archived_at is null`,
    [shopId, slot],
  );
  return rows[0] ?? null;
}

/** Writes a new content, version 1. Nothing happens when the shop has one in that place already. */
export async function insertContent(
  tx: Queryable,
  shopId: string,
  id: string,
  slot: SlotName | null,
  input: ContentInput,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into contents (id, shop_id, slot, version, content, created_at, updated_at) values ($1, $2, $3, 1, $4, $5, $5)
     on conflict do nothing`,
    [id, shopId, slot, JSON.stringify(input), now],
  );
  return rowCount === 1;
}

/** Writes a content one version further. The caller has locked it. */
export async function updateContent(
  tx: Queryable,
  shopId: string,
  id: string,
  change: { input: ContentInput; publish: 'keep' | 'this' | 'none'; isArchived: boolean },
  now: Date,
): Promise<void> {
  await tx.query(
    `update contents set version = version + 1, content = $3, updated_at = $4,
       published_version = case $5 when 'this' then version + 1 when 'none' then null else published_version end,
       archived_at = case when $6 then coalesce(archived_at, $4) end
     where shop_id = $1 and id = $2`,
    [shopId, id, JSON.stringify(change.input), now, change.publish, change.isArchived],
  );
}

/** Writes down what the content has just become. Called in the transaction that changed it. */
export async function keepRevision(
  ctx: Context,
  tx: Queryable,
  id: string,
  action: RevisionAction,
  by: Actor | null,
): Promise<void> {
  await tx.query(
    `insert into content_revisions (shop_id, content_id, version, action, content, user_id, user_sealed, at)
     select c.shop_id, c.id, c.version, $3, c.content, $4, $5, $6 from contents c where c.shop_id = $1 and c.id = $2`,
    [ctx.shop.id, id, action, by?.userId ?? null, ctx.vault.sealOptional(by?.name), ctx.clock.now()],
  );
}

/** The newest versions of a content, newest first. */
export async function readRevisions(
  ctx: Context,
  db: Queryable,
  id: string,
  limit: number,
): Promise<StoredRevision[]> {
  const { rows } = await db.query<{
    version: number;
    action: string;
    at: Date;
    user_sealed: string | null;
    content: unknown;
  }>(
    `select version, action, at, user_sealed, content from content_revisions
     where shop_id = $1 and content_id = $2 order by version desc limit $3`,
    [ctx.shop.id, id, limit],
  );
  return rows.map((row) => ({
    version: row.version,
    action: row.action as RevisionAction,
    at: row.at,
    by: ctx.vault.openOptional(row.user_sealed),
    input: contentInput.parse(row.content),
  }));
}
