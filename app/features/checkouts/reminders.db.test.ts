import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour, minute } from '../../kit/span.ts';
import { addOrder, addPerson, subscribe } from '../messages/testing.ts';
import type { CheckoutInput } from './checkout.ts';
import { completeCheckouts, recoveryReport, switchReminders } from './index.server.ts';
import { leaveCheckout } from './testing.ts';

// A Monday, 11:00 in Berlin
const start = new Date('2026-11-02T10:00:00Z');
let t: TestContext;

beforeEach(async () => {
  t = await createTestContext({ now: start });
  await switchReminders(t.ctx, true);
});
afterEach(() => t?.cleanup());

const checkout = (token: string, email: string, change: Partial<CheckoutInput> = {}) =>
  leaveCheckout(t, token, email, change);

const reasons = async (token: string) =>
  (
    await t.ctx.db.query<{ status: string; reason: string | null }>(
      'select status, reason from messages where subject_id = $1 order by idempotency_key',
      [token],
    )
  ).rows;

async function subscriber(id = 'per_1', email = 'ada@example.com', timezone?: string) {
  const person = await addPerson(t.ctx, id, email, timezone ? { timezone } : {});
  await subscribe(t.ctx, person);
  return person;
}

describe('abandoned checkout', () => {
  it('reminds after 1 h, 24 h and 48 h, with a code for somebody new in the last one', async () => {
    await subscriber();
    await checkout('tok1', 'ada@example.com');
    await t.advance(59 * minute);
    expect(t.mails).toHaveLength(0);
    await t.advance(minute);
    expect(t.mails.map(({ email }) => email.subject)).toEqual([
      'Ihr Warenkorb bei Testladen ist gespeichert',
    ]);
    await t.advance(24 * hour);
    expect(t.mails).toHaveLength(2);
    await t.advance(24 * hour);
    expect(t.mails).toHaveLength(3);
    const last = t.mails[2]!.email;
    const code = /BACK-[A-Z0-9]{8}/.exec(last.text ?? '')?.[0];
    expect(code).toBeDefined();
    const made = t.store.codes.get(code!);
    expect(made?.input).toMatchObject({ usageLimit: 1, value: { kind: 'percentage', basisPoints: 1000 } });
    expect(made?.endsAt).toEqual(new Date(start.getTime() + (48 + 72) * hour));
    expect(last.headers.find(({ key }) => key === 'list-unsubscribe-post')?.value).toBe(
      'List-Unsubscribe=One-Click',
    );
    await t.advance(7 * 24 * hour);
    expect(t.mails).toHaveLength(3);
  });

  it('a newer activity moves all three', async () => {
    await subscriber();
    await checkout('tok1', 'ada@example.com');
    await t.advance(40 * minute);
    await checkout('tok1', 'ada@example.com');
    await t.advance(59 * minute);
    expect(t.mails).toHaveLength(0);
    await t.advance(minute);
    expect(t.mails).toHaveLength(1);
  });

  it('is silent when switched off, and before any consent', async () => {
    await addPerson(t.ctx, 'per_1', 'ada@example.com');
    await checkout('tok1', 'ada@example.com');
    await t.advance(72 * hour);
    expect(t.mails).toHaveLength(0);
    expect(await reasons('tok1')).toEqual([{ status: 'dropped', reason: 'no_consent' }]);
    await switchReminders(t.ctx, false);
    await subscriber('per_2', 'bea@example.com');
    await checkout('tok2', 'bea@example.com');
    await t.advance(72 * hour);
    expect(t.mails).toHaveLength(0);
  });

  it('stops when the checkout becomes an order, also while a message waits for the morning', async () => {
    await subscriber();
    t.clock.set(new Date('2026-11-02T18:30:00Z')); // 19:30 in Berlin: an hour later it is quiet
    await checkout('tok1', 'ada@example.com');
    await t.advance(2 * hour);
    expect(await reasons('tok1')).toEqual([{ status: 'deferred', reason: 'quiet_hours' }]);
    await t.ctx.db.tx((tx) =>
      completeCheckouts(t.ctx, tx, [{ shopId: t.ctx.shop.id, token: 'tok1', at: t.clock.now() }]),
    );
    await t.advance(72 * hour);
    expect(t.mails).toHaveLength(0);
    expect(await reasons('tok1')).toEqual([{ status: 'dropped', reason: 'checkout_completed' }]);
  });

  it('stops on an order by that person from another address', async () => {
    const ada = await subscriber();
    await addPerson(t.ctx, 'per_1', 'ada.work@example.com');
    await checkout('tok1', 'ada@example.com');
    await t.advance(10 * minute);
    await addOrder(t.ctx, '5001', ada, { paidAt: t.clock.now(), emit: false });
    await t.advance(72 * hour);
    expect(t.mails).toHaveLength(0);
    expect((await reasons('tok1'))[0]).toEqual({ status: 'dropped', reason: 'person_ordered' });
  });

  it('reminds a person of one checkout a day, the newest', async () => {
    await subscriber();
    await checkout('old', 'ada@example.com');
    await t.advance(10 * minute);
    await checkout('new', 'ada@example.com');
    await t.advance(3 * hour);
    expect(t.mails).toHaveLength(1);
    expect(await reasons('old')).toEqual([{ status: 'dropped', reason: 'newer_activity' }]);
    await checkout('third', 'ada@example.com');
    await t.advance(2 * hour);
    expect(t.mails).toHaveLength(1);
    expect(await reasons('third')).toEqual([{ status: 'dropped', reason: 'reminded_elsewhere' }]);
  });

  it('does not remind of what cannot be bought', async () => {
    await subscriber();
    const line = {
      productId: '77',
      variantId: '78',
      title: 'Ausverkauft',
      variantTitle: null,
      quantity: 1,
      priceMinor: '100',
    };
    await checkout('tok1', 'ada@example.com', { lines: [line] });
    await t.advance(2 * hour);
    expect(t.mails).toHaveLength(0);
    expect(await reasons('tok1')).toEqual([{ status: 'dropped', reason: 'nothing_available' }]);
  });

  it("waits for nine o'clock where the person is", async () => {
    await subscriber('per_1', 'ada@example.com', 'Pacific/Auckland');
    t.clock.set(new Date('2026-11-02T10:00:00Z')); // 23:00 in Auckland (UTC+13)
    await checkout('tok1', 'ada@example.com', { country: 'NZ' });
    await t.advance(9 * hour + 59 * minute);
    expect(t.mails).toHaveLength(0);
    await t.advance(2 * minute);
    expect(t.mails).toHaveLength(1);
  });

  it('gives no code to somebody who has bought before', async () => {
    await subscriber();
    await t.ctx.db.query('update people set orders_count = 1');
    await checkout('tok1', 'ada@example.com');
    await t.advance(50 * hour);
    expect(t.mails).toHaveLength(3);
    expect(t.store.codes.size).toBe(0);
  });
});

describe('what reminders brought', () => {
  const click = (token: string) =>
    t.ctx.db.query(
      `update messages set clicked_at = $2, clicks = 1 where subject_id = $1 and status = 'sent' and idempotency_key like '%:1'`,
      [token, t.clock.now()],
    );

  it('counts an order after a click by that person, once, net of refunds', async () => {
    const ada = await subscriber();
    await checkout('tok1', 'ada@example.com');
    await t.advance(hour);
    expect(await recoveryReport(t.ctx)).toEqual({
      reminded: 1,
      recovered: 0,
      recoveredMinor: 0n,
      withoutClick: 0,
    });
    t.clock.advance(650);
    await click('tok1');
    // Shopify tells whole seconds
    const paidAt = new Date(Math.floor(t.clock.now().getTime() / 1000) * 1000);
    await addOrder(t.ctx, '6001', ada, { paidAt, emit: false });
    expect(await recoveryReport(t.ctx)).toMatchObject({ recovered: 1, recoveredMinor: 5490n });
    await t.ctx.db.query(`update orders set refunded_minor = 1490 where id = '6001'`);
    expect(await recoveryReport(t.ctx)).toMatchObject({ recovered: 1, recoveredMinor: 4000n });
    await t.ctx.db.query(`update orders set is_test = true where id = '6001'`);
    expect(await recoveryReport(t.ctx)).toMatchObject({ recovered: 0, recoveredMinor: 0n });
  });

  it('does not claim what came without a click, too late, or before', async () => {
    const ada = await subscriber();
    await addOrder(t.ctx, '6000', ada, { emit: false });
    t.clock.advance(hour);
    await checkout('tok1', 'ada@example.com');
    await t.advance(hour);
    t.clock.advance(minute);
    await addOrder(t.ctx, '6001', ada, { paidAt: t.clock.now(), emit: false });
    await t.ctx.db.query(`update orders set checkout_token = 'tok1' where id = '6001'`);
    expect(await recoveryReport(t.ctx)).toMatchObject({ recovered: 0, withoutClick: 1 });
    t.clock.advance(minute);
    await click('tok1');
    t.clock.advance(5 * 24 * hour + minute);
    await addOrder(t.ctx, '6002', ada, { paidAt: t.clock.now(), emit: false });
    expect(await recoveryReport(t.ctx)).toMatchObject({ recovered: 0 });
  });

  it('counts an order with the reminder’s own code, whoever used it', async () => {
    await subscriber();
    await checkout('tok1', 'ada@example.com');
    await t.advance(49 * hour);
    const bea = await addPerson(t.ctx, 'per_2', 'bea@example.com');
    await addOrder(t.ctx, '6003', bea, { paidAt: t.clock.now(), emit: false });
    const code = [...t.store.codes.keys()][0];
    await t.ctx.db.query(`update orders set discount_codes = array[$1] where id = '6003'`, [code]);
    expect(await recoveryReport(t.ctx)).toMatchObject({ recovered: 1, recoveredMinor: 5490n });
  });
});
