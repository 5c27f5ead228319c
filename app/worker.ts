import { cancel, type Fate, snooze } from './kit/fate.ts';
import { addMs, minute, second } from './kit/span.ts';
import { ConfigurationError, readEnv } from './platform/config/env.server.ts';
import type { DueRow } from './platform/queue/due-rows.server.ts';
import { startEngine } from './platform/queue/engine.server.ts';
import { buildDeps } from './wiring/deps.server.ts';
import { handlers, runReceipts } from './wiring/handlers.server.ts';
import { startSchedule } from './wiring/schedule-loop.server.ts';

/**
 * The worker process: webhook receipts become rows, due rows become work, recurring work is kept up. Any number of these may
 * run side by side; what two of them must not both do is decided by leases and locks in Postgres.
 */
const leaseMs = 10 * second;
const pollMs = 200;
const maxAttempts = 12;
const receiptsAtOnce = 100;

/** Exponential backoff with full jitter, from 5 s to 30 min. AWS Architecture Blog, "Exponential Backoff and Jitter" (2015). */
function backoffMs(attempt: number): number {
  const ceiling = Math.min(30 * minute, 5 * second * 2 ** Math.max(0, attempt - 1));
  return Math.max(second, Math.round(Math.random() * ceiling));
}

async function main(): Promise<void> {
  const env = readEnv();
  const deps = await buildDeps(env, 'worker');
  const { app, queue, log } = deps;

  async function run(row: DueRow): Promise<Fate> {
    const handler = handlers[row.kind];
    // A newer release may have scheduled a job that this one does not know: leave it for a worker that does.
    if (!handler) return snooze(addMs(app.clock.now(), minute), `no handler for ${row.kind} in this release`);
    const ctx = await app.forShop(row.shopId);
    if (!ctx) return cancel('the shop is not installed');
    return handler(
      { ...ctx, log: ctx.log.child({ job: row.kind, subject: row.subject }) },
      { subject: row.subject, payload: row.payload, attempt: row.attempt },
    );
  }

  function retryAt(row: DueRow, error: unknown): Date | null {
    const now = app.clock.now();
    const wait = (error as { retryAfterMs?: unknown }).retryAfterMs;
    if (typeof wait === 'number') return addMs(now, wait);
    return row.attempt >= maxAttempts ? null : addMs(now, backoffMs(row.attempt));
  }

  // Webhooks first: what an order leads to can wait for the order, but nobody should wait for the order.
  let areReceiptsBehind = false;
  const engine = startEngine({
    db: app.db,
    queue,
    clock: app.clock,
    log,
    concurrency: env.WORKER_CONCURRENCY,
    leaseMs,
    pollMs,
    run,
    retryAt,
    givesWay: () => areReceiptsBehind,
  });

  let isStopping = false;
  async function drainReceipts(): Promise<void> {
    while (!isStopping) {
      let handled = 0;
      try {
        handled = await runReceipts(app, receiptsAtOnce);
        areReceiptsBehind = handled === receiptsAtOnce;
      } catch (error) {
        log.error({ err: error }, 'webhook receipts could not be processed, trying again');
        await pause(second);
      }
      if (handled === 0) await pause(pollMs / 2);
    }
  }
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }
  const receipts = drainReceipts();
  const schedule = startSchedule(app);
  log.info({ concurrency: env.WORKER_CONCURRENCY }, 'worker is ready');

  async function stop(signal: string): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'worker is stopping: finishing the work in hand');
    const cut = setTimeout(() => process.exit(1), 4_500);
    await Promise.all([schedule.stop(), receipts, engine.stop()]);
    await deps.close();
    clearTimeout(cut);
    process.exit(0);
  }
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof ConfigurationError ? error.message : String((error as Error).stack ?? error)}\n`,
  );
  process.exit(1);
});
