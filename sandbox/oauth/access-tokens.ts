import { randomBytes } from 'node:crypto';
import type { Shop } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { AccessToken, RefreshToken } from '../store/tables.ts';

const HOUR = 3600;
const OFFLINE_SECONDS = HOUR;
const ONLINE_SECONDS = 24 * HOUR - 1;
export const REFRESH_SECONDS = 90 * 24 * HOUR;

const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const fresh = (prefix: string) => `${prefix}_${randomBytes(16).toString('hex')}`;

export type TokenPair = { access: AccessToken; refresh: RefreshToken | null };

/** An offline token; with `isExpiring` it lives an hour and comes with a refresh token of 90 days. */
export function issueOffline(store: Store, shop: Shop, isExpiring: boolean): TokenPair {
  const access = store.tables.accessTokens.put({
    token: fresh('shpat'),
    shop: shop.domain,
    kind: 'offline',
    userId: null,
    expiresAt: isExpiring ? later(OFFLINE_SECONDS) : null,
    isRevoked: false,
  });
  if (!isExpiring) return { access, refresh: null };
  const refresh = store.tables.refreshTokens.put({
    token: fresh('shprt'),
    shop: shop.domain,
    expiresAt: later(REFRESH_SECONDS),
    replacedBy: null,
    accessToken: access.token,
    isDead: false,
  });
  return { access, refresh };
}

/** An online token for one user. */
export function issueOnline(store: Store, shop: Shop, userId: string): AccessToken {
  return store.tables.accessTokens.put({
    token: fresh('shpua'),
    shop: shop.domain,
    kind: 'online',
    userId,
    expiresAt: later(ONLINE_SECONDS),
    isRevoked: false,
  });
}

/**
 * Trades a refresh token for a new pair. The refresh token rotates; the one before it keeps working until the new
 * pair is used for the first time, so that an answer that got lost on the way locks nobody out.
 */
export function refreshPair(store: Store, shop: Shop, token: string): TokenPair | null {
  const known = store.tables.refreshTokens.get(token);
  if (known === undefined || known.shop !== shop.domain || known.isDead || !shop.isInstalled) return null;
  if (Date.parse(known.expiresAt) <= Date.now()) return null;
  settleUse(store, known);
  const pair = issueOffline(store, shop, true);
  known.replacedBy = pair.refresh?.token ?? null;
  store.tables.refreshTokens.put(known);
  return pair;
}

function settleUse(store: Store, used: RefreshToken): void {
  for (const older of store.tables.refreshTokens.inGroup(used.shop)) {
    if (older.replacedBy !== used.token || older.isDead) continue;
    older.isDead = true;
    store.tables.refreshTokens.put(older);
    const access = store.tables.accessTokens.get(older.accessToken);
    if (access !== undefined) store.tables.accessTokens.put({ ...access, isRevoked: true });
  }
}

/** Whether a token opens the Admin API of this shop now. Using it kills the refresh token that it replaced. */
export function checkAccess(store: Store, shop: Shop, token: string | undefined): AccessToken | null {
  const known = token === undefined ? undefined : store.tables.accessTokens.get(token);
  if (known === undefined || known.shop !== shop.domain || known.isRevoked || !shop.isInstalled) return null;
  if (known.expiresAt !== null && Date.parse(known.expiresAt) <= Date.now()) return null;
  const partner = store.tables.refreshTokens.byKey(`access|${known.token}`)[0];
  if (partner !== undefined) settleUse(store, partner);
  return known;
}

/** Ends every token of a shop, as an uninstall does. */
export function revokeAll(store: Store, shop: string): void {
  for (const token of store.tables.accessTokens.inGroup(shop)) {
    if (!token.isRevoked) store.tables.accessTokens.put({ ...token, isRevoked: true });
  }
  for (const token of store.tables.refreshTokens.inGroup(shop)) {
    if (!token.isDead) store.tables.refreshTokens.put({ ...token, isDead: true });
  }
}
