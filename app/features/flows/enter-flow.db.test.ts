import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { day, hour } from '../../kit/span.ts';
import { addOrder, addPerson } from '../messages/testing.ts';
import { startByHand } from './index.server.ts';
import { noteFact } from './note-fact.server.ts';
import { activeFlow, addReader, define, list, runsOf, send, wait } from './testing.ts';

let t: TestContext;
let ada: { personId: string; hash: string; sealed: string };
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addReader(t, 'ada');
});
afterEach(() => t?.cleanup());

const once = (againDays: number | null) => ({
  againAfter: againDays === null ? null : { amount: againDays, unit: 'days' as const },
  isOncePerSubject: false,
});
const orders = async (...ids: string[]) => {
  for (const id of ids) await addOrder(t.ctx, id, ada, { paidAt: t.clock.now() });
};

describe('entering', () => {
  it('two facts at once: one person is inside once', async () => {
    const flow = await activeFlow(t, define([wait('w', 1)], { entry: once(1) }));
    await addOrder(t.ctx, '1001', ada, { emit: false });
    await addOrder(t.ctx, '1002', ada, { emit: false });
    await Promise.all(['1001', '1002', '1001', '1002'].map((id) => noteFact(t.ctx, `order.paid:${id}`)));
    expect(await runsOf(t, flow)).toHaveLength(1);
  });

  it('again only after the span, or never', async () => {
    const again = await activeFlow(t, define([wait('w', 1)], { entry: once(10) }));
    const never = await activeFlow(t, define([wait('w', 1)], { entry: once(null) }));
    const each = await activeFlow(t, define([wait('w', 1)]));
    await orders('1001');
    await t.advance(hour);
    await orders('1002'); // while inside
    await t.advance(5 * day);
    await orders('1003'); // too soon
    await t.advance(6 * day);
    await orders('1004');
    await t.runDue();
    expect([again, never, each].length).toBe(3);
    expect(await runsOf(t, again)).toHaveLength(2);
    expect(await runsOf(t, never)).toHaveLength(1);
    expect(await runsOf(t, each)).toHaveLength(4);
  });

  it('the same fact, told again, lets nobody in twice', async () => {
    const flow = await activeFlow(t, define([list('l')]));
    await orders('1001');
    await t.runDue();
    for (let i = 0; i < 3; i++) await noteFact(t.ctx, 'order.paid:1001');
    await t.runDue();
    expect(await runsOf(t, flow)).toHaveLength(1);
  });

  it('the entry rule is that of offers', async () => {
    const rich = { kind: 'order-total', currency: 'EUR', min: '6000' } as const;
    const flow = await activeFlow(t, define([list('l')], { rule: rich }));
    const rest = await activeFlow(t, define([list('l')], { rule: { kind: 'not', rule: rich } }));
    await orders('1001'); // 54.90
    await t.runDue();
    expect(await runsOf(t, flow)).toEqual([]);
    expect(await runsOf(t, rest)).toHaveLength(1);
  });

  it('a person without any order is asked what is known of persons', async () => {
    const noOrders = await activeFlow(
      t,
      define([list('l')], { trigger: { kind: 'by-hand' }, rule: { kind: 'first-order', is: true } }),
    );
    const anybody = await activeFlow(t, define([list('l')], { trigger: { kind: 'by-hand' } }));
    const hand = (flowId: string) => startByHand(t.ctx, { flowId, personId: ada.personId, key: 'k' });
    expect(await hand(noOrders)).toEqual({ kind: 'refused', because: 'rule' });
    expect(await hand(anybody)).toMatchObject({ kind: 'entered' });
    expect(await hand(anybody)).toEqual({ kind: 'refused', because: 'known' });
    expect(await startByHand(t.ctx, { flowId: anybody, personId: 'per_none', key: 'k' })).toEqual({
      kind: 'refused',
      because: 'rule',
    });
  });

  it('holds out its share, always the same people, and tells them nothing', async () => {
    const flow = await activeFlow(t, define([send('a')], { holdOutPercent: 20 }));
    for (let i = 0; i < 200; i++) {
      const person = await addPerson(t.ctx, `per_${i}`, `p${i}@example.com`);
      await addOrder(t.ctx, `${3000 + i}`, person, { emit: false });
      await noteFact(t.ctx, `order.paid:${3000 + i}`);
    }
    const heldOut = (await runsOf(t, flow)).filter(({ state }) => state === 'held-out');
    // 200 people at 20 %: 40, give or take four standard deviations
    expect(heldOut.length).toBeGreaterThan(17);
    expect(heldOut.length).toBeLessThan(63);
    const [someone] = heldOut;
    const { rows } = await t.ctx.db.query<{ email_hash: string; email_sealed: string }>(
      'select email_hash, email_sealed from orders where person_id = $1',
      [someone?.person_id],
    );
    const order = rows[0];
    await addOrder(
      t.ctx,
      '9001',
      {
        personId: someone?.person_id ?? '',
        hash: order?.email_hash ?? '',
        sealed: order?.email_sealed ?? '',
      },
      { emit: false },
    );
    await noteFact(t.ctx, 'order.paid:9001');
    const again = (await runsOf(t, flow)).filter(({ person_id }) => person_id === someone?.person_id);
    expect(again.map(({ state }) => state)).toEqual(['held-out', 'held-out']);
    await t.ctx.db.query(`delete from due_items where kind = 'messages.plan-thank-you'`);
    const { rows: waiting } = await t.ctx.db.query(
      `select 1 from due_items d join flow_runs r on r.id = d.subject where r.state = 'held-out'`,
    );
    expect(waiting).toEqual([]);
  });

  it('what lies long before the flow was switched on starts nothing', async () => {
    const flow = await activeFlow(t, define([list('l')]));
    await addOrder(t.ctx, '1001', ada, { paidAt: new Date(t.clock.now().getTime() - 3 * day) });
    await t.runDue();
    expect(await runsOf(t, flow)).toEqual([]);
  });
});
