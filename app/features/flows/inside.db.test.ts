import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { day, hour, minute } from '../../kit/span.ts';
import { chooseMailing } from '../messages/index.server.ts';
import { addOrder } from '../messages/testing.ts';
import { mergePeople } from '../people/merge-people.server.ts';
import { redactCustomer } from '../privacy/index.server.ts';
import { uninstallShop } from '../shops/index.server.ts';
import type { FlowStep } from './flow.ts';
import {
  activateFlow,
  archiveFlow,
  countSteps,
  getFlow,
  listFlows,
  moveRuns,
  pauseFlow,
  removeFromFlow,
} from './index.server.ts';
import { noteFact } from './note-fact.server.ts';
import { runSteps } from './run-steps.server.ts';
import {
  activeFlow,
  addReader,
  define,
  list,
  logOf,
  renewFlow,
  runsOf,
  send,
  subjectsOf,
  wait,
} from './testing.ts';

let t: TestContext;
let ada: { personId: string; hash: string; sealed: string };
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addReader(t, 'ada');
});
afterEach(() => t?.cleanup());

const timers = async () =>
  (await t.ctx.db.query(`select subject from due_items where kind like 'flows.%'`)).rows.length;
const messages = async () =>
  (
    await t.ctx.db.query<{ status: string; reason: string | null }>(
      `select status, reason from messages where kind in ('flow', 'flow_service') order by wanted_at, id`,
    )
  ).rows;
/** What Shopify says to have somebody erased. */
const about = (email: string, order: string) => ({
  shop_domain: t.ctx.shop.domain,
  customer: { id: null, email, phone: null },
  orders_to_redact: [order],
});
/** Waits through the night with a marketing message in hand. */
const overNight: FlowStep[] = [
  wait('w1', 12, 'hours'),
  send('a', 'marketing'),
  wait('w2', 5),
  send('b', 'marketing'),
];

describe('goals and exits', () => {
  it('the goal ends the wait at once, and drops what is waiting with the reason', async () => {
    const flow = await activeFlow(t, define(overNight, { goal: { kind: 'order-paid' } }));
    await addOrder(t.ctx, '1001', ada);
    await t.advance(13 * hour); // 23:00 in Berlin: the message waits for the morning
    expect(await messages()).toEqual([{ status: 'deferred', reason: 'quiet_hours' }]);
    await addOrder(t.ctx, '1002', ada, { paidAt: t.clock.now() });
    await t.runDue();
    const [first, second] = await runsOf(t, flow);
    expect(first).toMatchObject({ state: 'converted', reason: 'goal' });
    // The new order begins its own; it is not the goal of itself.
    expect(second).toMatchObject({ state: 'waiting', step_id: 'w1' });
    expect(await messages()).toEqual([{ status: 'dropped', reason: 'flow_goal' }]);
    await t.advance(11 * hour);
    expect(subjectsOf(t)).toEqual([]);
  });

  it('right before sending it is asked again, also when nobody was told', async () => {
    await activeFlow(t, define(overNight, { goal: { kind: 'order-paid' } }));
    await addOrder(t.ctx, '1001', ada);
    await t.advance(13 * hour);
    // Recorded, and the fact is still on its way.
    await addOrder(t.ctx, '1002', ada, { paidAt: t.clock.now(), emit: false });
    await t.advance(12 * hour);
    expect(await messages()).toEqual([{ status: 'dropped', reason: 'flow_goal' }]);
    expect(subjectsOf(t)).toEqual([]);
  });

  it('an exit about another order of the person is none', async () => {
    const flow = await activeFlow(
      t,
      define([wait('w', 5), send('a')], { exits: [{ kind: 'order-cancelled' }] }),
    );
    await addOrder(t.ctx, '1001', ada);
    await addOrder(t.ctx, '1002', ada);
    await t.advance(hour);
    await t.ctx.db.tx(async (tx) => {
      await tx.query('update orders set cancelled_at = $1 where id = $2', [t.clock.now(), '1002']);
      await t.ctx.emit(tx, t.ctx.shop.id, 'order.cancelled', { orderId: '1002' });
    });
    await t.runDue();
    expect((await runsOf(t, flow)).map(({ state, reason }) => [state, reason])).toEqual([
      ['waiting', null],
      ['left', 'exit'],
    ]);
    await t.advance(5 * day);
    expect(subjectsOf(t)).toHaveLength(1);
  });

  it('a goal that is reached after the last step counts for some days', async () => {
    const flow = await activeFlow(
      t,
      define([send('a')], {
        goal: { kind: 'order-paid' },
        entry: { againAfter: null, isOncePerSubject: false },
      }),
    );
    await addOrder(t.ctx, '1001', ada);
    await t.advance(2 * day);
    expect((await runsOf(t, flow))[0]?.state).toBe('done');
    await addOrder(t.ctx, '1002', ada, { paidAt: t.clock.now() });
    await t.runDue();
    expect((await runsOf(t, flow)).map(({ state }) => state)).toEqual(['converted']);
    const counts = await countSteps(t.ctx, flow);
    expect(counts.get('a')).toMatchObject({
      entered: 1,
      done: 1,
      converted: 1,
      sent: 1,
      outcomes: { asked: 1 },
    });
  });
});

describe('those inside', () => {
  it('stand still while the flow is paused, and go on where they were', async () => {
    const flow = await activeFlow(t, define([wait('w', 2), send('a'), wait('w2', 1), send('b')]));
    await addOrder(t.ctx, '1001', ada);
    await t.advance(day);
    expect(await pauseFlow(t.ctx, flow)).toEqual({ kind: 'changed', inside: 1 });
    expect(await timers()).toBe(0);
    await addOrder(t.ctx, '1002', ada);
    await t.advance(5 * day);
    expect(subjectsOf(t)).toEqual([]);
    expect(await runsOf(t, flow)).toHaveLength(1);
    expect(await activateFlow(t.ctx, flow, null)).toEqual({ kind: 'activated', version: 1 });
    await t.runDue();
    expect(subjectsOf(t)).toEqual(['Betreff a']);
    await t.advance(day);
    expect(subjectsOf(t)).toEqual(['Betreff a', 'Betreff b']);
  });

  it('a message that falls due while the flow is paused is not sent, and says why', async () => {
    const flow = await activeFlow(t, define(overNight));
    await addOrder(t.ctx, '1001', ada);
    await t.advance(13 * hour);
    await pauseFlow(t.ctx, flow);
    await t.advance(12 * hour);
    expect(await messages()).toEqual([{ status: 'dropped', reason: 'flow_paused' }]);
  });

  it('leave an archived flow at once', async () => {
    const flow = await activeFlow(t, define(overNight));
    await addOrder(t.ctx, '1001', ada);
    await t.advance(13 * hour);
    expect(await archiveFlow(t.ctx, flow)).toEqual({ kind: 'changed', inside: 1 });
    expect((await runsOf(t, flow))[0]).toMatchObject({ state: 'left', reason: 'flow_archived' });
    expect(await messages()).toEqual([{ status: 'dropped', reason: 'flow_archived' }]);
    expect(await listFlows(t.ctx)).toEqual([]);
    expect((await listFlows(t.ctx, { withArchived: true }))[0]).toMatchObject({
      counts: { entered: 1, left: 1 },
    });
    expect(await activateFlow(t.ctx, flow, null)).toEqual({ kind: 'unknown' });
  });

  it('one can be taken out by hand', async () => {
    const flow = await activeFlow(t, define([wait('w', 2), send('a')]));
    await addOrder(t.ctx, '1001', ada);
    await t.runDue();
    const id = (await runsOf(t, flow))[0]?.id ?? '';
    expect(await removeFromFlow(t.ctx, id)).toEqual({ kind: 'removed' });
    expect(await removeFromFlow(t.ctx, id)).toEqual({ kind: 'unknown' });
    await t.advance(3 * day);
    expect(subjectsOf(t)).toEqual([]);
  });

  it('go on with the version that they entered, or are moved by choice', async () => {
    const flow = await activeFlow(t, define([send('a'), wait('w', 5), send('b')]));
    await addOrder(t.ctx, '1001', ada);
    await t.advance(day);
    // A shorter wait, something new before it, and another end.
    await renewFlow(t, flow, define([list('new'), send('a'), wait('w', 3), send('c')]));
    await addOrder(t.ctx, '1002', ada);
    await t.runDue();
    expect((await runsOf(t, flow)).map(({ version }) => version)).toEqual([1, 2]);
    expect((await getFlow(t.ctx, flow))?.versions).toMatchObject([
      { version: 2, inside: 1, by: null },
      { version: 1, inside: 1, by: 'Ada Byron' },
    ]);
    const [old] = await runsOf(t, flow);
    expect(await moveRuns(t.ctx, flow, [old?.id ?? ''])).toEqual({ kind: 'moved', moved: 1 });
    expect((await runsOf(t, flow))[0]).toMatchObject({
      version: 2,
      step_id: 'w',
      wait_until: new Date('2026-11-05T10:00:00Z'),
    });
    await t.advance(2 * day);
    // What was had is not had again, and what was new before their place they do not get.
    expect(await logOf(t, old?.id ?? '')).toEqual(['a=asked', 'w:begun=waiting', 'w=waited', 'c=asked']);
    expect(await moveRuns(t.ctx, flow)).toEqual({ kind: 'moved', moved: 0 });
  });

  it('a moved one whose steps are all gone is through', async () => {
    const flow = await activeFlow(t, define([wait('w', 5), send('b')]));
    await addOrder(t.ctx, '1001', ada);
    await t.advance(day);
    await renewFlow(t, flow, define([list('other')]));
    await moveRuns(t.ctx, flow);
    await t.runDue();
    expect((await runsOf(t, flow))[0]).toMatchObject({ state: 'done', reason: 'finished' });
    await t.advance(10 * day);
    expect(subjectsOf(t)).toEqual([]);
  });
});

describe('the end of it all', () => {
  it('unsubscribing ends what would go on advertising, not what serves', async () => {
    const selling = await activeFlow(
      t,
      define([send('a', 'marketing'), wait('w', 2), send('b', 'marketing')]),
    );
    const serving = await activeFlow(t, define([wait('w', 2), send('c')]));
    await addOrder(t.ctx, '1001', ada);
    await t.runDue();
    const { rows } = await t.ctx.db.query<{ id: string }>(`select id from messages where kind = 'flow'`);
    const id = rows[0]?.id ?? '';
    await chooseMailing(t.app, id, t.ctx.vault.sign('unsubscribe', id), {
      isWanted: false,
      said: 'x',
    });
    await t.runDue();
    expect((await runsOf(t, selling))[0]).toMatchObject({ state: 'left', reason: 'unsubscribed' });
    expect((await runsOf(t, serving))[0]).toMatchObject({ state: 'waiting' });
    await t.advance(3 * day);
    expect(subjectsOf(t)).toEqual(['Betreff a', 'Betreff c']);
  });

  it('an erasure ends it in its own transaction', async () => {
    const flow = await activeFlow(t, define([wait('w', 2), send('a')]));
    await addOrder(t.ctx, '1001', ada);
    await t.runDue();
    const before = await timers();
    await redactCustomer(t.app, {
      domain: t.ctx.shop.domain,
      receiptId: 1n,
      body: about('ada@example.com', '1001'),
    });
    expect((await runsOf(t, flow))[0]).toMatchObject({ state: 'left', reason: 'erased' });
    expect(await timers()).toBe(before - 1);
    await t.advance(3 * day);
    expect(subjectsOf(t)).toEqual([]);
  });

  it('an erasure that races a step: whoever is first, nothing of the person is left to be sent', async () => {
    const flow = await activeFlow(t, define([send('a'), wait('w', 2), send('b')]));
    for (let i = 0; i < 12; i++) {
      const name = `eve${i}`;
      const order = `${4000 + i}`;
      const eve = await addReader(t, name);
      await addOrder(t.ctx, order, eve, { emit: false });
      await noteFact(t.ctx, `order.paid:${order}`);
      const { rows } = await t.ctx.db.query<{ id: string }>('select id from flow_runs where order_id = $1', [
        order,
      ]);
      await Promise.all([
        runSteps(t.ctx, rows[0]?.id ?? ''),
        redactCustomer(t.app, {
          domain: t.ctx.shop.domain,
          receiptId: BigInt(100 + i),
          body: about(`${name}@example.com`, order),
        }),
      ]);
      const left = await t.ctx.db.query(
        `select 1 from messages where subject_id = $1 and address_sealed is not null
         union all select 1 from due_items where subject = $1`,
        [rows[0]?.id],
      );
      expect(left.rows).toEqual([]);
    }
    expect(
      (await runsOf(t, flow)).every(({ state, reason }) => state === 'left' && reason === 'erased'),
    ).toBe(true);
    await t.advance(3 * day);
    expect(subjectsOf(t)).toEqual([]);
  });

  it('nothing runs after an uninstallation', async () => {
    const flow = await activeFlow(t, define([wait('w', 2), send('a')]));
    await addOrder(t.ctx, '1001', ada);
    await t.runDue();
    await uninstallShop(t.app, { domain: t.ctx.shop.domain, triggeredAt: null });
    expect((await runsOf(t, flow))[0]).toMatchObject({ state: 'left', reason: 'shop_uninstalled' });
    expect(await timers()).toBe(0);
    await t.advance(3 * day);
    expect(subjectsOf(t)).toEqual([]);
  });

  it('two people who turn out to be one are inside once', async () => {
    const flow = await activeFlow(
      t,
      define([wait('w', 2), send('a')], { entry: { againAfter: null, isOncePerSubject: false } }),
    );
    const eve = await addReader(t, 'eve');
    await addOrder(t.ctx, '1001', ada);
    await t.advance(minute);
    await addOrder(t.ctx, '1002', eve);
    await t.advance(hour);
    await t.ctx.db.tx((tx) =>
      mergePeople(t.ctx, tx, [ada.personId, eve.personId], { source: 'test', clueHashes: [] }),
    );
    await t.advance(2 * day);
    expect((await runsOf(t, flow)).map(({ state, reason }) => [state, reason])).toEqual([
      ['done', 'finished'],
      ['left', 'joined'],
    ]);
    expect(subjectsOf(t)).toEqual(['Betreff a']);
  });
});
