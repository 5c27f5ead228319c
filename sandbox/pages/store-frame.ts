import type { Box, Product, Shop, Variant } from '../box.ts';
import { money } from './format.ts';
import { documentPage, type Html, html, raw } from './html.ts';
import { toolbar } from './toolbar.ts';
import { languageOf, type Say, speak } from './words.ts';

/** What a person carries through the shop, in cookies. */
export type Visit = {
  cart: { variantId: string; quantity: number }[];
  checkoutToken: string;
  code: string;
  ref: string;
  currency: string;
  /** How the visitor came for the first time, and the last. */
  first: Arrival | null;
  last: Arrival | null;
};

export type Arrival = { landingSite: string; referringSite: string; at: string };

export type Store = {
  box: Box;
  shop: Shop;
  visit: Visit;
  say: Say;
  /** Path of the shop's front, no slash at the end. */
  base: string;
  cash: (amount: string | number) => string;
  price: (variant: Variant) => string;
};

/** A shop as one visitor sees it. */
export function storeOf(box: Box, shop: Shop, visit: Visit): Store {
  return {
    box,
    shop,
    visit,
    say: speak(shop.locale),
    base: `/store/${shop.slug}`,
    cash: (amount) => money(String(amount), visit.currency, shop.locale),
    price: (variant) => box.priceIn(variant, visit.currency),
  };
}

const marks: Record<string, string> = {
  'de-eur':
    '<path d="M5 9h15v7a6 6 0 0 1-6 6h-3a6 6 0 0 1-6-6z" fill="currentColor"/><path d="M20 11h2a3 3 0 0 1 0 7h-2" fill="none" stroke="currentColor" stroke-width="2"/><path d="M10 6c-1.5-2 1.5-3 0-5M15 6c-1.5-2 1.5-3 0-5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/>',
  'us-usd':
    '<path d="M13 1l5.5 8H16l4.5 6H17l4 6H5l4-6H5.500l4.500-6H7.500z" fill="currentColor"/><path d="M12 20h2v4h-2z" fill="currentColor"/>',
};

/** The shop's name with its little mark. */
export const logo = (shop: Shop): Html =>
  html`<span class="logo"><svg viewBox="0 0 26 24" width="26" height="24" aria-hidden="true">${raw(marks[shop.catalog] ?? '<circle cx="13" cy="12" r="10" fill="currentColor"/>')}</svg>${shop.name}</span>`;

/** Address part for a title: lower case, no accents, dashes. */
export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Titles of the shop's collections, in the order in which products name them. */
export const collectionsOf = (products: readonly Product[]): string[] => [
  ...new Set(products.flatMap(({ collections }) => collections)),
];

/** Address of a product's picture. */
export const pictureOf = (shop: Shop, product: Product): string =>
  product.imageSvg ? `/store/${shop.slug}/images/${product.handle}.svg` : (product.image?.url ?? '');

/** Average and number of reviews from the product's metafields, or null when there are none. */
export function ratingOf({ box, shop }: Store, product: Product): { value: number; count: number } | null {
  const fields = box.metafields(shop.domain, product.id).filter(({ namespace }) => namespace === 'reviews');
  const read = (key: string): string | undefined => fields.find((field) => field.key === key)?.value;
  const count = Number(read('rating_count') ?? 0);
  const rating = read('rating');
  if (!rating || count < 1) return null;
  try {
    return { value: Number(JSON.parse(rating).value), count };
  } catch {
    return null;
  }
}

/** Stars for a product, with words for a screen reader; nothing when nobody has rated it. */
export function stars(store: Store, product: Product): Html {
  const rating = ratingOf(store, product);
  if (!rating) return html``;
  const { say, shop } = store;
  const value = new Intl.NumberFormat(shop.locale, { maximumFractionDigits: 1 }).format(rating.value);
  const count = rating.count === 1 ? say('review') : say('reviews', { count: rating.count });
  return html`<span class="stars"><span class="star-row" style="--share:${(rating.value / 5) * 100}%" role="img" aria-label="${say('outOfFive', { value })}"></span><span>${value} · ${count}</span></span>`;
}

/** A storefront page around its main part. */
export function storePage(
  store: Store,
  options: { title: string; main: Html; here: string; status?: string },
): string {
  const { box, shop, visit, say, base } = store;
  const collections = collectionsOf(box.catalog(shop.domain).products);
  const count = visit.cart.reduce((sum, { quantity }) => sum + quantity, 0);
  const waiting = [
    visit.ref ? say('refWaiting') : '',
    visit.code ? say('codeWaiting', { code: visit.code }) : '',
  ].filter(Boolean);
  const currencies =
    shop.presentmentCurrencies.length > 1
      ? html`<form class="currency" method="post" action="${base}/currency"><input type="hidden" name="back" value="${options.here}"><label class="hush" for="currency">${say('currency')}</label><select id="currency" name="currency" onchange="this.form.submit()">${shop.presentmentCurrencies.map((code) => html`<option ${code === visit.currency ? raw('selected') : ''}>${code}</option>`)}</select></form>`
      : '';
  const body = html`<a class="skip" href="#main">${say('skip')}</a>
<div class="shop theme-${shop.catalog}">
${waiting.length ? html`<p class="ribbon" role="status">${waiting.join(' ')}</p>` : ''}
<header class="shop-head"><a href="${base}" class="shop-logo">${logo(shop)}</a>
<nav aria-label="${say('menu')}"><a href="${base}/collections/all">${say('all')}</a>${collections.slice(0, 5).map((title) => html`<a href="${base}/collections/${slugOf(title)}">${title}</a>`)}</nav>
<div class="shop-tools">${currencies}<a class="cart-link" href="${base}/cart">${say('cart')}<span class="bubble">${count}</span></a></div></header>
<main id="main">${options.main}</main>
<footer class="shop-foot">${logo(shop)}<p>${shop.name} · ${shop.domain}</p></footer>
</div>${toolbar({ box, here: options.here })}`;
  return documentPage({
    title: `${options.title} · ${shop.name}`,
    lang: languageOf(shop.locale),
    styles: ['store', 'toolbar'],
    scripts: ['toolbar'],
    body,
  });
}
