import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour, minute } from '../../kit/span.ts';
import { addToOrder } from './add-to-order.server.ts';
import { findAddition } from './additions.repo.server.ts';
import { type AdditionWish, quoteAddition } from './quote-addition.server.ts';
import { settleOneAddition } from './settle-addition.server.ts';

let t: TestContext;
const orderId = '9007199254740993';
const wish: AdditionWish = {
  offer: { id: 'off_1', name: 'Goes well with it' },
  discount: { kind: 'percentage', basisPoints: 1_500 },
  payWithinHours: 24,
  orderId,
  arm: '',
  surface: 'thank-you',
  productId: '7',
  variantId: '71',
  quantity: 1,
  locale: 'de',
};

beforeEach(async () => {
  t = await createTestContext();
  t.store.products.push({
    id: '7',
    handle: 'kanne',
    title: 'Kanne',
    imageUrl: null,
    vendor: null,
    productType: null,
    tags: [],
    collections: [],
    status: 'active',
    updatedAt: t.clock.now(),
    variants: [
      { id: '71', title: 'Blau', price: { minor: 1_999n, currency: 'EUR' }, stock: 3, isAvailable: true },
    ],
  });
  t.store.editable.set(orderId, {
    id: orderId,
    currency: 'EUR',
    isInShopCurrency: true,
    isEditable: true,
    isUnfulfilled: true,
    isTaxIncluded: true,
    financialStatus: 'PAID',
    total: { minor: 5_000n, currency: 'EUR' },
    outstanding: { minor: 0n, currency: 'EUR' },
    payUrl: null,
    lines: [{ id: '1', variantId: '11', quantity: 1, unfulfilledQuantity: 1 }],
  });
});
afterEach(() => t.cleanup());

const order = () => t.store.editable.get(orderId)!;
async function quoted(change: Partial<AdditionWish> = {}) {
  const answer = await quoteAddition(t.ctx, { ...wish, ...change });
  if (answer.kind !== 'quote') throw new Error(JSON.stringify(answer));
  return answer;
}
const agree = (quoteId: string, eventId = 'evt') =>
  addToOrder(t.ctx, { offerId: 'off_1', orderId, quoteId, eventId, locale: 'de' });
const additions = () =>
  t.ctx.db.query<{ id: string; state: string; reason: string | null }>(
    'select id, state, reason from order_additions order by quoted_at, id',
  );

test('the quote says what will be paid, and the order is as it was', async () => {
  const before = structuredClone(order());
  const quote = await quoted();
  // 15 % of 19.99 is 3.00 (2.9985 rounded half up).
  expect(quote).toMatchObject({
    title: 'Kanne, Blau',
    price: { amount: '19.99', currency: 'EUR' },
    discount: { amount: '3.00', currency: 'EUR' },
    due: { amount: '16.99', currency: 'EUR' },
    tax: null,
  });
  expect(quote.payBy).toBe(new Date(t.clock.now().getTime() + 24 * hour).toISOString());
  expect(order()).toEqual(before);
});

test('agreeing puts it into the order once, however often and from however many devices', async () => {
  const first = await quoted();
  const second = await quoted();
  const answers = await Promise.all([
    agree(first.quoteId),
    agree(first.quoteId),
    agree(second.quoteId, 'evt2'),
  ]);
  expect(answers.filter(({ kind }) => kind === 'added').length).toBeGreaterThan(0);
  expect(await agree(first.quoteId)).toMatchObject({
    kind: 'added',
    payUrl: `https://pay.example/${orderId}`,
    due: { amount: '16.99', currency: 'EUR' },
  });
  expect(order().lines).toHaveLength(2);
  expect(order().outstanding.minor).toBe(1_699n);
  expect((await additions()).rows.filter(({ state }) => state === 'added')).toHaveLength(1);
  expect(await quoteAddition(t.ctx, wish)).toMatchObject({ kind: 'gone' });
});

test('a price that moved, a quote that is old, and another order’s quote change nothing', async () => {
  const quote = await quoted();
  t.store.products[0]!.variants[0]!.price = { minor: 2_499n, currency: 'EUR' };
  expect(await agree(quote.quoteId)).toMatchObject({ kind: 'invalid', field: 'quote' });
  t.store.products[0]!.variants[0]!.price = { minor: 1_999n, currency: 'EUR' };
  expect(
    await addToOrder(t.ctx, {
      offerId: 'off_1',
      orderId: '404',
      quoteId: quote.quoteId,
      eventId: 'e',
      locale: 'de',
    }),
  ).toMatchObject({ kind: 'invalid' });
  t.clock.advance(16 * minute);
  expect(await agree(quote.quoteId)).toMatchObject({ kind: 'invalid', field: 'quote' });
  expect(order().lines).toHaveLength(1);
});

test('sold out is said, and orders that cannot be changed lead to the cart', async () => {
  const quote = await quoted();
  t.store.products[0]!.variants[0]!.isAvailable = false;
  expect(await agree(quote.quoteId)).toMatchObject({ kind: 'gone' });
  expect(await quoteAddition(t.ctx, wish)).toMatchObject({ kind: 'gone' });
  t.store.products[0]!.variants[0]!.isAvailable = true;
  expect(await quoteAddition(t.ctx, { ...wish, quantity: 4 })).toMatchObject({ kind: 'gone' });
  order().isUnfulfilled = false;
  expect(await quoteAddition(t.ctx, wish)).toMatchObject({
    kind: 'cart',
    message: expect.stringContaining('unterwegs'),
  });
  order().isUnfulfilled = true;
  order().isInShopCurrency = false;
  expect(await quoteAddition(t.ctx, wish)).toMatchObject({ kind: 'cart' });
});

test('what is paid stays', async () => {
  const quote = await quoted();
  await agree(quote.quoteId);
  expect(await settleOneAddition(t.ctx, quote.quoteId)).toMatchObject({ kind: 'snooze' });
  order().outstanding = { minor: 0n, currency: 'EUR' };
  expect(await settleOneAddition(t.ctx, quote.quoteId)).toEqual({ kind: 'done' });
  t.clock.advance(30 * hour);
  expect(await settleOneAddition(t.ctx, quote.quoteId)).toEqual({ kind: 'done' });
  expect((await findAddition(t.ctx.db, t.ctx.shop.id, quote.quoteId))?.state).toBe('paid');
  expect(order().lines.find(({ variantId }) => variantId === '71')?.quantity).toBe(1);
  expect(await agree(quote.quoteId)).toMatchObject({ kind: 'done' });
});

test('what is not paid in time is taken off, but not what was sent', async () => {
  const quote = await quoted();
  await agree(quote.quoteId);
  t.clock.advance(23 * hour);
  expect(await settleOneAddition(t.ctx, quote.quoteId)).toMatchObject({ kind: 'snooze' });
  t.clock.advance(2 * hour);
  expect(await settleOneAddition(t.ctx, quote.quoteId)).toEqual({ kind: 'done' });
  expect(order().outstanding.minor).toBe(0n);
  expect(order().lines.find(({ variantId }) => variantId === '71')?.quantity).toBe(0);
  expect((await additions()).rows.map(({ state }) => state)).toEqual(['removed']);

  const again = await quoted();
  await agree(again.quoteId);
  order().lines.at(-1)!.unfulfilledQuantity = 0;
  t.clock.advance(25 * hour);
  await settleOneAddition(t.ctx, again.quoteId);
  expect((await additions()).rows.map(({ state }) => state)).toEqual(['removed', 'kept']);
});

test('a lost answer is found out about: added when the shop did it, failed when it did not', async () => {
  const done = await quoted();
  t.store.failNext.set('commitOrderEdit', { error: new Error('connection reset'), when: 'after' });
  await expect(agree(done.quoteId)).rejects.toThrow('connection reset');
  expect((await findAddition(t.ctx.db, t.ctx.shop.id, done.quoteId))?.state).toBe('adding');
  await settleOneAddition(t.ctx, done.quoteId);
  expect((await findAddition(t.ctx.db, t.ctx.shop.id, done.quoteId))?.state).toBe('added');
  expect(order().lines).toHaveLength(2);

  const other = { ...wish, offer: { id: 'off_2', name: 'Another' } };
  const quote = await quoteAddition(t.ctx, other);
  if (quote.kind !== 'quote') throw new Error(quote.kind);
  t.store.failNext.set('commitOrderEdit', { error: new Error('connection refused'), when: 'before' });
  const input = { offerId: 'off_2', orderId, quoteId: quote.quoteId, eventId: 'e', locale: 'de' };
  await expect(addToOrder(t.ctx, input)).rejects.toThrow('connection refused');
  await settleOneAddition(t.ctx, quote.quoteId);
  expect((await findAddition(t.ctx.db, t.ctx.shop.id, quote.quoteId))?.state).toBe('failed');
  expect(order().lines).toHaveLength(2);
});
