import { describe, expect, test } from 'vitest';
import { createCheckout } from '../store/checkouts.ts';
import { gid } from '../store/ids.ts';
import { placeOrder } from '../store/orders.ts';
import { ask, testShop, testStore, variantsOf } from '../testing.ts';

function scene() {
  const t = testStore();
  const shop = testShop(t, { currency: 'EUR' });
  const variant = variantsOf(t, shop)[0];
  const order = placeOrder(t.store, {
    shop: shop.domain,
    email: 'a@example.com',
    lines: [{ variantId: variant?.id ?? '', quantity: 2 }],
  });
  const send = async (query: string, variables: Record<string, unknown>) => {
    const answer = await ask(t, shop, query, variables);
    expect(answer.errors).toBeUndefined();
    return Object.values((answer.data ?? {}) as Record<string, unknown>)[0] as Record<string, unknown>;
  };
  return { t, shop, order, variant, customer: gid('Customer', order.customerId ?? ''), send };
}

const CREATE =
  'mutation($d: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $d) { codeDiscountNode { id } userErrors { field code } } }';
const discount = (more: Record<string, unknown>) => ({
  d: {
    title: 'Friends',
    code: 'FRIEND',
    startsAt: '2026-12-01T00:00:00Z',
    context: { all: 'ALL' },
    customerGets: { value: { percentage: 0.1 }, items: { all: true } },
    ...more,
  },
});

describe('discounts', () => {
  test.each([
    [{ title: '' }, ['basicCodeDiscount', 'title'], 'BLANK'],
    [{ code: ' ' }, ['basicCodeDiscount', 'code'], 'BLANK'],
    [{ context: undefined }, ['basicCodeDiscount', 'context'], 'BLANK'],
    [{ endsAt: '2026-11-30T00:00:00Z' }, ['basicCodeDiscount', 'endsAt'], 'INVALID'],
    [{ usageLimit: 0 }, ['basicCodeDiscount', 'usageLimit'], 'GREATER_THAN'],
    [
      { customerGets: { value: { percentage: 10 }, items: { all: true } } },
      ['basicCodeDiscount', 'customerGets', 'value', 'percentage'],
      'VALUE_OUTSIDE_RANGE',
    ],
    [
      { customerGets: { value: { discountAmount: { amount: '-1' } }, items: { all: true } } },
      ['basicCodeDiscount', 'customerGets', 'value', 'discountAmount', 'amount'],
      'LESS_THAN_OR_EQUAL_TO',
    ],
    [
      {
        customerGets: {
          value: { percentage: 0.1 },
          items: { products: { productsToAdd: ['gid://shopify/Product/1'] } },
        },
      },
      ['basicCodeDiscount', 'customerGets', 'items', 'products', 'productsToAdd'],
      'INVALID',
    ],
  ])('%o is refused at %o with %s', async (more, field, code) => {
    const { send } = scene();
    const { codeDiscountNode, userErrors } = await send(CREATE, discount(more));
    expect(codeDiscountNode).toBeNull();
    expect(userErrors).toContainEqual({ field, code });
  });

  test('a code is taken whatever its case', async () => {
    const { send } = scene();
    await send(CREATE, discount({}));
    expect((await send(CREATE, discount({ code: 'friend' }))).userErrors).toEqual([
      { field: ['basicCodeDiscount', 'code'], code: 'TAKEN' },
    ]);
  });

  test('a deactivated code does nothing any more, a deleted one is gone', async () => {
    const { t, shop, variant, send } = scene();
    const { id } = (await send(CREATE, discount({}))).codeDiscountNode as { id: string };
    const lines = [{ variantId: variant?.id ?? '', quantity: 1 }];
    createCheckout(t.store, { shop: shop.domain, lines, discountCodes: ['FRIEND'] });
    await send(
      'mutation($id: ID!) { discountCodeDeactivate(id: $id) { codeDiscountNode { id } userErrors { code } } }',
      { id },
    );
    expect(() => createCheckout(t.store, { shop: shop.domain, lines, discountCodes: ['FRIEND'] })).toThrow(
      'has ended',
    );
    await send(
      'mutation($id: ID!) { discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { code } } }',
      { id },
    );
    expect(
      await send('query($c: String!) { codeDiscountNodeByCode(code: $c) { id } }', { c: 'FRIEND' }),
    ).toBeNull();
  });
});

describe('store credit', () => {
  const credit =
    'mutation($id: ID!, $c: StoreCreditAccountCreditInput!) { storeCreditAccountCredit(id: $id, creditInput: $c) { storeCreditAccountTransaction { account { id balance { amount } } } userErrors { code } } }';
  const debit =
    'mutation($id: ID!, $d: StoreCreditAccountDebitInput!) { storeCreditAccountDebit(id: $id, debitInput: $d) { storeCreditAccountTransaction { account { balance { amount } } } userErrors { code } } }';
  const ten = { creditAmount: { amount: '10.00', currencyCode: 'EUR' } };

  test('is given, taken back, and ends when its time is over', async () => {
    const { t, customer, send } = scene();
    const { storeCreditAccountTransaction } = (await send(credit, { id: customer, c: ten })) as {
      storeCreditAccountTransaction: { account: { id: string } };
    };
    await send(credit, { id: customer, c: { ...ten, expiresAt: '2026-12-02T00:00:00Z' } });
    const { id } = storeCreditAccountTransaction.account;
    expect(
      await send(debit, { id, d: { debitAmount: { amount: '3.00', currencyCode: 'EUR' } } }),
    ).toMatchObject({ storeCreditAccountTransaction: { account: { balance: { amount: '17.0' } } } });
    t.pass(86_400_000);
    expect(
      await send('query($id: ID!) { storeCreditAccount(id: $id) { balance { amount } } }', { id }),
    ).toEqual({ balance: { amount: '7.0' } });
    expect(
      (await send(debit, { id, d: { debitAmount: { amount: '8.00', currencyCode: 'EUR' } } })).userErrors,
    ).toEqual([{ code: 'INSUFFICIENT_FUNDS' }]);
    expect(
      (await send(credit, { id, c: { creditAmount: { amount: '1.00', currencyCode: 'USD' } } })).userErrors,
    ).toEqual([{ code: 'MISMATCHING_CURRENCY' }]);
  });

  test.each([
    [{ creditAmount: { amount: '-1.00', currencyCode: 'EUR' } }, 'NEGATIVE_OR_ZERO_AMOUNT'],
    [{ creditAmount: { amount: '1.00', currencyCode: 'PLN' } }, 'UNSUPPORTED_CURRENCY'],
    [{ ...ten, expiresAt: '2026-01-01T00:00:00Z' }, 'EXPIRES_AT_IN_PAST'],
    [{ creditAmount: { amount: '99999999.00', currencyCode: 'EUR' } }, 'CREDIT_LIMIT_EXCEEDED'],
  ])('%o is refused with %s', async (c, code) => {
    const { customer, send } = scene();
    expect((await send(credit, { id: customer, c })).userErrors).toEqual([{ code }]);
  });

  test('needs somebody to give it to', async () => {
    const { send } = scene();
    expect((await send(credit, { id: 'gid://shopify/Customer/1', c: ten })).userErrors).toEqual([
      { code: 'OWNER_NOT_FOUND' },
    ]);
    expect((await send(credit, { id: 'gid://shopify/StoreCreditAccount/1', c: ten })).userErrors).toEqual([
      { code: 'ACCOUNT_NOT_FOUND' },
    ]);
  });
});

describe('consent', () => {
  const update =
    'mutation($i: CustomerEmailMarketingConsentUpdateInput!) { customerEmailMarketingConsentUpdate(input: $i) { customer { defaultEmailAddress { marketingState } } userErrors { field message code } } }';

  test('is written, and the store tells the world', async () => {
    const { t, customer, send } = scene();
    t.events.length = 0;
    const answer = await send(update, {
      i: { customerId: customer, emailMarketingConsent: { marketingState: 'UNSUBSCRIBED' } },
    });
    expect(answer).toEqual({
      customer: { defaultEmailAddress: { marketingState: 'UNSUBSCRIBED' } },
      userErrors: [],
    });
    expect(t.topics()).toEqual(['customers_email_marketing_consent/update', 'customers/update']);
  });

  test('is refused as Shopify refuses it', async () => {
    const { t, shop, customer, send } = scene();
    expect(
      await send(update, {
        i: {
          customerId: 'gid://shopify/Customer/1',
          emailMarketingConsent: { marketingState: 'UNSUBSCRIBED' },
        },
      }),
    ).toEqual({
      customer: null,
      userErrors: [{ field: ['input', 'customerId'], message: 'Customer not found', code: 'INVALID' }],
    });
    const none = placeOrder(t.store, {
      shop: shop.domain,
      phone: '+4930123456',
      lines: [{ variantId: variantsOf(t, shop)[0]?.id ?? '', quantity: 1 }],
    });
    const nobody = await send(update, {
      i: {
        customerId: gid('Customer', none.customerId ?? ''),
        emailMarketingConsent: { marketingState: 'UNSUBSCRIBED' },
      },
    });
    expect(nobody).toMatchObject({ customer: null, userErrors: [{ code: 'INVALID' }] });
    const forbidden = await ask(t, shop, update, {
      i: { customerId: customer, emailMarketingConsent: { marketingState: 'NOT_SUBSCRIBED' } },
    });
    expect(forbidden.errors?.[0]?.message).toBe('Cannot specify NOT_SUBSCRIBED as a marketing state input');
  });
});

describe('refundCreate', () => {
  const refund = (directive: string) =>
    `mutation($i: RefundInput!, $k: String = "k") { refundCreate(input: $i) ${directive} { refund { id totalRefundedSet { shopMoney { amount } } } userErrors { field message } } }`;

  test('wants an idempotency key, and does it once', async () => {
    const { t, shop, order, send } = scene();
    const line = order.lines[0];
    const transaction = order.transactions[0];
    const i = {
      orderId: gid('Order', order.id),
      refundLineItems: [{ lineItemId: gid('LineItem', line?.id ?? ''), quantity: 1 }],
      transactions: [
        {
          orderId: gid('Order', order.id),
          kind: 'REFUND',
          gateway: 'x',
          amount: '5.00',
          parentId: gid('OrderTransaction', transaction?.id ?? ''),
        },
      ],
    };
    const without = await ask(
      t,
      shop,
      'mutation($i: RefundInput!) { refundCreate(input: $i) { refund { id } } }',
      { i },
    );
    expect(without.errors?.[0]?.message).toContain('@idempotent directive is required');
    const once = await send(refund('@idempotent(key: $k)'), { i });
    const again = await send(refund('@idempotent(key: $k)'), { i });
    expect(again).toEqual(once);
    expect(order.refunds).toHaveLength(1);
  });

  test('never gives back more than was paid', async () => {
    const { order, send } = scene();
    const i = {
      orderId: gid('Order', order.id),
      transactions: [
        {
          orderId: gid('Order', order.id),
          kind: 'REFUND',
          gateway: 'x',
          amount: '5000.00',
          parentId: 'gid://shopify/OrderTransaction/1',
        },
      ],
    };
    const answer = await send(refund('@idempotent(key: $k)'), { i });
    expect(answer).toMatchObject({
      refund: null,
      userErrors: [{ field: null, message: expect.stringContaining('is greater than net payment received') }],
    });
  });
});

describe('metafieldsSet', () => {
  const set =
    'mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { key value type } userErrors { field code } } }';

  test('writes ratings, all or nothing', async () => {
    const { t, shop, variant, send } = scene();
    const ownerId = gid('Product', variant?.productId ?? '');
    const rating = {
      ownerId,
      namespace: 'reviews',
      key: 'rating',
      type: 'rating',
      value: '{"value":"4.5","scale_min":"1.0","scale_max":"5.0"}',
    };
    const wrong = {
      ownerId,
      namespace: 'reviews',
      key: 'rating_count',
      type: 'number_integer',
      value: 'many',
    };
    expect((await send(set, { m: [rating, wrong] })).userErrors).toEqual([
      { field: ['metafields', '1', 'value'], code: 'INVALID_VALUE' },
    ]);
    expect(t.store.tables.metafields.inGroup(shop.domain)).toHaveLength(0);
    expect(await send(set, { m: [rating, { ...wrong, value: '12' }] })).toMatchObject({
      metafields: [{ key: 'rating' }, { value: '12' }],
      userErrors: [],
    });
    expect(
      await send(
        'query($id: ID!) { product(id: $id) { metafield(namespace: "reviews", key: "rating") { value } } }',
        { id: ownerId },
      ),
    ).toEqual({ metafield: { value: rating.value } });
  });
});
