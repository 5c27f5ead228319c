import type { Context } from '../../platform/context.ts';
import { appendEntry, balanceOf } from './ledger.server.ts';
import type { MerchantRejection } from './referral.ts';
import { beginHold, payReferral } from './referrals.jobs.ts';
import { lockReferral, updateReferral } from './referrals.repo.server.ts';

export type DecideOutcome = { kind: 'decided' } | { kind: 'stale' } | { kind: 'unknown' };

/** The merchant lets a held referral count; it then waits like any other (fulfilment, hold). */
export async function approveReferral(ctx: Context, id: string, note: string): Promise<DecideOutcome> {
  return ctx.db.tx(async (tx): Promise<DecideOutcome> => {
    const referral = await lockReferral(ctx, tx, id);
    if (!referral) return { kind: 'unknown' };
    if (referral.state !== 'held') return { kind: 'stale' };
    const now = ctx.clock.now();
    await updateReferral(ctx, tx, id, {
      state: 'pending',
      decidedAt: now,
      decisionReason: note.trim().slice(0, 500) || null,
    });
    await ctx.due.schedule(tx, {
      shopId: ctx.shop.id,
      job: beginHold,
      subject: referral.orderId,
      dueAt: now,
    });
    await ctx.emit(tx, ctx.shop.id, 'referral.made', { referralId: id });
    return { kind: 'decided' };
  });
}

/** The merchant turns a referral down, as long as nothing was paid. What was earned already goes back in the ledger. */
export async function rejectReferral(
  ctx: Context,
  id: string,
  reason: MerchantRejection,
  note: string,
): Promise<DecideOutcome> {
  return ctx.db.tx(async (tx): Promise<DecideOutcome> => {
    const referral = await lockReferral(ctx, tx, id);
    if (!referral) return { kind: 'unknown' };
    if (referral.state !== 'held' && referral.state !== 'pending' && referral.state !== 'payable')
      return { kind: 'stale' };
    const { sum } = await balanceOf(ctx, tx, id);
    if (sum > 0n)
      await appendEntry(ctx, tx, {
        personId: referral.advocateId,
        referralId: id,
        kind: 'reversed',
        amountMinor: -sum,
        currency: referral.currency,
        key: `rejected:${id}`,
      });
    await ctx.due.cancel(tx, { shopId: ctx.shop.id, job: payReferral, subject: id });
    const words = note.trim().slice(0, 500);
    await updateReferral(ctx, tx, id, {
      state: 'rejected',
      reason: 'merchant',
      decidedAt: ctx.clock.now(),
      decisionReason: words ? `${reason}: ${words}` : reason,
    });
    return { kind: 'decided' };
  });
}
