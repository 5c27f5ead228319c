import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { createStorefrontTokens } from './storefront-token.server.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.cleanup());

const domain = 'test.myshopify.com';
const kept = async () =>
  (
    await t.ctx.db.query<{ sealed: string | null }>(
      'select storefront_token_sealed as sealed from shopify_sessions where shop_domain = $1',
      [domain],
    )
  ).rows[0]?.sealed;

beforeEach(async () => {
  await t.ctx.db.query('truncate shopify_sessions');
  await t.ctx.db.query(
    `insert into shopify_sessions (id, shop_domain, is_online, state, updated_at) values ($1, $2, false, '', now())`,
    [`offline_${domain}`, domain],
  );
});

it('is made once, kept sealed, and made anew when it is refused', async () => {
  const tokens = createStorefrontTokens(t.ctx);
  let made = 0;
  const make = async () => `token-${++made}`;
  expect(await tokens.get(domain, make)).toBe('token-1');
  expect(await tokens.get(domain, make)).toBe('token-1');
  expect(await kept()).not.toContain('token-1');
  await tokens.forget(domain, 'another');
  expect(await tokens.get(domain, make)).toBe('token-1');
  await tokens.forget(domain, 'token-1');
  expect(await tokens.get(domain, make)).toBe('token-2');
});

it('is not kept when there is none to be had, nor without an installation', async () => {
  const tokens = createStorefrontTokens(t.ctx);
  expect(await tokens.get(domain, async () => null)).toBeNull();
  expect(await kept()).toBeNull();
  await t.ctx.db.query('truncate shopify_sessions');
  expect(await tokens.get(domain, async () => 'token')).toBe('token');
  expect(await kept()).toBeUndefined();
});

it('made twice at once is kept once', async () => {
  const tokens = createStorefrontTokens(t.ctx);
  const both = await Promise.all(['a', 'b'].map((token) => tokens.get(domain, async () => token)));
  for (const token of [...both, await tokens.get(domain, async () => 'c')])
    expect(['a', 'b']).toContain(token);
});
