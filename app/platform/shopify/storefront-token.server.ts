import type { Db } from '../db/db.server.ts';
import type { Vault } from '../vault/vault.server.ts';
import { offlineSessionId } from './access-token.server.ts';

/** A shop's token for the Storefront API, made once for an installation and kept sealed beside its access token. */
export interface StorefrontTokens {
  /** The kept token, or a new one from `make`; null when the shop does not let us have one. */
  get(domain: string, make: () => Promise<string | null>): Promise<string | null>;
  /** Shopify refused this token: the next `get` makes another. */
  forget(domain: string, refused: string): Promise<void>;
}

/** Tokens live as long as the session they were made with: a new installation begins without. */
export function createStorefrontTokens({ db, vault }: { db: Db; vault: Vault }): StorefrontTokens {
  async function kept(domain: string): Promise<{ sealed: string; token: string } | null> {
    const { rows } = await db.query<{ sealed: string | null }>(
      'select storefront_token_sealed as sealed from shopify_sessions where id = $1',
      [offlineSessionId(domain)],
    );
    const sealed = rows[0]?.sealed;
    return sealed ? { sealed, token: vault.open(sealed) } : null;
  }

  return {
    async get(domain, make) {
      const known = await kept(domain);
      if (known) return known.token;
      const made = await make();
      if (made === null) return null;
      // Two that made one at once both have a good token; the first is kept.
      await db.query(
        `update shopify_sessions set storefront_token_sealed = $2 where id = $1 and storefront_token_sealed is null`,
        [offlineSessionId(domain), vault.seal(made)],
      );
      return made;
    },
    async forget(domain, refused) {
      const known = await kept(domain);
      if (known?.token !== refused) return;
      await db.query(
        'update shopify_sessions set storefront_token_sealed = null where id = $1 and storefront_token_sealed = $2',
        [offlineSessionId(domain), known.sealed],
      );
    },
  };
}
