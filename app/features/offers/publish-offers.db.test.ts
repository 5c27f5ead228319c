import { type PageOffers, readPageOffers } from '@reprise/rules';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour, second } from '../../kit/span.ts';
import { pauseOffer } from './change-offer.server.ts';
import type { OfferInput } from './offer-input.ts';
import { refreshPage } from './offers.jobs.ts';
import { setLimit } from './order-offers.server.ts';
import { byHand, makeOffer, merchant, putProduct } from './testing.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
});
afterEach(() => t.cleanup());

const writings = () => t.store.calls.filter((call) => call === 'setShopMetafield').length;
/** What a page reads, through the reader that pages use. */
async function published(): Promise<PageOffers> {
  await t.advance(2 * second);
  const page = readPageOffers(t.store.metafields.get('offers'));
  if (!page) throw new Error('nothing that a page understands');
  return page;
}
/** What the schedule does every two hours. */
async function age() {
  const dueAt = t.clock.now();
  await t.ctx.due.schedule(t.ctx.db, { shopId: t.ctx.shop.id, job: refreshPage, subject: 'shop', dueAt });
  await t.runDue();
}
const noDiscount = { kind: 'none', value: '', gift: null } as const;
const rule = (kind: object) => ({ kind: 'all', rules: [kind] }) as OfferInput['rule'];

describe('what lies beside a thank-you page', () => {
  test('several changes are written once, and anew when it ages, as long as there is something to show', async () => {
    const offer = await makeOffer(t);
    await makeOffer(t);
    const page = await published();
    expect(writings()).toBe(1);
    expect(page).toMatchObject({
      mode: 'page',
      limit: 2,
      outline: ['discount', 'discount'],
      shop: { currency: 'EUR', locale: 'de', timezone: 'Europe/Berlin' },
      goodUntil: '2026-11-02T15:00:02.000Z',
    });
    expect(page.offers[0]).toMatchObject({ id: offer, deadlineHours: 72, holdOutPercent: 0 });
    expect(page.offers[0]?.cards['']?.de).toMatchObject({
      title: 'Zehn Prozent',
      discount: { label: '10 % Rabatt' },
    });
    expect(Object.keys(page.offers[0]?.cards[''] ?? {})).toEqual(['de', 'en']);
    await t.advance(3 * hour);
    await age();
    expect(writings()).toBe(2);
    expect((await published()).goodUntil).toBe('2026-11-02T18:00:02.000Z');
  });

  test('nothing to show: the page asks nobody, and nothing is written again and again', async () => {
    const offer = await makeOffer(t);
    await published();
    await pauseOffer(t.ctx, offer, merchant);
    expect((await published()).mode).toBe('none');
    const before = writings();
    await t.advance(24 * hour);
    await age();
    expect(writings()).toBe(before);
    await makeOffer(t, { surfaces: ['order-status'] });
    expect((await published()).mode).toBe('none');
  });

  test('a product that sells out is taken away, and comes back', async () => {
    await putProduct(t, { id: '7', variantId: '71' });
    await makeOffer(t, { kind: 'product', choice: byHand('7', '71') });
    const [shown] = (await published()).offers;
    expect(shown?.product).toEqual({ productId: '7', variantId: '71' });
    expect(shown?.cards['']?.de?.product?.discountedPrice).toEqual({ amount: '36.00', currency: 'EUR' });
    const stock = async (isAvailable: boolean) => {
      await putProduct(t, { id: '7', variantId: '71', isAvailable });
      await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'product.changed', { productId: '7' }));
      return published();
    };
    expect((await stock(false)).mode).toBe('none');
    expect((await stock(true)).offers).toHaveLength(1);
  });

  test('lists lie there whole, with how many are shown; groups in rules are products', async () => {
    for (const id of ['5', '6', '7']) await putProduct(t, { id, variantId: `${id}0` });
    await putProduct(t, { id: '6', variantId: '60', isAvailable: false });
    await t.ctx.db.query(`update products set tags = '{tee}' where id = '7'`);
    const items = ['5', '6', '7'].map((id) => ({ productId: id, variantId: `${id}0` }));
    await makeOffer(t, {
      kind: 'product',
      choice: { by: 'hand', items },
      show: '2',
      rule: rule({ kind: 'bought-tag', match: 'any', values: ['Tee'] }),
    });
    const [offer] = (await published()).offers;
    expect(offer).toMatchObject({ show: 2, product: null });
    const card = offer?.cards['']?.de;
    expect([card?.product, ...(card?.moreProducts ?? [])].map((each) => each?.productId)).toEqual(['5', '7']);
    expect(JSON.stringify(offer?.rule)).toContain('"productIds":[["7"]]');
  });

  test('what only the server knows makes the page ask; the rest keeps the right place', async () => {
    const sure = await makeOffer(t);
    await makeOffer(t, { rule: rule({ kind: 'person-orders', min: 2 }) });
    expect(await published()).toMatchObject({ mode: 'ask', limit: 1, offers: [{ id: sure }] });
    await setLimit(t.ctx, 1);
    expect(await published()).toMatchObject({ mode: 'ask', limit: 0 });
  });

  test.each<[string, Partial<OfferInput>]>([
    ['a cap per person', { caps: { total: '', perPerson: '1' } }],
    ['what goes with the order', { kind: 'product', choice: { by: 'complements' } }],
    ['buying again', { kind: 'buy-again', discount: noDiscount }],
    ['a list', { kind: 'vip', texts: { de: { title: 'T', text: '', button: 'B', consent: 'Ja' } } }],
    ['who has given a review', { rule: rule({ kind: 'has-reviewed', is: true }) }],
  ])('%s is for the server to decide', async (_name, change) => {
    await makeOffer(t, change);
    expect(await published()).toMatchObject({ mode: 'ask', offers: [] });
  });

  test('a cap for all is not: when the last one is taken, it is gone from there', async () => {
    await makeOffer(t, { caps: { total: '1', perPerson: '' } });
    expect((await published()).mode).toBe('page');
    await t.ctx.db.query(
      `insert into offer_takings (shop_id, offer_id, person_id, taken) select shop_id, id, '', 1 from offers`,
    );
    await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'traits.read', {}));
    expect((await published()).mode).toBe('none');
  });

  test('a test with its weights, a question with its answers, words that wait for the order', async () => {
    const options = { a: 'A', b: 'B' };
    await makeOffer(t, {
      kind: 'question',
      discount: noDiscount,
      question: { type: 'one', optionIds: ['a', 'b'], hasOther: false, isShuffled: true, max: '' },
      texts: { de: { title: '{first name|Du}, sag {shop}:', text: '', button: 'B', options } },
    });
    const [offer] = (await published()).offers;
    expect(offer).toMatchObject({ isShuffled: true });
    expect(offer?.cards['']?.de).toMatchObject({ title: '{first name|Du}, sag Testladen:' });
  });

  test('the referral card lies below, or is one of the offers, with its words and without its link', async () => {
    await t.ctx.db.query(`update shop_settings set referrals = '{"isOn":true}'`);
    await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'referrals.changed', {}));
    const page = await published();
    expect(page).toMatchObject({ mode: 'page', offers: [], referral: { de: { state: 'pending' } } });
    expect(page.referral?.de?.headline).toContain('Testladen');
    await makeOffer(t, { kind: 'referral', discount: noDiscount, deadlineHours: '' });
    const placed = await published();
    expect(placed.referral ?? null).toBeNull();
    expect(placed.offers[0]?.cards['']?.de?.referral).toMatchObject({ state: 'pending' });
  });

  test('too much to lie beside a page: it asks, and knows the kinds', async () => {
    const text = 'ä'.repeat(400);
    const texts = Object.fromEntries(
      ['de', 'en', 'fr', 'it', 'es', 'pl', 'nl', 'sv', 'da', 'fi'].map((language) => [
        language,
        { title: 'T', text, button: 'B' },
      ]),
    );
    for (let n = 0; n < 14; n++) await makeOffer(t, { texts });
    const page = await published();
    expect(page).toMatchObject({ mode: 'ask', offers: [], outline: ['discount', 'discount'], limit: 2 });
    const json = t.store.metafields.get('offers') ?? '';
    expect(Buffer.byteLength(json)).toBeLessThan(128_000);
  });

  test('the shop refuses it: tried again', async () => {
    await makeOffer(t);
    t.store.failNext.set('setShopMetafield', { error: new Error('503'), when: 'before' });
    await expect(t.advance(2 * second)).rejects.toThrow('503');
    await t.ctx.db.query('update due_items set lease_until = null');
    expect((await published()).mode).toBe('page');
  });
});
