import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openQueue, type WorkQueue } from '../../app/platform/queue/queue.server.ts';
import { createDatabase } from '../support/database.ts';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.ts';

/** Resolves when `check` holds; the caller's test time-out bounds it. */
async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setImmediate(resolve));
}

interface Backend {
  name: string;
  open(): Promise<{ openOne(): WorkQueue; flush?: () => Promise<void>; close(): Promise<void> }>;
}

let names = 0;
const backends: Backend[] = [
  {
    name: 'BullMQ on Postgres',
    async open() {
      const database = await createDatabase();
      const queueName = `battery-${++names}`;
      return {
        openOne: () =>
          openQueue({
            name: queueName,
            databaseUrl: database.url,
            redisPrefix: 'x',
            isRedisCluster: false,
            onError: () => {},
          }),
        close: () => database.drop(),
      };
    },
  },
];
if (hasRedis) {
  backends.push({
    name: 'BullMQ on Redis',
    async open() {
      const redis: TestRedis = await startRedis();
      const queueName = `battery-${++names}`;
      return {
        openOne: () =>
          openQueue({
            name: queueName,
            databaseUrl: 'postgres://unused',
            redisUrl: redis.url,
            redisPrefix: 'battery',
            isRedisCluster: false,
            onError: () => {},
          }),
        flush: redis.flush,
        close: redis.stop,
      };
    },
  });
}

describe.each(backends)('the queue port on $name', ({ open }) => {
  let place: Awaited<ReturnType<Backend['open']>>;
  let queue: WorkQueue;
  beforeAll(async () => {
    place = await open();
    queue = place.openOne();
  });
  afterAll(async () => {
    await queue.close();
    await place.close();
  });

  it('carries every job once, with its data, and counts down to nothing', async () => {
    const seen: number[] = [];
    const working = queue.work(async (data) => void seen.push((data as { n: number }).n), 8);
    await queue.addBulk(Array.from({ length: 200 }, (_, n) => ({ key: `once-${n}`, data: { n } })));
    await until(async () => seen.length >= 200 && (await queue.size()) === 0);
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    await working.stop();
  });

  it('adds a job whose key is still queued only once, and again after it is done', async () => {
    const job = { key: 'same', data: { n: 1 } };
    await queue.addBulk([job]);
    await queue.addBulk([job]);
    expect(await queue.size()).toBe(1);
    let runs = 0;
    const working = queue.work(async () => void runs++, 2);
    await until(async () => runs === 1 && (await queue.size()) === 0);
    await queue.addBulk([job]);
    await until(() => runs === 2);
    await working.stop();
  });

  it('does not repeat a job that threw: whether to try again is the row’s business', async () => {
    let runs = 0;
    const working = queue.work(async () => {
      runs++;
      throw new Error('no');
    }, 2);
    await queue.addBulk([
      { key: 'throws', data: {} },
      { key: 'throws-2', data: {} },
    ]);
    await until(async () => runs >= 2 && (await queue.size()) === 0);
    expect(runs).toBe(2);
    await working.stop();
  });

  it('lets the work in hand finish when it is stopped', async () => {
    let release = () => {};
    let isFinished = false;
    let isStarted = false;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const working = queue.work(async () => {
      isStarted = true;
      await gate;
      isFinished = true;
    }, 1);
    await queue.addBulk([{ key: 'slow', data: {} }]);
    await until(() => isStarted);
    const stopping = working.stop();
    release();
    await stopping;
    expect(isFinished).toBe(true);
  });

  it('shares the work between two processes without doing any twice', async () => {
    const other = place.openOne();
    const seen = new Map<number, number>();
    const note = async (data: unknown) => {
      const { n } = data as { n: number };
      seen.set(n, (seen.get(n) ?? 0) + 1);
    };
    const one = queue.work(note, 4);
    const two = other.work(note, 4);
    await queue.addBulk(Array.from({ length: 100 }, (_, n) => ({ key: `shared-${n}`, data: { n } })));
    await until(async () => seen.size === 100 && (await queue.size()) === 0);
    expect([...seen.values()].every((count) => count === 1)).toBe(true);
    await one.stop();
    await two.stop();
    await other.close();
  });
});
