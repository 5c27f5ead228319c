import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Shop } from '../store/records.ts';

/**
 * Session tokens, HS256 with the app's secret. Their times are the system clock's, not the sandbox's: the client
 * libraries check them against the system clock.
 */
export type SessionClaims = {
  iss?: string;
  dest: string;
  aud: string;
  sub?: string;
  exp: number;
  nbf: number;
  iat: number;
  jti: string;
  sid?: string;
  sig?: string;
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const mac = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('base64url');

/** Signs anything as Shopify does. */
export function signJwt(payload: unknown, secret: string): string {
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${head}.${mac(head, secret)}`;
}

/** Signs the claims of a session token. */
export const signToken = (claims: SessionClaims, secret: string): string => signJwt(claims, secret);

/** The text of a token's payload when its signature is genuine; else why not. */
export function readJwt(token: string, secret: string): { payload: string } | { problem: string } {
  const [header, body, signature] = token.split('.');
  if (!header || !body || !signature) return { problem: 'not a JWT' };
  const expected = Buffer.from(mac(`${header}.${body}`, secret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given))
    return { problem: 'bad signature' };
  return { payload: Buffer.from(body, 'base64url').toString('utf8') };
}

/** The claims of a token that is genuine and still valid; else why not. */
export function readToken(token: string, secret: string): SessionClaims | { problem: string } {
  const read = readJwt(token, secret);
  if ('problem' in read) return read;
  const claims = JSON.parse(read.payload) as SessionClaims;
  const now = Date.now() / 1000;
  if (claims.exp < now - 10) return { problem: 'expired' };
  if (claims.nbf > now + 10) return { problem: 'not valid yet' };
  return claims;
}

const ADMIN_SECONDS = 60;
const EXTENSION_SECONDS = 300;

/** The token that App Bridge hands the embedded app: one minute, with user and session. */
export function adminToken(shop: Shop, input: { apiKey: string; secret: string; userId: string }): string {
  const now = Math.floor(Date.now() / 1000);
  return signToken(
    {
      iss: `https://${shop.domain}/admin`,
      dest: `https://${shop.domain}`,
      aud: input.apiKey,
      sub: input.userId,
      exp: now + ADMIN_SECONDS,
      nbf: now,
      iat: now,
      jti: randomUUID(),
      sid: randomUUID(),
      sig: randomUUID().replaceAll('-', ''),
    },
    input.secret,
  );
}

/** The token of a checkout or customer-account extension: five minutes, dest without scheme, sub only when signed in. */
export function extensionToken(
  shop: Shop,
  input: { apiKey: string; secret: string; customerGid: string | null },
): string {
  const now = Math.floor(Date.now() / 1000);
  return signToken(
    {
      dest: shop.domain,
      aud: input.apiKey,
      exp: now + EXTENSION_SECONDS,
      nbf: now,
      iat: now,
      jti: randomUUID(),
      ...(input.customerGid === null ? {} : { sub: input.customerGid }),
    },
    input.secret,
  );
}
