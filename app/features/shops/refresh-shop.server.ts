import type { Context } from '../../platform/context.ts';

/**
 * Reads the shop from Shopify again: its name, currency, time zone, language or storefront may have changed, and a shop that
 * answers is really installed. Called when the merchant opens the app.
 * @throws what the gateway throws when the shop's access is gone
 */
export async function refreshShop(ctx: Pick<Context, 'db' | 'vault' | 'shop' | 'shopify'>): Promise<void> {
  const shop = await ctx.shopify.getShop();
  await ctx.db.query(
    `update shops set name = $2, currency = $3, timezone = $4, locale = $5, country = $6, plan = $7, email_sealed = $8,
       storefront_url = $9
     where id = $1 and uninstalled_at is null`,
    [
      ctx.shop.id,
      shop.name,
      shop.currency,
      shop.timezone,
      shop.locale,
      shop.country,
      shop.plan,
      ctx.vault.sealOptional(shop.email),
      shop.storefrontUrl,
    ],
  );
}
