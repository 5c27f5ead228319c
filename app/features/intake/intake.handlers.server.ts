import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs, day } from '../../kit/span.ts';
import type { AppContext, Context, Handler } from '../../platform/context.ts';
import {
  reconcileCheckouts as checkoutsJob,
  reconcileOrders as ordersJob,
  refreshOrder as refreshJob,
} from './intake.jobs.ts';
import { pruneReceipts } from './receipts.repo.server.ts';
import { reconcileCheckouts, reconcileOrders, refreshOrder } from './reconcile.server.ts';

/** Being throttled is no failure: the row waits as long as Shopify asks. A shop that is away is asked again next time. */
async function patiently(ctx: Context, work: () => Promise<Fate>): Promise<Fate> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'ShopifyThrottledError') {
      const waitMs = Number((error as { retryAfterMs?: unknown }).retryAfterMs) || 1_000;
      return snooze(addMs(ctx.clock.now(), waitMs), 'Shopify asks us to slow down');
    }
    if (error.name === 'ShopUnavailableError') return cancel(error.message);
    throw error;
  }
}

export const intakeHandlers = {
  [refreshJob.name]: (ctx, { subject }) =>
    patiently(ctx, async () =>
      (await refreshOrder(ctx, subject)) === 'unknown' ? cancel('Shopify does not know the order') : done,
    ),
  [ordersJob.name]: (ctx) =>
    patiently(ctx, async () => {
      const { fate, found } = await reconcileOrders(ctx);
      if (found > 0) ctx.log.info({ found }, 'orders found that no webhook had told of');
      return fate;
    }),
  [checkoutsJob.name]: (ctx) =>
    patiently(ctx, async () => {
      const { fate, found } = await reconcileCheckouts(ctx);
      if (found > 0) ctx.log.info({ found }, 'checkouts found that no webhook had told of');
      return fate;
    }),
} satisfies Record<string, Handler>;

/** How long receipts are kept after they were received: done and ignored ones, and quarantined ones. */
const keepDays = { handled: 7, quarantined: 30 };

/** Removes old receipts with their bodies (they hold personal data). Global work, run every hour. */
export async function pruneOldReceipts(app: AppContext): Promise<void> {
  const now = app.clock.now();
  let removed = 0;
  do {
    removed = await pruneReceipts(
      app.db,
      addMs(now, -keepDays.handled * day),
      addMs(now, -keepDays.quarantined * day),
    );
  } while (removed > 0);
}
