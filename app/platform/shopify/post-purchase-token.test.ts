import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createPostPurchaseTokens } from './post-purchase-token.server.ts';

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
function token(payload: unknown, secret = 'secret', header: object = { alg: 'HS256', typ: 'JWT' }) {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `Bearer ${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
const data = `{"exp":2000000000,"input_data":{"initialPurchase":{"referenceId":"abc","customerId":"5","destinationCountryCode":"DE",
  "totalPriceSet":{"shopMoney":{"amount":"12.50","currencyCode":"EUR"},"presentmentMoney":{"amount":"12.50","currencyCode":"EUR"}},
  "lineItems":[{"product":{"id":9007199254740993,"title":"x","variant":{"id":9007199254740995,"title":"y"}},"quantity":2}]},
  "locale":"de","shop":{"id":1,"domain":"a.myshopify.com","metafields":[]}}}`;

test('the purchase token is read without rounding an id, and nothing forged passes', async () => {
  const tokens = createPostPurchaseTokens(
    { apiKey: 'key', secrets: ['secret', 'older'] },
    () => 1_900_000_000_000,
  );
  const good = await tokens.verify(token(data));
  expect(good).toMatchObject({
    kind: 'ok',
    purchase: {
      domain: 'a.myshopify.com',
      referenceId: 'abc',
      total: { minor: 1_250n, currency: 'EUR' },
      lines: [{ productId: '9007199254740993', variantId: '9007199254740995', quantity: 2 }],
    },
  });
  expect(await tokens.verify(token(data, 'older'))).toMatchObject({ kind: 'ok' });
  const refused = async (authorization: string | undefined) => {
    const verdict = await tokens.verify(authorization);
    return verdict.kind === 'refused' ? verdict.reason : 'ok';
  };
  expect(await refused(token(data, 'wrong'))).toBe('signature');
  expect(await refused(token(data, 'secret', { alg: 'none' }))).toBe('signature');
  expect(await refused(undefined)).toBe('missing');
  expect(await refused('Bearer a.b.c')).toBe('signature');
  expect(await refused(token(data.replace('2000000000', '1800000000')))).toBe('expired');
  expect(await refused(token('{"input_data":{}}'))).toBe('shape');
  expect(await refused(token('no json'))).toBe('shape');
});

test('a changeset is signed for one purchase', async () => {
  const tokens = createPostPurchaseTokens({ apiKey: 'key', secrets: ['secret'] }, () => 1_900_000_000_000);
  const jwt = await tokens.sign('abc', [{ type: 'add_variant', variantId: 71, quantity: 1 }]);
  const [, payload = ''] = jwt.split('.');
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
    iss: 'key',
    sub: 'abc',
    iat: 1_900_000_000_000,
    changes: [{ type: 'add_variant', variantId: 71, quantity: 1 }],
  });
});
