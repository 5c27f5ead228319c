import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeOrder } from '../../../tests/support/orders.ts';
import { day, minute } from '../../kit/span.ts';
import { referralTotals, saveReferralsSettings } from './index.server.ts';
import { readReferralsSettings } from './referrals.repo.server.ts';
import { begin, friendBuys, inAccount, ledger, referral, refund, t, total } from './testing.ts';

beforeEach(() => begin());
afterEach(() => t.cleanup());

describe('refunds', () => {
  it('before the payment take their share at the promised rate, two of them do not drift', async () => {
    await friendBuys();
    await refund('200', 3_333n);
    await refund('200', 6_667n);
    const settings = await readReferralsSettings(t.ctx, t.ctx.db);
    await t.ctx.db.tx((tx) => saveReferralsSettings(t.ctx, tx, { ...settings, advocateMinor: '5000' }));
    await t.advance(31 * day);
    expect(await ledger()).toEqual(['earned 333', 'paid -333']);
    expect(inAccount()).toBe(333n);
  });

  it('of everything, or a cancellation, before the payment: nothing is ever paid', async () => {
    await friendBuys('200');
    await refund('200', total);
    await friendBuys('201');
    await changeOrder(t, '201', { cancelled_at: t.clock.now() }, 'order.cancelled');
    await t.advance(60 * day);
    expect(await referral('200')).toMatchObject({ state: 'reversed', reason: 'order_refunded' });
    expect(await referral('201')).toMatchObject({ state: 'reversed', reason: 'order_cancelled' });
    expect(inAccount()).toBe(0n);
  });

  it('after the payment are debited once, repeated webhooks or not', async () => {
    await friendBuys();
    await t.advance(31 * day);
    await refund('200', 2_500n);
    await refund('200', 2_500n);
    expect(inAccount()).toBe(750n);
    await refund('200', total);
    expect(inAccount()).toBe(0n);
    expect(await referral()).toMatchObject({ state: 'reversed' });
    expect(await ledger()).toEqual([
      'earned 1000',
      'paid -1000',
      'reversed -250',
      'reversed -750',
      'taken_back 250',
      'taken_back 750',
    ]);
  });

  it('of credit that is spent already are owed and netted against the next', async () => {
    await friendBuys();
    await t.advance(31 * day);
    t.store.credits.push({
      id: 'spent',
      customerId: '9007199254740999',
      amount: { minor: -1_000n, currency: 'EUR' },
      at: t.clock.now(),
    });
    await refund('200', 4_000n);
    expect(await referral()).toMatchObject({ state: 'paid', reason: 'owed' });
    expect((await referralTotals(t.ctx)).owedMinor).toBe('400');
    await friendBuys('201', {}, { id: 'per_lea', firstName: 'Lea', lastName: 'Kurz' });
    await t.advance(31 * day);
    expect(inAccount()).toBe(600n);
    expect(await ledger('201')).toEqual(['earned 1000', 'netted -400', 'paid -600']);
    expect((await referralTotals(t.ctx)).owedMinor).toBe('0');
  });
});

describe('a lost answer of Shopify', () => {
  async function payable() {
    await friendBuys();
    t.clock.advance(31 * day);
  }
  const again = () => t.ctx.db.query('update due_items set lease_until = null');

  it('after the credit took effect is found in the list, not repeated', async () => {
    await payable();
    t.store.failNext.set('creditStoreCredit', { error: new Error('timeout'), when: 'after' });
    await expect(t.runDue()).rejects.toThrow('timeout');
    expect(await referral()).toMatchObject({ state: 'paying' });
    await again();
    await t.runDue();
    expect(t.store.calls.filter((call) => call === 'creditStoreCredit')).toHaveLength(1);
    await t.advance(5 * minute);
    expect(await referral()).toMatchObject({ state: 'paid' });
    expect(inAccount()).toBe(1_000n);
    expect(t.store.calls.filter((call) => call === 'creditStoreCredit')).toHaveLength(1);
  });

  it('before it took effect is repeated, once', async () => {
    await payable();
    t.store.failNext.set('creditStoreCredit', { error: new Error('reset'), when: 'before' });
    await expect(t.runDue()).rejects.toThrow('reset');
    await again();
    await t.advance(5 * minute);
    expect(await referral()).toMatchObject({ state: 'paid' });
    expect(inAccount()).toBe(1_000n);
  });

  it('with a refund of everything while it was missing: paid, found, taken back', async () => {
    await payable();
    t.store.failNext.set('creditStoreCredit', { error: new Error('timeout'), when: 'after' });
    await expect(t.runDue()).rejects.toThrow('timeout');
    await again();
    await refund('200', total);
    expect(await referral()).toMatchObject({ state: 'paying' });
    await t.advance(5 * minute);
    expect(await referral()).toMatchObject({ state: 'reversed' });
    expect(inAccount()).toBe(0n);
  });

  it('of a debit is found too', async () => {
    await friendBuys();
    await t.advance(31 * day);
    t.store.failNext.set('debitStoreCredit', { error: new Error('timeout'), when: 'after' });
    await expect(refund('200', 5_000n)).rejects.toThrow('timeout');
    await again();
    await t.advance(5 * minute);
    expect(inAccount()).toBe(500n);
    expect(await ledger()).toEqual(['earned 1000', 'paid -1000', 'reversed -500', 'taken_back 500']);
  });

  it('refused by Shopify: stays payable and is tried again the next day', async () => {
    await payable();
    const credit = t.ctx.shopify.creditStoreCredit;
    t.ctx.shopify.creditStoreCredit = async () => ({
      kind: 'refused',
      code: 'CREDIT_LIMIT_EXCEEDED',
      message: 'limit',
    });
    await t.runDue();
    expect(await referral()).toMatchObject({ state: 'payable', reason: 'refused:CREDIT_LIMIT_EXCEEDED' });
    t.ctx.shopify.creditStoreCredit = credit;
    await t.advance(day);
    expect(await referral()).toMatchObject({ state: 'paid' });
    expect(inAccount()).toBe(1_000n);
  });
});
