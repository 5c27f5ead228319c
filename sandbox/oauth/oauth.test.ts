import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Shop } from '../store/records.ts';
import { testShop, testStore } from '../testing.ts';
import { checkAccess, issueOffline, refreshPair, revokeAll } from './access-tokens.ts';
import { oauthRouter } from './router.ts';
import { adminToken, extensionToken, readToken } from './session-tokens.ts';

const APP = { apiKey: 'key', secret: 'secret', userId: '44' };

describe('offline tokens', () => {
  test('a refresh token rotates; the one before works until the new pair is used', () => {
    const t = testStore();
    const shop = testShop(t);
    const first = issueOffline(t.store, shop, true).refresh?.token ?? '';
    const lost = refreshPair(t.store, shop, first);
    const second = refreshPair(t.store, shop, first);
    expect(lost).not.toBeNull();
    expect(second?.refresh?.token).not.toBe(lost?.refresh?.token);
    expect(checkAccess(t.store, shop, second?.access.token)).not.toBeNull();
    expect(refreshPair(t.store, shop, first)).toBeNull();
    expect(refreshPair(t.store, shop, second?.refresh?.token ?? '')).not.toBeNull();
  });

  test('an access token ends after an hour of real time', () => {
    const t = testStore();
    const shop = testShop(t);
    const { access } = issueOffline(t.store, shop, true);
    t.pass(86_400_000);
    expect(checkAccess(t.store, shop, access.token)).not.toBeNull();
    vi.useFakeTimers({ now: Date.now() + 3_601_000, toFake: ['Date'] });
    expect(checkAccess(t.store, shop, access.token)).toBeNull();
    vi.useRealTimers();
  });

  test('an uninstall ends every token', () => {
    const t = testStore();
    const shop = testShop(t);
    const pair = issueOffline(t.store, shop, true);
    revokeAll(t.store, shop.domain);
    expect(checkAccess(t.store, shop, pair.access.token)).toBeNull();
    expect(refreshPair(t.store, shop, pair.refresh?.token ?? '')).toBeNull();
  });
});

describe('session tokens', () => {
  test('carry what each surface gives', () => {
    const t = testStore();
    const shop = testShop(t);
    expect(readToken(adminToken(shop, APP), APP.secret)).toMatchObject({
      iss: `https://${shop.domain}/admin`,
      dest: `https://${shop.domain}`,
      aud: 'key',
      sub: '44',
    });
    const anonymous = readToken(extensionToken(shop, { ...APP, customerGid: null }), APP.secret);
    expect(anonymous).toMatchObject({ dest: shop.domain, aud: 'key' });
    expect(anonymous).not.toHaveProperty('sub');
    expect(readToken(adminToken(shop, APP), 'other')).toEqual({ problem: 'bad signature' });
  });
});

describe('the token end', () => {
  const t = testStore();
  let shop: Shop;
  let server: Server;
  let url: string;
  beforeAll(async () => {
    shop = testShop(t);
    server = express()
      .use(oauthRouter({ store: t.store, ...APP }))
      .listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shopify/${shop.domain}/admin/oauth/access_token`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const exchange = (more: Record<string, string>) =>
    fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        client_id: 'key',
        client_secret: 'secret',
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: adminToken(shop, APP),
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
        expiring: '1',
        ...more,
      }),
    });

  test('exchanges a session token for an expiring offline token', async () => {
    const answer = await (await exchange({})).json();
    expect(answer).toMatchObject({
      access_token: expect.stringMatching(/^shpat_/),
      expires_in: expect.any(Number),
      refresh_token: expect.any(String),
      refresh_token_expires_in: 7_776_000,
    });
    const again = await exchange({ grant_type: 'refresh_token', refresh_token: answer.refresh_token });
    expect(await again.json()).toMatchObject({ refresh_token: expect.any(String) });
  });

  test('an online token names its user', async () => {
    const answer = await exchange({
      requested_token_type: 'urn:shopify:params:oauth:token-type:online-access-token',
    });
    expect(await answer.json()).toMatchObject({ associated_user: { id: 44 } });
  });

  test.each([
    [{ client_secret: 'wrong' }, 'invalid_client'],
    [{ subject_token: 'x.y.z' }, 'invalid_subject_token'],
    [{ grant_type: 'refresh_token', refresh_token: 'shprt_none' }, 'invalid_grant'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ])('%o is refused with %s', async (more, error) => {
    const answer = await exchange(more as Record<string, string>);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error });
  });
});
