import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { listExperiments, takeWinner } from '../experiments/index.server.ts';
import { archiveOffer, pauseOffer } from './change-offer.server.ts';
import { getOffer } from './list-offers.server.ts';
import { undoLastChange } from './offer-history.server.ts';
import type { OfferInput } from './offer-input.ts';
import { saveOffer } from './save-offer.server.ts';
import { settleTest } from './settle-test.server.ts';
import { takeTestWinner } from './take-test-winner.server.ts';
import { makeOffer, merchant, offerFixture } from './testing.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
});
afterEach(() => t.cleanup());

const variant = (weight = '100'): NonNullable<OfferInput['test']> => ({
  armWeight: '100',
  arms: [
    {
      id: 'v1',
      name: 'Bolder',
      weight,
      texts: { en: { title: 'Twenty percent' } },
      discount: { kind: 'percentage', value: '20', gift: null },
      choice: null,
    },
  ],
});

async function save(id: string, change: Partial<OfferInput>): Promise<void> {
  const version = (await getOffer(t.ctx, id))?.version ?? 0;
  const saved = await saveOffer(t.ctx, id, offerFixture(change), version, merchant);
  expect(saved.kind).toBe('saved');
  await settleTest(t.ctx, id);
}
const tests = async (id: string) =>
  (await listExperiments(t.ctx, { subjectKind: 'offer', subjectId: id })).map(({ experiment }) => experiment);

test('a test begins with the variants of an active offer, and only once', async () => {
  const id = await makeOffer(t, { test: variant() });
  await settleTest(t.ctx, id);
  await settleTest(t.ctx, id);
  const [running, ...others] = await tests(id);
  expect(others).toEqual([]);
  expect(running).toMatchObject({
    status: 'running',
    metric: 'revenue',
    isAutoTake: false,
    holdOutPercent: 0,
  });
  expect(running?.variants.map((arm) => [arm.id, arm.weight])).toEqual([
    ['a', 100],
    ['v1', 100],
  ]);
  expect((await getOffer(t.ctx, id))?.experimentId).toBe(running?.id);
});

test('a draft has no test; an offer that is switched off for a while keeps it; an archived one does not', async () => {
  const id = await makeOffer(t, { test: variant(), isActive: false });
  await settleTest(t.ctx, id);
  expect(await tests(id)).toEqual([]);
  await save(id, { test: variant() });
  await pauseOffer(t.ctx, id, merchant);
  await settleTest(t.ctx, id);
  expect((await tests(id)).map(({ status }) => status)).toEqual(['running']);
  await archiveOffer(t.ctx, id, merchant);
  await settleTest(t.ctx, id);
  expect((await tests(id)).map(({ status }) => status)).toEqual(['stopped']);
});

test('other words leave a running test alone; another split begins it anew; no variants end it', async () => {
  const id = await makeOffer(t, { test: variant() });
  await settleTest(t.ctx, id);
  const [first] = await tests(id);
  await save(id, { test: variant(), name: 'Another name' });
  expect((await tests(id)).map((each) => each.id)).toEqual([first?.id]);

  await save(id, { test: variant('300') });
  const second = (await tests(id)).find(({ status }) => status === 'running');
  expect(second?.id).not.toBe(first?.id);
  expect(second?.variants[1]?.weight).toBe(300);
  expect((await getOffer(t.ctx, id))?.experimentId).toBe(second?.id);

  await save(id, { test: null });
  expect((await tests(id)).map(({ status }) => status)).toEqual(['stopped', 'stopped']);
});

test('what only asks is judged by how many take part', async () => {
  const id = await makeOffer(t, {
    kind: 'message',
    link: 'https://shop.example/a',
    discount: { kind: 'none', value: '', gift: null },
    test: { ...variant(), isAutoTake: true },
  });
  await settleTest(t.ctx, id);
  expect(await tests(id)).toMatchObject([{ metric: 'accept', isAutoTake: true }]);
});

test('the winner becomes the offer, once, and can be undone', async () => {
  const id = await makeOffer(t, { test: variant() });
  await settleTest(t.ctx, id);
  const [running] = await tests(id);
  await takeWinner(t.ctx, running?.id ?? '', 'v1');
  await takeTestWinner(t.ctx, running?.id ?? '');
  await takeTestWinner(t.ctx, running?.id ?? '');
  const won = await getOffer(t.ctx, id);
  expect(won).toMatchObject({ version: 2, discount: { kind: 'percentage', basisPoints: 2000 } });
  expect(won?.texts.en?.title).toBe('Twenty percent');
  expect(won?.texts.en?.button).toBe('Get code');
  expect(won?.setup.arms).toBeUndefined();
  await undoLastChange(t.ctx, id, merchant);
  const back = await getOffer(t.ctx, id);
  expect(back?.discount).toEqual({ kind: 'percentage', basisPoints: 1000 });
  expect(back?.setup.arms).toHaveLength(1);
});
