import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createFaults } from '../control/faults.ts';
import { placeOrder } from '../store/orders.ts';
import type { Received } from '../testing.ts';
import { receiver, testShop, testStore, variantsOf } from '../testing.ts';
import type { Outgoing } from './outgoing.ts';
import { createOutgoing, RETRY_SECONDS } from './outgoing.ts';
import { parseAppConfig, pick } from './subscriptions.ts';

const APP = parseAppConfig(`
name = "Test"
client_id = "key"
[access_scopes]
scopes = "read_orders, write_customers"
[webhooks]
api_version = "2026-07"
[[webhooks.subscriptions]]
topics = ["orders/create"]
uri = "/webhooks/orders"
[[webhooks.subscriptions]]
topics = ["orders/create"]
uri = "/webhooks/orders"
name = "slim"
include_fields = ["id", "updated_at", "line_items.sku"]
[[webhooks.subscriptions]]
compliance_topics = ["shop/redact"]
uri = "/webhooks/compliance"
`);

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

async function scene(statuses: number[] = []) {
  const far = await receiver(statuses);
  const t = testStore();
  const shop = testShop(t, { currency: 'EUR' });
  const faults = createFaults();
  const outgoing: Outgoing = createOutgoing({
    store: () => t.store,
    app: () => APP,
    appUrl: () => far.url,
    secret: 's3cret',
    faults,
  });
  closing.push(() => outgoing.stop(), far.close);
  t.store.announce = outgoing.announce;
  const order = placeOrder(t.store, {
    shop: shop.domain,
    email: 'a@example.com',
    lines: [{ variantId: variantsOf(t, shop)[0]?.id ?? '', quantity: 1 }],
  });
  const idle = () => vi.waitFor(() => expect(outgoing.pending()).toBe(0));
  return { far, t, shop, faults, outgoing, order, idle };
}

const plain = (got: Received[]) => got.find((one) => one.headers['x-shopify-name'] === undefined) as Received;
const slim = (got: Received[]) => got.find((one) => one.headers['x-shopify-name'] === 'slim') as Received;

test('scopes and compliance topics are read from the app’s configuration', () => {
  expect(APP.scopes).toEqual(['read_orders', 'write_customers']);
  expect(APP.subscriptions.map((one) => one.topic)).toEqual([
    'orders/create',
    'orders/create',
    'shop/redact',
  ]);
});

test('a subscription may ask for some fields only', () => {
  const body = { id: 1, lines: [{ sku: 'a', price: '1' }], shop: { id: 2, name: 'x' } };
  expect(pick(body, ['id', 'lines.sku', 'shop.name', 'nothing'])).toEqual({
    id: 1,
    lines: [{ sku: 'a' }],
    shop: { name: 'x' },
  });
});

describe('deliveries', () => {
  test('are signed over their bytes and headed as Shopify does', async () => {
    const { far, shop, order, idle } = await scene();
    await idle();
    expect(far.got).toHaveLength(2);
    for (const { body, headers } of far.got) {
      expect(headers['x-shopify-hmac-sha256']).toBe(
        createHmac('sha256', 's3cret').update(body).digest('base64'),
      );
      expect(headers).toMatchObject({
        'x-shopify-topic': 'orders/create',
        'x-shopify-shop-domain': shop.domain,
        'x-shopify-api-version': '2026-07',
        'x-shopify-triggered-at': '2026-12-01T12:00:00.000Z',
      });
    }
    expect(plain(far.got).headers['x-shopify-event-id']).toBe(slim(far.got).headers['x-shopify-event-id']);
    expect(plain(far.got).headers['x-shopify-webhook-id']).not.toBe(
      slim(far.got).headers['x-shopify-webhook-id'],
    );
    expect(plain(far.got).body.toString()).toContain(`"id":${order.id},`);
    expect(Object.keys(JSON.parse(slim(far.got).body.toString()))).toEqual([
      'id',
      'updated_at',
      'line_items',
    ]);
  });

  test('are repeated by the sandbox clock, eight times in four hours, with the first body', async () => {
    expect(RETRY_SECONDS.reduce((sum, one) => sum + one, 0)).toBe(14_400);
    const { far, t, outgoing, order, idle } = await scene([500, 200]);
    await idle();
    expect(far.got).toHaveLength(2);
    const refused = far.got[0]?.headers['x-shopify-webhook-id'];
    order.note = 'changed since';
    t.store.tables.orders.put(order);
    expect(outgoing.nextAt()).toBe('2026-12-01T12:00:10.000Z');
    t.pass(10_000);
    outgoing.pump();
    await idle();
    expect(far.got).toHaveLength(3);
    expect(far.got[2]?.headers['x-shopify-webhook-id']).toBe(refused);
    expect(far.got[2]?.body).toEqual(far.got[0]?.body);
    expect(outgoing.nextAt()).toBeNull();
  });

  test('are given up after the eighth retry', async () => {
    const { far, t, outgoing, idle } = await scene(Array.from({ length: 40 }, () => 503));
    await idle();
    for (const seconds of RETRY_SECONDS) {
      t.pass(seconds * 1000);
      outgoing.pump();
      await idle();
    }
    expect(far.got).toHaveLength(18);
    expect(t.store.tables.deliveries.size()).toBe(0);
  });

  test('a lost answer is a delivery that comes again', async () => {
    const { far, t, faults, outgoing, idle } = await scene();
    await idle();
    faults.add({ target: 'webhook-network', mode: 'accept-then-drop', count: 1, ms: undefined });
    const shop = t.store.tables.shops.all()[0];
    if (shop === undefined) throw new Error('no shop');
    t.store.announce({ shop, topic: 'shop/redact' });
    await vi.waitFor(() => expect(outgoing.nextAt()).not.toBeNull());
    t.pass(10_000);
    outgoing.pump();
    await idle();
    const redacts = far.got.filter((one) => one.url === '/webhooks/compliance');
    expect(redacts).toHaveLength(2);
    expect(redacts[0]?.headers['x-shopify-event-id']).toBe(redacts[1]?.headers['x-shopify-event-id']);
  });
});
