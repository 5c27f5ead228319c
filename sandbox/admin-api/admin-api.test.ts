import { describe, expect, test } from 'vitest';
import { createCheckout } from '../store/checkouts.ts';
import { fulfill } from '../store/fulfillments.ts';
import { gid } from '../store/ids.ts';
import { placeOrder } from '../store/orders.ts';
import type { Order } from '../store/records.ts';
import { ask, testShop, testStore, variantsOf } from '../testing.ts';
import { createBucket } from './throttle.ts';

function scene(scopes?: string) {
  const t = testStore();
  const shop = testShop(t, { currency: 'EUR' }, scopes);
  const place = (email: string): Order =>
    placeOrder(t.store, {
      shop: shop.domain,
      email,
      lines: [{ variantId: variantsOf(t, shop)[0]?.id ?? '', quantity: 1 }],
    });
  return { t, shop, place };
}

const codeOf = (answer: { errors?: { extensions?: Record<string, unknown> }[] }) =>
  answer.errors?.[0]?.extensions?.code;

describe('refusals have Shopify’s shape', () => {
  test('a field that does not exist', async () => {
    const { t, shop } = scene();
    const answer = await ask(t, shop, 'query Foo { shop { nope } }');
    expect(answer).toEqual({
      errors: [
        {
          message: "Field 'nope' doesn't exist on type 'Shop'",
          locations: [{ line: 1, column: 20 }],
          path: ['query Foo', 'shop', 'nope'],
          extensions: { code: 'undefinedField', typeName: 'Shop', fieldName: 'nope' },
        },
      ],
    });
  });

  test.each([
    ['{ shop { id(x: 1) } }', 'argumentNotAccepted'],
    ['{ order { id } }', 'missingRequiredArguments'],
    ['{ shop }', 'selectionMismatch'],
    ['query($x: ID!) { shop { id } }', 'variableNotUsed'],
    ['{ order(id: $x) { id } }', 'variableNotDefined'],
    ['{ shop {', 'graphqlParseError'],
    ['{ shop { id } customer(id: "gid://shopify/Customer/1") { loyalty } }', 'undefinedField'],
    ['query A { shop { id } } query B { shop { id } }', 'BAD_REQUEST'],
    ['{ orders { nodes { id } } }', 'BAD_REQUEST'],
    ['{ order(id: "one") { id } }', 'argumentLiteralsIncompatible'],
  ])('%s is %s', async (query, code) => {
    const { t, shop } = scene();
    expect(codeOf(await ask(t, shop, query))).toBe(code);
  });

  test('variables that do not fit are gathered into one error', async () => {
    const { t, shop } = scene();
    const answer = await ask(
      t,
      shop,
      'mutation($input: CustomerSmsMarketingConsentUpdateInput!) { customerSmsMarketingConsentUpdate(input: $input) { customer { id } } }',
      {
        input: {
          customerId: 'gid://shopify/Customer/1',
          smsMarketingConsent: { marketingState: 'INVALID', consentUpdatedAt: 'not-a-date' },
        },
      },
    );
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]?.message).toBe(
      'Variable $input of type CustomerSmsMarketingConsentUpdateInput! was provided invalid value for smsMarketingConsent.consentUpdatedAt (invalid DateTime \'not-a-date\'), smsMarketingConsent.marketingState (Expected "INVALID" to be one of: NOT_SUBSCRIBED, PENDING, REDACTED, SUBSCRIBED, UNSUBSCRIBED)',
    );
    expect(codeOf(answer)).toBe('INVALID_VARIABLE');
  });

  test('what is valid but not there says so', async () => {
    const { t, shop } = scene();
    const answer = await ask(t, shop, '{ shop { name analyticsToken } }');
    expect(answer.errors?.[0]).toMatchObject({
      message: 'Shop.analyticsToken is not played by the sandbox',
      path: ['shop', 'analyticsToken'],
    });
  });

  test('a missing scope', async () => {
    const { t, shop } = scene('read_products');
    const answer = await ask(t, shop, '{ orders(first: 1) { nodes { id customer { id } } } }');
    expect(answer).toMatchObject({ data: null });
    expect(codeOf(answer)).toBe('ACCESS_DENIED');
  });

  test('protected fields are null with an error when the app was not approved', async () => {
    const { t, shop, place } = scene();
    const order = place('a@example.com');
    const query = 'query($id: ID!) { order(id: $id) { name email customer { id firstName } } }';
    shop.protectedData = 'level1';
    const some = await ask(t, shop, query, { id: gid('Order', order.id) });
    expect(some.data).toMatchObject({ order: { name: '#1001', email: null, customer: { firstName: null } } });
    expect(some.errors?.map((error) => error.path?.join('.'))).toEqual([
      'order.email',
      'order.customer.firstName',
    ]);
    shop.protectedData = 'none';
    expect((await ask(t, shop, query, { id: gid('Order', order.id) })).data).toMatchObject({
      order: { customer: null },
    });
  });
});

describe('cost and throttling', () => {
  test('every answer says what it cost and what is left', async () => {
    const { t, shop } = scene();
    const { extensions } = await ask(
      t,
      shop,
      '{ products(first: 0) { nodes { id } } }',
      {},
      { bucket: createBucket('basic') },
    );
    expect(extensions?.cost).toEqual({
      requestedQueryCost: 2,
      actualQueryCost: 2,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1998, restoreRate: 100 },
    });
  });

  test('an empty bucket is THROTTLED, and fills up by 100 points a second', async () => {
    const { t, shop } = scene();
    let now = 0;
    const bucket = createBucket('basic', () => now);
    bucket.take(1995);
    const query = 'mutation { tagsAdd(id: "gid://shopify/Order/1", tags: ["x"]) { userErrors { message } } }';
    const answer = await ask(t, shop, query, {}, { bucket });
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toEqual([
      { message: 'Throttled', extensions: expect.objectContaining({ code: 'THROTTLED' }) },
    ]);
    now += 60;
    expect((await ask(t, shop, query, {}, { bucket })).errors).toBeUndefined();
  });

  test('one query may cost 1,000 points', async () => {
    const { t, shop } = scene();
    const query =
      '{ orders(first: 250) { nodes { id lineItems(first: 250) { nodes { id product { variants(first: 250) { nodes { id } } } } } } } }';
    expect(codeOf(await ask(t, shop, query))).toBe('MAX_COST_EXCEEDED');
  });
});

describe('reading', () => {
  test('pages through orders by the time of their last change, none twice, none lost', async () => {
    const { t, shop, place } = scene();
    for (let index = 0; index < 5; index += 1) {
      place(`buyer${index}@example.com`);
      t.pass(1000);
    }
    const query =
      'query($after: String) { orders(first: 2, after: $after, sortKey: UPDATED_AT, query: "updated_at:>=\'2026-12-01T12:00:01Z\'") { nodes { name } pageInfo { hasNextPage endCursor } } }';
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { data } = (await ask(t, shop, query, { after })) as unknown as {
        data: {
          orders: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        };
      };
      names.push(...data.orders.nodes.map((one) => one.name));
      after = data.orders.pageInfo.hasNextPage ? data.orders.pageInfo.endCursor : null;
    } while (after !== null);
    expect(names).toEqual(['#1002', '#1003', '#1004', '#1005']);
  });

  test('finds an order by its checkout token and its confirmation number', async () => {
    const { t, shop, place } = scene();
    const order = place('a@example.com');
    place('b@example.com');
    for (const query of [
      `checkout_token:'${order.checkoutToken}'`,
      `confirmation_number:${order.confirmationNumber}`,
      `id:${order.id}`,
      `name:#1001 AND -tag:x`,
    ]) {
      const { data } = await ask(
        t,
        shop,
        'query($q: String) { orders(first: 5, query: $q) { nodes { id } } }',
        { q: query },
      );
      expect(data).toEqual({ orders: { nodes: [{ id: gid('Order', order.id) }] } });
    }
  });

  test('abandoned checkouts are those with an address and no order', async () => {
    const { t, shop, place } = scene();
    place('done@example.com');
    const lines = [{ variantId: variantsOf(t, shop)[0]?.id ?? '', quantity: 1 }];
    createCheckout(t.store, { shop: shop.domain, lines });
    const left = createCheckout(t.store, {
      shop: shop.domain,
      lines,
      email: 'left@example.com',
      acceptsMarketing: true,
    });
    const { data } = await ask(
      t,
      shop,
      '{ abandonedCheckouts(first: 5) { nodes { abandonedCheckoutUrl customer { defaultEmailAddress { emailAddress marketingState } } } } }',
    );
    expect(data).toEqual({
      abandonedCheckouts: {
        nodes: [
          {
            abandonedCheckoutUrl: left.recoveryUrl,
            customer: {
              defaultEmailAddress: { emailAddress: 'left@example.com', marketingState: 'SUBSCRIBED' },
            },
          },
        ],
      },
    });
  });

  test('another shop’s records are not there', async () => {
    const { t, place } = scene();
    const order = place('a@example.com');
    const other = testShop(t, { name: 'Other' });
    const { data } = await ask(
      t,
      other,
      'query($id: ID!) { order(id: $id) { id } nodes(ids: [$id]) { id } }',
      { id: gid('Order', order.id) },
    );
    expect(data).toEqual({ order: null, nodes: [null] });
  });
});

describe('delivery events', () => {
  test('are made through the API and answered with the fulfilment', async () => {
    const { t, shop, place } = scene();
    const order = place('a@example.com');
    const fulfillment = fulfill(t.store, order, {});
    const query =
      'mutation($e: FulfillmentEventInput!) { fulfillmentEventCreate(fulfillmentEvent: $e) { fulfillmentEvent { status } userErrors { field message } } }';
    const { data } = await ask(t, shop, query, {
      e: { fulfillmentId: gid('Fulfillment', fulfillment.id), status: 'DELIVERED' },
    });
    expect(data).toEqual({
      fulfillmentEventCreate: { fulfillmentEvent: { status: 'DELIVERED' }, userErrors: [] },
    });
    expect(fulfillment.deliveredAt).not.toBeNull();
    const none = await ask(t, shop, query, {
      e: { fulfillmentId: 'gid://shopify/Fulfillment/1', status: 'DELIVERED' },
    });
    expect(none.data).toEqual({
      fulfillmentEventCreate: {
        fulfillmentEvent: null,
        userErrors: [
          { field: ['fulfillmentEvent', 'fulfillmentId'], message: 'Fulfillment does not exist.' },
        ],
      },
    });
  });
});
