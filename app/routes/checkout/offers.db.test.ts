import { createHmac, randomUUID } from 'node:crypto';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { makeOffer, putOrder } from '../../features/offers/testing.ts';
import { createHttpServer } from '../../platform/http/server.server.ts';
import type { Deps } from '../../wiring/context.server.ts';
import { checkoutRoutes } from './offers.ts';

const secret = 'shpss_0123456789abcdef';
let t: TestContext;
let server: Server;
let base: string;
let offer: string;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  t = await createTestContext();
  const deps = {
    env: { SHOPIFY_API_KEY: 'client-id', SHOPIFY_API_SECRET: secret },
    app: t.app,
    log: t.app.log,
    shopContext: async (domain: string) => (domain === t.ctx.shop.domain ? t.ctx : null),
    onClose: (work: () => Promise<void>) => closers.push(work),
  } as unknown as Deps;
  server = createHttpServer({
    routes: checkoutRoutes,
    parts: deps,
    log: t.app.log,
    isProduction: false,
    fallback: async (_request, response) => void response.writeHead(404).end(),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  offer = await makeOffer(t);
  await putOrder(t, { id: '5', processedAt: t.clock.now() });
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  for (const close of closers) await close();
  await t.cleanup();
});

function token(change: object = {}): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { dest: t.ctx.shop.domain, aud: 'client-id', exp: now + 300, nbf: now, ...change };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const page = {
  surface: 'thank-you',
  orderId: 'gid://shopify/OrderIdentity/5',
  checkoutToken: 'tok_5',
  locale: 'en-US',
  currency: 'EUR',
  total: { amount: '50.0', currency: 'EUR' },
  lines: [],
};

async function send(path: string, body: unknown, options: { token?: string | null; method?: string } = {}) {
  const response = await fetch(base + path, {
    method: options.method ?? 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Mozilla/5.0 (iPhone) Safari',
      ...(options.token !== null && { authorization: `Bearer ${options.token ?? token()}` }),
    },
    ...(options.method ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  const text = await response.text();
  return {
    status: response.status,
    json: text.startsWith('{') ? JSON.parse(text) : null,
    text,
    headers: response.headers,
  };
}

test('the way of an offer: asked, shown, accepted, counted', async () => {
  const asked = await send('/checkout/offers', page);
  expect(asked.status).toBe(200);
  expect(asked.json.offers).toMatchObject([{ id: offer, title: 'Ten percent', accepted: null }]);
  const events = [{ id: randomUUID(), type: 'shown', offerId: offer, at: new Date().toISOString() }];
  const noted = await send('/checkout/offer-events', { ...page, events });
  expect([noted.status, noted.text]).toEqual([202, '']);
  const accept = { ...page, eventId: randomUUID() };
  const accepted = await send(`/checkout/offers/${offer}/accept`, accept);
  expect(accepted.json).toMatchObject({ kind: 'accepted', deadlineAt: asked.json.offers[0].deadlineAt });
  expect((await send(`/checkout/offers/${offer}/accept`, accept)).json).toEqual(accepted.json);
  const { rows } = await t.ctx.db.query('select shown, clicked, accepted from offer_stats');
  expect(rows).toEqual([{ shown: 1, clicked: 0, accepted: 1 }]);
});

test('preflight', async () => {
  const answer = await send('/checkout/offers', null, { method: 'OPTIONS', token: null });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('access-control-allow-headers')).toContain('Authorization');
  expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
});

test('no token, a stale one, another audience, a shop without the app: 401 that the extension can read', async () => {
  for (const bad of [
    null,
    token({ exp: 1 }),
    token({ aud: 'other' }),
    `${token()}x`,
    token({ dest: 'b.myshopify.com' }),
  ]) {
    for (const path of ['/checkout/offers', '/checkout/offer-events', `/checkout/offers/${offer}/accept`]) {
      const body = { ...page, eventId: randomUUID(), events: [] };
      expect((await send(path, body, { token: bad })).status).toBe(401);
    }
  }
});

test.each([
  ['not JSON', '{', 'body'],
  ['a list', [], 'body'],
  ['no surface', { ...page, surface: 'cart' }, 'surface'],
  ['an order id that is none', { ...page, orderId: 'five' }, 'orderId'],
  ['a locale that is none', { ...page, locale: '../../etc' }, 'locale'],
  ['10,000 characters', { ...page, checkoutToken: 'x'.repeat(10_000) }, 'checkoutToken'],
  ['an amount in words', { ...page, total: { amount: 'a lot', currency: 'EUR' } }, 'total.amount'],
  [
    'half a piece',
    { ...page, lines: [{ productId: '1', variantId: '2', quantity: 0.5 }] },
    'lines.0.quantity',
  ],
  ['a NUL', { ...page, checkoutToken: 'a\0b' }, 'checkoutToken'],
])('%s: 400 that names the field', async (_name, body, field) => {
  const answer = await send('/checkout/offers', body);
  expect([answer.status, answer.json.field]).toEqual([400, field]);
});

test('more than 32 KB, more than 64 KB: 413; another method or offer: 404', async () => {
  expect((await send('/checkout/offers', 'x'.repeat(33_000))).status).toBe(413);
  expect((await send('/checkout/offers', 'x'.repeat(70_000))).status).toBe(413);
  expect((await send('/checkout/offers', null, { method: 'GET' })).status).toBe(404);
  expect((await send('/checkout/offers/off_none/accept', { ...page, eventId: randomUUID() })).status).toBe(
    404,
  );
});

test('another page of the same order without its token learns nothing that is stored', async () => {
  const accepted = await send(`/checkout/offers/${offer}/accept`, { ...page, eventId: randomUUID() });
  const stranger = await send('/checkout/offers', { ...page, checkoutToken: 'guess' });
  expect(stranger.text).not.toContain(accepted.json.code);
  const refused = await send(`/checkout/offers/${offer}/accept`, {
    ...page,
    checkoutToken: 'guess',
    eventId: randomUUID(),
  });
  expect(refused.json).toEqual({ kind: 'unavailable' });
});
