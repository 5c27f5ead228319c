import type { NewShop } from '../box.ts';
import { Refused } from '../box.ts';
import type { Catalogue, CatalogueProduct } from '../catalogue/index.ts';
import { catalogues } from '../catalogue/index.ts';
import { exchange, isKnownCurrency, toDecimal, toMinor } from './money.ts';
import type { Product, Shop, Variant } from './records.ts';
import { defaultSegments } from './segments.ts';
import type { Store } from './store.ts';
import { findShop } from './store.ts';

const TAX: Record<string, { rate: string; included: boolean }> = {
  DE: { rate: '0.19', included: true },
  AT: { rate: '0.20', included: true },
  FR: { rate: '0.20', included: true },
  GB: { rate: '0.20', included: true },
  JP: { rate: '0.10', included: true },
  US: { rate: '0.08', included: false },
  CA: { rate: '0.05', included: false },
  KW: { rate: '0', included: false },
};

const COUNTRY_OF_CURRENCY: Record<string, string> = {
  EUR: 'DE',
  USD: 'US',
  GBP: 'GB',
  CHF: 'CH',
  JPY: 'JP',
  KWD: 'KW',
  CAD: 'CA',
  AUD: 'AU',
  SEK: 'SE',
  DKK: 'DK',
  NOK: 'NO',
  PLN: 'PL',
  HKD: 'HK',
};
const TIMEZONE_OF_COUNTRY: Record<string, string> = {
  DE: 'Europe/Berlin',
  AT: 'Europe/Vienna',
  FR: 'Europe/Paris',
  US: 'America/New_York',
  GB: 'Europe/London',
  CH: 'Europe/Zurich',
  JP: 'Asia/Tokyo',
  KW: 'Asia/Kuwait',
  CA: 'America/Toronto',
  AU: 'Australia/Sydney',
  SE: 'Europe/Stockholm',
  DK: 'Europe/Copenhagen',
  NO: 'Europe/Oslo',
  PL: 'Europe/Warsaw',
  HK: 'Asia/Hong_Kong',
};

function isTimezone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A part of an address made from a name: "Kaffee & Küche" = "kaffee-kuche". */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFD')
    .replace(/[̀-ͯ]/g, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  return slug === '' ? 'shop' : slug;
}

function domainFor(store: Store, input: NewShop): { domain: string; slug: string } {
  if (input.domain !== undefined) {
    const wanted = input.domain.trim().toLowerCase();
    const slug = wanted.replace(/\.myshopify\.com$/, '');
    if (!/^[a-z0-9][a-z0-9-]{0,58}$/.test(slug))
      throw new Refused('domain', 'not a shop domain: like my-shop.myshopify.com');
    if (findShop(store, slug) !== undefined) throw new Refused('domain', `${slug}.myshopify.com is taken`);
    return { domain: `${slug}.myshopify.com`, slug };
  }
  const base = slugOf(input.name);
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`;
    if (findShop(store, slug) === undefined) return { domain: `${slug}.myshopify.com`, slug };
  }
}

const PLANS = ['basic', 'grow', 'advanced', 'plus', 'enterprise', 'starter', 'partner_test'];

/** Opens a shop with a catalogue. It is not installed yet. Throws Refused naming the field that is wrong. */
export function openShop(store: Store, input: NewShop): Shop {
  if (input.name.trim() === '') throw new Refused('name', 'a shop needs a name');
  const currency = input.currency?.toUpperCase();
  if (currency !== undefined && !isKnownCurrency(currency))
    throw new Refused('currency', `the sandbox has no rate for ${currency}`);
  if (input.timezone !== undefined && !isTimezone(input.timezone))
    throw new Refused('timezone', `${input.timezone} is no IANA time zone`);
  if (input.locale !== undefined && !/^[a-z]{2}(-[A-Z]{2})?$/.test(input.locale))
    throw new Refused('locale', 'like en or de or pt-BR');
  if (input.country !== undefined && !/^[A-Z]{2}$/.test(input.country))
    throw new Refused('country', 'two capital letters, like DE');
  if (input.plan !== undefined && !PLANS.includes(input.plan))
    throw new Refused('plan', `one of ${PLANS.join(', ')}`);
  if (input.catalog !== undefined && !(input.catalog in catalogues)) {
    throw new Refused('catalog', `one of ${Object.keys(catalogues).join(', ')}`);
  }
  const isGerman = input.locale?.startsWith('de') ?? (currency === 'EUR' || input.country === 'DE');
  const key = input.catalog ?? (isGerman ? 'de-eur' : 'us-usd');
  const catalogue = catalogues[key] as Catalogue;
  const own = currency ?? catalogue.shop.currency;
  const country =
    input.country ??
    (own === catalogue.shop.currency ? catalogue.shop.country : (COUNTRY_OF_CURRENCY[own] ?? 'US'));
  const { domain, slug } = domainFor(store, input);
  const tax = TAX[country] ?? { rate: '0', included: false };
  const locale = input.locale ?? catalogue.shop.locale;
  const at = store.nowIso();
  const shop: Shop = {
    id: store.nextId(),
    domain,
    slug,
    name: input.name.trim(),
    email: `owner@${slug}.example`,
    currency: own,
    timezone:
      input.timezone ??
      (country === catalogue.shop.country
        ? catalogue.shop.timezone
        : (TIMEZONE_OF_COUNTRY[country] ?? 'Etc/UTC')),
    locale,
    locales: [...new Set([locale, 'en', 'de'])],
    country,
    plan: input.plan ?? 'basic',
    catalog: key,
    presentmentCurrencies: [...new Set([own, 'EUR', 'USD', 'GBP', 'JPY', 'KWD', 'CHF'])],
    taxRate: tax.rate,
    taxesIncluded: tax.included,
    isInstalled: false,
    scopes: [],
    protectedData: input.protectedData ?? 'level2',
    installedAt: null,
    uninstalledAt: null,
    nextOrderNumber: 1001,
    createdAt: at,
  };
  store.tables.shops.put(shop);
  stock(store, shop, catalogue);
  defaultSegments(store, shop);
  return shop;
}

function stock(store: Store, shop: Shop, catalogue: Catalogue): void {
  const price = (text: string) =>
    toDecimal(
      exchange(toMinor(text, catalogue.shop.currency), catalogue.shop.currency, shop.currency),
      shop.currency,
    );
  const members = new Map<string, string[]>();
  for (const item of catalogue.products) {
    const product = shelve(store, shop, item, price);
    for (const title of item.collections) members.set(title, [...(members.get(title) ?? []), product.id]);
  }
  for (const [title, productIds] of members) {
    const at = store.nowIso();
    store.tables.productCollections.put({
      id: store.nextId(),
      shop: shop.domain,
      handle: slugOf(title),
      title,
      productIds,
      createdAt: at,
      updatedAt: at,
    });
  }
}

function shelve(store: Store, shop: Shop, item: CatalogueProduct, price: (text: string) => string): Product {
  const at = store.nowIso();
  const id = store.nextId();
  const variants = item.variants.map(
    (variant, index): Variant => ({
      id: store.nextVariantId(),
      shop: shop.domain,
      productId: id,
      sku: variant.sku,
      title: variant.title,
      price: price(variant.price),
      compareAtPrice: variant.compareAtPrice === undefined ? null : price(variant.compareAtPrice),
      unitCost: variant.unitCost === undefined ? null : price(variant.unitCost),
      stock: variant.stock,
      inventoryItemId: store.nextId(),
      weightGrams: variant.weightGrams ?? 0,
      options: item.options.map((option, position) => ({
        name: option.name,
        value: variant.options[position] ?? '',
      })),
      position: index + 1,
      requiresShipping: true,
      createdAt: at,
      updatedAt: at,
    }),
  );
  for (const variant of variants) store.tables.variants.put(variant);
  return store.tables.products.put({
    id,
    shop: shop.domain,
    handle: item.handle,
    title: item.title,
    descriptionHtml: item.descriptionHtml,
    vendor: item.vendor,
    productType: item.productType,
    tags: item.tags,
    collections: item.collections,
    options: item.options,
    status: 'ACTIVE',
    image: { id: store.nextId(), url: `/store/${shop.slug}/images/${item.handle}.svg`, alt: item.title },
    imageSvg: item.imageSvg,
    variantIds: variants.map((variant) => variant.id),
    createdAt: at,
    updatedAt: at,
  });
}

/** Full address of a product's picture, or null. Pictures are kept relative because ports change between runs. */
export function imageUrl(store: Store, product: Product): string | null {
  return product.image === null ? null : `${store.sandboxUrl()}${product.image.url}`;
}

/** Where the shop's storefront is. */
export function storefrontUrl(store: Store, shop: Pick<Shop, 'slug'>): string {
  return `${store.sandboxUrl()}/store/${shop.slug}`;
}

/** Changes the stock of a variant and tells the world, as a sale or a stocktake does. */
export function changeStock(store: Store, variant: Variant, stock: number): Variant {
  variant.stock = stock;
  variant.updatedAt = store.nowIso();
  store.tables.variants.put(variant);
  const product = store.tables.products.get(variant.productId);
  const shop = store.tables.shops.get(variant.shop);
  if (product !== undefined && shop !== undefined) {
    product.updatedAt = variant.updatedAt;
    store.tables.products.put(product);
    store.announce({ shop, topic: 'products/update', product });
  }
  return variant;
}
