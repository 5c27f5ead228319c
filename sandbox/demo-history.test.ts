import { describe, expect, test } from 'vitest';
import { openedBefore, seedHistory } from './demo-history.ts';
import { gid } from './store/ids.ts';
import { netPayment } from './store/order-state.ts';
import { quietly } from './store/past.ts';
import { isMember } from './store/segments.ts';
import { openShop } from './store/shops.ts';
import { ask, testStore } from './testing.ts';

function scene(catalog: 'de-eur' | 'us-usd') {
  const t = testStore();
  const shop = openShop(quietly(t.store, openedBefore(t.store.now())), {
    name: 'Old Shop',
    catalog,
    locale: catalog === 'de-eur' ? 'de' : 'en',
    currency: catalog === 'de-eur' ? 'EUR' : 'USD',
  });
  shop.isInstalled = true;
  shop.scopes = ['read_orders', 'read_customers', 'read_products', 'read_inventory', 'read_discounts'];
  const stock = t.store.tables.variants.inGroup(shop.domain).map((one) => one.stock);
  const began = performance.now();
  seedHistory(t.store, shop);
  return {
    t,
    shop,
    stock,
    ms: performance.now() - began,
    orders: t.store.tables.orders.inGroup(shop.domain),
  };
}

describe.each(['de-eur', 'us-usd'] as const)('the past of %s', (catalog) => {
  test('is large enough, told to nobody, and quick to make', () => {
    const { t, shop, stock, ms, orders } = scene(catalog);
    const age = (iso: string) => (t.store.now().getTime() - Date.parse(iso)) / 86_400_000;
    expect(orders.length).toBeGreaterThanOrEqual(240);
    expect(orders.filter((one) => age(one.createdAt) < 60).length).toBeGreaterThanOrEqual(150);
    expect(Math.max(...orders.map((one) => age(one.processedAt)))).toBeGreaterThan(100);
    expect(Math.min(...orders.map((one) => age(one.processedAt)))).toBeGreaterThan(1);
    expect(t.events).toEqual([]);
    expect(t.store.tables.variants.inGroup(shop.domain).map((one) => one.stock)).toEqual(stock);
    expect(ms).toBeLessThan(3000);
  });

  test('has regulars, returns, campaigns, codes and parcels that arrived', () => {
    const { t, shop, orders } = scene(catalog);
    const customers = t.store.tables.customers.inGroup(shop.domain);
    const perCustomer = customers.map((one) => t.store.tables.orders.byKey(`customer|${one.id}`).length);
    expect(perCustomer.filter((count) => count > 1).length).toBeGreaterThan(20);
    expect(orders.filter((one) => one.refunds.length > 0).length).toBeGreaterThan(4);
    expect(orders.filter((one) => one.discountCodes.length > 0).length).toBeGreaterThan(2);
    expect(orders.filter((one) => one.landingSite?.includes('utm_')).length).toBeGreaterThan(40);
    expect(
      orders.filter((one) => one.fulfillments.some((f) => f.deliveredAt !== null)).length,
    ).toBeGreaterThan(150);
    for (const order of orders) expect(Number(netPayment(order).shop)).toBeGreaterThanOrEqual(0);
    const [vip, wholesale] = t.store.tables.segments.inGroup(shop.domain).slice(-2);
    const members = (segment: typeof vip) =>
      customers.filter((one) => segment !== undefined && isMember(t.store, segment, one)).length;
    expect(members(vip)).toBeGreaterThan(3);
    expect(members(wholesale)).toBe(3);
  });

  test('is told by the Admin API: 60 days of it, with the way into the shop and the costs', async () => {
    const { t, shop } = scene(catalog);
    const { data } = await ask(
      t,
      shop,
      '{ orders(first: 250, reverse: true) { nodes { processedAt sourceName shippingLine { title } customerJourneySummary { firstVisit { occurredAt } lastVisit { source sourceType utmParameters { source medium campaign } } } } } }',
    );
    const { nodes } = (data as unknown as { orders: { nodes: Record<string, never>[] } }).orders;
    expect(nodes.length).toBeGreaterThanOrEqual(150);
    expect(nodes).toContainEqual(
      expect.objectContaining({
        customerJourneySummary: expect.objectContaining({
          lastVisit: {
            source: 'an email',
            sourceType: 'NEWSLETTER',
            utmParameters: { source: 'newsletter', medium: 'email', campaign: 'autumn' },
          },
        }),
      }),
    );
    const variant = t.store.tables.variants.inGroup(shop.domain)[0];
    const costs = await ask(
      t,
      shop,
      'query($id: ID!) { productVariant(id: $id) { inventoryItem { unitCost { amount currencyCode } } } }',
      { id: gid('ProductVariant', variant?.id ?? '') },
    );
    expect(costs.data).toMatchObject({
      productVariant: { inventoryItem: { unitCost: { currencyCode: shop.currency } } },
    });
  });
});

test('the same things go together in every sandbox', () => {
  const baskets = () =>
    scene('de-eur').orders.map((order) =>
      order.lines
        .map((line) => line.title)
        .sort()
        .join('+'),
    );
  expect(baskets()).toEqual(baskets());
});
