import { describe, expect, test } from 'vitest';
import type { OrderInput } from '../box.ts';
import type { TestStore } from '../testing.ts';
import { ask, testShop, testStore, variantsOf } from '../testing.ts';
import { createCheckout, updateCheckout } from './checkouts.ts';
import { editOrder } from './edits.ts';
import { fulfill, track } from './fulfillments.ts';
import { toMinor } from './money.ts';
import { currentTotals, netPayment, outstanding, payOutstanding } from './order-state.ts';
import { placeOrder } from './orders.ts';
import type { Order, Shop } from './records.ts';
import { cancel, refund } from './refunds.ts';

function order(test: TestStore, shop: Shop, more: Partial<OrderInput> = {}): Order {
  const [first, second] = variantsOf(test, shop);
  return placeOrder(test.store, {
    shop: shop.domain,
    lines: [
      { variantId: first?.id ?? '', quantity: 2 },
      { variantId: second?.id ?? '', quantity: 1 },
    ],
    email: 'buyer@example.com',
    ...more,
  });
}

async function code(
  test: TestStore,
  shop: Shop,
  text: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  const made = await ask(
    test,
    shop,
    'mutation($d:DiscountCodeBasicInput!){discountCodeBasicCreate(basicCodeDiscount:$d){userErrors{message}}}',
    {
      d: {
        title: text,
        code: text,
        startsAt: '2026-12-01T00:00:00Z',
        context: { all: 'ALL' },
        customerGets: { value: { percentage: 0.1 }, items: { all: true } },
        ...more,
      },
    },
  );
  expect(made.data).toEqual({ discountCodeBasicCreate: { userErrors: [] } });
  test.events.length = 0;
}

describe('placing orders', () => {
  test('totals add up in the shop’s currency and in the buyer’s', () => {
    const t = testStore();
    const shop = testShop(t, { currency: 'EUR' });
    const { totals } = order(t, shop, { currency: 'JPY' });
    const yen = (text: string) => toMinor(text, 'JPY');
    const cent = (text: string) => toMinor(text, 'EUR');
    expect(yen(totals.subtotal.presentment) + yen(totals.shipping.presentment)).toBe(
      yen(totals.total.presentment),
    );
    expect(cent(totals.subtotal.shop) + cent(totals.shipping.shop)).toBe(cent(totals.total.shop));
    expect(totals.total.presentment).toMatch(/^\d+$/);
  });

  test('tells what Shopify would tell, in its order', () => {
    const t = testStore();
    const shop = testShop(t);
    order(t, shop, { acceptsMarketing: true });
    expect(t.topics()).toEqual([
      'customers/create',
      'customers_email_marketing_consent/update',
      'customers/update',
      'orders/create',
      'orders/paid',
      'products/update',
      'customers/update',
    ]);
  });

  test('a guest at the counter has no customer, no checkout and no shipping', () => {
    const t = testStore();
    const shop = testShop(t);
    const sold = order(t, shop, { email: null, source: 'pos' });
    expect(sold).toMatchObject({ customerId: null, checkoutToken: null, email: '', shippingLine: null });
    expect(sold.totals.shipping.shop).toBe('0.00');
  });

  test('a checkout becomes an order once', () => {
    const t = testStore();
    const shop = testShop(t);
    const [first] = variantsOf(t, shop);
    const checkout = createCheckout(t.store, {
      shop: shop.slug,
      lines: [{ sku: first?.sku ?? '', quantity: 1 }],
      email: 'a@example.com',
    });
    updateCheckout(t.store, checkout.token, { phone: '+49 30 1234567' });
    const placed = placeOrder(t.store, { shop: shop.slug, checkoutToken: checkout.token });
    expect(placed).toMatchObject({ checkoutToken: checkout.token, phone: '+49301234567' });
    expect(() => placeOrder(t.store, { shop: shop.slug, checkoutToken: checkout.token })).toThrow(
      'is an order already',
    );
    expect(() => updateCheckout(t.store, checkout.token, { note: 'x' })).toThrow('is an order already');
  });

  test('what is wrong is refused by name', () => {
    const t = testStore();
    const shop = testShop(t);
    const attempt = (more: Partial<OrderInput>) => () => order(t, shop, more);
    expect(attempt({ email: 'nobody' })).toThrow(expect.objectContaining({ field: 'email' }));
    expect(attempt({ currency: 'HKD' })).toThrow(expect.objectContaining({ field: 'currency' }));
    expect(attempt({ lines: [{ sku: 'none', quantity: 1 }] })).toThrow(
      expect.objectContaining({ field: 'lines[0].sku' }),
    );
    expect(attempt({ discountCodes: ['NOPE'] })).toThrow(expect.objectContaining({ field: 'discountCodes' }));
  });
});

describe('discount codes', () => {
  test('a referral link applies its code, and leaves its mark on the landing page', async () => {
    const t = testStore();
    const shop = testShop(t);
    await code(t, shop, 'FRIEND');
    const sold = order(t, shop, { ref: 'FRIEND' });
    expect(sold.discountCodes).toEqual(['FRIEND']);
    expect(sold.landingSite).toBe('/?ref=FRIEND');
    expect(toMinor(sold.totals.discounts.shop, shop.currency) * 10n).toBe(
      toMinor(sold.totals.lineItems.shop, shop.currency),
    );
  });

  test('usage limit, end and customer are kept', async () => {
    const t = testStore();
    const shop = testShop(t);
    await code(t, shop, 'ONCE', { usageLimit: 1 });
    await code(t, shop, 'EACH', { appliesOncePerCustomer: true });
    await code(t, shop, 'SHORT', { endsAt: '2026-12-01T13:00:00Z' });
    order(t, shop, { discountCodes: ['once'] });
    expect(() => order(t, shop, { discountCodes: ['ONCE'], email: 'other@example.com' })).toThrow(
      'usage limit',
    );
    order(t, shop, { discountCodes: ['EACH'] });
    expect(() => order(t, shop, { discountCodes: ['EACH'] })).toThrow('already used');
    t.pass(3_600_001);
    expect(() => order(t, shop, { discountCodes: ['SHORT'] })).toThrow('has ended');
  });
});

describe('after the order', () => {
  test('fulfilled, on its way, delivered', () => {
    const t = testStore();
    const shop = testShop(t);
    const sold = order(t, shop);
    t.events.length = 0;
    const [line] = sold.lines;
    fulfill(t.store, sold, { lines: [{ lineId: line?.id, quantity: 1 }] });
    fulfill(t.store, sold, { trackingNumber: '1Z' });
    expect(() => fulfill(t.store, sold, {})).toThrow('nothing is left');
    track(t.store, sold, { status: 'delivered' });
    expect(t.topics()).toEqual([
      'fulfillments/create',
      'orders/partially_fulfilled',
      'orders/updated',
      'fulfillments/create',
      'orders/fulfilled',
      'orders/updated',
      'fulfillment_events/create',
      'fulfillments/update',
      'orders/updated',
    ]);
    expect(sold.fulfillments[1]).toMatchObject({ displayStatus: 'DELIVERED' });
    expect(() => cancel(t.store, sold, {})).toThrow('outstanding fulfillments');
  });

  test('refunds give back what was paid and never more', () => {
    const t = testStore();
    const shop = testShop(t, { currency: 'USD' });
    const sold = order(t, shop);
    const [line] = sold.lines;
    refund(t.store, sold, { lines: [{ lineId: line?.id, quantity: 1 }] });
    expect(sold.financialStatus).toBe('PARTIALLY_REFUNDED');
    expect(() => refund(t.store, sold, { amount: '99999.00' })).toThrow(
      'is greater than net payment received',
    );
    refund(t.store, sold, {});
    expect(sold.financialStatus).toBe('REFUNDED');
    expect(netPayment(sold).shop).toBe('0.00');
    expect(() => refund(t.store, sold, {})).toThrow('nothing is left');
  });

  test('a cancelled order is refunded first, then cancelled', () => {
    const t = testStore();
    const shop = testShop(t);
    const sold = order(t, shop);
    t.events.length = 0;
    cancel(t.store, sold, { restock: false });
    expect(t.topics()).toEqual(['refunds/create', 'orders/updated', 'orders/cancelled', 'orders/updated']);
    expect(currentTotals(sold).total.shop).toBe('0.00');
    expect(() => cancel(t.store, sold, {})).toThrow('cancelled already');
  });

  test('an edit leaves the difference to be paid', () => {
    const t = testStore();
    const shop = testShop(t, { currency: 'EUR' });
    const sold = order(t, shop);
    const extra = variantsOf(t, shop)[4];
    const before = currentTotals(sold).total.shop;
    editOrder(t.store, sold, { add: [{ variantId: extra?.id, quantity: 1, discountPercent: 50 }] });
    const difference = toMinor(currentTotals(sold).total.shop, 'EUR') - toMinor(before, 'EUR');
    expect(toMinor(outstanding(sold).shop, 'EUR')).toBe(difference);
    expect(difference).toBe((toMinor(extra?.price ?? '0', 'EUR') + 1n) / 2n);
    expect(sold.financialStatus).toBe('PARTIALLY_PAID');
    payOutstanding(t.store, sold);
    expect(outstanding(sold).shop).toBe('0.00');
    expect(sold.financialStatus).toBe('PAID');
  });
});
