import type { ShopRef } from '../../platform/context.ts';

/** What of a shop's row goes with every context. */
export interface ShopRow {
  id: string;
  domain: string;
  name: string;
  currency: string;
  timezone: string;
  locale: string;
  country: string | null;
  storefront_url: string;
  installed_at: Date;
}

/** The columns of a `ShopRow`, for a query of the table shops. */
export const shopColumns =
  'id, domain, name, currency, timezone, locale, country, storefront_url, installed_at';

/** The shop of a row that was read with `shopColumns`. */
export function toShopRef(row: ShopRow): ShopRef {
  return {
    id: row.id,
    domain: row.domain,
    name: row.name,
    currency: row.currency,
    timezone: row.timezone,
    locale: row.locale,
    country: row.country,
    storefrontUrl: row.storefront_url,
    installedAt: row.installed_at,
  };
}
