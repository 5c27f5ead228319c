import { describe, expect, it } from 'vitest';
import { propose } from './propose.ts';
import { makeSnapshot, type OfferedProduct, type PairRow, type SnapshotRows } from './snapshot.ts';

const product = (id: string, more: Partial<OfferedProduct> = {}): OfferedProduct => ({
  id,
  title: `Product ${id}`,
  imageUrl: null,
  isActive: true,
  variant: { id: `${id}0`, title: null, priceMinor: 1_000n },
  isRepeatable: false,
  isReturnedMuch: false,
  ...more,
});
const pair = (productId: string, offeredProductId: string, more: Partial<PairRow> = {}): PairRow => ({
  productId,
  alsoProductId: '',
  offeredProductId,
  source: 'baskets',
  together: 34,
  baskets: 120,
  lift: 3.1,
  liftLow: 2,
  ...more,
});

function proposed(
  rows: Partial<SnapshotRows>,
  boughtProductIds: string[],
  more: { limit?: number; currency?: string } = {},
) {
  const snapshot = makeSnapshot({
    currency: 'EUR',
    offered: ['1', '2', '3', '4', '5'].map((id) => product(id)),
    pairs: [],
    choices: [],
    bestSellers: [],
    members: [],
    sizes: new Map(),
    ...rows,
  });
  return propose(snapshot, { boughtProductIds, limit: 3, currency: 'EUR', ...more });
}
const reasons = (found: ReturnType<typeof proposed>) =>
  found.map(({ productId, because }) => `${productId} ${because.code}`);

describe('a proposal', () => {
  it('names the variant, its price and the reason', () => {
    expect(proposed({ pairs: [pair('1', '2')] }, ['1'])).toEqual([
      {
        productId: '2',
        variantId: '20',
        title: 'Product 2',
        variantTitle: null,
        imageUrl: null,
        price: { minor: 1_000n, currency: 'EUR' },
        because: {
          code: 'bought-together',
          productIds: ['1'],
          count: 34,
          baskets: 120,
          confidencePercent: 28,
          lift: expect.closeTo(3.1, 5),
        },
      },
    ]);
  });

  it('comes from pins, then baskets, then Shopify, then best sellers, each filling up what is left', () => {
    const rows: Partial<SnapshotRows> = {
      pairs: [pair('1', '3'), pair('1', '4', { source: 'shopify' })],
      choices: [{ productId: '1', offeredProductId: '2', kind: 'pin' }],
      bestSellers: [{ collectionId: 'c', productId: '5' }],
      members: [{ productId: '1', collectionIds: ['c'] }],
    };
    expect(reasons(proposed(rows, ['1'], { limit: 9 }))).toEqual([
      '2 pinned',
      '3 bought-together',
      '4 shopify',
      '5 best-seller',
    ]);
    expect(reasons(proposed(rows, ['1'], { limit: 2 }))).toEqual(['2 pinned', '3 bought-together']);
    expect(proposed(rows, ['1'], { limit: 0 })).toEqual([]);
    expect(proposed(rows, ['9'])).toEqual([]);
    expect(proposed(rows, [])).toEqual([]);
  });

  it('is ranked over all that was bought, and named once', () => {
    const pairs = [
      pair('1', '3', { liftLow: 2 }),
      pair('2', '3', { liftLow: 5, together: 7 }),
      pair('2', '4', { liftLow: 3 }),
    ];
    const found = proposed({ pairs }, ['1', '2', '1']);
    expect(reasons(found)).toEqual(['3 bought-together', '4 bought-together']);
    expect(found[0]?.because).toMatchObject({ productIds: ['2'], count: 7 });
  });

  it('hears what two bought products say together, in whatever order they were bought', () => {
    const pairs = [pair('1', '3'), pair('1', '4', { alsoProductId: '2', liftLow: 9 })];
    expect(proposed({ pairs }, ['2', '1'])[0]).toMatchObject({
      productId: '4',
      because: { productIds: ['1', '2'] },
    });
    expect(reasons(proposed({ pairs }, ['1']))).toEqual(['3 bought-together']);
  });

  it('takes the best sellers of the smallest collection first', () => {
    const rows: Partial<SnapshotRows> = {
      bestSellers: [
        { collectionId: 'all', productId: '2' },
        { collectionId: 'coffee', productId: '3' },
      ],
      members: [{ productId: '1', collectionIds: ['all', 'coffee'] }],
      sizes: new Map([
        ['all', 500],
        ['coffee', 12],
      ]),
    };
    expect(proposed(rows, ['1']).map(({ because }) => because)).toEqual([
      { code: 'best-seller', productId: '1', collectionId: 'coffee' },
      { code: 'best-seller', productId: '1', collectionId: 'all' },
    ]);
  });
});

describe('never proposed', () => {
  const withTwo = (more: Partial<OfferedProduct>): Partial<SnapshotRows> => ({
    offered: [product('1'), product('2', more), product('3')],
    pairs: [pair('1', '2', { liftLow: 9 }), pair('1', '3')],
  });

  it.each([
    ['out of stock', { variant: null }],
    ['no longer active', { isActive: false }],
    ['returned much', { isReturnedMuch: true }],
  ])('is what is %s', (_name, more) => {
    expect(reasons(proposed(withTwo(more), ['1']))).toEqual(['3 bought-together']);
  });

  it('is what was bought, as the best seller of its own collection', () => {
    const rows: Partial<SnapshotRows> = {
      offered: [product('1', { isRepeatable: true }), product('2')],
      bestSellers: [
        { collectionId: 'c', productId: '1' },
        { collectionId: 'c', productId: '2' },
      ],
      members: [{ productId: '1', collectionIds: ['c'] }],
    };
    expect(reasons(proposed(rows, ['1']))).toEqual(['2 best-seller']);
  });

  it('is what was just bought, unless people buy it again; then it comes last', () => {
    expect(reasons(proposed(withTwo({}), ['1', '2']))).toEqual(['3 bought-together']);
    expect(reasons(proposed(withTwo({ isRepeatable: true }), ['1', '2']))).toEqual([
      '3 bought-together',
      '2 bought-together',
    ]);
    const pinned = { choices: [{ productId: '1', offeredProductId: '2', kind: 'pin' }] };
    expect(reasons(proposed({ ...withTwo({}), ...pinned }, ['1', '2']))).toEqual(['3 bought-together']);
  });

  it('is what the merchant banned for any of the bought products, by whatever way it would come', () => {
    const rows: Partial<SnapshotRows> = {
      pairs: [pair('1', '2'), pair('3', '2'), pair('1', '4')],
      choices: [{ productId: '3', offeredProductId: '2', kind: 'ban' }],
      bestSellers: [{ collectionId: 'c', productId: '2' }],
      members: [{ productId: '3', collectionIds: ['c'] }],
    };
    expect(reasons(proposed(rows, ['1', '3']))).toEqual(['4 bought-together']);
    expect(reasons(proposed(rows, ['1']))).toContain('2 bought-together');
  });

  it('is anything whose price is not known in the buyer’s currency', () => {
    expect(proposed({ pairs: [pair('1', '2')] }, ['1'], { currency: 'USD' })).toEqual([]);
  });

  it('is what is not in the catalogue', () => {
    const rows: Partial<SnapshotRows> = {
      pairs: [pair('1', '77')],
      choices: [{ productId: '1', offeredProductId: '78', kind: 'pin' }],
      bestSellers: [{ collectionId: 'c', productId: '79' }],
      members: [{ productId: '1', collectionIds: ['c'] }],
    };
    expect(proposed(rows, ['1'])).toEqual([]);
  });
});

it('what is returned much is still proposed where the merchant pinned it', () => {
  const found = proposed(
    {
      offered: [product('2', { isReturnedMuch: true })],
      choices: [{ productId: '1', offeredProductId: '2', kind: 'pin' }],
    },
    ['1'],
  );
  expect(reasons(found)).toEqual(['2 pinned']);
});

it('a decision over a large shop costs next to nothing', () => {
  const offered = Array.from({ length: 5_000 }, (_, i) => product(String(i)));
  const pairs = offered.flatMap(({ id }, i) =>
    Array.from({ length: 20 }, (_, n) => pair(id, String((i * 7 + n * 13) % 5_000), { liftLow: 20 - n })),
  );
  const snapshot = makeSnapshot({
    currency: 'EUR',
    offered,
    pairs,
    choices: [],
    bestSellers: [],
    members: [],
    sizes: new Map(),
  });
  const bought = ['10', '200', '3000', '44'];
  const began = performance.now();
  for (let i = 0; i < 1_000; i++) propose(snapshot, { boughtProductIds: bought, limit: 3, currency: 'EUR' });
  // Measured alone: 20 µs each.
  expect((performance.now() - began) / 1_000).toBeLessThan(1);
  expect(propose(snapshot, { boughtProductIds: bought, limit: 3, currency: 'EUR' })).toHaveLength(3);
});
