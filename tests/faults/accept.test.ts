import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buyable, openBox, type PlacedOrder } from '../support/box.ts';
import { appOf, newYork, openShop, settled } from '../support/merchant.ts';

/** A shopper takes an offer while Shopify's Admin API is in trouble: told so at once, and it works when tried again. */
describe('accepting an offer when the Admin API fails', () => {
  const box = openBox();

  it.each(['throttle', 'server-error', 'timeout', 'reset', 'refuse', 'accept-then-drop'] as const)(
    '%s',
    async (mode) => {
      const shop = await openShop(box, `Accept ${mode}`);
      const app = await appOf(box);
      const { variant, product } = await buyable(box, shop, 2);
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
      const accept = (eventId: string) =>
        ask<{ kind: string; code?: string }>(`/checkout/offers/${offers[0]?.id}/accept`, { eventId });

      // Enough for every quick attempt of the app's own.
      await box.post('/faults', { target: 'admin-api', mode, count: 20, ms: 30_000 });
      const eventId = randomUUID();
      const begun = performance.now();
      const first = await accept(eventId);
      expect(performance.now() - begun, 'ms a shopper waits').toBeLessThan(12_000);
      await box.delete('/faults');
      if (mode !== 'accept-then-drop') expect(first.kind).toBe('unavailable');

      await expect
        .poll(async () => (await accept(eventId)).kind, { timeout: 30_000, interval: 500 })
        .toBe('accepted');
      const again = await accept(eventId);
      const known = await box.get<{ codes: { code: string }[]; usageLimit: number | null }[]>(
        `/discounts?shop=${shop}`,
      );
      const own = known.filter(({ codes }) => codes.some(({ code }) => code === again.code));
      expect(own, 'one real code').toHaveLength(1);
      expect(own[0]?.usageLimit).toBe(1);
      // One acceptance makes one code, also when an answer was lost on the way.
      const single = known.filter(({ usageLimit }) => usageLimit === 1);
      expect(single).toHaveLength(1);
    },
  );
});
