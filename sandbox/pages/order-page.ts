import type { Box, Fulfillment, Order, Shop } from '../box.ts';
import { day, moment, money } from './format.ts';
import { documentPage, type Html, html } from './html.ts';
import { logo } from './store-frame.ts';
import { linePicture, lineTotal, type Surface } from './surface-data.ts';
import { toolbar } from './toolbar.ts';
import { localeOf, type View, viewQuery } from './view.ts';
import { languageOf, type Say, speak } from './words.ts';

type Scene = {
  box: Box;
  shop: Shop;
  order: Order;
  say: Say;
  locale: string;
  cash: (amount: string | number) => string;
  view: View;
};

function sceneOf(box: Box, shop: Shop, order: Order, view: View): Scene {
  const locale = localeOf(view, order.locale ?? shop.locale);
  const cash = (amount: string | number): string => money(String(amount), order.presentmentCurrency, locale);
  return { box, shop, order, say: speak(locale), locale, cash, view };
}

function summary({ box, shop, order, say, cash }: Scene): Html {
  const { totals } = order;
  const count = order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const hasDiscount = Number(totals.discounts.presentment) > 0;
  return html`<ul class="sum-lines">
${order.lines.map((line) => {
  const picture = linePicture(box, shop, line);
  const full = Number(line.unitPrice.presentment) * line.quantity;
  const paid = lineTotal(line);
  return html`<li><span class="thumb">${picture ? html`<img src="${picture}" alt="">` : html`<span class="thumb-none"></span>`}<span class="count" aria-hidden="true">${line.quantity}</span></span>
<span class="sum-name"><span class="hush">${line.quantity} × </span>${line.title}${line.variantTitle && line.variantTitle !== 'Default Title' ? html`<small>${line.variantTitle}</small>` : ''}</span>
<span class="sum-price">${paid < full ? html`<s>${cash(full)}</s>` : ''}${cash(paid)}</span></li>`;
})}</ul>
<dl class="sum-totals">
<div><dt>${say('subtotal')} · ${count === 1 ? say('item') : say('items', { count })}</dt><dd>${cash(totals.lineItems.presentment)}</dd></div>
${hasDiscount ? html`<div><dt>${say('discount')} ${order.discountCodes.map((code) => html`<span class="code">${code}</span>`)}</dt><dd>−${cash(totals.discounts.presentment)}</dd></div>` : ''}
<div><dt>${say('shipping')}</dt><dd>${Number(totals.shipping.presentment) === 0 ? say('free') : cash(totals.shipping.presentment)}</dd></div>
${order.taxesIncluded ? '' : html`<div><dt>${say('tax')}</dt><dd>${cash(totals.tax.presentment)}</dd></div>`}
<div class="sum-all"><dt>${say('total')}</dt><dd><small>${order.presentmentCurrency}</small> ${cash(totals.total.presentment)}</dd></div>
</dl>${order.taxesIncluded ? html`<p class="quiet">${say('taxIncluded', { amount: cash(totals.tax.presentment) })}</p>` : ''}
${order.refunds.length ? html`<p class="refund">${say('refunded')}: ${cash(order.refunds.flatMap(({ transactions }) => transactions).reduce((sum, { amount }) => sum + Number(amount.presentment), 0))}</p>` : ''}`;
}

function address({ order, locale }: Scene, which: 'shippingAddress' | 'billingAddress'): Html {
  const at = order[which] ?? order.shippingAddress;
  if (!at) return html`<p class="quiet">–</p>`;
  const lines = [
    [at.firstName, at.lastName].filter(Boolean).join(' '),
    at.company,
    at.address1,
    at.address2,
    [at.zip, at.city, at.provinceCode].filter(Boolean).join(' '),
    at.countryCode ? new Intl.DisplayNames([locale], { type: 'region' }).of(at.countryCode) : at.country,
  ];
  return html`<address>${lines.filter(Boolean).map((line) => html`${line}<br>`)}</address>`;
}

function details(scene: Scene): Html {
  const { order, say, cash } = scene;
  const paid =
    order.financialStatus === 'PENDING'
      ? say('pending')
      : `${order.paymentMethod ? say(`payment_${order.paymentMethod}`) : say('bogus')} · ${cash(order.totals.total.presentment)}`;
  return html`<section class="panel" aria-labelledby="details"><h2 id="details">${say('orderDetails')}</h2><div class="facts">
<div><h3>${say('contactInfo')}</h3><p>${order.email ?? order.phone ?? '–'}</p></div>
<div><h3>${say('paymentMethod')}</h3><p>${paid}</p></div>
<div><h3>${say('shippingAddress')}</h3>${address(scene, 'shippingAddress')}</div>
<div><h3>${say('billingAddress')}</h3>${address(scene, 'billingAddress')}</div>
${order.shippingLine ? html`<div><h3>${say('shippingMethod')}</h3><p>${order.shippingLine.title}</p></div>` : ''}
</div></section>`;
}

/** The place of an extension; the browser script puts the frame in. */
function slot({ order, shop, say, view }: Scene, surface: Surface): Html {
  const query = viewQuery(view);
  const store =
    surface === 'thank-you'
      ? `${surface}/${order.checkoutToken ?? order.id}`
      : `${surface}/${shop.domain}/${shop.createdAt}`;
  return html`<div class="extension" data-extension="${surface}" data-src="/extensions/${surface}/${order.id}/frame${query}" data-token="/extensions/${surface}/${order.id}/token${query}" data-store="extension/${store}" data-title="${say('extension', { shop: shop.name })}"></div>`;
}

function shell(
  scene: Scene,
  options: { title: string; main: Html; here: string; isThankYou: boolean; refusal?: string },
): string {
  const { box, shop, order, say, locale, cash, view } = scene;
  const body = html`<a class="skip" href="#main">${say('skip')}</a>
<div class="desk theme-${shop.catalog}">
<details class="sum-phone"><summary>${say('orderSummary')}<strong>${cash(order.totals.total.presentment)}</strong></summary>${summary(scene)}</details>
<div class="desk-left"><header class="desk-head"><a href="${box.storefrontUrl(shop)}">${logo(shop)}</a></header><main id="main">${options.main}</main></div>
<aside class="desk-right" aria-label="${say('orderSummary')}">${summary(scene)}</aside>
</div>${toolbar({ box, here: options.here, order, view, isThankYou: options.isThankYou, refusal: options.refusal ?? '' })}`;
  return documentPage({
    title: `${options.title} · ${shop.name}`,
    lang: languageOf(locale),
    styles: ['desk', 'toolbar'],
    scripts: ['extension-host', 'toolbar'],
    body,
  });
}

/** The thank-you page: confirmation, the extension, what was ordered. */
export function thankYouPage(box: Box, shop: Shop, order: Order, view: View): string {
  const seen = sceneOf(box, shop, order, view);
  const { say } = seen;
  const name = order.shippingAddress?.firstName;
  const title = name ? say('thankYou', { name }) : say('thankYouPlain');
  const main = html`<div class="hello"><span class="tick" aria-hidden="true"></span><div><p class="quiet">${say('confirmation', { number: order.confirmationNumber })}</p><h1>${title}</h1></div></div>
<section class="panel" aria-labelledby="confirmed"><h2 id="confirmed">${say('confirmedTitle')}</h2><p>${order.email ? say('confirmedText') : say('confirmedPhone')}</p></section>
${slot(seen, 'thank-you')}
${details(seen)}
<p class="after"><a class="button" href="${box.storefrontUrl(shop)}">${say('continueShopping')}</a></p>`;
  return shell(seen, { title, main, here: `/thank-you/${order.id}`, isThankYou: true });
}

const stepOf = (order: Order): number => {
  const latest = order.fulfillments.at(-1);
  if (!latest) return 0;
  if (latest.deliveredAt) return 3;
  return latest.events.some(({ status }) => status.toUpperCase() === 'OUT_FOR_DELIVERY') ? 2 : 1;
};

const eventWord = (status: string, say: Say): string => {
  const words: Record<string, Parameters<Say>[0]> = {
    DELIVERED: 'statusDelivered',
    OUT_FOR_DELIVERY: 'statusOut',
    ATTEMPTED_DELIVERY: 'statusAttempted',
    IN_TRANSIT: 'statusOnItsWay',
    CONFIRMED: 'statusConfirmed',
  };
  const word = words[status.toUpperCase()];
  return word ? say(word) : status.toLowerCase().replaceAll('_', ' ');
};

function parcel({ shop, say, locale }: Scene, fulfillment: Fulfillment): Html {
  const events = [...fulfillment.events].reverse();
  return html`<div class="parcel">
${fulfillment.trackingNumber ? html`<p><span class="quiet">${say('statusTracking')}</span> ${fulfillment.trackingCompany ?? ''} ${fulfillment.trackingUrl ? html`<a href="${fulfillment.trackingUrl}">${fulfillment.trackingNumber}</a>` : fulfillment.trackingNumber}</p>` : ''}
${events.length ? html`<h3>${say('updates')}</h3><ol class="events">${events.map((event) => html`<li><strong>${eventWord(event.status, say)}</strong> <time datetime="${event.happenedAt}">${moment(event.happenedAt, locale, shop.timezone)}</time></li>`)}</ol>` : ''}</div>`;
}

/** The order-status page. Somebody who was not recognised sees it without extensions, as on Shopify. */
export function orderStatusPage(box: Box, shop: Shop, order: Order, view: View, refusal = ''): string {
  const seen = sceneOf(box, shop, order, view);
  const { say, locale } = seen;
  const title = say('order', { name: order.name });
  const step = stepOf(order);
  const steps = (['statusConfirmed', 'statusOnItsWay', 'statusOut', 'statusDelivered'] as const).map((word) =>
    say(word),
  );
  const status = order.cancelledAt
    ? html`<section class="panel" aria-labelledby="state"><h2 id="state">${say('statusCancelled')}</h2><p>${say('cancelledNote', { date: day(order.cancelledAt, locale, shop.timezone) })}</p></section>`
    : html`<section class="panel" aria-labelledby="state"><h2 id="state">${steps[step]}</h2>
<ol class="steps">${steps.map((name, at) => html`<li class="${at <= step ? 'done' : ''}" ${at === step ? html`aria-current="step"` : ''}>${name}</li>`)}</ol>
${step === 0 ? html`<p class="quiet">${say('statusPreparing')}</p>` : ''}${order.fulfillments.map((fulfillment) => parcel(seen, fulfillment))}</section>`;
  const open = box.outstanding(order).presentment;
  const isOpen = order.financialStatus === 'PARTIALLY_PAID' && Number(open) > 0;
  const main = html`<div class="title"><h1>${title}</h1><p class="quiet">${say('placedOn', { date: day(order.processedAt, locale, shop.timezone) })}</p></div>
${isOpen ? html`<p class="notice"><a href="/orders/${order.id}/pay?key=${order.statusToken}">${say('payLink', { amount: seen.cash(open) })}</a></p>` : ''}
${status}
${view.auth === 'none' ? html`<p class="notice">${say('signIn')}</p>` : slot(seen, 'order-status')}
${details(seen)}
<p class="after"><a class="button" href="${box.storefrontUrl(shop)}">${say('continueShopping')}</a></p>`;
  return shell(seen, {
    title,
    main,
    here: `/orders/${order.id}${viewQuery(view)}`,
    isThankYou: false,
    refusal,
  });
}
