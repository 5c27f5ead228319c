import { createPostgresBackend, type Job, Queue, Worker } from 'bullmq';
import { Cluster, Redis } from 'ioredis';

/**
 * The queue port. Jobs carry ids, not data, and are handed over within the second: waits live in due rows. BullMQ brings
 * concurrency and distribution; whether a job's work still stands is decided by the lease on the row, never by BullMQ's lock
 * (a stalled BullMQ job is given up here, and the row's lapsed lease brings the work back).
 */
export interface QueueJob {
  /** unique while the job is queued: row id, generation and attempt */
  key: string;
  data: unknown;
}

export interface WorkQueue {
  addBulk(jobs: QueueJob[]): Promise<void>;
  /** Starts working. @returns a stop that waits for the jobs in hand */
  work(handler: (data: unknown) => Promise<void>, concurrency: number): { stop(): Promise<void> };
  /** queued plus in hand */
  size(): Promise<number>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface QueueConfig {
  name: string;
  databaseUrl: string;
  redisUrl?: string | undefined;
  redisPrefix: string;
  isRedisCluster: boolean;
  onError(error: Error): void;
}

/** The one place that decides between BullMQ on Redis (REDIS_URL) and BullMQ on Postgres. */
export function openQueue(config: QueueConfig): WorkQueue {
  const isRedis = config.redisUrl !== undefined;
  const connections: (Redis | Cluster)[] = [];
  function connect(): Redis | Cluster {
    const url = config.redisUrl ?? '';
    const options = { maxRetriesPerRequest: null, enableReadyCheck: true };
    const address = new URL(url);
    const connection = config.isRedisCluster
      ? new Cluster([{ host: address.hostname, port: Number(address.port || 6379) }], {
          redisOptions: {
            ...options,
            ...(address.protocol === 'rediss:' ? { tls: {} } : {}),
            ...(address.username ? { username: decodeURIComponent(address.username) } : {}),
            ...(address.password ? { password: decodeURIComponent(address.password) } : {}),
          },
        })
      : new Redis(url, options);
    connection.on('error', config.onError);
    connections.push(connection);
    return connection;
  }
  // A cluster needs all keys of a queue in one slot: the prefix becomes a hash tag.
  const prefix =
    config.isRedisCluster && !config.redisPrefix.includes('{')
      ? `{${config.redisPrefix}}`
      : config.redisPrefix;
  const base = () =>
    isRedis
      ? { connection: connect(), prefix }
      : { connection: { connectionString: config.databaseUrl, max: 6 } };
  const backend = isRedis ? undefined : createPostgresBackend;
  const queue = new Queue(
    config.name,
    { ...base(), defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true } } as never,
    backend as never,
  );
  queue.on('error', config.onError);

  return {
    async addBulk(jobs) {
      if (jobs.length === 0) return;
      await queue.addBulk(jobs.map(({ key, data }) => ({ name: 'due', data, opts: { jobId: key } })));
    },
    work(handler, concurrency) {
      const worker = new Worker(
        config.name,
        async (job: Job) => handler(job.data),
        {
          ...base(),
          concurrency,
          maxStalledCount: 0,
          lockDuration: 30_000,
          stalledInterval: 15_000,
        } as never,
        backend as never,
      );
      worker.on('error', config.onError);
      return { stop: () => worker.close() };
    },
    async size() {
      const counts = await queue.getJobCounts('wait', 'active', 'prioritized', 'delayed');
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    async ping() {
      await queue.getJobCounts('wait');
    },
    async close() {
      await queue.close();
      for (const connection of connections) connection.disconnect();
    },
  };
}
