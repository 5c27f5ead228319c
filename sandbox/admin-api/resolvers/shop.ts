import type { Shop } from '../../store/records.ts';
import { storefrontUrl } from '../../store/shops.ts';
import { localTime } from '../../webhooks/json.ts';
import type { Resolvers } from '../context.ts';
import { fields, gid, node, roots } from '../context.ts';
import { ownedMetafields } from './metafields.ts';
import { storefrontAccessTokens } from './storefront-tokens.ts';

const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language' });
const REGIONS = new Intl.DisplayNames(['en'], { type: 'region' });
const PLAN_NAMES: Record<string, string> = {
  basic: 'Basic',
  grow: 'Grow',
  advanced: 'Advanced',
  plus: 'Plus',
  enterprise: 'Plus',
};

function address(shop: Shop) {
  return {
    __typename: 'ShopAddress',
    id: gid('ShopAddress', shop.id),
    address1: null,
    address2: null,
    city: null,
    company: shop.name,
    coordinatesValidated: false,
    country: REGIONS.of(shop.country) ?? shop.country,
    countryCode: shop.country,
    countryCodeV2: shop.country,
    firstName: null,
    lastName: null,
    name: null,
    formatted: [shop.name, REGIONS.of(shop.country) ?? shop.country],
    formattedArea: REGIONS.of(shop.country) ?? shop.country,
    latitude: null,
    longitude: null,
    phone: null,
    province: null,
    provinceCode: null,
    zip: null,
  };
}

const pattern = (shop: Shop) =>
  shop.locale.startsWith('de') ? '{{amount_with_comma_separator}}' : '{{amount}}';

export const shopResolvers: Resolvers = {
  QueryRoot: roots({
    shop: (_args, { shop }) => node('Shop', shop),
    // `published` only narrows when it is true, and every locale of a sandbox shop is published.
    shopLocales: (_args, { shop }) =>
      shop.locales.map((locale) => ({
        __typename: 'ShopLocale',
        locale,
        name: LANGUAGES.of(locale) ?? locale,
        primary: locale === shop.locale,
        published: true,
        marketWebPresences: [],
      })),
    currentAppInstallation: (_args, { shop }) => node('AppInstallation', shop),
    app: (_args, { shop }) => node('App', shop),
    publicApiVersions: () => [{ handle: '2026-07', displayName: '2026-07 (Latest)', supported: true }],
  }),
  Shop: {
    ...fields<Shop>({
      id: (shop) => gid('Shop', shop.id),
      name: (shop) => shop.name,
      email: (shop) => shop.email,
      contactEmail: (shop) => shop.email,
      myshopifyDomain: (shop) => shop.domain,
      currencyCode: (shop) => shop.currency,
      ianaTimezone: (shop) => shop.timezone,
      timezoneAbbreviation: (shop) => shop.timezone,
      timezoneOffset: (shop, _args, { store }) =>
        (localTime(store.nowIso(), shop.timezone) ?? '').slice(19).replace(':', ''),
      createdAt: (shop) => shop.createdAt,
      updatedAt: (shop) => shop.createdAt,
      url: (shop, _args, { store }) => storefrontUrl(store, shop),
      primaryDomain: (shop, _args, { store }) => {
        const url = storefrontUrl(store, shop);
        return {
          __typename: 'Domain',
          id: gid('Domain', shop.id),
          host: new URL(url).host,
          url,
          sslEnabled: false,
        };
      },
      plan: (shop) => {
        const name = PLAN_NAMES[shop.plan] ?? shop.plan;
        return {
          __typename: 'ShopPlan',
          displayName: name,
          publicDisplayName: name,
          partnerDevelopment: shop.plan === 'partner_test',
          shopifyPlus: shop.plan === 'plus' || shop.plan === 'enterprise',
        };
      },
      billingAddress: address,
      shopAddress: address,
      enabledPresentmentCurrencies: (shop) => shop.presentmentCurrencies,
      currencyFormats: (shop) => ({
        moneyFormat: pattern(shop),
        moneyInEmailsFormat: pattern(shop),
        moneyWithCurrencyFormat: `${pattern(shop)} ${shop.currency}`,
        moneyWithCurrencyInEmailsFormat: `${pattern(shop)} ${shop.currency}`,
      }),
      customerAccountsV2: (shop, _args, { store }) => ({
        customerAccountsVersion: 'NEW_CUSTOMER_ACCOUNTS',
        loginLinksVisibleOnStorefrontAndCheckout: true,
        loginRequiredAtCheckout: false,
        url: `${storefrontUrl(store, shop)}/account`,
      }),
      taxesIncluded: (shop) => shop.taxesIncluded,
      taxShipping: () => true,
      weightUnit: () => 'KILOGRAMS',
      unitSystem: (shop) => (shop.country === 'US' ? 'IMPERIAL_SYSTEM' : 'METRIC_SYSTEM'),
      orderNumberFormatPrefix: () => '#',
      orderNumberFormatSuffix: () => '',
      setupRequired: () => false,
      shopOwnerName: () => 'Sandbox Owner',
      description: () => null,
      checkoutApiSupported: () => true,
      marketingSmsConsentEnabledAtCheckout: () => false,
      transactionalSmsDisabled: () => false,
    }),
    ...ownedMetafields('Shop'),
    storefrontAccessTokens,
  },
  AppInstallation: {
    ...fields<Shop>({
      id: (shop) => gid('AppInstallation', shop.id),
      accessScopes: (shop) =>
        shop.scopes.map((handle) => ({ __typename: 'AccessScope', handle, description: handle })),
      activeSubscriptions: () => [],
      launchUrl: (shop, _args, { store }) => `${store.sandboxUrl()}/admin/${shop.slug}`,
      uninstallUrl: () => null,
      app: (shop) => node('App', shop),
    }),
    ...ownedMetafields('AppInstallation'),
  },
  App: fields<Shop>({
    id: () => gid('App', '1'),
    apiKey: (_shop, _args, { apiKey }) => apiKey,
    title: (_shop, _args, { app }) => app.name,
    handle: (_shop, _args, { app }) => app.name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    embedded: () => true,
    installation: (shop) => node('AppInstallation', shop),
    requestedAccessScopes: (_shop, _args, { app }) =>
      app.scopes.map((handle) => ({ handle, description: handle })),
  }),
};
