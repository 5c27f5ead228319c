import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../app/platform/log/log.server.ts';
import { createGateway } from '../../app/platform/shopify/gateway.server.ts';
import type { ShopifyPort } from '../../app/platform/shopify/port.ts';
import { shopifyFetch } from '../../app/platform/shopify/shopify-fetch.server.ts';
import { createAdminApi } from '../../sandbox/admin-api/router.ts';
import { createFaults } from '../../sandbox/control/faults.ts';
import { issueOffline } from '../../sandbox/oauth/access-tokens.ts';
import { placeOrder } from '../../sandbox/store/orders.ts';
import { TEST_APP, testShop, testStore, variantsOf } from '../../sandbox/testing.ts';
import { createMemoryShopify } from '../support/shopify-memory.ts';
import { keptInMemory } from '../support/storefront-tokens.ts';

/** A shop with a paid order and a product that can be added to it. */
interface Scene {
  port: ShopifyPort;
  orderId: string;
  variantId: string;
  priceMinor: bigint;
  isTaxIncluded: boolean;
  close(): Promise<void>;
}

async function inMemory(): Promise<Scene> {
  const now = new Date('2026-12-01T12:00:00Z');
  const { port, store } = createMemoryShopify(() => now, 'EUR');
  const price = { minor: 1999n, currency: 'EUR' };
  store.products.push({
    id: '9007199254740995',
    handle: 'mug',
    title: 'Mug',
    imageUrl: null,
    vendor: null,
    productType: null,
    tags: [],
    collections: [],
    status: 'active',
    updatedAt: now,
    variants: [{ id: '9007199254740997', title: 'Blue', price, stock: 3, isAvailable: true }],
  });
  store.editable.set('9007199254740993', {
    id: '9007199254740993',
    currency: 'EUR',
    isInShopCurrency: true,
    isEditable: true,
    isUnfulfilled: true,
    isTaxIncluded: true,
    financialStatus: 'PAID',
    total: { minor: 5000n, currency: 'EUR' },
    outstanding: { minor: 0n, currency: 'EUR' },
    payUrl: null,
    lines: [{ id: '9007199254741001', variantId: '1', quantity: 1, unfulfilledQuantity: 1 }],
  });
  return {
    port,
    orderId: '9007199254740993',
    variantId: '9007199254740997',
    priceMinor: 1999n,
    isTaxIncluded: true,
    close: async () => {},
  };
}

function overHttp(country: 'DE' | 'US') {
  return async (): Promise<Scene> => {
    const test = testStore();
    const shop = testShop(test, {
      name: 'Port',
      currency: country === 'DE' ? 'EUR' : 'USD',
      country,
      locale: country === 'DE' ? 'de' : 'en',
      catalog: country === 'DE' ? 'de-eur' : 'us-usd',
    });
    const { store } = test;
    const [bought, other] = variantsOf(test, shop);
    if (!bought || !other) throw new Error('the catalogue is empty');
    const order = placeOrder(store, {
      shop: shop.domain,
      lines: [{ variantId: bought.id, quantity: 1 }],
      email: 'ada@example.com',
    } as Parameters<typeof placeOrder>[1]);
    const api = createAdminApi({ store, app: TEST_APP, apiKey: 'key', faults: createFaults() });
    const server = express().use(api.router).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { token } = issueOffline(store, shop, true).access;
    const port = createGateway({
      domain: shop.domain,
      tokens: { get: async () => token, replace: async () => token },
      storefront: keptInMemory(),
      fetch: shopifyFetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
      log: createLogger('silent', 'test'),
    });
    return {
      port,
      orderId: order.id,
      variantId: other.id,
      priceMinor: BigInt(Math.round(Number(other.price) * 100)),
      isTaxIncluded: order.taxesIncluded,
      close: () =>
        new Promise((resolve) => {
          server.closeAllConnections();
          server.close(() => resolve());
        }),
    };
  };
}

describe.each([
  ['in memory', inMemory],
  ['the gateway, a shop with tax in its prices', overHttp('DE')],
  ['the gateway, a shop with tax on top', overHttp('US')],
])('editing an order: %s', (_name, open) => {
  let scene: Scene | undefined;
  afterEach(() => scene?.close());
  const opened = async () => {
    scene = await open();
    return scene;
  };

  it('says what an addition would cost without changing the order, and adds it when told to', async () => {
    const { port, orderId, variantId, priceMinor, isTaxIncluded } = await opened();
    const before = await port.getEditableOrder(orderId);
    expect(before).toMatchObject({ isEditable: true, isUnfulfilled: true, isInShopCurrency: true });
    if (!before) return;
    expect(before.isTaxIncluded).toBe(isTaxIncluded);
    const off = { minor: 150n, currency: before.currency };
    const staged = await port.stageAddition({
      orderId,
      variantId,
      quantity: 2,
      discount: { kind: 'amount', amount: off },
      description: 'Thank you',
    });
    if (staged.kind !== 'staged') throw new Error(staged.message);
    expect(staged.unitPrice).toEqual({ minor: priceMinor, currency: before.currency });
    const net = 2n * priceMinor - 150n;
    expect(staged.added.minor).toBe(isTaxIncluded ? net : net + staged.tax.minor);
    expect(staged.outstanding.minor).toBe(before.outstanding.minor + staged.added.minor);
    expect(await port.getEditableOrder(orderId)).toEqual(before);

    const done = await port.commitOrderEdit(staged.editId, 'test');
    if (done.kind !== 'committed') throw new Error(done.message);
    expect(done.order.total.minor).toBe(before.total.minor + staged.added.minor);
    expect(done.order.outstanding).toEqual(staged.outstanding);
    const line = done.order.lines.find(({ id }) => !before.lines.some((known) => known.id === id));
    expect(line).toMatchObject({ variantId, quantity: 2, unfulfilledQuantity: 2 });
    expect((await port.commitOrderEdit(staged.editId, 'again')).kind).toBe('refused');
    expect((await port.getEditableOrder(orderId))?.payUrl).toMatch(/^https?:\/\//);
  });

  it('takes twenty per cent off when told twenty per cent', async () => {
    const { port, orderId, variantId, priceMinor, isTaxIncluded } = await opened();
    const staged = await port.stageAddition({
      orderId,
      variantId,
      quantity: 1,
      discount: { kind: 'percentage', basisPoints: 2_000 },
      description: 'Thank you',
    });
    if (staged.kind !== 'staged') throw new Error(staged.message);
    const net = staged.added.minor - (isTaxIncluded ? 0n : staged.tax.minor);
    expect(Number(net)).toBeCloseTo(Number(priceMinor) * 0.8, -0.5);
  });

  it('takes a line off again, and only once', async () => {
    const { port, orderId, variantId } = await opened();
    const before = await port.getEditableOrder(orderId);
    const staged = await port.stageAddition({
      orderId,
      variantId,
      quantity: 1,
      discount: { kind: 'none' },
      description: '',
    });
    if (staged.kind !== 'staged' || !before) throw new Error('not staged');
    const done = await port.commitOrderEdit(staged.editId, 'test');
    if (done.kind !== 'committed') throw new Error(done.message);
    const line = done.order.lines.find(({ id }) => !before.lines.some((known) => known.id === id));
    if (!line) throw new Error('no line');
    const off = await port.removeOrderLine({ orderId, lineId: line.id, quantity: 0, note: 'unpaid' });
    if (off.kind !== 'committed') throw new Error(off.message);
    expect(off.order.outstanding).toEqual(before.outstanding);
    expect(off.order.total).toEqual(before.total);
  });

  it('refuses what is not there', async () => {
    const { port, orderId } = await opened();
    expect(await port.getEditableOrder('404404404')).toBeNull();
    const staged = await port.stageAddition({
      orderId,
      variantId: '404404404',
      quantity: 1,
      discount: { kind: 'none' },
      description: '',
    });
    expect(staged.kind).toBe('refused');
    expect((await port.commitOrderEdit('gid://shopify/CalculatedOrder/404', '')).kind).toBe('refused');
  });
});
