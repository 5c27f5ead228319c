import { newId } from '../../kit/id.ts';
import { addMs, day } from '../../kit/span.ts';
import type { AppContext } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';

/** How long a merchant may fetch the answer to a data request; the law gives them 30 days. */
export const exportDays = 30;

/** Evidence that a request was answered: written in the transaction that answers it, once per webhook. */
export async function recordRequest(
  app: Pick<AppContext, 'clock'>,
  tx: Queryable,
  request: {
    domain: string;
    shopId: string | null;
    topic: string;
    /** null: the merchant's own wish, not a webhook's */
    receiptId: bigint | null;
    outcome: string;
    exportSealed?: string;
  },
): Promise<void> {
  const now = app.clock.now();
  await tx.query(
    `insert into privacy_requests (id, shop_id, shop_domain, topic, receipt_id, received_at, completed_at, outcome, export_sealed)
     values ($1, $2, $3, $4, $5, $6, $6, $7, $8) on conflict (shop_domain, receipt_id) do nothing`,
    [
      newId('prv'),
      request.shopId,
      request.domain,
      request.topic,
      request.receiptId,
      now,
      request.outcome,
      request.exportSealed ?? null,
    ],
  );
}

/** Has this webhook been answered before? */
export async function isAnswered(db: Queryable, domain: string, receiptId: bigint): Promise<boolean> {
  const { rowCount } = await db.query(
    'select 1 from privacy_requests where shop_domain = $1 and receipt_id = $2',
    [domain, receiptId],
  );
  return rowCount > 0;
}

/** The webhook itself names the person: it is done, and its body goes. */
export async function emptyReceipt(
  app: Pick<AppContext, 'clock'>,
  tx: Queryable,
  receiptId: bigint,
): Promise<void> {
  await tx.query(
    `update webhook_receipts set state = 1, body = null, reason = null, processed_at = $2, lease_until = null
     where id = $1`,
    [receiptId, app.clock.now()],
  );
}

/** Answers that nobody fetched in time are forgotten. Runs every day. */
export async function clearExports(app: AppContext): Promise<void> {
  await app.db.query(
    'update privacy_requests set export_sealed = null where export_sealed is not null and received_at < $1',
    [addMs(app.clock.now(), -exportDays * day)],
  );
}
