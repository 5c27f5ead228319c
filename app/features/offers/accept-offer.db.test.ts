import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour } from '../../kit/span.ts';
import { acceptOffer } from './accept-offer.server.ts';
import { pauseOffer } from './change-offer.server.ts';
import { findGrant } from './grants.repo.server.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import {
  byHand,
  guest,
  guestAt,
  makeOffer,
  merchant,
  pageAccepts,
  putOrder,
  putProduct,
  testDesk,
} from './testing.ts';

let t: TestContext;
let desk: OfferDesk;
const contextOf = async () => t.ctx;

beforeEach(async () => {
  t = await createTestContext();
  desk = testDesk(t);
  await putOrder(t, { id: '9007199254740993', processedAt: t.clock.now() });
});
afterEach(async () => {
  await desk.close();
  await t.cleanup();
});
const order = '9007199254740993';

function accept(offerId: string, change: Record<string, unknown> = {}) {
  return acceptOffer(desk, guestAt(t), offerId, pageAccepts(order, change), contextOf);
}

test('a code is made in the shop with the deadline of the order, and the cart link carries it', async () => {
  await putProduct(t, { id: '7', variantId: '71' });
  const offer = await makeOffer(t, { kind: 'product', choice: byHand('7', '71') });
  const answer = await accept(offer);
  expect(answer).toMatchObject({ kind: 'accepted', deadlineAt: '2026-11-05T10:00:00.000Z' });
  if (answer.kind !== 'accepted') return;
  expect(answer.code).toMatch(/^[2-9B-DF-HJ-NP-TV-Z]{5}-[2-9B-DF-HJ-NP-TV-Z]{5}$/);
  expect(answer.url).toBe(`https://testladen.example/cart/71:1?discount=${answer.code}`);
  const made = t.store.codes.get(answer.code)?.input;
  expect(made).toMatchObject({
    usageLimit: 1,
    variantIds: ['71'],
    value: { kind: 'percentage', basisPoints: 1000 },
  });
  expect(made?.title).toContain('Reprise offer');
  expect(made?.endsAt?.toISOString()).toBe('2026-11-05T10:00:00.000Z');
  const { rows } = await t.ctx.db.query(`select type from offer_events`);
  expect(rows).toEqual([{ type: 'accepted' }]);
});

test('two accepts at once, in one process and in two, give one code', async () => {
  const offer = await makeOffer(t);
  const other = testDesk(t);
  const answers = await Promise.all([
    accept(offer),
    accept(offer),
    acceptOffer(other, guestAt(t), offer, pageAccepts(order), contextOf),
    acceptOffer(other, guestAt(t), offer, pageAccepts(order), contextOf),
  ]);
  await other.close();
  const codes = new Set(answers.map((answer) => (answer.kind === 'accepted' ? answer.code : answer.kind)));
  expect(codes.size).toBe(1);
  expect(t.store.codes.size).toBe(1);
  const { rows } = await t.ctx.db.query('select accepted from offer_stats');
  expect(rows).toEqual([{ accepted: 1 }]);
});

test('the answer of the shop is lost: the next accept finds the code that was written down before', async () => {
  const offer = await makeOffer(t);
  t.store.failNext.set('createDiscountCode', { error: new Error('socket hang up'), when: 'after' });
  expect(await accept(offer)).toEqual({ kind: 'unavailable' });
  const again = await accept(offer);
  expect(again.kind).toBe('accepted');
  expect(t.store.codes.size).toBe(1);
});

test('the process dies before the shop is asked: the worker finishes it, and the page finds it ready', async () => {
  const offer = await makeOffer(t);
  t.store.failNext.set('createDiscountCode', { error: new Error('killed'), when: 'before' });
  expect(await accept(offer)).toEqual({ kind: 'unavailable' });
  expect(t.store.codes.size).toBe(0);
  expect(await t.advance(hour)).toContain('offers.settle-grant');
  const grant = await findGrant(t.ctx.db, t.ctx.shop.id, offer, order);
  expect(grant?.state).toBe('ready');
  expect(t.store.codes.get(grant?.code ?? '')?.input?.endsAt).toEqual(grant?.deadlineAt);
  expect((await accept(offer)).kind).toBe('accepted');
});

test('a code that the merchant happens to have is replaced', async () => {
  const offer = await makeOffer(t);
  t.store.failNext.set('createDiscountCode', { error: new Error('killed'), when: 'before' });
  await accept(offer);
  const first = (await findGrant(t.ctx.db, t.ctx.shop.id, offer, order))?.code ?? '';
  t.store.codes.set(first, { nodeId: '1', input: null, endsAt: null });
  const answer = await accept(offer);
  expect(answer.kind).toBe('accepted');
  expect(answer.kind === 'accepted' && answer.code).not.toBe(first);
});

test('the deadline passes between showing and clicking', async () => {
  const offer = await makeOffer(t, { deadlineHours: '1' });
  t.clock.advance(hour + 60_000);
  expect(await accept(offer)).toEqual({ kind: 'gone', message: 'Dieses Angebot ist beendet.' });
  expect(t.store.codes.size).toBe(0);
});

test('an accepted code is not told any more once its deadline has passed', async () => {
  const offer = await makeOffer(t, { deadlineHours: '1' });
  expect((await accept(offer)).kind).toBe('accepted');
  t.clock.advance(2 * hour);
  expect((await accept(offer)).kind).toBe('gone');
});

test('switched off, product deleted, sold out: gone', async () => {
  const off = await makeOffer(t);
  await pauseOffer(t.ctx, off, merchant);
  expect((await accept(off)).kind).toBe('gone');

  await putProduct(t, { id: '7', variantId: '71' });
  const offer = await makeOffer(t, { kind: 'product', choice: byHand('7', '71') });
  await t.ctx.db.query(`update products set status = 'deleted', variants = '[]' where id = '7'`);
  await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'product.changed', { productId: '7' }));
  await t.runDue();
  expect((await accept(offer)).kind).toBe('gone');
});

test('the rule is checked against the order that was recorded, not against what the page tells', async () => {
  const offer = await makeOffer(t, { rule: { kind: 'order-total', currency: 'EUR', min: '100000000' } });
  expect((await accept(offer)).kind).toBe('gone');
});

test('a page that cannot prove the order gets no code, and learns nothing', async () => {
  const offer = await makeOffer(t);
  expect(await accept(offer, { checkoutToken: 'tok_other' })).toEqual({ kind: 'unavailable' });
  expect(await accept(offer, { checkoutToken: undefined })).toEqual({ kind: 'unavailable' });
  expect((await accept(offer)).kind).toBe('accepted');
  expect(await accept(offer, { checkoutToken: 'tok_other' })).toEqual({ kind: 'unavailable' });
});

test('an order that is not here yet is looked up in the shop; a made-up one is not accepted, and not for ever asked about', async () => {
  const offer = await makeOffer(t);
  const ask = (id: string) => acceptOffer(desk, guestAt(t), offer, pageAccepts(id), contextOf);
  expect(await ask('777')).toEqual({ kind: 'unavailable' });
  t.ctx.shopify.getOrder = async (id) => ({
    id,
    name: '#1',
    checkoutToken: 'tok_778',
    confirmationNumber: null,
    updatedAt: t.clock.now(),
    cancelledAt: null,
    displayFinancialStatus: 'PAID',
    displayFulfillmentStatus: null,
    deliveredAt: null,
    webhookShape: {
      processed_at: t.clock.now().toISOString(),
      currency: 'EUR',
      total_price: '50.00',
      line_items: [{ product_id: '1', variant_id: '11', quantity: 1 }],
    },
  });
  expect((await ask('778')).kind).toBe('accepted');
  expect(await ask('779')).toEqual({ kind: 'unavailable' });
  let asked = 0;
  t.ctx.shopify.getOrder = async () => {
    asked++;
    return null;
  };
  for (let n = 0; n < 60; n++) await ask(`88${n}`);
  expect(asked).toBeLessThan(31);
});

test('offers of another shop do not exist here', async () => {
  const offer = await makeOffer(t);
  await t.ctx.db.query(
    `insert into shops (id, domain, name, currency, timezone, locale, storefront_url, installed_at)
     values ('shp_b', 'b.myshopify.com', 'B', 'EUR', 'UTC', 'en', 'https://b.example', now())`,
  );
  const outcome = await acceptOffer(
    desk,
    { ...guest(t), domain: 'b.myshopify.com', ip: null },
    offer,
    pageAccepts(order),
    async () => ({ ...t.ctx, shop: { ...t.ctx.shop, id: 'shp_b' } }),
  );
  expect(outcome).toEqual({ kind: 'unknown-offer' });
});

test('a product without a discount needs no code', async () => {
  await putProduct(t, { id: '7', variantId: '71' });
  const offer = await makeOffer(t, {
    kind: 'product',
    choice: byHand('7', '71'),
    discount: { kind: 'none', value: '', gift: null },
  });
  expect(await accept(offer)).toMatchObject({ code: '', url: 'https://testladen.example/cart/71:1' });
  expect(t.store.calls).not.toContain('createDiscountCode');
});
