import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { day, hour } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { addOrder } from '../messages/testing.ts';
import { type FlowDefinition, type FlowStep, flowLimits, type Trigger } from './flow.ts';
import { walkSteps } from './flow-tree.ts';
import { noteFactJob } from './flows.jobs.ts';
import { activateFlow, archiveFlow, moveRuns, pauseFlow } from './index.server.ts';
import { runSteps } from './run-steps.server.ts';
import { activeFlow, addReader, define, renewFlow, runsOf } from './testing.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext({ now: new Date('2026-03-20T10:00:00Z') });
});
afterAll(() => t?.cleanup());

const kinds = [
  'order-paid',
  'order-fulfilled',
  'order-delivered',
  'order-refunded',
  'order-cancelled',
  'message-clicked',
] as const;
const trigger: fc.Arbitrary<Trigger> = fc.constantFrom(...kinds).map((kind) => ({ kind }));
const span = fc.record({
  amount: fc.integer({ min: 1, max: 9 }),
  unit: fc.constantFrom('minutes' as const, 'hours' as const, 'days' as const),
});

/** Trees of steps without ids; they are numbered afterwards, so that no two are alike. */
const { steps: anySteps } = fc.letrec<{ steps: FlowStep[]; step: FlowStep }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 4 }),
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<FlowStep>({ id: '', kind: 'note', text: '' }),
    fc.constant<FlowStep>({ id: '', kind: 'list', list: 'l', isAdded: true }),
    fc.constantFrom('marketing' as const, 'transactional' as const).map<FlowStep>((messageClass) => ({
      id: '',
      kind: 'send',
      channel: 'email',
      contentId: 'a',
      class: messageClass,
    })),
    span.map<FlowStep>((each) => ({ id: '', kind: 'wait', wait: { until: 'span', span: each } })),
    fc.record({ event: trigger, atMost: span }).map<FlowStep>((event) => ({
      id: '',
      kind: 'wait',
      wait: { until: 'event', ...event },
    })),
    fc.integer({ min: 0, max: 23 }).map<FlowStep>((at) => ({
      id: '',
      kind: 'wait',
      wait: { until: 'time', at: `${String(at).padStart(2, '0')}:30`, weekdays: [] },
    })),
    fc.tuple(tie('steps'), tie('steps'), fc.boolean()).map<FlowStep>(([yes, no, is]) => ({
      id: '',
      kind: 'condition',
      rule: { kind: 'first-order', is },
      // biome-ignore lint/suspicious/noThenProperty: data of ours
      then: yes,
      else: no,
    })),
    fc.tuple(tie('steps'), tie('steps')).map<FlowStep>((arms) => ({
      id: '',
      kind: 'split',
      isExperiment: false,
      arms: arms.map((steps, i) => ({ id: `x${i}`, weight: i + 1, steps })),
    })),
  ),
}));

/** Numbers the steps; notes say their own number, so that what was done twice can be counted. */
function numbered(steps: readonly FlowStep[], counter = { n: 0 }): FlowStep[] {
  return steps.map((step) => {
    const id = `s${counter.n++}`;
    if (step.kind === 'note') return { ...step, id, text: id };
    if (step.kind === 'condition')
      return {
        ...step,
        id,
        // biome-ignore lint/suspicious/noThenProperty: data of ours
        then: numbered(step.then, counter),
        else: numbered(step.else, counter),
      };
    if (step.kind === 'split')
      return { ...step, id, arms: step.arms.map((arm) => ({ ...arm, steps: numbered(arm.steps, counter) })) };
    return { ...step, id };
  });
}

const definition: fc.Arbitrary<FlowDefinition> = fc
  .record({
    steps: anySteps,
    goal: fc.option(trigger),
    exits: fc.array(trigger, { maxLength: 2 }),
    isOncePerSubject: fc.boolean(),
    holdOutPercent: fc.constantFrom(0, 0, 30),
  })
  .map(({ steps, isOncePerSubject, ...rest }) =>
    define([...numbered(steps), { id: 'last', kind: 'note', text: 'last' }], {
      ...rest,
      entry: { againAfter: isOncePerSubject ? null : { amount: 1, unit: 'days' }, isOncePerSubject },
    }),
  )
  // Nested deeper than a merchant may.
  .filter(({ steps }) => [...walkSteps(steps)].every(({ depth }) => (depth + 1) / 2 <= flowLimits.depth));

type Act =
  | { kind: 'time'; hours: number }
  | { kind: 'order' }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'move' }
  | { kind: 'again' }
  | { kind: 'fact'; column: 'fulfilled_at' | 'delivered_at' | 'cancelled_at' }
  | { kind: 'kill'; at: number }
  | { kind: 'renew'; definition: FlowDefinition };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 60 }).map((hours): Act => ({ kind: 'time', hours })) },
  { weight: 3, arbitrary: fc.constantFrom<Act>({ kind: 'order' }, { kind: 'again' }) },
  { weight: 2, arbitrary: fc.constantFrom<Act>({ kind: 'pause' }, { kind: 'resume' }, { kind: 'move' }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('fulfilled_at' as const, 'delivered_at' as const, 'cancelled_at' as const)
      .map((column): Act => ({ kind: 'fact', column })),
  },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 40 }).map((at): Act => ({ kind: 'kill', at })) },
  { weight: 1, arbitrary: definition.map((each): Act => ({ kind: 'renew', definition: each })) },
);

let serial = 0;

describe('any flow, whatever happens', () => {
  it('ends for everybody, does nothing twice and loses nobody', async () => {
    await fc.assert(
      fc.asyncProperty(definition, fc.array(act, { maxLength: 10 }), async (given, acts) => {
        serial += 1;
        const person = await addReader(t, `p${serial}`);
        const flow = await activeFlow(t, given);
        const orders: string[] = [];
        const fact = async (event: string, id: string) => {
          await t.ctx.due.schedule(t.ctx.db, {
            shopId: t.ctx.shop.id,
            job: noteFactJob,
            subject: `${event}:${id}`,
            dueAt: t.clock.now(),
          });
          await t.runDue();
        };
        const order = async () => {
          orders.push(`${serial}${String(orders.length).padStart(4, '0')}`);
          await addOrder(t.ctx, orders.at(-1) ?? '', person, { paidAt: t.clock.now(), emit: false });
          await fact('order.paid', orders.at(-1) ?? '');
        };
        await order();
        for (const each of acts) {
          if (each.kind === 'time') await t.advance(each.hours * hour);
          else if (each.kind === 'order') await order();
          else if (each.kind === 'again') await fact('order.paid', orders.at(-1) ?? '');
          else if (each.kind === 'pause') await pauseFlow(t.ctx, flow);
          else if (each.kind === 'resume') await activateFlow(t.ctx, flow, null);
          else if (each.kind === 'move') await moveRuns(t.ctx, flow);
          else if (each.kind === 'renew') await renewFlow(t, flow, each.definition);
          else if (each.kind === 'kill') {
            for (const { id, state } of await runsOf(t, flow))
              if (state === 'running' || state === 'waiting')
                await runSteps(breaking(each.at), id).catch((error) =>
                  expect(String(error)).toContain('killed'),
                );
          } else {
            await t.ctx.db.query(`update orders set ${each.column} = $1 where shop_id = $2 and id = $3`, [
              t.clock.now(),
              t.ctx.shop.id,
              orders[0],
            ]);
            await fact(`order.${each.column.replace('_at', '')}`, orders[0] ?? '');
          }
        }
        await activateFlow(t.ctx, flow, null);
        await t.advance(120 * day);

        const runs = await runsOf(t, flow);
        for (const run of runs) expect(['done', 'left', 'converted', 'held-out']).toContain(run.state);
        const { rows } = await t.ctx.db.query<{ lost: string; twice: string; orphans: string }>(
          `select (select count(*) from due_items where kind = 'flows.step')::text as lost,
             (select count(*) from (select run_id, text from flow_notes where flow_id = $1
               group by run_id, text having count(*) > 1) x)::text as twice,
             (select count(*) from flow_step_log l where l.flow_id = $1 and l.outcome = 'noted' and not exists
               (select 1 from flow_notes n where n.run_id = l.run_id and n.text = l.step_id))::text as orphans`,
          [flow],
        );
        expect(rows).toEqual([{ lost: '0', twice: '0', orphans: '0' }]);
        // Whoever came to the end of the version that they were in has its last note, unless they were moved to it behind that.
        const finished = runs.filter(({ state, version }) => state === 'done' && version === 1);
        for (const { id } of finished) {
          const last = await t.ctx.db.query(`select 1 from flow_notes where run_id = $1 and text = 'last'`, [
            id,
          ]);
          expect(last.rows).toHaveLength(1);
        }
        await archiveFlow(t.ctx, flow);
      }),
      { numRuns: 300 },
    );
  }, 600_000);
});

/** A context whose connection breaks at the n-th statement of its transactions. */
function breaking(n: number): Context {
  let left = n;
  return {
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
}
