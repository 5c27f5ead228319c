import type { OfferCard } from '@reprise/rules';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { insertPerson } from '../../../tests/support/orders.ts';
import { day, hour } from '../../kit/span.ts';
import { insertBaskets } from '../complements/testing.ts';
import { chooseOffers } from './choose-offers.server.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import type { OfferInput } from './offer-input.ts';
import { byHand, guest, makeOffer, pageAsks, putOrder, putProduct, testDesk } from './testing.ts';

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

async function page(orderId: string, change: Record<string, unknown> = {}) {
  await desk.offers.fresh(t.ctx.shop.domain);
  return chooseOffers(desk, guest(t), pageAsks(orderId, change));
}
async function cards(orderId: string, change: Record<string, unknown> = {}): Promise<readonly OfferCard[]> {
  return (await page(orderId, change))?.offers ?? [];
}
const products = (card: OfferCard | undefined) =>
  card ? [card.product, ...(card.moreProducts ?? [])].map((product) => product?.productId) : [];
const noDiscount = { kind: 'none', value: '', gift: null } as const;
const words = (more: object = {}) => ({ de: { title: 'Titel', text: '', button: 'Ja', ...more } });
const bought = (productId: string) => [{ productId, variantId: `${productId}0`, quantity: 2 }];
const put = (id: string, change: object = {}) => putProduct(t, { id, variantId: `${id}0`, ...change });
const inCollection = (id: string, collectionId: string) =>
  t.ctx.db.query('update products set collection_ids = array[$2] where id = $1', [id, collectionId]);

describe('products', () => {
  test('a list by hand: so many as are to be shown, not what was just bought, not what is sold out', async () => {
    for (const id of ['5', '6', '7', '8']) await put(id);
    await put('6', { isAvailable: false });
    const items = ['5', '6', '7', '8'].map((id) => ({ productId: id, variantId: `${id}0` }));
    await makeOffer(t, { kind: 'product', choice: { by: 'hand', items }, show: '2' });
    expect(products((await cards('1'))[0])).toEqual(['5', '7']);
    expect(products((await cards('1', { lines: bought('5') }))[0])).toEqual(['7', '8']);
    await t.ctx.db.query(
      `insert into complement_products (shop_id, product_id, is_repeatable, computed_at) values ($1, '5', true, now())`,
      [t.ctx.shop.id],
    );
    await t.ctx.db.query('update shops set offers_version = offers_version + 1');
    expect(products((await cards('1', { lines: bought('5') }))[0])).toEqual(['5', '7']);
  });

  test('nothing stands on a page twice, whichever list it comes from', async () => {
    for (const id of ['5', '6']) await put(id);
    const items = ['5', '6'].map((id) => ({ productId: id, variantId: `${id}0` }));
    await makeOffer(t, { kind: 'product', choice: byHand('5', '50') });
    await makeOffer(t, { kind: 'product', choice: { by: 'hand', items } });
    expect((await cards('1')).map(products)).toEqual([['5'], ['6']]);
  });

  test('a list with nothing left gives its place to the next offer', async () => {
    await put('5');
    await put('6', { isAvailable: false });
    const items = ['5', '6'].map((id) => ({ productId: id, variantId: `${id}0` }));
    await makeOffer(t, { kind: 'product', choice: { by: 'hand', items } });
    const next = await makeOffer(t);
    expect((await cards('1', { lines: bought('5') })).map((card) => card.id)).toEqual([next]);
  });

  test('of a collection: only what can be bought, best sellers first; an empty one shows nothing', async () => {
    for (const id of ['5', '6', '7']) await put(id).then(() => inCollection(id, '100'));
    await put('6', { isAvailable: false });
    await t.ctx.db.query(
      `insert into complement_best_sellers (shop_id, collection_id, product_id, rank, baskets, computed_at)
       values ($1, '100', '7', 1, 9, now())`,
      [t.ctx.shop.id],
    );
    const choice = { by: 'collection' as const, collectionId: '100', title: 'Tee' };
    const offer = await makeOffer(t, { kind: 'product', choice, show: '3' });
    expect(products((await cards('1'))[0])).toEqual(['7', '5']);
    await t.ctx.db.query(`update products set collection_ids = '{}'`);
    await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'collection.changed', { collectionId: '100' }));
    expect(await t.runDue()).toContain('offers.refresh-groups');
    expect((await cards('1')).map((card) => card.id)).not.toContain(offer);
  });

  test('what goes with the order, from the shop’s own baskets; read again when that changes', async () => {
    for (const id of ['1', '5', '6']) await put(id);
    await makeOffer(t, { kind: 'product', choice: { by: 'complements' } });
    expect(await cards('1', { lines: bought('1') })).toEqual([]);
    await insertBaskets(t, 40, { products: ['1', '6'] });
    await insertBaskets(t, 60, { products: ['5'] });
    await t.ctx.db.query(
      `insert into complement_choices (shop_id, product_id, offered_product_id, kind, chosen_at) values ($1, '1', '5', 'pin', now())`,
      [t.ctx.shop.id],
    );
    await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'complements.changed', {}));
    expect(await t.runDue()).toContain('offers.refresh-complements');
    const [card] = await cards('1', { lines: bought('1') });
    expect(products(card)).toEqual(['5']);
    expect(card?.product?.discountedPrice).toEqual({ amount: '36.00', currency: 'EUR' });
  });

  test('once more what was bought: what can be bought now, with how many it were', async () => {
    await put('5');
    await put('6', { isAvailable: false });
    await putOrder(t, { id: '9', processedAt: t.clock.now() });
    await makeOffer(t, { kind: 'buy-again', discount: noDiscount });
    const lines = [...bought('5'), ...bought('6'), ...bought('404')];
    const [card] = await cards('9', { lines, surface: 'order-status' });
    expect(card).toMatchObject({ kind: 'buy-again', product: { productId: '5', quantity: 2 } });
    expect(card?.moreProducts).toBeUndefined();
    expect(await cards('9', { lines: bought('404') })).toEqual([]);
  });

  test('a gift that is not there is not promised; free shipping and a gift are named', async () => {
    await put('7');
    const gift = { productId: '7', variantId: '70' };
    await makeOffer(t, { discount: { kind: 'gift', value: '', gift } });
    await makeOffer(t, { discount: { kind: 'free-shipping', value: '', gift: null }, minimum: '30' });
    expect((await cards('1')).map((card) => card.discount.label)).toEqual([
      'Geschenk: Kanne',
      'Gratisversand',
    ]);
    expect((await cards('1'))[1]?.smallPrint).toContain('Ab einem Bestellwert von 30,00');
    await put('7', { isAvailable: false });
    await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'product.changed', { productId: '7' }));
    await t.runDue();
    expect((await cards('1')).map((card) => card.discount.kind)).toEqual(['free-shipping']);
  });
});

describe('questions, lists, messages', () => {
  test('a question: shuffled for each order in its own way, the same at each visit, "Other" last', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const options = Object.fromEntries(ids.map((id) => [id, id.toUpperCase()]));
    const question = { type: 'source' as const, optionIds: ids, hasOther: true, isShuffled: true, max: '' };
    await makeOffer(t, { kind: 'question', question, discount: noDiscount, texts: words({ options }) });
    const orderOf = async (id: string) =>
      (await cards(id))[0]?.question?.options.map((each) => each.id) ?? [];
    const first = await orderOf('1');
    expect(first).toHaveLength(7);
    expect([...first].sort()).toEqual([...ids, 'other'].sort());
    expect(await orderOf('1')).toEqual(first);
    const many = await Promise.all(Array.from({ length: 12 }, (_, n) => orderOf(String(n))));
    expect(new Set(many.map((order) => order.join())).size).toBeGreaterThan(6);
    for (const order of many) expect(order.at(-1)).toBe('other');
  });

  test('the list: the address is not asked for when the order has one; who is on it is not asked again', async () => {
    const offer = await makeOffer(t, {
      kind: 'vip',
      vip: { isDoubleOptIn: true },
      discount: noDiscount,
      texts: words({ consent: 'Ja, bitte.' }),
    });
    await insertPerson(t, { id: 'per_1', firstName: 'Ada' });
    await putOrder(t, { id: '9', processedAt: t.clock.now(), personId: 'per_1', email: 'ada@example.com' });
    expect((await cards('1'))[0]?.vip).toEqual({
      consent: 'Ja, bitte.',
      needsEmail: true,
      isDoubleOptIn: true,
    });
    expect((await cards('9'))[0]?.vip?.needsEmail).toBe(false);
    // Whoever cannot prove the order learns nothing about it.
    expect((await cards('9', { checkoutToken: 'tok_x' }))[0]?.vip?.needsEmail).toBe(true);
    await t.ctx.db.query(
      `insert into vip_members (shop_id, person_id, state, source, asked_at) values ($1, 'per_1', 'member', 'test', now())`,
      [t.ctx.shop.id],
    );
    expect((await cards('9')).map((card) => card.id)).not.toContain(offer);
  });

  test('a message with a picture and a link; words with a name, and without one', async () => {
    await t.ctx.db.query(
      `insert into offer_pictures (id, shop_id, mime, width, height, bytes, created_at) values ('pic_1', $1, 'image/webp', 1, 1, '', now())`,
      [t.ctx.shop.id],
    );
    await makeOffer(t, {
      kind: 'message',
      link: 'https://shop.example/care',
      pictureId: 'pic_1',
      discount: noDiscount,
      texts: words({
        title: 'Hallo {first name|du}',
        text: '{shop} sagt Danke für {order}.',
        alt: 'Ein Topf',
      }),
    });
    await insertPerson(t, { id: 'per_1', firstName: '{shop}<b>' });
    await putOrder(t, { id: '9', processedAt: t.clock.now(), personId: 'per_1' });
    expect((await cards('9'))[0]).toMatchObject({
      title: 'Hallo {shop}<b>',
      text: 'Testladen sagt Danke für #9.',
      link: 'https://shop.example/care',
      picture: { url: 'https://app.example/offer-pictures/pic_1', alt: 'Ein Topf' },
      smallPrint: null,
    });
    expect((await cards('1'))[0]).toMatchObject({ title: 'Hallo du', text: 'Testladen sagt Danke für.' });
  });
});

describe('parcels, reviews, referrals', () => {
  const onStatus = { surface: 'order-status' };

  test('a parcel with its steps, only for who proves the order, and only on its status page', async () => {
    await makeOffer(t, { kind: 'parcel', discount: noDiscount, deadlineHours: '' });
    await putOrder(t, { id: '9', processedAt: new Date('2026-11-01T10:00:00Z') });
    await t.ctx.db.query(
      `insert into fulfillments (shop_id, id, order_id, status, shipment_status, shipped_at, tracking_url, shop_updated_at)
       values ($1, 'f1', '9', 'success', 'out_for_delivery', '2026-11-01T20:00:00Z', 'https://track.example/1', '2026-11-02T08:00:00Z'),
              ($1, 'f2', '9', 'success', null, '2026-11-01T21:00:00Z', null, '2026-11-01T21:00:00Z')`,
      [t.ctx.shop.id],
    );
    expect((await cards('9', onStatus))[0]?.parcel).toEqual({
      state: 'out-for-delivery',
      steps: [
        { key: 'placed', at: '2026-11-01T10:00:00.000Z' },
        { key: 'shipped', at: '2026-11-01T20:00:00.000Z' },
        { key: 'out-for-delivery', at: '2026-11-02T08:00:00.000Z' },
        { key: 'delivered', at: null },
      ],
      trackingUrl: 'https://track.example/1',
      carrier: null,
    });
    expect(await cards('9')).toEqual([]);
    expect(await cards('9', { ...onStatus, checkoutToken: 'tok_x' })).toEqual([]);
    expect(await cards('10', onStatus)).toEqual([]);
    t.clock.advance(12 * day);
    await t.ctx.db.query(`update fulfillments set shipment_status = null`);
    expect((await cards('9', onStatus))[0]?.parcel?.state).toBe('late');
  });

  test('moments: only while the parcel is on its way', async () => {
    await makeOffer(t, { moments: ['shipped'], deadlineHours: '' });
    await putOrder(t, { id: '9', processedAt: t.clock.now() });
    expect(await cards('9', onStatus)).toEqual([]);
    await t.ctx.db.query(
      `insert into fulfillments (shop_id, id, order_id, status, shipped_at, shop_updated_at) values ($1, 'f1', '9', 'success', now(), now())`,
      [t.ctx.shop.id],
    );
    expect(await cards('9', onStatus)).toHaveLength(1);
  });

  test('a review is asked for where there is something to review', async () => {
    const url = 'https://app.example/review/1/s';
    desk.askReviewCard = async ({ orderId }) =>
      orderId === '9' ? { url, productTitle: 'Kanne', imageUrl: null } : null;
    await makeOffer(t, { kind: 'review', discount: noDiscount, deadlineHours: '' });
    for (const id of ['9', '10']) await putOrder(t, { id, processedAt: t.clock.now() });
    expect((await cards('9', onStatus))[0]?.review).toEqual({ url, productTitle: 'Kanne', imageUrl: null });
    expect(await cards('10', onStatus)).toEqual([]);
    expect(await cards('9', { ...onStatus, checkoutToken: 'tok_x' })).toEqual([]);
  });

  test('the referral link stands once: as the merchant’s offer, where there is one', async () => {
    const link = {
      state: 'ready' as const,
      link: 'https://app.example/r/1',
      headline: 'H',
      text: 'T',
      friendReward: 'F',
      advocateReward: 'A',
    };
    desk.askReferralCard = async () => link;
    await t.ctx.db.query(`update shop_settings set referrals = '{"isOn":true}'`);
    expect(await page('1')).toMatchObject({ offers: [], referral: link });
    await makeOffer(t, {
      kind: 'referral',
      surfaces: ['thank-you'],
      discount: noDiscount,
      deadlineHours: '',
    });
    expect(await page('1')).toMatchObject({ offers: [{ kind: 'referral', referral: link }], referral: null });
    // Asked again because the first answer was too early: the link itself.
    expect(await page('1', { purpose: 'referral' })).toMatchObject({ offers: [], referral: link });
    expect(await page('1', onStatus)).toMatchObject({ offers: [], referral: link });
    desk.askReferralCard = async () => null;
    expect(await cards('1')).toEqual([]);
  });
});

describe('tests and hold-outs', () => {
  const arms: NonNullable<OfferInput['test']>['arms'] = [
    {
      id: 'b',
      name: 'B',
      weight: '100',
      texts: { de: { title: 'Anders' } },
      discount: { kind: 'percentage', value: '20', gift: null },
      choice: null,
    },
  ];

  async function running(offer: string): Promise<void> {
    await t.ctx.db.query(
      `insert into experiments (id, shop_id, subject_kind, subject_id, name, status, variants, hold_out_percent, metric, salt, started_at)
       values ('exp_1', $1, 'offer', $2, 'T', 'running', '[]', 0, 'accept', 'salt', now())`,
      [t.ctx.shop.id, offer],
    );
    await t.ctx.db.query(`update offers set experiment_id = 'exp_1' where id = $1`, [offer]);
    await t.ctx.db.query('update shops set offers_version = offers_version + 1');
  }

  test('half see one variant, half the other, each always the same; a recorded one stays', async () => {
    const offer = await makeOffer(t, { test: { armWeight: '100', arms } });
    await running(offer);
    const seen = new Map<string, { arm: string | undefined; title: string; value: string }>();
    for (let n = 0; n < 60; n++) {
      const [card] = await cards(String(n));
      seen.set(String(n), { arm: card?.arm, title: card?.title ?? '', value: card?.discount.value ?? '' });
    }
    const second = [...seen.values()].filter(({ arm }) => arm === 'b');
    expect(second.length).toBeGreaterThan(15);
    expect(second.length).toBeLessThan(45);
    for (const { arm, title, value } of seen.values()) {
      expect({ title, value }).toEqual(
        arm === 'b' ? { title: 'Anders', value: '20' } : { title: 'Zehn Prozent', value: '10' },
      );
    }
    for (const [id, { arm }] of seen) expect((await cards(id))[0]?.arm).toBe(arm);
    await t.ctx.db.query(`update experiments set status = 'stopped'`);
    await t.ctx.db.query('update shops set offers_version = offers_version + 1');
    expect((await cards('3'))[0]?.arm).toBeUndefined();
  });

  test('what was shown before the person was known is still shown afterwards', async () => {
    const offer = await makeOffer(t, { test: { armWeight: '100', arms }, holdOutPercent: '50' });
    await running(offer);
    const before = new Map<string, string | undefined>();
    for (let n = 100; n < 130; n++) {
      const [card] = await cards(String(n));
      before.set(String(n), card ? (card.arm ?? '') : undefined);
    }
    await desk.events.close();
    for (const [id, arm] of before) {
      if (arm !== undefined) {
        await t.ctx.db.query(
          `insert into offer_events (shop_id, offer_id, order_id, type, event_id, surface, arm, at)
           values ($1, $2, $3, 'shown', $3, 'thank-you', $4, now())`,
          [t.ctx.shop.id, offer, id, arm],
        );
      }
      await insertPerson(t, { id: `per_${id}` });
      await putOrder(t, { id, processedAt: t.clock.now(), personId: `per_${id}` });
    }
    const after = new Map<string, string | undefined>();
    for (const id of before.keys()) {
      const [card] = await cards(id, { surface: 'order-status' });
      after.set(id, card ? (card.arm ?? '') : undefined);
    }
    expect(after).toEqual(before);
  });

  test('who is kept back is written down once; nothing of those who do not want to be measured', async () => {
    const offer = await makeOffer(t, { holdOutPercent: '50' });
    const kept: string[] = [];
    for (let n = 0; n < 20; n++) {
      const change = n % 2 === 0 ? {} : { mayMeasure: false };
      if ((await cards(String(n), change)).length === 0 && n % 2 === 0) kept.push(String(n));
      await cards(String(n), change);
    }
    await desk.events.close();
    const { rows } = await t.ctx.db.query<{ order_id: string; offer_id: string }>(
      `select order_id, offer_id from offer_events where type = 'held-out' order by order_id::int`,
    );
    expect(kept.length).toBeGreaterThan(0);
    expect(rows).toEqual(kept.map((order_id) => ({ order_id, offer_id: offer })));
  });
});

test('what has its deadline behind it, and what was paid in another currency, leaves its place to others', async () => {
  await put('5');
  await makeOffer(t, { deadlineHours: '1' });
  await makeOffer(t, { kind: 'product', choice: byHand('5', '50') });
  const last = await makeOffer(t, { deadlineHours: '' });
  await putOrder(t, { id: '9', processedAt: new Date(t.clock.now().getTime() - 2 * hour) });
  const foreign = { currency: 'JPY', total: { amount: '5000', currency: 'JPY' } };
  expect((await cards('9', foreign)).map((card) => card.id)).toEqual([last]);
});
