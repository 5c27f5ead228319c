import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import type { Context } from '../../platform/context.ts';
import { addOrder } from '../messages/testing.ts';
import type { FlowStep } from './flow.ts';
import { noteFact } from './note-fact.server.ts';
import { runSteps } from './run-steps.server.ts';
import { activeFlow, addReader, define, list, logOf, runsOf, send, wait } from './testing.ts';

let t: TestContext;
let ada: { personId: string; hash: string; sealed: string };
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addReader(t, 'ada');
});
afterEach(() => t?.cleanup());

const note = (id: string): FlowStep => ({ id, kind: 'note', text: `Notiz ${id}` });
const code: FlowStep = {
  id: 'code',
  kind: 'code',
  terms: { kind: 'percentage', basisPoints: 1000 },
  validFor: { amount: 3, unit: 'days' },
};
const steps: FlowStep[] = [
  note('n1'),
  code,
  send('a', 'marketing'),
  {
    id: 'if',
    kind: 'condition',
    rule: { kind: 'order-total', currency: 'EUR', min: '5000' },
    // biome-ignore lint/suspicious/noThenProperty: data of ours
    then: [note('n2')],
    else: [],
  },
  {
    id: 's',
    kind: 'split',
    isExperiment: false,
    arms: [
      { id: 'x', weight: 1, steps: [list('here')] },
      { id: 'y', weight: 1, steps: [list('there')] },
    ],
  },
  { id: 'tag', kind: 'tag', tag: 'neu', isAdded: true },
  wait('w', 1),
  send('b', 'marketing'),
];

/** A context whose connection breaks at the n-th statement of its transactions. */
function breaking(n: number): { ctx: Context; isBroken(): boolean } {
  let left = n;
  const ctx: Context = {
    ...t.ctx,
    db: {
      ...t.ctx.db,
      tx: (work) =>
        t.ctx.db.tx((tx) =>
          work({
            ...tx,
            query: (text, values) => {
              if (--left === 0) throw new Error('killed');
              return tx.query(text, values);
            },
          }),
        ),
    },
  };
  return { ctx, isBroken: () => left <= 0 };
}

const runOf = async (order: string): Promise<string> => {
  const { rows } = await t.ctx.db.query<{ id: string }>('select id from flow_runs where order_id = $1', [
    order,
  ]);
  return rows[0]?.id ?? '';
};

describe('a worker that is killed', () => {
  it('between any two statements: every step is done once, nothing is lost', async () => {
    await activeFlow(t, define(steps));
    let broken = 0;
    for (let n = 1; n < 400; n++) {
      const order = String(2000 + n);
      await addOrder(t.ctx, order, ada, { emit: false });
      const { ctx, isBroken } = breaking(n);
      const attempt = async (context: Context) => {
        await noteFact(context, `order.paid:${order}`);
        await runSteps(context, await runOf(order));
      };
      await attempt(ctx).catch((error) => expect(String(error)).toContain('killed'));
      if (!isBroken()) break;
      broken += 1;
      await attempt(t.ctx);
      const log = await logOf(t, await runOf(order));
      expect(log.map((line) => line.split('=')[0])).toEqual([
        'n1',
        'code',
        'a',
        'if',
        'n2',
        's',
        log.includes('s=arm:x') ? 'here' : 'there',
        'tag',
        'w:begun',
      ]);
      const counts = await t.ctx.db.query(
        `select (select count(*)::int from flow_notes where order_id = $1) as notes,
           (select count(*)::int from messages m join flow_runs r on r.id = m.subject_id where r.order_id = $1) as messages,
           (select count(*)::int from due_items d join flow_runs r on r.id = d.subject where r.order_id = $1) as timers,
           (select count(*)::int from due_items d join flow_runs r on d.subject = r.id || '/tag' where r.order_id = $1) as tags`,
        [order],
      );
      expect(counts.rows).toEqual([{ notes: 2, messages: 1, timers: 1, tags: 1 }]);
    }
    expect(broken).toBeGreaterThan(40);
    // One code each, however often the call was made.
    expect(t.store.codes.size).toBeLessThanOrEqual(broken + 1);
  }, 120_000);

  it('after the shop has made the code and before its answer was kept: the same code, with its first deadline', async () => {
    const flow = await activeFlow(t, define([code, send('a', 'marketing')]));
    await addOrder(t.ctx, '1001', ada, { emit: false });
    await noteFact(t.ctx, 'order.paid:1001');
    const id = await runOf('1001');
    t.store.failNext.set('createDiscountCode', { error: new Error('the line broke'), when: 'after' });
    await expect(runSteps(t.ctx, id)).rejects.toThrow('the line broke');
    t.clock.advance(3_600_000);
    await runSteps(t.ctx, id);
    expect(t.store.codes.size).toBe(1);
    const { rows } = await t.ctx.db.query<{ codes: object }>('select codes from flow_runs where id = $1', [
      id,
    ]);
    expect(rows[0]?.codes).toEqual({
      code: { code: [...t.store.codes.keys()][0], endsAt: '2026-11-05T10:00:00.000Z' },
    });
    expect((await runsOf(t, flow))[0]?.state).toBe('done');
  });

  it('a code that the shop refuses does not hold the flow up', async () => {
    t.store.failNext.clear();
    const foreign: FlowStep = { ...code, terms: { kind: 'percentage', basisPoints: 10_000 } } as FlowStep;
    const ctx: Context = {
      ...t.ctx,
      shopify: { ...t.ctx.shopify, createDiscountCode: async () => ({ kind: 'refused', message: 'no' }) },
    };
    await activeFlow(t, define([foreign, send('a', 'marketing')]));
    await addOrder(t.ctx, '1001', ada, { emit: false });
    await noteFact(ctx, 'order.paid:1001');
    await runSteps(ctx, await runOf('1001'));
    expect(await logOf(t, await runOf('1001'))).toEqual(['code=refused', 'a=asked']);
  });

  it('two workers at once take each step once', async () => {
    const flow = await activeFlow(t, define([note('n1'), code, send('a', 'marketing'), wait('w', 1)]));
    await addOrder(t.ctx, '1001', ada, { emit: false });
    await Promise.all(Array.from({ length: 3 }, () => noteFact(t.ctx, 'order.paid:1001')));
    const [run, ...others] = await runsOf(t, flow);
    expect(others).toEqual([]);
    await Promise.all(Array.from({ length: 3 }, () => runSteps(t.ctx, run?.id ?? '')));
    expect(await logOf(t, run?.id ?? '')).toEqual(['n1=noted', 'code=made', 'a=asked', 'w:begun=waiting']);
    expect(t.store.codes.size).toBe(1);
    expect((await t.ctx.db.query('select 1 from flow_notes')).rows).toHaveLength(1);
  });
});
