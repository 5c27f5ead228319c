import type { Box, Shop } from '../box.ts';
import { speakAdmin } from './admin-words.ts';
import { documentPage, type Html, html, raw } from './html.ts';

const icons: Record<string, string> = {
  home: 'M3 9l7-6 7 6v8h-5v-5H8v5H3z',
  orders: 'M4 3h12v14l-3-2-3 2-3-2-3 2zM7 7h6M7 10h6',
  products: 'M3 10V3h7l7 7-7 7zM7 7v.2',
  customers: 'M10 10a3 3 0 100-6 3 3 0 000 6zM4 17c.6-3.4 3-5 6-5s5.4 1.6 6 5',
  discounts: 'M4 10a6 6 0 1112 0 6 6 0 01-12 0zM7.5 12.500l5-5M8 8v.2M12 12v.2',
};
const icon = (name: string): Html =>
  html`<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="${icons[name] ?? ''}" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round"/></svg>`;

export type AdminLocale = 'en' | 'de';

/** The admin's frame: top bar, navigation with the app's own menu, and a room for the app or a list. */
export function adminFrame(
  box: Box,
  shop: Shop,
  options: {
    locale: AdminLocale;
    room: string;
    main: Html;
    title: string;
    scripts?: string[];
    appName?: string;
  },
): string {
  const { locale, room } = options;
  const say = speakAdmin(locale);
  const base = `/admin/${shop.slug}`;
  const query = locale === 'en' ? '' : `?locale=${locale}`;
  const item = (name: 'home' | 'orders' | 'products' | 'customers' | 'discounts', href: string): Html =>
    html`<li><a href="${href}${query}" ${room === name ? html`aria-current="page"` : ''}>${icon(name)}${say(name)}</a></li>`;
  const body = html`<a class="skip" href="#main">${say('skip')}</a>
<header class="top"><button id="menu-button" class="menu-button" aria-expanded="false" aria-controls="side"><span class="hush">${say('menu')}</span><svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M3 5h14M3 10h14M3 15h14" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg></button>
<a class="brand" href="/"><svg viewBox="0 0 26 26" width="24" height="24" aria-hidden="true"><path d="M4 9h18l-1.5 14h-15z" fill="#95bf47"/><path d="M9 9c0-7 8-7 8 0" fill="none" stroke="#fff" stroke-width="2"/></svg><span>${say('admin')}</span></a>
<div class="save-bar" id="save-bar" role="region" aria-label="${say('unsaved')}" hidden><span id="save-bar-text"></span><button class="btn dark" id="save-bar-discard"></button><button class="btn light" id="save-bar-save"></button></div>
<div class="top-right"><form method="get" class="locale"><label class="hush" for="locale">${say('language')}</label><select id="locale" name="locale" onchange="this.form.submit()">${(['en', 'de'] as const).map((code) => html`<option value="${code}" ${code === locale ? raw('selected') : ''}>${code === 'en' ? 'English' : 'Deutsch'}</option>`)}</select></form><span class="shop-chip"><span aria-hidden="true">${shop.name.slice(0, 2).toUpperCase()}</span>${shop.name}</span></div></header>
<div class="frame"><nav class="side" id="side" aria-label="${say('menu')}"><ul>${item('home', base)}${item('orders', `${base}/orders`)}${item('products', `${base}/products`)}${item('customers', `${base}/customers`)}${item('discounts', `${base}/discounts`)}</ul>
<h2>${say('apps')}</h2><ul><li><a id="app-home" href="${base}/apps/reprise${query}" ${room === 'app' ? html`aria-current="page"` : ''}><span class="app-mark" aria-hidden="true">R</span>${options.appName ?? 'Reprise'}</a><ul id="app-menu" class="app-menu"></ul></li></ul>
<h2>${say('sandbox')}</h2><ul><li><a href="${box.storefrontUrl(shop)}">${say('storefront')}</a></li><li><a href="/mail">${say('mail')}</a></li><li><a href="/clock">${say('clock')}</a></li></ul></nav>
${options.main}</div><div class="toasts" id="toasts" role="status" aria-live="polite"></div>`;
  return documentPage({
    title: `${options.title} · ${shop.name}`,
    lang: locale,
    styles: ['admin'],
    scripts: options.scripts ?? ['admin-menu'],
    body,
    bodyClass: room === 'app' ? 'is-app is-loading' : '',
    data: appData(box, shop, locale),
  });
}

/** What the frame's script has to know. */
function appData(box: Box, shop: Shop, locale: AdminLocale): Record<string, string> {
  const base = `/admin/${shop.slug}`;
  return {
    base,
    'app-origin': new URL(box.config.appUrl).origin,
    token: `${base}/session-token`,
    catalog: `${base}/picker.json`,
    lang: locale,
    shop: shop.name,
  };
}

/** The app in its frame. `path` is the app's own path, e.g. `/app/offers?x=1`. */
export function appRoom(box: Box, shop: Shop, locale: AdminLocale, path: string): Html {
  const say = speakAdmin(locale);
  if (!shop.isInstalled)
    return html`<main id="main" class="room"><h1>${say('notInstalled')}</h1><p>${say('notInstalledText')}</p><form method="post" action="/admin/${shop.slug}/install"><button class="btn primary">${say('install')}</button></form></main>`;
  const url = new URL(path, box.config.appUrl);
  const params: Record<string, string> = {
    shop: shop.domain,
    host: Buffer.from(`admin.shopify.com/store/${shop.slug}`).toString('base64').replace(/=+$/, ''),
    embedded: '1',
    locale,
    id_token: box.mintToken({ shop: shop.domain, target: 'admin' }),
  };
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return html`<main id="main" class="app-room"><div class="title-bar"><span class="app-mark" aria-hidden="true">R</span><strong>Reprise</strong><span id="title-text"></span><span id="title-actions" class="row"></span></div><div class="loading-bar" aria-hidden="true"></div><iframe id="app-frame" title="Reprise" data-src="${url.href}" allow="clipboard-write *"></iframe></main>`;
}
