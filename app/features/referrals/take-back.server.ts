import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { findCustomer } from './find-customer.server.ts';
import { appendEntry, balanceOf, type Entry, openCall, settleEntry } from './ledger.server.ts';
import { findLostAnswer, lostAnswerMs } from './lost-answer.server.ts';
import { lockReferral, type ReferralRow, readReferral, updateReferral } from './referrals.repo.server.ts';

/**
 * A refund came after the payment: its share is debited from the advocate's store credit, with the same care as a payment (row
 * first, one call at a time, lost answers looked for). An account that holds too little owes the rest to the next credit.
 */
export async function takeBack(ctx: Context, referralId: string): Promise<Fate> {
  const seen = await readReferral(ctx, ctx.db, referralId);
  if (!seen) return cancel('the referral is gone');
  const customerId = await findCustomer(ctx, seen.advocateId);
  if (!customerId) return snooze(addMs(ctx.clock.now(), day), 'the advocate has no customer account');
  const step = await ctx.db.tx((tx) => beginDebit(ctx, tx, referralId));
  if (step.kind === 'fate') return step.fate;
  const { entry, referral } = step;
  const { currency } = referral;
  if (step.kind === 'again') {
    const found = await findLostAnswer(ctx, customerId, { minor: -entry.amountMinor, currency }, entry.at);
    if (found) {
      await ctx.db.tx((tx) => settleEntry(ctx, tx, entry.id, found));
      return takeBack(ctx, referralId);
    }
  }
  const result = await ctx.shopify.debitStoreCredit({
    customerId,
    amount: { minor: entry.amountMinor, currency },
  });
  if (result.kind === 'credited') {
    await ctx.db.tx((tx) => settleEntry(ctx, tx, entry.id, result.transactionId));
    return takeBack(ctx, referralId); // another refund may have come meanwhile
  }
  return ctx.db.tx((tx) => writeOff(ctx, tx, referralId, entry));
}

type Step = { kind: 'fate'; fate: Fate } | { kind: 'first' | 'again'; referral: ReferralRow; entry: Entry };

async function beginDebit(ctx: Context, tx: Queryable, referralId: string): Promise<Step> {
  const now = ctx.clock.now();
  const fate = (value: Fate): Step => ({ kind: 'fate', fate: value });
  const referral = await lockReferral(ctx, tx, referralId);
  if (!referral) return fate(cancel('the referral is gone'));
  if (referral.state !== 'paid' && referral.state !== 'reversed')
    return fate(cancel(`the referral is ${referral.state}`));
  const open = await openCall(ctx, tx, referralId, 'taken_back');
  if (open) {
    const patience = addMs(referral.attemptedAt ?? open.at, lostAnswerMs);
    if (patience > now) return fate(snooze(patience, 'the answer may still come'));
    await updateReferral(ctx, tx, referralId, { attemptedAt: now });
    return { kind: 'again', referral, entry: open };
  }
  // The same lock as a payment's: a debt is either debited or netted, not both.
  await tx.query('select 1 from people where shop_id = $1 and id = $2 for update', [
    ctx.shop.id,
    referral.advocateId,
  ]);
  const { sum, rows } = await balanceOf(ctx, tx, referralId);
  if (sum >= 0n) return fate(done);
  await appendEntry(ctx, tx, {
    personId: referral.advocateId,
    referralId,
    kind: 'taken_back',
    amountMinor: -sum,
    currency: referral.currency,
    key: `taken_back:${referralId}:${rows}`,
  });
  await updateReferral(ctx, tx, referralId, { attemptedAt: now });
  const entry = await openCall(ctx, tx, referralId, 'taken_back');
  if (!entry) throw new Error('the ledger row that was just written is not there');
  return { kind: 'first', referral, entry };
}

/** The account holds too little (or is gone): the row is undone and the person owes it to the next credit. */
async function writeOff(ctx: Context, tx: Queryable, referralId: string, entry: Entry): Promise<Fate> {
  const referral = await lockReferral(ctx, tx, referralId);
  if (!referral) return cancel('the referral is gone');
  const { rows } = await balanceOf(ctx, tx, referralId);
  await settleEntry(ctx, tx, entry.id, `refused:${entry.id}`);
  await appendEntry(ctx, tx, {
    personId: referral.advocateId,
    referralId,
    kind: 'take_back_failed',
    amountMinor: -entry.amountMinor,
    currency: referral.currency,
    key: `take_back_failed:${referralId}:${rows}`,
  });
  await updateReferral(ctx, tx, referralId, { reason: 'owed', attemptedAt: null });
  return done;
}
