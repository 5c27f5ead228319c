import { readJwt } from '../oauth/session-tokens.ts';
import type { Order } from './records.ts';

/** JSON whose integers above 2^53 come out as text instead of rounded. */
export function parseLossless(text: string): unknown {
  return JSON.parse(text.replace(/([[:,]\s*)(-?\d{16,})(?=\s*[,}\]])/g, '$1"$2"'));
}

/**
 * The changes of a changeset that the app signed: HS256 with its secret, `iss` its key, `sub` this purchase. `jti` tells
 * one from another, the token itself when there is none. Seconds and milliseconds are both seen as `iat`.
 */
export function readChangeset(
  token: string,
  order: Order,
  app: { apiKey: string; secret: string },
): { changes: unknown; key: string } | { problem: string } {
  const read = readJwt(token, app.secret);
  if ('problem' in read) return read;
  const claims = parseLossless(read.payload) as Record<string, unknown>;
  if (claims.iss !== app.apiKey) return { problem: 'iss is not the key of the app' };
  if (claims.sub !== order.checkoutToken) return { problem: 'sub is not this purchase' };
  if (typeof claims.iat !== 'number' && typeof claims.iat !== 'string') return { problem: 'iat is missing' };
  return { changes: { changes: claims.changes }, key: typeof claims.jti === 'string' ? claims.jti : token };
}
