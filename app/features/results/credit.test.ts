import { describe, expect, test } from 'vitest';
import { type CreditedOrder, type CreditLine, creditsOf } from './credit.ts';

const source = (id: string, change = {}) => ({
  id,
  offerId: `off_${id}`,
  arm: '',
  surface: 'thank-you',
  productId: '',
  ...change,
});
const line = (id: string, change: Partial<CreditLine> = {}): CreditLine => ({
  id,
  productId: `p${id}`,
  variantId: `v${id}`,
  quantity: 1,
  refundedQuantity: 0,
  priceMinor: 1_190n,
  discountMinor: 0n,
  taxMinor: 190n,
  unitCostMinor: 400n,
  ...change,
});
const order = (change: Partial<CreditedOrder> = {}): CreditedOrder => ({
  id: '1',
  day: '2026-11-21',
  totalMinor: 1_690n,
  refundedMinor: 0n,
  discountMinor: 0n,
  isTaxIncluded: true,
  lines: [line('1')],
  codes: [],
  clicks: [],
  additions: [],
  ...change,
});
const code = (id: string, minor: bigint | null = null) => ({ minor, source: source(id) });
const addition = (id: string, change = {}) => ({
  ...source(id),
  day: '2026-11-22',
  lineId: '2',
  quantity: 1,
  addedMinor: 500n,
  discountMinor: 60n,
  ...change,
});

describe('what an order owes to offers', () => {
  test('nothing without a code, a click or an addition', () => {
    expect(creditsOf(order({ codes: [{ minor: 100n, source: null }] }))).toEqual([]);
  });

  test('a code gets the whole order, shipping and tax included; the profit is without both', () => {
    expect(creditsOf(order({ codes: [code('a', 150n)], discountMinor: 400n }))).toEqual([
      {
        orderId: '1',
        sourceId: 'a',
        kind: 'code',
        offerId: 'off_a',
        day: '2026-11-21',
        arm: '',
        surface: 'thank-you',
        productId: '',
        bought: 1,
        grossMinor: 1_690n,
        refundedMinor: 0n,
        discountMinor: 150n,
        pieces: 1,
        costedPieces: 1,
        costedMinor: 1_000n,
        costMinor: 400n,
      },
    ]);
  });

  test('of two codes of ours the first; what it took off is guessed from the order where nobody told', () => {
    const both = order({
      codes: [{ minor: null, source: null }, code('a'), code('b')],
      discountMinor: 400n,
    });
    expect(creditsOf(both)).toMatchObject([{ sourceId: 'a', discountMinor: 400n }]);
  });

  test('an addition gets its own amount and day, the code the rest', () => {
    const credits = creditsOf(
      order({
        totalMinor: 2_190n,
        discountMinor: 160n,
        lines: [line('1'), line('2')],
        codes: [code('a')],
        additions: [addition('x')],
      }),
    );
    expect(credits).toMatchObject([
      { sourceId: 'x', kind: 'addition', day: '2026-11-22', grossMinor: 500n, discountMinor: 60n, pieces: 1 },
      { sourceId: 'a', kind: 'code', grossMinor: 1_690n, discountMinor: 100n, pieces: 1 },
    ]);
  });

  test('an addition that has not arrived in the order waits for it', () => {
    expect(creditsOf(order({ additions: [addition('x')] }))).toEqual([]);
  });

  test('a click gets the lines of its variants, the last click first', () => {
    const clicks = [
      { ...source('late'), variantIds: ['v2'] },
      { ...source('early'), variantIds: ['v1', 'v2'] },
      { ...source('other'), variantIds: ['v9'] },
    ];
    const bought = order({
      lines: [line('1', { quantity: 2, discountMinor: 80n }), line('2'), line('3')],
      clicks,
    });
    expect(creditsOf({ ...bought, totalMinor: 5_000n })).toMatchObject([
      { sourceId: 'late', grossMinor: 1_190n },
      { sourceId: 'early', grossMinor: 2_300n },
    ]);
    expect(creditsOf({ ...bought, totalMinor: 5_000n, codes: [code('a')] })).toMatchObject([
      { kind: 'code' },
    ]);
  });

  test('tax on top of the price belongs to what was paid', () => {
    const net = order({
      isTaxIncluded: false,
      totalMinor: 1_380n,
      clicks: [{ ...source('c'), variantIds: ['v1'] }],
    });
    expect(creditsOf(net)).toMatchObject([{ grossMinor: 1_380n, costedMinor: 1_190n }]);
  });

  test('pieces that came back take their share of the amount, and their cost', () => {
    const back = order({
      totalMinor: 3_570n,
      refundedMinor: 1_190n,
      lines: [line('1', { quantity: 3, refundedQuantity: 1, taxMinor: 570n })],
      codes: [code('a')],
    });
    expect(creditsOf(back)).toMatchObject([
      { refundedMinor: 1_190n, pieces: 2, costedMinor: 2_000n, costMinor: 800n },
    ]);
  });

  test('money back without goods back: the goods still cost', () => {
    const goodwill = { codes: [code('a')], totalMinor: 1_190n };
    expect(creditsOf(order({ ...goodwill, refundedMinor: 119n }))).toMatchObject([
      { refundedMinor: 119n, costedMinor: 881n, costMinor: 400n },
    ]);
    expect(creditsOf(order({ ...goodwill, refundedMinor: 1_190n }))).toMatchObject([
      { refundedMinor: 1_190n, costedMinor: 0n, costMinor: 400n, pieces: 1 },
    ]);
  });

  test('unknown costs are no costs of nothing', () => {
    const half = order({
      totalMinor: 2_380n,
      lines: [line('1'), line('2', { unitCostMinor: null })],
      codes: [code('a')],
    });
    expect(creditsOf(half)).toMatchObject([
      { pieces: 2, costedPieces: 1, costedMinor: 1_000n, costMinor: 400n },
    ]);
  });

  test('never more back than was refunded, never more than the order', () => {
    const credits = creditsOf(
      order({
        totalMinor: 900n,
        refundedMinor: 100n,
        lines: [line('1'), line('2', { refundedQuantity: 1 })],
        codes: [code('a')],
        additions: [addition('x'), addition('y', { lineId: '1' })],
      }),
    );
    expect(credits.map(({ grossMinor }) => grossMinor)).toEqual([500n, 400n, 0n]);
    expect(credits.map(({ refundedMinor }) => refundedMinor)).toEqual([100n, 0n, 0n]);
  });
});
