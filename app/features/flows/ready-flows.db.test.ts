import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { day } from '../../kit/span.ts';
import { addOrder, addPerson } from '../messages/testing.ts';
import type { FlowStep } from './flow.ts';
import { sweepFlowsJob } from './flows.jobs.ts';
import {
  createReadyFlow,
  dryRun,
  flowResults,
  flowTraits,
  getFlow,
  listFlows,
  startByHand,
  switchOnReadyFlow,
} from './index.server.ts';
import { readyFlowNames } from './index.ts';
import { activeFlow, addReader, define, list, runsOf, send, texts, wait } from './testing.ts';

let t: TestContext;
let ada: { personId: string; hash: string; sealed: string };
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addReader(t, 'ada');
});
afterEach(() => t?.cleanup());

describe('ready flows', () => {
  it('are on with one call each, and made once', async () => {
    for (const name of readyFlowNames) {
      const first = await switchOnReadyFlow(t.ctx, name, null);
      expect(first).toMatchObject({ kind: 'activated', version: 1 });
      expect(await switchOnReadyFlow(t.ctx, name, null)).toEqual(first);
    }
    const flows = await listFlows(t.ctx);
    expect(flows.map(({ status, readyName }) => [status, readyName]).sort()).toEqual(
      readyFlowNames.map((name) => ['active', name]).sort(),
    );
    expect(flows.find(({ readyName }) => readyName === 'birthday')?.name).toBe('Alles Gute zum Geburtstag');
  });

  it('win somebody back: mail, code, and the goal', async () => {
    await switchOnReadyFlow(t.ctx, 'win-back', null);
    // Held out or not follows from the flow's id: the first of these who is not.
    for (let i = 0; i < 3; i++) {
      const person = await addReader(t, `old${i}`);
      await addOrder(t.ctx, `${7000 + i}`, person, {
        paidAt: new Date(t.clock.now().getTime() - 125 * day),
        emit: false,
      });
    }
    await t.ctx.due.schedule(t.ctx.db, {
      shopId: t.ctx.shop.id,
      job: sweepFlowsJob,
      subject: 'shop',
      dueAt: t.clock.now(),
    });
    await t.runDue();
    const inside = t.mails.length;
    expect(inside).toBeGreaterThan(0);
    expect(t.mails[0]?.email.subject).toMatch(/^Es ist eine Weile her, old\d$/);
    await t.advance(11 * day);
    expect(t.mails).toHaveLength(2 * inside);
    expect(t.mails.at(-1)?.email.subject).toMatch(/^10\s%\szum Wiederkommen$/);
    expect(t.mails.at(-1)?.email.html).toContain('FLOW-');
  });

  it('a draft says what is missing, and its versions who made them', async () => {
    const { id } = await createReadyFlow(t.ctx, 'vip-welcome', 'en');
    expect(await getFlow(t.ctx, id)).toMatchObject({
      flow: { name: 'Welcome to the list', status: 'draft' },
      problems: [],
      versions: [],
      isChanged: false,
    });
    expect(await getFlow(t.ctx, 'flw_none')).toBeNull();
  });
});

describe('a dry run', () => {
  it('tells what would happen when, and writes nothing', async () => {
    const event: FlowStep = {
      id: 'ev',
      kind: 'wait',
      wait: { until: 'event', event: { kind: 'order-paid' }, atMost: { amount: 2, unit: 'days' } },
    };
    const definition = define([
      wait('w', 12, 'hours'),
      send('a', 'marketing'),
      event,
      {
        id: 'if',
        kind: 'condition',
        rule: { kind: 'order-total', currency: 'EUR', min: '5000' },
        // biome-ignore lint/suspicious/noThenProperty: data of ours
        then: [{ ...send('b'), channel: 'sms' }],
        else: [list('l')],
      },
      { id: 'end', kind: 'end' },
    ]);
    await addOrder(t.ctx, '1001', ada, { emit: false });
    const before = await counts();
    const told = await dryRun(t.ctx, { definition, contents: texts('a', 'b') }, ada.personId);
    expect(told).toMatchObject({ kind: 'told', entry: 'enters', endsAt: new Date('2026-11-04T22:00:00Z') });
    expect(
      told.kind === 'told' && told.steps.map(({ path, outcome, until }) => [path, outcome, until]),
    ).toEqual([
      ['0', 'waits', new Date('2026-11-02T22:00:00Z')],
      ['1', 'sends', new Date('2026-11-03T08:00:00Z')], // 23:00 there: nine in the morning
      ['2', 'waits-for-event', new Date('2026-11-04T22:00:00Z')],
      ['3', 'then', null],
      ['3.then.0', 'no-channel', null],
      ['4', 'does', null],
    ]);
    expect(await counts()).toEqual(before);
  });

  it('knows the entry rule, consent and who is held out', async () => {
    const eve = await addPerson(t.ctx, 'per_eve', 'eve@example.com');
    const plan = { definition: define([send('a', 'marketing')]), contents: texts('a') };
    const silent = await dryRun(t.ctx, plan, eve.personId);
    expect(silent).toMatchObject({ steps: [{ outcome: 'no-consent', subject: 'Betreff a' }] });
    const ruled = {
      ...plan,
      definition: { ...plan.definition, rule: { kind: 'is-vip' as const, is: true } },
    };
    expect(await dryRun(t.ctx, ruled, eve.personId)).toMatchObject({ entry: 'rule', steps: [] });
    expect(await dryRun(t.ctx, 'flw_none', eve.personId)).toEqual({ kind: 'unknown' });
    const flow = await activeFlow(
      t,
      define([send('a')], { holdOutPercent: 50, trigger: { kind: 'order-paid' } }),
    );
    for (const { personId } of [ada, eve]) {
      const told = await dryRun(t.ctx, flow, personId);
      const done = await startByHand(t.ctx, { flowId: flow, personId, key: '1' });
      expect(told).toMatchObject({ entry: done.kind === 'held-out' ? 'held-out' : 'enters' });
    }
  });

  const counts = async () =>
    (
      await t.ctx.db.query(
        `select (select count(*) from flow_runs) as runs, (select count(*) from messages) as messages,
           (select count(*) from due_items) as due, (select count(*) from flow_step_log) as log`,
      )
    ).rows;
});

describe('what a flow has brought', () => {
  it('orders after a click and with its code, net, and each once', async () => {
    const flow = await activeFlow(t, define([send('a')]));
    await addOrder(t.ctx, '1001', ada);
    await t.runDue();
    const { rows } = await t.ctx.db.query<{ id: string }>(
      `select id from messages where kind = 'flow_service'`,
    );
    await t.ctx.db.query('update messages set clicked_at = $1, clicks = 1 where id = $2', [
      t.clock.now(),
      rows[0]?.id,
    ]);
    await t.advance(day);
    await addOrder(t.ctx, '1002', ada, { paidAt: t.clock.now() });
    await t.ctx.db.query(`update orders set refunded_minor = 490 where id = '1002'`);
    await t.advance(6 * day);
    await addOrder(t.ctx, '1003', ada, { paidAt: t.clock.now(), emit: false });
    await t.ctx.db.query(
      `update flow_runs set codes = '{"c": {"code": "FLOW-X", "endsAt": "2027-01-01"}}' where order_id = '1001'`,
    );
    await t.ctx.db.query(`update orders set discount_codes = '{flow-x}' where id in ('1002')`);
    expect(await flowResults(t.ctx, flow)).toMatchObject({
      sent: 2,
      clicked: 1,
      orders: 1,
      earnedMinor: 5000n,
      currency: 'EUR',
      lift: null,
    });
  });

  it('asks Shopify for the tags and segments that flows speak of', async () => {
    await activeFlow(
      t,
      define([list('l')], {
        trigger: { kind: 'segment-entered', segmentId: '55' },
        rule: { kind: 'person-tag', match: 'any', values: ['Stamm'] },
      }),
    );
    expect(await flowTraits(t.ctx)).toEqual([
      { kind: 'tag', value: 'stamm' },
      { kind: 'segment', value: '55' },
    ]);
    await t.runDue();
    const { rows } = await t.ctx.db.query('select kind, value from wanted_traits order by kind desc');
    expect(rows).toHaveLength(2);
    expect(await runsOf(t, 'none')).toEqual([]);
  });
});
