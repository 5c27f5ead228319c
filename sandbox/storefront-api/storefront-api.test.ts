import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { gid } from '../store/ids.ts';
import type { Shop } from '../store/records.ts';
import { ask, TEST_APP, testShop, testStore } from '../testing.ts';
import { createStorefrontApi } from './router.ts';

let close: (() => void) | undefined;
afterEach(() => close?.());

const SCOPES = 'write_products,unauthenticated_read_product_listings,unauthenticated_read_product_tags';

async function scene(scopes = SCOPES) {
  const t = testStore();
  const shop = testShop(t, { currency: 'EUR', country: 'DE', catalog: 'de-eur' }, scopes);
  const api = createStorefrontApi({ store: t.store, app: TEST_APP, apiKey: 'key' });
  const server = express().use(api.router).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  const send = async (query: string, token?: string, variables = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}/shopify/${shop.domain}/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(token === undefined ? {} : { 'X-Shopify-Storefront-Access-Token': token }),
      },
      body: JSON.stringify({ query, variables }),
    });
    return {
      status: answer.status,
      cors: answer.headers.get('access-control-allow-origin'),
      body: await answer.json(),
    };
  };
  const makeToken = async (of: Shop = shop): Promise<string> => {
    const { data } = await ask(
      t,
      of,
      'mutation { storefrontAccessTokenCreate(input: { title: "Recommendations" }) { storefrontAccessToken { accessToken accessScopes { handle } } userErrors { field message } } }',
    );
    const made = data as unknown as {
      storefrontAccessTokenCreate: { storefrontAccessToken: { accessToken: string } };
    };
    return made.storefrontAccessTokenCreate.storefrontAccessToken.accessToken;
  };
  return { t, shop, api, send, makeToken };
}

const COMPLEMENTS =
  'query($h: String!, $i: ProductRecommendationIntent) { productRecommendations(productHandle: $h, intent: $i) { handle availableForSale tags priceRange { minVariantPrice { amount currencyCode } } variants(first: 3) { nodes { id price { amount } } } } }';

describe('the Storefront API end', () => {
  test('answers what goes with a product, to who has a token of the shop', async () => {
    const { send, makeToken } = await scene();
    const token = await makeToken();
    const { status, cors, body } = await send(COMPLEMENTS, token, {
      h: 'filterkaffee-morgenrot',
      i: 'COMPLEMENTARY',
    });
    expect(status).toBe(200);
    expect(cors).toBe('*');
    expect(body.errors).toBeUndefined();
    expect(body.data.productRecommendations.map((one: { handle: string }) => one.handle)).toEqual([
      'filterpapier-100',
      'handfilter-porzellan',
      'kaffeekaraffe-800',
      'schwanenhalskessel',
    ]);
    const related = await send(COMPLEMENTS, token, { h: 'filterkaffee-morgenrot', i: 'RELATED' });
    expect(related.body.data.productRecommendations.length).toBeGreaterThan(3);
    expect(related.body.data.productRecommendations.length).toBeLessThanOrEqual(10);
    const nothing = await send(COMPLEMENTS, token, { h: 'no-such-thing' });
    expect(nothing.body).toEqual({ data: { productRecommendations: null } });
  });

  test('a wrong token is turned away; without one goods are open, but not their tags', async () => {
    const { send } = await scene();
    expect(await send('{ shop { name } }', 'made-up')).toMatchObject({
      status: 401,
      body: { errors: [{ extensions: { code: 'UNAUTHORIZED' } }] },
    });
    const open = await send('{ products(first: 2) { nodes { id title } } }');
    expect(open.body.data.products.nodes).toHaveLength(2);
    const closed = await send('{ products(first: 1) { nodes { tags } } }');
    expect(closed.body.errors[0]).toMatchObject({
      message:
        'Access denied for tags field. Required access: `unauthenticated_read_product_tags` access scope.',
      extensions: { code: 'ACCESS_DENIED' },
    });
  });

  test('a token can do what the app was granted, in its own shop only', async () => {
    const { t, send, makeToken } = await scene('write_products');
    const token = await makeToken();
    const { body } = await send('{ products(first: 1) { nodes { id } } }', token);
    expect(body.errors[0].extensions.code).toBe('ACCESS_DENIED');
    const other = testShop(t, { name: 'Another' }, SCOPES);
    expect((await send('{ shop { name } }', await makeToken(other))).status).toBe(401);
  });

  test('speaks the real schema, prices follow the country of the buyer, drafts are not shown', async () => {
    const { t, shop, send } = await scene();
    const wrong = await send('{ products(first: 1) { nodes { sku } } }');
    expect(wrong.body.errors[0].message).toBe("Field 'sku' doesn't exist on type 'Product'");
    const product = t.store.tables.products.inGroup(shop.domain)[0];
    const id = gid('Product', product?.id ?? '');
    const price = 'product(id: $id) { priceRange { minVariantPrice { amount currencyCode } } }';
    const yen = await send(
      `query($id: ID!, $c: CountryCode) @inContext(country: $c) { ${price} }`,
      undefined,
      { id, c: 'JP' },
    );
    expect(yen.body.data.product.priceRange.minVariantPrice.currencyCode).toBe('JPY');
    if (product !== undefined) product.status = 'DRAFT';
    const hidden = await send(`query($id: ID!) { ${price} }`, undefined, { id });
    expect(hidden.body.data).toEqual({ product: null });
  });

  test('an extension asks with what the app was granted', async () => {
    const { shop, api } = await scene();
    const { data, errors } = await api.ask(shop, {
      query: '{ products(first: 1) { nodes { tags } } }',
      variables: {},
      operationName: null,
    });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ products: { nodes: [{ tags: expect.any(Array) }] } });
  });
});
