import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSessionTokenVerifier } from './session-token.server.ts';

const now = Date.parse('2026-11-02T10:00:00Z');
const verify = createSessionTokenVerifier(
  { apiKey: 'client', secrets: ['current-secret', 'previous-secret'] },
  () => now,
);

function token(
  claims: object,
  secret = 'current-secret',
  header: object = { alg: 'HS256', typ: 'JWT' },
): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
const seconds = now / 1000;
const claims = {
  dest: 'a.myshopify.com',
  aud: 'client',
  exp: seconds + 300,
  nbf: seconds - 1,
  sub: 'gid://shopify/Customer/9007199254740993',
};
const reason = (authorization: string | undefined) => {
  const verdict = verify(authorization);
  return verdict.kind === 'ok' ? 'ok' : verdict.reason;
};

describe('session tokens', () => {
  test('say which shop and which customer', () => {
    expect(verify(`Bearer ${token(claims)}`)).toEqual({
      kind: 'ok',
      caller: { domain: 'a.myshopify.com', customerId: '9007199254740993', isAdmin: false },
    });
    const { sub: _sub, ...guest } = claims;
    expect(verify(`Bearer ${token({ ...guest, dest: 'https://A.myshopify.com/' })}`)).toEqual({
      kind: 'ok',
      caller: { domain: 'a.myshopify.com', customerId: null, isAdmin: false },
    });
  });

  test('only a token that the admin issued for this very shop is the merchant’s', () => {
    const isAdmin = (issuer: unknown) => {
      const verdict = verify(`Bearer ${token({ ...claims, sub: '42', iss: issuer })}`);
      return verdict.kind === 'ok' && verdict.caller.isAdmin;
    };
    expect(isAdmin('https://a.myshopify.com/admin')).toBe(true);
    expect(isAdmin('https://b.myshopify.com/admin')).toBe(false);
    expect(isAdmin('https://a.myshopify.com')).toBe(false);
    expect(isAdmin(undefined)).toBe(false);
  });

  test('the previous secret counts while it is being rotated', () => {
    expect(reason(`Bearer ${token(claims, 'previous-secret')}`)).toBe('ok');
    expect(reason(`Bearer ${token(claims, 'another-secret')}`)).toBe('signature');
  });

  test('audience, times and shop', () => {
    expect(reason(`Bearer ${token({ ...claims, aud: 'other' })}`)).toBe('audience');
    expect(reason(`Bearer ${token({ ...claims, exp: seconds - 9 })}`)).toBe('ok');
    expect(reason(`Bearer ${token({ ...claims, exp: seconds - 10 })}`)).toBe('expired');
    expect(reason(`Bearer ${token({ ...claims, exp: undefined })}`)).toBe('expired');
    expect(reason(`Bearer ${token({ ...claims, nbf: seconds + 10 })}`)).toBe('ok');
    expect(reason(`Bearer ${token({ ...claims, nbf: seconds + 11 })}`)).toBe('not-yet');
    expect(reason(`Bearer ${token({ ...claims, dest: 'a.myshopify.com/../b' })}`)).toBe('shop');
    expect(reason(`Bearer ${token({ ...claims, dest: undefined })}`)).toBe('shop');
  });

  test('what was verified once is looked at again: its times, its signature, and another secret', () => {
    let at = now;
    const patient = createSessionTokenVerifier(
      { apiKey: 'client', secrets: ['current-secret', 'previous-secret'] },
      () => at,
    );
    const good = token(claims);
    const later = (given: string) => {
      const verdict = patient(`Bearer ${given}`);
      return verdict.kind === 'ok' ? 'ok' : verdict.reason;
    };
    expect([later(good), later(good)]).toEqual(['ok', 'ok']);
    // The same words under another signature: forged, cut short, or made with the other secret.
    expect(later(`${good.slice(0, -8)}AAAAAAAA`)).toBe('signature');
    expect(later(good.slice(0, good.lastIndexOf('.') + 1))).toBe('signature');
    expect(later(token(claims, 'another-secret'))).toBe('signature');
    expect(later(token(claims, 'previous-secret'))).toBe('ok');
    expect(later(good)).toBe('ok');
    at = now + 310_000;
    expect(later(good)).toBe('expired');
    at = now - 60_000;
    expect(later(good)).toBe('not-yet');
    at = now;
    for (let i = 0; i < 2_100; i++) expect(later(token({ ...claims, jti: i }))).toBe('ok');
    expect(later(good)).toBe('ok');
  });

  test('no other algorithm, whatever the header says', () => {
    expect(reason(`Bearer ${token(claims, 'current-secret', { alg: 'none' })}`)).toBe('malformed');
    expect(reason(`Bearer ${token(claims, 'current-secret', { alg: 'RS256' })}`)).toBe('malformed');
  });

  test('what is no token', () => {
    const good = token(claims);
    expect(reason(undefined)).toBe('missing');
    expect(reason('')).toBe('missing');
    expect(reason('Basic abc')).toBe('missing');
    expect(reason('Bearer a.b')).toBe('malformed');
    expect(reason('Bearer a..b')).toBe('malformed');
    expect(reason(`Bearer ${good}.x`)).toBe('malformed');
    expect(reason(`Bearer ${good.slice(0, -3)}`)).toBe('signature');
    expect(reason(`Bearer ${'x'.repeat(5_000)}.y.z`)).toBe('malformed');
  });
});
