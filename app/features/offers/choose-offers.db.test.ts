import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour } from '../../kit/span.ts';
import { openDb } from '../../platform/db/db.server.ts';
import { listen } from '../../platform/db/listen.server.ts';
import { acceptOffer } from './accept-offer.server.ts';
import { activateOffer, archiveOffer, duplicateOffer, pauseOffer } from './change-offer.server.ts';
import { chooseOffers } from './choose-offers.server.ts';
import { createDefaultOffer } from './create-default-offer.server.ts';
import { listOffers } from './list-offers.server.ts';
import { openLiveOffers } from './live-offers.server.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import { moveOffer } from './order-offers.server.ts';
import { recordOfferEvents } from './record-offer-events.server.ts';
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

async function shown(orderId: string, change: Record<string, unknown> = {}) {
  const answer = await chooseOffers(desk, guest(t), pageAsks(orderId, change));
  return answer?.offers ?? [];
}
const titles = async (orderId: string, change: Record<string, unknown> = {}) =>
  (await shown(orderId, change)).map((card) => card.title);

test('a new shop shows nothing; a saved offer is shown in the language of the page', async () => {
  expect(await shown('1')).toEqual([]);
  await makeOffer(t);
  await vi.waitFor(async () => expect(await titles('1')).toEqual(['Zehn Prozent']));
  expect(await shown('1', { locale: 'en-GB' })).toMatchObject([
    { title: 'Ten percent', discount: { kind: 'percentage', value: '10', label: '10% off' } },
  ]);
  // French is not there: the shop's own language stands in.
  expect(await titles('1', { locale: 'fr-FR' })).toEqual(['Zehn Prozent']);
});

test('two at most, in the order of the merchant', async () => {
  const ids = [];
  for (const title of ['A', 'B', 'C']) {
    ids.push(await makeOffer(t, { texts: { de: { title, text: '', button: 'Ja' } } }));
  }
  expect(await titles('1')).toEqual(['A', 'B']);
  await moveOffer(t.ctx, ids[2] ?? '', -1);
  await desk.offers.fresh(t.ctx.shop.domain);
  expect(await titles('1')).toEqual(['A', 'C']);
});

test('the card of a product has its picture, its price and the price less the discount', async () => {
  await putProduct(t, { id: '7', variantId: '71', priceMinor: '1999' });
  const offer = await makeOffer(t, {
    kind: 'product',
    choice: byHand('gid://shopify/Product/7', 'gid://shopify/ProductVariant/71'),
    discount: { kind: 'percentage', value: '15', gift: null },
  });
  const [card] = await shown('1');
  expect(card).toMatchObject({
    id: offer,
    kind: 'product',
    product: {
      title: 'Kanne',
      imageUrl: 'https://cdn.example/kanne.png',
      price: { amount: '19.99', currency: 'EUR' },
      discountedPrice: { amount: '16.99', currency: 'EUR' },
    },
  });
});

test('never what was just bought, never sold out, never in a currency without a price', async () => {
  await putProduct(t, { id: '7', variantId: '71' });
  await makeOffer(t, { kind: 'product', choice: byHand('7', '71') });
  const line = (productId: string) => ({ productId, variantId: '99', quantity: 1 });
  expect(await shown('1')).toHaveLength(1);
  expect(await shown('1', { lines: [line('7')] })).toEqual([]);
  expect(await shown('1', { currency: 'JPY', total: { amount: '5000', currency: 'JPY' } })).toEqual([]);
  await putProduct(t, { id: '7', variantId: '71', isAvailable: false });
  await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'product.changed', { productId: '7' }));
  expect(await t.runDue()).toContain('offers.refresh-product');
  await vi.waitFor(async () => expect(await shown('1')).toEqual([]));
});

test('the deadline counts from the order and is the same at every visit', async () => {
  await makeOffer(t);
  await putOrder(t, { id: '5', processedAt: new Date('2026-11-02T09:00:20Z') });
  const first = await shown('5');
  t.clock.advance(5 * hour);
  const later = await shown('5', { surface: 'order-status' });
  expect(first[0]?.deadlineAt).toBe('2026-11-05T09:01:00.000Z');
  expect(later[0]?.deadlineAt).toBe(first[0]?.deadlineAt);
  t.clock.advance(72 * hour);
  expect(await shown('5')).toEqual([]);
});

test('before the order arrives the first decision counts: it never restarts, and stays when the order is there', async () => {
  await makeOffer(t);
  const first = await shown('6');
  await desk.events.close();
  t.clock.advance(5 * 60_000);
  const second = await shown('6');
  expect(second[0]?.deadlineAt).toBe(first[0]?.deadlineAt);
  await putOrder(t, { id: '6', processedAt: new Date('2026-11-02T09:59:30Z') });
  expect((await shown('6'))[0]?.deadlineAt).toBe(first[0]?.deadlineAt);
  const accepted = await acceptOffer(
    desk,
    guestAt(t),
    first[0]?.id ?? '',
    pageAccepts('6'),
    async () => t.ctx,
  );
  expect(accepted).toMatchObject({ deadlineAt: first[0]?.deadlineAt });
});

test('what was accepted or closed is remembered, and told only to the page of that order', async () => {
  const offer = await makeOffer(t);
  const other = await makeOffer(t, { texts: { de: { title: 'Zweites', text: '', button: 'Ja' } } });
  await putOrder(t, { id: '5', processedAt: t.clock.now(), customerId: '42' });
  const accepted = await acceptOffer(desk, guestAt(t), offer, pageAccepts('5'), async () => t.ctx);
  const code = accepted.kind === 'accepted' ? accepted.code : '';
  expect(await shown('5')).toMatchObject([
    { id: offer, accepted: { code } },
    { id: other, accepted: null },
  ]);

  const event = {
    id: randomUUID(),
    type: 'dismissed' as const,
    offerId: other,
    at: t.clock.now().toISOString(),
  };
  const page = {
    surface: 'thank-you' as const,
    orderId: '5',
    checkoutToken: 'tok_5',
    decisionId: 'd',
    events: [event],
  };
  await recordOfferEvents(desk, { ...guestAt(t), userAgent: 'Mozilla/5.0 (iPhone) Safari' }, page);
  expect((await shown('5')).map((card) => card.id)).toEqual([offer]);

  // Somebody else's guess: nothing that is stored is told.
  const stranger = await shown('5', { checkoutToken: 'tok_guess' });
  expect(JSON.stringify(stranger)).not.toContain(code);
  expect(stranger.map((card) => card.id)).toEqual([offer, other]);
  // The customer, signed in on another device, without the checkout's token.
  const own = await chooseOffers(
    desk,
    { ...guest(t), customerId: '42' },
    pageAsks('5', { checkoutToken: undefined }),
  );
  expect(own?.offers[0]?.accepted?.code).toBe(code);
});

test('events count once: by id, by order and type, from two processes at once; crawlers do not count', async () => {
  const offer = await makeOffer(t);
  const other = testDesk(t);
  const events = (ids: string[]) => ({
    surface: 'thank-you' as const,
    orderId: '5',
    checkoutToken: undefined,
    decisionId: undefined,
    events: ids.map((id) => ({
      id,
      type: 'shown' as const,
      offerId: offer,
      at: t.clock.now().toISOString(),
    })),
  });
  const browser = { ...guestAt(t), userAgent: 'Mozilla/5.0 (iPhone) Safari' };
  const id = randomUUID();
  await recordOfferEvents(desk, browser, events([id]));
  await Promise.all([
    recordOfferEvents(desk, browser, events([id])),
    recordOfferEvents(other, browser, events([id, randomUUID()])),
    recordOfferEvents(desk, browser, events([randomUUID()])),
    recordOfferEvents(
      desk,
      { ...browser, userAgent: 'Googlebot/2.1' },
      { ...events([randomUUID()]), orderId: '6' },
    ),
    recordOfferEvents(desk, browser, { ...events([randomUUID()]), orderId: '7' }),
  ]);
  await recordOfferEvents(desk, browser, { ...events([id]), orderId: '8' });
  await other.close();
  const [listed] = await listOffers(t.ctx);
  expect(listed?.figures.shown).toBe(2);
});

test('an offer that does not exist is not counted, and does not harm its neighbours in the batch', async () => {
  const offer = await makeOffer(t);
  const event = (offerId: string) => ({
    id: randomUUID(),
    type: 'clicked' as const,
    offerId,
    at: t.clock.now().toISOString(),
  });
  const page = {
    surface: 'thank-you' as const,
    orderId: '5',
    checkoutToken: undefined,
    decisionId: undefined,
  };
  const browser = { ...guestAt(t), userAgent: 'Mozilla/5.0 (iPhone) Safari' };
  await recordOfferEvents(desk, browser, { ...page, events: [event('off_none'), event(offer)] });
  expect((await listOffers(t.ctx))[0]?.figures.clicked).toBe(1);
});

test('another process hears of a change by itself, and finds it by looking when it did not hear', async () => {
  const offer = await makeOffer(t);
  const elsewhere = openDb(t.databaseUrl, 3);
  const parts = { db: elsewhere, log: t.app.log };
  const hearing = openLiveOffers(
    parts,
    (channel, heard) => listen(elsewhere.pool, channel, heard, t.app.log),
    {
      checkEveryMs: null,
    },
  );
  const deaf = openLiveOffers(parts, () => async () => {}, { checkEveryMs: null });
  const count = async (cache: typeof deaf) => (await cache.get(t.ctx.shop.domain))?.live.length;
  expect([await count(hearing), await count(deaf)]).toEqual([1, 1]);
  // The listener's connection may still be opening: only then is the change sure to be heard.
  await vi.waitFor(async () => {
    const { rows } = await elsewhere.query(
      `select 1 from pg_stat_activity where datname = current_database() and query ilike 'listen %'`,
    );
    expect(rows.length).toBeGreaterThan(1);
  });
  await pauseOffer(t.ctx, offer, merchant);
  await vi.waitFor(async () => expect(await count(hearing)).toBe(0));
  expect(await count(deaf)).toBe(1);
  await deaf.checkVersions();
  expect(await count(deaf)).toBe(0);
  await hearing.close();
  await deaf.close();
  await elsewhere.close();
});

test('an uninstalled shop is forgotten', async () => {
  await makeOffer(t);
  expect(await shown('1')).toHaveLength(1);
  await t.ctx.db.query('update shops set uninstalled_at = now() where id = $1', [t.ctx.shop.id]);
  await desk.offers.checkVersions();
  expect(await chooseOffers(desk, guest(t), pageAsks('1'))).toBeNull();
});

test('saving: two editors, one is told; a long text is refused by name; the default offer is made once', async () => {
  const offer = await makeOffer(t);
  expect(await saveOffer(t.ctx, offer, offerFixture({ name: 'First' }), 1, merchant)).toMatchObject({
    kind: 'saved',
    version: 2,
  });
  expect(await saveOffer(t.ctx, offer, offerFixture({ name: 'Second' }), 1, merchant)).toEqual({
    kind: 'stale',
    by: 'Ada Lovelace',
    at: t.clock.now().toISOString(),
    version: 2,
  });
  const long = offerFixture({ texts: { de: { title: 'x', text: 'x'.repeat(10_000), button: 'y' } } });
  expect(await saveOffer(t.ctx, offer, long, 2, merchant)).toEqual({
    kind: 'invalid',
    problems: { 'texts.de.text': 'offers:problem.tooLong' },
  });
  expect(await saveOffer(t.ctx, 'off_none', offerFixture(), 1, merchant)).toEqual({ kind: 'unknown' });

  const [first, second] = await Promise.all([createDefaultOffer(t.ctx), createDefaultOffer(t.ctx)]);
  expect(first.id).toBe(second.id);
  expect([first.isNew, second.isNew].sort()).toEqual([false, true]);
  await archiveOffer(t.ctx, first.id, merchant);
  expect((await createDefaultOffer(t.ctx)).isNew).toBe(false);
});

test('a copy is not shown until it is switched on; an unfinished one cannot be', async () => {
  const offer = await makeOffer(t);
  const copy = await duplicateOffer(t.ctx, offer, 'Copy', merchant);
  expect(await shown('1')).toHaveLength(1);
  if (copy.kind !== 'changed') throw new Error(copy.kind);
  expect(await activateOffer(t.ctx, copy.id, merchant)).toEqual({ kind: 'changed', id: copy.id });
  const draft = await makeOffer(t, { isActive: false, texts: {} });
  expect(await activateOffer(t.ctx, draft, merchant)).toMatchObject({
    kind: 'invalid',
    problems: { texts: expect.any(String) },
  });
});

test('a product that we do not know is copied from the shop; one that is nowhere is refused at the field', async () => {
  t.store.products.push({
    id: '8',
    handle: 'x',
    title: 'Neu',
    imageUrl: null,
    vendor: null,
    productType: null,
    tags: [],
    collections: [],
    status: 'ACTIVE',
    updatedAt: t.clock.now(),
    variants: [
      { id: '81', title: 'Rot', price: { minor: 1000n, currency: 'EUR' }, stock: null, isAvailable: true },
    ],
  });
  await makeOffer(t, { kind: 'product', choice: byHand('8', '81') });
  expect((await shown('1'))[0]?.product).toMatchObject({ title: 'Neu', variantTitle: 'Rot' });
  const nowhere = offerFixture({ kind: 'product', choice: byHand('9', '91') });
  expect(await saveOffer(t.ctx, null, nowhere, 0, merchant)).toMatchObject({
    kind: 'invalid',
    problems: { choice: expect.any(String) },
  });
});
