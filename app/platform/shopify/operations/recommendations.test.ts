import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type IntrospectionQuery, parse, validate } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptInMemory } from '../../../../tests/support/storefront-tokens.ts';
import { createLogger } from '../../log/log.server.ts';
import { apiVersion } from '../admin-client.server.ts';
import { createGateway } from '../gateway.server.ts';
import type { ShopifyPort } from '../port.ts';
import { shopifyFetch } from '../shopify-fetch.server.ts';
import { complementaryDocument } from './recommendations.ts';

it('the document is valid against the published Storefront schema', () => {
  const file = `node_modules/@shopify/dev-mcp/dist/data/storefront-graphql_${apiVersion}.json.gz`;
  const published = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { data: IntrospectionQuery };
  expect(validate(buildClientSchema(published.data), parse(complementaryDocument))).toEqual([]);
});

/** Shopify's two ends on loopback: each answers the next of what it was told, and notes what it was asked with. */
describe('asking the Storefront API', () => {
  const made = {
    data: {
      storefrontAccessTokenCreate: {
        storefrontAccessToken: { id: 'gid://shopify/StorefrontAccessToken/1', accessToken: 'sf1' },
        userErrors: [],
      },
    },
  };
  const found = { data: { productRecommendations: [{ id: 'gid://shopify/Product/9007199254740993' }] } };
  let asked: string[];
  let admin: unknown[];
  let storefront: { status?: number; headers?: Record<string, string>; body?: unknown }[];
  let port: ShopifyPort;
  let close: () => Promise<void>;

  beforeEach(async () => {
    [asked, admin, storefront] = [[], [], []];
    const server = createServer(async (request: IncomingMessage, response) => {
      const body = await text(request);
      if (request.url?.includes('/admin/')) {
        asked.push('admin');
        return response.end(JSON.stringify(admin.shift()));
      }
      asked.push(
        `${request.url} ${request.headers['x-shopify-storefront-access-token']} ${JSON.parse(body).variables.productId}`,
      );
      const { status = 200, headers = {}, body: answer } = storefront.shift() ?? {};
      return response.writeHead(status, headers).end(JSON.stringify(answer ?? {}));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    port = createGateway({
      domain: 'a.myshopify.com',
      tokens: { get: async () => 'offline', replace: async () => 'offline' },
      storefront: keptInMemory(),
      fetch: shopifyFetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
      log: createLogger('silent', 'test'),
    });
    close = () => new Promise((resolve) => server.close(() => resolve()));
  });
  afterEach(() => close());

  it('makes a token once, and uses it from then on', async () => {
    admin = [made];
    storefront = [{ body: found }, { body: { data: { productRecommendations: null } } }];
    expect(await port.complementaryProducts('1')).toEqual({
      kind: 'found',
      productIds: ['9007199254740993'],
    });
    expect(await port.complementaryProducts('2')).toEqual({ kind: 'found', productIds: [] });
    const path = '/shopify/a.myshopify.com/api/2026-07/graphql.json';
    expect(asked).toEqual([
      'admin',
      `${path} sf1 gid://shopify/Product/1`,
      `${path} sf1 gid://shopify/Product/2`,
    ]);
  });

  it('makes another when the kept one is refused', async () => {
    admin = [made, made];
    storefront = [{ body: found }, { status: 401 }, { body: found }];
    expect(await port.complementaryProducts('1')).toMatchObject({ kind: 'found' });
    expect(await port.complementaryProducts('1')).toMatchObject({ kind: 'found' });
    expect(asked.filter((one) => one === 'admin')).toHaveLength(2);
  });

  it('gives a new token back when it may nothing', async () => {
    admin = [made, { data: { storefrontAccessTokenDelete: { userErrors: [] } } }];
    storefront = [{ body: { errors: [{ message: 'no', extensions: { code: 'ACCESS_DENIED' } }] } }];
    expect(await port.complementaryProducts('1')).toEqual({ kind: 'unavailable', reason: 'no-access' });
    expect(admin).toEqual([]);
  });

  it('is not done without the scope', async () => {
    const message = 'Access denied for storefrontAccessTokenCreate field.';
    admin = [
      {
        data: { storefrontAccessTokenCreate: null },
        errors: [{ message, extensions: { code: 'ACCESS_DENIED' } }],
      },
    ];
    expect(await port.complementaryProducts('1')).toEqual({ kind: 'unavailable', reason: 'no-access' });
    expect(asked).toEqual(['admin']);
  });

  it('tells being slowed down, a frozen shop and a fault apart', async () => {
    admin = [made];
    storefront = [{ status: 430, headers: { 'retry-after': '7' } }];
    await expect(port.complementaryProducts('1')).rejects.toMatchObject({ retryAfterMs: 7_000 });
    storefront = [{ body: { errors: [{ message: 'slow', extensions: { code: 'THROTTLED' } }] } }];
    await expect(port.complementaryProducts('1')).rejects.toMatchObject({ retryAfterMs: 10_000 });
    storefront = [{ status: 402 }];
    await expect(port.complementaryProducts('1')).rejects.toMatchObject({ reason: 'frozen' });
    storefront = [{ status: 502 }];
    await expect(port.complementaryProducts('1')).rejects.toThrow('Shopify answered 502');
    storefront = [{ body: { errors: [{ message: 'Invalid global id' }] } }];
    await expect(port.complementaryProducts('1')).rejects.toThrow('Invalid global id');
  });
});
