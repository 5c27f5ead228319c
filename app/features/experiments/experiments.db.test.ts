import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { createExperimentHandlers } from './experiments.handlers.server.ts';
import { judgeExperiment, judgeExperiments } from './experiments.jobs.ts';
import {
  countExperiment,
  getExperiment,
  listExperiments,
  startExperiment,
  stopExperiment,
  takeWinner,
} from './index.server.ts';
import type { DayFigures, ExperimentInput } from './index.ts';

let t: TestContext;
/** What was stated, beside what it caused. */
let stated: { name: string; fact: unknown }[];
let ctx: Context;
beforeEach(async () => {
  t = await createTestContext();
  stated = [];
  ctx = {
    ...t.ctx,
    emit: async (tx, shopId, name, fact) => {
      stated.push({ name, fact });
      await t.ctx.emit(tx, shopId, name, fact);
    },
  };
});
afterEach(() => t.cleanup());

const input: ExperimentInput = {
  subjectKind: 'offer',
  subjectId: 'off_1',
  name: 'Ten or fifteen percent',
  variants: [
    { id: 'a', name: 'Ten', weight: 1 },
    { id: 'b', name: 'Fifteen', weight: 1 },
  ],
  holdOutPercent: 0,
  metric: 'order',
};

async function start(change: Partial<ExperimentInput> = {}): Promise<string> {
  const outcome = await startExperiment(ctx, { ...input, ...change });
  if (outcome.kind !== 'started') throw new Error(JSON.stringify(outcome));
  return outcome.id;
}

/** An arm's day; every order brought 40.00. */
function dayOf(day: string, armId: string, people: number, converted: number): DayFigures {
  const count = BigInt(converted);
  return {
    day,
    armId,
    people,
    converted,
    revenueMinor: count * 4000n,
    revenueSquares: count * 16_000_000n,
  };
}
const clear = () => [
  dayOf('2026-11-02', 'a', 1000, 50),
  dayOf('2026-11-03', 'a', 1000, 50),
  dayOf('2026-11-02', 'b', 2000, 180),
];

test('starts once per subject, and again when the first has ended', async () => {
  const id = await start();
  expect(await getExperiment(ctx, id)).toMatchObject({
    experiment: { id, status: 'running', name: input.name, variants: input.variants, isAutoTake: false },
    verdict: { kind: 'not-yet-known', reason: 'too-few-people', people: 0 },
    lift: null,
  });
  expect(await startExperiment(ctx, input)).toEqual({ kind: 'already-running' });
  await start({ subjectId: 'off_2' });
  expect(await stopExperiment(ctx, id)).toEqual({ kind: 'stopped' });
  expect(await stopExperiment(ctx, id)).toEqual({ kind: 'not-running' });
  const again = await start();
  const listed = await listExperiments(ctx, { subjectKind: 'offer', subjectId: 'off_1' });
  expect(listed.map(({ experiment }) => [experiment.id, experiment.status]).sort()).toEqual(
    [
      [id, 'stopped'],
      [again, 'running'],
    ].sort(),
  );
  expect(await listExperiments(ctx)).toHaveLength(3);
  expect(await listExperiments(ctx, { subjectKind: 'flow' })).toEqual([]);
});

test('two that start at the same moment: one does', async () => {
  const outcomes = await Promise.all([1, 2, 3].map(() => startExperiment(ctx, input)));
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['already-running', 'already-running', 'started']);
});

test('starts with what it belongs to, or not at all', async () => {
  await expect(
    ctx.db.tx(async (tx) => {
      expect((await startExperiment(ctx, input, tx)).kind).toBe('started');
      throw new Error('the offer could not be saved');
    }),
  ).rejects.toThrow('could not be saved');
  expect(await listExperiments(ctx)).toEqual([]);
});

test.each([
  ['variants', { variants: [input.variants[0]!] }],
  ['variants', { variants: [input.variants[0]!, input.variants[0]!] }],
  ['variants.1.id', { variants: [input.variants[0]!, { id: 'held-out', name: 'B', weight: 1 }] }],
  ['variants.1.weight', { variants: [input.variants[0]!, { id: 'b', name: 'B', weight: 0.5 }] }],
  ['variants.1.name', { variants: [input.variants[0]!, { id: 'b', name: ' ', weight: 1 }] }],
  ['holdOutPercent', { holdOutPercent: 51 }],
  ['name', { name: '' }],
])('refuses what cannot be tested: %s', async (field, change) => {
  const outcome = await startExperiment(ctx, { ...input, ...change });
  expect(outcome).toEqual({ kind: 'invalid', problems: { [field]: expect.any(String) } });
  expect(await listExperiments(ctx)).toEqual([]);
});

test('a count replaces what was there, is summed over its days, and is exact for very large sums', async () => {
  const id = await start({ metric: 'revenue', holdOutPercent: 5 });
  await countExperiment(ctx, id, async () => [dayOf('2026-11-02', 'a', 7, 1)]);
  const squares = 10n ** 38n + 1n;
  await countExperiment(ctx, id, async (_ctx, _tx, experiment) => {
    expect(experiment.id).toBe(id);
    return [
      ...clear(),
      {
        ...dayOf('2026-11-03', 'held-out', 200, 9),
        revenueMinor: 9_007_199_254_740_993n,
        revenueSquares: squares,
        costMinor: 12n,
      },
    ];
  });
  const { rows } = await ctx.db.query(
    `select revenue_squares::text as squares, revenue_minor as minor, cost_minor as cost from experiment_people
     where arm_id = 'held-out'`,
  );
  expect(rows).toEqual([{ squares: squares.toString(), minor: 9_007_199_254_740_993n, cost: 12n }]);
  const report = await getExperiment(ctx, id);
  expect(report?.arms.map(({ armId, people, converted }) => [armId, people, converted])).toEqual([
    ['a', 2000, 100],
    ['b', 2000, 180],
    ['held-out', 200, 9],
  ]);
  expect(report?.lift).toMatchObject({ kind: 'measured', shownPeople: 4000, heldOutPeople: 200 });
  expect(report?.experiment.countedAt).toEqual(t.clock.now());
});

test('the merchant takes a winner, once, and it is stated once', async () => {
  const id = await start();
  expect(await takeWinner(ctx, id, 'c')).toEqual({ kind: 'unknown-arm' });
  const outcomes = await Promise.all([takeWinner(ctx, id, 'b'), takeWinner(ctx, id, 'b')]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['already-decided', 'taken']);
  expect(stated).toEqual([{ name: 'experiment.decided', fact: { experimentId: id } }]);
  expect((await getExperiment(ctx, id))?.experiment).toMatchObject({
    status: 'decided',
    winnerId: 'b',
    decidedBy: 'merchant',
    endedAt: t.clock.now(),
  });
  expect(await takeWinner(ctx, id, 'a')).toEqual({ kind: 'already-decided', winnerId: 'b' });
  expect(await stopExperiment(ctx, id)).toEqual({ kind: 'not-running' });
});

test('a stopped test can still be decided; its end stays', async () => {
  const id = await start();
  await stopExperiment(ctx, id);
  const endedAt = t.clock.now();
  await t.advance(3 * day);
  expect((await takeWinner(ctx, id, 'a')).kind).toBe('taken');
  expect((await getExperiment(ctx, id))?.experiment).toMatchObject({ status: 'decided', endedAt });
});

test('another shop’s experiment is not there', async () => {
  const id = await start();
  const other: Context = { ...ctx, shop: { ...ctx.shop, id: 'shp_other' } };
  expect(await getExperiment(other, id)).toBeNull();
  expect(await listExperiments(other)).toEqual([]);
  expect(await takeWinner(other, id, 'b')).toEqual({ kind: 'unknown' });
  expect(await stopExperiment(other, id)).toEqual({ kind: 'not-running' });
  await countExperiment(other, id, async () => clear());
  expect((await getExperiment(ctx, id))?.arms[0]?.people).toBe(0);
});

test('the daily job counts, and takes a winner by itself only where it may', async () => {
  const byItself = await start({ isAutoTake: true });
  const byHand = await start({ subjectId: 'off_2' });
  const flow = await start({ subjectId: 'flw_1', subjectKind: 'flow', isAutoTake: true });
  let figures = [dayOf('2026-11-02', 'a', 2000, 100), dayOf('2026-11-02', 'b', 2000, 110)];
  const counted: string[] = [];
  const handlers = createExperimentHandlers({
    offer: async (_ctx, _tx, { id }) => {
      counted.push(id);
      return figures;
    },
  });
  const run = async () => {
    await handlers[judgeExperiments.name]!(ctx, { subject: 'every', payload: null, attempt: 1 });
    const { rows } = await ctx.db.query<{ subject: string }>(
      'delete from due_items where shop_id = $1 and kind = $2 returning subject',
      [ctx.shop.id, judgeExperiment.name],
    );
    for (const { subject } of rows)
      await handlers[judgeExperiment.name]!(ctx, { subject, payload: null, attempt: 1 });
  };
  const statuses = async () =>
    Object.fromEntries(
      (await listExperiments(ctx)).map(({ experiment }) => [experiment.id, experiment.status]),
    );

  await run();
  expect(await statuses()).toEqual({ [byItself]: 'running', [byHand]: 'running', [flow]: 'running' });
  expect(counted.sort()).toEqual([byHand, byItself].sort());

  figures = clear();
  await run();
  expect(await statuses()).toEqual({ [byItself]: 'decided', [byHand]: 'running', [flow]: 'running' });
  expect((await getExperiment(ctx, byItself))?.experiment).toMatchObject({
    winnerId: 'b',
    decidedBy: 'itself',
  });
  expect((await getExperiment(ctx, byHand))?.verdict).toMatchObject({ kind: 'winner', armId: 'b' });
  expect(stated).toEqual([{ name: 'experiment.decided', fact: { experimentId: byItself } }]);

  // Refunds come late: an ended test is counted on for four months, then left alone.
  counted.length = 0;
  await stopExperiment(ctx, byHand);
  figures = [dayOf('2026-11-02', 'a', 2000, 100), dayOf('2026-11-02', 'b', 2000, 101)];
  await run();
  expect((await getExperiment(ctx, byItself))?.arms[1]?.converted).toBe(101);
  expect((await getExperiment(ctx, byItself))?.experiment.winnerId).toBe('b');
  t.clock.set(addMs(t.clock.now(), 121 * day));
  counted.length = 0;
  await run();
  expect(counted).toEqual([]);
});

test('is one of the recurring jobs of a shop', async () => {
  const id = await start();
  await ctx.due.schedule(ctx.db, {
    shopId: ctx.shop.id,
    job: judgeExperiments,
    subject: 'once',
    dueAt: t.clock.now(),
  });
  expect(await t.runDue()).toEqual([judgeExperiments.name, judgeExperiment.name]);
  expect((await getExperiment(ctx, id))?.experiment.status).toBe('running');
});
