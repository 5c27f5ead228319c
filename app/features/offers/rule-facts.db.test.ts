import type { Rule } from '@reprise/rules';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { insertPerson } from '../../../tests/support/orders.ts';
import { day } from '../../kit/span.ts';
import { recordProducts } from '../products/index.server.ts';
import { chooseOffers } from './choose-offers.server.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import type { OfferInput } from './offer-input.ts';
import { needsFor, needsOf } from './read-facts.server.ts';
import { guest, makeOffer, pageAsks, putOrder, putProduct, testDesk } from './testing.ts';

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

/** Which of these rules fit: each is an offer of its own, called by its place. */
async function offerEach(rules: readonly Rule[], change: Partial<OfferInput> = {}): Promise<void> {
  for (const [i, rule] of rules.entries()) await offerOne(i, { rule, ...change });
  await t.runDue();
  await desk.offers.fresh(t.ctx.shop.domain);
}
const offerOne = (name: number, change: Partial<OfferInput>) =>
  makeOffer(t, {
    deadlineHours: '',
    texts: { de: { title: String(name), text: '', button: 'Ja' } },
    ...change,
  });

async function fitting(
  orderId: string,
  change: Record<string, unknown> = {},
  customerId: string | null = null,
): Promise<number[]> {
  // A page shows few: what was seen is closed, until nothing new comes.
  const seen: { id: string; title: number }[] = [];
  for (;;) {
    const asked = pageAsks(orderId, { ...change, seenOfferIds: seen.map(({ id }) => id) });
    const answer = await chooseOffers(desk, { ...guest(t), customerId }, asked);
    if (!answer || answer.offers.length === 0) return seen.map(({ title }) => title).sort((a, b) => a - b);
    seen.push(...answer.offers.map(({ id, title }) => ({ id, title: Number(title) })));
  }
}
const ago = (days: number) => new Date(t.clock.now().getTime() - days * day);

describe('the order', () => {
  test('what only we know of it counts for a page that proves itself, and for no other', async () => {
    await putOrder(t, { id: '5', sourceName: 'web', discountCodes: ['HERBST'] });
    await t.ctx.db.query(
      'update orders set utm = \'{"source": "Brief"}\', shipping_method = \'DHL Express\'',
    );
    await offerEach([
      { kind: 'source', match: 'is', in: ['web'] },
      { kind: 'utm', param: 'source', in: ['brief'] },
      { kind: 'shipping-method', match: 'contains', in: ['express'] },
      { kind: 'discount-used', is: true, codes: ['herbst'] },
    ]);
    expect(await fitting('5')).toEqual([0, 1, 2, 3]);
    expect(await fitting('5', { checkoutToken: 'tok_other' })).toEqual([]);
    // The page's own word is newer.
    expect(await fitting('5', { discountCodes: [], shippingMethod: 'Abholung' })).toEqual([0, 1]);
    expect(await fitting('6', { discountCodes: ['HERBST'], shippingMethod: 'Express' })).toEqual([2, 3]);
  });

  test('the furthest of its parcels', async () => {
    await putOrder(t, { id: '5', processedAt: ago(3) });
    await offerEach(
      (['placed', 'shipped', 'out-for-delivery', 'delivered'] as const).map((state) => ({
        kind: 'parcel',
        in: [state],
      })),
    );
    const parcel = (id: string, status: string, at: Date | null = null) =>
      t.ctx.db.query(
        `insert into fulfillments (shop_id, id, order_id, status, shipment_status, delivered_at, shop_updated_at)
         values ($1, $2, '5', 'success', $3, $4, now())`,
        [t.ctx.shop.id, id, status, at],
      );
    expect(await fitting('5')).toEqual([0]);
    await parcel('1', 'in_transit');
    expect(await fitting('5')).toEqual([1]);
    await parcel('2', 'out_for_delivery');
    expect(await fitting('5')).toEqual([2]);
    await parcel('3', 'delivered', ago(1));
    expect(await fitting('5')).toEqual([3]);
    // Without proof nothing is told of it; right after paying it is clear anyway.
    expect(await fitting('5', { surface: 'order-status', checkoutToken: 'x' })).toEqual([]);
    expect(await fitting('6')).toEqual([0]);
  });

  test('moments and days of an order-status page', async () => {
    await putOrder(t, { id: '5', processedAt: ago(8), deliveredAt: ago(2) });
    await putOrder(t, { id: '6', processedAt: ago(1) });
    const all: Rule = { kind: 'all', rules: [] };
    await offerEach([all], { moments: ['delivered'], surfaces: ['order-status'] });
    await makeOffer(t, {
      deadlineHours: '',
      fromDays: { days: '7', after: 'ordered' },
      surfaces: ['order-status'],
      texts: { de: { title: '1', text: '', button: 'Ja' } },
    });
    await makeOffer(t, {
      deadlineHours: '',
      fromDays: { days: '3', after: 'delivered' },
      surfaces: ['order-status'],
      texts: { de: { title: '2', text: '', button: 'Ja' } },
    });
    await desk.offers.fresh(t.ctx.shop.domain);
    expect(await fitting('5', { surface: 'order-status' })).toEqual([0, 1]);
    expect(await fitting('6', { surface: 'order-status' })).toEqual([]);
    t.clock.advance(day);
    expect(await fitting('5', { surface: 'order-status' })).toEqual([0, 1, 2]);
  });

  test('groups are known by the products in them, and follow the catalogue', async () => {
    const product = (id: string, change: object) => ({
      id,
      handle: id,
      title: id,
      imageUrl: null,
      vendor: null,
      productType: null,
      tags: [],
      collectionIds: [],
      status: 'active',
      variants: [],
      updatedAt: t.clock.now(),
      ...change,
    });
    const put = (id: string, change: object) =>
      t.ctx.db.tx((tx) => recordProducts(t.ctx, tx, [product(id, change)]));
    await put('1', { vendor: 'Acme', productType: 'Becher', tags: ['Neu', 'x'], collectionIds: ['50'] });
    const rule = (
      kind: 'bought-collection' | 'bought-tag' | 'bought-vendor' | 'bought-type',
      value: string,
    ): Rule => ({
      kind,
      match: 'any',
      values: [value],
    });
    await offerEach([
      rule('bought-collection', '50'),
      rule('bought-tag', 'NEU'),
      rule('bought-vendor', 'acme'),
      rule('bought-type', 'becher'),
      rule('bought-collection', '51'),
    ]);
    expect(await fitting('9')).toEqual([0, 1, 2, 3]);
    expect(await fitting('9', { lines: [{ productId: '2', variantId: '21', quantity: 1 }] })).toEqual([]);
    t.clock.advance(1000);
    await put('1', { vendor: 'Other', productType: 'Becher', tags: [], collectionIds: ['51'] });
    expect(await t.advance(10_000)).toContain('offers.refresh-groups');
    await desk.offers.fresh(t.ctx.shop.domain);
    expect(await fitting('9')).toEqual([3, 4]);
  });

  test('stock of what is offered', async () => {
    await putProduct(t, { id: '7', variantId: '71' });
    const choice = { by: 'hand' as const, items: [{ productId: '7', variantId: '71' }] };
    await offerOne(0, { kind: 'product', choice, rule: { kind: 'stock', min: 5 } });
    await desk.offers.fresh(t.ctx.shop.domain);
    expect(await fitting('9')).toEqual([0]);
    await t.ctx.db.query("update products set variants = jsonb_set(variants, '{0,stock}', '4')");
    await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'product.changed', { productId: '7' }));
    await t.runDue();
    await desk.offers.fresh(t.ctx.shop.domain);
    expect(await fitting('9')).toEqual([]);
  });
});

describe('the person', () => {
  const claims: Rule[] = [
    { kind: 'person-orders', min: 2, max: 2 },
    { kind: 'person-spend', currency: 'EUR', min: '9000', max: '9000' },
    { kind: 'last-order-days', min: 10, max: 10 },
    { kind: 'is-vip', is: true },
    { kind: 'has-reviewed', is: true },
    { kind: 'has-referred', is: true },
    { kind: 'consent', channel: 'email', is: true },
    { kind: 'consent', channel: 'sms', is: false },
  ];
  const known = async () => {
    await insertPerson(t, { id: 'per_1', email: 'ada@example.com', customerId: '77' });
    await putOrder(t, {
      id: '4',
      personId: 'per_1',
      totalMinor: 5000n,
      refundedMinor: 1000n,
      processedAt: ago(10),
    });
    await putOrder(t, {
      id: '3',
      personId: 'per_1',
      totalMinor: 9999n,
      processedAt: ago(2),
      cancelledAt: ago(1),
    });
    await putOrder(t, { id: '5', personId: 'per_1', totalMinor: 5000n, processedAt: t.clock.now() });
    await t.ctx.db.query('update people set orders_count = 2');
    const { id } = t.ctx.shop;
    await t.ctx.db.query(
      `insert into vip_members (shop_id, person_id, state, source, asked_at) values ($1, 'per_1', 'member', 'offer', now())`,
      [id],
    );
    await t.ctx.db.query(
      `insert into reviews (id, shop_id, product_id, person_id, rating, author_name, status, created_at, updated_at)
       values ('r1', $1, '1', 'per_1', 5, 'A', 'published', now(), now())`,
      [id],
    );
    await t.ctx.db.query(
      `insert into referrals (id, shop_id, code, advocate_id, order_id, state, amount_minor, basis_minor, currency, signals, created_at, updated_at)
       values ('f1', $1, 'c', 'per_1', '99', 'payable', 1, 1, 'EUR', '{}', now(), now())`,
      [id],
    );
    await t.ctx.db.query(
      `insert into consents (shop_id, channel, identity_hash, person_id, state, source, changed_at)
       values ($1, 'email', 'h', 'per_1', 'subscribed', 'test', now())`,
      [id],
    );
  };

  test('what we know of the buyer, this order counted and without what was cancelled or refunded', async () => {
    await known();
    await offerEach(claims);
    expect(await fitting('5')).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    // The page of somebody else's order learns nothing of them.
    expect(await fitting('5', { checkoutToken: 'tok_x' })).toEqual([]);
    expect(await fitting('5', { checkoutToken: 'tok_x' }, '88')).toEqual([]);
  });

  test('while the order has not arrived, the signed-in customer is known, and this order is counted', async () => {
    await known();
    await t.ctx.db.query("delete from orders where id = '5'");
    await t.ctx.db.query('update people set orders_count = 1');
    await offerEach(claims);
    expect(await fitting('5', {}, '77')).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(await fitting('5', {}, '88')).toEqual([]);
    expect(await fitting('5')).toEqual([]);
  });

  test('tags and segments are not known before they were read, and are then', async () => {
    await insertPerson(t, { id: 'per_1', customerId: '77' });
    await insertPerson(t, { id: 'per_2', customerId: '78' });
    await putOrder(t, { id: '5', personId: 'per_1' });
    await putOrder(t, { id: '6', personId: 'per_2' });
    t.store.customerTags.set('77', ['Wholesale']);
    t.store.segments = [{ id: '900', name: 'Big', customerIds: ['78', '12345'] }];
    const rules: Rule[] = [
      { kind: 'person-tag', match: 'any', values: ['wholesale'] },
      { kind: 'person-tag', match: 'none', values: ['WHOLESALE'] },
      { kind: 'segment', match: 'any', values: ['900'] },
      { kind: 'segment', match: 'none', values: ['900'] },
    ];
    for (const [i, rule] of rules.entries()) await offerOne(i, { rule });
    await desk.offers.fresh(t.ctx.shop.domain);
    expect(await fitting('5')).toEqual([]);
    expect(await t.runDue()).toEqual(
      expect.arrayContaining(['people.sync-traits', 'people.read-trait', 'offers.read-again']),
    );
    await desk.offers.fresh(t.ctx.shop.domain);
    expect(await fitting('5')).toEqual([0, 3]);
    expect(await fitting('6')).toEqual([1, 2]);
  });
});

test('what the page tells by itself is read only where it does not', () => {
  const needs = needsOf([
    { rule: { kind: 'not', rule: { kind: 'first-order', is: true } }, moments: [], fromDays: null },
  ]);
  expect(needs).toEqual({ order: false, person: false, page: ['isFirstOrder'] });
  expect(needsFor(needs, { isFirstOrder: false }).order).toBe(false);
  expect(needsFor(needs).order).toBe(true);
});

test('where no rule asks, nothing is read', async () => {
  await makeOffer(t, { rule: { kind: 'order-total', currency: 'EUR', min: '1' } });
  const offers = await desk.offers.fresh(t.ctx.shop.domain);
  expect(offers?.needs).toMatchObject({ order: false, person: false });
});
