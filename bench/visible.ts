import { spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import pg from 'pg';
import { cpuMicros, cpuMicrosOfFamily } from './lib/cpu.ts';
import { percentile, round } from './lib/numbers.ts';
import { openLoop } from './lib/open-loop.ts';
import { orderBody } from './lib/order-body.ts';
import { pinSelf, startPostgres, startRedis, startServer, startWorker } from './lib/processes.ts';
import { report } from './lib/verdicts.ts';

const secret = 'shpss_0123456789abcdef';
const shop = 'bench.myshopify.com';
const perSecond = 500;

/**
 * How long after Shopify sent it is an order to be seen? `orders/create` webhooks of different orders come at random moments,
 * 500 a second on average, to the real web process; the real worker makes orders of them. An order is visible when the
 * transaction that holds it, its lines, its buyer and what follows from it has committed: Postgres itself writes that moment
 * down (track_commit_timestamp). Latency counts from the moment the webhook was due. Generator, web, worker and Postgres share
 * the machine, and the worker does what follows from the orders (five jobs each) besides.
 */
export async function run({ isQuick }: { isQuick: boolean }): Promise<boolean> {
  const seconds = isQuick ? 5 : 20;
  const built = spawnSync(process.execPath, ['scripts/build.ts'], {
    cwd: resolve(import.meta.dirname, '..'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (built.status !== 0) throw new Error('the build failed');
  pinSelf(1);
  const postgres = await startPostgres(['track_commit_timestamp=on']);
  const stops = [() => postgres.stop()];
  try {
    const db = new pg.Client({ connectionString: postgres.url });
    await db.connect();
    stops.unshift(() => db.end());
    await putShop(db);
    const redis = await startRedis();
    if (redis) stops.unshift(() => redis.stop());
    else process.stderr.write('redis-server is not installed: the queue of the jobs runs on Postgres.\n');
    const env = { ...appEnv(postgres.url), ...(redis && { REDIS_URL: redis.url }) };
    const web = await startServer('build/server/web.js', env, { nodeArgs: ['--max-semi-space-size=64'] });
    stops.unshift(() => web.stop());
    const worker = await startWorker(env);
    stops.unshift(() => worker.stop());
    // A first second that does not count: code is compiled and connections are opened.
    await openLoop({ port: web.port, template: (n) => request(1_000_000 + n), perSecond, seconds: 2 });
    await allApplied(db);
    const requests = Array.from({ length: Math.ceil(perSecond * seconds * 1.2) }, (_, n) => request(n));
    const dueAt: number[] = [];
    const cpu = () => [cpuMicros(web.pid), cpuMicros(worker.pid), cpuMicrosOfFamily(postgres.pid)] as const;
    const before = cpu();
    const sent = await openLoop({
      port: web.port,
      template: (n) => requests[n] ?? request(n),
      perSecond,
      seconds,
      onSent: (n, at) => {
        dueAt[n] = at;
      },
    });
    const drainedMs = await allApplied(db);
    const [webMicros, workerMicros, storeMicros] = cpu().map((now, i) => (now - before[i]!) / sent.sent);
    const visible = await visibleAfter(db, dueAt);
    const { rows: left } = await db.query<{ n: string }>(
      'select count(*) as n from due_items where due_at <= now()',
    );
    const p = (share: number) => percentile(visible, share);
    return report(
      'visible',
      {
        'answered (ms)': { p50: round(sent.p50, 1), p99: round(sent.p99, 1), max: round(sent.max) },
        'visible (ms)': { p50: round(p(0.5)), p99: round(p(0.99)), max: round(p(1)) },
        'CPU per order (us)': {
          web: round(webMicros!),
          worker: round(workerMicros!),
          Postgres: round(storeMicros!),
        },
        'left behind': {
          'webhooks, ms after the last': round(drainedMs),
          'jobs still due': Number(left[0]?.n),
        },
      },
      [
        {
          what: `ms from webhook to order at ${perSecond}/s, p99`,
          measured: p(0.99),
          limit: 2_000,
          kind: 'most',
        },
        { what: 'answers that were not 2xx', measured: sent.bad + sent.unanswered, limit: 0, kind: 'most' },
        { what: 'answered and not visible', measured: sent.sent - visible.length, limit: 0, kind: 'most' },
      ],
    );
  } finally {
    for (const stop of stops) await stop();
  }
}

/** Waits until no webhook waits for the worker. @returns how many ms that took */
async function allApplied(db: pg.Client): Promise<number> {
  const started = performance.now();
  for (;;) {
    const { rows } = await db.query<{ n: string }>(
      'select count(*) as n from webhook_receipts where state = 0',
    );
    if (rows[0]?.n === '0') return performance.now() - started;
    if (performance.now() - started > 120_000) throw new Error(`${rows[0]?.n} webhooks are still waiting`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

/** For each order that is there, how many ms after its webhook was due its transaction committed. */
async function visibleAfter(db: pg.Client, dueAt: number[]): Promise<number[]> {
  // Lines are written once; an order's own row may be written again by the jobs that follow.
  const { rows } = await db.query<{ n: number; at: Date }>(
    `select (order_id::bigint - 5000000000)::int as n, max(pg_xact_commit_timestamp(xmin)) as at from order_lines
     where order_id::bigint - 5000000000 < $1 group by 1`,
    [dueAt.length],
  );
  return rows.map(({ n, at }) => at.getTime() - dueAt[n]!);
}

function request(n: number): Buffer {
  const body = Buffer.from(orderBody(n));
  const id = `${String(n).padStart(12, '0')}-visible`;
  const headers = {
    host: 'bench',
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': shop,
    'x-shopify-api-version': '2026-07',
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    'x-shopify-triggered-at': '2026-11-27T14:03:12.123456789Z',
    'x-shopify-webhook-id': id,
    'x-shopify-event-id': id,
    'content-length': String(body.length),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST /webhooks/orders HTTP/1.1\r\n${lines.join('')}\r\n`), body]);
}

async function putShop(db: pg.Client): Promise<void> {
  await db.query(
    `insert into shops (id, domain, name, currency, timezone, locale, storefront_url, installed_at)
     values ('shp_bench', $1, 'Bench', 'USD', 'America/Toronto', 'en', 'https://bench.example.com', now())`,
    [shop],
  );
  await db.query(`insert into shop_settings (shop_id, updated_at) values ('shp_bench', now())`);
}

function appEnv(databaseUrl: string): Record<string, string> {
  return {
    // Production would ask Shopify itself; here nobody answers, as during an outage, and what asks is put off.
    NODE_ENV: 'development',
    SHOPIFY_ORIGIN: 'http://127.0.0.1:1',
    APP_URL: 'https://bench.example.com',
    SHOPIFY_API_KEY: 'bench-api-key',
    SHOPIFY_API_SECRET: secret,
    SHOPIFY_SCOPES: 'read_orders',
    DATABASE_URL: databaseUrl,
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Bench <bench@example.com>',
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OPERATOR_TOKEN: randomBytes(24).toString('hex'),
    LOG_LEVEL: 'info',
  };
}
