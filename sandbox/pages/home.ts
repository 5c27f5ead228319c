import type { Box, Order, Shop } from '../box.ts';
import { boxPage } from './box-frame.ts';
import { moment, money } from './format.ts';
import { type Html, html, raw } from './html.ts';
import { logo, pictureOf } from './store-frame.ts';

function orderRow(order: Order): Html {
  const sent = order.fulfillments.at(-1);
  const state = order.cancelledAt
    ? 'cancelled'
    : order.financialStatus === 'REFUNDED'
      ? 'refunded'
      : sent?.deliveredAt
        ? 'delivered'
        : sent
          ? 'on its way'
          : 'open';
  return html`<li><a href="/orders/${order.id}">${order.name}</a> <span>${order.email ?? order.phone ?? 'no contact'}</span> <span class="state state-${state.replaceAll(' ', '-')}">${state}</span> <span>${money(order.totals.total.presentment, order.presentmentCurrency, 'en')}</span></li>`;
}

/** In Shopify: Settings, Checkout, Post-purchase page. */
function postPurchaseSwitch(shop: Shop): Html {
  const isOn = shop.hasPostPurchase === true;
  return html`<form class="switch" method="post" action="/post-purchase-switch"><input type="hidden" name="shop" value="${shop.slug}">
<span>Post-purchase page: <strong>${isOn ? 'the app’s extension' : 'none'}</strong></span><button class="button plain" name="enabled" value="${isOn ? 'off' : 'on'}" aria-label="${isOn ? 'Switch off' : 'Switch on'} the post-purchase page of ${shop.name}">${isOn ? 'Switch off' : 'Switch on'}</button></form>`;
}

function shopCard(box: Box, shop: Shop): Html {
  const { products } = box.catalog(shop.domain);
  const orders = [...box.ordersOf(shop.domain)].sort((a, b) => b.number - a.number).slice(0, 5);
  return html`<section class="shop-card" aria-labelledby="shop-${shop.slug}"><div class="shop-strip" aria-hidden="true">${products.slice(0, 6).map((product) => html`<img src="${pictureOf(shop, product)}" alt="">`)}</div>
<h2 id="shop-${shop.slug}">${logo(shop)}</h2>
<p class="quiet">${shop.domain} · ${shop.currency} · ${shop.locale} · ${shop.timezone} ${shop.isInstalled ? '' : html`<strong class="state state-cancelled">app not installed</strong>`}</p>
<p class="doors"><a class="button" href="/admin/${shop.slug}">Merchant admin</a><a class="button plain" href="/store/${shop.slug}">Storefront</a></p>
<details><summary>Make an order now</summary><form class="quick" method="post" action="/quick-order"><input type="hidden" name="shop" value="${shop.slug}">
<label>Buyer’s e-mail<input name="email" type="email" value="anna@example.com" required></label>
<label>What<select name="product">${products.filter(({ status }) => status === 'ACTIVE').map((product) => html`<option value="${product.id}">${product.title}</option>`)}</select></label>
<label>Referral code of a friend (optional)<input name="ref"></label>
<label class="tick"><input type="checkbox" name="news"> agrees to marketing e-mail</label>
<div class="row"><button class="button" name="then" value="pay">Pay and see the thank-you page</button><button class="button plain" name="then" value="leave">Leave at checkout</button></div></form></details>
${postPurchaseSwitch(shop)}
<h3>Latest orders</h3>${orders.length ? html`<ul class="orders">${orders.map(orderRow)}</ul>` : html`<p class="quiet">None yet.</p>`}</section>`;
}

function loops(shop: Shop): Html {
  const admin = `/admin/${shop.slug}`;
  const store = `/store/${shop.slug}`;
  const steps: [string, string][] = [
    [
      'Offer',
      `In the <a href="${admin}/apps/reprise/offers">admin</a> create an offer. Buy something in the <a href="${store}">storefront</a>: the thank-you page shows it. Accept it: a real code with a real deadline, and a link that puts it into your cart.`,
    ],
    [
      'Thank-you message',
      'Look into the <a href="/mail">mailbox</a> within a minute of paying: the message with your items is there, in the order’s language.',
    ],
    [
      'Review',
      'On the order page open the <em>Sandbox</em> corner: fulfil, deliver, move the clock 7 days. The request arrives; its stars open the review page; the rating appears on the product in the storefront.',
    ],
    [
      'Referral',
      'The thank-you page gives you a link. Open it in a private window and buy as somebody else, with another address: the friend’s discount is applied. Fulfil that order, move the clock 30 days: your credit becomes payable.',
    ],
    [
      'Abandoned checkout',
      `Begin a <a href="${store}">checkout</a>, enter an e-mail, tick the marketing box, and leave. Move the clock one hour: the reminder arrives (between 20:00 and 9:00 in the shopper’s zone it waits for the morning) with a link back to your cart. Unsubscribing takes one click.`,
    ],
  ];
  return html`<section aria-labelledby="loops"><h2 id="loops">Five loops to walk</h2><p>First, in the <a href="${admin}">merchant admin</a>: a new shop sends and shows nothing until its merchant switches it on, with one button on the app’s Home page.</p><ol class="loops">${steps.map(([title, text]) => html`<li><h3>${title}</h3><p>${raw(text)}</p></li>`)}</ol></section>`;
}

/** Where an operator looks: webhooks that were not understood, work that failed. */
function operatorDoor({ config }: Box): Html {
  if (!config.appUrl) return html``;
  return html`<section aria-labelledby="operator"><h2 id="operator">For operators</h2><p>What the app could not understand or finish is on its <a href="${config.appUrl}/operator">operator’s page</a>. Sign in with <code>${config.operatorToken}</code>.</p></section>`;
}

/** The sandbox's front page: what there is, and what to try. */
export function homePage(box: Box): string {
  const shops = box.shops();
  const first = shops.find(({ isInstalled }) => isInstalled) ?? shops[0];
  const main = html`<div class="intro"><h1>A Shopify store in a box</h1><p>Shops, shoppers, parcels, mail and time, all pretend and all on this machine. Behind the pages run the real app, the real extension bundles and real webhooks.</p><p class="now">It is <strong>${moment(box.now(), 'en-GB', 'UTC')}</strong> UTC in here. <a href="/clock">Move time</a></p></div>
<div class="shops">${shops.map((shop) => shopCard(box, shop))}</div>${first ? loops(first) : html`<p>No shop yet: <code>POST /control/shops</code> makes one.</p>`}${operatorDoor(box)}`;
  return boxPage({ title: 'Shops', here: '/', main, wide: true });
}
