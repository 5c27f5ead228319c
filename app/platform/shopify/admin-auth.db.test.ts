import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { parseEnv } from '../config/env.server.ts';
import { type AdminAuth, createAdminAuth } from './app.server.ts';

const secret = 'a-secret-of-the-test-app';
const apiKey = 'client-id-of-the-test';
const domain = 'test.myshopify.com';
let t: TestContext;
let server: Server;
let exchanges: { subject_token: string; expiring: string }[];
let auth: AdminAuth;

beforeEach(async () => {
  t = await createTestContext();
  exchanges = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      exchanges.push(JSON.parse(text));
      const answer = {
        access_token: 'access-1',
        scope: 'read_orders',
        expires_in: 3600,
        refresh_token: 'refresh-1',
        refresh_token_expires_in: 7_776_000,
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const env = parseEnv({
    NODE_ENV: 'test',
    APP_URL: 'https://app.example',
    SHOPIFY_API_KEY: apiKey,
    SHOPIFY_API_SECRET: secret,
    SHOPIFY_SCOPES: 'read_orders',
    SHOPIFY_ORIGIN: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    DATABASE_URL: t.databaseUrl,
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'a@example.com',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    OPERATOR_TOKEN: 'operator-token-of-the-test',
  });
  auth = createAdminAuth(env, t.app);
});
afterEach(async () => {
  await t.cleanup();
  await new Promise((resolve) => server.close(resolve));
});

function sessionToken(claims: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = {
    iss: `https://${domain}/admin`,
    dest: `https://${domain}`,
    aud: apiKey,
    sub: '42',
    exp: now + 60,
    nbf: now,
    iat: now,
    ...claims,
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(body)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
const asked = (token: string, agent = 'HeadlessChrome/140') =>
  new Request('https://app.example/app', {
    headers: { authorization: `Bearer ${token}`, 'user-agent': agent },
  });
const answerTo = (request: Request) =>
  auth.authenticate(request).then(
    () => 'in',
    (error: unknown) => (error instanceof Response ? error.status : String(error)),
  );

describe('the merchant’s session token', () => {
  test('is exchanged once for an expiring token, which is kept sealed', async () => {
    expect(await auth.authenticate(asked(sessionToken()))).toMatchObject({
      shopDomain: domain,
      userId: '42',
    });
    expect(await auth.authenticate(asked(sessionToken()))).toMatchObject({ shopDomain: domain });
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]!.expiring).toBe('1');
    const { rows } = await t.ctx.db.query<{ line: string }>(
      'select row_to_json(s)::text as line from shopify_sessions s',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.line).not.toMatch(/access-1|refresh-1/);
  });

  test('is asked for again after it was forgotten', async () => {
    await auth.authenticate(asked(sessionToken()));
    await auth.forget(domain);
    await auth.authenticate(asked(sessionToken()));
    expect(exchanges).toHaveLength(2);
  });

  test('of a shopper, of another app, or expired does not let anybody in', async () => {
    await auth.authenticate(asked(sessionToken()));
    expect(await answerTo(asked(sessionToken({ iss: undefined, sub: 'gid://shopify/Customer/1' })))).toBe(
      403,
    );
    expect(await answerTo(asked(sessionToken({ iss: undefined, dest: domain })))).toBe(403);
    expect(await answerTo(asked(sessionToken({ iss: 'https://other.myshopify.com/admin' })))).toBe(403);
    expect(await answerTo(asked(sessionToken({ aud: 'another-app' })))).toBe(401);
    expect(await answerTo(asked(sessionToken({ exp: 1 })))).toBe(401);
    expect(await answerTo(asked('nonsense'))).toBe(401);
  });

  test('a page without one is sent through the bounce page', async () => {
    const host = Buffer.from('admin.shopify.com/store/test').toString('base64');
    const request = new Request(`https://app.example/app?shop=${domain}&host=${host}&embedded=1`);
    const answer = await auth.authenticate(request).catch((error: unknown) => error as Response);
    expect((answer as Response).status).toBe(302);
    expect((answer as Response).headers.get('location')).toContain('/auth/session-token');
  });
});
