import { randomUUID } from 'node:crypto';
import type { TestContext } from '../../../tests/support/context.ts';
import { insertOrder, type TestOrder } from '../../../tests/support/orders.ts';
import { listen } from '../../platform/db/listen.server.ts';
import { type OfferDesk, openOfferDesk } from './offer-desk.server.ts';
import { emptyInput } from './offer-form.ts';
import type { OfferInput } from './offer-input.ts';
import { type AcceptAsked, acceptRequest, type OffersAsked, offersRequest } from './page-requests.ts';
import { saveOffer } from './save-offer.server.ts';

/** A desk on the test's database, as the web process has one. */
export function testDesk(t: TestContext): OfferDesk {
  return openOfferDesk(t.app, {
    listen: (channel, onMessage) => listen(t.app.db.pool, channel, onMessage, t.app.log),
    askReferralCard: async () => null,
    askReviewCard: async () => null,
  });
}

/** A complete offer: 10 % off the next order, for 72 hours. */
export function offerFixture(change: Partial<OfferInput> = {}): OfferInput {
  return {
    ...emptyInput(),
    name: 'Next order',
    texts: {
      en: { title: 'Ten percent', text: 'For your next order.', button: 'Get code' },
      de: { title: 'Zehn Prozent', text: 'Für die nächste Bestellung.', button: 'Code holen' },
    },
    // Nobody is kept back, or one test in twenty would see nothing.
    holdOutPercent: '0',
    ...change,
  };
}

export const merchant = { userId: '44', name: 'Ada Lovelace' };

/** Saves an offer and gives its id. */
export async function makeOffer(t: TestContext, change: Partial<OfferInput> = {}): Promise<string> {
  const saved = await saveOffer(t.ctx, null, offerFixture(change), 0, merchant);
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
  return saved.id;
}

/** A product offer's choice of one product by hand. */
export const byHand = (productId: string, variantId: string) => ({
  by: 'hand' as const,
  items: [{ productId, variantId }],
});

/** A product with one variant, as intake would have recorded it. */
export async function putProduct(
  t: TestContext,
  product: { id: string; variantId: string; priceMinor?: string; isAvailable?: boolean; status?: string },
): Promise<void> {
  await t.ctx.db.query(
    `insert into products (shop_id, id, handle, title, image_url, status, variants, shop_updated_at)
     values ($1, $2, 'kanne', 'Kanne', 'https://cdn.example/kanne.png', $3, $4, $5)
     on conflict (shop_id, id) do update set status = excluded.status, variants = excluded.variants`,
    [
      t.ctx.shop.id,
      product.id,
      product.status ?? 'active',
      JSON.stringify([
        {
          id: product.variantId,
          title: 'Default Title',
          priceMinor: product.priceMinor ?? '4000',
          stock: product.isAvailable === false ? 0 : 5,
          isAvailable: product.isAvailable ?? true,
        },
      ]),
      t.clock.now(),
    ],
  );
}

/** An order whose page can prove itself by its checkout token `tok_<id>`. */
export async function putOrder(t: TestContext, order: TestOrder): Promise<void> {
  await insertOrder(t, order);
  await t.ctx.db.query('update orders set checkout_token = $3 where shop_id = $1 and id = $2', [
    t.ctx.shop.id,
    order.id,
    `tok_${order.id}`,
  ]);
}

export const guest = (t: TestContext) => ({ domain: t.ctx.shop.domain, customerId: null });
export const guestAt = (t: TestContext) => ({ ...guest(t), ip: '203.0.113.7' });

/** What a German guest's thank-you page asks. */
export function pageAsks(orderId: string, change: Record<string, unknown> = {}): OffersAsked {
  return offersRequest.parse({
    surface: 'thank-you',
    orderId: `gid://shopify/OrderIdentity/${orderId}`,
    checkoutToken: `tok_${orderId}`,
    locale: 'de-DE',
    country: 'DE',
    currency: 'EUR',
    total: { amount: '50', currency: 'EUR' },
    lines: [
      { productId: 'gid://shopify/Product/1', variantId: 'gid://shopify/ProductVariant/11', quantity: 1 },
    ],
    ...change,
  });
}

export function pageAccepts(orderId: string, change: Record<string, unknown> = {}): AcceptAsked {
  return acceptRequest.parse({
    surface: 'thank-you',
    orderId,
    checkoutToken: `tok_${orderId}`,
    locale: 'de-DE',
    eventId: randomUUID(),
    ...change,
  });
}
