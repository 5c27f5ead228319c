import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { readOrderFacts } from './order-facts.server.ts';
import { planRequest } from './plan-request.ts';
import type { NoRequestReason } from './review.ts';
import { sendReviewReminder, sendReviewRequest } from './reviews.jobs.ts';
import {
  insertRequest,
  lockRequestOfOrder,
  productsAskedBefore,
  type RequestRow,
  readReviewsSettings,
  updateRequest,
} from './reviews.repo.server.ts';

export type PlanOutcome =
  | { kind: 'planned'; requestId: string; dueAt: Date }
  | { kind: 'unchanged' }
  | { kind: 'none'; reason: NoRequestReason }
  | { kind: 'cancelled'; reason: NoRequestReason };

/**
 * Works out from the order as it is now whether, when and about what to ask for a review, and writes that down: one row per
 * order, its date moved by every event of the parcel, withdrawn by a cancellation or a refund. Safe to run again and at once.
 */
export async function planReview(ctx: Context, orderId: string): Promise<PlanOutcome> {
  return ctx.db.tx(async (tx) => {
    const settings = await readReviewsSettings(ctx, tx);
    const existing = await lockRequestOfOrder(ctx, tx, orderId);
    if (!settings.isOn && !existing) return { kind: 'none', reason: 'switched_off' };
    if (existing && (existing.status === 'sent' || existing.status === 'answered')) {
      return afterSending(ctx, tx, existing);
    }
    const order = await readOrderFacts(ctx, tx, orderId);
    if (!order) return { kind: 'none', reason: 'order_unknown' };
    const asked = await productsAskedBefore(ctx, tx, order.personId, orderId);
    const plan = settings.isOn
      ? planRequest(order, settings, ctx.shop.country, asked)
      : ({ kind: 'none', reason: 'switched_off' } as const);
    if (plan.kind === 'none') {
      if (existing?.status !== 'planned') return { kind: 'none', reason: plan.reason };
      return withdraw(ctx, tx, existing, plan.reason);
    }
    let requestId = existing?.id ?? null;
    let { dueAt, basis } = plan;
    if (existing) {
      // "It has not arrived yet" stays believed until the parcel is known to have come later than that.
      if (existing.basis === 'postponed' && existing.dueAt > dueAt) {
        dueAt = existing.dueAt;
        basis = 'postponed';
      }
      const { products } = plan;
      await updateRequest(ctx, tx, existing.id, {
        status: 'planned',
        reason: null,
        basis,
        dueAt,
        products,
        personId: order.personId,
      });
    } else {
      requestId = await insertRequest(ctx, tx, {
        orderId,
        personId: order.personId,
        basis,
        dueAt,
        products: plan.products,
        locale: order.locale,
      });
    }
    if (!requestId) return { kind: 'unchanged' }; // somebody else has just planned it from the same facts
    await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: sendReviewRequest, subject: requestId, dueAt });
    return { kind: 'planned', requestId, dueAt };
  });
}

async function withdraw(
  ctx: Context,
  tx: Queryable,
  request: RequestRow,
  reason: NoRequestReason,
): Promise<PlanOutcome> {
  await updateRequest(ctx, tx, request.id, { status: 'cancelled', reason });
  await ctx.due.cancel(tx, { shopId: ctx.shop.id, job: sendReviewRequest, subject: request.id });
  return { kind: 'cancelled', reason };
}

/** The message is out: all that a refund or a cancellation can still stop is the reminder. */
async function afterSending(ctx: Context, tx: Queryable, request: RequestRow): Promise<PlanOutcome> {
  const order = await readOrderFacts(ctx, tx, request.orderId);
  const isOver = !order || order.cancelledAt !== null || order.refundedMinor >= order.totalMinor;
  if (isOver) await ctx.due.cancel(tx, { shopId: ctx.shop.id, job: sendReviewReminder, subject: request.id });
  return { kind: 'unchanged' };
}
