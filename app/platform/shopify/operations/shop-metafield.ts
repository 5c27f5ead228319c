import { z } from 'zod';
import type { AdminClient } from '../admin-client.server.ts';
import { defineOperation } from './operation.ts';
import { writeMetafields } from './products.ts';

export const readShopId = defineOperation(
  'query ReadShopId { shop { id } }',
  z.object({ shop: z.object({ id: z.string() }) }),
);

/**
 * Writes a JSON metafield of the shop in the namespace that is reserved for this app: pages may read it, only we may write it.
 * @throws Error when Shopify refuses it
 */
export async function setShopMetafield(client: AdminClient, key: string, json: string): Promise<void> {
  const { shop } = await client.ask(readShopId, {});
  const { metafieldsSet } = await client.ask(writeMetafields, {
    metafields: [{ ownerId: shop.id, namespace: '$app', key, type: 'json', value: json }],
  });
  const refused = metafieldsSet.userErrors[0];
  if (refused) throw new Error(`metafieldsSet: ${refused.message}`);
}
