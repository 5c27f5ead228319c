import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour } from '../../kit/span.ts';
import { listExperiments, takeWinner } from '../experiments/index.server.ts';
import { addOrder } from '../messages/testing.ts';
import type { FlowStep } from './flow.ts';
import { archiveFlow, countFlowArms, countSteps } from './index.server.ts';
import { noteFact } from './note-fact.server.ts';
import { runSteps } from './run-steps.server.ts';
import { activeFlow, addReader, define, list, renewFlow, runsOf } from './testing.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
});
afterEach(() => t?.cleanup());

const split = (weights: [number, number]): FlowStep => ({
  id: 'test',
  kind: 'split',
  isExperiment: true,
  arms: weights.map((weight, i) => ({ id: `x${i}`, weight, steps: [list(`l${i}`)] })),
});
const tests = (flow: string) =>
  listExperiments(t.ctx, { subjectKind: 'flow', subjectId: `${flow}/test` }).then((all) =>
    all.map(({ experiment }) => experiment),
  );
const enter = async (flow: string, from: number, until: number) => {
  for (let i = from; i < until; i++) {
    const person = await addReader(t, `p${i}`);
    await addOrder(t.ctx, `${3000 + i}`, person, { paidAt: t.clock.now(), emit: false });
    await noteFact(t.ctx, `order.paid:${3000 + i}`);
  }
  for (const { id } of await runsOf(t, flow)) await runSteps(t.ctx, id);
};

describe('a split that is a test', () => {
  it('runs as an experiment, is counted by arm with what people bought since, and its winner is for all', async () => {
    const flow = await activeFlow(t, define([split([1, 1])]));
    const [test] = await tests(flow);
    if (!test) throw new Error('no test was started');
    expect(test).toMatchObject({ status: 'running', variants: [{ id: 'x0' }, { id: 'x1' }] });
    await enter(flow, 0, 40);
    const outcomes = (await countSteps(t.ctx, flow)).get('test')?.outcomes ?? {};
    t.clock.advance(hour);
    const [buyer] = await runsOf(t, flow);
    await addOrder(
      t.ctx,
      '9001',
      { personId: buyer?.person_id ?? '', hash: 'h', sealed: t.ctx.vault.seal('x@example.com') },
      { paidAt: t.clock.now(), emit: false },
    );
    const days = await t.ctx.db.tx((tx) => countFlowArms(t.ctx, tx, test));
    expect(Object.fromEntries(days.map(({ armId, people }) => [`arm:${armId}`, people]))).toEqual(outcomes);
    expect(days.reduce((sum, { people }) => sum + people, 0)).toBe(40);
    // The order that let them in is not what the flow brought; the next one is.
    expect(days.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0n)).toBe(5490n);
    expect(days.reduce((sum, { converted }) => sum + converted, 0)).toBe(1);

    await takeWinner(t.ctx, test.id, 'x1', 'merchant');
    await enter(flow, 40, 50);
    const after = (await countSteps(t.ctx, flow)).get('test')?.outcomes ?? {};
    expect(after['arm:x0']).toBe(outcomes['arm:x0']);
    expect((after['arm:x0'] ?? 0) + (after['arm:x1'] ?? 0)).toBe(50);
  });

  it('is another test with other weights, and stops with the flow', async () => {
    const flow = await activeFlow(t, define([split([1, 1])]));
    await renewFlow(t, flow, define([split([1, 1]), list('more')]));
    expect(await tests(flow)).toHaveLength(1);
    t.clock.advance(hour);
    await renewFlow(t, flow, define([split([3, 1])]));
    expect((await tests(flow)).map(({ status }) => status)).toEqual(['running', 'stopped']);
    await archiveFlow(t.ctx, flow);
    expect((await tests(flow)).map(({ status }) => status)).toEqual(['stopped', 'stopped']);
  });
});
