import type { Box, Discount, Order, Shop } from '../box.ts';
import type { AdminLocale } from './admin-page.ts';
import { type AdminWord, speakAdmin } from './admin-words.ts';
import { moment, money } from './format.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import { pictureOf } from './store-frame.ts';

type Table = { title: AdminWord; heads: AdminWord[]; rows: HtmlValue[][] };

const statusOf = (order: Order): AdminWord => {
  if (order.cancelledAt) return 'cancelled';
  const last = order.fulfillments.at(-1);
  if (last?.deliveredAt) return 'delivered';
  return last ? 'sent' : 'open';
};
const pill = (text: string): Html =>
  html`<span class="pill">${text.toLowerCase().replaceAll('_', ' ')}</span>`;

const tables: Record<string, (box: Box, shop: Shop, locale: AdminLocale) => Table> = {
  orders: (box, shop, locale) => ({
    title: 'orders',
    heads: ['order', 'date', 'customer', 'total', 'payment', 'fulfillment'],
    rows: [...box.ordersOf(shop.domain)]
      .sort((a, b) => b.number - a.number)
      .slice(0, 100)
      .map((order) => [
        html`<a href="/orders/${order.id}">${order.name}</a>`,
        moment(order.processedAt, locale, shop.timezone),
        order.email ?? order.phone ?? '–',
        money(order.totals.total.presentment, order.presentmentCurrency, locale),
        pill(order.financialStatus),
        speakAdmin(locale)(statusOf(order)),
      ]),
  }),
  products: (box, shop, locale) => {
    const { products, variants } = box.catalog(shop.domain);
    return {
      title: 'products',
      heads: ['product', 'vendor', 'price', 'stock'],
      rows: products.map((product) => {
        const own = variants.filter(({ productId }) => productId === product.id);
        const stock = own.reduce((sum, variant) => sum + variant.stock, 0);
        return [
          html`<a class="with-pic" href="/store/${shop.slug}/products/${product.handle}"><img src="${pictureOf(shop, product)}" alt="" width="36" height="36" loading="lazy">${product.title}</a>`,
          product.vendor,
          money(own[0]?.price ?? '0', shop.currency, locale),
          String(stock),
        ];
      }),
    };
  },
  customers: (box, shop, locale) => {
    const credit = box.storeCredit(shop.domain);
    return {
      title: 'customers',
      heads: ['customer', 'email', 'emailConsent', 'smsConsent', 'credit'],
      rows: box.customers(shop.domain).map((customer) => [
        [customer.firstName, customer.lastName].filter(Boolean).join(' ') || '–',
        customer.email ?? customer.phone ?? '–',
        pill(customer.emailConsent.state),
        pill(customer.smsConsent.state),
        credit
          .filter(({ customerId }) => customerId === customer.id)
          .map((account) => money(account.balance, account.currency, locale))
          .join(', ') || '–',
      ]),
    };
  },
  discounts: (box, shop, locale) => ({
    title: 'discounts',
    heads: ['title', 'value', 'codes', 'used', 'ends'],
    rows: box.discounts(shop.domain).map((discount) => {
      const shown = discount.codes.slice(0, 8).map(({ code }) => html`<code>${code}</code> `);
      return [
        discount.title,
        discountWorth(shop, locale, discount),
        html`${shown}${discount.codes.length > 8 ? `+${discount.codes.length - 8}` : ''}`,
        String(discount.codes.reduce((sum, { usageCount }) => sum + usageCount, 0)),
        discount.endsAt ? moment(discount.endsAt, locale, shop.timezone) : '–',
      ];
    }),
  }),
};

function discountWorth(shop: Shop, locale: AdminLocale, { value, bxgy }: Discount): string {
  if (value.kind === 'free_shipping') return speakAdmin(locale)('freeShipping');
  const off =
    value.kind === 'percentage'
      ? new Intl.NumberFormat(locale, { style: 'percent' }).format(Number(value.fraction))
      : money(value.amount, shop.currency, locale);
  return bxgy === null ? off : `${bxgy.buys.quantity ?? bxgy.buys.amount} + ${bxgy.getsQuantity} (${off})`;
}

/** Whether the admin has a list of this name. */
export const isList = (name: string): boolean => name in tables;

/** One of the admin's own lists, read only: the store's truth beside what the app says. */
export function listRoom(
  box: Box,
  shop: Shop,
  locale: AdminLocale,
  name: string,
): { title: string; main: Html } {
  const say = speakAdmin(locale);
  const make = tables[name];
  const table = make ? make(box, shop, locale) : { title: 'home' as const, heads: [], rows: [] };
  const title = say(table.title);
  const body = table.rows.length
    ? html`<div class="table" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${table.heads.map((word) => html`<th scope="col">${say(word)}</th>`)}</tr></thead><tbody>${table.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`
    : html`<p>${say('none')}</p>`;
  return { title, main: html`<main id="main" class="room"><h1>${title}</h1>${body}</main>` };
}

/**
 * The checkout editor, with the extensions in editor mode over a sample order. Nothing has to be placed in the sandbox:
 * both blocks always stand on their pages. Any other room of the real admin says that it is not played.
 */
export function editorRoom(
  shop: Shop,
  locale: AdminLocale,
  name: string,
  surface: 'thank-you' | 'order-status',
): { title: string; main: Html } {
  const say = speakAdmin(locale);
  if (name !== 'settings') {
    const main = html`<main id="main" class="room"><h1>${say('notPlayed')}</h1><p><a href="/admin/${shop.slug}">${say('openApp')}</a></p></main>`;
    return { title: say('notPlayed'), main };
  }
  const title = say('editor');
  const labels = { 'thank-you': say('thankYouPage'), 'order-status': say('statusPage') };
  const views = (['thank-you', 'order-status'] as const).map(
    (one) =>
      html`<a class="btn" href="?page=${one}&locale=${locale}" ${one === surface ? html`aria-current="page"` : ''}>${labels[one]}</a>`,
  );
  const main = html`<main id="main" class="room" tabindex="-1"><h1>${title}</h1><p>${say('editorText')}</p><p class="row">${views}</p><iframe title="${labels[surface]}" src="/preview/${surface}?shop=${shop.slug}" class="preview" tabindex="0"></iframe></main>`;
  return { title, main };
}
