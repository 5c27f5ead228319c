import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs, hour, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { EditableOrder } from '../../platform/shopify/port.ts';
import { recordAdded } from './add-to-order.server.ts';
import { addedLine, openBefore } from './addition.ts';
import { findAddition, moveAddition, type StoredAddition } from './additions.repo.server.ts';

/**
 * Brings an addition to its end: finds out what became of a change whose answer was lost, notices the payment, and takes off
 * again what was not paid in time. Looks at the shop's own order each time, so it may run at any moment and any number of times.
 */
export async function settleOneAddition(ctx: Context, id: string): Promise<Fate> {
  const addition = await findAddition(ctx.db, ctx.shop.id, id);
  if (!addition) return cancel('no such addition');
  if (addition.state === 'adding') return settleAdding(ctx, addition);
  if (addition.state === 'added') return settleAdded(ctx, addition);
  if (addition.state === 'removing') return takeOff(ctx, addition);
  return done;
}

async function settleAdding(ctx: Context, addition: StoredAddition): Promise<Fate> {
  const order = await ctx.shopify.getEditableOrder(addition.orderId);
  // `recordAdded` arms the next look itself.
  if (order && (await recordAdded(ctx, addition, order))) return done;
  // The line is not there: the change was never made. The buyer can ask for a new quote.
  await moveAddition(ctx.db, ctx.shop.id, addition.id, 'adding', 'failed', {
    reason: 'the order was not changed',
    settledAt: ctx.clock.now(),
  });
  return done;
}

/** Paid when nothing is open beyond what was open before. */
function isPaid(order: EditableOrder, addition: StoredAddition): boolean {
  return order.outstanding.minor <= openBefore(addition).minor;
}

/** Most buyers pay at once, or not at all: looks get rarer, and the last one is at the deadline. */
function nextLook({ quotedAt, payBy }: StoredAddition, now: Date): Date {
  const next = addMs(now, Math.max(10 * minute, (now.getTime() - quotedAt.getTime()) / 2));
  return next < payBy ? next : payBy;
}

async function settleAdded(ctx: Context, addition: StoredAddition): Promise<Fate> {
  const order = await ctx.shopify.getEditableOrder(addition.orderId);
  if (!order) return snooze(addMs(ctx.clock.now(), hour), 'the order does not answer');
  const now = ctx.clock.now();
  if (isPaid(order, addition) && addedLine(order, addition)?.quantity) {
    await ctx.db.tx(async (tx) => {
      const isMine = await moveAddition(tx, ctx.shop.id, addition.id, 'added', 'paid', { settledAt: now });
      if (isMine) await ctx.emit(tx, ctx.shop.id, 'addition.paid', { orderId: addition.orderId });
    });
    return done;
  }
  if (now < addition.payBy) return snooze(nextLook(addition, now), 'waits for payment');
  await moveAddition(ctx.db, ctx.shop.id, addition.id, 'added', 'removing');
  return takeOff(ctx, addition);
}

async function takeOff(ctx: Context, addition: StoredAddition): Promise<Fate> {
  const order = await ctx.shopify.getEditableOrder(addition.orderId);
  if (!order) return snooze(addMs(ctx.clock.now(), hour), 'the order does not answer');
  const end = async (state: 'removed' | 'kept' | 'paid', reason?: string) => {
    await ctx.db.tx(async (tx) => {
      const isMine = await moveAddition(tx, ctx.shop.id, addition.id, 'removing', state, {
        ...(reason !== undefined && { reason }),
        settledAt: ctx.clock.now(),
      });
      if (isMine && state === 'paid')
        await ctx.emit(tx, ctx.shop.id, 'addition.paid', { orderId: addition.orderId });
    });
    return done;
  };
  const line = order.lines.find(({ id }) => id === addition.lineId);
  if (!line || line.quantity === 0) return end('removed', 'it was taken off by the merchant');
  // Somebody paid in the last moment: what is paid stays.
  if (isPaid(order, addition)) return end('paid');
  const sent = line.quantity - line.unfulfilledQuantity;
  if (!order.isEditable || sent >= addition.quantity) return end('kept', 'it was sent or closed unpaid');
  const outcome = await ctx.shopify.removeOrderLine({
    orderId: order.id,
    lineId: line.id,
    quantity: sent,
    note: `Reprise ${addition.id}: not paid in time`,
  });
  return outcome.kind === 'committed' ? end('removed') : end('kept', outcome.message.slice(0, 200));
}
