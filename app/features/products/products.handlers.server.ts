import { done } from '../../kit/fate.ts';
import type { Context, Handler } from '../../platform/context.ts';
import type { ShopifyProduct } from '../../platform/shopify/port.ts';
import type { ProductInput } from './product.ts';
import { readCollection, readProduct, syncProducts } from './products.jobs.ts';
import { keepMembers, recordCollectionDeleted, replaceCollections } from './record-collection.server.ts';
import { archiveUnseen, recordProducts } from './record-product.server.ts';

/**
 * A product as the gateway tells it, as we record it. A cost that was entered in a currency other than the one of the price
 * cannot be subtracted from it, so it is not known.
 */
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
      sku: variant.sku ?? null,
      costMinor: variant.cost?.currency === variant.price.currency ? String(variant.cost.minor) : null,
    })),
    updatedAt: product.updatedAt,
  };
}

export const productHandlers = {
  [syncProducts.name]: async (ctx) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await ctx.shopify.listProducts({ cursor });
      await ctx.db.tx((tx) => recordProducts(ctx, tx, page.products.map(toProductInput)));
      seen.push(...page.products.map((product) => product.id));
      cursor = page.cursor;
    } while (cursor !== null);
    const collections = await listCollections(ctx);
    await ctx.db.tx(async (tx) => {
      await archiveUnseen(ctx, tx, seen);
      await replaceCollections(ctx, tx, collections);
    });
    return done;
  },

  [readProduct.name]: async (ctx, { subject }) => {
    const found = await ctx.shopify.getProducts([subject]);
    await ctx.db.tx((tx) => recordProducts(ctx, tx, found.map(toProductInput)));
    return done;
  },

  [readCollection.name]: async (ctx, { subject }) => {
    const productIds: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await ctx.shopify.listCollectionProducts({ collectionId: subject, cursor });
      if (page === null) {
        await ctx.db.tx((tx) => recordCollectionDeleted(ctx, tx, subject));
        return done;
      }
      productIds.push(...page.productIds);
      cursor = page.cursor;
    } while (cursor !== null);
    await ctx.db.tx((tx) => keepMembers(ctx, tx, subject, productIds));
    return done;
  },
} satisfies Record<string, Handler>;

/** Titles of all collections, by id, the empty ones too: a merchant may choose one before filling it. */
async function listCollections(ctx: Context): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  let cursor: string | null = null;
  do {
    const page = await ctx.shopify.listCollections({ cursor });
    for (const { id, title } of page.collections) titles.set(id, title);
    cursor = page.cursor;
  } while (cursor !== null);
  return titles;
}
