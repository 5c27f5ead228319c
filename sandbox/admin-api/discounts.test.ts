import { describe, expect, test } from 'vitest';
import { createCheckout } from '../store/checkouts.ts';
import { gid } from '../store/ids.ts';
import { placeOrder } from '../store/orders.ts';
import { ask, testShop, testStore, variantsOf } from '../testing.ts';

type Answer = Record<string, never> & { userErrors: unknown[] };

function scene() {
  const t = testStore();
  const shop = testShop(t, { currency: 'EUR', country: 'DE' });
  const [first, second] = variantsOf(t, shop);
  if (first === undefined || second === undefined) throw new Error('the catalogue is empty');
  first.price = '20.00';
  second.price = '10.00';
  const send = async (query: string, variables: Record<string, unknown>, later: (() => void)[] = []) => {
    const answer = await ask(t, shop, query, variables, { later });
    expect(answer.errors).toBeUndefined();
    return Object.values((answer.data ?? {}) as Record<string, Answer>)[0] as Answer;
  };
  return { t, shop, first, second, send };
}

const create = (kind: 'Basic' | 'FreeShipping' | 'Bxgy') => {
  const name = { Basic: 'basic', FreeShipping: 'freeShipping', Bxgy: 'bxgy' }[kind];
  return `mutation($d: DiscountCode${kind}Input!) { made: discountCode${kind}Create(${name}CodeDiscount: $d) {
    codeDiscountNode { id codeDiscount { __typename ... on DiscountCode${kind} { summary status discountClasses } } }
    userErrors { field code message } } }`;
};

const base = { title: 'Thanks', code: 'THANKS', startsAt: '2026-12-01T00:00:00Z', context: { all: 'ALL' } };
const gift = (buy: string, get: string, more: Record<string, unknown> = {}) => ({
  ...base,
  customerBuys: {
    value: { quantity: '1' },
    items: { products: { productVariantsToAdd: [gid('ProductVariant', buy)] } },
  },
  customerGets: {
    value: { discountOnQuantity: { quantity: '1', effect: { percentage: 1 } } },
    items: { products: { productVariantsToAdd: [gid('ProductVariant', get)] } },
  },
  usesPerOrderLimit: 1,
  ...more,
});

describe('free shipping', () => {
  test('takes the shipping off and shows it as a discount on the shipping', async () => {
    const { t, shop, first, send } = scene();
    const made = await send(create('FreeShipping'), {
      d: { ...base, destination: { all: true }, maximumShippingPrice: '25.00', appliesOncePerCustomer: true },
    });
    expect(made).toMatchObject({
      userErrors: [],
      codeDiscountNode: {
        codeDiscount: {
          __typename: 'DiscountCodeFreeShipping',
          discountClasses: ['SHIPPING'],
          summary:
            'Free shipping on one-time purchase products • For all countries • Applies to shipping rates under €25.00 • One use per customer',
        },
      },
    });
    const order = placeOrder(t.store, {
      shop: shop.domain,
      email: 'a@example.com',
      lines: [{ variantId: first.id, quantity: 1 }],
      discountCodes: ['THANKS'],
    });
    expect(order.totals).toMatchObject({
      subtotal: { shop: '20.00' },
      shipping: { shop: '4.90' },
      discounts: { shop: '4.90' },
      total: { shop: '20.00' },
    });
    const read = await send(
      'query($id: ID!) { order(id: $id) { totalDiscountsSet { shopMoney { amount } } currentShippingPriceSet { shopMoney { amount } } shippingLine { originalPriceSet { shopMoney { amount } } discountedPriceSet { shopMoney { amount } } discountAllocations { discountApplication { targetType } } } } }',
      { id: gid('Order', order.id) },
    );
    expect(read).toEqual({
      totalDiscountsSet: { shopMoney: { amount: '4.9' } },
      currentShippingPriceSet: { shopMoney: { amount: '0.0' } },
      shippingLine: {
        originalPriceSet: { shopMoney: { amount: '4.9' } },
        discountedPriceSet: { shopMoney: { amount: '0.0' } },
        discountAllocations: [{ discountApplication: { targetType: 'SHIPPING_LINE' } }],
      },
    });
  });

  test('is refused for another country, and goes together with a discount on the order when both allow it', async () => {
    const { t, shop, first, send } = scene();
    await send(create('FreeShipping'), {
      d: { ...base, destination: { countries: { add: ['DE'] } }, combinesWith: { orderDiscounts: true } },
    });
    await send(create('Basic'), {
      d: {
        ...base,
        code: 'TEN',
        customerGets: { value: { percentage: 0.1 }, items: { all: true } },
        combinesWith: { shippingDiscounts: true },
      },
    });
    const checkout = (countryCode: string, discountCodes: string[]) =>
      createCheckout(t.store, {
        shop: shop.domain,
        lines: [{ variantId: first.id, quantity: 1 }],
        shippingAddress: { countryCode },
        discountCodes,
      });
    expect(() => checkout('FR', ['THANKS'])).toThrow('not for this country');
    expect(checkout('DE', ['THANKS', 'TEN'])).toMatchObject({
      discountCodes: ['THANKS', 'TEN'],
      totals: { discounts: { shop: '6.90' }, total: { shop: '18.00' } },
    });
  });

  test('may not be combined with itself', async () => {
    const { send } = scene();
    const { userErrors } = await send(create('FreeShipping'), {
      d: { ...base, combinesWith: { shippingDiscounts: true } },
    });
    expect(userErrors).toEqual([
      {
        field: ['freeShippingCodeDiscount', 'combinesWith'],
        code: 'INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS',
        message: 'The combinesWith settings are not valid for the discount class.',
      },
    ]);
  });
});

describe('buy X get Y', () => {
  test('makes the gift free, once, and only when what it asks for is there', async () => {
    const { t, shop, first, second, send } = scene();
    const made = await send(create('Bxgy'), { d: gift(first.id, second.id) });
    expect(made).toMatchObject({
      userErrors: [],
      codeDiscountNode: {
        codeDiscount: { summary: 'Buy 1 item, get 1 item free', discountClasses: ['PRODUCT'] },
      },
    });
    const checkout = (lines: { variantId: string; quantity: number }[]) =>
      createCheckout(t.store, { shop: shop.domain, lines, discountCodes: ['THANKS'] });
    expect(() => checkout([{ variantId: second.id, quantity: 1 }])).toThrow('needs more of the products');
    const { totals, lines } = checkout([
      { variantId: first.id, quantity: 2 },
      { variantId: second.id, quantity: 2 },
    ]);
    expect(totals.discounts.shop).toBe('10.00');
    expect(lines.map((line) => line.allocations.length)).toEqual([0, 1]);
  });

  test('never counts one piece twice', async () => {
    const { t, shop, first, send } = scene();
    await send(create('Bxgy'), { d: gift(first.id, first.id, { usesPerOrderLimit: null }) });
    const off = (quantity: number) =>
      createCheckout(t.store, {
        shop: shop.domain,
        lines: [{ variantId: first.id, quantity }],
        discountCodes: ['THANKS'],
      }).totals.discounts.shop;
    expect(() => off(1)).toThrow();
    expect([off(2), off(3), off(4)]).toEqual(['20.00', '20.00', '40.00']);
  });

  test.each([
    [{ usesPerOrderLimit: 0 }, ['usesPerOrderLimit'], 'VALUE_OUTSIDE_RANGE'],
    [
      { customerBuys: { value: { quantity: '1' }, items: { all: true } } },
      ['customerBuys', 'items'],
      'BLANK',
    ],
    [
      { customerGets: { value: { percentage: 0.5 }, items: { products: {} } } },
      ['customerGets', 'value', 'percentage'],
      'INVALID',
    ],
  ])('%o is refused', async (more, path, code) => {
    const { first, second, send } = scene();
    const { userErrors } = await send(create('Bxgy'), { d: gift(first.id, second.id, more) });
    expect(userErrors).toContainEqual(
      expect.objectContaining({ field: ['bxgyCodeDiscount', ...path], code }),
    );
  });
});

describe('many codes of one discount', () => {
  const add = `mutation($id: ID!, $c: [DiscountRedeemCodeInput!]!) { discountRedeemCodeBulkAdd(discountId: $id, codes: $c) {
    bulkCreation { id done importedCount } userErrors { field code message } } }`;
  const pool = async () => {
    const at = scene();
    const { send } = at;
    const made = await send(create('Basic'), {
      d: {
        ...base,
        usageLimit: 1,
        customerGets: { value: { percentage: 0.1 }, items: { all: true } },
      },
    });
    return { ...at, id: (made as unknown as { codeDiscountNode: { id: string } }).codeDiscountNode.id };
  };

  test('are there a moment later; each that could not be made says why', async () => {
    const { send, id } = await pool();
    const later: (() => void)[] = [];
    const codes = ['A1', 'thanks', 'A1', '', 'B2'].map((code) => ({ code }));
    const { bulkCreation } = (await send(add, { id, c: codes }, later)) as unknown as {
      bulkCreation: { id: string; done: boolean };
    };
    expect(bulkCreation).toMatchObject({ done: false, importedCount: 0 });
    for (const work of later) work();
    expect(
      await send(
        'query($id: ID!) { discountRedeemCodeBulkCreation(id: $id) { done codesCount importedCount failedCount codes(first: 5) { nodes { errors { message code } } } } }',
        { id: bulkCreation.id },
      ),
    ).toEqual({
      done: true,
      codesCount: 5,
      importedCount: 2,
      failedCount: 3,
      codes: {
        nodes: [
          { errors: [] },
          { errors: [{ message: 'must be unique. Please try a different code.', code: null }] },
          { errors: [{ message: 'Codes must be unique within BulkDiscountCodeCreation', code: null }] },
          { errors: [{ message: 'is too short (minimum is 1 character)', code: null }] },
          { errors: [] },
        ],
      },
    });
  });

  test('251 at once are an error of the request', async () => {
    const { t, shop, id } = await pool();
    const c = Array.from({ length: 251 }, (_one, index) => ({ code: `C${index}` }));
    expect((await ask(t, shop, add, { id, c })).errors).toMatchObject([
      {
        message: 'The input array size of 251 is greater than the maximum allowed of 250.',
        path: ['discountRedeemCodeBulkAdd', 'codes'],
        extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
      },
    ]);
  });

  test('have a limit each, are deleted by id, and can not be renamed', async () => {
    const { t, shop, first, send, id } = await pool();
    const later: (() => void)[] = [];
    await send(add, { id, c: [{ code: 'A1' }] }, later);
    for (const work of later) work();
    const order = (code: string) =>
      placeOrder(t.store, {
        shop: shop.domain,
        email: `${code}@example.com`,
        lines: [{ variantId: first.id, quantity: 1 }],
        discountCodes: [code],
      });
    order('THANKS');
    order('A1');
    expect(() => order('A1')).toThrow('usage limit');
    const update =
      'mutation($id: ID!, $d: DiscountCodeBasicInput!) { discountCodeBasicUpdate(id: $id, basicCodeDiscount: $d) { userErrors { field message code } } }';
    expect((await send(update, { id, d: { code: 'OTHER' } })).userErrors).toEqual([
      { field: ['id'], message: 'Cannot update the code of a bulk discount.', code: null },
    ]);
    expect((await send(update, { id, d: { usageLimit: 2 } })).userErrors).toEqual([]);
    expect(order('A1').discountCodes).toEqual(['A1']);
    const known = t.store.tables.codes.byKey(`${shop.domain}|a1`)[0];
    const erase =
      'mutation($id: ID!, $ids: [ID!]) { discountCodeRedeemCodeBulkDelete(discountId: $id, ids: $ids) { job { done } userErrors { code } } }';
    expect(await send(erase, { id, ids: [gid('DiscountRedeemCode', known?.id ?? '')] })).toEqual({
      job: { done: true },
      userErrors: [],
    });
    expect(() => order('A1')).toThrow('not a code of this shop');
  });
});

test('a code for one customer is for nobody else, whoever is asked at the checkout by e-mail', async () => {
  const { t, shop, first, send } = scene();
  const lines = [{ variantId: first.id, quantity: 1 }];
  const { customerId } = placeOrder(t.store, { shop: shop.domain, email: 'a@example.com', lines });
  await send(create('Basic'), {
    d: {
      ...base,
      context: { customers: { add: [gid('Customer', customerId ?? '')] } },
      customerGets: { value: { percentage: 0.1 }, items: { all: true } },
      endsAt: '2026-12-02T00:00:00Z',
    },
  });
  const use = (email: string) =>
    createCheckout(t.store, { shop: shop.domain, lines, email, discountCodes: ['THANKS'] }).discountCodes;
  expect(use('A@example.com')).toEqual(['THANKS']);
  expect(() => use('b@example.com')).toThrow('not for this customer');
  t.pass(86_400_000);
  expect(() => use('a@example.com')).toThrow('has ended');
});
