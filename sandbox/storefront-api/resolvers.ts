import type { PageArgs } from '../admin-api/connection.ts';
import { connection, listConnection } from '../admin-api/connection.ts';
import type { Args, Resolvers } from '../admin-api/context.ts';
import { gid, idOf, maybe, money, node } from '../admin-api/context.ts';
import { collectionMatches, productMatches, productSorting } from '../admin-api/resolvers/product-search.ts';
import { searchFilter } from '../admin-api/search.ts';
import { priceIn } from '../store/checkouts.ts';
import { parseGid } from '../store/ids.ts';
import { toMinor } from '../store/money.ts';
import type { Product, Shop, Variant } from '../store/records.ts';
import { imageUrl, storefrontUrl } from '../store/shops.ts';
import type { ProductCollection } from '../store/tables.ts';
import type { StorefrontContext } from './context.ts';
import { need, storefrontFields, storefrontRoots } from './context.ts';
import { recommend } from './recommend.ts';

const LISTINGS = 'unauthenticated_read_product_listings';
const byId = { id: (one: { id: string }) => one.id, value: (one: { id: string }) => one.id };
const count = (value: number) => ({ __typename: 'Count', count: value, precision: 'EXACT' });

const plainText = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Only what is on sale in the online store. */
const isShown = (one: Product | undefined, { shop }: StorefrontContext): one is Product =>
  one !== undefined && one.shop === shop.domain && one.status === 'ACTIVE';

function productOf(context: StorefrontContext, id: unknown, handle: unknown): Product | undefined {
  const { store, shop } = context;
  const found =
    typeof handle === 'string'
      ? store.tables.products.byKey(`${shop.domain}|${handle}`)[0]
      : store.tables.products.get(idOf(id, 'Product') ?? '');
  return isShown(found, context) ? found : undefined;
}

function collectionOf({ store, shop }: StorefrontContext, id: unknown, handle: unknown) {
  const all = store.tables.productCollections.inGroup(shop.domain);
  const wanted = typeof handle === 'string' ? null : idOf(id, 'Collection');
  return all.find((one) => (wanted === null ? one.handle === handle : one.id === wanted));
}

const variantsOf = ({ store }: StorefrontContext, product: Product): Variant[] =>
  product.variantIds.flatMap((id) => store.tables.variants.get(id) ?? []);

const cash = (amount: string, { shop, currency }: StorefrontContext, variant: Variant) =>
  money(priceIn({ ...variant, price: amount }, shop, currency), currency);

function range(context: StorefrontContext, product: Product, which: 'price' | 'compareAtPrice') {
  const { currency } = context.shop;
  const priced = variantsOf(context, product)
    .map((variant) => ({ variant, amount: variant[which] ?? '0' }))
    .sort((a, b) => Number(toMinor(a.amount, currency) - toMinor(b.amount, currency)));
  const ends = [priced[0], priced.at(-1)].map((one) =>
    one === undefined ? money('0', context.currency) : cash(one.amount, context, one.variant),
  );
  return { minVariantPrice: ends[0], maxVariantPrice: ends[1] };
}

function image({ store }: StorefrontContext, product: Product | undefined) {
  const url = product === undefined ? null : imageUrl(store, product);
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
    thumbhash: null,
  };
}

type Chosen = { name: string; value: string };
const chosenVariant = (context: StorefrontContext, product: Product, args: Args): Variant | undefined => {
  const chosen = (args.selectedOptions as Chosen[] | undefined) ?? [];
  if (chosen.length === 0) return undefined;
  return variantsOf(context, product).find((one) =>
    chosen.every(({ name, value }) => one.options.some((o) => o.name === name && o.value === value)),
  );
};

const productNode = (one: Product) => node('Product', one);

export const storefrontResolvers: Resolvers = {
  QueryRoot: storefrontRoots({
    shop: (_args, { shop }) => node('Shop', shop),
    localization: (_args, { shop, currency }) => ({
      country: { isoCode: shop.country, name: shop.country, currency: { isoCode: currency } },
      language: { isoCode: shop.locale.slice(0, 2).toUpperCase() },
    }),
    product(args, context) {
      need(context, 'product', LISTINGS);
      return maybe('Product', productOf(context, args.id, args.handle));
    },
    productByHandle(args, context) {
      need(context, 'productByHandle', LISTINGS);
      return maybe('Product', productOf(context, null, args.handle));
    },
    products(args, context) {
      need(context, 'products', LISTINGS);
      const fits = searchFilter(args.query as string | undefined, productMatches(context));
      const found = context.store.tables.products
        .inGroup(context.shop.domain)
        .filter((one) => isShown(one, context) && fits(one));
      return connection(
        found,
        args as PageArgs,
        productSorting(args.sortKey, context),
        productNode,
        'products',
      );
    },
    productRecommendations(args, context) {
      need(context, 'productRecommendations', LISTINGS);
      const product = productOf(context, args.productId, args.productHandle);
      if (product === undefined) return null;
      const intent = args.intent as 'RELATED' | 'COMPLEMENTARY';
      return recommend(context.store, context.shop, product, intent).map(productNode);
    },
    collection(args, context) {
      need(context, 'collection', LISTINGS);
      return maybe('Collection', collectionOf(context, args.id, args.handle));
    },
    collections(args, context) {
      need(context, 'collections', LISTINGS);
      const fits = searchFilter(args.query as string | undefined, collectionMatches);
      const found = context.store.tables.productCollections.inGroup(context.shop.domain).filter(fits);
      return connection(found, args as PageArgs, byId, (one) => node('Collection', one), 'collections');
    },
    node: (args, context) => anyNode(args.id, context),
    nodes: (args, context) => (args.ids as string[]).map((id) => anyNode(id, context)),
  }),
  Shop: storefrontFields<Shop>({
    id: (it) => gid('Shop', it.id),
    name: (it) => it.name,
    primaryDomain: (it, _args, { store }) => {
      const url = storefrontUrl(store, it);
      return { host: new URL(url).host, url, sslEnabled: true };
    },
    paymentSettings: (it) => ({
      currencyCode: it.currency,
      countryCode: it.country,
      enabledPresentmentCurrencies: it.presentmentCurrencies,
    }),
  }),
  Product: storefrontFields<Product>({
    id: (it) => gid('Product', it.id),
    handle: (it) => it.handle,
    title: (it) => it.title,
    description: (it, args) =>
      plainText(it.descriptionHtml).slice(0, (args.truncateAt as number | null) ?? undefined),
    descriptionHtml: (it) => it.descriptionHtml,
    vendor: (it) => it.vendor,
    productType: (it) => it.productType,
    tags(it, _args, context) {
      need(context, 'tags', 'unauthenticated_read_product_tags');
      return it.tags;
    },
    totalInventory(it, _args, context) {
      need(context, 'totalInventory', 'unauthenticated_read_product_inventory');
      return variantsOf(context, it).reduce((sum, one) => sum + one.stock, 0);
    },
    availableForSale: (it, _args, context) => variantsOf(context, it).some((one) => one.stock > 0),
    isGiftCard: () => false,
    requiresSellingPlan: () => false,
    createdAt: (it) => it.createdAt,
    updatedAt: (it) => it.updatedAt,
    publishedAt: (it) => it.createdAt,
    onlineStoreUrl: (it, _args, { store, shop }) => `${storefrontUrl(store, shop)}/products/${it.handle}`,
    trackingParameters: () => null,
    featuredImage: (it, _args, context) => image(context, it),
    images: (it, args, context) =>
      listConnection(
        [image(context, it)].filter((one) => one !== null),
        args as PageArgs,
        (one) => one,
      ),
    priceRange: (it, _args, context) => range(context, it, 'price'),
    compareAtPriceRange: (it, _args, context) => range(context, it, 'compareAtPrice'),
    options: (it) =>
      it.options.map(({ name, values }, index) => ({
        id: gid('ProductOption', `${it.id}${index}`),
        name,
        values,
        optionValues: values.map((value, at) => ({
          id: gid('ProductOptionValue', `${it.id}${index}${at}`),
          name: value,
        })),
      })),
    variants: (it, args, context) =>
      listConnection(variantsOf(context, it), args as PageArgs, (one) => node('ProductVariant', one)),
    variantsCount: (it) => count(it.variantIds.length),
    variantBySelectedOptions: (it, args, context) =>
      maybe('ProductVariant', chosenVariant(context, it, args)),
    selectedOrFirstAvailableVariant(it, args, context) {
      const all = variantsOf(context, it);
      const fallback = all.find((one) => one.stock > 0) ?? all[0];
      return maybe('ProductVariant', chosenVariant(context, it, args) ?? fallback);
    },
    collections: (it, args, { store, shop }) =>
      connection(
        store.tables.productCollections.inGroup(shop.domain).filter((one) => one.productIds.includes(it.id)),
        args as PageArgs,
        byId,
        (one) => node('Collection', one),
      ),
    seo: (it) => ({ title: it.title, description: plainText(it.descriptionHtml) }),
    // Metafields of the app are private to it unless a definition opens them to the storefront.
    metafield: () => null,
    metafields: (_it, args) => (args.identifiers as unknown[]).map(() => null),
  }),
  ProductVariant: storefrontFields<Variant>({
    id: (it) => gid('ProductVariant', it.id),
    title: (it) => it.title,
    sku: (it) => it.sku,
    barcode: () => null,
    price: (it, _args, context) => cash(it.price, context, it),
    priceV2: (it, _args, context) => cash(it.price, context, it),
    compareAtPrice: (it, _args, context) =>
      it.compareAtPrice === null ? null : cash(it.compareAtPrice, context, it),
    availableForSale: (it) => it.stock > 0,
    currentlyNotInStock: (it) => it.stock <= 0,
    quantityAvailable(it, _args, context) {
      need(context, 'quantityAvailable', 'unauthenticated_read_product_inventory');
      return it.stock;
    },
    requiresShipping: (it) => it.requiresShipping,
    requiresComponents: () => false,
    taxable: () => true,
    weight: (it) => it.weightGrams,
    weightUnit: () => 'GRAMS',
    unitPrice: () => null,
    selectedOptions: (it) => it.options,
    image: (it, _args, context) => image(context, context.store.tables.products.get(it.productId)),
    product: (it, _args, { store }) => maybe('Product', store.tables.products.get(it.productId)),
    metafield: () => null,
  }),
  Collection: storefrontFields<ProductCollection>({
    id: (it) => gid('Collection', it.id),
    handle: (it) => it.handle,
    title: (it) => it.title,
    description: () => '',
    descriptionHtml: () => '',
    image: () => null,
    updatedAt: (it) => it.updatedAt,
    products: (it, args, context) =>
      listConnection(
        it.productIds
          .flatMap((id) => context.store.tables.products.get(id) ?? [])
          .filter((one) => isShown(one, context)),
        args as PageArgs,
        productNode,
      ),
  }),
};

function anyNode(id: unknown, context: StorefrontContext) {
  const parsed = parseGid(String(id));
  if (parsed?.type === 'Product') return maybe('Product', productOf(context, id, null));
  if (parsed?.type === 'Collection') return maybe('Collection', collectionOf(context, id, null));
  const variant =
    parsed?.type === 'ProductVariant' ? context.store.tables.variants.get(parsed.id) : undefined;
  return variant?.shop === context.shop.domain ? node('ProductVariant', variant) : null;
}
