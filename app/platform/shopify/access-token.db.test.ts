import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase } from '../../../tests/support/database.ts';
import { addMs, minute } from '../../kit/span.ts';
import { stoppedClock } from '../clock/clock.server.ts';
import { type Db, openDb } from '../db/db.server.ts';
import { createLogger } from '../log/log.server.ts';
import { createVault } from '../vault/vault.server.ts';
import { createTokenSource, offlineSessionId, type TokenSource } from './access-token.server.ts';
import { createAdminClient } from './admin-client.server.ts';
import { readShop } from './operations/shop.ts';
import { ShopifyThrottledError, ShopUnavailableError } from './port.ts';
import { createSessionStorage } from './session-storage.server.ts';
import { shopifyFetch } from './shopify-fetch.server.ts';

const domain = 'test.myshopify.com';
const vault = createVault([{ id: 'k1', key: Buffer.alloc(32, 7) }]);
const log = createLogger('silent', 'test');
const clock = stoppedClock(new Date('2026-11-02T10:00:00Z'));

/** A token endpoint that rotates: each refresh token works once. And a GraphQL endpoint that knows the newest token. */
let server: Server;
let refreshes: string[];
let current: number;
let answers: { status: number; body: unknown }[];
let database: Awaited<ReturnType<typeof createDatabase>>;
/** two pools, as two processes have them */
let first: Db;
let second: Db;

beforeEach(async () => {
  refreshes = [];
  current = 1;
  answers = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const send = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (request.url?.endsWith('/graphql.json')) {
        const next = answers.shift();
        if (next) return send(next.status, next.body);
        if (request.headers['x-shopify-access-token'] !== `access-${current}`)
          return send(401, { errors: 'no' });
        return send(200, { data: shopAnswer });
      }
      const { refresh_token: given } = JSON.parse(text) as { refresh_token: string };
      refreshes.push(given);
      if (given !== `refresh-${current}`) return send(400, { error: 'invalid_grant' });
      current++;
      send(200, {
        access_token: `access-${current}`,
        scope: 'read_orders',
        expires_in: 3600,
        refresh_token: `refresh-${current}`,
        refresh_token_expires_in: 7_776_000,
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  database = await createDatabase();
  first = openDb(database.url, 4);
  second = openDb(database.url, 4);
});
afterEach(async () => {
  await first.close();
  await second.close();
  await database.drop();
  await new Promise((resolve) => server.close(resolve));
});

const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const source = (db: Db): TokenSource =>
  createTokenSource({
    db,
    vault,
    clock,
    log,
    fetch: shopifyFetch(origin()),
    apiKey: 'key',
    apiSecret: 'secret',
  });
const client = (db: Db) =>
  createAdminClient({ domain, tokens: source(db), fetch: shopifyFetch(origin()), log });

async function storeToken(expiresInMs: number): Promise<void> {
  const now = clock.now();
  await first.query(
    `insert into shopify_sessions (id, shop_domain, is_online, state, access_token_sealed, expires_at,
       refresh_token_sealed, refresh_expires_at, updated_at) values ($1, $2, false, '', $3, $4, $5, $6, $7)`,
    [
      offlineSessionId(domain),
      domain,
      vault.seal('access-1'),
      addMs(now, expiresInMs),
      vault.seal('refresh-1'),
      addMs(now, 90 * 24 * 60 * minute),
      now,
    ],
  );
}

const shopAnswer = {
  shop: {
    id: 'gid://shopify/Shop/9007199254740993',
    name: 'Test',
    email: null,
    myshopifyDomain: domain,
    currencyCode: 'EUR',
    ianaTimezone: 'Europe/Berlin',
    shopAddress: { countryCodeV2: 'DE' },
    plan: { publicDisplayName: 'Basic' },
    primaryDomain: { url: 'https://test.example' },
  },
  shopLocales: [{ locale: 'de', primary: true }],
};

describe('an expiring token', () => {
  test('is used as long as it has more than five minutes', async () => {
    await storeToken(6 * minute);
    expect(await source(first).get(domain)).toBe('access-1');
    expect(refreshes).toEqual([]);
  });

  test('is refreshed once, however many processes need it at once', async () => {
    await storeToken(4 * minute);
    const [a, b] = [source(first), source(second)];
    const tokens = await Promise.all([
      a.get(domain),
      b.get(domain),
      a.get(domain),
      b.get(domain),
      b.get(domain),
    ]);
    expect(new Set(tokens)).toEqual(new Set(['access-2']));
    expect(refreshes).toEqual(['refresh-1']);
    // The pair was stored together: the next refresh works with the new one.
    clock.advance(60 * minute);
    expect(await b.get(domain)).toBe('access-3');
    clock.advance(-60 * minute);
  });

  test('is never found in clear in the table', async () => {
    await storeToken(minute);
    await source(first).get(domain);
    const { rows } = await first.query<{ line: string }>(
      'select row_to_json(s)::text as line from shopify_sessions s',
    );
    expect(rows[0]!.line).not.toMatch(/access-|refresh-\d/);
  });

  test('that Shopify refuses is replaced once for all who saw it refused', async () => {
    await storeToken(30 * minute);
    const [a, b] = [source(first), source(second)];
    expect(await Promise.all([a.replace(domain, 'access-1'), b.replace(domain, 'access-1')])).toEqual([
      'access-2',
      'access-2',
    ]);
    expect(refreshes).toEqual(['refresh-1']);
  });

  test('without a session the shop is uninstalled; with a spent refresh token the merchant must come back', async () => {
    await expect(source(first).get(domain)).rejects.toMatchObject({ reason: 'uninstalled' });
    await storeToken(minute);
    current = 7;
    await expect(source(first).get(domain)).rejects.toMatchObject({ reason: 'reauthorize' });
  });
});

describe('the client of the Admin API', () => {
  test('refreshes after a 401 and asks again', async () => {
    await storeToken(30 * minute);
    answers.push({ status: 401, body: {} });
    const { shop } = await client(first).ask(readShop);
    expect(shop.id).toBe('9007199254740993');
    expect(refreshes).toEqual(['refresh-1']);
  });

  test('waits for a short throttle and gives way to a long one', async () => {
    await storeToken(30 * minute);
    const throttled = (available: number) => ({
      status: 200,
      body: {
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: {
          cost: {
            requestedQueryCost: 100,
            throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate: 100 },
          },
        },
      },
    });
    answers.push(throttled(95));
    expect((await client(first).ask(readShop)).shop.name).toBe('Test');
    answers.push(throttled(-900));
    const failure = await client(first)
      .ask(readShop)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ShopifyThrottledError);
    expect((failure as ShopifyThrottledError).retryAfterMs).toBe(10_000);
  });

  test.each([
    [402, 'frozen'],
    [423, 'frozen'],
    [403, 'reauthorize'],
    [404, 'uninstalled'],
  ])('HTTP %i means that the shop is %s', async (status, reason) => {
    await storeToken(30 * minute);
    answers.push({ status, body: {} });
    const failure = await client(first)
      .ask(readShop)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ShopUnavailableError);
    expect((failure as ShopUnavailableError).reason).toBe(reason);
  });

  test('withheld protected fields are no error, anything else is', async () => {
    await storeToken(30 * minute);
    const denied = { message: 'Access denied', extensions: { code: 'ACCESS_DENIED' } };
    answers.push({ status: 200, body: { data: shopAnswer, errors: [denied] } });
    expect((await client(first).ask(readShop)).shop.email).toBeNull();
    answers.push({ status: 200, body: { data: shopAnswer, errors: [{ message: 'boom' }] } });
    await expect(client(first).ask(readShop)).rejects.toThrow('ReadShop: boom');
    answers.push({ status: 200, body: { data: { shop: {} } } });
    await expect(client(first).ask(readShop)).rejects.toThrow('unexpected answer at shop');
    answers.push({ status: 503, body: {} });
    await expect(client(first).ask(readShop)).rejects.toThrow('503');
  });
});

describe('session storage', () => {
  test('keeps times in the app’s clock and gives them back in the system’s', async () => {
    const storage = createSessionStorage({ db: first, vault, clock });
    await storeToken(30 * minute);
    const session = await storage.loadSession(offlineSessionId(domain));
    expect(session?.accessToken).toBe('access-1');
    expect(session?.isActive(undefined, 5 * minute)).toBe(true);
    const left = session!.expires!.getTime() - Date.now();
    expect(left).toBeGreaterThan(29 * minute);
    expect(left).toBeLessThanOrEqual(30 * minute);
    await storage.storeSession(session!);
    expect(await source(second).get(domain)).toBe('access-1');
    await storage.deleteSessions([session!.id]);
    expect(await storage.findSessionsByShop(domain)).toEqual([]);
  });
});
