import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OffersAsked, offersRequest } from './page-requests.ts';
import { plainOffersRequest } from './plain-offers-request.ts';

const page = {
  surface: 'thank-you',
  orderId: 'gid://shopify/OrderIdentity/5000000001',
  checkoutToken: 'c4ca4238a0b923820dcc509a6f75849b',
  confirmationNumber: '',
  locale: 'en-CA',
  country: 'CA',
  currency: 'USD',
  total: { amount: '129.9', currency: 'USD' },
  lines: [{ productId: 'gid://shopify/Product/9', variantId: '44', quantity: 1 }],
  isFirstOrder: false,
  seenOfferIds: ['off_1'],
  purpose: 'page',
  mayMeasure: true,
};

/** Leaves out what is undefined: it says the same as what is absent. */
const plain = (asked: OffersAsked | null | undefined) =>
  asked && Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));

/** What JSON can hold and neither reader may stumble over. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    '',
    ' ',
    'x'.repeat(129),
    'EUR',
    'eur',
    'de',
    'de_AT',
    'de-AT-x-y-z-z',
    'a\0b',
    'ab\n',
    'gid://shopify/Order/1?x',
    'order-status',
    '1.005',
    '-0.10',
    '1e3',
    -0,
    1_000_000,
    1_000_001,
    0.5,
    1e300,
    null,
    [],
    {},
    { amount: '1', currency: 'JPY' },
    { amount: '1.5', currency: 'JPY' },
    { amount: ' 1 ', currency: 'EUR', extra: 1 },
    [{ productId: '1', variantId: '2', quantity: 3, more: 1 }],
    [{ productId: '1', variantId: 'x', quantity: 3 }],
    Array(501).fill({ productId: '1', variantId: '2', quantity: 1 }),
    Array(201).fill('off_1'),
    ['x'.repeat(65)],
  ),
);

describe('the quick reader of a page request', () => {
  test('reads what a page sends', () => {
    const asked = plainOffersRequest(page);
    expect(asked).not.toBeNull();
    expect(plain(asked)).toEqual(plain(offersRequest.parse(page)));
  });

  test('never says anything else than the schema, whatever is changed, left out or added', () => {
    const keys = Object.keys(page);
    const changed = fc.record({
      set: fc.dictionary(fc.constantFrom(...keys, '__proto__', 'more'), odd, { maxKeys: 3 }),
      drop: fc.subarray(keys, { maxLength: 2 }),
    });
    let taken = 0;
    let runs = 0;
    fc.assert(
      fc.property(changed, ({ set, drop }) => {
        const given = { ...page, ...set };
        for (const key of drop) delete given[key as keyof typeof given];
        // As it arrives: through JSON.
        const json: unknown = JSON.parse(JSON.stringify(given));
        const quick = plainOffersRequest(json);
        runs++;
        if (quick === null) return;
        taken++;
        const strict = offersRequest.safeParse(json);
        expect(strict.success).toBe(true);
        expect(plain(quick)).toEqual(plain(strict.data));
      }),
      { numRuns: 3_000 },
    );
    // A reader that knows nothing would never be wrong.
    expect(taken).toBeGreaterThan(runs / 20);
  });

  test('leaves out what the schema leaves out, and to the schema what is not right', () => {
    const more = {
      ...page,
      more: 1,
      lines: [{ ...page.lines[0], more: 1 }],
      total: { ...page.total, more: 1 },
    };
    expect(plain(plainOffersRequest(more))).toEqual(plain(offersRequest.parse(more)));
    expect(plainOffersRequest({ ...page, orderId: 'five' })).toBeNull();
    expect(plainOffersRequest([page])).toBeNull();
    for (const key of ['surface', 'orderId', 'locale', 'currency', 'total', 'lines']) {
      expect(plainOffersRequest({ ...page, [key]: undefined })).toBeNull();
    }
  });
});
