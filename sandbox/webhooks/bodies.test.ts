import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'lossless-json';
import { metadataForWebhook, schemaForWebhook } from 'shopify-webhook-schemas';
import { describe, expect, test } from 'vitest';
import { createCheckout } from '../store/checkouts.ts';
import { giveConsent } from '../store/customers.ts';
import { fulfill, track } from '../store/fulfillments.ts';
import { placeOrder } from '../store/orders.ts';
import { cancel, refund } from '../store/refunds.ts';
import { changeStock } from '../store/shops.ts';
import type { StoreEvent } from '../store/store.ts';
import { testShop, testStore, variantsOf } from '../testing.ts';
import { buildBody, protect } from './build.ts';

/** One of everything that the store can tell. */
function everything() {
  const t = testStore();
  const shop = testShop(t, { currency: 'EUR', country: 'DE' });
  const [first, second] = variantsOf(t, shop);
  const shippingAddress = {
    firstName: 'Anna',
    lastName: 'Sommer',
    address1: 'Invalidenstraße 12',
    city: 'Berlin',
    zip: '10115',
    countryCode: 'DE',
    phone: '+4930123456',
    province: 'Berlin',
    provinceCode: 'BE',
  };
  const buyer = {
    shop: shop.domain,
    email: 'anna@example.de',
    phone: '+4930123456',
    shippingAddress,
    acceptsMarketing: true,
  };
  createCheckout(t.store, { ...buyer, lines: [{ variantId: first?.id ?? '', quantity: 2 }] });
  const order = placeOrder(t.store, {
    ...buyer,
    currency: 'JPY',
    lines: [
      { variantId: first?.id ?? '', quantity: 2 },
      { title: 'Gravur', price: '800', quantity: 1 },
    ],
  });
  fulfill(t.store, order, { trackingNumber: '003404341610' });
  track(t.store, order, { status: 'in_transit', message: 'on its way' });
  refund(t.store, order, { lines: [{ sku: first?.sku, quantity: 1 }], note: 'broken' });
  cancel(
    t.store,
    placeOrder(t.store, { ...buyer, lines: [{ variantId: second?.id ?? '', quantity: 1 }] }),
    {},
  );
  const customer = t.store.tables.customers.get(order.customerId ?? '');
  if (customer === undefined || second === undefined) throw new Error('no customer');
  giveConsent(t.store, shop, customer, 'sms', 'SUBSCRIBED', 'SINGLE_OPT_IN');
  changeStock(t.store, second, 3);
  t.store.announce({ shop, topic: 'customers/redact', customer });
  t.store.announce({ shop, topic: 'customers/data_request', customer });
  t.store.announce({ shop, topic: 'shop/redact' });
  t.store.announce({ shop, topic: 'app/uninstalled' });
  return { t, shop, order, customer };
}

const { t, shop, order, customer } = everything();
const last = new Map<string, StoreEvent>(t.events.map((event) => [event.topic, event]));

/**
 * The published schemas are inferred from one or two samples. Where a sample was always null (or never was), the schema
 * says so, and where a list was empty it wants it empty; a real body says otherwise. Only the type of what is a plain value in both is held against them.
 */
function problems(topic: string): string[] {
  const schema = schemaForWebhook('2026-07', topic as never) as Record<string, unknown>;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const body = JSON.parse(JSON.stringify(buildBody(t.store, last.get(topic) as StoreEvent)));
  const validate = ajv.compile(schema);
  validate(body);
  return (validate.errors ?? [])
    .filter((error) => !['additionalProperties', 'false schema'].includes(error.keyword))
    .filter((error) => !(error.keyword === 'type' && error.instancePath.endsWith('/rate')))
    .filter(
      (error) =>
        !(error.keyword === 'type' && [error.params.type].flat().every((type: string) => type === 'null')),
    )
    .filter((error) => {
      const value = error.instancePath
        .split('/')
        .slice(1)
        .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)?.[key], body);
      return !(['type', 'anyOf'].includes(error.keyword) && value === null);
    })
    .map((error) => `${error.instancePath} ${error.message}`);
}

const TOPICS = [...last.keys()].filter((topic) => schemaForWebhook('2026-07', topic as never) !== undefined);

describe('webhook bodies', () => {
  test('the topics that the app can subscribe to are all made', () => {
    for (const topic of [
      'orders/create',
      'orders/paid',
      'orders/updated',
      'orders/cancelled',
      'orders/fulfilled',
      'checkouts/create',
      'fulfillments/create',
      'fulfillments/update',
      'fulfillment_events/create',
      'refunds/create',
      'customers/create',
      'customers/update',
      'customers_email_marketing_consent/update',
      'customers_marketing_consent/update',
      'products/update',
      'app/uninstalled',
      'shop/redact',
      'customers/redact',
      'customers/data_request',
    ]) {
      expect(TOPICS).toContain(topic);
    }
  });

  test.each(TOPICS)('%s fits the published 2026-07 schema', (topic) => {
    expect(problems(topic)).toEqual([]);
  });

  test.each(TOPICS)('%s has every field of Shopify’s own 2026-07 sample', (topic) => {
    const sample = metadataForWebhook('2026-07', topic as never)?.response as Record<string, unknown>;
    const body = buildBody(t.store, last.get(topic) as StoreEvent);
    expect(Object.keys(sample).filter((key) => !(key in body))).toEqual([]);
  });

  test('ids are written digit by digit', () => {
    const text = JSON.stringify(buildBody(t.store, last.get('orders/create') as StoreEvent));
    expect(Number.isSafeInteger(Number(order.id)) && String(Number(order.id)) === order.id).toBe(false);
    const parsed = parse(buildText('orders/paid')) as {
      id: { toString(): string };
      customer: { id: { toString(): string } };
    };
    expect(text).toContain('"id":9007199254');
    expect(parsed.customer.id.toString()).toBe(customer.id);
  });

  test('money is in both currencies, yen without decimals', () => {
    const body = JSON.parse(buildText('refunds/create')) as {
      transactions: { amount: string; currency: string }[];
    };
    const whole = JSON.parse(
      JSON.stringify(buildBody(t.store, { shop, topic: 'orders/updated', order })),
    ) as {
      total_price: string;
      currency: string;
      total_price_set: { presentment_money: { amount: string; currency_code: string } };
      line_items: { product_id: number | null; price: string }[];
    };
    expect(body.transactions.length).toBeGreaterThan(0);
    expect(whole.currency).toBe('EUR');
    expect(whole.total_price).toMatch(/^\d+\.\d\d$/);
    expect(whole.total_price_set.presentment_money).toMatchObject({
      currency_code: 'JPY',
      amount: expect.stringMatching(/^\d+$/),
    });
    expect(whole.line_items[1]?.product_id).toBeNull();
  });

  test('times carry the shop’s offset and whole seconds', () => {
    const body = JSON.parse(buildText('orders/create')) as { created_at: string };
    expect(body.created_at).toBe('2026-12-01T13:00:00+01:00');
  });

  test('an app without approval for protected data gets no names, or nothing', () => {
    const event = last.get('orders/create') as StoreEvent;
    const body = buildBody(t.store, event);
    expect(protect({ ...shop, protectedData: 'none' }, event.topic, body)).toBeNull();
    const redacted = protect({ ...shop, protectedData: 'level1' }, event.topic, body);
    expect(redacted).toMatchObject({ email: null, customer: { email: null, first_name: null } });
    expect(JSON.stringify(redacted)).toContain(`"id":${(event as { order: { id: string } }).order.id}`);
  });
});

function buildText(topic: string): string {
  return JSON.stringify(buildBody(t.store, last.get(topic) as StoreEvent));
}
