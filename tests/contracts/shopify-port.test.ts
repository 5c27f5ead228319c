import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../app/platform/log/log.server.ts';
import { createGateway } from '../../app/platform/shopify/gateway.server.ts';
import type { DiscountCodeInput, ShopifyPort } from '../../app/platform/shopify/port.ts';
import { shopifyFetch } from '../../app/platform/shopify/shopify-fetch.server.ts';
import { createAdminApi } from '../../sandbox/admin-api/router.ts';
import { createFaults } from '../../sandbox/control/faults.ts';
import { issueOffline } from '../../sandbox/oauth/access-tokens.ts';
import { setConsent } from '../../sandbox/store/customers.ts';
import { createStorefrontApi } from '../../sandbox/storefront-api/router.ts';
import { TEST_APP, testShop, testStore } from '../../sandbox/testing.ts';
import { createMemoryShopify } from '../support/shopify-memory.ts';
import { keptInMemory } from '../support/storefront-tokens.ts';

/** A shop in euros with one product and one customer who said no to nothing and yes to nothing. */
interface Scene {
  port: ShopifyPort;
  now: Date;
  productId: string;
  customer: { id: string; email: string };
  /** The merchant takes back what lets the app read what the shop shows. */
  forbidListings(): void;
  close(): Promise<void>;
}

const email = 'Ada@Example.com';
const phone = '+493012345678';

async function inMemory(): Promise<Scene> {
  const now = new Date('2026-12-01T12:00:00Z');
  const { port, store } = createMemoryShopify(() => now, 'EUR');
  store.products.push({
    id: '9007199254740995',
    handle: 'mug',
    title: 'Mug',
    imageUrl: null,
    vendor: null,
    productType: null,
    tags: [],
    collections: [{ id: '9007199254740994', title: 'Kitchen' }],
    status: 'active',
    updatedAt: now,
    variants: [
      {
        id: '9007199254740997',
        title: 'Blue',
        price: { minor: 1200n, currency: 'EUR' },
        stock: 3,
        isAvailable: true,
      },
    ],
  });
  store.collections.push({ id: '9007199254740994', title: 'Kitchen' });
  store.customerTags.set('9007199254740999', ['Wholesale']);
  store.segments = [
    { id: '9007199254740989', name: "Customers who haven't purchased", customerIds: ['9007199254740999'] },
  ];
  store.complementary?.set('9007199254740995', ['9007199254741001', '9007199254741003']);
  store.customers.set(email.toLowerCase(), { id: '9007199254740999', emailState: 'NOT_SUBSCRIBED' });
  store.phones.set(phone, { id: '9007199254740999' });
  return {
    port,
    now,
    productId: '9007199254740995',
    customer: { id: '9007199254740999', email },
    forbidListings: () => {
      store.complementary = null;
    },
    close: async () => {},
  };
}

/** The real gateway over HTTP against the sandbox's Admin API, which stands on Shopify's own schema. */
async function overHttp(): Promise<Scene> {
  const test = testStore();
  const shop = testShop(
    test,
    { name: 'Port', currency: 'EUR', country: 'DE', locale: 'de', catalog: 'de-eur' },
    [...TEST_APP.scopes, 'unauthenticated_read_product_listings'].join(),
  );
  const { store } = test;
  const customer = setConsent(store, { shop: shop.domain, email, channel: 'email', state: 'not_subscribed' });
  store.tables.customers.put({ ...customer, phone, tags: ['Wholesale'] });
  const [product] = store.tables.products.inGroup(shop.domain);
  if (!product) throw new Error('the catalogue is empty');
  const api = createAdminApi({ store, app: TEST_APP, apiKey: 'key', faults: createFaults() });
  const storefront = createStorefrontApi({ store, app: TEST_APP, apiKey: 'key' });
  const server = express().use(api.router, storefront.router).listen(0, '127.0.0.1');
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
    now: store.now(),
    productId: product.id,
    customer: { id: customer.id, email },
    forbidListings: () => {
      shop.scopes = shop.scopes.filter((scope) => scope !== 'unauthenticated_read_product_listings');
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

describe.each([
  ['in memory', inMemory],
  ['the gateway, over HTTP', overHttp],
])('ShopifyPort: %s', (_name, open) => {
  let scene: Scene | undefined;
  afterEach(() => scene?.close());
  const opened = async () => {
    scene = await open();
    return scene;
  };
  const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
  const discount = (now: Date, more: Partial<DiscountCodeInput> = {}): DiscountCodeInput => ({
    title: 'Next order',
    code: 'NEXT-1',
    startsAt: now,
    endsAt: new Date(now.getTime() + 86_400_000),
    value: { kind: 'percentage', basisPoints: 1_000 },
    productIds: null,
    usageLimit: 1,
    oncePerCustomer: true,
    ...more,
  });

  it('tells about the shop', async () => {
    const { port } = await opened();
    const shop = await port.getShop();
    expect(shop).toMatchObject({ currency: 'EUR', timezone: 'Europe/Berlin', country: 'DE', locale: 'de' });
    expect(shop.id).toMatch(/^\d+$/);
    expect(shop.domain).toMatch(/\.myshopify\.com$/);
    expect(shop.storefrontUrl).toMatch(/^https?:\/\/.*[^/]$/);
  });

  it('finds products by id and leaves out those that are gone', async () => {
    const { port, productId } = await opened();
    const [found, ...others] = await port.getProducts(['4711', productId]);
    expect(others).toEqual([]);
    expect(found?.id).toBe(productId);
    const [variant] = found?.variants ?? [];
    expect(variant?.id).toMatch(/^\d+$/);
    expect(variant?.price.currency).toBe('EUR');
    expect(variant?.price.minor).toBeGreaterThan(0n);
    expect(await port.getProducts([])).toEqual([]);
    const page = await port.listProducts({ cursor: null });
    expect(page.products.map(({ id }) => id)).toContain(productId);
  });

  it('lists collections and what is in them, and agrees with what each product says', async () => {
    const { port } = await opened();
    const { collections } = await port.listCollections({ cursor: null });
    expect(collections.length).toBeGreaterThan(0);
    const { products } = await port.listProducts({ cursor: null });
    for (const { id } of collections) {
      const page = await port.listCollectionProducts({ collectionId: id, cursor: null });
      const inside = products.filter((product) => product.collections.some((one) => one.id === id));
      expect(page?.productIds.toSorted()).toEqual(inside.map((product) => product.id).toSorted());
    }
    expect(await port.listCollectionProducts({ collectionId: '1', cursor: null })).toBeNull();
  });

  it('tells what goes with a product, as long as it may', async () => {
    const { port, productId } = await opened();
    const first = await port.complementaryProducts(productId);
    if (first.kind !== 'found') throw new Error(first.kind);
    expect(first.productIds.length).toBeGreaterThan(0);
    expect(first.productIds.length).toBeLessThanOrEqual(10);
    for (const id of first.productIds) expect(id).toMatch(/^\d+$/);
    expect(first.productIds).not.toContain(productId);
    expect(await port.complementaryProducts(productId)).toEqual(first);
    expect(await port.complementaryProducts('4711')).toEqual({ kind: 'found', productIds: [] });
  });

  it('does not tell what goes with a product when it may not', async () => {
    const { port, productId, forbidListings } = await opened();
    forbidListings();
    expect(await port.complementaryProducts(productId)).toEqual({ kind: 'unavailable', reason: 'no-access' });
  });

  it('does not know orders that are not there', async () => {
    const { port, now } = await opened();
    expect(await port.getOrder('4711')).toBeNull();
    expect((await port.listOrders({ since: now, cursor: null })).orders).toEqual([]);
    expect((await port.listAbandonedCheckouts({ since: now, cursor: null })).checkouts).toEqual([]);
  });

  it('makes a code once; letters’ case does not make another', async () => {
    const { port, now, productId } = await opened();
    const made = await port.createDiscountCode(discount(now));
    if (made.kind !== 'created') throw new Error(made.kind);
    expect(await port.createDiscountCode(discount(now))).toEqual({ kind: 'taken' });
    expect(await port.createDiscountCode(discount(now, { code: 'next-1' }))).toEqual({ kind: 'taken' });
    expect(await port.findDiscountCode('NEXT-1')).toEqual({
      nodeId: made.nodeId,
      endsAt: new Date(now.getTime() + 86_400_000),
    });
    expect((await port.findDiscountCode('next-1'))?.nodeId).toBe(made.nodeId);
    expect(await port.findDiscountCode('NEXT-2')).toBeNull();
    const open = discount(now, {
      code: 'NEXT-3',
      endsAt: null,
      usageLimit: null,
      productIds: [productId],
      value: { kind: 'amount', amount: eur(550n) },
      minimumSubtotal: eur(3_000n),
    });
    expect(await port.createDiscountCode(open)).toMatchObject({ kind: 'created' });
    expect(await port.findDiscountCode('NEXT-3')).toMatchObject({ endsAt: null });
  });

  it('refuses a discount that makes no sense, in words', async () => {
    const { port, now } = await opened();
    for (const more of [
      { value: { kind: 'percentage', basisPoints: 10_001 } },
      { value: { kind: 'percentage', basisPoints: -1 } },
      { value: { kind: 'amount', amount: eur(-1n) } },
      { endsAt: new Date(now.getTime() - 1_000) },
      { title: '' },
      { code: '' },
    ] satisfies Partial<DiscountCodeInput>[]) {
      const answer = await port.createDiscountCode(discount(now, more));
      expect(answer, JSON.stringify(Object.keys(more))).toMatchObject({ kind: 'refused' });
      expect(answer.kind === 'refused' && answer.message.length).toBeGreaterThan(0);
    }
  });

  it('adds codes to a discount and says which could not be added', async () => {
    const { port, now } = await opened();
    const made = await port.createDiscountCode(discount(now, { usageLimit: null }));
    if (made.kind !== 'created') throw new Error(made.kind);
    const first = await port.addRedeemCodes(made.nodeId, ['ANA-1', 'BEN-2']);
    expect(first).toMatchObject({ added: ['ANA-1', 'BEN-2'], failed: [] });
    expect([...first.ids.keys()]).toEqual(['ANA-1', 'BEN-2']);
    const second = await port.addRedeemCodes(made.nodeId, ['ben-2', 'CEM-3']);
    expect(second.added).toEqual(['CEM-3']);
    expect(second.failed.map(({ code }) => code)).toEqual(['ben-2']);
    expect((await port.findDiscountCode('CEM-3'))?.nodeId).toBe(made.nodeId);
    expect(await port.addRedeemCodes(made.nodeId, [])).toMatchObject({ added: [], failed: [] });
    const nowhere = await port.addRedeemCodes('gid://shopify/DiscountCodeNode/4711', ['DAN-4']);
    expect(nowhere.added).toEqual([]);
    expect(nowhere.failed.map(({ code }) => code)).toEqual(['DAN-4']);
    const many = Array.from({ length: 251 }, (_, n) => `M-${n}`);
    await expect(port.addRedeemCodes(made.nodeId, many)).rejects.toThrow(RangeError);
  });

  it('takes codes away again, and whole discounts; what is gone is gone', async () => {
    const { port, now } = await opened();
    const made = await port.createDiscountCode(discount(now));
    if (made.kind !== 'created') throw new Error(made.kind);
    const { ids } = await port.addRedeemCodes(made.nodeId, ['ANA-1', 'BEN-2']);
    const ana = ids.get('ANA-1') ?? '';
    await port.removeRedeemCodes(made.nodeId, [made.codeId ?? '', ana]);
    expect(await port.findDiscountCode('NEXT-1')).toBeNull();
    expect(await port.findDiscountCode('ANA-1')).toBeNull();
    expect((await port.findDiscountCode('BEN-2'))?.nodeId).toBe(made.nodeId);
    await port.removeRedeemCodes(made.nodeId, [ana]);
    await port.removeRedeemCodes(made.nodeId, []);
    await port.deleteDiscount(made.nodeId);
    expect(await port.findDiscountCode('BEN-2')).toBeNull();
    await port.deleteDiscount(made.nodeId);
    await port.removeRedeemCodes(made.nodeId, [ana]);
  });

  it('makes codes for shipping, for a gift with something, for one customer, and next to other discounts', async () => {
    const { port, now, productId, customer } = await opened();
    const [product] = await port.getProducts([productId]);
    const variantId = product?.variants[0]?.id ?? '';
    const { collections } = await port.listCollections({ cursor: null });
    const all = { order: true, product: true, shipping: true };
    for (const [code, more] of Object.entries({
      SHIP: { value: { kind: 'free-shipping' }, minimumSubtotal: eur(2_000n), combinesWith: all },
      GIFT: { value: { kind: 'gift', variantId }, collectionIds: collections.map(({ id }) => id) },
      GIFT2: { value: { kind: 'gift', variantId }, productIds: [productId], minimumSubtotal: eur(2_000n) },
      OWN: { customerId: customer.id, variantIds: [variantId], productIds: [] },
      COLL: { collectionIds: collections.map(({ id }) => id) },
    } satisfies Record<string, Partial<DiscountCodeInput>>)) {
      expect(await port.createDiscountCode(discount(now, { code, ...more })), code).toMatchObject({
        kind: 'created',
        nodeId: expect.any(String),
        codeId: expect.any(String),
      });
      expect(await port.findDiscountCode(code)).not.toBeNull();
    }
    const nothing = discount(now, { code: 'GIFT3', value: { kind: 'gift', variantId } });
    expect(await port.createDiscountCode(nothing)).toMatchObject({ kind: 'refused' });
  });

  it('leaves a note for its own pages in the shop', async () => {
    const { port } = await opened();
    await port.setShopMetafield('offers', '{"v":1}');
    await port.setShopMetafield('offers', '{"v":2}');
    await expect(port.setShopMetafield('offers', '{')).rejects.toThrow();
  });

  it('credits and debits store credit, and lists both', async () => {
    const { port, now, customer } = await opened();
    const since = new Date(now.getTime() - 60_000);
    expect(await port.listStoreCredit(customer.id, since)).toEqual([]);
    const paid = await port.creditStoreCredit({ customerId: customer.id, amount: eur(1_000n) });
    if (paid.kind !== 'credited') throw new Error(paid.kind);
    expect(await port.debitStoreCredit({ customerId: customer.id, amount: eur(1_001n) })).toEqual({
      kind: 'insufficient',
    });
    const taken = await port.debitStoreCredit({ customerId: customer.id, amount: eur(400n) });
    if (taken.kind !== 'credited') throw new Error(taken.kind);
    const list = await port.listStoreCredit(customer.id, since);
    expect(Object.fromEntries(list.map(({ id, amount }) => [id, amount]))).toEqual({
      [paid.transactionId]: eur(1_000n),
      [taken.transactionId]: eur(-400n),
    });
    expect(await port.listStoreCredit(customer.id, new Date(now.getTime() + 60_000))).toEqual([]);
    expect(await port.listStoreCredit('4711', since)).toEqual([]);
  });

  it('refuses credit that makes no sense, with a code', async () => {
    const { port, customer } = await opened();
    for (const amount of [eur(0n), eur(-5n), { minor: 500n, currency: 'XTS' }]) {
      const answer = await port.creditStoreCredit({ customerId: customer.id, amount }).catch(() => null);
      // A currency that the schema does not even know is a bug of ours and may throw.
      if (amount.currency === 'EUR') expect(answer).toMatchObject({ kind: 'refused' });
      else expect([null, 'refused']).toContain(answer?.kind ?? null);
    }
    expect(await port.debitStoreCredit({ customerId: customer.id, amount: eur(100n) })).toEqual({
      kind: 'insufficient',
    });
  });

  it('finds a customer by e-mail in any case, and keeps the newest word about consent', async () => {
    const { port, now, customer } = await opened();
    expect(await port.findCustomerByEmail('ADA@example.COM')).toEqual({
      id: customer.id,
      emailState: 'NOT_SUBSCRIBED',
    });
    expect(await port.findCustomerByEmail('nobody@example.com')).toBeNull();
    const at = (ms: number) => new Date(now.getTime() + ms);
    await port.setEmailConsent({ customerId: customer.id, state: 'SUBSCRIBED', changedAt: at(-2_000) });
    await port.setEmailConsent({ customerId: customer.id, state: 'UNSUBSCRIBED', changedAt: at(-1_000) });
    expect((await port.findCustomerByEmail(email))?.emailState).toBe('UNSUBSCRIBED');
  });

  it('finds a customer by telephone, and takes a word about SMS', async () => {
    const { port, now, customer } = await opened();
    expect(await port.findCustomerByPhone(phone)).toEqual({ id: customer.id });
    expect(await port.findCustomerByPhone('+4930000000')).toBeNull();
    const at = (ms: number) => new Date(now.getTime() + ms);
    await port.setSmsConsent({ customerId: customer.id, state: 'SUBSCRIBED', changedAt: at(-2_000) });
    await port.setSmsConsent({ customerId: customer.id, state: 'UNSUBSCRIBED', changedAt: at(-1_000) });
    await expect(
      port.setSmsConsent({ customerId: '1', state: 'SUBSCRIBED', changedAt: at(-1_000) }),
    ).rejects.toThrow('customerSmsMarketingConsentUpdate');
  });

  it('knows customers by tag and by segment, one and all', async () => {
    const { port, customer } = await opened();
    const { segments } = await port.listSegments({ cursor: null });
    const all = segments.find(({ name }) => name === "Customers who haven't purchased");
    if (!all) throw new Error('the segment is missing');
    expect(await port.listSegmentMembers({ segmentId: all.id, cursor: null })).toEqual({
      customerIds: [customer.id],
      cursor: null,
    });
    expect(await port.listSegmentMembers({ segmentId: '1', cursor: null })).toBeNull();
    expect(await port.getCustomerTraits(customer.id, [all.id])).toEqual({
      tags: ['Wholesale'],
      segmentIds: [all.id],
    });
    expect(await port.getCustomerTraits(customer.id, [])).toEqual({ tags: ['Wholesale'], segmentIds: [] });
    expect(await port.getCustomerTraits('1', [all.id])).toBeNull();
    const tagged = (tag: string) => port.listCustomersByTag({ tag, cursor: null });
    expect(await tagged('wholesale')).toEqual({
      customers: [{ id: customer.id, tags: ['Wholesale'] }],
      cursor: null,
    });
    expect(await tagged('whole')).toEqual({ customers: [], cursor: null });
  });

  it('gives a customer a tag and takes it away, also when it is so already', async () => {
    const { port, customer } = await opened();
    const tag = (name: string, isAdded: boolean, customerId = customer.id) =>
      port.tagCustomer({ customerId, tag: name, isAdded });
    const tags = async () => (await port.getCustomerTraits(customer.id, []))?.tags.toSorted();
    for (let i = 0; i < 2; i++) expect(await tag('Flow', true)).toBe('tagged');
    expect(await tags()).toEqual(['Flow', 'Wholesale']);
    for (let i = 0; i < 2; i++) expect(await tag('Flow', false)).toBe('tagged');
    expect(await tags()).toEqual(['Wholesale']);
    expect(await tag('Flow', true, '1')).toBe('gone');
  });

  it('writes a rating on a product', async () => {
    const { port, productId } = await opened();
    await port.setProductRating(productId, { average: 4.5, count: 2 });
    await port.setProductRating(productId, { average: 4.333333, count: 3 });
  });
});
