import { afterEach, describe, expect, it } from 'vitest';
import { cancel, defineJob, done, type Fate, snooze } from '../../app/kit/fate.ts';
import { systemClock } from '../../app/platform/clock/clock.server.ts';
import { type Db, openDb } from '../../app/platform/db/db.server.ts';
import { createLogger } from '../../app/platform/log/log.server.ts';
import { type DueRow, dueBacklog, dueRows } from '../../app/platform/queue/due-rows.server.ts';
import { type Engine, startEngine } from '../../app/platform/queue/engine.server.ts';
import { openQueue, type WorkQueue } from '../../app/platform/queue/queue.server.ts';
import { createDatabase } from '../support/database.ts';
import { hasRedis, startRedis } from '../support/redis.ts';

const job = defineJob('test.work');
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setImmediate(resolve));
}

async function place(): Promise<{ db: Db; url: string; redis?: Awaited<ReturnType<typeof startRedis>> }> {
  const database = await createDatabase();
  cleanups.push(() => database.drop());
  const db = openDb(database.url, 6);
  cleanups.push(() => db.close());
  return { db, url: database.url };
}

function start(
  { db, url }: { db: Db; url: string },
  run: (row: DueRow) => Promise<Fate>,
  options: { leaseMs?: number; redisUrl?: string; retryAt?: () => Date | null } = {},
): { engine: Engine; queue: WorkQueue } {
  const queue = openQueue({
    name: 'engine',
    databaseUrl: url,
    redisPrefix: 'engine',
    isRedisCluster: false,
    redisUrl: options.redisUrl,
    onError: () => {},
  });
  const engine = startEngine({
    db,
    queue,
    clock: systemClock,
    log: createLogger('silent', 'test'),
    concurrency: 10,
    leaseMs: options.leaseMs ?? 5_000,
    pollMs: 20,
    run,
    retryAt: options.retryAt ?? (() => new Date()),
  });
  cleanups.push(async () => {
    await engine.stop();
    await queue.close();
  });
  return { engine, queue };
}

async function rowsLeft(db: Db): Promise<number> {
  const { rows } = await db.query<{ n: bigint }>('select count(*) as n from due_items');
  return Number(rows[0]?.n);
}

describe('the road of a due row', () => {
  it('does what is due once, leaves what is not, and deletes what is done', async () => {
    const here = await place();
    const ran: string[] = [];
    for (let i = 0; i < 300; i++)
      await dueRows.schedule(here.db, { shopId: 'shp_a', job, subject: `s${i}`, dueAt: new Date() });
    const later = new Date(Date.now() + 3_600_000);
    await dueRows.schedule(here.db, { shopId: 'shp_a', job, subject: 'later', dueAt: later });
    start(here, async (row) => {
      ran.push(row.subject);
      return done;
    });
    await until(async () => (await rowsLeft(here.db)) === 1);
    expect(ran).toHaveLength(300);
    expect(new Set(ran).size).toBe(300);
    expect(await dueBacklog(here.db, new Date())).toEqual({ dueRows: 0, nextDueAt: later });
  });

  it('two workers side by side do each row once', async () => {
    const here = await place();
    const ran = new Map<string, number>();
    const run = async (row: DueRow) => {
      ran.set(row.subject, (ran.get(row.subject) ?? 0) + 1);
      return done;
    };
    start(here, run);
    start(here, run);
    for (let i = 0; i < 300; i++)
      await dueRows.schedule(here.db, { shopId: 'shp_a', job, subject: `s${i}`, dueAt: new Date() });
    await until(async () => (await rowsLeft(here.db)) === 0);
    expect(ran.size).toBe(300);
    expect([...ran.values()].filter((count) => count !== 1)).toEqual([]);
  });

  it('snooze waits, a throw is tried again, too many throws park the row with its error', async () => {
    const here = await place();
    const runs = { snoozer: 0, thrower: 0, poison: 0 };
    start(
      here,
      async (row) => {
        const name = row.subject as keyof typeof runs;
        runs[name]++;
        if (name === 'snoozer' && runs.snoozer === 1) return snooze(new Date());
        if (name === 'thrower' && runs.thrower < 3) throw new Error('not yet');
        if (name === 'poison') throw new Error('never');
        return row.subject === 'thrower' ? cancel('enough') : done;
      },
      { retryAt: () => (runs.poison >= 2 ? null : new Date()) },
    );
    for (const subject of ['snoozer', 'poison', 'thrower']) {
      await dueRows.schedule(here.db, { shopId: 'shp_a', job, subject, dueAt: new Date() });
      if (subject === 'poison') {
        await until(
          async () =>
            (await here.db.query('select 1 from due_items where failed_at is not null')).rowCount === 1,
        );
        runs.poison = 0;
      }
    }
    await until(async () => (await rowsLeft(here.db)) === 1);
    expect(runs.snoozer).toBe(2);
    expect(runs.thrower).toBe(3);
    const { rows } = await here.db.query<{ last_error: string; subject: string }>(
      'select subject, last_error from due_items',
    );
    expect(rows).toEqual([{ subject: 'poison', last_error: 'never' }]);
  });

  it('a row that is scheduled anew while it runs, runs again', async () => {
    const here = await place();
    let runs = 0;
    start(here, async (row) => {
      runs++;
      if (runs === 1)
        await dueRows.schedule(here.db, { shopId: 'shp_a', job, subject: row.subject, dueAt: new Date() });
      return done;
    });
    await dueRows.schedule(here.db, { shopId: 'shp_a', job, subject: 'again', dueAt: new Date() });
    await until(async () => (await rowsLeft(here.db)) === 0);
    expect(runs).toBe(2);
  });

  it('a dead worker’s row is taken over when its lease lapses, however often that happens', async () => {
    const here = await place();
    await dueRows.schedule(here.db, { shopId: 'shp_a', job, subject: 'orphan', dueAt: new Date() });
    // Thirty deaths: claimed, never acknowledged.
    await here.db.query(
      "update due_items set attempt = 30, lease_until = clock_timestamp() - interval '1 second'",
    );
    let runs = 0;
    start(here, async () => {
      runs++;
      return done;
    });
    await until(async () => (await rowsLeft(here.db)) === 0);
    expect(runs).toBe(1);
  });

  it('cancelling a shop removes all of its rows and no other’s', async () => {
    const here = await place();
    for (const shopId of ['shp_a', 'shp_b']) {
      for (let i = 0; i < 5; i++)
        await dueRows.schedule(here.db, { shopId, job, subject: `s${i}`, dueAt: new Date() });
    }
    expect(await dueRows.cancelShop(here.db, 'shp_a')).toBe(5);
    expect(await rowsLeft(here.db)).toBe(5);
  });

  it.runIf(hasRedis)('a flushed Redis loses nothing: the rows come back', async () => {
    const here = await place();
    const redis = await startRedis();
    const ran = new Map<string, number>();
    let isFlushed = false;
    start(
      here,
      async (row) => {
        if (!isFlushed && ran.size === 40) {
          isFlushed = true;
          await redis.flush();
        }
        ran.set(row.subject, (ran.get(row.subject) ?? 0) + 1);
        return done;
      },
      { redisUrl: redis.url, leaseMs: 1_500 },
    );
    cleanups.splice(-1, 0, redis.stop);
    for (let i = 0; i < 200; i++)
      await dueRows.schedule(here.db, { shopId: 'shp_a', job, subject: `s${i}`, dueAt: new Date() });
    await until(async () => (await rowsLeft(here.db)) === 0);
    expect(isFlushed).toBe(true);
    expect(ran.size).toBe(200);
  });
});
