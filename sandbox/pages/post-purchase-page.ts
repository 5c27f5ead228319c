import type { Box, Order, Shop } from '../box.ts';
import { documentPage, html } from './html.ts';
import { logo } from './store-frame.ts';
import { toolbar } from './toolbar.ts';
import { languageOf, speak } from './words.ts';

/** The page between payment and thank-you: what was bought is certain already, and an app may offer something more. */
export function postPurchasePage(box: Box, shop: Shop, order: Order): string {
  const locale = order.locale ?? shop.locale;
  const say = speak(locale);
  const source = `/extensions/post-purchase/${order.id}`;
  const body = html`<a class="skip" href="#main">${say('skip')}</a><div class="after-pay theme-${shop.catalog}">
<header class="after-head"><a href="${box.storefrontUrl(shop)}">${logo(shop)}</a></header>
<div class="after-strip" role="status"><span class="tick" aria-hidden="true"></span><p><strong>${say('ppPaid')}</strong></p>
<form method="post" action="/post-purchase/${order.id}/leave"><button class="link">${say('ppConfirmation')}</button></form></div>
<main id="main"><h1 class="hush">${say('ppTitle')}</h1><p class="after-wait" data-wait>${say('ppWait')}</p>
<div class="extension" data-extension="post-purchase" data-src="${source}/frame" data-token="${source}/token" data-store="extension/post-purchase/${order.id}" data-title="${say('extension', { shop: shop.name })}"></div></main></div>
${toolbar({ box, here: `/post-purchase/${order.id}`, order })}`;
  return documentPage({
    title: `${say('ppTitle')} · ${shop.name}`,
    lang: languageOf(locale),
    styles: ['desk', 'after-pay', 'toolbar'],
    scripts: ['extension-host', 'toolbar'],
    body,
  });
}
