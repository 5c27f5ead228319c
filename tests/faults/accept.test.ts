import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buyable, openBox, type PlacedOrder } from '../support/box.ts';
import { appOf, newYork, openShop, saveOfferAs, settled } from '../support/merchant.ts';

/** For whom a code is made: from the pool that was filled ahead, or for one customer alone, which takes a word with Shopify. */
const makings = [
  { making: 'from the pool', isBound: false },
  { making: 'for one customer alone', isBound: true },
] as const;
const modes = ['throttle', 'server-error', 'timeout', 'reset', 'refuse', 'accept-then-drop'] as const;

/**
 * A shopper takes an offer while Shopify's Admin API is in trouble. A code of the pool is there all the same; one that has to be
 * made is not, the shopper is told so at once, and it works when tried again.
 */
describe.each(makings)('accepting an offer when the Admin API fails, a code $making', ({ isBound }) => {
  const box = openBox();

  it.each(modes)('%s', async (mode) => {
    const shop = await openShop(box, `Accept ${mode}`, { activateDefaults: false });
    const app = await appOf(box);
    const { variant, product } = await buyable(box, shop, 2);
    const offer = await saveOfferAs(box, shop, {
      kind: 'discount',
      isBound,
      texts: { en: { title: 'For next time', text: 'A code.', button: 'Yes please' } },
    });
    const order = await box.post<PlacedOrder>('/orders', {
      shop,
      lines: [{ variantId: variant.id, quantity: 1 }],
      email: `accept.${mode}@example.com`,
      locale: 'en-US',
      shippingAddress: newYork('Ada'),
    });
    await settled(box);
    await box.post('/clock', { advance: '1m' });
    const { token } = await box.get<{ token: string }>(
      `/session-token?shop=${shop}&target=purchase.thank-you.block.render&order=${encodeURIComponent(order.orderId)}`,
    );
    const ask = async <T>(path: string, body: object): Promise<T> => {
      const response = await fetch(`${app}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          surface: 'thank-you',
          orderId: order.orderId,
          checkoutToken: order.checkoutToken,
          confirmationNumber: order.confirmationNumber,
          locale: 'en-US',
          ...body,
        }),
        signal: AbortSignal.timeout(20_000),
      });
      expect(response.status, path).toBe(200);
      return (await response.json()) as T;
    };
    const { offers } = await ask<{ offers: { id: string }[] }>('/checkout/offers', {
      country: 'US',
      currency: 'USD',
      total: { amount: '40.00', currency: 'USD' },
      lines: [{ productId: product.id, variantId: variant.id, quantity: 1 }],
    });
    expect(offers.map(({ id }) => id)).toEqual([offer.id]);
    const accept = (eventId: string) =>
      ask<{ kind: string; code?: string }>(`/checkout/offers/${offer.id}/accept`, { eventId });

    // Enough for every quick attempt of the app's own.
    await box.post('/faults', { target: 'admin-api', mode, count: 20, ms: 30_000 });
    const eventId = randomUUID();
    const begun = performance.now();
    const first = await accept(eventId);
    expect(performance.now() - begun, 'ms a shopper waits').toBeLessThan(isBound ? 12_000 : 1_000);
    await box.delete('/faults');
    if (!isBound) expect(first.kind).toBe('accepted');
    else if (mode !== 'accept-then-drop') expect(first.kind).toBe('unavailable');

    await expect
      .poll(async () => (await accept(eventId)).kind, { timeout: 30_000, interval: 500 })
      .toBe('accepted');
    const again = await accept(eventId);
    if (!isBound) expect(again.code).toBe(first.code);
    const known = await box.get<{ codes: { code: string }[]; usageLimit: number | null }[]>(
      `/discounts?shop=${shop}`,
    );
    const own = known.filter(({ codes }) => codes.some(({ code }) => code === again.code));
    expect(own, 'one real code').toHaveLength(1);
    expect(own[0]?.usageLimit).toBe(1);
    // One acceptance makes one code, also when an answer was lost on the way.
    if (isBound) expect(known.filter(({ codes }) => codes.length === 1)).toHaveLength(1);
  });
});
