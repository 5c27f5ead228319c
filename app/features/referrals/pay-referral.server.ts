import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import type { Money } from '../../kit/money.ts';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { findCustomer } from './find-customer.server.ts';
import { appendEntry, balanceOf, debtsOf, type Entry, openCall, settleEntry } from './ledger.server.ts';
import { findLostAnswer, lostAnswerMs } from './lost-answer.server.ts';
import { takeBackReferral } from './referrals.jobs.ts';
import { lockReferral, type ReferralRow, readReferral, updateReferral } from './referrals.repo.server.ts';
import { tellAdvocate } from './tell-advocate.server.ts';

/**
 * Pays what a referral has earned as store credit. The ledger row comes first, in its own transaction; then Shopify is called;
 * then the answer is written beside the row. A run that finds a row without an answer looks for it in Shopify's list before it
 * calls again, and two runs at once never both call. An older debt of the same person is netted first.
 */
export async function pay(ctx: Context, referralId: string): Promise<Fate> {
  const seen = await readReferral(ctx, ctx.db, referralId);
  if (!seen) return cancel('the referral is gone');
  if (seen.state !== 'payable' && seen.state !== 'paying') return cancel(`the referral is ${seen.state}`);
  const customerId = await findCustomer(ctx, seen.advocateId);
  if (!customerId) {
    await ctx.db.tx((tx) => updateReferral(ctx, tx, referralId, { reason: 'no_customer' }));
    return snooze(addMs(ctx.clock.now(), day), 'the advocate has no customer account');
  }
  const step = await ctx.db.tx((tx) => beginCall(ctx, tx, referralId));
  if (step.kind === 'fate') return step.fate;
  const amount: Money = { minor: -step.entry.amountMinor, currency: step.referral.currency };
  if (step.kind === 'again') {
    const found = await findLostAnswer(ctx, customerId, amount, step.entry.at);
    if (found) return ctx.db.tx((tx) => settle(ctx, tx, referralId, step.entry, found));
  }
  const result = await ctx.shopify.creditStoreCredit({ customerId, amount });
  if (result.kind === 'credited')
    return ctx.db.tx((tx) => settle(ctx, tx, referralId, step.entry, result.transactionId));
  return ctx.db.tx((tx) => giveUp(ctx, tx, referralId, step.entry, result.code));
}

type Step = { kind: 'fate'; fate: Fate } | { kind: 'first' | 'again'; referral: ReferralRow; entry: Entry };

async function beginCall(ctx: Context, tx: Queryable, referralId: string): Promise<Step> {
  const now = ctx.clock.now();
  const fate = (value: Fate): Step => ({ kind: 'fate', fate: value });
  const referral = await lockReferral(ctx, tx, referralId);
  if (!referral) return fate(cancel('the referral is gone'));
  if (referral.state === 'paying') {
    const entry = await openCall(ctx, tx, referralId, 'paid');
    if (!entry) return fate(cancel('nothing is open'));
    const patience = addMs(referral.attemptedAt ?? entry.at, lostAnswerMs);
    if (patience > now) return fate(snooze(patience, 'the answer may still come'));
    await updateReferral(ctx, tx, referralId, { attemptedAt: now });
    return { kind: 'again', referral, entry };
  }
  if (referral.state !== 'payable') return fate(cancel(`the referral is ${referral.state}`));
  // One payment of a person at a time, so that one debt is netted once.
  await tx.query('select 1 from people where shop_id = $1 and id = $2 for update', [
    ctx.shop.id,
    referral.advocateId,
  ]);
  const { sum, rows } = await balanceOf(ctx, tx, referralId);
  const due = await netDebts(ctx, tx, referral, sum);
  if (due <= 0n) {
    await updateReferral(ctx, tx, referralId, { state: 'paid', paidAt: now, reason: 'netted' });
    await ctx.emit(tx, ctx.shop.id, 'referral.paid', { referralId });
    return fate(done);
  }
  await appendEntry(ctx, tx, {
    personId: referral.advocateId,
    referralId,
    kind: 'paid',
    amountMinor: -due,
    currency: referral.currency,
    key: `paid:${referralId}:${rows}`,
  });
  await updateReferral(ctx, tx, referralId, { state: 'paying', attemptedAt: now, reason: null });
  const entry = await openCall(ctx, tx, referralId, 'paid');
  if (!entry) throw new Error('the ledger row that was just written is not there');
  return { kind: 'first', referral, entry };
}

/** Settles what the person owes from earlier referrals out of this credit. @returns what is left to pay */
async function netDebts(ctx: Context, tx: Queryable, referral: ReferralRow, sum: bigint): Promise<bigint> {
  let due = sum;
  for (const { referralId, owed } of await debtsOf(ctx, tx, referral.advocateId, referral.currency)) {
    // biome-ignore lint/complexity/useMathMinMax: Math.min knows no bigint
    const part = owed < due ? owed : due;
    if (part <= 0n) break;
    const pair = { personId: referral.advocateId, kind: 'netted' as const, currency: referral.currency };
    const key = `netted:${referral.id}:${referralId}:${owed}`;
    await appendEntry(ctx, tx, { ...pair, referralId, amountMinor: part, key: `${key}:to` });
    await appendEntry(ctx, tx, { ...pair, referralId: referral.id, amountMinor: -part, key: `${key}:from` });
    due -= part;
  }
  return due;
}

/** Shopify has credited: the referral is paid. What a refund took back meanwhile is debited next. */
async function settle(
  ctx: Context,
  tx: Queryable,
  referralId: string,
  entry: Entry,
  transactionId: string,
): Promise<Fate> {
  const referral = await lockReferral(ctx, tx, referralId);
  if (referral?.state !== 'paying') return cancel(`settled already: ${referral?.state}`);
  await settleEntry(ctx, tx, entry.id, transactionId);
  const isAll = referral.reversedMinor >= referral.amountMinor;
  await updateReferral(ctx, tx, referralId, {
    state: isAll ? 'reversed' : 'paid',
    reason: isAll ? 'order_refunded' : null,
    paidAt: ctx.clock.now(),
  });
  const { sum } = await balanceOf(ctx, tx, referralId);
  if (sum < 0n)
    await ctx.due.schedule(tx, {
      shopId: ctx.shop.id,
      job: takeBackReferral,
      subject: referralId,
      dueAt: ctx.clock.now(),
    });
  if (!isAll) {
    await ctx.emit(tx, ctx.shop.id, 'referral.paid', { referralId });
    await tellAdvocate(ctx, tx, {
      advocateId: referral.advocateId,
      referralId,
      state: 'paid',
      amount: { minor: -entry.amountMinor, currency: referral.currency },
    });
  }
  return done;
}

/** Shopify has refused (account closed, limit reached): the row is undone, the credit stays payable, tomorrow again. */
async function giveUp(
  ctx: Context,
  tx: Queryable,
  referralId: string,
  entry: Entry,
  code: string,
): Promise<Fate> {
  const referral = await lockReferral(ctx, tx, referralId);
  if (referral?.state !== 'paying') return cancel(`settled already: ${referral?.state}`);
  const { rows } = await balanceOf(ctx, tx, referralId);
  await settleEntry(ctx, tx, entry.id, `refused:${entry.id}`);
  await appendEntry(ctx, tx, {
    personId: referral.advocateId,
    referralId,
    kind: 'payment_failed',
    amountMinor: -entry.amountMinor,
    currency: referral.currency,
    key: `payment_failed:${referralId}:${rows}`,
  });
  const { sum } = await balanceOf(ctx, tx, referralId);
  const now = ctx.clock.now();
  if (sum <= 0n) {
    await updateReferral(ctx, tx, referralId, { state: 'reversed', reason: 'order_refunded' });
    return done;
  }
  await updateReferral(ctx, tx, referralId, {
    state: 'payable',
    reason: `refused:${code}`,
    attemptedAt: null,
  });
  return snooze(addMs(now, day), `Shopify refused: ${code}`);
}
