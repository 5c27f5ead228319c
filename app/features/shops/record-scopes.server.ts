import type { AppContext } from '../../platform/context.ts';

/** app/scopes_update: what the merchant has granted by now, on the installation and on its session. */
export async function recordScopes(
  app: AppContext,
  { domain, scopes }: { domain: string; scopes: string[] },
): Promise<void> {
  const list = [...scopes].sort().join(',');
  await app.db.tx(async (tx) => {
    await tx.query('update shops set scopes = $2 where domain = $1 and uninstalled_at is null', [
      domain,
      list,
    ]);
    await tx.query('update shopify_sessions set scope = $2 where shop_domain = $1', [domain, list]);
  });
}
