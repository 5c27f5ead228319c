import { createHmac } from 'node:crypto';
import { runReceipts } from '../../app/features/intake/index.server.ts';
import { receiveWebhook } from '../../app/routes/webhooks/intake.server.ts';
import type { TestContext } from './context.ts';

export const webhookSecret = 'intake-test-secret-0123';
let count = 0;

/** Sends a webhook through the real route, signed and headed as Shopify does. @returns the HTTP status */
export async function deliver(
  t: Pick<TestContext, 'app' | 'ctx'>,
  topic: string,
  body: unknown,
  headers: Record<string, string | undefined> = {},
): Promise<number> {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  count++;
  const answer = await receiveWebhook(
    {
      method: 'POST',
      path: '/webhooks/x',
      params: { family: 'x' },
      query: new URLSearchParams(),
      headers: {
        'x-shopify-hmac-sha256': createHmac('sha256', webhookSecret).update(bytes).digest('base64'),
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': t.ctx.shop.domain,
        'x-shopify-webhook-id': `w${count}`,
        'x-shopify-event-id': `e${count}`,
        'x-shopify-triggered-at': '2026-11-02T09:59:59.123456789Z',
        'x-shopify-api-version': '2026-07',
        ...headers,
      },
      body: bytes,
      ip: null,
      requestId: 'req_test',
    },
    // The route uses no more of the process's parts than these.
    {
      app: t.app,
      env: { SHOPIFY_API_SECRET: webhookSecret, SHOPIFY_API_SECRET_PREVIOUS: undefined },
    } as never,
  );
  return answer.status;
}

/** Applies all waiting receipts, with `workers` processors side by side. */
export async function applyAll(t: Pick<TestContext, 'app'>, workers = 1): Promise<void> {
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while ((await runReceipts(t.app, 20)) > 0);
    }),
  );
  // A receipt that lost a race waits a few milliseconds in the database's time.
  for (let tries = 0; tries < 200; tries++) {
    const { rows } = await t.app.db.query<{ waiting: bigint }>(
      'select count(*) as waiting from webhook_receipts where state = 0',
    );
    if (rows[0]?.waiting === 0n) return;
    await t.app.db.query('select pg_sleep(0.02)');
    await runReceipts(t.app, 20);
  }
  throw new Error('receipts are still waiting');
}

/** Calls `hear` with every fact that is stated from now on, as `order.paid 42`; those of a transaction that fails too. */
export function hearFacts(t: Pick<TestContext, 'ctx'>, hear: (fact: string) => void): void {
  const { emit, emitAll } = t.ctx;
  const say = (name: string, fact: object) => hear(`${name} ${Object.values(fact).join()}`);
  t.ctx.emit = (tx, shopId, name, fact) => {
    say(name, fact);
    return emit(tx, shopId, name, fact);
  };
  t.ctx.emitAll = (tx, facts) => {
    for (const { name, fact } of facts) say(name, fact);
    return emitAll(tx, facts);
  };
}

/** Empties everything that webhooks write. */
export async function emptyTables(t: Pick<TestContext, 'app'>): Promise<void> {
  await t.app.db.query(
    `truncate webhook_receipts, due_items, orders, order_lines, fulfillments, refunds, checkouts, people, person_identities,
       consents, products, sync_cursors, privacy_requests`,
  );
}

/** All rows that webhooks led to, without what is random (ids of people, nonces) or ours (when we did it). */
export async function stateOf(t: Pick<TestContext, 'app'>): Promise<Record<string, unknown[]>> {
  const hidden = new Set(['created_at', 'person_id', 'text']);
  const tables: [table: string, sort: string][] = [
    ['orders', 'id'],
    ['order_lines', 'order_id, id'],
    ['fulfillments', 'id'],
    ['refunds', 'id'],
    ['checkouts', 'token'],
    ['consents', 'channel, identity_hash'],
    ['products', 'id'],
  ];
  const state: Record<string, unknown[]> = {};
  for (const [table, sort] of tables) {
    const { rows } = await t.app.db.query(`select * from ${table} order by ${sort}`);
    state[table] = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row)
          .filter(([key]) => !hidden.has(key) && !key.endsWith('_sealed') && key !== 'source')
          .map(([key, value]) => [key, typeof value === 'bigint' ? String(value) : value]),
      ),
    );
  }
  const { rows } = await t.app.db.query<{
    known: string[];
    orders: string[];
    orders_count: number;
    country: string | null;
  }>(
    `select array_agg(i.kind || ' ' || i.value_hash order by i.kind, i.value_hash) as known, p.orders_count, p.country,
            (select coalesce(array_agg(o.id order by o.id), '{}') from orders o where o.person_id = p.id) as orders
     from people p join person_identities i on i.person_id = p.id and i.shop_id = p.shop_id
     where p.merged_into is null group by p.id, p.orders_count, p.country order by 1`,
  );
  state.people = rows;
  return state;
}

/** Numbers from 0 to 1 that can be repeated: mulberry32 on the seed. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/** A shuffle that can be repeated: Fisher-Yates. */
export function shuffled<T>(list: T[], seed: number): T[] {
  const out = [...list];
  const random = seededRandom(seed);
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
