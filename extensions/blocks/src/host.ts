import { MAX_LINES, type Surface, type WireLine, type WireMoney } from '@reprise/rules';

/** Words and formats of the page's language, as Shopify gives them. */
export interface I18n {
  readonly translate: (key: string, params?: Record<string, string | number>) => string;
  readonly formatCurrency: (amount: number, options: Intl.NumberFormatOptions) => string;
  readonly formatDate: (
    date: Date,
    options: Intl.DateTimeFormatOptions & { inExtensionLocale?: boolean },
  ) => string;
}

/** The order that the page is about, as far as the page knows it. */
export interface PageOrder {
  readonly orderId: string;
  readonly confirmationNumber: string | undefined;
  readonly checkoutToken: string | undefined;
  readonly isFirstOrder: boolean | undefined;
  readonly total: WireMoney;
  readonly lines: readonly WireLine[];
  readonly locale: string;
  readonly country: string | undefined;
  /** Codes used on this order. */
  readonly discountCodes: readonly string[];
  /** Title of the delivery option; undefined where the page does not tell. */
  readonly shippingMethod: string | undefined;
}

/** All that the blocks need of the page they stand on; the same for both surfaces. */
export interface Host {
  readonly surface: Surface;
  /** Base URL of the app, without a slash at the end. */
  readonly appUrl: string;
  /** In Shopify's checkout editor: show a sample, ask and record nothing. */
  readonly isInEditor: boolean;
  readonly i18n: I18n;
  readonly storage: {
    readonly read: (key: string) => Promise<unknown>;
    readonly write: (key: string, data: unknown) => Promise<void>;
  };
  readonly sessionToken: () => Promise<string>;
  /** null while the page does not know its order. Reads signals: call it while rendering. */
  readonly order: () => PageOrder | null;
  /** May what the buyer does here be recorded? Asked at each event, because consent can change. */
  readonly mayMeasure: () => boolean;
  /** IANA name of the buyer's time zone, or undefined. */
  readonly timeZone: () => string | undefined;
  /** The buyer's first name; undefined unless the shop gave the app access to it. */
  readonly firstName: () => string | undefined;
  readonly shopName: string;
  /** The shop's own offers as the app left them beside the page: JSON text, not yet read; undefined while there are none. */
  readonly pageOffers: () => string | undefined;
}

interface SignalLike<T> {
  readonly value: T;
}

/** The part of Shopify's API that both targets have; `shopify` of either is assignable to it. */
export interface ShopifyApi {
  readonly extension: { readonly editor?: { readonly type: string } | undefined };
  readonly i18n: {
    readonly translate: (key: string, params?: Record<string, string | number>) => string;
    readonly formatCurrency: I18n['formatCurrency'];
    readonly formatDate: I18n['formatDate'];
  };
  readonly storage: {
    readonly read: <T>(key: string) => Promise<T | null>;
    readonly write: (key: string, data: unknown) => Promise<void>;
  };
  readonly sessionToken: { readonly get: () => Promise<string> };
  readonly checkoutToken: SignalLike<string | undefined>;
  readonly shop: { readonly name: string };
  readonly appMetafields: SignalLike<
    readonly {
      readonly target: { readonly type: string };
      readonly metafield: {
        readonly namespace: string;
        readonly key: string;
        readonly value: string | number | boolean;
      };
    }[]
  >;
  readonly discountCodes: SignalLike<readonly { readonly code: string }[]>;
  readonly buyerIdentity?:
    | { readonly customer: SignalLike<{ readonly firstName?: string | undefined } | undefined> }
    | undefined;
  readonly shippingAddress?: SignalLike<{ readonly firstName?: string | undefined } | undefined> | undefined;
  readonly cost: {
    readonly totalAmount: SignalLike<{ readonly amount: number; readonly currencyCode: string }>;
  };
  readonly lines: SignalLike<
    readonly {
      readonly quantity: number;
      readonly merchandise: { readonly id: string; readonly product: { readonly id: string } };
    }[]
  >;
  readonly localization: {
    readonly language: SignalLike<{ readonly isoCode: string }>;
    readonly country: SignalLike<{ readonly isoCode: string } | undefined>;
    readonly timezone: SignalLike<string>;
  };
  readonly customerPrivacy: SignalLike<{
    readonly allowedProcessing: { readonly analytics: boolean; readonly marketing: boolean };
  }>;
}

/** What only one of the two targets tells, in one shape. */
export interface OrderIdentity {
  readonly id: string;
  readonly confirmationNumber?: string | undefined;
  readonly isFirstOrder?: boolean | undefined;
  readonly shippingMethod?: string | undefined;
}

/** Namespace and key of the metafield in which the app leaves a shop's offers; shopify.extension.toml asks for it. */
const PAGE_OFFERS = { namespace: '$app', key: 'offers' };

/**
 * Part of Shopify's API, or undefined: what a shop has not granted, or an older page does not have, is missing, and reading it
 * may throw. Whatever is only good to have is read through this.
 */
export function optional<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A number as Shopify gives amounts, as a decimal string without the noise of binary fractions. */
export function decimal(amount: number): string {
  return amount.toFixed(3).replace(/\.?0+$/, '');
}

function readLines(shopify: ShopifyApi): WireLine[] {
  const lines: WireLine[] = [];
  for (const line of shopify.lines.value ?? []) {
    if (lines.length === MAX_LINES) break;
    // Tips and custom items have no variant; they are no ground for an offer.
    const { merchandise } = line;
    if (!merchandise?.id || !merchandise.product?.id) continue;
    lines.push({
      productId: merchandise.product.id,
      variantId: merchandise.id,
      quantity: line.quantity,
    });
  }
  return lines;
}

function readOrder(shopify: ShopifyApi, identity: () => OrderIdentity | undefined): PageOrder | null {
  const order = identity();
  const total = shopify.cost.totalAmount.value;
  if (!order?.id || !total) return null;
  return {
    orderId: order.id,
    confirmationNumber: order.confirmationNumber,
    checkoutToken: optional(() => shopify.checkoutToken.value) || undefined,
    isFirstOrder: order.isFirstOrder,
    total: { amount: decimal(total.amount), currency: total.currencyCode },
    lines: readLines(shopify),
    locale: shopify.localization.language.value.isoCode,
    country: optional(() => shopify.localization.country.value?.isoCode),
    discountCodes: optional(() => shopify.discountCodes.value.map(({ code }) => code)) ?? [],
    shippingMethod: order.shippingMethod,
  };
}

function readPageMetafield(shopify: ShopifyApi): string | undefined {
  const found = shopify.appMetafields.value.find(
    ({ target, metafield }) =>
      target.type === 'shop' &&
      metafield.namespace === PAGE_OFFERS.namespace &&
      metafield.key === PAGE_OFFERS.key,
  );
  return typeof found?.metafield.value === 'string' ? found.metafield.value : undefined;
}

/** Puts the blocks' view of a page over Shopify's API. `identity` reads the order where this target has it. */
export function createHost(
  surface: Surface,
  appUrl: string,
  shopify: ShopifyApi,
  identity: () => OrderIdentity | undefined,
): Host {
  return {
    surface,
    appUrl: appUrl.replace(/\/+$/, ''),
    isInEditor: Boolean(optional(() => shopify.extension.editor)),
    i18n: shopify.i18n,
    storage: {
      read: (key) => shopify.storage.read<unknown>(key),
      write: (key, data) => shopify.storage.write(key, data),
    },
    sessionToken: () => shopify.sessionToken.get(),
    order: () => optional(() => readOrder(shopify, identity)) ?? null,
    mayMeasure: () => {
      const allowed = optional(() => shopify.customerPrivacy.value.allowedProcessing);
      return allowed?.analytics === true && allowed.marketing === true;
    },
    timeZone: () => optional(() => shopify.localization.timezone.value) || undefined,
    firstName: () =>
      optional(() => shopify.buyerIdentity?.customer.value?.firstName) ||
      optional(() => shopify.shippingAddress?.value?.firstName) ||
      undefined,
    shopName: optional(() => shopify.shop.name) ?? '',
    pageOffers: () => optional(() => readPageMetafield(shopify)),
  };
}
