import { createHash } from 'node:crypto';
import type { Queryable, RowsStatement } from '../../platform/db/db.server.ts';
import type { WebhookHeaders } from './webhook-headers.ts';

/** waiting → done | quarantined | ignored; replaying sets any of them back to waiting. */
export const receiptState = { waiting: 0, done: 1, quarantined: 2, ignored: 3 } as const;

/** A webhook that was received, leased to this process. */
export interface Receipt {
  id: bigint;
  shopDomain: string;
  topic: string;
  triggeredAt: Date | null;
  receivedAt: Date;
  body: Buffer | null;
  isSealed: boolean;
  attempt: number;
}

/** A webhook to be stored as it came. */
export interface NewReceipt {
  headers: WebhookHeaders;
  body: Buffer;
  receivedAt: Date;
}

/**
 * Stores webhooks, each once: what is here already is passed over. The key is named, or Postgres would look into every unique
 * index for each row.
 */
export const storeReceipts: RowsStatement<NewReceipt> = {
  name: 'intake-store-receipts',
  text: `insert into webhook_receipts
           (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, body)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
           $8::bytea[])
         on conflict (shop_domain, topic, event_id) do nothing`,
  columns: [
    { type: 'text', of: ({ headers }) => headers.shopDomain },
    { type: 'text', of: ({ headers }) => headers.topic },
    {
      type: 'text',
      of: ({ headers, body }) =>
        headers.eventId ?? (headers.webhookId || createHash('sha256').update(body).digest('base64url')),
    },
    { type: 'text', of: ({ headers }) => headers.webhookId },
    { type: 'text', of: ({ headers }) => headers.apiVersion },
    { type: 'timestamptz', of: ({ headers }) => headers.triggeredAt },
    { type: 'timestamptz', of: ({ receivedAt }) => receivedAt },
    { type: 'bytea', of: ({ body }) => body },
  ],
};

interface Row {
  id: bigint;
  shop_domain: string;
  topic: string;
  triggered_at: Date | null;
  received_at: Date;
  body: Buffer | null;
  is_sealed: boolean;
  attempt: number;
}

/** Leases waiting receipts, oldest first. Both lease and expiry are in the database's time, so hosts need not agree. */
export async function claimReceipts(db: Queryable, limit: number, leaseMs: number): Promise<Receipt[]> {
  const { rows } = await db.query<Row>(
    `update webhook_receipts set lease_until = clock_timestamp() + $2 * interval '1 millisecond', attempt = attempt + 1
     where id in (
       select id from webhook_receipts
       where state = 0 and (lease_until is null or lease_until < clock_timestamp())
       order by id limit $1 for update skip locked)
     returning id, shop_domain, topic, triggered_at, received_at, body, is_sealed, attempt`,
    [limit, leaseMs],
  );
  return rows
    .map((row) => ({
      id: row.id,
      shopDomain: row.shop_domain,
      topic: row.topic,
      triggeredAt: row.triggered_at,
      receivedAt: row.received_at,
      body: row.body,
      isSealed: row.is_sealed,
      attempt: row.attempt,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Marks a receipt and keeps its body sealed from now on, unless somebody else has taken it over meanwhile (its lease lapsed and `attempt` moved on).
 * @returns false when it is not ours any more: the caller must roll back
 */
export async function finishReceipt(
  tx: Queryable,
  receipt: Pick<Receipt, 'id' | 'attempt'>,
  mark: { state: number; reason: string | null; now: Date; sealedBody: Buffer | null },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update webhook_receipts set state = $3, reason = $4, processed_at = $5, lease_until = null,
            body = coalesce($6, body), is_sealed = is_sealed or $6 is not null
     where id = $1 and attempt = $2 and state = 0`,
    [receipt.id, receipt.attempt, mark.state, mark.reason, mark.now, mark.sealedBody],
  );
  return rowCount === 1;
}

/** A receipt that was applied, with its body sealed. */
export interface AppliedReceipt {
  id: bigint;
  attempt: number;
  now: Date;
  sealedBody: Buffer | null;
}

/**
 * Marks receipts as done, as `finishReceipt` does one. The caller must roll back unless as many were changed as were given: some
 * are then no longer ours.
 */
export const finishReceipts: RowsStatement<AppliedReceipt> = {
  name: 'intake-finish-receipts',
  text: `update webhook_receipts w set state = ${receiptState.done}, reason = null, processed_at = g.now, lease_until = null,
           body = coalesce(g.body, w.body), is_sealed = w.is_sealed or g.body is not null
         from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bytea[]) as g(id, attempt, now, body)
         where w.id = g.id::bigint and w.attempt = g.attempt::int and w.state = ${receiptState.waiting}`,
  columns: [
    { type: 'text', of: (row) => String(row.id) },
    { type: 'text', of: (row) => String(row.attempt) },
    { type: 'timestamptz', of: (row) => row.now },
    { type: 'bytea', of: (row) => row.sealedBody },
  ],
};

/** Not now: the receipt may be claimed again after `delayMs`. */
export async function releaseReceipt(
  db: Queryable,
  receipt: Pick<Receipt, 'id' | 'attempt'>,
  delayMs: number,
): Promise<void> {
  await db.query(
    `update webhook_receipts set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
     where id = $1 and attempt = $2 and state = 0`,
    [receipt.id, receipt.attempt, delayMs],
  );
}

/** The living installation of each domain. */
export async function shopIdsOf(db: Queryable, domains: string[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ domain: string; id: string }>(
    'select domain, id from shops where domain = any($1) and uninstalled_at is null',
    [domains],
  );
  return new Map(rows.map((row) => [row.domain, row.id]));
}

/** Removes receipts that are no longer needed, looking at the oldest only. @returns how many */
export async function pruneReceipts(db: Queryable, before: Date, quarantinedBefore: Date): Promise<number> {
  const { rowCount } = await db.query(
    `delete from webhook_receipts where id in (
       select id from (select id, state, received_at from webhook_receipts order by id limit 20000) oldest
       where (state in (1, 3) and received_at < $1) or (state = 2 and received_at < $2) limit 5000)`,
    [before, quarantinedBefore],
  );
  return rowCount;
}
