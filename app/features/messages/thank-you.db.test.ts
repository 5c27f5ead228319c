import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { followClick, switchThankYou } from './index.server.ts';
import { planThankYou } from './plan-thank-you.server.ts';
import { addOrder, addPerson } from './testing.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t?.cleanup());

const statusOf = async (orderId: string) =>
  (
    await t.ctx.db.query<{ status: string; reason: string | null; subject_line: string | null }>(
      `select status, reason, subject_line from messages where subject_id = $1`,
      [orderId],
    )
  ).rows;

describe('thank-you message', () => {
  it('is not sent by a new shop', async () => {
    const ada = await addPerson(t.ctx, 'per_0', 'nobody@example.com');
    await addOrder(t.ctx, '9007199254740990', ada);
    await t.runDue();
    expect(t.mails).toHaveLength(0);
    expect(await statusOf('9007199254740990')).toEqual([]);
  });

  it("goes out once, in the order's language, with items and total", async () => {
    await switchThankYou(t.ctx, true);
    const ada = await addPerson(t.ctx, 'per_1', 'ada@example.com', { firstName: 'Ada' });
    await addOrder(t.ctx, '9007199254740993', ada);
    await t.runDue();
    expect(t.mails).toHaveLength(1);
    const mail = t.mails[0]!;
    expect(mail.to).toEqual(['ada@example.com']);
    expect(mail.email.subject).toBe('Vielen Dank für Ihre Bestellung #0993');
    expect(mail.email.html).toContain('Vielen Dank, Ada');
    expect(mail.email.html).toContain('Teekanne „Öland“');
    const link = /href="https:\/\/app\.example\/go\/([^/]+)\/(\d+)\/([^"]+)"[^>]*>Bestellung ansehen/.exec(
      mail.email.html ?? '',
    );
    expect(await followClick(t.app, link?.[1] ?? '', link?.[2] ?? '', link?.[3] ?? '', true)).toBe(
      'https://testladen.example/orders/9007199254740993?key=1',
    );
    expect(mail.email.text).toMatch(/54,90\s€/);
    expect(mail.email.headers.some(({ key }) => key === 'list-unsubscribe')).toBe(false);
    expect(await statusOf('9007199254740993')).toMatchObject([{ status: 'sent', reason: null }]);

    await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'order.paid', { orderId: '9007199254740993' }));
    await t.runDue();
    expect(t.mails).toHaveLength(1);
  });

  it('falls back to the language of the shop for a language we do not speak', async () => {
    const bea = await addPerson(t.ctx, 'per_2', 'bea@example.com');
    await addOrder(t.ctx, '1002', bea, { locale: 'fi' });
    await t.runDue();
    expect(t.mails.at(-1)?.email.subject).toBe('Vielen Dank für Ihre Bestellung #1002');
  });

  it('is not sent for an order without an address, and the ledger says why', async () => {
    await addOrder(t.ctx, '1003', null);
    await t.runDue();
    expect(await statusOf('1003')).toMatchObject([{ status: 'dropped', reason: 'no_address' }]);
  });

  it('waits some seconds for a referral link that is being made, and goes without one after half a minute', async () => {
    const dan = await addPerson(t.ctx, 'per_4', 'dan@example.com');
    await addOrder(t.ctx, '1006', dan, { emit: false, paidAt: t.clock.now() });
    const invite = {
      url: 'https://app.example/r/FRIEND-1',
      friendBasisPoints: 1000,
      advocateReward: { minor: '1000', currency: 'EUR' },
    };
    const pending = async () => 'pending' as const;
    expect(await planThankYou(t.ctx, '1006', pending, null)).toMatchObject({ kind: 'snooze' });
    expect(await planThankYou(t.ctx, '1006', async () => invite, null)).toEqual({ kind: 'done' });
    await t.runDue();
    expect(t.mails.at(-1)?.email.html).toContain('https://app.example/r/FRIEND-1');
    await addOrder(t.ctx, '1007', dan, { emit: false, paidAt: t.clock.now() });
    t.clock.advance(31_000);
    expect(await planThankYou(t.ctx, '1007', pending, null)).toEqual({ kind: 'done' });
    await t.runDue();
    expect(t.mails.at(-1)?.email.html).not.toContain('/r/');
  });

  it('is not sent for cancelled, old or imported orders', async () => {
    const cem = await addPerson(t.ctx, 'per_3', 'cem@example.com');
    const before = t.mails.length;
    await addOrder(t.ctx, '1004', cem, { cancelledAt: t.clock.now() });
    await addOrder(t.ctx, '1005', cem, { paidAt: new Date(t.clock.now().getTime() - 25 * 3_600_000) });
    await t.runDue();
    expect(t.mails).toHaveLength(before);
    expect(await statusOf('1004')).toMatchObject([{ status: 'dropped', reason: 'order_cancelled' }]);
    expect(await statusOf('1005')).toEqual([]);
  });
});
