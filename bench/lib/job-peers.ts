import { Queue, Worker } from 'bullmq';
import { Logger, run as runGraphile } from 'graphile-worker';
import { Redis } from 'ioredis';
import pg from 'pg';
import { percentile } from './numbers.ts';

/** What others do with the same work, each as its own documentation says it is fastest. */

async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isTrue())) await new Promise((next) => setTimeout(next, 5));
}

/** BullMQ by itself on Redis: added in bulk, worked on by one worker. @returns jobs per second */
export async function rawBullmq(url: string, count: number, concurrency: number): Promise<number> {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const working = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue('raw', { connection });
  const options = { removeOnComplete: true, removeOnFail: true };
  let done = 0;
  const began = performance.now();
  const worker = new Worker('raw', async () => void done++, { connection: working, concurrency });
  for (let from = 0; from < count; from += 500) {
    await queue.addBulk(
      Array.from({ length: Math.min(500, count - from) }, (_, n) => ({
        name: 'job',
        data: { id: from + n },
        opts: options,
      })),
    );
  }
  await until(() => done >= count);
  const took = performance.now() - began;
  await worker.close();
  await queue.obliterate({ force: true });
  await queue.close();
  connection.disconnect();
  working.disconnect();
  return (count * 1_000) / took;
}

/** BullMQ's delayed jobs on Redis at random moments. @returns how late they were, and what one takes in Redis while it waits */
export async function delayedOnRedis(
  url: string,
  seconds: number,
  perSecond: number,
  concurrency: number,
): Promise<{ p99: number; bytes: number; early: number }> {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const working = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue('delayed', { connection });
  const used = async () => Number(/used_memory:(\d+)/.exec(await connection.info('memory'))?.[1]);
  const before = await used();
  const count = seconds * perSecond;
  const now = Date.now();
  const late: number[] = [];
  for (let from = 0; from < count; from += 500) {
    await queue.addBulk(
      Array.from({ length: Math.min(500, count - from) }, (_, n) => {
        const delay = 2_000 + Math.random() * seconds * 1_000;
        return {
          name: 'job',
          data: { shop: 'shp_0123456789abcdef01234567', subject: `run_${from + n}`, dueAt: now + delay },
          opts: { delay: now + delay - Date.now(), removeOnComplete: true },
        };
      }),
    );
  }
  const bytes = ((await used()) - before) / count;
  const worker = new Worker('delayed', async (job) => void late.push(Date.now() - job.data.dueAt), {
    connection: working,
    concurrency,
  });
  await until(() => late.length >= count);
  await worker.close();
  await queue.close();
  connection.disconnect();
  working.disconnect();
  return { p99: percentile(late, 0.99), bytes, early: late.filter((ms) => ms < -1).length };
}

/** graphile-worker with the batching that its documentation names for speed. @returns jobs per second */
export async function graphileWorker(url: string, count: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 25 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  let done = 0;
  const runner = await runGraphile({
    pgPool: pool,
    concurrency: 24,
    pollInterval: 200,
    noHandleSignals: true,
    taskList: { job: async () => void done++ },
    preset: {
      worker: {
        concurrentJobs: 24,
        pollInterval: 200,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    logger: new Logger(() => () => {}),
  } as never);
  const began = performance.now();
  await pool.query(
    `select graphile_worker.add_jobs(array(select row('job', json_build_object('n', n), null, now(), 25, null, 0, null)::graphile_worker.job_spec from generate_series(1, $1::int) n))`,
    [count],
  );
  await until(() => done >= count);
  const took = performance.now() - began;
  await runner.stop();
  await pool.end();
  return (count * 1_000) / took;
}
