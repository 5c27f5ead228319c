import type { Product, Variant } from '../box.ts';
import { type Html, html, raw } from './html.ts';
import { collectionsOf, pictureOf, type Store, slugOf, stars, storePage } from './store-frame.ts';

const isLive = ({ status }: Product): boolean => status === 'ACTIVE';

function variantsOf(store: Store, product: Product): Variant[] {
  return store.box
    .catalog(store.shop.domain)
    .variants.filter(({ productId }) => productId === product.id)
    .sort((a, b) => a.position - b.position);
}

function priceTag({ cash, price, box, visit }: Store, variant: Variant): Html {
  const before = variant.compareAtPrice;
  if (!before) return html`<span class="price">${cash(price(variant))}</span>`;
  const was = box.priceIn({ ...variant, price: before }, visit.currency);
  return html`<span class="price now">${cash(price(variant))}</span> <s class="was">${cash(was)}</s>`;
}

function cardOf(store: Store, product: Product, level: 'h2' | 'h3'): Html {
  const variants = variantsOf(store, product);
  const cheapest = [...variants].sort((a, b) => Number(a.price) - Number(b.price))[0];
  const isGone = variants.every(({ stock }) => stock <= 0);
  const isReduced = variants.some(({ compareAtPrice }) => compareAtPrice);
  const hasRange = variants.some(({ price }) => price !== cheapest?.price);
  const name = html`<a href="${store.base}/products/${product.handle}">${product.title}</a>`;
  return html`<li class="card${isGone ? ' gone' : ''}"><div class="pic"><img src="${pictureOf(store.shop, product)}" alt="" loading="lazy" width="400" height="400">${isGone ? html`<span class="flag">${store.say('soldOut')}</span>` : isReduced ? html`<span class="flag sale">%</span>` : ''}</div>
${level === 'h2' ? html`<h2>${name}</h2>` : html`<h3>${name}</h3>`}
${stars(store, product)}<p>${cheapest ? html`${hasRange ? raw('<span class="from">ab&nbsp;</span>'.replace('ab', store.shop.locale.startsWith('de') ? 'ab' : 'from')) : ''}${priceTag(store, cheapest)}` : ''}</p></li>`;
}

/** Front of the shop: a greeting, favourites, everything. */
export function homePage(store: Store): string {
  const { say, base, shop, box } = store;
  const products = box.catalog(shop.domain).products.filter(isLive);
  const favourites = products.filter(({ tags }) => tags.includes('bestseller')).slice(0, 4);
  const rest = products.filter((product) => !favourites.includes(product)).slice(0, 12);
  // One of a kind each, so that the greeting shows how much there is.
  const kinds = new Map(
    (favourites.length ? favourites : products).map((product) => [product.productType, product]),
  );
  const shown = [...kinds.values(), ...rest].slice(0, 3);
  const main = html`<section class="hero"><div><h1>${shop.catalog in { 'de-eur': 1, 'us-usd': 1 } ? say('heroTitle') : shop.name}</h1><p>${say('heroText')}</p><a class="button" href="${base}/collections/all">${say('heroButton')}</a></div>
<div class="hero-pics" aria-hidden="true">${shown.map((product) => html`<img src="${pictureOf(shop, product)}" alt="" width="400" height="400">`)}</div></section>
${favourites.length ? html`<section><h2>${say('featured')}</h2><ul class="cards">${favourites.map((product) => cardOf(store, product, 'h3'))}</ul></section>` : ''}
<section><h2>${say('newHere')}</h2><ul class="cards">${rest.map((product) => cardOf(store, product, 'h3'))}</ul><p class="more"><a class="button plain" href="${base}/collections/all">${say('heroButton')}</a></p></section>`;
  return storePage(store, { title: say('home'), main, here: base });
}

/** All products of a collection, or undefined when there is no such collection. `all` is everything. */
export function collectionPage(store: Store, slug: string): string | undefined {
  const { say, base, shop, box } = store;
  const products = box.catalog(shop.domain).products.filter(isLive);
  const title = slug === 'all' ? say('all') : collectionsOf(products).find((name) => slugOf(name) === slug);
  if (!title) return undefined;
  const inside =
    slug === 'all' ? products : products.filter(({ collections }) => collections.includes(title));
  const main = html`<section><h1>${title}</h1><ul class="cards">${inside.map((product) => cardOf(store, product, 'h2'))}</ul></section>`;
  return storePage(store, { title, main, here: `${base}/collections/${slug}` });
}

/** One product with its variants; what is sold out cannot be chosen. */
export function productPage(store: Store, product: Product): string {
  const { say, base, shop } = store;
  const variants = variantsOf(store, product);
  const first = variants.find(({ stock }) => stock > 0);
  const single = variants.length === 1 ? variants[0] : undefined;
  const stockWord = ({ stock }: Variant): string =>
    stock <= 0 ? say('soldOut') : stock < 6 ? say('lowStock', { count: stock }) : say('inStock');
  const choices = single
    ? html`<input type="hidden" name="variant" value="${single.id}"><p class="one-price">${priceTag(store, single)} <small>${stockWord(single)}</small></p>`
    : html`<fieldset class="variants"><legend>${product.options.map(({ name }) => name).join(' / ') || say('choose')}</legend>${variants.map((variant) => html`<label class="variant${variant.stock <= 0 ? ' gone' : ''}"><input type="radio" name="variant" value="${variant.id}" ${variant.stock <= 0 ? raw('disabled') : ''} ${variant === first ? raw('checked') : ''}><span class="variant-name">${variant.title}</span><span>${priceTag(store, variant)}<small>${stockWord(variant)}</small></span></label>`)}</fieldset>`;
  const main = html`<article class="product"><div class="product-pic"><img src="${pictureOf(shop, product)}" alt="${product.title}" width="800" height="800"></div>
<div class="product-text"><p class="vendor">${product.vendor}</p><h1>${product.title}</h1>${stars(store, product)}
<form method="post" action="${base}/cart/add">${choices}
<div class="buy"><label>${say('quantity')}<input type="number" name="quantity" value="1" min="1" max="99" required></label>
<button class="button" ${first ? '' : raw('disabled')}>${first ? say('addToCart') : say('soldOut')}</button></div>
${first ? html`<button class="button plain wide" name="buy" value="now">${say('buyNow')}</button>` : ''}</form>
<div class="words">${raw(product.descriptionHtml)}</div></div></article>`;
  return storePage(store, { title: product.title, main, here: `${base}/products/${product.handle}` });
}

/** The cart. */
export function cartPage(store: Store): string {
  const { say, base, shop, visit, box, cash, price } = store;
  const lines = visit.cart.flatMap(({ variantId, quantity }) => {
    const variant = box.variant(variantId);
    const product = variant ? box.product(shop.domain, variant.productId)?.product : undefined;
    return variant && product ? [{ variant, product, quantity }] : [];
  });
  const subtotal = lines.reduce((sum, { variant, quantity }) => sum + Number(price(variant)) * quantity, 0);
  const main = lines.length
    ? html`<section class="cart"><h1>${say('cart')}</h1><form method="post" action="${base}/cart/update"><ul class="cart-lines">${lines.map(
        ({
          variant,
          product,
          quantity,
        }) => html`<li><img src="${pictureOf(shop, product)}" alt="" width="90" height="90"><div><a href="${base}/products/${product.handle}">${product.title}</a>${variant.title === 'Default Title' ? '' : html`<small>${variant.title}</small>`}<small>${cash(price(variant))}</small></div>
<label><span class="hush">${say('quantity')}: ${product.title} ${variant.title}</span><input type="number" name="q_${variant.id}" value="${quantity}" min="0" max="99"></label><strong>${cash(Number(price(variant)) * quantity)}</strong>
<button class="link" name="remove" value="${variant.id}" aria-label="${say('remove')}: ${product.title} ${variant.title}">${say('remove')}</button></li>`,
      )}</ul>
<p class="cart-sum"><span>${say('subtotal')}</span><strong>${cash(subtotal)}</strong></p><div class="cart-buttons"><button class="button plain">${say('update')}</button><button class="button" name="go" value="checkout">${say('checkout')}</button></div></form></section>`
    : html`<section class="cart"><h1>${say('cart')}</h1><p>${say('emptyCart')}</p><p><a class="button" href="${base}/collections/all">${say('goShopping')}</a></p></section>`;
  return storePage(store, { title: say('cart'), main, here: `${base}/cart` });
}

/** What a wrong address shows. */
export function missingPage(store: Store): string {
  const { say, base } = store;
  const main = html`<section class="cart"><h1>${say('notFound')}</h1><p>${say('notFoundText')}</p><p><a class="button" href="${base}">${say('home')}</a></p></section>`;
  return storePage(store, { title: say('notFound'), main, here: base });
}
