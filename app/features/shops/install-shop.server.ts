import { newId } from '../../kit/id.ts';
import type { AppContext } from '../../platform/context.ts';
import type { ShopifyPort } from '../../platform/shopify/port.ts';

/**
 * A shop's first opening after Shopify installed the app: reads the shop from Shopify and makes its row and its settings,
 * everything off. Two openings at once make one installation. A reinstall gets a row of its own and starts clean.
 * @returns the id of the living installation
 */
export async function installShop(
  app: AppContext,
  { domain, shopify }: { domain: string; shopify: Pick<ShopifyPort, 'getShop'> },
): Promise<string> {
  const shop = await shopify.getShop();
  const id = newId('shp');
  const now = app.clock.now();
  return app.db.tx(async (tx) => {
    const { rowCount } = await tx.query(
      `insert into shops (id, domain, shopify_id, name, currency, timezone, locale, country, plan, email_sealed,
                          storefront_url, scopes, installed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
               coalesce((select scope from shopify_sessions where id = 'offline_' || $2), ''), $12)
       on conflict (domain) where uninstalled_at is null do nothing`,
      [
        id,
        domain,
        shop.id,
        shop.name,
        shop.currency,
        shop.timezone,
        shop.locale,
        shop.country,
        shop.plan,
        app.vault.sealOptional(shop.email),
        shop.storefrontUrl,
        now,
      ],
    );
    if (rowCount === 0) {
      const { rows } = await tx.query<{ id: string }>(
        'select id from shops where domain = $1 and uninstalled_at is null',
        [domain],
      );
      if (!rows[0]) throw new Error('the installation vanished while it was made');
      return rows[0].id;
    }
    await tx.query('insert into shop_settings (shop_id, updated_at) values ($1, $2)', [id, now]);
    await app.emit(tx, id, 'shop.installed', {});
    app.log.info({ shop: domain, installation: id }, 'shop installed');
    return id;
  });
}
