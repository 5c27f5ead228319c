import { expect, test } from 'vitest';
import { gid } from '../store/ids.ts';
import { ask, testShop, testStore } from '../testing.ts';

type Written = { metafields: { value: string; compareDigest: string }[] | null; userErrors: unknown[] };

function scene() {
  const t = testStore();
  const shop = testShop(t);
  const ownerId = gid('Shop', shop.id);
  const set = async (more: Record<string, unknown>) => {
    const { data, errors } = await ask(
      t,
      shop,
      'mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { value compareDigest } userErrors { field message code } } }',
      { m: [{ ownerId, namespace: '$app', key: 'offers', type: 'json', value: '{}', ...more }] },
    );
    expect(errors).toBeUndefined();
    return (data as unknown as { metafieldsSet: Written }).metafieldsSet;
  };
  return { t, shop, set };
}

test('a write with a digest is made only onto what was read', async () => {
  const { set } = scene();
  expect((await set({ compareDigest: 'made-up' })).userErrors).toEqual([
    {
      field: ['metafields', '0'],
      message: 'Invalid `compareDigest` value.',
      code: 'INVALID_COMPARE_DIGEST',
    },
  ]);
  const first = await set({ compareDigest: null });
  const digest = first.metafields?.[0]?.compareDigest;
  expect((await set({ value: '{"a":1}', compareDigest: digest })).userErrors).toEqual([]);
  const stale = await set({ value: '{"a":2}', compareDigest: digest });
  expect(stale).toMatchObject({
    metafields: [],
    userErrors: [{ field: ['metafields', '0'], code: 'STALE_OBJECT' }],
  });
  expect((await set({ value: '{"a":1}', compareDigest: digest })).userErrors).toEqual([]);
});

test.each([
  [{ value: JSON.stringify('x'.repeat(131_071)) }, 'value', 'TOO_LONG'],
  [{ value: '{' }, 'value', 'INVALID_VALUE'],
  [{ value: ' ' }, 'value', 'INVALID_VALUE'],
  [{ type: 'number_integer', value: '1.5' }, 'value', 'INVALID_VALUE'],
  [{ type: 'nonsense' }, 'type', 'INVALID_TYPE'],
  [{ key: 'x' }, 'key', 'TOO_SHORT'],
  [{ ownerId: 'gid://shopify/Shop/7' }, 'ownerId', 'INVALID_VALUE'],
])('%o is refused', async (more, field, code) => {
  const { set } = scene();
  expect((await set(more)).userErrors).toEqual([
    { field: ['metafields', '0', field], message: expect.any(String), code },
  ]);
});

test('a value of exactly 128 KB is kept, and the namespace of another app is closed', async () => {
  const { set } = scene();
  const value = JSON.stringify('x'.repeat(131_070));
  expect(Buffer.byteLength(value)).toBe(131_072);
  expect((await set({ value })).userErrors).toEqual([]);
  expect((await set({ namespace: 'app--999--offers' })).userErrors).toMatchObject([
    { field: ['metafields', '0'], code: 'APP_NOT_AUTHORIZED' },
  ]);
});
