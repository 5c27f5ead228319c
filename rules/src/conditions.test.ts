import { describe, expect, test } from 'vitest';
import { ruleProblem } from './compile.ts';
import type { Facts } from './facts.ts';
import { isPageDecidable } from './page-decidable.ts';
import type { Rule } from './rule.ts';
import { met, NOW, person } from './testing.ts';

const unknown: Partial<Facts> = { person: person() };

describe('the order', () => {
  test('groups: any, all, none of them, by the products in each', () => {
    const rule = (match: 'any' | 'all' | 'none', ...productIds: string[][]): Rule => ({
      kind: 'bought-collection',
      match,
      values: productIds.map((_, i) => `c${i}`),
      productIds,
    });
    expect(met(rule('any', ['99'], ['gid://shopify/Product/10']))).toBe('yes');
    expect(met(rule('any', ['99'], []))).toBe('no');
    expect(met(rule('all', ['10', '99'], ['11']))).toBe('yes');
    expect(met(rule('all', ['10'], ['99']))).toBe('no');
    expect(met(rule('none', ['98'], ['99']))).toBe('yes');
    expect(met(rule('none', ['98'], ['11']))).toBe('no');
  });

  test.each(['bought-collection', 'bought-tag', 'bought-vendor', 'bought-type'] as const)(
    '%s: not known until its products were looked up',
    (kind) => {
      expect(met({ kind, match: 'none', values: ['x'] })).toBe('unknown');
      expect(met({ kind, match: 'none', values: ['x'], productIds: [[]] })).toBe('yes');
      const lists = { kind, match: 'any', values: ['x', 'y'], productIds: [['10']] } as const;
      expect(ruleProblem(lists)).toContain('productIds');
    },
  );

  test('discounts: any code, or one of these; case and blanks do not count', () => {
    const used = (...discountCodes: string[]) => ({ discountCodes });
    expect(met({ kind: 'discount-used', is: true }, used('A'))).toBe('yes');
    expect(met({ kind: 'discount-used', is: true }, used())).toBe('no');
    expect(met({ kind: 'discount-used', is: false }, used())).toBe('yes');
    const one: Rule = { kind: 'discount-used', is: true, codes: ['welcome '] };
    expect(met(one, used('A', 'WELCOME'))).toBe('yes');
    expect(met(one, used('A'))).toBe('no');
    expect(met({ ...one, is: false }, used('A'))).toBe('yes');
    expect(met(one)).toBe('unknown');
  });

  test('delivery and source: is one of these, or has one of these in it', () => {
    const by = (match: 'is' | 'contains', ...list: string[]): Rule => ({
      kind: 'shipping-method',
      match,
      in: list,
    });
    const express = { shippingMethod: 'DHL Express ' };
    expect(met(by('is', 'dhl express'), express)).toBe('yes');
    expect(met(by('is', 'express'), express)).toBe('no');
    expect(met(by('contains', 'x', 'EXPRESS'), express)).toBe('yes');
    expect(met(by('contains', 'pick'), express)).toBe('no');
    expect(met(by('contains', 'pick'))).toBe('unknown');
    expect(met({ kind: 'source', match: 'is', in: ['web'] }, { source: 'web' })).toBe('yes');
    expect(met({ kind: 'source', match: 'is', in: ['web'] }, { source: 'pos' })).toBe('no');
  });

  test('a campaign: a visit without the parameter is a no, a visit we know nothing of is not', () => {
    const rule: Rule = { kind: 'utm', param: 'source', in: ['Newsletter'] };
    expect(met(rule, { utm: { source: 'newsletter' } })).toBe('yes');
    expect(met(rule, { utm: { medium: 'newsletter' } })).toBe('no');
    expect(met(rule, { utm: {} })).toBe('no');
    expect(met(rule)).toBe('unknown');
    expect(met(rule, { utm: null })).toBe('unknown');
  });
});

describe('the person', () => {
  test('number of orders, days since the one before', () => {
    const orders: Rule = { kind: 'person-orders', min: 2, max: 3 };
    expect([1, 2, 3, 4].map((n) => met(orders, { person: person({ orders: n }) }))).toEqual([
      'no',
      'yes',
      'yes',
      'no',
    ]);
    const days: Rule = { kind: 'last-order-days', min: 30 };
    const day = 86_400_000;
    expect(met(days, { person: person({ previousOrderAt: NOW - 30 * day }) })).toBe('yes');
    expect(met(days, { person: person({ previousOrderAt: NOW - 30 * day + 1 }) })).toBe('no');
    for (const rule of [orders, days])
      expect([met(rule), met(rule, unknown)]).toEqual(['unknown', 'unknown']);
  });

  test('spend, in its own currency only', () => {
    const rule: Rule = { kind: 'person-spend', currency: 'EUR', min: '10000' };
    const spent = (minor: bigint, currency = 'eur') => ({ person: person({ spent: { minor, currency } }) });
    expect(met(rule, spent(10_000n))).toBe('yes');
    expect(met(rule, spent(9_999n))).toBe('no');
    expect(met(rule, spent(10_000n, 'USD'))).toBe('unknown');
    expect(met(rule, unknown)).toBe('unknown');
  });

  test('tags and segments', () => {
    const tagged = { person: person({ tags: ['Wholesale', 'b'], segmentIds: ['7'] }) };
    const tag = (match: 'any' | 'all' | 'none', ...values: string[]): Rule => ({
      kind: 'person-tag',
      match,
      values,
    });
    expect(met(tag('any', 'x', 'wholesale '), tagged)).toBe('yes');
    expect(met(tag('all', 'wholesale', 'B'), tagged)).toBe('yes');
    expect(met(tag('all', 'wholesale', 'x'), tagged)).toBe('no');
    expect(met(tag('none', 'x'), tagged)).toBe('yes');
    expect(met(tag('none', 'b'), tagged)).toBe('no');
    expect(met(tag('none', 'b'), unknown)).toBe('unknown');
    const segment: Rule = { kind: 'segment', match: 'any', values: ['gid://shopify/Segment/7'] };
    expect(met(segment, tagged)).toBe('yes');
    expect(met(segment, { person: person({ segmentIds: [] }) })).toBe('no');
    expect(met(segment)).toBe('unknown');
  });

  test.each([
    [{ kind: 'is-vip' }, 'isVip'],
    [{ kind: 'has-reviewed' }, 'hasReviewed'],
    [{ kind: 'has-referred' }, 'hasReferred'],
    [{ kind: 'consent', channel: 'email' }, 'hasEmailConsent'],
    [{ kind: 'consent', channel: 'sms' }, 'hasSmsConsent'],
  ] as const)('%j', (rule, field) => {
    for (const is of [true, false]) {
      expect(met({ ...rule, is }, { person: person({ [field]: is }) })).toBe('yes');
      expect(met({ ...rule, is }, { person: person({ [field]: !is }) })).toBe('no');
      expect(met({ ...rule, is }, unknown)).toBe('unknown');
      expect(met({ ...rule, is })).toBe('unknown');
    }
  });
});

describe('the moment', () => {
  test('parcel', () => {
    const rule: Rule = { kind: 'parcel', in: ['shipped', 'out-for-delivery'] };
    expect(met(rule, { parcel: 'shipped' })).toBe('yes');
    expect(met(rule, { parcel: 'delivered' })).toBe('no');
    expect(met(rule, { parcel: null })).toBe('unknown');
  });

  test('weekday and hour are the shop’s own, across midnight and before 1970', () => {
    const on = (...days: number[]): Rule => ({ kind: 'weekday', in: days });
    const at = (iso: string, zoneOffsetMinutes: number) => [{ zoneOffsetMinutes }, Date.parse(iso)] as const;
    // 2026-11-21 is a Saturday.
    expect(met(on(6), ...at('2026-11-21T12:00:00Z', 0))).toBe('yes');
    expect(met(on(7), ...at('2026-11-21T23:30:00Z', 60))).toBe('yes');
    expect(met(on(6), ...at('2026-11-22T02:00:00Z', -300))).toBe('yes');
    expect(met(on(3), ...at('1969-12-31T12:00:00Z', 0))).toBe('yes');
    expect(met(on(1, 2, 3, 4, 5), ...at('2026-11-21T12:00:00Z', 0))).toBe('no');
    expect(met(on(6))).toBe('unknown');
    const hours = (from: number, to: number): Rule => ({ kind: 'hour', from, to });
    expect(met(hours(8, 18), ...at('2026-11-21T07:00:00Z', 60))).toBe('yes');
    expect(met(hours(8, 18), ...at('2026-11-21T17:00:00Z', 60))).toBe('no');
    expect(met(hours(8, 18), ...at('2026-11-21T17:00:00Z', -330))).toBe('yes');
    expect(met(hours(22, 6), ...at('2026-11-21T23:00:00Z', 0))).toBe('yes');
    expect(met(hours(22, 6), ...at('2026-11-21T05:59:59Z', 0))).toBe('yes');
    expect(met(hours(22, 6), ...at('2026-11-21T06:00:00Z', 0))).toBe('no');
    expect(met(hours(0, 24), ...at('2026-11-21T23:59:59Z', 0))).toBe('yes');
    expect(met(hours(9, 9), ...at('2026-11-21T09:00:00Z', 0))).toBe('no');
    expect(met(hours(8, 18))).toBe('unknown');
  });

  test('stock of what is offered', () => {
    const rule: Rule = { kind: 'stock', min: 3 };
    const product = { product: { productId: '5', variantId: 'gid://shopify/ProductVariant/50' } };
    const stock = (pieces: number) => ({ stock: new Map([['50', pieces]]) });
    expect(met(rule, stock(3), NOW, product)).toBe('yes');
    expect(met(rule, stock(2), NOW, product)).toBe('no');
    expect(met(rule, { stock: new Map() }, NOW, product)).toBe('unknown');
    expect(met(rule, stock(3))).toBe('unknown');
  });
});

test.each<[string, unknown]>([
  ['a group without a list', { kind: 'bought-tag', match: 'any' }],
  ['a group with odd products', { kind: 'bought-tag', match: 'any', values: ['a'], productIds: [[1]] }],
  ['codes that are no texts', { kind: 'discount-used', is: true, codes: [1] }],
  ['a text that fits in no way', { kind: 'source', match: 'like', in: [] }],
  ['a parameter that does not exist', { kind: 'utm', param: 'id', in: [] }],
  ['a parameter from the prototype', { kind: 'utm', param: 'constructor', in: [] }],
  ['a spend without currency', { kind: 'person-spend', min: '1' }],
  ['days as text', { kind: 'last-order-days', min: '3' }],
  ['a claim that is neither', { kind: 'is-vip', is: 1 }],
  ['consent by letter', { kind: 'consent', channel: 'post', is: true }],
  ['an eighth day', { kind: 'weekday', in: [8] }],
  ['half an hour', { kind: 'hour', from: 8.5, to: 9 }],
  ['an hour too far', { kind: 'hour', from: 8, to: 25 }],
  ['an hour without end', { kind: 'hour', from: 8 }],
  ['stock without a number', { kind: 'stock' }],
])('%s cannot be read', (_name, rule) => {
  expect(ruleProblem(rule as Rule)).toEqual(expect.any(String));
});

test('a page decides what it can answer by itself, and nothing in which one part needs the server', () => {
  const all = (...rules: Rule[]): Rule => ({ kind: 'all', rules });
  const own = all(
    { kind: 'order-total', currency: 'EUR', min: '1' },
    {
      kind: 'not',
      rule: {
        kind: 'any',
        rules: [
          { kind: 'weekday', in: [7] },
          { kind: 'share', to: 50 },
        ],
      },
    },
    { kind: 'bought-tag', match: 'any', values: ['a'], productIds: [['1']] },
  );
  expect(isPageDecidable(null)).toBe(true);
  expect(isPageDecidable(own)).toBe(true);
  for (const rule of [
    { kind: 'is-vip', is: true },
    { kind: 'stock', min: 1 },
    { kind: 'source', match: 'is', in: ['web'] },
  ] as const) {
    expect(isPageDecidable(all(own, { kind: 'not', rule }))).toBe(false);
  }
});
