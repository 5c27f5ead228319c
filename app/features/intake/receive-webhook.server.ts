import type { AppContext } from '../../platform/context.ts';
import { type NewReceipt, storeReceipts } from './receipts.repo.server.ts';
import type { WebhookHeaders } from './webhook-headers.ts';

/** Limits of one process. Shopify waits five seconds and repeats a 5xx: a quick no is worth more than a late yes. */
export interface ReceiverLimits {
  /** rows of one insert */
  batch: number;
  /** inserts under way at once */
  inFlight: number;
  /** webhooks waiting for an insert; one more is answered `busy` */
  queueLength: number;
  queueBytes: number;
  /** a webhook that waits longer is answered `busy`, whatever becomes of its insert */
  patienceMs: number;
}

const usual: ReceiverLimits = {
  batch: 200,
  inFlight: 2,
  queueLength: 2_000,
  queueBytes: 64 * 1024 * 1024,
  patienceMs: 4_000,
};

/** `stored`: durably, now or before (a repeat). `busy`: not certainly; the sender must try again. */
export type Received = 'stored' | 'busy';

export interface Receiver {
  receive(headers: WebhookHeaders, body: Buffer): Promise<Received>;
}

interface Waiting extends NewReceipt {
  since: number;
  /** null once answered */
  answer: ((outcome: Received) => void) | null;
}

function settle(row: Waiting, outcome: Received): void {
  row.answer?.(outcome);
  row.answer = null;
}

/**
 * Stores webhooks by group commit: what arrives while inserts are under way shares the next one (no timer: under light load
 * a webhook is written at once). A row that can't be written does not fail its neighbours.
 */
export function createReceiver(
  app: Pick<AppContext, 'db' | 'clock' | 'log'>,
  limits: ReceiverLimits = usual,
): Receiver {
  let queue: Waiting[] = [];
  let queueBytes = 0;
  const underWay = new Set<Waiting[]>();
  let isScheduled = false;
  let watch: NodeJS.Timeout | null = null;

  async function write(rows: Waiting[]): Promise<void> {
    try {
      await app.db.writeRows(storeReceipts, rows);
      for (const row of rows) settle(row, 'stored');
    } catch (error) {
      if (!isAboutRows(error) || rows.length === 1) {
        app.log.error({ err: error, webhooks: rows.length }, 'webhooks could not be stored');
        for (const row of rows) settle(row, 'busy');
        return;
      }
      for (const row of rows) await write([row]);
    }
  }

  function flush(): void {
    isScheduled = false;
    while (queue.length > 0 && underWay.size < limits.inFlight) {
      const rows = queue.splice(0, limits.batch);
      for (const row of rows) queueBytes -= row.body.length;
      underWay.add(rows);
      void write(rows).finally(() => {
        underWay.delete(rows);
        flush();
      });
    }
  }

  /** Answers those who have waited too long: a database that hangs must not make the sender time out. */
  function lookAfter(): void {
    const oldest = performance.now() - limits.patienceMs;
    for (const rows of underWay) for (const row of rows) if (row.since <= oldest) settle(row, 'busy');
    if (queue[0] && queue[0].since <= oldest) {
      const isStale = (row: Waiting) => row.since <= oldest;
      for (const row of queue.filter(isStale)) {
        settle(row, 'busy');
        queueBytes -= row.body.length;
      }
      queue = queue.filter((row) => !isStale(row));
    }
    if (queue.length === 0 && underWay.size === 0 && watch) {
      clearInterval(watch);
      watch = null;
    }
  }

  return {
    receive(headers, body) {
      if (queue.length >= limits.queueLength || queueBytes + body.length > limits.queueBytes) {
        return Promise.resolve('busy');
      }
      return new Promise((answer) => {
        queue.push({ headers, body, receivedAt: app.clock.now(), since: performance.now(), answer });
        queueBytes += body.length;
        watch ??= setInterval(lookAfter, 250).unref();
        if (!isScheduled && underWay.size < limits.inFlight) {
          isScheduled = true;
          setImmediate(flush); // what came in the same turn of the event loop goes together
        }
      });
    },
  };
}

/**
 * SQLSTATE 22 (data), 23 (constraint), 54 (limit), or 40 (two inserts with the same repeats waited for each other): the rows are
 * at fault, not the database, and one by one they can be written.
 */
function isAboutRows(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^(22|23|40|54)/.test(code);
}
