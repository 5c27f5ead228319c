import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { chooseOffers } from './choose-offers.server.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import { offerEventsRequest } from './page-requests.ts';
import { recordOfferEvents } from './record-offer-events.server.ts';
import { byHand, guest, guestAt, makeOffer, pageAsks, putOrder, putProduct, testDesk } from './testing.ts';

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

const send = (
  orderId: string,
  events: { type: string; offerId: string; id?: string; arm?: string; productId?: string }[],
  caller: { userAgent?: string; purpose?: string } = {},
) =>
  recordOfferEvents(
    desk,
    { ...guestAt(t), userAgent: 'Mozilla/5.0 (iPhone) Safari', ...caller },
    offerEventsRequest.parse({
      surface: 'order-status',
      orderId,
      events: events.map((event) => ({ id: randomUUID(), at: '2026-11-02T10:00:00Z', ...event })),
    }),
  );
const stats = async () =>
  (
    await t.ctx.db.query(
      `select arm, surface, product_id, shown, seen, clicked, accepted, dismissed, held_out from offer_stats
       order by arm, product_id`,
    )
  ).rows;
const none = { shown: 0, seen: 0, clicked: 0, accepted: 0, dismissed: 0, held_out: 0 };

test('all that a page tells is counted by placement; accepted is the server’s own to say', async () => {
  const offerId = await makeOffer(t);
  const types = ['shown', 'seen', 'clicked', 'dismissed', 'held-out', 'accepted'];
  await send(
    '1',
    types.map((type) => ({ type, offerId })),
  );
  expect(await stats()).toEqual([
    {
      ...none,
      arm: '',
      surface: 'order-status',
      product_id: '',
      shown: 1,
      seen: 1,
      clicked: 1,
      dismissed: 1,
      held_out: 1,
    },
  ]);
});

test('an event counts once by its id, and once for order, offer and type', async () => {
  const offerId = await makeOffer(t);
  const id = randomUUID();
  await send('1', [{ type: 'shown', offerId, id }]);
  await send('1', [{ type: 'shown', offerId, id }]);
  await send('1', [{ type: 'shown', offerId }]);
  await send('2', [{ type: 'shown', offerId, id }]);
  expect(await stats()).toMatchObject([{ shown: 1 }]);
});

test('neither robots nor pages that are only loaded in advance are counted', async () => {
  const offerId = await makeOffer(t);
  await send('1', [{ type: 'shown', offerId }], { userAgent: 'GoogleImageProxy' });
  await send('1', [{ type: 'shown', offerId }], { userAgent: 'python-requests/2.32' });
  await send('1', [{ type: 'shown', offerId }], { purpose: 'prefetch;prerender' });
  expect(await stats()).toEqual([]);
});

test('variants and products that the offer does not have are not taken from a page', async () => {
  await putProduct(t, { id: '7', variantId: '71' });
  await putProduct(t, { id: '8', variantId: '81' });
  const offerId = await makeOffer(t, {
    kind: 'product',
    choice: {
      by: 'hand',
      items: [...byHand('7', '71').items, ...byHand('8', '81').items],
    },
    test: {
      armWeight: '50',
      arms: [{ id: 'b', name: 'B', weight: '50', texts: {}, discount: null, choice: null }],
    },
  });
  await send('1', [{ type: 'shown', offerId, arm: 'b', productId: '8' }]);
  await send('2', [{ type: 'shown', offerId, arm: 'a' }]);
  await send('3', [{ type: 'shown', offerId, arm: 'made-up', productId: '999' }]);
  expect(await stats()).toEqual([
    { ...none, arm: '', surface: 'order-status', product_id: '7', shown: 1 },
    { ...none, arm: 'a', surface: 'order-status', product_id: '7', shown: 1 },
    { ...none, arm: 'b', surface: 'order-status', product_id: '8', shown: 1 },
  ]);
});

test('a deadline that a page drew by itself is the same on every device from then on, to its minute', async () => {
  const offerId = await makeOffer(t, { deadlineHours: '72' });
  const tell = (orderId: string, at: string, more: object = {}) =>
    recordOfferEvents(
      desk,
      { ...guestAt(t), userAgent: 'Mozilla/5.0 (iPhone) Safari' },
      offerEventsRequest.parse({
        surface: 'thank-you',
        orderId,
        checkoutToken: `tok_${orderId}`,
        events: [{ id: randomUUID(), type: 'shown', offerId, at }],
        ...more,
      }),
    );
  const deadlineOf = async (orderId: string) => {
    await putOrder(t, { id: orderId, processedAt: new Date('2026-11-02T09:58:30Z') });
    const page = await chooseOffers(desk, guest(t), pageAsks(orderId, { surface: 'order-status' }));
    return page?.offers[0]?.deadlineAt;
  };
  await desk.offers.fresh(t.ctx.shop.domain);
  expect(t.clock.now().toISOString()).toBe('2026-11-02T10:00:00.000Z');
  // Drawn a moment before we heard of it.
  await tell('1', '2026-11-02T09:59:58Z');
  expect(await deadlineOf('1')).toBe('2026-11-05T10:00:00.000Z');
  // A clock that is an hour off is not believed.
  await tell('2', '2026-11-02T11:00:00Z');
  expect(await deadlineOf('2')).toBe('2026-11-05T10:00:00.000Z');
  // What we decided ourselves we have promised ourselves.
  await tell('3', '2026-11-02T10:00:00Z', { decisionId: 'dec_1' });
  expect(await deadlineOf('3')).toBe('2026-11-05T09:59:00.000Z');
  // Nothing was told: the order's own time.
  expect(await deadlineOf('4')).toBe('2026-11-05T09:59:00.000Z');
});
