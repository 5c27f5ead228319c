import type { Box, Order, Shop } from '../box.ts';
import { money } from './format.ts';
import { documentPage, type Html, html } from './html.ts';
import { logo } from './store-frame.ts';
import { linePicture } from './surface-data.ts';
import { toolbar } from './toolbar.ts';
import { languageOf, speak } from './words.ts';

/** Where a buyer pays what an edit left open: Shopify's `additionalPaymentCollectionUrl`, with play money. */
export function payPage(box: Box, shop: Shop, order: Order, problem: 'declined' | null): string {
  const locale = order.locale ?? shop.locale;
  const say = speak(locale);
  const cash = (amount: string): string => money(amount, order.presentmentCurrency, locale);
  const open = box.outstanding(order).presentment;
  const isOpen = Number(open) > 0;
  const key = `/orders/${order.id}/pay?key=${order.statusToken}`;
  const lines = order.lines.filter(({ currentQuantity }) => currentQuantity > 0);
  const summary: Html = html`<ul class="sum-lines">${lines.map((line) => {
    const picture = linePicture(box, shop, line);
    return html`<li><span class="thumb">${picture ? html`<img src="${picture}" alt="">` : html`<span class="thumb-none"></span>`}<span class="count" aria-hidden="true">${line.currentQuantity}</span></span><span class="sum-name"><span class="hush">${line.currentQuantity} × </span>${line.title}${line.variantTitle ? html`<small>${line.variantTitle}</small>` : ''}</span></li>`;
  })}</ul>
<dl class="sum-totals"><div><dt>${say('payTotal')}</dt><dd>${cash(box.totalNow(order).presentment)}</dd></div>
<div><dt>${say('payPaid')}</dt><dd>${cash(box.paid(order).presentment)}</dd></div>
<div class="sum-all"><dt>${say('payOpen')}</dt><dd><small>${order.presentmentCurrency}</small> ${cash(open)}</dd></div></dl>`;
  const form = html`<p>${say('payText', { name: order.name })}</p>
${problem ? html`<p class="code-problem" role="alert">${say('payDeclined')}</p>` : ''}
<form class="pay-form" method="post" action="${key}"><p class="quiet">${say('payPlay')}</p>
<button class="button" name="outcome" value="paid">${say('payRest', { amount: cash(open) })}</button>
<button class="button plain" name="outcome" value="declined">${say('payDecline')}</button></form>`;
  const done = html`<p>${say('payNothing')}</p>`;
  const title = isOpen ? say('payTitle') : say('payDone');
  const body = html`<a class="skip" href="#main">${say('skip')}</a><div class="desk theme-${shop.catalog}">
<div class="desk-left"><header class="desk-head"><a href="${box.storefrontUrl(shop)}">${logo(shop)}</a></header>
<main id="main"><h1>${title}</h1>${isOpen ? form : done}<p class="after"><a href="/orders/${order.id}">${say('payBack')}</a></p></main></div>
<aside class="desk-right on-phone" aria-label="${say('orderSummary')}">${summary}</aside></div>
${toolbar({ box, here: key, order })}`;
  return documentPage({
    title: `${title} · ${shop.name}`,
    lang: languageOf(locale),
    styles: ['desk', 'toolbar'],
    scripts: ['toolbar'],
    body,
  });
}
