import { toMinor } from '../../store/money.ts';
import type { Product, Variant } from '../../store/records.ts';
import { imageUrl, storefrontUrl } from '../../store/shops.ts';
import type { PageArgs } from '../connection.ts';
import { connection, listConnection } from '../connection.ts';
import type { Context, Resolvers } from '../context.ts';
import { fields, gid, idOf, maybe, money, node, roots } from '../context.ts';
import { searchFilter } from '../search.ts';
import { ownedMetafields } from './metafields.ts';
import { productMatches, productSorting, stockOf, variantMatches, variantsOf } from './product-search.ts';

const strip = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

function image(context: Context, product: Product | undefined) {
  const url = product === undefined ? null : imageUrl(context.store, product);
  if (product === undefined || url === null) return null;
  return {
    __typename: 'Image',
    id: gid('ProductImage', product.image?.id ?? product.id),
    altText: product.image?.alt ?? product.title,
    url,
    src: url,
    originalSrc: url,
    transformedSrc: url,
    width: 800,
    height: 800,
  };
}

function media(context: Context, product: Product) {
  const preview = image(context, product);
  if (preview === null) return null;
  return {
    __typename: 'MediaImage',
    id: gid('MediaImage', product.image?.id ?? product.id),
    alt: preview.altText,
    mediaContentType: 'IMAGE',
    status: 'READY',
    mimeType: 'image/svg+xml',
    image: preview,
    preview: { image: preview, status: 'READY' },
  };
}

function products(context: Context, list: Product[], args: Record<string, unknown>) {
  const fits = searchFilter(args.query as string | undefined, productMatches(context));
  return connection(
    list.filter(fits),
    args as PageArgs,
    productSorting(args.sortKey, context),
    (one) => node('Product', one),
    'products',
  );
}

const byId = { id: (one: { id: string }) => one.id, value: (one: { id: string }) => one.id };
const count = (value: number) => ({ __typename: 'Count', count: value, precision: 'EXACT' });

export const productResolvers: Resolvers = {
  QueryRoot: roots({
    product(args, { store, shop }) {
      const found = store.tables.products.get(idOf(args.id, 'Product') ?? '');
      return found?.shop === shop.domain ? node('Product', found) : null;
    },
    productByHandle: (args, { store, shop }) =>
      maybe('Product', store.tables.products.byKey(`${shop.domain}|${args.handle}`)[0]),
    productByIdentifier(args, { store, shop }) {
      const { id, handle } = args.identifier as { id?: string; handle?: string };
      const found =
        handle === undefined
          ? store.tables.products.get(idOf(id, 'Product') ?? '')
          : store.tables.products.byKey(`${shop.domain}|${handle}`)[0];
      return found?.shop === shop.domain ? node('Product', found) : null;
    },
    products: (args, context) =>
      products(context, context.store.tables.products.inGroup(context.shop.domain), args),
    productsCount: (_args, { store, shop }) => count(store.tables.products.inGroup(shop.domain).length),
    productVariant(args, { store, shop }) {
      const found = store.tables.variants.get(idOf(args.id, 'ProductVariant') ?? '');
      return found?.shop === shop.domain ? node('ProductVariant', found) : null;
    },
    productVariants(args, { store, shop }) {
      const fits = searchFilter(args.query as string | undefined, variantMatches);
      return connection(
        store.tables.variants.inGroup(shop.domain).filter(fits),
        args as PageArgs,
        byId,
        (one) => node('ProductVariant', one),
        'productVariants',
      );
    },
    inventoryItem(args, { store, shop }) {
      const found = store.tables.variants.byKey(`item|${idOf(args.id, 'InventoryItem') ?? ''}`)[0];
      return found?.shop === shop.domain ? node('InventoryItem', found) : null;
    },
  }),
  Product: {
    ...fields<Product>({
      id: (it) => gid('Product', it.id),
      legacyResourceId: (it) => it.id,
      handle: (it) => it.handle,
      title: (it) => it.title,
      description: (it) => strip(it.descriptionHtml),
      descriptionHtml: (it) => it.descriptionHtml,
      vendor: (it) => it.vendor,
      productType: (it) => it.productType,
      tags: (it) => it.tags,
      status: (it) => it.status,
      isGiftCard: () => false,
      createdAt: (it) => it.createdAt,
      updatedAt: (it) => it.updatedAt,
      publishedAt: (it) => it.createdAt,
      totalInventory: (it, _args, context) => stockOf(context, it),
      tracksInventory: () => true,
      hasOnlyDefaultVariant: (it) => it.variantIds.length === 1,
      hasOutOfStockVariants: (it, _args, context) => variantsOf(context, it).some((one) => one.stock <= 0),
      hasVariantsThatRequiresComponents: () => false,
      requiresSellingPlan: () => false,
      onlineStoreUrl: (it, _args, { store, shop }) => `${storefrontUrl(store, shop)}/products/${it.handle}`,
      onlineStorePreviewUrl: (it, _args, { store, shop }) =>
        `${storefrontUrl(store, shop)}/products/${it.handle}`,
      featuredImage: (it, _args, context) => image(context, it),
      featuredMedia: (it, _args, context) => media(context, it),
      images: (it, args, context) =>
        listConnection(
          [image(context, it)].filter((one) => one !== null),
          args as PageArgs,
          (one) => one,
        ),
      media: (it, args, context) =>
        listConnection(
          [media(context, it)].filter((one) => one !== null),
          args as PageArgs,
          (one) => one,
        ),
      mediaCount: (it) => count(it.image === null ? 0 : 1),
      options: (it) =>
        it.options.map((option, index) => ({
          id: gid('ProductOption', `${it.id}${index}`),
          name: option.name,
          position: index + 1,
          values: option.values,
        })),
      variants: (it, args, context) =>
        listConnection(variantsOf(context, it), args as PageArgs, (one) => node('ProductVariant', one)),
      variantsCount: (it) => count(it.variantIds.length),
      totalVariants: (it) => it.variantIds.length,
      priceRangeV2(it, _args, context) {
        const { currency } = context.shop;
        const prices = variantsOf(context, it)
          .map((one) => one.price)
          .sort((a, b) => Number(toMinor(a, currency) - toMinor(b, currency)));
        return {
          minVariantPrice: money(prices[0] ?? '0', currency),
          maxVariantPrice: money(prices.at(-1) ?? '0', currency),
        };
      },
      collections: (it, args, { store, shop }) =>
        connection(
          store.tables.productCollections
            .inGroup(shop.domain)
            .filter((one) => one.productIds.includes(it.id)),
          args as PageArgs,
          byId,
          (one) => node('Collection', one),
        ),
      inCollection: (it, args, { store }) =>
        store.tables.productCollections.get(idOf(args.id, 'Collection') ?? '')?.productIds.includes(it.id) ??
        false,
      seo: (it) => ({ title: it.title, description: strip(it.descriptionHtml) }),
    }),
    ...ownedMetafields('Product'),
  },
  ProductVariant: {
    ...fields<Variant>({
      id: (it) => gid('ProductVariant', it.id),
      legacyResourceId: (it) => it.id,
      title: (it) => it.title,
      displayName: (it, _args, { store }) => {
        const product = store.tables.products.get(it.productId)?.title ?? '';
        return it.title === 'Default Title' ? product : `${product} - ${it.title}`;
      },
      sku: (it) => it.sku,
      barcode: () => null,
      price: (it) => it.price,
      compareAtPrice: (it) => it.compareAtPrice,
      position: (it) => it.position,
      inventoryQuantity: (it) => it.stock,
      sellableOnlineQuantity: (it) => Math.max(it.stock, 0),
      availableForSale: (it) => it.stock > 0,
      inventoryPolicy: () => 'DENY',
      taxable: () => true,
      requiresComponents: () => false,
      selectedOptions: (it) => it.options,
      createdAt: (it) => it.createdAt,
      updatedAt: (it) => it.updatedAt,
      image: (it, _args, context) => image(context, context.store.tables.products.get(it.productId)),
      product: (it, _args, { store }) => maybe('Product', store.tables.products.get(it.productId)),
      inventoryItem: (it) => node('InventoryItem', it),
      unitPrice: () => null,
    }),
    ...ownedMetafields('ProductVariant'),
  },
  InventoryItem: fields<Variant>({
    id: (it) => gid('InventoryItem', it.inventoryItemId),
    legacyResourceId: (it) => it.inventoryItemId,
    sku: (it) => it.sku,
    tracked: () => true,
    requiresShipping: (it) => it.requiresShipping,
    measurement: (it) => ({
      id: gid('InventoryItemMeasurement', it.inventoryItemId),
      weight: { unit: 'GRAMS', value: it.weightGrams },
    }),
    createdAt: (it) => it.createdAt,
    updatedAt: (it) => it.updatedAt,
    variant: (it) => node('ProductVariant', it),
    unitCost: (it, _args, { shop }) => (it.unitCost === null ? null : money(it.unitCost, shop.currency)),
  }),
};
