import { Session } from '@shopify/shopify-api';
import type { shopifyApp } from '@shopify/shopify-app-remix/server';
import type { Clock } from '../clock/clock.server.ts';
import type { Db } from '../db/db.server.ts';
import type { Vault } from '../vault/vault.server.ts';

/** What the library wants of a storage. */
type SessionStorage = NonNullable<Parameters<typeof shopifyApp>[0]['sessionStorage']>;

interface Row {
  id: string;
  shop_domain: string;
  is_online: boolean;
  state: string;
  scope: string | null;
  access_token_sealed: string | null;
  expires_at: Date | null;
  refresh_token_sealed: string | null;
  refresh_expires_at: Date | null;
}

/**
 * Sessions for Shopify's library, tokens sealed. The table keeps times of the app's clock (which the token source reads); the
 * library compares with the system's, so they are moved over on the way in and out. In production the two are one.
 */
export function createSessionStorage({
  db,
  vault,
  clock,
}: {
  db: Db;
  vault: Vault;
  clock: Clock;
}): SessionStorage {
  const offset = () => clock.now().getTime() - Date.now();
  const inward = (at: Date | undefined) => (at ? new Date(at.getTime() + offset()) : null);
  const outward = (at: Date) => new Date(at.getTime() - offset());

  function toSession(row: Row): Session {
    return new Session({
      id: row.id,
      shop: row.shop_domain,
      state: row.state,
      isOnline: row.is_online,
      ...(row.scope === null ? {} : { scope: row.scope }),
      ...(row.access_token_sealed ? { accessToken: vault.open(row.access_token_sealed) } : {}),
      ...(row.expires_at ? { expires: outward(row.expires_at) } : {}),
      ...(row.refresh_token_sealed ? { refreshToken: vault.open(row.refresh_token_sealed) } : {}),
      ...(row.refresh_expires_at ? { refreshTokenExpires: outward(row.refresh_expires_at) } : {}),
    });
  }

  async function deleteSessions(ids: string[]): Promise<boolean> {
    await db.query('delete from shopify_sessions where id = any($1)', [ids]);
    return true;
  }

  return {
    async storeSession(session) {
      await db.query(
        `insert into shopify_sessions
           (id, shop_domain, is_online, state, scope, access_token_sealed, expires_at, refresh_token_sealed,
            refresh_expires_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (id) do update set scope = excluded.scope, access_token_sealed = excluded.access_token_sealed,
           expires_at = excluded.expires_at, refresh_token_sealed = excluded.refresh_token_sealed,
           refresh_expires_at = excluded.refresh_expires_at, updated_at = excluded.updated_at`,
        [
          session.id,
          session.shop,
          session.isOnline,
          session.state,
          session.scope ?? null,
          vault.sealOptional(session.accessToken),
          inward(session.expires),
          vault.sealOptional(session.refreshToken),
          inward(session.refreshTokenExpires),
          clock.now(),
        ],
      );
      return true;
    },
    async loadSession(id) {
      const { rows } = await db.query<Row>('select * from shopify_sessions where id = $1', [id]);
      return rows[0] ? toSession(rows[0]) : undefined;
    },
    deleteSession: (id) => deleteSessions([id]),
    deleteSessions,
    async findSessionsByShop(shop) {
      const { rows } = await db.query<Row>('select * from shopify_sessions where shop_domain = $1', [shop]);
      return rows.map(toSession);
    },
  };
}
