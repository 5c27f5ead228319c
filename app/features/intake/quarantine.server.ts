import type { AppContext } from '../../platform/context.ts';
import { receiptState } from './receipts.repo.server.ts';

/** A webhook that could not be understood, without its body. */
export interface QuarantinedReceipt {
  id: string;
  shopDomain: string;
  topic: string;
  apiVersion: string;
  reason: string;
  receivedAt: Date;
  attempt: number;
}

interface Row {
  id: bigint;
  shop_domain: string;
  topic: string;
  api_version: string;
  reason: string | null;
  received_at: Date;
  attempt: number;
}

function toQuarantined(row: Row): QuarantinedReceipt {
  return {
    id: String(row.id),
    shopDomain: row.shop_domain,
    topic: row.topic,
    apiVersion: row.api_version,
    reason: row.reason ?? '',
    receivedAt: row.received_at,
    attempt: row.attempt,
  };
}

/** How many webhooks are stored and not yet processed. */
export async function countWaiting(app: Pick<AppContext, 'db'>): Promise<number> {
  const { rows } = await app.db.query<{ waiting: bigint }>(
    'select count(*) as waiting from webhook_receipts where state = 0',
  );
  return Number(rows[0]?.waiting ?? 0);
}

/** What lies in quarantine, newest first, and how much there is in all. For the operator, over all shops. */
export async function listQuarantine(
  app: Pick<AppContext, 'db'>,
  input: { limit: number },
): Promise<{ receipts: QuarantinedReceipt[]; total: number }> {
  const [list, count] = await Promise.all([
    app.db.query<Row>(
      `select id, shop_domain, topic, api_version, reason, received_at, attempt from webhook_receipts
       where state = 2 order by id desc limit $1`,
      [input.limit],
    ),
    app.db.query<{ total: bigint }>('select count(*) as total from webhook_receipts where state = 2'),
  ]);
  return { receipts: list.rows.map(toQuarantined), total: Number(count.rows[0]?.total ?? 0) };
}

/** One receipt with its body as it came; null when there is none. Each look is logged: bodies hold personal data. */
export async function lookAtReceipt(
  app: Pick<AppContext, 'db' | 'vault' | 'log'>,
  id: string,
): Promise<(QuarantinedReceipt & { state: number; body: Buffer | null }) | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  const { rows } = await app.db.query<Row & { state: number; body: Buffer | null; is_sealed: boolean }>(
    `select id, shop_domain, topic, api_version, reason, received_at, attempt, state, body, is_sealed from webhook_receipts where id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  app.log.info({ receipt: id, topic: row.topic }, 'an operator looked at a webhook body');
  return {
    ...toQuarantined(row),
    state: row.state,
    body: row.body && row.is_sealed ? app.vault.openBytes(row.body) : row.body,
  };
}

/**
 * Sets quarantined receipts back to waiting: one, or all. The processor takes them up within a second.
 * @returns how many
 */
export async function replayReceipts(
  app: Pick<AppContext, 'db'>,
  which: { id: string } | 'all',
): Promise<number> {
  if (which !== 'all' && !/^\d{1,18}$/.test(which.id)) return 0;
  const { rowCount } = await app.db.query(
    `update webhook_receipts set state = $1, attempt = 0, lease_until = null, reason = null, processed_at = null
     where state = $2 and ($3::bigint is null or id = $3)`,
    [receiptState.waiting, receiptState.quarantined, which === 'all' ? null : which.id],
  );
  return rowCount;
}

/** Work that failed too often and waits for a person. */
export interface FailedWork {
  id: string;
  shopDomain: string;
  job: string;
  subject: string;
  failedAt: Date;
  error: string;
}

/** Due rows that were given up, newest first. For the operator, over all shops. */
export async function listFailedWork(
  app: Pick<AppContext, 'db'>,
  input: { limit: number },
): Promise<FailedWork[]> {
  const { rows } = await app.db.query<{
    id: bigint;
    domain: string | null;
    kind: string;
    subject: string;
    failed_at: Date;
    last_error: string | null;
  }>(
    `select d.id, s.domain, d.kind, d.subject, d.failed_at, d.last_error from due_items d
     left join shops s on s.id = d.shop_id where d.failed_at is not null order by d.failed_at desc limit $1`,
    [input.limit],
  );
  return rows.map((row) => ({
    id: String(row.id),
    shopDomain: row.domain ?? '',
    job: row.kind,
    subject: row.subject,
    failedAt: row.failed_at,
    error: row.last_error ?? '',
  }));
}

/** Lets given-up work be tried again now: one row, or all. @returns how many */
export async function retryFailedWork(
  app: Pick<AppContext, 'db' | 'clock'>,
  which: { id: string } | 'all',
): Promise<number> {
  if (which !== 'all' && !/^\d{1,18}$/.test(which.id)) return 0;
  const { rowCount } = await app.db.query(
    `update due_items set failed_at = null, attempt = 0, lease_until = null, due_at = $1
     where failed_at is not null and ($2::bigint is null or id = $2)`,
    [app.clock.now(), which === 'all' ? null : which.id],
  );
  return rowCount;
}
