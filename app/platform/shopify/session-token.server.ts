import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/** Who stands behind a request of an extension or of the embedded admin. */
export interface SessionCaller {
  /** `shop.myshopify.com` */
  domain: string;
  /** the signed-in customer's number; null for guests and in the admin */
  customerId: string | null;
  /** the token was given to a merchant's admin, not to a shopper's page */
  isAdmin: boolean;
}

export type SessionVerdict =
  | { kind: 'ok'; caller: SessionCaller }
  | {
      kind: 'refused';
      reason: 'missing' | 'malformed' | 'signature' | 'audience' | 'expired' | 'not-yet' | 'shop';
    };

export type VerifySessionToken = (authorization: string | undefined) => SessionVerdict;

/** Clocks differ a little between Shopify and us. */
const leewayMs = 10_000;
/** Real tokens have about 700 characters. */
const maxLength = 4_096;
/** The token is signed, so this only keeps out what is no host name. */
const shopDomain = /^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])$/;
const customerGid = /^gid:\/\/shopify\/Customer\/(\d{1,20})$/;

const refused = (reason: Extract<SessionVerdict, { kind: 'refused' }>['reason']): SessionVerdict => ({
  kind: 'refused',
  reason,
});

/**
 * Checks Shopify's session tokens: HS256 with the app's secret (or the previous one while it is being rotated), our client id
 * as audience, exp and nbf against the real time of day (never the sandbox's moved clock), `dest` with or without a scheme.
 * Only HS256 is accepted, whatever the header says. Constant-time comparison.
 *
 * A page sends the same token with each of its calls, for about five minutes: what was verified once is remembered by its signed
 * part, which is no secret, and the signature is compared in constant time with the one that was right. Times are looked at anew
 * at every call.
 * @param realNow milliseconds; for tests
 */
export function createSessionTokenVerifier(
  config: { apiKey: string; secrets: string[] },
  realNow: () => number = Date.now,
): VerifySessionToken {
  const keys = config.secrets.map((secret) => createSecretKey(Buffer.from(secret, 'utf8')));
  const goodHeaders = new Set<string>();
  const verified = new Map<string, Verified>();

  const isHs256 = (header: string): boolean => {
    if (goodHeaders.has(header)) return true;
    try {
      const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { alg?: unknown };
      if (alg !== 'HS256') return false;
    } catch {
      return false;
    }
    if (goodHeaders.size < 16) goodHeaders.add(header);
    return true;
  };

  /** The signature, if one of the secrets makes it. */
  const genuine = (signed: string, given: Buffer): Buffer | null => {
    for (const key of keys) {
      const mac = createHmac('sha256', key).update(signed).digest();
      if (isSame(given, mac)) return mac;
    }
    return null;
  };

  return (authorization) => {
    if (!authorization) return refused('missing');
    if (authorization.slice(0, 7).toLowerCase() !== 'bearer ') return refused('missing');
    const token = authorization.slice(7).trim();
    const first = token.indexOf('.');
    const last = token.lastIndexOf('.');
    if (
      token.length > maxLength ||
      first < 1 ||
      last <= first + 1 ||
      token.indexOf('.', first + 1) !== last
    ) {
      return refused('malformed');
    }
    if (!isHs256(token.slice(0, first))) return refused('malformed');
    const given = Buffer.from(token.slice(last + 1), 'base64url');
    const signed = token.slice(0, last);
    const known = verified.get(signed);
    if (known && isSame(given, known.mac)) return timeliness(known, realNow()) ?? known.verdict;
    const mac = genuine(signed, given);
    if (!mac) return refused('signature');

    let claims: { aud?: unknown; exp?: unknown; nbf?: unknown; dest?: unknown; sub?: unknown; iss?: unknown };
    try {
      claims = JSON.parse(Buffer.from(token.slice(first + 1, last), 'base64url').toString('utf8'));
    } catch {
      return refused('malformed');
    }
    if (claims === null || typeof claims !== 'object') return refused('malformed');
    if (claims.aud !== config.apiKey) return refused('audience');
    if (typeof claims.exp !== 'number') return refused('expired');
    const times = { exp: claims.exp, nbf: typeof claims.nbf === 'number' ? claims.nbf : null };
    const untimely = timeliness(times, realNow());
    if (untimely) return untimely;
    if (typeof claims.dest !== 'string') return refused('shop');
    const domain = claims.dest
      .replace(/^https?:\/\//, '')
      .replace(/\/+$/, '')
      .toLowerCase();
    if (!shopDomain.test(domain)) return refused('shop');
    const customerId = typeof claims.sub === 'string' ? (customerGid.exec(claims.sub)?.[1] ?? null) : null;
    const caller = { domain, customerId, isAdmin: isAdminIssuer(claims.iss, domain) };
    const verdict: SessionVerdict = { kind: 'ok', caller };
    if (verified.size >= maxVerified) {
      const oldest = verified.keys().next().value;
      if (oldest !== undefined) verified.delete(oldest);
    }
    verified.set(signed, { mac, ...times, verdict });
    return verdict;
  };
}

interface Verified {
  mac: Buffer;
  /** seconds since 1970 */
  exp: number;
  nbf: number | null;
  verdict: SessionVerdict;
}

/** About 2 MB of tokens, the oldest forgotten first. */
const maxVerified = 2_000;

function isSame(given: Buffer, mac: Buffer): boolean {
  return given.length === mac.length && timingSafeEqual(given, mac);
}

/** null: it is now between the token's times. */
function timeliness({ exp, nbf }: { exp: number; nbf: number | null }, now: number): SessionVerdict | null {
  if (exp * 1000 + leewayMs <= now) return refused('expired');
  if (nbf !== null && nbf * 1000 - leewayMs > now) return refused('not-yet');
  return null;
}

/**
 * Tokens of the admin and of checkout extensions are signed with one secret for one audience; only the issuer tells them apart
 * (`https://{shop}/admin`). Whoever forgets to look lets every shopper into the admin.
 */
export function isAdminIssuer(issuer: unknown, domain: string): boolean {
  return typeof issuer === 'string' && issuer.toLowerCase() === `https://${domain}/admin`;
}
