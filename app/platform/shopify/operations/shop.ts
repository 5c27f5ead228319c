import { z } from 'zod';
import type { AdminClient } from '../admin-client.server.ts';
import type { ShopifyShop } from '../port.ts';
import { defineOperation, idOf } from './operation.ts';

export const readShop = defineOperation(
  `query ReadShop {
    shop {
      id name email myshopifyDomain currencyCode ianaTimezone
      shopAddress { countryCodeV2 }
      plan { publicDisplayName }
      primaryDomain { url }
    }
    shopLocales { locale primary }
  }`,
  z.object({
    shop: z.object({
      id: idOf,
      name: z.string(),
      email: z.string().nullish(),
      myshopifyDomain: z.string(),
      currencyCode: z.string(),
      ianaTimezone: z.string(),
      shopAddress: z.object({ countryCodeV2: z.string().nullish() }).nullish(),
      plan: z.object({ publicDisplayName: z.string() }).nullish(),
      primaryDomain: z.object({ url: z.string() }),
    }),
    shopLocales: z.array(z.object({ locale: z.string(), primary: z.boolean() })).nullish(),
  }),
);

export async function getShop(client: AdminClient): Promise<ShopifyShop> {
  const { shop, shopLocales } = await client.ask(readShop);
  return {
    id: shop.id,
    name: shop.name,
    email: shop.email ?? null,
    domain: shop.myshopifyDomain,
    currency: shop.currencyCode,
    timezone: shop.ianaTimezone,
    country: shop.shopAddress?.countryCodeV2 ?? null,
    plan: shop.plan?.publicDisplayName ?? null,
    locale: shopLocales?.find(({ primary }) => primary)?.locale ?? 'en',
    storefrontUrl: shop.primaryDomain.url.replace(/\/+$/, ''),
  };
}
