import { z } from 'zod';
import { addMs, minute, second } from '../../kit/span.ts';
import type { Clock } from '../clock/clock.server.ts';
import type { Db, Queryable } from '../db/db.server.ts';
import type { Logger } from '../log/log.server.ts';
import type { Vault } from '../vault/vault.server.ts';
import { ShopUnavailableError } from './port.ts';
import type { ShopifyFetch } from './shopify-fetch.server.ts';

/** A shop's expiring offline token, refreshed when it is needed, by one process at a time. */
export interface TokenSource {
  /**
   * A token good for at least five minutes.
   * @throws ShopUnavailableError when there is none and none can be had
   */
  get(domain: string): Promise<string>;
  /** Shopify refused this token: refreshes it unless somebody else has done so already. @throws ShopUnavailableError */
  replace(domain: string, refused: string): Promise<string>;
}

/** Shopify's library refreshes with the same margin. */
const marginMs = 5 * minute;

interface SessionRow {
  access_token_sealed: string | null;
  expires_at: Date | null;
  refresh_token_sealed: string | null;
  refresh_expires_at: Date | null;
}

const answerSchema = z.object({
  access_token: z.string().min(1),
  scope: z.string().optional(),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
});

interface Parts {
  db: Db;
  vault: Vault;
  clock: Clock;
  fetch: ShopifyFetch;
  log: Logger;
  apiKey: string;
  apiSecret: string;
}

/** The id of a shop's offline session, as Shopify's library spells it. */
export function offlineSessionId(domain: string): string {
  return `offline_${domain}`;
}

/**
 * A refresh token rotates at each use, so two processes that refresh at once would race for the last write. Here the session
 * row is locked (`for update`) across the call to Shopify; who waited finds the new pair and uses it.
 */
export function createTokenSource(parts: Parts): TokenSource {
  const { db, vault, clock, log } = parts;

  function isFresh(row: SessionRow): boolean {
    return row.expires_at === null || row.expires_at.getTime() - clock.now().getTime() > marginMs;
  }

  async function read(on: Queryable, domain: string, lock: '' | 'for update'): Promise<SessionRow | null> {
    const { rows } = await on.query<SessionRow>(
      `select access_token_sealed, expires_at, refresh_token_sealed, refresh_expires_at
       from shopify_sessions where id = $1 ${lock}`,
      [offlineSessionId(domain)],
    );
    return rows[0] ?? null;
  }

  async function refresh(
    domain: string,
    isUsable: (row: SessionRow, token: string) => boolean,
  ): Promise<string> {
    return db.tx(async (tx) => {
      const row = await read(tx, domain, 'for update');
      if (!row) throw new ShopUnavailableError('uninstalled');
      const current = vault.openOptional(row.access_token_sealed);
      if (current && isUsable(row, current)) return current;
      const refreshToken = vault.openOptional(row.refresh_token_sealed);
      if (!refreshToken) throw new ShopUnavailableError('reauthorize');
      const fresh = await askShopify(domain, refreshToken);
      const now = clock.now();
      await tx.query(
        `update shopify_sessions set access_token_sealed = $2, expires_at = $3, scope = coalesce($4, scope),
                refresh_token_sealed = coalesce($5, refresh_token_sealed),
                refresh_expires_at = coalesce($6, refresh_expires_at), updated_at = $7
         where id = $1`,
        [
          offlineSessionId(domain),
          vault.seal(fresh.access_token),
          fresh.expires_in ? addMs(now, fresh.expires_in * second) : null,
          fresh.scope ?? null,
          vault.sealOptional(fresh.refresh_token),
          fresh.refresh_token_expires_in ? addMs(now, fresh.refresh_token_expires_in * second) : null,
          now,
        ],
      );
      log.info({ shop: domain }, 'access token refreshed');
      return fresh.access_token;
    });
  }

  async function askShopify(domain: string, refreshToken: string): Promise<z.output<typeof answerSchema>> {
    const response = await parts.fetch(`https://${domain}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        client_id: parts.apiKey,
        client_secret: parts.apiSecret,
        refresh_token: refreshToken,
        grant_type: 'refresh_token',
      }),
      signal: AbortSignal.timeout(10 * second),
    });
    if (response.ok) return answerSchema.parse(await response.json());
    await response.body?.cancel();
    // 4xx: the refresh token is spent, expired or revoked; only the merchant's next visit brings a new one.
    if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      throw new ShopUnavailableError(
        response.status === 402 || response.status === 423 ? 'frozen' : 'reauthorize',
      );
    }
    throw new Error(`Shopify answered ${response.status} to a token refresh`);
  }

  return {
    async get(domain) {
      const row = await read(db, domain, '');
      if (!row) throw new ShopUnavailableError('uninstalled');
      const token = vault.openOptional(row.access_token_sealed);
      if (token && isFresh(row)) return token;
      return refresh(domain, isFresh);
    },
    replace: (domain, refused) => refresh(domain, (_row, current) => current !== refused),
  };
}
