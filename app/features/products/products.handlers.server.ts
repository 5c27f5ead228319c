import { done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import type { ShopifyProduct } from '../../platform/shopify/port.ts';
import type { ProductInput } from './product.ts';
import { syncProducts } from './products.jobs.ts';
import { archiveUnseen, recordProducts, replaceCollections } from './record-product.server.ts';

/** A product as the gateway tells it, as we record it. */
export function toProductInput(product: ShopifyProduct): ProductInput {
  return {
    id: product.id,
    handle: product.handle,
    title: product.title,
    imageUrl: product.imageUrl,
    vendor: product.vendor,
    productType: product.productType,
    tags: product.tags,
    collectionIds: product.collections.map(({ id }) => id),
    status: product.status.toLowerCase(),
    variants: product.variants.map((variant) => ({
      id: variant.id,
      title: variant.title,
      priceMinor: String(variant.price.minor),
      stock: variant.stock,
      isAvailable: variant.isAvailable,
    })),
    updatedAt: product.updatedAt,
  };
}

export const productHandlers = {
  [syncProducts.name]: async (ctx) => {
    const seen: string[] = [];
    const collections = new Map<string, string>();
    let cursor: string | null = null;
    do {
      const page = await ctx.shopify.listProducts({ cursor });
      await ctx.db.tx((tx) => recordProducts(ctx, tx, page.products.map(toProductInput)));
      seen.push(...page.products.map((product) => product.id));
      for (const one of page.products.flatMap((product) => product.collections))
        collections.set(one.id, one.title);
      cursor = page.cursor;
    } while (cursor !== null);
    await ctx.db.tx(async (tx) => {
      await archiveUnseen(ctx, tx, seen);
      await replaceCollections(ctx, tx, collections);
    });
    return done;
  },
} satisfies Record<string, Handler>;
