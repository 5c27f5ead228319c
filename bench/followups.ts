import pg from 'pg';
import { done } from '../app/kit/fate.ts';
import { second } from '../app/kit/span.ts';
import { openDb } from '../app/platform/db/db.server.ts';
import { createLogger } from '../app/platform/log/log.server.ts';
import { acknowledge, claimDue } from '../app/platform/queue/due-rows.server.ts';
import { startEngine } from '../app/platform/queue/engine.server.ts';
import { openQueue, type WorkQueue } from '../app/platform/queue/queue.server.ts';
import { delayedOnRedis, graphileWorker, rawBullmq } from './lib/job-peers.ts';
import { median, percentile, round } from './lib/numbers.ts';
import { startPostgres, startRedis } from './lib/processes.ts';
import { report, type Verdict } from './lib/verdicts.ts';

const shop = 'shp_0123456789abcdef01234567';
const job = { name: 'flows.step' };
const leaseMs = 10 * second;
const pollMs = 200;
const concurrency = 100;

/**
 * Follow-ups while two million others wait: how many bytes one takes, how fast due rows are claimed, decided and acknowledged
 * (by the rows alone, and through BullMQ), how late they are at a quiet moment and when many are due at once. Beside: BullMQ by
 * itself, BullMQ's delayed jobs, graphile-worker. What a follow-up does is nothing here: the engine is measured, not the mail
 * server. Goals G3.
 */
export async function run({ isQuick }: { isQuick: boolean }): Promise<boolean> {
  const pending = isQuick ? 50_000 : 2_000_000;
  const due = isQuick ? 2_000 : 20_000;
  const rounds = isQuick ? 1 : 3;
  const postgres = await startPostgres();
  const redis = await startRedis();
  const db = openDb(postgres.url, 12);
  const rows: Record<string, Record<string, unknown>> = {};
  const verdicts: Verdict[] = [];
  const met = (what: string, measured: number, kind: Verdict['kind'], limit: number) =>
    verdicts.push({ what, measured, limit, kind });
  const queueFor = (redisUrl: string | undefined) =>
    openQueue({
      name: 'bench',
      databaseUrl: postgres.url,
      redisUrl,
      redisPrefix: 'bench',
      isRedisCluster: false,
      onError: () => {},
    });
  try {
    process.stderr.write(`${pending} waiting rows …\n`);
    const bytes = await putWaiting(db, pending);
    rows['waiting row'] = { bytes: round(bytes) };
    met('bytes of a waiting follow-up', bytes, 'most', 200);

    const polls: number[] = [];
    for (let i = 0; i < 50; i++) {
      const began = performance.now();
      await claimDue(db, new Date(), 500, leaseMs);
      polls.push(performance.now() - began);
    }
    rows['empty poll'] = { 'p50 ms': round(median(polls), 2) };
    met('ms of a poll that finds nothing', median(polls), 'most', 1);

    const rates: Record<string, number[]> = {};
    const note = (name: string, perSecond: number) => {
      rates[name] ??= [];
      rates[name].push(perSecond);
      process.stderr.write(`${name}: ${round(perSecond)}/s\n`);
    };
    for (let i = 0; i < rounds; i++) {
      note('bare claim', await bareClaim(db, due));
      note('engine, rows alone', await engineRate(db, inProcessQueue(), due));
      if (redis) {
        note('bullmq, raw', await rawBullmq(redis.url, due, concurrency));
        note('engine through bullmq', await engineRate(db, queueFor(redis.url), due));
      }
      note('graphile-worker, batched', await graphileWorker(postgres.url, due));
    }
    const rate = (name: string) => median(rates[name] ?? []);
    for (const name of Object.keys(rates)) rows[name] = { 'per second': round(rate(name)) };
    const alone = rate('engine, rows alone');
    met('due to done, share of the bare claim rate', alone / rate('bare claim'), 'least', 0.6);
    met("due to done, times graphile-worker's", alone / rate('graphile-worker, batched'), 'least', 1);
    if (redis) {
      const through = rate('engine through bullmq') / rate('bullmq, raw');
      met("due to done through BullMQ, share of BullMQ's own", through, 'least', 0.45);
    }

    const queue = queueFor(redis?.url);
    const late = await lateness(db, queue, isQuick ? 3 : 15, 200);
    rows['late at 200/s'] = {
      'p50 ms': late.p50,
      'p99 ms': late.p99,
      'p99.9 ms': late.p999,
      early: late.early,
    };
    met('ms late at 200/s, p99', late.p99, 'most', pollMs + 50);
    met('ms late at 200/s, p99.9', late.p999, 'most', second);
    met('done early', late.early, 'most', 0);
    if (redis) {
      const peer = await delayedOnRedis(redis.url, isQuick ? 3 : 15, 200, concurrency);
      rows['bullmq delayed, late'] = {
        bytes: round(peer.bytes),
        'p99 ms': round(peer.p99),
        early: peer.early,
      };
    }

    const crowd = isQuick ? 2_000 : 50_000;
    const burst = await burstOf(db, queueFor(redis?.url), crowd);
    rows[`${crowd} due at once`] = { 'last started, ms': round(burst) };
    met(`ms until the last of ${crowd} due at once is begun`, burst, 'most', 8 * second);
  } finally {
    await db.close();
    await redis?.stop();
    await postgres.stop();
  }
  return report('followups', rows, verdicts);
}

/** @returns bytes of one row with its indexes */
async function putWaiting(db: ReturnType<typeof openDb>, count: number): Promise<number> {
  const client = new pg.Client({ connectionString: db.pool.options.connectionString });
  await client.connect();
  for (let from = 0; from < count; from += 100_000) {
    await client.query(
      `insert into due_items (shop_id, kind, subject, due_at)
       select $1, $2, 'run_' || substr(md5(n::text) || md5((n + 1)::text), 1, 24), now() + interval '1 day' * (1 + random() * 30)
       from generate_series($3::int, $4::int) n`,
      [shop, job.name, from + 1, Math.min(count, from + 100_000)],
    );
  }
  await client.query('vacuum analyze due_items');
  const { rows } = await client.query<{ bytes: string }>(
    `select pg_total_relation_size('due_items') as bytes`,
  );
  await client.end();
  return Number(rows[0]?.bytes) / count;
}

type Db = ReturnType<typeof openDb>;

async function putDue(db: Db, count: number, at: Date = new Date()): Promise<void> {
  await db.query(
    `insert into due_items (shop_id, kind, subject, due_at)
     select $1, $2, 'due_' || substr(md5(n::text || $3::text), 1, 24), $3::timestamptz from generate_series(1, $4::int) n`,
    [shop, job.name, at, count],
  );
}

/** The limit: rows are leased in batches and deleted, and nothing is done. */
async function bareClaim(db: Db, count: number): Promise<number> {
  await putDue(db, count);
  const began = performance.now();
  for (;;) {
    const rows = await claimDue(db, new Date(), 500, leaseMs);
    if (rows.length === 0) break;
    await acknowledge(db, rows);
  }
  return (count * 1_000) / (performance.now() - began);
}

/** A queue without BullMQ: what the rows and the engine cost by themselves. */
function inProcessQueue(): WorkQueue {
  const waiting: unknown[] = [];
  let handle: ((data: unknown) => Promise<void>) | null = null;
  let running = 0;
  let most = 0;
  const next = () => {
    while (handle && running < most && waiting.length > 0) {
      running++;
      handle(waiting.shift()).finally(() => {
        running--;
        next();
      });
    }
  };
  return {
    async addBulk(jobs) {
      waiting.push(...jobs.map(({ data }) => data));
      next();
    },
    work(handler, concurrent) {
      handle = handler;
      most = concurrent;
      return { stop: async () => {} };
    },
    size: async () => waiting.length + running,
    ping: async () => {},
    close: async () => {},
  };
}

interface Begun {
  at: number;
  dueAt: number;
}

function engineOn(db: Db, queue: WorkQueue, onBegun: (begun: Begun) => void) {
  return startEngine({
    db,
    queue,
    clock: { now: () => new Date() } as never,
    log: createLogger('silent' as never, 'bench'),
    concurrency,
    leaseMs,
    pollMs,
    run: async (row) => {
      onBegun({ at: Date.now(), dueAt: row.dueAt.getTime() });
      return done;
    },
    retryAt: () => null,
  });
}

async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isTrue())) await new Promise((next) => setTimeout(next, 5));
}

const nothingDue = async (db: Db) => {
  const { rows } = await db.query<{ n: string }>(
    `select count(*) as n from due_items where due_at <= now() + interval '1 hour'`,
  );
  return Number(rows[0]?.n) === 0;
};

async function engineRate(db: Db, queue: WorkQueue, count: number): Promise<number> {
  await putDue(db, count);
  let begun = 0;
  const began = performance.now();
  const engine = engineOn(db, queue, () => begun++);
  await until(() => begun >= count);
  await until(() => nothingDue(db));
  const took = performance.now() - began;
  await engine.stop();
  await queue.close();
  return (count * 1_000) / took;
}

/** Rows come due at random moments, while nothing else happens. */
async function lateness(db: Db, queue: WorkQueue, seconds: number, perSecond: number) {
  const start = Date.now() + second;
  const count = seconds * perSecond;
  await db.query(
    `insert into due_items (shop_id, kind, subject, due_at)
     select $1, $2, 'late_' || n, $3::timestamptz + interval '1 millisecond' * (random() * $4)
     from generate_series(1, $5::int) n`,
    [shop, job.name, new Date(start), seconds * second, count],
  );
  const late: number[] = [];
  const engine = engineOn(db, queue, ({ at, dueAt }) => late.push(at - dueAt));
  await until(() => late.length >= count);
  await engine.stop();
  await queue.close();
  return {
    p50: round(percentile(late, 0.5)),
    p99: round(percentile(late, 0.99)),
    p999: round(percentile(late, 0.999)),
    early: late.filter((ms) => ms < 0).length,
  };
}

/** @returns how long after the moment the last of them was begun, ms */
async function burstOf(db: Db, queue: WorkQueue, count: number): Promise<number> {
  const at = new Date(Date.now() + 3 * second);
  await putDue(db, count, at);
  let begun = 0;
  let last = 0;
  const engine = engineOn(db, queue, (one) => {
    begun++;
    last = one.at;
  });
  await until(() => begun >= count);
  await engine.stop();
  await queue.close();
  return last - at.getTime();
}
