import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { readOrderFacts } from './order-facts.server.ts';
import { isRefunded } from './plan-request.ts';
import { findRequest, readReviewsSettings } from './reviews.repo.server.ts';

/**
 * Asked by the message ledger right before a review request or reminder goes out: what has happened since it was wanted
 * (quiet hours and caps may have held it for days). Reads from `tx` only. @returns null = still wanted
 */
export async function guardReviewMessage(
  ctx: Context,
  tx: Queryable,
  message: { subjectId: string },
): Promise<{
  reason: 'switched_off' | 'already_reviewed' | 'order_cancelled' | 'order_refunded' | 'stale';
} | null> {
  const request = await findRequest(tx, message.subjectId);
  if (!request || request.shopId !== ctx.shop.id) return { reason: 'stale' };
  if (!(await readReviewsSettings(ctx, tx)).isOn) return { reason: 'switched_off' };
  if (request.status === 'answered') return { reason: 'already_reviewed' };
  if (request.status === 'planned') return { reason: 'stale' }; // postponed since: another message follows
  const order = await readOrderFacts(ctx, tx, request.orderId);
  if (order?.cancelledAt) return { reason: 'order_cancelled' };
  return order && !isRefunded(order) ? null : { reason: 'order_refunded' };
}
