import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour } from '../../kit/span.ts';
import { acceptOffer } from './accept-offer.server.ts';
import { acceptFromMessage, offerForMessage, openOfferPage } from './message-offers.server.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import { byHand, guestAt, makeOffer, pageAccepts, putOrder, putProduct, testDesk } from './testing.ts';

let t: TestContext;
let desk: OfferDesk;
const orderId = '9007199254740993';

beforeEach(async () => {
  t = await createTestContext();
  desk = testDesk(t);
  await putOrder(t, { id: orderId, processedAt: t.clock.now() });
  await putProduct(t, { id: '7', variantId: '71' });
});
afterEach(async () => {
  await desk.close();
  await t.cleanup();
});

const everywhere = {
  kind: 'product' as const,
  surfaces: ['thank-you' as const, 'order-status' as const, 'message' as const],
  choice: byHand('7', '71'),
};
function linkOf(url: string) {
  const [, , offerId = '', order = '', signature = ''] = new URL(url).pathname
    .split('/')
    .map(decodeURIComponent);
  return { offerId, orderId: order, signature };
}

test('one promise everywhere: the message and the page give the same code', async () => {
  const offer = await makeOffer(t, everywhere);
  const found = await offerForMessage(t.ctx, orderId, 'de-DE');
  expect(found?.card).toMatchObject({ id: offer, title: 'Zehn Prozent', product: { title: 'Kanne' } });
  const link = linkOf(found?.url ?? '');
  const taken = await acceptFromMessage(t.app, desk, link, '203.0.113.9');
  if (taken?.kind !== 'accepted') throw new Error(JSON.stringify(taken));
  const onPage = await acceptOffer(desk, guestAt(t), offer, pageAccepts(orderId), async () => t.ctx);
  expect(onPage).toMatchObject({ kind: 'accepted', code: taken.code, deadlineAt: taken.deadlineAt });
  const page = await openOfferPage(t.app, link.offerId, link.orderId, link.signature);
  expect(page).toMatchObject({ kind: 'open', card: { accepted: { code: taken.code } } });
  const { rows } = await t.ctx.db.query('select type, surface from offer_events order by type');
  expect(rows).toEqual([
    { type: 'accepted', surface: 'message' },
    { type: 'shown', surface: 'message' },
  ]);
});

test('only what is meant for messages, and nothing for an order that is cancelled', async () => {
  await makeOffer(t, { ...everywhere, surfaces: ['thank-you'] });
  expect(await offerForMessage(t.ctx, orderId, 'de')).toBeNull();
  await makeOffer(t, everywhere);
  expect(await offerForMessage(t.ctx, orderId, 'de')).not.toBeNull();
  await t.ctx.db.query('update orders set cancelled_at = now()');
  expect(await offerForMessage(t.ctx, orderId, 'de')).toBeNull();
});

test('the link is for one offer and one order, and ends with the deadline', async () => {
  await makeOffer(t, { ...everywhere, deadlineHours: '24' });
  const found = await offerForMessage(t.ctx, orderId, 'de');
  const link = linkOf(found?.url ?? '');
  expect(await openOfferPage(t.app, link.offerId, '42', link.signature)).toEqual({ kind: 'forged' });
  expect(await acceptFromMessage(t.app, desk, { ...link, orderId: '42' }, null)).toBeNull();
  t.clock.advance(25 * hour);
  expect(await openOfferPage(t.app, link.offerId, link.orderId, link.signature)).toMatchObject({
    kind: 'gone',
    shopName: t.ctx.shop.name,
  });
  expect(await acceptFromMessage(t.app, desk, link, null)).toMatchObject({ kind: 'gone' });
});
