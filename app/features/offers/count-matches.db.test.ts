import type { Rule } from '@reprise/rules';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { insertOrder, insertPerson } from '../../../tests/support/orders.ts';
import { day } from '../../kit/span.ts';
import { countMatches, type MatchDraft } from './count-matches.server.ts';
import { catalogueProblemsOf } from './rule-catalogue-problems.server.ts';
import { putProduct } from './testing.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext({ now: new Date('2026-11-24T12:00:00Z') });
});
afterAll(() => t.cleanup());
beforeEach(async () => {
  await t.ctx.db.query(
    'truncate orders, order_lines, fulfillments, people, person_identities, products, collections',
  );
});

const ago = (days: number) => new Date(t.clock.now().getTime() - days * day);
async function count(rule: Rule, change: Partial<MatchDraft> = {}) {
  const { orders, matched, unknown } = await countMatches(t.ctx, {
    rule,
    surfaces: ['thank-you'],
    ...change,
  });
  return `${matched} of ${orders}${unknown > 0 ? `, ${unknown} unknown` : ''}`;
}

test('none yet', async () => {
  expect(await countMatches(t.ctx, { rule: { kind: 'all', rules: [] }, surfaces: [] })).toMatchObject({
    orders: 0,
    matched: 0,
    unknown: 0,
    isSampled: false,
  });
});

describe('the orders of 90 days', () => {
  beforeEach(async () => {
    const eur = { currency: 'EUR', totalMinor: 6000n };
    await insertOrder(t, {
      id: '1',
      ...eur,
      processedAt: ago(1),
      country: 'DE',
      isFirst: true,
      lines: [{ productId: '10' }],
    });
    await insertOrder(t, {
      id: '2',
      ...eur,
      processedAt: ago(2),
      country: 'AT',
      isFirst: false,
      deliveredAt: ago(0.5),
    });
    await insertOrder(t, { id: '3', ...eur, totalMinor: 100n, processedAt: ago(89), cancelledAt: ago(88) });
    await insertOrder(t, { id: '4', ...eur, processedAt: ago(91), country: 'DE' });
  });

  test('by what they were', async () => {
    expect(await count({ kind: 'all', rules: [] })).toBe('3 of 3');
    expect(await count({ kind: 'order-total', currency: 'EUR', min: '5000' })).toBe('2 of 3');
    expect(await count({ kind: 'order-total', currency: 'USD', min: '5000' })).toBe('0 of 3, 3 unknown');
    expect(await count({ kind: 'bought-product', match: 'any', ids: ['10'] })).toBe('1 of 3');
    expect(await count({ kind: 'country', in: ['AT'] })).toBe('1 of 3');
    expect(await count({ kind: 'schedule', from: ago(3).toISOString() })).toBe('2 of 3');
    // Not at the time of the order, but when it arrived.
    const delivered: Rule = { kind: 'parcel', in: ['delivered'] };
    expect(await count(delivered)).toBe('0 of 3');
    expect(await count(delivered, { surfaces: ['order-status'] })).toBe('1 of 3');
    expect(
      await count({ kind: 'surface', in: ['order-status'] }, { surfaces: ['thank-you', 'order-status'] }),
    ).toBe('3 of 3');
  });

  test('groups as they are now, and what the catalogue says against them', async () => {
    const rule: Rule = { kind: 'bought-tag', match: 'any', values: ['neu'] };
    expect(await count(rule)).toBe('0 of 3');
    expect(await catalogueProblemsOf(t.ctx, rule)).toMatchObject([
      { path: '', key: 'rules:problem.emptyTag' },
    ]);
    await putProduct(t, { id: '10', variantId: '101' });
    await t.ctx.db.query("update products set tags = '{Neu}'");
    expect(await count(rule)).toBe('1 of 3');
    expect(await catalogueProblemsOf(t.ctx, rule)).toEqual([]);
    const gone: Rule = {
      kind: 'all',
      rules: [
        { kind: 'bought-product', match: 'any', ids: ['10', '11'] },
        { kind: 'bought-variant', match: 'any', ids: ['999'] },
        { kind: 'bought-product', match: 'none', ids: ['11'] },
        { kind: 'bought-collection', match: 'any', values: ['50'] },
      ],
    };
    expect(
      (await catalogueProblemsOf(t.ctx, gone)).map(({ path, key, severity }) => `${path} ${key} ${severity}`),
    ).toEqual([
      'rules.0 rules:problem.goneProduct warning',
      'rules.1 rules:problem.allGone error',
      'rules.2 rules:problem.goneProduct warning',
      'rules.3 rules:problem.goneCollection warning',
    ]);
    await t.ctx.db.query("insert into collections (shop_id, id, title) values ($1, '50', 'Tee')", [
      t.ctx.shop.id,
    ]);
    expect((await catalogueProblemsOf(t.ctx, gone)).at(-1)).toMatchObject({
      key: 'rules:problem.emptyCollection',
      params: { name: 'Tee' },
    });
  });

  test('the buyer as of each order', async () => {
    await insertPerson(t, { id: 'per_1' });
    for (const [id, days] of [
      ['5', 40],
      ['6', 30],
      ['7', 10],
    ] as const)
      await insertOrder(t, {
        id,
        personId: 'per_1',
        totalMinor: 5000n,
        currency: 'EUR',
        processedAt: ago(days),
      });
    expect(await count({ kind: 'person-orders', min: 2 })).toBe('2 of 6, 3 unknown');
    expect(await count({ kind: 'person-spend', currency: 'EUR', min: '10000', max: '10000' })).toBe(
      '1 of 6, 3 unknown',
    );
    expect(await count({ kind: 'last-order-days', min: 20 })).toBe('1 of 6, 4 unknown');
    expect(await count({ kind: 'is-vip', is: false })).toBe('3 of 6, 3 unknown');
  });
});

test('of very many an even share is looked at, and said to be', async () => {
  await t.ctx.db.query(
    `insert into orders (shop_id, id, name, currency, total_minor, subtotal_minor, discount_codes, processed_at, shop_updated_at)
     select $1, g::text, '#' || g, 'EUR', (g % 4) * 1000, 0, '{}', $2::timestamptz - g * interval '1 second', now()
     from generate_series(1, 250000) g`,
    [t.ctx.shop.id, t.clock.now()],
  );
  const started = performance.now();
  const counted = await countMatches(t.ctx, {
    rule: { kind: 'order-total', currency: 'EUR', min: '3000' },
    surfaces: ['thank-you'],
  });
  expect(counted).toMatchObject({ orders: 250_000, isSampled: true });
  expect(Math.abs(counted.matched - 62_500)).toBeLessThan(1_500);
  expect(performance.now() - started).toBeLessThan(15_000);
});
