import { z } from 'zod';
import type { ProductInput } from '../../products/index.ts';
import {
  amount,
  exactId,
  instant,
  minor,
  readAs,
  softId,
  softText,
  tagList,
  text,
  UnfitError,
} from './pieces.ts';

const variantBody = z.object({
  id: softId,
  admin_graphql_api_id: softId,
  title: softText,
  sku: softText,
  price: amount,
  inventory_quantity: z.number().int().nullish().catch(null),
  inventory_policy: softText,
  inventory_management: z.unknown().optional(),
});

const imageBody = z.object({ src: softText }).nullish().catch(null);

const productBody = z.object({
  id: softId,
  admin_graphql_api_id: softId,
  handle: softText,
  title: text,
  vendor: softText,
  product_type: softText,
  tags: tagList,
  status: softText,
  image: imageBody,
  images: z.array(imageBody).nullish().catch(null),
  variants: z.array(variantBody),
  updated_at: instant,
});

/** Reads products/create and products/update; prices are in the shop's currency. @throws UnfitError */
export function readProduct(body: unknown, currency: string): ProductInput {
  const product = readAs(productBody, body);
  const productId = exactId(product);
  if (!productId) throw new UnfitError('The field id is not an id.');
  const image = product.image?.src ?? product.images?.find((one) => one?.src)?.src ?? null;
  return {
    id: productId,
    handle: product.handle ?? '',
    title: product.title,
    imageUrl: image && /^https?:\/\//i.test(image) ? image : null,
    vendor: product.vendor,
    productType: product.product_type,
    tags: product.tags,
    collectionIds: null,
    status: product.status?.toLowerCase() ?? 'active',
    variants: product.variants.map((variant, i) => {
      const variantId = exactId(variant);
      if (!variantId) throw new UnfitError(`The field variants.${i}.id is not an id.`);
      // Before 2024-07 `inventory_management: null` said that the shop does not count this variant.
      const isCounted =
        variant.inventory_management !== null && typeof variant.inventory_quantity === 'number';
      const stock = isCounted ? (variant.inventory_quantity ?? null) : null;
      return {
        id: variantId,
        title: variant.title ?? '',
        priceMinor: String(minor(variant.price, currency, `variants.${i}.price`)),
        stock,
        sku: variant.sku,
        isAvailable: stock === null || stock > 0 || variant.inventory_policy === 'continue',
      };
    }),
    updatedAt: product.updated_at,
  };
}

const collectionBody = z.object({ id: softId, admin_graphql_api_id: softId, title: text });

/** Reads collections/create and collections/update. @throws UnfitError */
export function readCollection(body: unknown): { id: string; title: string } {
  const collection = readAs(collectionBody, body);
  const id = exactId(collection);
  if (!id) throw new UnfitError('The field id is not an id.');
  return { id, title: collection.title };
}
