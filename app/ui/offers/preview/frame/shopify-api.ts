import type { PreviewPage } from '../preview-page.ts';
import { confirmationNumber } from './draw-page.ts';
import { type Dictionary, translateWith } from './translate.ts';

interface Signal<T> {
  value: T;
  readonly current: T;
  subscribe(listener: (value: T) => void): () => void;
  destroy(): Promise<void>;
}

/** A value of the page. In the preview none of them changes: another order is another frame. */
function still<T>(value: T): Signal<T> {
  return {
    value,
    current: value,
    subscribe(listener) {
      listener(value);
      return () => {};
    },
    destroy: async () => {},
  };
}

export const targets = {
  'thank-you': 'purchase.thank-you.block.render',
  'order-status': 'customer-account.order-status.block.render',
} as const;

type Options = Intl.NumberFormatOptions & Intl.DateTimeFormatOptions & { inExtensionLocale?: boolean };

/**
 * The part of Shopify's API (2026-07) that a block can ask for, over the order of the preview. Measuring is not allowed, so
 * nothing is counted; nothing is stored; no token is real.
 */
export function shopifyApi(page: PreviewPage, words: Record<string, Dictionary>): Record<string, unknown> {
  const { order, locale, surface } = page;
  const money = (amount: string) => ({ amount: Number(amount), currencyCode: order.currency });
  const language = Object.keys(words).find((name) => name === locale.split('-')[0]) ?? 'en';
  const dictionary = words[language] ?? {};
  const localeFor = ({ inExtensionLocale }: Options) => (inExtensionLocale ? language : locale);
  const clean = ({ inExtensionLocale: _own, ...options }: Options) => options;
  const id = order.id || '1001';
  return {
    extension: {
      apiVersion: '2026-07',
      target: targets[surface],
      capabilities: still(['network_access', 'api_access']),
      rendered: still(true),
      version: 'preview',
    },
    extensionPoint: targets[surface],
    version: '2026-07',
    appMetafields: still([]),
    attributes: still([]),
    checkoutToken: still('preview'),
    cost: {
      subtotalAmount: still(money(order.total)),
      totalShippingAmount: still(money('0')),
      totalTaxAmount: still(money('0')),
      totalAmount: still(money(order.total)),
    },
    customerPrivacy: still({
      allowedProcessing: { analytics: false, marketing: false, preferences: false, saleOfData: false },
      visitorConsent: {},
      shouldShowBanner: false,
    }),
    discountAllocations: still([]),
    discountCodes: still([]),
    i18n: {
      translate: (key: string, values?: Record<string, unknown>) =>
        translateWith(dictionary, language, key, values),
      formatNumber: (number: number, options: Options = {}) =>
        new Intl.NumberFormat(localeFor(options), clean(options)).format(number),
      formatCurrency: (number: number, options: Options = {}) =>
        new Intl.NumberFormat(localeFor(options), {
          style: 'currency',
          currency: order.currency,
          ...clean(options),
        }).format(number),
      formatDate: (date: Date, options: Options = {}) =>
        new Intl.DateTimeFormat(localeFor(options), {
          timeZone: page.shop.timezone,
          ...clean(options),
        }).format(date),
    },
    lines: still(
      order.lines.map((line, index) => ({
        id: `gid://shopify/CartLine/${index + 1}`,
        quantity: line.quantity,
        cost: { totalAmount: money(line.price) },
        attributes: [],
        merchandise: {
          id: `gid://shopify/ProductVariant/${line.variantId}`,
          title: line.title,
          product: { id: `gid://shopify/Product/${line.productId}` },
        },
      })),
    ),
    localization: {
      currency: still({ isoCode: order.currency }),
      timezone: still(page.shop.timezone),
      language: still({ isoCode: locale }),
      extensionLanguage: still({ isoCode: language }),
      country: still(order.country ? { isoCode: order.country } : undefined),
    },
    deliveryGroups: still([]),
    note: still(undefined),
    sessionToken: { get: async () => 'preview' },
    settings: still({}),
    shop: { name: page.shop.name },
    storage: { read: async () => null, write: async () => {}, delete: async () => {} },
    ...(surface === 'thank-you'
      ? {
          orderConfirmation: still({
            order: { id: `gid://shopify/OrderIdentity/${id}` },
            number: confirmationNumber,
            isFirstOrder: order.isFirst,
          }),
        }
      : {
          order: still({
            id: `gid://shopify/Order/${id}`,
            name: order.name,
            confirmationNumber,
            processedAt: order.placedAt,
          }),
          authenticatedAccount: { customer: still(undefined), purchasingCompany: still(undefined) },
          authenticationState: still('pre_authenticated'),
          requireLogin: async () => {},
          toast: { show: async () => ({ hide: () => {} }) },
        }),
  };
}
