import type { Queryable, Tx } from '../../platform/db/db.server.ts';

/** How far a reconciliation has come; null before the first. */
export async function readCursor(db: Queryable, shopId: string, kind: string): Promise<Date | null> {
  const { rows } = await db.query<{ value: string }>(
    'select value from sync_cursors where shop_id = $1 and kind = $2',
    [shopId, kind],
  );
  return rows[0] ? new Date(rows[0].value) : null;
}

/** The cursor only moves forward, also when two workers reconcile one shop at once. */
export async function saveCursor(
  tx: Tx,
  shopId: string,
  kind: string,
  value: Date,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into sync_cursors as c (shop_id, kind, value, updated_at) values ($1, $2, $3, $4)
     on conflict (shop_id, kind) do update set value = greatest(c.value, excluded.value), updated_at = excluded.updated_at`,
    [shopId, kind, value.toISOString(), now],
  );
}

export async function knownOrders(
  db: Queryable,
  shopId: string,
  ids: string[],
): Promise<
  Map<
    string,
    {
      shopUpdatedAt: Date;
      financialStatus: string | null;
      deliveredAt: Date | null;
      cancelledAt: Date | null;
    }
  >
> {
  const { rows } = await db.query<{
    id: string;
    shop_updated_at: Date;
    financial_status: string | null;
    delivered_at: Date | null;
    cancelled_at: Date | null;
  }>(
    `select id, shop_updated_at, financial_status, delivered_at, cancelled_at from orders
     where shop_id = $1 and id = any($2)`,
    [shopId, ids],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        shopUpdatedAt: row.shop_updated_at,
        financialStatus: row.financial_status,
        deliveredAt: row.delivered_at,
        cancelledAt: row.cancelled_at,
      },
    ]),
  );
}

export async function knownCheckouts(
  db: Queryable,
  shopId: string,
  tokens: string[],
): Promise<Map<string, Date>> {
  const { rows } = await db.query<{ token: string; shop_updated_at: Date }>(
    'select token, shop_updated_at from checkouts where shop_id = $1 and token = any($2)',
    [shopId, tokens],
  );
  return new Map(rows.map((row) => [row.token, row.shop_updated_at]));
}

/** A receipt of our own making, once per event id. */
export async function storeReceipt(
  tx: Tx,
  receipt: {
    shopDomain: string;
    topic: string;
    eventId: string;
    triggeredAt: Date;
    receivedAt: Date;
    body: Buffer;
  },
): Promise<void> {
  await tx.query(
    `insert into webhook_receipts (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, body)
     values ($1, $2, $3, '', '', $4, $5, $6) on conflict do nothing`,
    [
      receipt.shopDomain,
      receipt.topic,
      receipt.eventId,
      receipt.triggeredAt,
      receipt.receivedAt,
      receipt.body,
    ],
  );
}
