import type { Checkout } from '../box.ts';
import { type Filled, type FilledField, PAYMENTS, SHIPPING } from './checkout-form.ts';
import { documentPage, type Html, html, raw } from './html.ts';
import { logo, pictureOf, type Store } from './store-frame.ts';
import { toolbar } from './toolbar.ts';
import { languageOf } from './words.ts';

const countries = ['DE', 'AT', 'CH', 'FR', 'NL', 'GB', 'US', 'CA', 'JP'];

/** What the right-hand side says: lines, code, totals as far as they are known. */
export function checkoutSummary(
  store: Store,
  checkout: Checkout | undefined,
  problem: string,
  quote?: Checkout,
): Html {
  const { say, cash, box, shop, visit, price } = store;
  const lines = visit.cart.flatMap(({ variantId, quantity }) => {
    const variant = box.variant(variantId);
    const product = variant ? box.product(shop.domain, variant.productId)?.product : undefined;
    return variant && product
      ? [{ variant, product, quantity, full: Number(price(variant)) * quantity }]
      : [];
  });
  const subtotal = checkout
    ? checkout.totals.lineItems.presentment
    : lines.reduce((sum, { full }) => sum + full, 0);
  const priced = checkout ?? quote;
  // Before the buyer is known there is no shipping line here, and so nothing taken off it.
  const off = checkout
    ? Number(checkout.totals.discounts.presentment)
    : Number(quote?.totals.lineItems.presentment ?? 0) - Number(quote?.totals.subtotal.presentment ?? 0);
  const shipping = checkout?.totals.shipping.presentment;
  return html`<ul class="sum-lines">${lines.map(({ variant, product, quantity, full }) => html`<li><span class="thumb"><img src="${pictureOf(shop, product)}" alt=""><span class="count" aria-hidden="true">${quantity}</span></span><span class="sum-name"><span class="hush">${quantity} × </span>${product.title}${variant.title === 'Default Title' ? '' : html`<small>${variant.title}</small>`}</span><span class="sum-price">${cash(full)}</span></li>`)}</ul>
${problem ? html`<p class="code-problem" role="alert">${problem}</p>` : ''}
<dl class="sum-totals"><div><dt>${say('subtotal')}</dt><dd>${cash(subtotal)}</dd></div>
${off > 0 ? html`<div><dt>${say('discount')} ${priced?.discountCodes.map((code) => html`<span class="code">${code}</span>`) ?? ''}</dt><dd>−${cash(off)}</dd></div>` : ''}
<div><dt>${say('shipping')}</dt><dd>${shipping === undefined ? html`<span class="quiet">${say('atNextStep')}</span>` : Number(shipping) === 0 ? say('free') : cash(shipping)}</dd></div>
${checkout && !shop.taxesIncluded ? html`<div><dt>${say('tax')}</dt><dd>${cash(checkout.totals.tax.presentment)}</dd></div>` : ''}
<div class="sum-all"><dt>${say('total')}</dt><dd><small>${visit.currency}</small> ${cash(checkout?.totals.total.presentment ?? Number(subtotal) - off)}</dd></div></dl>
${checkout && shop.taxesIncluded ? html`<p class="quiet">${say('taxIncluded', { amount: cash(checkout.totals.tax.presentment) })}</p>` : ''}`;
}

/** The checkout: one page, as Shopify's is. */
export function checkoutPage(
  store: Store,
  options: {
    filled: Filled;
    checkout: Checkout | undefined;
    quote?: Checkout;
    problem: string;
    missing?: FilledField[];
  },
): string {
  const { say, base, shop, box } = store;
  const { filled, checkout, quote, problem, missing = [] } = options;
  const field = (name: FilledField, label: string, extra: Record<string, string> = {}): Html => {
    const isMissing = missing.includes(name);
    const attributes = Object.entries(extra).map(([key, value]) => html` ${key}="${value}"`);
    return html`<div class="field${isMissing ? ' wrong' : ''}"><label for="${name}">${label}</label><input id="${name}" name="${name}" value="${filled[name]}" placeholder="${label}"${attributes} ${isMissing ? html`aria-invalid="true" aria-describedby="${name}-error"` : ''}>${isMissing ? html`<p class="field-error" id="${name}-error">${name === 'contact' ? say('needContact') : say('needAddress')}</p>` : ''}</div>`;
  };
  const choose = <T extends string>(
    name: string,
    all: readonly T[],
    chosen: T,
    word: (one: T) => string,
  ): Html =>
    html`<div class="choices">${all.map((one) => html`<label><input type="radio" name="${name}" value="${one}" ${one === chosen ? raw('checked') : ''}> ${word(one)}</label>`)}</div>`;
  const names = new Intl.DisplayNames([shop.locale], { type: 'region' });
  const choices = [...new Set([shop.country, ...countries])];
  const form = html`<form method="post" action="${base}/checkout/pay" data-checkout="${base}/checkout/save" novalidate>
<h1 class="hush">${say('checkout')}</h1>
<section aria-labelledby="c1"><h2 id="c1">${say('contact')}</h2>${field('contact', say('emailOrPhone'), { autocomplete: 'email' })}
<label class="tickbox"><input type="checkbox" name="news" ${filled.news ? raw('checked') : ''}> ${say('news')}</label></section>
<section aria-labelledby="c2"><h2 id="c2">${say('delivery')}</h2>
<div class="field"><label for="country">${say('country')}</label><select id="country" name="country" autocomplete="country">${choices.map((code) => html`<option value="${code}" ${code === filled.country ? raw('selected') : ''}>${names.of(code)}</option>`)}</select></div>
<div class="pair">${field('firstName', say('firstName'), { autocomplete: 'given-name' })}${field('lastName', say('lastName'), { autocomplete: 'family-name' })}</div>
${field('address1', say('address'), { autocomplete: 'address-line1' })}${field('address2', say('address2'), { autocomplete: 'address-line2' })}
<div class="${shop.country === 'US' ? 'triple' : 'pair'}">${shop.country === 'US' ? html`${field('city', say('city'), { autocomplete: 'address-level2' })}${field('state', say('state'), { autocomplete: 'address-level1' })}${field('zip', say('zip'), { autocomplete: 'postal-code' })}` : html`${field('zip', say('zip'), { autocomplete: 'postal-code' })}${field('city', say('city'), { autocomplete: 'address-level2' })}`}</div></section>
<section aria-labelledby="c4"><h2 id="c4">${say('shippingMethod')}</h2>${choose('shipping', SHIPPING, filled.shipping, (one) => say(`shipping_${one}`))}</section>
<section aria-labelledby="c3"><h2 id="c3">${say('payment')}</h2><p class="quiet">${say('paymentNote')}</p>${choose('payment', PAYMENTS, filled.payment, (one) => say(`payment_${one}`))}</section>
<button class="button pay">${say('payNow')}</button>
<p class="saved" role="status" data-saved data-word="${say('saved')}">${checkout ? say('saved') : ''}</p>
<p><a href="${base}/cart">${say('backToCart')}</a></p></form>`;
  const code = html`<div class="code-form"><div class="field"><label for="code">${say('discountCode')}</label><input id="code" name="code" form="" value="${filled.code}" placeholder="${say('discountCode')}" data-code></div><button type="button" class="button plain" data-apply>${say('apply')}</button></div>`;
  const summary = html`<div data-summary>${checkoutSummary(store, checkout, problem, quote)}</div>`;
  const body = html`<a class="skip" href="#main">${say('skip')}</a>
<div class="desk theme-${shop.catalog}"><div class="desk-left"><header class="desk-head"><a href="${base}">${logo(shop)}</a></header><main id="main">${form}</main></div>
<aside class="desk-right on-phone" aria-label="${say('orderSummary')}">${code}${summary}</aside></div>${toolbar({ box, here: `${base}/checkout` })}`;
  return documentPage({
    title: `${say('checkout')} · ${shop.name}`,
    lang: languageOf(shop.locale),
    styles: ['desk', 'toolbar'],
    scripts: ['checkout', 'toolbar'],
    body,
  });
}
