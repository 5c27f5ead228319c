import { cancel, done, type Fate } from '../../kit/fate.ts';
import type { Context } from '../../platform/context.ts';
import { getOrder } from '../orders/index.server.ts';
import { appendEntry } from './ledger.server.ts';
import { reversedShare } from './referral.ts';
import { takeBackReferral } from './referrals.jobs.ts';
import { lockReferralOfOrder, updateReferral } from './referrals.repo.server.ts';

/**
 * An order was refunded or cancelled: the reward's share goes back at the rate that was promised, however far the referral has
 * come. Works from the order's totals, so repeated, late and reordered refunds end in the same sum.
 */
export async function adjust(ctx: Context, orderId: string): Promise<Fate> {
  return ctx.db.tx(async (tx): Promise<Fate> => {
    const referral = await lockReferralOfOrder(ctx, tx, orderId);
    if (!referral) return cancel('no referral');
    if (referral.state === 'rejected') return cancel('the referral does not count');
    const order = await getOrder(ctx, orderId, tx);
    if (!order) return cancel('no such order');
    const reversedMinor = reversedShare(referral.amountMinor, {
      basisMinor: referral.basisMinor,
      refundedMinor: order.refundedMinor,
      isCancelled: order.cancelledAt !== null,
    });
    const delta = reversedMinor - referral.reversedMinor;
    if (delta <= 0n) return done;
    const isAll = reversedMinor >= referral.amountMinor;
    const reason = order.cancelledAt ? 'order_cancelled' : 'order_refunded';
    if (referral.state !== 'pending' && referral.state !== 'held')
      await appendEntry(ctx, tx, {
        personId: referral.advocateId,
        referralId: referral.id,
        kind: 'reversed',
        amountMinor: -delta,
        currency: referral.currency,
        key: `reversed:${referral.id}:${reversedMinor}`,
      });
    // `paying` keeps its state until the answer is known; settling it looks at the sum again.
    const becomesReversed = isAll && referral.state !== 'paying';
    await updateReferral(ctx, tx, referral.id, {
      reversedMinor,
      ...(becomesReversed ? { state: 'reversed' as const, reason } : {}),
    });
    if (referral.state === 'paid')
      await ctx.due.schedule(tx, {
        shopId: ctx.shop.id,
        job: takeBackReferral,
        subject: referral.id,
        dueAt: ctx.clock.now(),
      });
    return done;
  });
}
