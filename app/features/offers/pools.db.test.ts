import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { insertPerson } from '../../../tests/support/orders.ts';
import { hour, minute } from '../../kit/span.ts';
import { acceptOffer } from './accept-offer.server.ts';
import { archiveOffer } from './change-offer.server.ts';
import { chooseOffers } from './choose-offers.server.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import { saveOffer } from './save-offer.server.ts';
import {
  byHand,
  guest,
  guestAt,
  makeOffer,
  merchant,
  offerFixture,
  pageAccepts,
  pageAsks,
  putOrder,
  putProduct,
  testDesk,
} from './testing.ts';

let t: TestContext;
let desk: OfferDesk;
beforeEach(async () => {
  t = await createTestContext();
  desk = testDesk(t);
});
afterEach(async () => {
  await desk.close();
  await t.cleanup();
});

const calls = (name: string) => t.store.calls.filter((call) => call === name).length;
async function accept(offer: string, order: string, change: Record<string, unknown> = {}) {
  return acceptOffer(desk, guestAt(t), offer, pageAccepts(order, change), async () => t.ctx);
}
const order = (id: string, more: object = {}) => putOrder(t, { id, processedAt: t.clock.now(), ...more });
const codesBy = async () => {
  const { rows } = await t.ctx.db.query<{ state: string; n: number }>(
    'select state, count(*)::int as n from offer_codes group by state',
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
};
const shown = async (id: string) => {
  await desk.offers.fresh(t.ctx.shop.domain);
  const answer = await chooseOffers(desk, guest(t), pageAsks(id));
  return (answer?.offers ?? []).map((card) => card.id);
};

describe('codes made ahead', () => {
  test('one discount and 250 codes beside its first; an accept takes one without a word to the shop', async () => {
    const offer = await makeOffer(t);
    await t.runDue();
    expect(await codesBy()).toEqual({ free: 251 });
    expect([calls('createDiscountCode'), calls('addRedeemCodes')]).toEqual([1, 1]);
    await order('1');
    const before = t.store.calls.length;
    const answer = await accept(offer, '1');
    expect(answer).toMatchObject({ kind: 'accepted', deadlineAt: '2026-11-05T10:00:00.000Z' });
    if (answer.kind !== 'accepted') return;
    expect(t.store.calls.length).toBe(before);
    expect(t.store.codes.has(answer.code)).toBe(true);
    expect(await codesBy()).toEqual({ free: 250, taken: 1 });
    expect(await accept(offer, '1')).toMatchObject({ code: answer.code });
    // One node, each code good once; somebody who buys again may use the code of the next order too.
    const node = [...t.store.codes.values()].find(({ input }) => input !== null)?.input;
    expect(node).toMatchObject({ usageLimit: 1, oncePerCustomer: false, endsAt: null });
  });

  test('fifty at once, each their own code, none twice', async () => {
    const offer = await makeOffer(t);
    await t.runDue();
    const ids = Array.from({ length: 50 }, (_, n) => String(n + 1));
    for (const id of ids) await order(id);
    const answers = await Promise.all(ids.map((id) => accept(offer, id)));
    const codes = answers.map((answer) => (answer.kind === 'accepted' ? answer.code : answer.kind));
    expect(new Set(codes).size).toBe(50);
    expect(await codesBy()).toEqual({ free: 201, taken: 50 });
    expect(calls('createDiscountCode')).toBe(1);
  });

  test('below a fifth it is filled again; while it is dry a code is made on the spot', async () => {
    const offer = await makeOffer(t);
    await t.runDue();
    await t.ctx.db.query(
      `update offer_codes set state = 'removed' where code not in (select code from offer_codes limit 51)`,
    );
    await order('1');
    await accept(offer, '1');
    expect(calls('addRedeemCodes')).toBe(1);
    await order('2');
    await accept(offer, '2');
    expect(await t.runDue()).toContain('offers.fill-pool');
    expect(calls('addRedeemCodes')).toBe(2);
    expect((await codesBy()).free).toBe(299);
    await t.ctx.db.query(`update offer_codes set state = 'removed' where state = 'free'`);
    await order('3');
    expect((await accept(offer, '3')).kind).toBe('accepted');
    expect(calls('createDiscountCode')).toBe(2);
  });

  test('a batch whose answer is lost is given up and made anew; nothing of it is ever given out', async () => {
    await makeOffer(t);
    t.store.failNext.set('addRedeemCodes', { error: new Error('socket hang up'), when: 'after' });
    await t.runDue();
    expect(await codesBy()).toMatchObject({ free: 1 });
    const lost = new Set(t.store.codes.keys());
    await t.advance(5 * minute);
    expect(await codesBy()).toEqual({ free: 251 });
    const { rows } = await t.ctx.db.query<{ code: string }>(
      `select code from offer_codes where state = 'free'`,
    );
    expect(rows.filter(({ code }) => lost.has(code))).toHaveLength(1);
  });

  test('codes that somebody has already are left out', async () => {
    await makeOffer(t);
    const add = t.ctx.shopify.addRedeemCodes;
    t.ctx.shopify.addRedeemCodes = async (nodeId, codes) => {
      t.store.codes.set(codes[0] ?? '', { nodeId: 'other', input: null, endsAt: null });
      return add(nodeId, codes);
    };
    await t.runDue();
    expect(await codesBy()).toEqual({ free: 250 });
  });

  test('the shop is down and no code is free: the offer is not shown, and shown again when the shop answers', async () => {
    const offer = await makeOffer(t);
    const create = t.ctx.shopify.createDiscountCode;
    t.ctx.shopify.createDiscountCode = async () => {
      throw new Error('503');
    };
    await t.runDue();
    expect(await shown('1')).toEqual([]);
    await order('1');
    expect((await accept(offer, '1')).kind).toBe('gone');
    t.ctx.shopify.createDiscountCode = create;
    await t.advance(3 * minute);
    expect(await shown('1')).toEqual([offer]);
    expect((await accept(offer, '1')).kind).toBe('accepted');
  });

  test('a pool that runs dry while the shop is down stops the offer until it is filled again', async () => {
    const offer = await makeOffer(t);
    await t.runDue();
    await t.ctx.db.query(`update offer_codes set state = 'removed' where state = 'free'`);
    t.store.failNext.set('createDiscountCode', { error: new Error('503'), when: 'before' });
    await order('1');
    expect(await accept(offer, '1')).toEqual({ kind: 'unavailable' });
    expect(await shown('2')).toEqual([]);
    await t.runDue();
    expect(await shown('2')).toEqual([offer]);
    expect((await accept(offer, '1')).kind).toBe('accepted');
  });
});

describe('deadlines of codes from a pool', () => {
  test('a code stops working when the deadline of its order has passed, with others of the same time', async () => {
    const offer = await makeOffer(t, { deadlineHours: '2' });
    await t.runDue();
    await order('1');
    await order('2');
    const codes = [await accept(offer, '1'), await accept(offer, '2')].map((answer) =>
      answer.kind === 'accepted' ? answer.code : '',
    );
    await t.advance(hour);
    await order('3');
    const later = await accept(offer, '3');
    await t.advance(hour + 6 * minute);
    expect(codes.map((code) => t.store.codes.has(code))).toEqual([false, false]);
    expect(calls('removeRedeemCodes')).toBe(1);
    expect(later.kind === 'accepted' && t.store.codes.has(later.code)).toBe(true);
    await t.advance(hour);
    expect(later.kind === 'accepted' && t.store.codes.has(later.code)).toBe(false);
    expect(await codesBy()).toMatchObject({ removed: 3 });
  });

  test('the shop does not answer at the deadline: taken away when it does', async () => {
    const offer = await makeOffer(t, { deadlineHours: '1' });
    await t.runDue();
    await order('1');
    const answer = await accept(offer, '1');
    const code = answer.kind === 'accepted' ? answer.code : '';
    t.store.failNext.set('removeRedeemCodes', { error: new Error('503'), when: 'before' });
    await expect(t.advance(hour + 6 * minute)).rejects.toThrow('503');
    expect(t.store.codes.has(code)).toBe(true);
    await t.ctx.db.query('update due_items set lease_until = null');
    await t.advance(minute);
    expect(t.store.codes.has(code)).toBe(false);
  });

  test('other terms: a new pool, while codes that were given stay good until their own deadline', async () => {
    const offer = await makeOffer(t);
    await t.runDue();
    await order('1');
    const old = await accept(offer, '1');
    const code = old.kind === 'accepted' ? old.code : '';
    const dearer = offerFixture({ discount: { kind: 'percentage', value: '20', gift: null } });
    await saveOffer(t.ctx, offer, dearer, 1, merchant);
    await t.runDue();
    expect(await accept(offer, '1')).toMatchObject({ code });
    expect(t.store.codes.has(code)).toBe(true);
    // The codes that nobody was given are gone at the shop; the new pool is full.
    expect(t.store.codes.size).toBe(252);
    await order('2');
    const fresh = await accept(offer, '2');
    const values = [...t.store.codes.values()].flatMap(({ input }) => (input ? [input.value] : []));
    expect(values).toContainEqual({ kind: 'percentage', basisPoints: 2_000 });
    expect(fresh.kind === 'accepted' && fresh.code).not.toBe(code);
    await t.advance(80 * hour);
    expect(t.store.codes.has(code)).toBe(false);
    expect(calls('deleteDiscount')).toBe(1);
  });

  test('an archived offer leaves nothing behind but what was given', async () => {
    const offer = await makeOffer(t);
    await t.runDue();
    await order('1');
    await accept(offer, '1');
    await archiveOffer(t.ctx, offer, merchant);
    await t.runDue();
    expect(t.store.codes.size).toBe(1);
    await t.advance(80 * hour);
    expect(t.store.codes.size).toBe(0);
  });

  test('changing words or dates makes no new pool', async () => {
    const offer = await makeOffer(t);
    await t.runDue();
    await saveOffer(t.ctx, offer, offerFixture({ name: 'Other', deadlineHours: '24' }), 1, merchant);
    await t.runDue();
    expect(calls('createDiscountCode')).toBe(1);
  });
});

describe('caps', () => {
  test('ten for all: fifty click at once, ten get it, and then nobody is shown it', async () => {
    const offer = await makeOffer(t, { caps: { total: '10', perPerson: '' } });
    await t.runDue();
    const ids = Array.from({ length: 50 }, (_, n) => String(n + 1));
    for (const id of ids) await order(id);
    const other = testDesk(t);
    const answers = await Promise.all(
      ids.map((id, n) =>
        acceptOffer(
          n % 2 ? desk : other,
          { ...guest(t), ip: `203.0.113.${n}` },
          offer,
          pageAccepts(id),
          async () => t.ctx,
        ),
      ),
    );
    await other.close();
    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(10);
    expect(answers.filter(({ kind }) => kind === 'gone')).toHaveLength(40);
    const { rows } = await t.ctx.db.query(`select taken from offer_takings where person_id = ''`);
    expect(rows).toEqual([{ taken: 10 }]);
    expect((await t.ctx.db.query('select 1 from offer_grants')).rows).toHaveLength(10);
    expect(await codesBy()).toEqual({ free: 241, taken: 10 });
    expect(await shown('99')).toEqual([]);
    // Who has it keeps it.
    const winner = ids[answers.findIndex(({ kind }) => kind === 'accepted')] ?? '';
    expect((await accept(offer, winner)).kind).toBe('accepted');
  });

  test('once per person, over all their orders; another person has their own', async () => {
    const offer = await makeOffer(t, { caps: { total: '', perPerson: '1' } });
    for (const id of ['a', 'b']) await insertPerson(t, { id: `per_${id}` });
    await order('1', { personId: 'per_a' });
    await order('2', { personId: 'per_a' });
    await order('3', { personId: 'per_b' });
    expect((await accept(offer, '1')).kind).toBe('accepted');
    expect((await accept(offer, '2')).kind).toBe('gone');
    expect((await accept(offer, '1')).kind).toBe('accepted');
    expect((await accept(offer, '3')).kind).toBe('accepted');
    expect(await shown('2')).toEqual([]);
  });

  test('the same click again, from two devices, counts once', async () => {
    const offer = await makeOffer(t, { caps: { total: '10', perPerson: '' } });
    await order('1');
    const eventId = randomUUID();
    await Promise.all([accept(offer, '1', { eventId }), accept(offer, '1', { eventId }), accept(offer, '1')]);
    const { rows } = await t.ctx.db.query('select taken from offer_takings');
    expect(rows).toEqual([{ taken: 1 }]);
  });
});

describe('terms', () => {
  const codeOf = (answer: Awaited<ReturnType<typeof accept>>) =>
    answer.kind === 'accepted' ? t.store.codes.get(answer.code) : undefined;

  test('a code for this customer alone is made for them; a guest gets one of the pool', async () => {
    const offer = await makeOffer(t, {
      isBound: true,
      combines: { order: true, product: false, shipping: false },
    });
    await t.runDue();
    await order('1', { customerId: '42' });
    await order('2');
    expect(codeOf(await accept(offer, '1'))?.input).toMatchObject({
      customerId: '42',
      endsAt: new Date('2026-11-05T10:00:00.000Z'),
      combinesWith: { order: true, product: false, shipping: false },
    });
    const guests = await accept(offer, '2');
    expect(guests.kind).toBe('accepted');
    expect(codeOf(guests)?.input?.customerId).toBeUndefined();
    expect(await codesBy()).toMatchObject({ taken: 1 });
  });

  test('a gift with anything: one piece, with what the shop has; a minimum for shipping', async () => {
    await putProduct(t, { id: '7', variantId: '71' });
    await t.ctx.db.query(`insert into collections (shop_id, id, title) values ($1, '5', 'Tee')`, [
      t.ctx.shop.id,
    ]);
    await makeOffer(t, {
      discount: { kind: 'gift', value: '', gift: { productId: '7', variantId: '71' } },
      minimum: '30.00',
    });
    await makeOffer(t, { discount: { kind: 'free-shipping', value: '', gift: null }, minimum: '30.00' });
    await t.runDue();
    const made = [...t.store.codes.values()].flatMap(({ input }) => (input ? [input] : []));
    const byKind = made.toSorted((a, b) => b.value.kind.localeCompare(a.value.kind));
    expect(byKind).toMatchObject([
      {
        value: { kind: 'gift', variantId: '71' },
        collectionIds: ['5'],
        minimumSubtotal: { minor: 3_000n, currency: 'EUR' },
      },
      { value: { kind: 'free-shipping' }, productIds: null },
    ]);
  });

  test('one of several products: the code is good for each of them, the cart holds the one that was taken', async () => {
    for (const id of ['5', '6']) await putProduct(t, { id, variantId: `${id}0` });
    const items = ['5', '6'].map((id) => ({ productId: id, variantId: `${id}0` }));
    const offer = await makeOffer(t, { kind: 'product', choice: { by: 'hand', items }, show: '2' });
    await t.runDue();
    await order('1');
    const answer = await accept(offer, '1', { variantId: '60' });
    expect(answer).toMatchObject({ url: expect.stringContaining('/cart/60:1?discount=') });
    const [node] = [...t.store.codes.values()].flatMap(({ input }) => (input ? [input] : []));
    expect(node?.variantIds).toEqual(['50', '60']);
    await order('2');
    expect((await accept(offer, '2', { variantId: '999' })).kind).toBe('gone');
  });

  test('what goes with the order: a code of its own for that product, and for no other', async () => {
    for (const id of ['5', '6']) await putProduct(t, { id, variantId: `${id}0` });
    await t.ctx.db.query(
      `insert into complement_choices (shop_id, product_id, offered_product_id, kind, chosen_at) values ($1, '1', '5', 'pin', now())`,
      [t.ctx.shop.id],
    );
    const offer = await makeOffer(t, { kind: 'product', choice: { by: 'complements' } });
    await t.runDue();
    expect(calls('createDiscountCode')).toBe(0);
    await order('1', { lines: [{ productId: '1' }] });
    expect((await accept(offer, '1', { variantId: '60' })).kind).toBe('gone');
    const answer = await accept(offer, '1', { variantId: '50' });
    expect(codeOf(answer)?.input).toMatchObject({ variantIds: ['50'], productIds: [] });
  });

  test('bought again: the cart holds what is wanted, with how many; nothing that was not bought', async () => {
    const offer = await makeOffer(t, {
      kind: 'buy-again',
      discount: { kind: 'none', value: '', gift: null },
    });
    await order('1', { lines: [{ productId: '5' }, { productId: '6' }] });
    await t.ctx.db.query(`update order_lines set variant_id = product_id || '0'`);
    const wanted = (lines: object[]) => accept(offer, '1', { lines });
    const first = await wanted([{ variantId: '60', quantity: 3 }]);
    expect(first).toMatchObject({ code: '', url: 'https://testladen.example/cart/60:3' });
    expect(
      await wanted([
        { variantId: '50', quantity: 1 },
        { variantId: '60', quantity: 2 },
      ]),
    ).toMatchObject({
      url: 'https://testladen.example/cart/50:1,60:2',
    });
    await order('2', { lines: [{ productId: '5' }] });
    const strange = { lines: [{ variantId: '999', quantity: 1 }] };
    expect((await accept(offer, '2', strange)).kind).toBe('gone');
  });

  test('an order that uses a code of a pool is credited to its offer', async () => {
    const offer = await makeOffer(t);
    await t.runDue();
    await order('1');
    const answer = await accept(offer, '1');
    const code = answer.kind === 'accepted' ? answer.code : '';
    await order('2', { discountCodes: [code], totalMinor: 4_000n, paidAt: t.clock.now() });
    await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'order.paid', { orderId: '2' }));
    await t.runDue();
    const { rows } = await t.ctx.db.query(
      'select sum(bought)::int as orders, sum(gross_minor - refunded_minor)::text as earned from offer_stats',
    );
    expect(rows).toEqual([{ orders: 1, earned: '4000' }]);
    // A code that was used is taken away all the same, without harm to the figures.
    await t.advance(80 * hour);
    const { rows: after } = await t.ctx.db.query('select redeemed_order_id from offer_grants');
    expect(after).toEqual([{ redeemed_order_id: '2' }]);
  });

  test('a product of one choice is offered by hand: sold out between showing and clicking', async () => {
    await putProduct(t, { id: '5', variantId: '50' });
    const offer = await makeOffer(t, { kind: 'product', choice: byHand('5', '50') });
    await t.runDue();
    await putProduct(t, { id: '5', variantId: '50', isAvailable: false });
    await t.ctx.db.query('update shops set offers_version = offers_version + 1');
    await order('1');
    expect((await accept(offer, '1')).kind).toBe('gone');
  });
});
