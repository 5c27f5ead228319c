import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { insertPerson } from '../../../tests/support/orders.ts';
import { day } from '../../kit/span.ts';
import { previewCards, templateTexts } from './index.server.ts';
import { type OfferInput, templateInput, templateNames } from './index.ts';
import { byHand, offerFixture, putOrder, putProduct } from './testing.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
});
afterEach(() => t.cleanup());

function preview(input: unknown, change: Partial<Parameters<typeof previewCards>[1]> = {}) {
  return previewCards(t.ctx, {
    input,
    locale: 'de',
    surface: 'order-status',
    orderId: null,
    arm: null,
    referral: {
      state: 'ready',
      link: 'https://app.example/r/1',
      headline: 'H',
      text: '',
      friendReward: '',
      advocateReward: '',
    },
    ...change,
  });
}
const kept = () =>
  t.ctx.db.query('select (select count(*) from offers) + (select count(*) from offer_events) as n');

test.each(templateNames)(
  'the template %s can be looked at as it is, in a shop that has just begun',
  async (name) => {
    await putProduct(t, { id: '7', variantId: '71' });
    const input = templateInput(name, 'A name', templateTexts(t.ctx, name));
    const { cards, problems } = await preview(input);
    expect(problems).toEqual({});
    expect(cards).toHaveLength(1);
    expect(JSON.stringify(cards[0])).not.toMatch(/[{]\w+( \w+)?[|}]/);
    expect((await kept()).rows[0]).toEqual({ n: 0n });
  },
);

test('a real order: shown because…, or not shown because…', async () => {
  await insertPerson(t, { id: 'per_1', firstName: 'Ada' });
  await putOrder(t, { id: '9', processedAt: t.clock.now(), personId: 'per_1', totalMinor: 5_000n });
  const rule: OfferInput['rule'] = { kind: 'order-total', currency: 'EUR', min: '3000' };
  const texts = { de: { title: 'Hallo {first name}', text: '', button: 'Ja' } };
  const yes = await preview(offerFixture({ rule, texts }), { orderId: '9' });
  expect(yes.cards[0]?.title).toBe('Hallo Ada');
  expect(yes.because).toMatchObject([{ code: 'order-total', met: 'yes' }]);
  const no = await preview(offerFixture({ rule: { ...rule, min: '9000' } }), { orderId: '9' });
  expect(no).toMatchObject({ cards: [], because: [{ code: 'order-total', met: 'no' }] });
  t.clock.advance(9 * day);
  const late = await preview(offerFixture(), { orderId: '9' });
  expect(late).toMatchObject({ cards: [], because: [{ code: 'deadline-over' }] });
  expect(await preview(offerFixture(), { orderId: '404' })).toMatchObject({ cards: [], because: [] });
});

test('a variant; nobody is held back from a preview; unfinished drafts show nothing or what there is', async () => {
  const input = offerFixture({
    holdOutPercent: '50',
    test: {
      armWeight: '1',
      arms: [
        { id: 'b', name: 'B', weight: '0', texts: { de: { title: 'Anders' } }, discount: null, choice: null },
      ],
    },
  });
  expect((await preview(input)).cards[0]?.title).toBe('Zehn Prozent');
  expect((await preview(input, { arm: 'b' })).cards[0]).toMatchObject({ title: 'Anders' });
  expect((await preview(offerFixture({ texts: {} }))).cards).toEqual([]);
  expect((await preview(offerFixture({ kind: 'product', choice: null }))).cards).toEqual([]);
  expect((await preview({ rubbish: true })).problems).not.toEqual({});
  await putProduct(t, { id: '7', variantId: '71' });
  const product = offerFixture({ kind: 'product', choice: byHand('7', '71'), isActive: false });
  expect((await preview(product)).cards[0]?.product?.title).toBe('Kanne');
});
