import type { StorefrontTokens } from '../../app/platform/shopify/storefront-token.server.ts';

/** Storefront tokens of one test, without a database. */
export function keptInMemory(): StorefrontTokens {
  let kept: string | null = null;
  return {
    async get(_domain, make) {
      kept ??= await make();
      return kept;
    },
    async forget(_domain, refused) {
      if (kept === refused) kept = null;
    },
  };
}
