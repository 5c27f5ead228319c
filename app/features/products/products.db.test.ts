import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import type { Handler } from '../../platform/context.ts';
import {
  getProducts,
  productHandlers,
  recordCollection,
  recordCollectionDeleted,
  recordProductDeleted,
  recordProducts,
  searchProducts,
} from './index.server.ts';
import type { ProductInput } from './index.ts';
import { syncProducts } from './products.jobs.ts';

const handlers: Record<string, Handler> = productHandlers;

let t: TestContext;
let facts: string[] = [];
beforeAll(async () => {
  t = await createTestContext();
  const { emit, emitAll } = t.ctx;
  t.ctx.emit = (tx, shopId, name, fact) => {
    facts.push(`${name} ${Object.values(fact).join()}`);
    return emit(tx, shopId, name, fact);
  };
  t.ctx.emitAll = (tx, stated) => {
    for (const { name, fact } of stated) facts.push(`${name} ${Object.values(fact).join()}`);
    return emitAll(tx, stated);
  };
});
afterAll(() => t.cleanup());
beforeEach(async () => {
  facts = [];
  await t.ctx.db.query('truncate products, collections, due_items');
});

function product(id: string, patch: Partial<ProductInput> = {}): ProductInput {
  return {
    id,
    handle: `p-${id}`,
    title: `Product ${id}`,
    imageUrl: null,
    vendor: null,
    productType: null,
    tags: [],
    collectionIds: null,
    status: 'active',
    variants: [{ id: `${id}1`, title: 'One', priceMinor: '1000', stock: 5, isAvailable: true }],
    updatedAt: new Date('2026-11-02T09:00:00Z'),
    ...patch,
  };
}
const sync = () => handlers[syncProducts.name]!(t.ctx, { subject: 'shop', payload: null, attempt: 1 });
const record = (...products: ProductInput[]) => t.ctx.db.tx((tx) => recordProducts(t.ctx, tx, products));

describe('products', () => {
  it('state a change only when something that is shown has changed', async () => {
    await record(product('1'));
    await record(product('1', { updatedAt: new Date('2026-11-02T09:01:00Z'), handle: 'p-1' }));
    expect(facts).toEqual(['product.changed 1']);
    await record(product('1', { updatedAt: new Date('2026-11-02T09:02:00Z'), title: 'New' }));
    expect(facts).toEqual(['product.changed 1', 'product.changed 1']);
    await record(product('1', { title: 'Late' }));
    expect((await getProducts(t.ctx, ['1']))[0]?.title).toBe('New');
  });

  it('know their tags and type, in any order the same, and keep the collections that a webhook does not tell', async () => {
    const later = (minute: number) => ({ updatedAt: new Date(`2026-11-02T09:0${minute}:00Z`) });
    await record(product('6', { tags: ['b', 'a'], productType: 'Cup', collectionIds: ['20', '10'] }));
    await record(product('6', { tags: ['a', 'b'], productType: 'Cup', ...later(1) }));
    expect(facts).toEqual(['product.changed 6']);
    await record(product('6', { tags: ['a'], productType: 'Cup', collectionIds: [], ...later(2) }));
    expect(facts).toHaveLength(2);
    await record(product('6', { tags: ['a'], collectionIds: ['10'], ...later(3) }));
    expect((await getProducts(t.ctx, ['6']))[0]).toMatchObject({
      tags: ['a'],
      productType: null,
      collectionIds: ['10'],
    });
  });

  it('that were deleted do not come back with a late update, nor are they found', async () => {
    await t.ctx.db.tx((tx) => recordProductDeleted(t.ctx, tx, '2', new Date('2026-11-02T10:00:00Z')));
    await record(product('2', { updatedAt: new Date('2026-11-02T11:00:00Z') }));
    expect(await getProducts(t.ctx, ['2'])).toEqual([]);
    expect(await searchProducts(t.ctx, { text: '', limit: 10 })).toEqual([]);
  });

  it('are found by any part of the title, with signs taken as they are, and come in the order asked for', async () => {
    await record(
      product('3', { title: '100% Wolle' }),
      product('4', { title: 'Wollmütze' }),
      product('5', { title: 'Schal', status: 'draft' }),
    );
    expect((await searchProducts(t.ctx, { text: 'WOLL', limit: 10 })).map((one) => one.id)).toEqual([
      '3',
      '4',
    ]);
    expect((await searchProducts(t.ctx, { text: '0% ', limit: 10 })).map((one) => one.id)).toEqual(['3']);
    expect((await searchProducts(t.ctx, { text: '_', limit: 10 })).map((one) => one.id)).toEqual([]);
    expect((await getProducts(t.ctx, ['5', '9', '3'])).map((one) => one.id)).toEqual(['5', '3']);
  });

  it('are copied from the shop, page by page', async () => {
    const money = { minor: 1_250n, currency: 'EUR' };
    t.store.products = ['7', '8'].map((id) => ({
      ...product(id),
      status: 'ACTIVE',
      collections: [{ id: `9${id}`, title: `Collection ${id}` }],
      variants: [{ id: `${id}1`, title: 'One', price: money, stock: null, isAvailable: true }],
    }));
    t.store.collections = ['7', '8'].map((id) => ({ id: `9${id}`, title: `Collection ${id}` }));
    await sync();
    expect((await getProducts(t.ctx, ['7', '8'])).map((one) => one.variants[0]?.priceMinor)).toEqual([
      '1250',
      '1250',
    ]);
    const titles = async () =>
      (await t.ctx.db.query<{ title: string }>('select title from collections order by id')).rows.map(
        ({ title }) => title,
      );
    expect(await titles()).toEqual(['Collection 7', 'Collection 8']);

    // One whose deletion was never told is taken off; it comes back when the shop lists it again.
    const [first] = t.store.products;
    t.store.products = t.store.products.slice(1);
    t.store.collections = t.store.collections.slice(1);
    await sync();
    expect((await searchProducts(t.ctx, { text: '', limit: 9 })).map((one) => one.id)).toEqual(['8']);
    expect(await titles()).toEqual(['Collection 8']);
    t.store.products.push(first!);
    await sync();
    expect((await searchProducts(t.ctx, { text: '', limit: 9 })).map((one) => one.id)).toEqual(['7', '8']);
  });

  it('keep what a webhook does not tell, and are asked for it when their collections may have changed', async () => {
    const [variant] = product('1').variants;
    const told = { collectionIds: ['50'], variants: [{ ...variant!, costMinor: '400' }] };
    const asked = async () =>
      (await t.ctx.db.query("select 1 from due_items where kind = 'products.read-product'")).rowCount;
    await record(product('1', told));
    const later = new Date('2026-11-02T09:05:00Z');
    await record(product('1', { updatedAt: later, variants: [{ ...variant!, stock: 4 }] }));
    const known = async () => (await getProducts(t.ctx, ['1']))[0]!;
    expect(await known()).toMatchObject({
      collectionIds: ['50'],
      variants: [{ stock: 4, costMinor: '400' }],
    });
    expect(await asked()).toBe(0);

    await record(product('1', { updatedAt: later, tags: ['Kaffee'] }));
    expect(await asked()).toBe(1);
    const money = (minor: bigint, currency: string) => ({ minor, currency });
    t.store.products = [
      {
        ...product('1'),
        updatedAt: later,
        tags: ['Kaffee'],
        collections: [
          { id: '50', title: 'A' },
          { id: '51', title: 'B' },
        ],
        variants: [{ ...variant!, price: money(1_000n, 'EUR'), cost: money(9n, 'USD') }],
      },
    ];
    expect(await t.advance(60_000)).toContain('products.read-product');
    // A cost in another currency is none that could be subtracted.
    expect(await known()).toMatchObject({ collectionIds: ['50', '51'], variants: [{ costMinor: null }] });
  });
});

describe('collections', () => {
  const coffee = { id: '50', title: 'Kaffee' };
  const names = async () =>
    (await t.ctx.db.query<{ title: string }>('select title from collections order by id')).rows.map(
      ({ title }) => title,
    );
  const inside = async (id: string) =>
    (await getProducts(t.ctx, ['1', '2', '3']))
      .filter((one) => one.collectionIds.includes(id))
      .map((one) => one.id);

  it('are asked who is in them after each change, and say so only when that is news', async () => {
    await record(
      product('1', { collectionIds: ['50'] }),
      product('2'),
      product('3', { collectionIds: ['51'] }),
    );
    t.store.collections = [coffee];
    t.store.products = ['2', '3'].map((id) => ({ ...product(id), collections: [coffee], variants: [] }));
    facts = [];
    await t.ctx.db.tx((tx) => recordCollection(t.ctx, tx, coffee));
    await t.runDue();
    expect(await inside('50')).toEqual(['2', '3']);
    expect(await inside('51')).toEqual(['3']);
    expect(facts).toEqual(['collection.changed 50']);
    await t.ctx.db.tx((tx) => recordCollection(t.ctx, tx, { ...coffee, title: 'Bohnen' }));
    await t.runDue();
    expect(await names()).toEqual(['Bohnen']);
    expect(facts).toEqual(['collection.changed 50']);
  });

  it('that are gone hold nothing, whether that was told or found', async () => {
    await record(product('1', { collectionIds: ['50'] }));
    await t.ctx.db.tx((tx) => recordCollection(t.ctx, tx, coffee));
    await t.ctx.db.tx((tx) => recordCollectionDeleted(t.ctx, tx, '50'));
    expect([await names(), await inside('50')]).toEqual([[], []]);
    await record(product('2', { collectionIds: ['50'] }));
    await t.ctx.db.tx((tx) => recordCollection(t.ctx, tx, coffee));
    t.store.collections = [];
    await t.runDue();
    expect([await names(), await inside('50')]).toEqual([[], []]);
  });

  it('are recorded by two at once, each with a product of the other, without one ending the other', async () => {
    const ids = Array.from({ length: 12 }, (_, n) => String(100 + n));
    const states = (minutes: number) =>
      ids.map((id) => product(id, { title: `At ${minutes}`, updatedAt: new Date(2026, 10, 3, 9, minutes) }));
    for (let round = 0; round < 10; round++) {
      await Promise.all([
        record(...states(4 * round)),
        record(...states(4 * round + 1).slice(3, 5)),
        record(...states(4 * round + 2).slice(8)),
      ]);
    }
    expect(await getProducts(t.ctx, ids)).toHaveLength(ids.length);
  });
});
