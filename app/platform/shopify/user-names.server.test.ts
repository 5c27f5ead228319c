import { expect, test } from 'vitest';
import { createLogger } from '../log/log.server.ts';
import { createUserNames } from './user-names.server.ts';

const log = createLogger('silent', 'test');

function names(answers: (() => Response)[]) {
  const asked: { url: string; body: Record<string, string> }[] = [];
  const clock = { now: 0 };
  const fetch = async (url: string, init?: RequestInit) => {
    asked.push({ url, body: JSON.parse(String(init?.body)) });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (!answer) throw new Error('no answer');
    return answer();
  };
  return {
    asked,
    clock,
    names: createUserNames({ fetch, apiKey: 'key', apiSecret: 'secret', log }, () => clock.now),
  };
}
const ada = () =>
  Response.json({ access_token: 'x', associated_user: { first_name: 'Ada', last_name: 'L.' } });

test('a name is asked for once per user and day, with the session token in exchange for an online token', async () => {
  const { names: known, asked, clock } = names([ada]);
  expect(await known.get('a.myshopify.com', '44', 'token')).toBe('Ada L.');
  expect(await known.get('a.myshopify.com', '44', 'other')).toBe('Ada L.');
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    url: 'https://a.myshopify.com/admin/oauth/access_token',
    body: {
      subject_token: 'token',
      requested_token_type: 'urn:shopify:params:oauth:token-type:online-access-token',
    },
  });
  clock.now = 25 * 3_600_000;
  await known.get('a.myshopify.com', '44', 'token');
  await known.get('b.myshopify.com', '44', 'token');
  expect(asked).toHaveLength(3);
});

test('whom Shopify does not name stays nameless, and is asked about again a little later', async () => {
  const { names: known, asked, clock } = names([() => new Response('', { status: 400 }), ada]);
  expect(await known.get('a.myshopify.com', '44', 'token')).toBeNull();
  expect(await known.get('a.myshopify.com', '44', 'token')).toBeNull();
  expect(asked).toHaveLength(1);
  clock.now = 6 * 60_000;
  expect(await known.get('a.myshopify.com', '44', 'token')).toBe('Ada L.');
});

test('a user without a name has none', async () => {
  const { names: known } = names([() => Response.json({ associated_user: { first_name: null } })]);
  expect(await known.get('a.myshopify.com', '1', 't')).toBeNull();
});
