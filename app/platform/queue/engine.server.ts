import type { Fate } from '../../kit/fate.ts';
import { readInBatches } from '../../kit/read-in-batches.ts';
import type { Clock } from '../clock/clock.server.ts';
import type { Db } from '../db/db.server.ts';
import type { Logger } from '../log/log.server.ts';
import {
  acknowledge,
  claimDue,
  type DueRow,
  markFailed,
  putOff,
  renewLeases,
  returnLapsed,
} from './due-rows.server.ts';
import type { WorkQueue } from './queue.server.ts';

/**
 * The road of a due row: claimed in a batch with a lease, handed to the queue in bulk, worked on by any worker process,
 * acknowledged in batches. The lease on the row decides whether the work still stands:
 *
 * | what happens | what becomes of the row |
 * |---|---|
 * | handler says done or cancel | deleted with the next batch of acknowledgements |
 * | handler says snooze | due again at the moment it named |
 * | handler throws | due again after backoff; parked as failed after the job's maxAttempts throws |
 * | worker dies | its lease lapses, the row is claimed again |
 * | queue loses the job (flush, restart) | same: the lease lapses |
 * | row is scheduled anew meanwhile | the old run's acknowledgement no longer matches (gen) |
 */
export interface EngineConfig {
  db: Db;
  queue: WorkQueue;
  clock: Clock;
  log: Logger;
  concurrency: number;
  leaseMs: number;
  pollMs: number;
  /** Does the work of one row. */
  run(row: DueRow): Promise<Fate>;
  /** When a throw may be tried again; null parks the row. `retryAfterMs` of the error, if any, wins. */
  retryAt(row: DueRow, error: unknown): Date | null;
  /** While this says yes, a fifth of `concurrency` has to do: something more urgent needs the process and the database. */
  givesWay?(): boolean;
}

export interface Engine {
  stop(): Promise<void>;
}

interface Held {
  id: bigint;
  gen: number;
  attempt: number;
}

interface WireRow extends Omit<DueRow, 'id' | 'dueAt'> {
  id: string;
  dueAt: string;
}

function fromWire(data: unknown): DueRow {
  const row = data as WireRow;
  return { ...row, id: BigInt(row.id), dueAt: new Date(row.dueAt) };
}

function toWire(row: DueRow): WireRow {
  return { ...row, id: String(row.id), dueAt: row.dueAt.toISOString() };
}

/** Starts sweeping, working and acknowledging in this process. */
export function startEngine(config: EngineConfig): Engine {
  const { db, queue, clock, log, leaseMs, pollMs } = config;
  const batch = Math.max(50, config.concurrency * 5);
  const few = Math.max(1, Math.floor(config.concurrency / 5));
  const givesWay = () => config.givesWay?.() ?? false;
  let isStopping = false;
  /** more may be due than was claimed: there is no need to wait for the next poll once half of it is begun */
  let isFull = false;
  /** rows in the queue that this process claimed, and when it began to claim them (`performance.now()`) */
  const handedOver = new Map<string, number>();
  const inHand = new Map<string, Held>();
  let toAcknowledge: Held[] = [];
  let acknowledging: Promise<void> | null = null;
  const key = (row: Held) => `${row.id}-${row.gen}-${row.attempt}`;

  // Those that begin at the same moment ask together: one by one, this was most of what a row cost.
  const isStillOurs = readInBatches<Held, boolean>(async (rows) => {
    const ours = await renewLeases(db, rows, leaseMs);
    return rows.map((row) => ours.has(row.id));
  });

  async function flush(): Promise<void> {
    while (toAcknowledge.length > 0) {
      const rows = toAcknowledge;
      toAcknowledge = [];
      try {
        await acknowledge(db, rows);
        for (const row of rows) inHand.delete(key(row));
      } catch (error) {
        log.error({ err: error }, 'acknowledgement failed, trying again');
        toAcknowledge = rows.concat(toAcknowledge);
        await sleep(200);
      }
    }
  }
  function acknowledgeSoon(row: Held): void {
    toAcknowledge.push(row);
    acknowledging ??= Promise.resolve()
      .then(flush)
      .finally(() => {
        acknowledging = null;
      });
  }

  async function work(data: unknown): Promise<void> {
    const row = fromWire(data);
    const held: Held = { id: row.id, gen: row.gen, attempt: row.attempt };
    const claimedAt = handedOver.get(key(held));
    handedOver.delete(key(held));
    if (isFull && handedOver.size <= batch / 2) {
      isFull = false;
      wake?.();
    }
    // A job that waited longer than its lease is somebody else's by now: take the lease again or leave it. What was claimed here
    // a moment ago has its lease still.
    const isFresh = claimedAt !== undefined && performance.now() - claimedAt < leaseMs / 10;
    if (!isFresh && !(await isStillOurs(held))) return;
    inHand.set(key(held), held);
    try {
      const fate = await config.run(row);
      if (fate.kind === 'snooze') {
        await putOff(db, row, fate.until);
        inHand.delete(key(held));
        return;
      }
      if (fate.kind === 'cancel') {
        log.info(
          { shopId: row.shopId, job: row.kind, subject: row.subject, reason: fate.reason },
          'job cancelled',
        );
      }
      acknowledgeSoon(held);
    } catch (error) {
      const retryAt = config.retryAt(row, error);
      log[retryAt ? 'warn' : 'error'](
        {
          err: error,
          shopId: row.shopId,
          job: row.kind,
          subject: row.subject,
          attempt: row.attempt,
          retryAt,
        },
        retryAt ? 'job will be tried again' : 'job parked as failed',
      );
      await markFailed(
        db,
        row,
        error instanceof Error ? error.message : String(error),
        clock.now(),
        retryAt,
      ).catch((failure: unknown) =>
        log.error({ err: failure }, 'could not note a failure; the lease will lapse'),
      );
      inHand.delete(key(held));
    } finally {
      if (givesWay()) wake?.(); // there is room for one more, and little else in the queue
    }
  }

  let wake: (() => void) | null = null;
  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        if (wake === done) wake = null;
        resolve();
      }
      wake = done;
    });
  }

  async function sweep(): Promise<void> {
    while (!isStopping) {
      let claimed = 0;
      try {
        // Hand over no more than can be begun within a lease: what waits in the queue holds a lease too.
        // Another process may have taken some of ours from the queue: ask the queue before believing our own count.
        if (handedOver.size >= batch && (await queue.size()) < batch) handedOver.clear();
        const most = givesWay() ? few - inHand.size : batch;
        isFull = handedOver.size >= most;
        if (handedOver.size < most) {
          const began = performance.now();
          const rows = await claimDue(db, clock.now(), most - handedOver.size, leaseMs);
          claimed = rows.length;
          for (const row of rows) handedOver.set(key(row), began);
          await queue.addBulk(rows.map((row) => ({ key: key(row), data: toWire(row) })));
        }
      } catch (error) {
        log.error({ err: error }, 'sweep failed, trying again');
        await sleep(1_000);
      }
      if (claimed === 0) await sleep(pollMs);
    }
  }

  async function keepLeases(): Promise<void> {
    try {
      await renewLeases(db, [...inHand.values()], leaseMs);
      await returnLapsed(db);
    } catch (error) {
      log.error({ err: error }, 'leases could not be renewed');
    }
  }

  const working = queue.work(work, config.concurrency);
  const sweeping = sweep();
  const keeper = setInterval(() => void keepLeases(), Math.min(1_000, leaseMs / 3));

  return {
    async stop() {
      isStopping = true;
      wake?.();
      await sweeping;
      await working.stop();
      clearInterval(keeper);
      await acknowledging;
      await flush();
      // What was handed over but not begun stays in the queue for the next worker; if none comes, its lease lapses.
    },
  };
}
