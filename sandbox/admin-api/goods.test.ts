import { describe, expect, test } from 'vitest';
import { createCheckout } from '../store/checkouts.ts';
import { gid } from '../store/ids.ts';
import { placeOrder } from '../store/orders.ts';
import { changeProduct, removeProduct } from '../store/products.ts';
import { addSegment } from '../store/segments.ts';
import { ask, testShop, testStore, variantsOf } from '../testing.ts';
import { buildBody } from '../webhooks/build.ts';

function scene() {
  const t = testStore();
  const shop = testShop(t, { currency: 'EUR', country: 'DE' });
  const [first] = variantsOf(t, shop);
  if (first === undefined) throw new Error('the catalogue is empty');
  const buy = (email: string) =>
    placeOrder(t.store, { shop: shop.domain, email, lines: [{ variantId: first.id, quantity: 1 }] });
  const send = async (query: string, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await ask(t, shop, query, variables);
    expect(errors).toBeUndefined();
    return data as unknown as Record<string, Record<string, never>>;
  };
  return { t, shop, first, buy, send };
}

describe('segments', () => {
  test('every shop has Shopify’s own; a customer is in them by what is true now', async () => {
    const { t, shop, buy, send } = scene();
    const { customerId } = buy('a@example.com');
    buy('a@example.com');
    const { segments } = await send('{ segments(first: 10) { nodes { id name query } } }');
    const nodes = (segments as unknown as { nodes: { id: string; name: string }[] }).nodes;
    expect(nodes).toHaveLength(5);
    const vip = addSegment(t.store, shop, 'VIP', "customer_tags CONTAINS 'vip' AND amount_spent > 1");
    const segmentIds = [...nodes.map((one) => one.id), gid('Segment', vip.id)];
    const ask =
      'query($c: ID!, $s: [ID!]!) { customerSegmentMembership(customerId: $c, segmentIds: $s) { memberships { segmentId isMember } } }';
    const memberships = async () => {
      const { customerSegmentMembership: answer } = await send(ask, {
        c: gid('Customer', customerId ?? ''),
        s: segmentIds,
      });
      return (answer as unknown as { memberships: { isMember: boolean }[] }).memberships.map(
        (one) => one.isMember,
      );
    };
    expect(await memberships()).toEqual([true, false, false, true, false, false]);
    const tagged = await send(
      'mutation($id: ID!) { tagsAdd(id: $id, tags: ["VIP", " vip "]) { node { id } userErrors { field message } } }',
      { id: gid('Customer', customerId ?? '') },
    );
    expect(tagged.tagsAdd).toMatchObject({ userErrors: [] });
    expect(t.store.tables.customers.get(customerId ?? '')?.tags).toEqual(['VIP']);
    expect(await memberships()).toEqual([true, false, false, true, false, true]);
  });

  test.each([
    ['number_of_orders >', 'expected value'],
    ["customer_tags CONTAINS 'x' OR", 'expected name'],
    ['(number_of_orders > 1', 'expected close'],
    ['; drop', "unexpected '; drop'"],
  ])('%s is refused', (query, message) => {
    const { t, shop } = scene();
    expect(() => addSegment(t.store, shop, 'x', query)).toThrow(message);
  });

  test('a code for a segment is for its members', async () => {
    const { t, shop, first, buy, send } = scene();
    const { customerId } = buy('vip@example.com');
    buy('other@example.com');
    const segment = addSegment(t.store, shop, 'VIP', "customer_tags CONTAINS 'VIP'");
    await send('mutation($id: ID!) { tagsAdd(id: $id, tags: ["VIP"]) { userErrors { message } } }', {
      id: gid('Customer', customerId ?? ''),
    });
    await send(
      'mutation($d: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $d) { userErrors { message } } }',
      {
        d: {
          title: 'For VIPs',
          code: 'VIPS',
          startsAt: '2026-12-01T00:00:00Z',
          context: { customerSegments: { add: [gid('Segment', segment.id)] } },
          customerGets: { value: { percentage: 0.2 }, items: { all: true } },
        },
      },
    );
    const use = (email: string) =>
      createCheckout(t.store, {
        shop: shop.domain,
        email,
        lines: [{ variantId: first.id, quantity: 1 }],
        discountCodes: ['VIPS'],
      }).discountCodes;
    expect(use('vip@example.com')).toEqual(['VIPS']);
    expect(() => use('other@example.com')).toThrow('not for this customer');
  });
});

describe('goods that change', () => {
  test('a product that enters a collection tells of both; one that is deleted leaves the orders alone', () => {
    const { t, shop, first, buy } = scene();
    const order = buy('a@example.com');
    t.events.length = 0;
    changeProduct(t.store, first.productId, { tags: ['new'], collections: ['Brand new'] });
    expect(t.topics()[0]).toBe('products/update');
    expect(t.topics().filter((topic) => topic === 'collections/update').length).toBeGreaterThanOrEqual(2);
    const told = t.events.find((event) => event.topic === 'collections/update');
    expect(buildBody(t.store, told as NonNullable<typeof told>)).toMatchObject({
      handle: expect.any(String),
    });
    t.events.length = 0;
    removeProduct(t.store, first.productId);
    expect(t.topics()[0]).toBe('products/delete');
    expect(t.store.tables.variants.get(first.id)).toBeUndefined();
    const emptied = t.store.tables.productCollections
      .inGroup(shop.domain)
      .find((one) => one.title === 'Brand new');
    expect(emptied?.productIds).toEqual([]);
    expect(order.lines[0]).toMatchObject({ productId: first.productId });
  });
});

test('the way into the shop is kept from the checkout to the order, with the referral in it', async () => {
  const { t, shop, first, send } = scene();
  const order = placeOrder(t.store, {
    shop: shop.domain,
    email: 'a@example.com',
    lines: [{ variantId: first.id, quantity: 1 }],
    landingSite: '/products/x?utm_source=instagram&utm_medium=social',
    referringSite: 'https://l.instagram.com/',
    firstVisit: { landingSite: '/', referringSite: 'https://www.google.com/', at: '2026-11-20T12:00:00Z' },
    ref: 'FRIEND',
    shippingMethod: 'express',
  });
  const { order: read } = await send(
    'query($id: ID!) { order(id: $id) { landingPageUrl referralCode shippingLine { title code } customerJourneySummary { daysToConversion momentsCount { count } firstVisit { source sourceType } lastVisit { source sourceType utmParameters { source } } } } }',
    { id: gid('Order', order.id) },
  );
  expect(read).toMatchObject({
    landingPageUrl: expect.stringContaining('/products/x?utm_source=instagram&utm_medium=social&ref=FRIEND'),
    referralCode: 'FRIEND',
    shippingLine: { title: 'Expressversand', code: 'express' },
    customerJourneySummary: {
      daysToConversion: 11,
      momentsCount: { count: 2 },
      firstVisit: { source: 'Google', sourceType: 'SEO' },
      lastVisit: { source: 'referral', sourceType: 'POST', utmParameters: { source: 'instagram' } },
    },
  });
});
