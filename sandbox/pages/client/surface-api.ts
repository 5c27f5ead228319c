import { allowedProcessing } from '../privacy.ts';
import type { SurfaceData } from '../surface-data.ts';
import { watchable } from './signals.ts';
import { type LocaleFiles, pickLocale, type Replacements, translate } from './translate.ts';

/** Asks the page around the frame for something only it has. */
export type Ask = (what: string, detail?: unknown) => Promise<unknown>;

type NumberOptions = Intl.NumberFormatOptions & { inExtensionLocale?: boolean };
type DateOptions = Intl.DateTimeFormatOptions & { inExtensionLocale?: boolean };

function i18nOf(data: SurfaceData, locale: string, words: ReturnType<typeof pickLocale>['words']) {
  const localeFor = (isExtension: boolean | undefined): string => (isExtension ? locale : data.locale);
  return {
    translate: (key: string, replacements?: Replacements) =>
      translate(words, locale, key, replacements, (missing) =>
        console.error(`i18n.translate: no text for "${missing}" in ${locale}`),
      ),
    formatNumber: (number: number | bigint, { inExtensionLocale, ...options }: NumberOptions = {}) =>
      new Intl.NumberFormat(localeFor(inExtensionLocale), options).format(number),
    formatCurrency: (number: number | bigint, { inExtensionLocale, ...options }: NumberOptions = {}) =>
      new Intl.NumberFormat(localeFor(inExtensionLocale), {
        style: 'currency',
        currency: data.currency,
        ...options,
      }).format(number),
    formatDate: (date: Date, { inExtensionLocale, ...options }: DateOptions = {}) =>
      new Intl.DateTimeFormat(localeFor(inExtensionLocale), { timeZone: data.timezone, ...options }).format(
        date,
      ),
  };
}

const refuse = (name: string) => (): never => {
  throw new Error(`shopify.${name} is not played by the sandbox`);
};

/**
 * Shopify's published API of a target (2026-07) over an order. What a target does not have is not there at all, and
 * protected data is absent unless the app was granted it.
 */
export function surfaceApi(data: SurfaceData, files: LocaleFiles, ask: Ask): Record<string, unknown> {
  const { locale, words } = pickLocale(files, data.locale);
  const isThankYou = data.surface === 'thank-you';
  const hasLevel1 = data.protectedData !== 'none';
  const hasLevel2 = data.protectedData === 'level2';
  const privacy = watchable({
    allowedProcessing: allowedProcessing(data.privacy),
    metafields: [],
    // Who has not been asked has said nothing.
    visitorConsent: (data.privacy === 'all' ? {} : allowedProcessing(data.privacy)) as Record<
      string,
      boolean
    >,
    shouldShowBanner: false,
    saleOfDataRegion: false,
    ...(hasLevel1 ? { region: { countryCode: data.country ?? undefined } } : {}),
  });
  const customer = () => {
    if (!data.customer || !hasLevel1) return undefined;
    const { email, phone, firstName, lastName, fullName, ...level1 } = data.customer;
    return hasLevel2 ? { ...level1, email, phone, firstName, lastName, fullName } : level1;
  };
  const cost = {
    subtotalAmount: watchable(data.cost.subtotal),
    totalShippingAmount: watchable(data.cost.shipping),
    totalTaxAmount: watchable(data.cost.tax),
    totalAmount: watchable(data.cost.total),
  };
  const shared = {
    extension: {
      apiVersion: '2026-07',
      capabilities: watchable(data.capabilities),
      ...(data.isEditor ? { editor: { type: 'checkout' } } : {}),
      rendered: watchable(true),
      scriptUrl: data.scriptUrl,
      target: data.target,
      version: 'sandbox',
    },
    extensionPoint: data.target,
    version: '2026-07',
    analytics: {
      publish: async (name: string, detail: unknown) => ask('publish', { name, detail }).then(() => true),
      visitor: async (detail: unknown) => ask('visitor', detail).then(() => ({ type: 'success' })),
    },
    appMetafields: watchable(data.appMetafields),
    appliedGiftCards: watchable([]),
    attributes: watchable(data.attributes),
    checkoutSettings: watchable({ orderSubmission: 'ORDER', shippingAddress: { isEditable: false } }),
    checkoutToken: watchable(data.checkoutToken ?? undefined),
    cost,
    customerPrivacy: privacy,
    applyTrackingConsentChange: async (change: Record<string, boolean>) => {
      const { type: _type, metafields: _metafields, ...consent } = change as Record<string, unknown>;
      const given = consent as Record<string, boolean>;
      privacy.value = {
        ...privacy.value,
        visitorConsent: { ...privacy.value.visitorConsent, ...given },
        allowedProcessing: { ...privacy.value.allowedProcessing, ...given },
      };
      return { type: 'success' };
    },
    discountAllocations: watchable(data.discountAllocations),
    discountCodes: watchable(data.discountCodes),
    i18n: i18nOf(data, locale, words),
    lines: watchable(data.lines),
    localization: {
      currency: watchable({ isoCode: data.currency }),
      timezone: watchable(data.timezone),
      language: watchable({ isoCode: data.locale }),
      extensionLanguage: watchable({ isoCode: locale }),
      country: watchable(data.country ? { isoCode: data.country } : undefined),
      market: watchable({ id: 'gid://shopify/Market/1', handle: 'home' }),
    },
    note: watchable(data.note ?? undefined),
    query: async (query: string, options: { variables?: Record<string, unknown> } = {}) => {
      if (!data.capabilities.includes('api_access'))
        throw new Error('shopify.query: api_access is not switched on in shopify.extension.toml');
      return ask('query', { query, variables: options.variables ?? {} });
    },
    sessionToken: { get: () => ask('token') },
    settings: watchable({}),
    shop: data.shop,
    storage: {
      read: (key: string) => ask('storage-read', { key }),
      write: (key: string, value: unknown) => ask('storage-write', { key, value }).then(() => undefined),
      delete: (key: string) => ask('storage-delete', { key }).then(() => undefined),
    },
    ...(hasLevel1
      ? {
          buyerIdentity: {
            // A guest has no account here, even when the shop knows the address.
            customer: watchable(data.isSignedIn ? customer() : undefined),
            email: watchable(hasLevel2 ? (data.email ?? undefined) : undefined),
            phone: watchable(hasLevel2 ? (data.phone ?? undefined) : undefined),
            purchasingCompany: watchable(undefined),
          },
        }
      : {}),
    ...(hasLevel2
      ? {
          shippingAddress: watchable(data.shippingAddress ?? undefined),
          billingAddress: watchable(data.billingAddress ?? undefined),
        }
      : {}),
  };
  return isThankYou
    ? { ...shared, ...thankYouOnly(data) }
    : { ...shared, ...orderStatusOnly(data, hasLevel1, ask) };
}

function thankYouOnly(data: SurfaceData) {
  const cannot = { canUpdateAttributes: false };
  const shipping = data.shipping && {
    type: 'shipping',
    ...data.shipping,
    carrier: {},
    deliveryEstimate: {},
    metafields: [],
  };
  return {
    availablePaymentOptions: watchable([{ type: 'creditCard', handle: 'bogus' }]),
    selectedPaymentOptions: watchable([{ type: 'creditCard', handle: 'bogus' }]),
    buyerJourney: {
      intercept: refuse('buyerJourney.intercept'),
      completed: watchable(true),
      steps: watchable([{ handle: 'thank-you', label: 'Thank you', to: '', disabled: false }]),
      activeStep: watchable({ handle: 'thank-you' }),
    },
    deliveryGroups: watchable([
      {
        id: 'gid://shopify/CartDeliveryGroup/1',
        targetedCartLines: (data.lines as { id: string }[]).map(({ id }) => ({ id })),
        deliveryOptions: shipping ? [shipping] : [],
        ...(shipping ? { selectedDeliveryOption: { handle: shipping.handle } } : {}),
        groupType: 'oneTimePurchase',
        isDeliveryRequired: shipping !== null,
      },
    ]),
    instructions: watchable({
      attributes: cannot,
      delivery: { canSelectCustomAddress: false },
      discounts: { canUpdateDiscountCodes: false },
      lines: { canAddCartLine: false, canRemoveCartLine: false, canUpdateCartLine: false },
      metafields: { canSetCartMetafields: false, canDeleteCartMetafield: false },
      notes: { canUpdateNote: false },
    }),
    orderConfirmation: watchable({
      order: { id: data.order.id },
      number: data.order.confirmationNumber,
      isFirstOrder: data.order.isFirst,
    }),
  };
}

function orderStatusOnly(data: SurfaceData, hasLevel1: boolean, ask: Ask) {
  const { id, name, confirmationNumber, processedAt, cancelledAt } = data.order;
  const customerId = data.isSignedIn && hasLevel1 ? data.customer?.id : undefined;
  return {
    authenticatedAccount: {
      customer: watchable(customerId ? { id: customerId } : undefined),
      purchasingCompany: watchable(undefined),
    },
    authenticationState: watchable(data.isSignedIn ? 'fully_authenticated' : 'pre_authenticated'),
    intents: { invoke: refuse('intents.invoke') },
    order: watchable({ id, name, confirmationNumber, processedAt, ...(cancelledAt ? { cancelledAt } : {}) }),
    requireLogin: () => ask('login').then(() => undefined),
    toast: { show: async (content: string) => ask('toast', content).then(() => ({ hide: () => {} })) },
  };
}
