import type { AppContext } from '../../platform/context.ts';

export type UninstallResult = { kind: 'uninstalled'; shopId: string } | { kind: 'nothing-to-do' };

/**
 * The merchant removed the app: from this transaction on nothing of the installation runs any more. Its timers are gone, its
 * access tokens forgotten, its row marked. Its data stay until Shopify sends shop/redact (48 hours later).
 *
 * Shopify may deliver app/uninstalled late, after a reinstall: an event that was triggered before the living installation
 * began is about an older one and does nothing.
 */
export async function uninstallShop(
  app: AppContext,
  { domain, triggeredAt }: { domain: string; triggeredAt: Date | null },
): Promise<UninstallResult> {
  const now = app.clock.now();
  return app.db.tx(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `update shops set uninstalled_at = $2
       where domain = $1 and uninstalled_at is null and installed_at <= $3
       returning id`,
      [domain, now, triggeredAt ?? now],
    );
    const shop = rows[0];
    if (!shop) return { kind: 'nothing-to-do' };
    const cancelled = await app.due.cancelShop(tx, shop.id);
    // What people were in the middle of is over, and says so, should the same person come back with a new installation.
    await tx.query(
      `update flow_runs set state = 'left', reason = 'shop_uninstalled', left_at = $2, waiting_since = null, wait_until = null
       where shop_id = $1 and state in ('running', 'waiting')`,
      [shop.id, now],
    );
    // A token that is newer than the event belongs to a reinstallation, whose merchant is about to open the app.
    await tx.query('delete from shopify_sessions where shop_domain = $1 and updated_at <= $2', [
      domain,
      triggeredAt ?? now,
    ]);
    app.log.info({ shop: domain, installation: shop.id, cancelled }, 'shop uninstalled');
    return { kind: 'uninstalled', shopId: shop.id };
  });
}
