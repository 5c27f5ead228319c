import type { JobDefinition } from '../../kit/fate.ts';
import type { Queryable, Tx } from '../db/db.server.ts';

/** A due row that this process has leased and must acknowledge. */
export interface DueRow {
  id: bigint;
  shopId: string;
  kind: string;
  subject: string;
  dueAt: Date;
  gen: number;
  attempt: number;
  payload: unknown;
}

/** A row to be written. */
export interface DueEntry {
  shopId: string;
  job: JobDefinition;
  subject: string;
  dueAt: Date;
  payload?: unknown;
}

export interface DueRows {
  /**
   * Writes or re-arms the row of (shop, job, subject), inside the caller's transaction. A row that is being worked on right
   * now is fenced off (`gen`) and will run again.
   */
  schedule(tx: Queryable, entry: DueEntry): Promise<void>;
  /** The same for many rows in one statement; of two for the same row the later one stands. */
  scheduleAll(tx: Queryable, entries: DueEntry[]): Promise<void>;
  /**
   * Writes the row unless there is one already, which then stands for this fact too: for work that may be done once for many.
   * Locks nothing, so facts of one shop need not wait for each other. What comes in while the row is being worked on is left to
   * the next.
   */
  gather(tx: Queryable, entry: Omit<DueEntry, 'payload'>): Promise<void>;
  /** The same for many rows in one statement; of two for the same row the first one stands. */
  gatherAll(tx: Queryable, entries: Omit<DueEntry, 'payload'>[]): Promise<void>;
  /** Removes the row if it exists. A run in progress can't be called back: handlers check again before they act. */
  cancel(tx: Queryable, entry: { shopId: string; job: JobDefinition; subject: string }): Promise<void>;
  /** The same for many rows of one job. */
  cancelAll(
    tx: Queryable,
    entries: { shopId: string; job: JobDefinition; subjects: readonly string[] },
  ): Promise<void>;
  /** Removes every row of a shop: nothing of it will run any more. @returns how many */
  cancelShop(tx: Queryable, shopId: string): Promise<number>;
}

const scheduleSql = `
  insert into due_items (shop_id, kind, subject, due_at, payload)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[])
  on conflict (shop_id, kind, subject) do update
    set due_at = excluded.due_at, payload = excluded.payload, gen = due_items.gen + 1, attempt = 0,
        lease_until = null, failed_at = null, last_error = null`;
const gatherSql = `
  insert into due_items (shop_id, kind, subject, due_at)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
  on conflict (shop_id, kind, subject) do nothing`;

/** Each row once, and always in the same order, so that two transactions that write the same rows do not wait for each other. */
function inOrder(entries: DueEntry[], which: 'first' | 'last'): DueEntry[] {
  const byKey = new Map<string, DueEntry>();
  for (const entry of entries) {
    const key = `${entry.shopId} ${entry.job.name} ${entry.subject}`;
    if (which === 'last' || !byKey.has(key)) byKey.set(key, entry);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function valuesOf(entries: DueEntry[]): unknown[] {
  return [
    entries.map((entry) => entry.shopId),
    entries.map((entry) => entry.job.name),
    entries.map((entry) => entry.subject),
    entries.map((entry) => entry.dueAt),
  ];
}

export const dueRows: DueRows = {
  schedule: (tx, entry) => dueRows.scheduleAll(tx, [entry]),
  async scheduleAll(tx, entries) {
    if (entries.length === 0) return;
    const rows = inOrder(entries, 'last');
    const payloads = rows.map(({ payload }) => (payload === undefined ? null : JSON.stringify(payload)));
    await tx.query(scheduleSql, [...valuesOf(rows), payloads]);
  },
  gather: (tx, entry) => dueRows.gatherAll(tx, [entry]),
  async gatherAll(tx, entries) {
    if (entries.length > 0) await tx.query(gatherSql, valuesOf(inOrder(entries, 'first')));
  },
  async cancel(tx, { shopId, job, subject }) {
    await tx.query('delete from due_items where shop_id = $1 and kind = $2 and subject = $3', [
      shopId,
      job.name,
      subject,
    ]);
  },
  async cancelAll(tx, { shopId, job, subjects }) {
    if (subjects.length === 0) return;
    await tx.query('delete from due_items where shop_id = $1 and kind = $2 and subject = any($3)', [
      shopId,
      job.name,
      subjects,
    ]);
  },
  async cancelShop(tx, shopId) {
    const { rowCount } = await tx.query('delete from due_items where shop_id = $1', [shopId]);
    return rowCount;
  },
};

/**
 * Leases up to `limit` rows due by `now` (the app's clock) for `leaseMs` (the database's clock, so hosts need not agree).
 * Rows locked by another worker are skipped.
 */
export async function claimDue(db: Queryable, now: Date, limit: number, leaseMs: number): Promise<DueRow[]> {
  const { rows } = await db.query<{
    id: bigint;
    shop_id: string;
    kind: string;
    subject: string;
    due_at: Date;
    gen: number;
    attempt: number;
    payload: unknown;
  }>(
    `update due_items set lease_until = clock_timestamp() + $3 * interval '1 millisecond', attempt = attempt + 1
     where id in (
       select id from due_items
       where lease_until is null and failed_at is null and due_at <= $1
       order by due_at limit $2 for update skip locked)
     returning id, shop_id, kind, subject, due_at, gen, attempt, payload`,
    [now, limit, leaseMs],
  );
  return rows.map((row) => ({
    id: row.id,
    shopId: row.shop_id,
    kind: row.kind,
    subject: row.subject,
    dueAt: row.due_at,
    gen: row.gen,
    attempt: row.attempt,
    payload: row.payload,
  }));
}

/** Rows whose worker did not come back become claimable again. @returns how many */
export async function returnLapsed(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(
    `update due_items set lease_until = null
     where id in (select id from due_items where lease_until < clock_timestamp() limit 1000 for update skip locked)`,
  );
  return rowCount;
}

/**
 * Keeps the leases of rows that are begun, or still being worked on. A lease that has lapsed and was taken by another, or a row
 * that was scheduled anew, is not ours any more.
 * @returns the ids of those that are still ours
 */
export async function renewLeases(
  db: Queryable,
  held: { id: bigint; gen: number; attempt: number }[],
  leaseMs: number,
): Promise<Set<bigint>> {
  if (held.length === 0) return new Set();
  const { rows } = await db.query<{ id: bigint }>(
    `update due_items d set lease_until = clock_timestamp() + $4 * interval '1 millisecond'
     from unnest($1::bigint[], $2::int[], $3::int[]) as h(id, gen, attempt)
     where d.id = h.id and d.gen = h.gen and d.attempt = h.attempt and d.lease_until is not null
     returning d.id`,
    [held.map((row) => String(row.id)), held.map((row) => row.gen), held.map((row) => row.attempt), leaseMs],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Done: the rows go. A row that was scheduled anew or leased by another since is left alone (gen, attempt). */
export async function acknowledge(
  db: Queryable,
  rows: { id: bigint; gen: number; attempt: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `delete from due_items d using unnest($1::bigint[], $2::int[], $3::int[]) as h(id, gen, attempt)
     where d.id = h.id and d.gen = h.gen and d.attempt = h.attempt`,
    [rows.map((row) => String(row.id)), rows.map((row) => row.gen), rows.map((row) => row.attempt)],
  );
}

/** The row waits until `until`; a snooze is not a failed try. */
export async function putOff(db: Queryable, row: DueRow, until: Date): Promise<void> {
  await db.query(
    `update due_items set lease_until = null, due_at = $4, attempt = 0, gen = gen + 1 where id = $1 and gen = $2 and attempt = $3`,
    [String(row.id), row.gen, row.attempt, until],
  );
}

/** The handler threw: try again at `retryAt`, or park the row for a person to look at when `retryAt` is null. */
export async function markFailed(
  db: Queryable,
  row: DueRow,
  error: string,
  now: Date,
  retryAt: Date | null,
): Promise<void> {
  await db.query(
    `update due_items set lease_until = null, due_at = coalesce($5, due_at),
            failed_at = case when $5::timestamptz is null then $4::timestamptz end, last_error = $6
     where id = $1 and gen = $2 and attempt = $3`,
    [String(row.id), row.gen, row.attempt, now, retryAt, error.slice(0, 500)],
  );
}

/** The subject of upkeep that every shop repeats: it catches up with one run, however far the clock has moved. */
export const recurringSubject = '@recurring';

/** What is still to be done by `now`, and when the next one (upkeep aside) is due. For operators and for moving the clock. */
export async function dueBacklog(
  db: Queryable,
  now: Date,
): Promise<{ dueRows: number; nextDueAt: Date | null }> {
  const { rows } = await db.query<{ due: bigint; next: Date | null }>(
    `select (select count(*) from due_items where failed_at is null and (due_at <= $1 or lease_until is not null)) as due,
            (select min(due_at) from due_items where failed_at is null and lease_until is null and due_at > $1
              and subject <> $2) as next`,
    [now, recurringSubject],
  );
  return { dueRows: Number(rows[0]?.due ?? 0), nextDueAt: rows[0]?.next ?? null };
}

export type { Tx };
