import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { minute } from '../../kit/span.ts';
import { choiceInput } from './choose-complement.server.ts';
import { chooseComplement, proposeFor } from './index.server.ts';
import { insertProducts } from './testing.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.cleanup());
beforeEach(() => t.ctx.db.query('truncate products, due_items, complement_pairs, complement_choices'));

const choose = (kind: 'pin' | 'ban' | 'clear', productId: string, offeredProductId: string) => {
  t.clock.set(new Date(t.clock.now().getTime() + minute));
  return chooseComplement(t.ctx, { kind, productId, offeredProductId }, '77');
};
const ask = async (...boughtProductIds: string[]) =>
  (await proposeFor(t.ctx, { boughtProductIds, limit: 9, currency: 'EUR' })).map(
    ({ productId, because }) => `${productId} ${because.code}`,
  );

it('a pin is proposed first, in the order of pinning, until it is taken off', async () => {
  await insertProducts(t, ['1', '2', '3', '4']);
  await t.ctx.db.query(
    `insert into complement_pairs (shop_id, product_id, offered_product_id, source, rank, lift_low, computed_at)
     values ($1, '1', '4', 'baskets', 1, 2, now())`,
    [t.ctx.shop.id],
  );
  expect(await choose('pin', '1', '3')).toEqual({ kind: 'chosen' });
  expect(await choose('pin', '1', '2')).toEqual({ kind: 'chosen' });
  expect(await choose('pin', '1', '3')).toEqual({ kind: 'chosen' });
  expect(await ask('1')).toEqual(['3 pinned', '2 pinned', '4 bought-together']);
  await choose('clear', '1', '3');
  await choose('ban', '1', '4');
  expect(await ask('1')).toEqual(['2 pinned']);
  await choose('clear', '1', '4');
  expect(await ask('1')).toEqual(['2 pinned', '4 bought-together']);
  const { rows } = await t.ctx.db.query('select kind, chosen_by from complement_choices');
  expect(rows).toEqual([{ kind: 'pin', chosen_by: '77' }]);
});

it('is told to those who remember what is proposed', async () => {
  await insertProducts(t, ['1', '2']);
  await choose('pin', '1', '2');
  expect(await t.runDue()).toEqual(['offers.refresh-complements']);
});

it('needs two products of the catalogue, and stops at what can be shown', async () => {
  const many = Array.from({ length: 23 }, (_, i) => String(100 + i));
  await insertProducts(t, ['1', ...many]);
  expect(await choose('pin', '1', '1')).toEqual({ kind: 'same' });
  expect(await choose('pin', '1', '999')).toEqual({ kind: 'unknown' });
  expect(await choose('ban', '999', '1')).toEqual({ kind: 'unknown' });
  for (const id of many.slice(0, 20)) expect(await choose('pin', '1', id)).toEqual({ kind: 'chosen' });
  expect(await choose('pin', '1', '122')).toEqual({ kind: 'full' });
  expect(await choose('ban', '1', '122')).toEqual({ kind: 'chosen' });
  expect(await choose('pin', '1', '100')).toEqual({ kind: 'chosen' });
});

it('takes ids of products and nothing else', () => {
  const ok = { productId: '1', offeredProductId: '9007199254740993', kind: 'pin' };
  expect(choiceInput.safeParse(ok).success).toBe(true);
  for (const more of [
    { kind: 'like' },
    { productId: '' },
    { productId: 'gid://shopify/Product/1' },
    { offeredProductId: '1 or 1' },
  ])
    expect(choiceInput.safeParse({ ...ok, ...more }).success).toBe(false);
});
