import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import { parseMoney } from '../../../kit/money.ts';
import type { AdminClient } from '../admin-client.server.ts';
import type { ShopifyProduct } from '../port.ts';
import { defineOperation, idOf, instant, money, nextCursor, pageInfo, userErrors } from './operation.ts';

const productFields = `
  fragment ProductFields on Product {
    id handle title vendor productType tags status updatedAt
    collections(first: 100) { nodes { id title } }
    featuredMedia { preview { image { url } } }
    variants(first: 100) {
      nodes { id title sku price inventoryQuantity availableForSale inventoryItem { tracked unitCost { amount currencyCode } } }
    }
  }`;

const productAnswer = z.object({
  id: idOf,
  handle: z.string(),
  title: z.string(),
  vendor: z.string().nullable(),
  productType: z.string().nullable(),
  tags: z.array(z.string()),
  collections: z.object({ nodes: z.array(z.object({ id: idOf, title: z.string() })) }),
  status: z.string(),
  updatedAt: instant,
  featuredMedia: z
    .object({ preview: z.object({ image: z.object({ url: z.string() }).nullable() }).nullable() })
    .nullable(),
  variants: z.object({
    nodes: z.array(
      z.object({
        id: idOf,
        title: z.string(),
        sku: z.string().nullable(),
        price: z.string(),
        inventoryQuantity: z.number().nullable(),
        availableForSale: z.boolean(),
        inventoryItem: z.object({ tracked: z.boolean(), unitCost: money.nullable() }).nullable(),
      }),
    ),
  }),
});

export const listProductsPage = defineOperation(
  `query ListProducts($after: String, $query: String) {
    shop { currencyCode }
    products(first: 50, after: $after, query: $query, sortKey: ID) {
      pageInfo { hasNextPage endCursor }
      nodes { ...ProductFields }
    }
  } ${productFields}`,
  z.object({
    shop: z.object({ currencyCode: z.string() }),
    products: z.object({ pageInfo, nodes: z.array(productAnswer) }),
  }),
);

export const readProducts = defineOperation(
  `query ReadProducts($ids: [ID!]!) {
    shop { currencyCode }
    nodes(ids: $ids) { ...ProductFields }
  } ${productFields}`,
  z.object({
    shop: z.object({ currencyCode: z.string() }),
    nodes: z.array(productAnswer.nullable()),
  }),
);

export const writeMetafields = defineOperation(
  `mutation WriteMetafields($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
      metafields { id }
      userErrors { field message code }
    }
  }`,
  z.object({ metafieldsSet: z.object({ userErrors }) }),
);

export async function listProducts(
  client: AdminClient,
  { cursor, query }: { cursor: string | null; query?: string },
): Promise<{ products: ShopifyProduct[]; cursor: string | null }> {
  const { shop, products } = await client.ask(listProductsPage, { after: cursor, query: query ?? null });
  return {
    products: products.nodes.map((product) => toProduct(product, shop.currencyCode)),
    cursor: nextCursor(products.pageInfo),
  };
}

const idsPerCall = 50;

export async function getProducts(client: AdminClient, ids: string[]): Promise<ShopifyProduct[]> {
  const found: ShopifyProduct[] = [];
  for (let start = 0; start < ids.length; start += idsPerCall) {
    const { shop, nodes } = await client.ask(readProducts, {
      ids: ids.slice(start, start + idsPerCall).map((id) => gid('Product', id)),
    });
    for (const product of nodes) if (product) found.push(toProduct(product, shop.currencyCode));
  }
  return found;
}

function toProduct(product: z.output<typeof productAnswer>, currency: string): ShopifyProduct {
  return {
    id: product.id,
    handle: product.handle,
    title: product.title,
    imageUrl: product.featuredMedia?.preview?.image?.url ?? null,
    vendor: product.vendor || null,
    productType: product.productType || null,
    tags: product.tags,
    collections: product.collections.nodes,
    status: product.status.toLowerCase(),
    updatedAt: product.updatedAt,
    variants: product.variants.nodes.map((variant) => ({
      id: variant.id,
      title: variant.title,
      sku: variant.sku || null,
      price: parseMoney(variant.price, currency),
      cost: variant.inventoryItem?.unitCost ?? null,
      // Without tracking there is no stock to run out of.
      stock: variant.inventoryItem?.tracked === false ? null : variant.inventoryQuantity,
      isAvailable: variant.availableForSale,
    })),
  };
}

/**
 * Shopify's standard review metafields: a rating on the scale of 1 to 5, and how many there are.
 * @throws Error when Shopify refuses
 */
export async function setProductRating(
  client: AdminClient,
  productId: string,
  { average, count }: { average: number; count: number },
): Promise<void> {
  const ownerId = gid('Product', productId);
  const rating = { value: average.toFixed(1), scale_min: '1.0', scale_max: '5.0' };
  const { metafieldsSet } = await client.ask(writeMetafields, {
    metafields: [
      { ownerId, namespace: 'reviews', key: 'rating', type: 'rating', value: JSON.stringify(rating) },
      { ownerId, namespace: 'reviews', key: 'rating_count', type: 'number_integer', value: String(count) },
    ],
  });
  const refused = metafieldsSet.userErrors[0];
  if (refused) throw new Error(`metafieldsSet: ${refused.message}`);
}
