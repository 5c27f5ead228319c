import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { getOrder } from '../orders/index.server.ts';
import { appendEntry } from './ledger.server.ts';
import { judgeOrder } from './match-referral.server.ts';
import { reversedShare } from './referral.ts';
import { payReferral, releaseReferral } from './referrals.jobs.ts';
import {
  lockReferral,
  lockReferralOfOrder,
  readReferralsSettings,
  updateReferral,
} from './referrals.repo.server.ts';

/** The order was fulfilled: from now the hold runs. An order that is never fulfilled never pays. */
export async function startHold(ctx: Context, orderId: string): Promise<Fate> {
  return ctx.db.tx(async (tx): Promise<Fate> => {
    const referral = await lockReferralOfOrder(ctx, tx, orderId);
    if (!referral || (referral.state !== 'pending' && referral.state !== 'held'))
      return cancel('no referral waits for this');
    const order = await getOrder(ctx, orderId, tx);
    if (!order?.fulfilledAt) return cancel('not fulfilled yet');
    const settings = await readReferralsSettings(ctx, tx);
    const holdUntil = referral.holdUntil ?? addMs(order.fulfilledAt, settings.holdDays * day);
    if (!referral.holdUntil) await updateReferral(ctx, tx, referral.id, { holdUntil });
    // A held one waits for a person, however long that takes.
    if (referral.state === 'pending')
      await ctx.due.schedule(tx, {
        shopId: ctx.shop.id,
        job: releaseReferral,
        subject: referral.id,
        dueAt: holdUntil,
      });
    return done;
  });
}

/**
 * The hold is over: the order and both people are looked at once more (refunds, cancellation, addresses that have turned out to
 * be one person's), then what is left of the reward becomes money in the ledger and is paid.
 */
export async function release(ctx: Context, referralId: string): Promise<Fate> {
  return ctx.db.tx(async (tx): Promise<Fate> => {
    const referral = await lockReferral(ctx, tx, referralId);
    if (!referral) return cancel('the referral is gone');
    if (referral.state !== 'pending') return cancel(`the referral is ${referral.state}`);
    const order = await getOrder(ctx, referral.orderId, tx);
    if (!order?.fulfilledAt || !referral.holdUntil) return cancel('not fulfilled yet');
    const now = ctx.clock.now();
    if (referral.holdUntil > now) return snooze(referral.holdUntil, 'the hold runs');
    const reversedMinor = reversedShare(referral.amountMinor, {
      basisMinor: referral.basisMinor,
      refundedMinor: order.refundedMinor,
      isCancelled: order.cancelledAt !== null,
    });
    const earned = referral.amountMinor - reversedMinor;
    if (earned <= 0n) {
      const reason = order.cancelledAt ? 'order_cancelled' : 'order_refunded';
      await updateReferral(ctx, tx, referralId, { state: 'reversed', reversedMinor, reason });
      return done;
    }
    const settings = await readReferralsSettings(ctx, tx);
    // A new fact about the people counts; a suspicion that the merchant has approved does not.
    const verdict = await judgeOrder(ctx, tx, {
      order,
      match: { code: referral.code, advocateId: referral.advocateId, source: 'code' },
      settings,
      isFirstLook: false,
    });
    if (verdict.kind === 'rejected') {
      await updateReferral(ctx, tx, referralId, { state: 'rejected', reason: verdict.reason });
      return done;
    }
    if (verdict.kind === 'held' && !referral.decidedAt) {
      await updateReferral(ctx, tx, referralId, { state: 'held', signals: verdict.signals });
      return done;
    }
    await appendEntry(ctx, tx, {
      personId: referral.advocateId,
      referralId,
      kind: 'earned',
      amountMinor: earned,
      currency: referral.currency,
      key: `earned:${referralId}`,
    });
    await updateReferral(ctx, tx, referralId, { state: 'payable', reversedMinor, reason: null });
    await ctx.emit(tx, ctx.shop.id, 'referral.credited', { referralId });
    await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: payReferral, subject: referralId, dueAt: now });
    return done;
  });
}
