import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import {
  askForRecompute,
  chooseComplement,
  listComplements,
  readComplementState,
  readNames,
} from './index.server.ts';
import { recomputeComplements } from './recompute-complements.server.ts';
import { insertBaskets, insertProducts } from './testing.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.cleanup());
beforeEach(() =>
  t.ctx.db.query(
    `truncate orders, order_lines, products, collections, due_items, complement_pairs, complement_choices,
       complement_products, complement_best_sellers, complement_runs`,
  ),
);

const list = async (text = '', page = 1) => listComplements(t.ctx, { text, page });
const words = async (productId: string) =>
  (await list()).products
    .find((product) => product.productId === productId)
    ?.complements.map(({ productId: id, because, hidden }) => [id, because?.code ?? null, hidden]);

it('lists products, best sold first, with all that goes with them and why it is or is not shown', async () => {
  await insertProducts(t, ['1', '2', '3', '4', '5', '6', '7'], ['c1']);
  await insertBaskets(t, 9, { products: ['1', '2'] });
  await insertBaskets(t, 9, { products: ['1', '3'], returned: [] });
  await insertBaskets(t, 4, { products: ['3'], returned: ['3'] });
  await insertBaskets(t, 5, { products: ['1'] });
  await insertBaskets(t, 60, { products: ['4'] });
  await recomputeComplements(t.ctx);
  await t.ctx.db.query(`update products set variants = '[]' where id = '3'`);
  for (const [kind, id] of [
    ['pin', '5'],
    ['ban', '6'],
    ['ban', '4'],
  ] as const)
    await chooseComplement(t.ctx, { productId: '1', offeredProductId: id, kind });
  const { products, hasMore } = await list();
  expect(products.map(({ productId, baskets }) => [productId, baskets])).toEqual([
    ['4', 60],
    ['1', 23],
    ['3', 13],
    ['2', 9],
    ['5', 0],
    ['6', 0],
    ['7', 0],
  ]);
  expect(hasMore).toBe(false);
  expect(await words('1')).toEqual([
    ['5', 'pinned', null],
    ['2', 'bought-together', null],
    ['4', 'best-seller', 'banned'],
    ['6', null, 'banned'],
    ['3', 'bought-together', 'sold-out'],
  ]);
  await chooseComplement(t.ctx, { productId: '1', offeredProductId: '6', kind: 'clear' });
  expect((await words('1'))?.map(([id]) => id)).not.toContain('6');
});

it('tells of what two products say together at both of them', async () => {
  await insertProducts(t, ['1', '2', '3', '4']);
  await insertBaskets(t, 30, { products: ['1', '2', '3'] });
  await insertBaskets(t, 10, { products: ['1', '2'] });
  await insertBaskets(t, 60, { products: ['1'] });
  await insertBaskets(t, 60, { products: ['2'] });
  await insertBaskets(t, 8, { products: ['3'] });
  await insertBaskets(t, 200, { products: ['4'] });
  await recomputeComplements(t.ctx);
  await t.ctx.db.query(`delete from complement_pairs where also_product_id = ''`);
  for (const id of ['1', '2']) {
    const one = (await list()).products.find(({ productId }) => productId === id);
    expect(one?.complements[0]).toMatchObject({
      productId: '3',
      because: { productIds: ['1', '2'], count: 30, baskets: 40 },
    });
  }
});

it('is searched by name and turned page by page', async () => {
  await insertProducts(
    t,
    Array.from({ length: 23 }, (_, i) => String(100 + i)),
  );
  const pages = await Promise.all([1, 2, 3].map((page) => list('', page)));
  expect(pages.map(({ products, hasMore }) => [products.length, hasMore])).toEqual([
    [10, true],
    [10, true],
    [3, false],
  ]);
  expect(new Set(pages.flatMap(({ products }) => products.map(({ productId }) => productId))).size).toBe(23);
  expect((await list('CT 12')).products.map(({ productId }) => productId)).toEqual(['120', '121', '122']);
  expect((await list('%')).products).toEqual([]);
});

it('says when it was last looked at, and that it is being done', async () => {
  expect(await readComplementState(t.ctx)).toEqual({ run: null, isRunning: false });
  await askForRecompute(t.ctx);
  expect((await readComplementState(t.ctx)).isRunning).toBe(true);
  await t.runDue();
  expect(await readComplementState(t.ctx)).toMatchObject({
    run: { computedAt: t.clock.now(), baskets: 0, pairs: 0 },
    isRunning: false,
  });
});

it('knows the names that reasons speak of', async () => {
  await insertProducts(t, ['1']);
  await t.ctx.db.query(`insert into collections values ($1, 'c1', 'Coffee')`, [t.ctx.shop.id]);
  const names = await readNames(t.ctx, { products: ['1', '9'], collections: ['c1'] });
  expect([...names.products]).toEqual([['1', 'Product 1']]);
  expect([...names.collections]).toEqual([['c1', 'Coffee']]);
});
