import type { Fate } from '../../kit/fate.ts';
import { done, snooze } from '../../kit/fate.ts';
import { addMs, day, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import {
  knownCheckouts,
  knownOrders,
  readCursor,
  saveCursor,
  storeReceipt,
} from './reconcile.repo.server.ts';

/*
 * What webhooks missed. Every few minutes each shop is asked for what changed since the last time, a little overlapping. What we
 * do not know, or know older, is written as a receipt, as if its webhook had come: one road in, with the same checks, the same
 * quarantine and the same facts. A page and the cursor behind it are saved together, so a run that is cut off goes on there.
 */
const overlapMs = 10 * minute;
/** Shopify gives an app the orders of the last 60 days; they are read once after installing, as history (see settle-order). */
const historyMs = 60 * day;
const maxPages = 50;

/** Asks for orders changed since the stored cursor. @returns how many were found that we did not know in this state */
export async function reconcileOrders(ctx: Context): Promise<{ fate: Fate; found: number }> {
  const startedAt = ctx.clock.now();
  const stored = await readCursor(ctx.db, ctx.shop.id, 'orders');
  const begin = addMs(ctx.shop.installedAt, -historyMs);
  let latest = stored ?? begin;
  const since = stored ? addMs(stored, -overlapMs) : begin;
  let cursor: string | null = null;
  let found = 0;
  let isHistory = false;
  for (let page = 0; page < maxPages; page++) {
    const answer = await ctx.shopify.listOrders({ since, cursor });
    for (const order of answer.orders) if (order.updatedAt > latest) latest = order.updatedAt;
    await ctx.db.tx(async (tx) => {
      const known = await knownOrders(
        tx,
        ctx.shop.id,
        answer.orders.map((order) => order.id),
      );
      for (const order of answer.orders) {
        const row = known.get(order.id);
        const financial = order.displayFinancialStatus?.toLowerCase() ?? null;
        const isKnown =
          row !== undefined &&
          row.shopUpdatedAt >= order.updatedAt &&
          (row.shopUpdatedAt > order.updatedAt || financial === null || row.financialStatus === financial) &&
          (order.deliveredAt === null || row.deliveredAt !== null) &&
          (order.cancelledAt === null || row.cancelledAt !== null);
        if (isKnown) continue;
        found++;
        isHistory ||= order.updatedAt < ctx.shop.installedAt;
        const proof = `${order.updatedAt.toISOString()}:${financial}:${order.deliveredAt?.toISOString() ?? ''}`;
        await enqueue(
          ctx,
          tx,
          'orders/updated',
          `reconcile:${order.id}:${proof}`,
          order.webhookShape,
          order.updatedAt,
        );
      }
      await saveCursor(tx, ctx.shop.id, 'orders', latest, startedAt);
    });
    cursor = answer.cursor;
    if (cursor === null) {
      if (isHistory) await ctx.emit(ctx.db, ctx.shop.id, 'orders.imported', {});
      return { fate: done, found };
    }
  }
  // More than one run can take: go on soon, from the cursor.
  return { fate: snooze(addMs(ctx.clock.now(), minute), 'more orders to look at'), found };
}

/** Asks for abandoned checkouts changed since the stored cursor. Shopify lists them by creation, so the cursor moves at the end. */
export async function reconcileCheckouts(ctx: Context): Promise<{ fate: Fate; found: number }> {
  const startedAt = ctx.clock.now();
  const stored = await readCursor(ctx.db, ctx.shop.id, 'checkouts');
  const since = stored ? addMs(stored, -overlapMs) : ctx.shop.installedAt;
  let latest = stored ?? ctx.shop.installedAt;
  let cursor: string | null = null;
  let found = 0;
  for (let page = 0; page < maxPages; page++) {
    const answer = await ctx.shopify.listAbandonedCheckouts({ since, cursor });
    const tokens = answer.checkouts.map((checkout) => tokenOf(checkout.webhookShape));
    await ctx.db.tx(async (tx) => {
      const known = await knownCheckouts(
        tx,
        ctx.shop.id,
        tokens.filter((token) => token !== null),
      );
      for (const [i, checkout] of answer.checkouts.entries()) {
        if (checkout.updatedAt > latest) latest = checkout.updatedAt;
        const token = tokens[i] ?? null;
        const seenAt = token ? known.get(token) : undefined;
        if (seenAt && seenAt >= checkout.updatedAt) continue;
        found++;
        const proof = `reconcile:${checkout.id}:${checkout.updatedAt.toISOString()}`;
        await enqueue(ctx, tx, 'checkouts/update', proof, checkout.webhookShape, checkout.updatedAt);
      }
      if (answer.cursor === null) await saveCursor(tx, ctx.shop.id, 'checkouts', latest, startedAt);
    });
    cursor = answer.cursor;
    if (cursor === null) return { fate: done, found };
  }
  ctx.log.warn({ pages: maxPages }, 'more abandoned checkouts than one run looks at');
  return { fate: done, found };
}

/** Reads one order from Shopify and hands it to the processor, as if orders/updated had come. */
export async function refreshOrder(ctx: Context, orderId: string): Promise<'refreshed' | 'unknown'> {
  const order = await ctx.shopify.getOrder(orderId);
  if (!order) return 'unknown';
  await ctx.db.tx((tx) =>
    enqueue(
      ctx,
      tx,
      'orders/updated',
      `refresh:${order.id}:${order.updatedAt.toISOString()}`,
      order.webhookShape,
      order.updatedAt,
    ),
  );
  return 'refreshed';
}

async function enqueue(
  ctx: Context,
  tx: Tx,
  topic: string,
  eventId: string,
  shape: unknown,
  at: Date,
): Promise<void> {
  await storeReceipt(tx, {
    shopDomain: ctx.shop.domain,
    topic,
    eventId,
    triggeredAt: at,
    receivedAt: ctx.clock.now(),
    body: Buffer.from(JSON.stringify(shape)),
  });
}

function tokenOf(shape: unknown): string | null {
  const token = (shape as { token?: unknown } | null)?.token;
  return typeof token === 'string' ? token : null;
}
