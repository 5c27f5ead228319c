import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { day } from '../../kit/span.ts';
import { proposeFor } from './index.server.ts';
import { recomputeComplements } from './recompute-complements.server.ts';
import { insertBaskets, insertProducts } from './testing.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.cleanup());
beforeEach(async () => {
  t.store.calls = [];
  t.store.complementary = new Map();
  await t.ctx.db.query(
    `truncate orders, order_lines, products, due_items, complement_pairs, complement_choices, complement_products,
       complement_best_sellers, complement_runs`,
  );
});

const rows = async (sql: string) => (await t.ctx.db.query(sql)).rows;
const ask = async (...boughtProductIds: string[]) =>
  (await proposeFor(t.ctx, { boughtProductIds, limit: 5, currency: 'EUR' })).map(
    ({ productId, because }) => `${productId} ${because.code}`,
  );

describe('when baskets say nothing', () => {
  it('Shopify is asked, once in a month, and best sellers of the collection come last', async () => {
    await insertProducts(t, ['1', '2'], ['c1']);
    await insertProducts(t, ['3', '4'], ['c1', 'c2']);
    await insertBaskets(t, 5, { products: ['3'] });
    await insertBaskets(t, 4, { products: ['4'] });
    t.store.complementary?.set('1', ['2', '1', '99']);
    await recomputeComplements(t.ctx);
    await t.runDue();
    expect(await ask('1')).toEqual(['2 shopify', '3 best-seller', '4 best-seller']);
    expect(await ask('4')).toEqual(['3 best-seller']);
    expect(t.store.calls.filter((call) => call === 'complementaryProducts')).toHaveLength(4);
    await recomputeComplements(t.ctx);
    await t.runDue();
    expect(t.store.calls.filter((call) => call === 'complementaryProducts')).toHaveLength(4);
    t.clock.set(new Date(t.clock.now().getTime() + 31 * day));
    t.store.complementary?.set('1', ['4']);
    await recomputeComplements(t.ctx);
    await t.runDue();
    expect(await ask('1')).toEqual(['4 shopify', '3 best-seller']);
  });

  it('and Shopify may not be asked, the merchant can read so', async () => {
    await insertProducts(t, ['1', '2']);
    t.store.complementary = null;
    await recomputeComplements(t.ctx);
    await t.runDue();
    expect(await rows('select shopify_problem from complement_runs')).toEqual([
      { shopify_problem: 'no-access' },
    ]);
    expect(t.store.calls).toEqual(['complementaryProducts']);
    t.store.complementary = new Map([['1', ['2']]]);
    await recomputeComplements(t.ctx);
    await t.runDue();
    expect(await rows('select shopify_problem from complement_runs')).toEqual([{ shopify_problem: null }]);
    expect(await ask('1')).toEqual(['2 shopify']);
  });

  it('and a call fails, the next look tries again; to be slowed down is waited for', async () => {
    await insertProducts(t, ['1', '2', '3']);
    t.store.complementary = new Map([
      ['1', ['2']],
      ['2', ['3']],
    ]);
    await recomputeComplements(t.ctx);
    t.store.failNext.set('complementaryProducts', { error: new Error('gone away'), when: 'after' });
    await t.runDue();
    expect(await rows('select shopify_problem from complement_runs')).toEqual([
      { shopify_problem: 'failed' },
    ]);
    expect(await ask('1')).toEqual([]);
    await recomputeComplements(t.ctx);
    const slower = Object.assign(new Error('slower'), { retryAfterMs: 5_000 });
    t.store.failNext.set('complementaryProducts', { error: slower, when: 'before' });
    await expect(t.runDue()).rejects.toThrow('slower');
    await t.ctx.db.query('update due_items set lease_until = null');
    await t.runDue();
    expect(await rows('select shopify_problem from complement_runs')).toEqual([{ shopify_problem: null }]);
    expect(await ask('1')).toEqual(['2 shopify']);
    expect(await ask('2')).toEqual(['3 shopify']);
  });
});
