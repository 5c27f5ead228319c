import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { day, hour, minute } from '../../kit/span.ts';
import { addOrder } from '../messages/testing.ts';
import type { FlowStep } from './flow.ts';
import { signatureOf, webhookSecret } from './index.server.ts';
import { activeFlow, addReader, define, list, logOf, runsOf, send, subjectsOf, wait } from './testing.ts';

let t: TestContext;
let ada: { personId: string; hash: string; sealed: string };
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addReader(t, 'ada');
});
afterEach(() => t?.cleanup());
const subjects = () => subjectsOf(t);

const note = (id: string): FlowStep => ({ id, kind: 'note', text: `Notiz ${id}` });
const condition = (id: string, yes: FlowStep[], no: FlowStep[]): FlowStep => ({
  id,
  kind: 'condition',
  rule: { kind: 'order-total', currency: 'EUR', min: '5000' },
  // biome-ignore lint/suspicious/noThenProperty: data of ours
  then: yes,
  else: no,
});
const split = (id: string): FlowStep => ({
  id,
  kind: 'split',
  isExperiment: false,
  arms: [
    { id: 'x', weight: 1, steps: [list('left')] },
    { id: 'y', weight: 1, steps: [list('right')] },
  ],
});
const code: FlowStep = {
  id: 'code',
  kind: 'code',
  terms: { kind: 'percentage', basisPoints: 1000 },
  validFor: { amount: 3, unit: 'days' },
};

describe('a flow', () => {
  it('takes a paid order through its steps', async () => {
    const flow = await activeFlow(t, define([send('a'), wait('w', 3), send('b'), list('l')]));
    await addOrder(t.ctx, '1001', ada);
    await t.runDue();
    expect(subjects()).toEqual(['Betreff a']);
    const [run] = await runsOf(t, flow);
    expect(run).toMatchObject({ state: 'waiting', step_id: 'w' });
    expect(run?.wait_until).toEqual(new Date('2026-11-05T10:00:00Z'));
    await t.advance(3 * day - minute);
    expect(subjects()).toHaveLength(1);
    await t.advance(minute);
    expect(subjects()).toEqual(['Betreff a', 'Betreff b']);
    expect((await runsOf(t, flow))[0]).toMatchObject({ state: 'done', reason: 'finished' });
    expect(await logOf(t, run?.id ?? '')).toEqual([
      'a=asked',
      'w:begun=waiting',
      'w=waited',
      'b=asked',
      'l=added',
    ]);
    expect((await t.ctx.db.query('select list from flow_list_members')).rows).toEqual([{ list: 'l' }]);
  });

  it('costs a shop without flows no due row', async () => {
    await addOrder(t.ctx, '1001', ada);
    const ran = await t.runDue();
    expect(ran.filter((job) => job.startsWith('flows.'))).toEqual([]);
  });

  it('quiet hours hold marketing, not service', async () => {
    await activeFlow(t, define([wait('w', 12, 'hours'), send('a'), send('b', 'marketing')]));
    await addOrder(t.ctx, '1001', ada);
    await t.advance(12 * hour);
    expect(subjects()).toEqual(['Betreff a']);
    await t.advance(11 * hour);
    expect(subjects()).toEqual(['Betreff a', 'Betreff b']);
  });

  it('decides, splits for good, keeps lists and leaves notes', async () => {
    const flow = await activeFlow(
      t,
      define([
        condition('if', [note('rich')], [note('poor')]),
        split('s'),
        { id: 'off', kind: 'list', list: 'left', isAdded: false },
        { id: 'e', kind: 'end' },
      ]),
    );
    await addOrder(t.ctx, '1001', ada);
    await addOrder(t.ctx, '1002', ada);
    await t.runDue();
    const runs = await runsOf(t, flow);
    expect(runs).toHaveLength(2);
    const logs = await Promise.all(runs.map(({ id }) => logOf(t, id)));
    expect(logs[0]).toEqual(logs[1]);
    expect(logs[0]?.[0]).toBe('if=then');
    expect(logs[0]?.at(-1)).toBe('e=ended');
    const notes = await t.ctx.db.query('select text, order_id from flow_notes order by order_id');
    expect(notes.rows).toEqual([
      { text: 'Notiz rich', order_id: '1001' },
      { text: 'Notiz rich', order_id: '1002' },
    ]);
    const lists = (await t.ctx.db.query<{ list: string }>('select list from flow_list_members')).rows;
    expect(lists).toEqual(logs[0]?.includes('s=arm:x') ? [] : [{ list: 'right' }]);
  });

  it('gives a code that begins when it can be read, and fills it in', async () => {
    await activeFlow(t, define([wait('w', 12, 'hours'), code, send('a', 'marketing')]), {
      a: {
        de: {
          subject: 'Betreff {discount} für {first name}',
          text: 'Bis {deadline}.',
          button: 'Los',
          url: null,
        },
      },
    });
    await addOrder(t.ctx, '1001', ada);
    await t.advance(23 * hour);
    // Ready at 23:00 of the reader: code and message wait for nine in the morning.
    const [made, ...others] = [...t.store.codes.values()];
    expect(others).toEqual([]);
    expect(made?.input).toMatchObject({ usageLimit: 1, endsAt: new Date('2026-11-06T08:00:00Z') });
    const mail = t.mails.at(-1)?.email;
    expect(mail?.subject).toMatch(/^Betreff 10\s%\sfür ada$/);
    expect(mail?.html).toContain(made?.input?.code);
    expect(mail?.text).toContain('/go/');
  });

  it('tags the customer, and takes the tag away', async () => {
    t.store.customerTags.set('77', ['Neu']);
    await t.ctx.db.query(
      `insert into person_identities (shop_id, kind, value_hash, value_sealed, person_id, source, created_at)
       values ($1, 'customer', 'h77', $2, $3, 'test', $4)`,
      [t.ctx.shop.id, t.ctx.vault.seal('77'), ada.personId, t.clock.now()],
    );
    const flow = await activeFlow(
      t,
      define([
        { id: 'on', kind: 'tag', tag: 'Stammkunde', isAdded: true },
        { id: 'off', kind: 'tag', tag: 'neu', isAdded: false },
      ]),
    );
    await addOrder(t.ctx, '1001', ada);
    await t.runDue();
    expect(t.store.customerTags.get('77')).toEqual(['Stammkunde']);
    const [run] = await runsOf(t, flow);
    expect(await logOf(t, run?.id ?? '')).toContain('on:answered=tagged');
  });

  it('waits for an event, or until the time is up', async () => {
    const wish: FlowStep = {
      id: 'w',
      kind: 'wait',
      wait: { until: 'event', event: { kind: 'order-delivered' }, atMost: { amount: 10, unit: 'days' } },
    };
    const flow = await activeFlow(t, define([wish, send('a')]));
    await addOrder(t.ctx, '1001', ada);
    await addOrder(t.ctx, '1002', ada);
    await t.advance(day);
    await t.ctx.db.tx(async (tx) => {
      await tx.query('update orders set delivered_at = $1 where id = $2', [t.clock.now(), '1001']);
      await t.ctx.emit(tx, t.ctx.shop.id, 'order.delivered', { orderId: '1001' });
    });
    await t.runDue();
    // The other order's run goes on waiting.
    expect((await runsOf(t, flow)).map(({ state }) => state).sort()).toEqual(['done', 'waiting']);
    expect(subjects()).toHaveLength(1);
    await t.advance(9 * day);
    const logs = await Promise.all((await runsOf(t, flow)).map(({ id }) => logOf(t, id)));
    expect(logs.map((log) => log[1])).toEqual(['w=event', 'w=timed-out']);
  });

  it('waits for a time of day on the clock of the person, over the night of the change', async () => {
    t.clock.set(new Date('2026-03-28T22:30:00Z'));
    const rua = await addReader(t, 'rua', { timezone: 'Pacific/Auckland' });
    const nine: FlowStep = { id: 'w', kind: 'wait', wait: { until: 'time', at: '09:00', weekdays: [] } };
    const flow = await activeFlow(t, define([nine, list('l')]));
    await addOrder(t.ctx, '1001', ada);
    await addOrder(t.ctx, '1002', rua);
    await t.runDue();
    const until = (await runsOf(t, flow)).map(({ person_id, wait_until }) => [
      person_id,
      wait_until?.toISOString(),
    ]);
    expect(Object.fromEntries(until)).toEqual({
      per_ada: '2026-03-29T07:00:00.000Z', // summer time since that night
      per_rua: '2026-03-29T20:00:00.000Z',
    });
  });
});

describe('a webhook', () => {
  it('is signed, tried again with the same id, and given up when refused', async () => {
    const answers = [503, 200, 410];
    const got: { id: string; signature: string; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        got.push({
          id: String(request.headers['reprise-id']),
          signature: String(request.headers['reprise-signature']),
          body,
        });
        response.writeHead(answers[got.length - 1] ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const flow = await activeFlow(t, define([{ id: 'h', kind: 'webhook', url }, list('l')]));
    await addOrder(t.ctx, '1001', ada);
    await expect(t.runDue()).rejects.toThrow('503');
    await t.ctx.db.query('update due_items set lease_until = null');
    await t.runDue();
    expect(got).toHaveLength(2);
    expect(got[0]?.id).toBe(got[1]?.id);
    const body = JSON.parse(got[1]?.body ?? '{}');
    expect(body).toMatchObject({ type: 'flow.step', step: 'h', orderId: '1001', startedBy: 'order-paid' });
    expect(JSON.stringify(body)).not.toContain('ada@');
    expect(got[1]?.signature).toBe(
      signatureOf(await webhookSecret(t.ctx), t.clock.now(), got[1]?.body ?? ''),
    );
    await addOrder(t.ctx, '1002', ada);
    await t.runDue();
    const logs = await Promise.all((await runsOf(t, flow)).map(({ id }) => logOf(t, id)));
    expect(logs.flat().filter((line) => line.startsWith('h:answered'))).toEqual([
      'h:answered=accepted',
      'h:answered=refused',
    ]);
    await new Promise((resolve) => server.close(resolve));
  });
});
