import { statusOf } from '../../store/discounts.ts';
import { gid } from '../../store/ids.ts';
import type { Consent, Customer, Order, Shop } from '../../store/records.ts';
import type { DiscountNode, RedeemCode } from '../../store/tables.ts';
import { integer, localTime } from '../json.ts';
import type { Scene } from './common.ts';
import { customer } from './common.ts';

/** customers/create and customers/update. */
export function customerBody(scene: Scene, record: Customer) {
  const { default_address, ...rest } = customer(scene, record) as ReturnType<typeof customer> & {
    default_address?: unknown;
  };
  return {
    ...rest,
    addresses: default_address === undefined ? [] : [default_address],
    ...(default_address === undefined ? {} : { default_address }),
  };
}

function consent(scene: Scene, record: Consent) {
  return {
    state: record.state.toLowerCase(),
    opt_in_level: record.optInLevel?.toLowerCase() ?? null,
    consent_updated_at: localTime(record.updatedAt, scene.shop.timezone),
  };
}

/** customers_email_marketing_consent/update. */
export function emailConsentBody(scene: Scene, record: Customer) {
  return {
    customer_id: integer(record.id),
    email_address: record.email,
    email_marketing_consent: consent(scene, record.emailConsent),
  };
}

/** customers_marketing_consent/update: SMS, in spite of its name. */
export function smsConsentBody(scene: Scene, record: Customer) {
  return {
    id: integer(record.id),
    phone: record.phone,
    sms_marketing_consent: { ...consent(scene, record.smsConsent), consent_collected_from: 'other' },
  };
}

/** customers_whats_app_marketing_consent/update. */
export function whatsappConsentBody(scene: Scene, record: Customer) {
  return {
    customer_id: integer(record.id),
    phone: record.phone,
    whats_app_marketing_consent: {
      ...consent(scene, record.whatsappConsent),
      consent_collected_from: 'other',
    },
  };
}

/** discounts/create, /update and /delete. */
export function discountBody(scene: Scene, discount: DiscountNode) {
  return {
    admin_graphql_api_id: gid('DiscountCodeNode', discount.id),
    title: discount.title,
    status: statusOf(discount, scene.store.now()),
    created_at: localTime(discount.createdAt, scene.shop.timezone),
    updated_at: localTime(discount.updatedAt, scene.shop.timezone),
  };
}

/** discounts/redeemcode_added. */
export function redeemCodeBody(discount: DiscountNode, code: RedeemCode) {
  return {
    admin_graphql_api_id: gid('DiscountCodeNode', discount.id),
    redeem_code: { id: gid('DiscountRedeemCode', code.id), code: code.code },
    updated_at: discount.updatedAt,
  };
}

/** app/uninstalled and shop/update: the shop itself. */
export function shopBody(scene: Scene) {
  const { shop } = scene;
  return {
    id: integer(shop.id),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    province: null,
    country: shop.country,
    address1: null,
    zip: null,
    city: null,
    source: null,
    phone: null,
    latitude: null,
    longitude: null,
    primary_locale: shop.locale,
    address2: null,
    created_at: localTime(shop.createdAt, shop.timezone),
    updated_at: localTime(scene.store.nowIso(), shop.timezone),
    country_code: shop.country,
    country_name: new Intl.DisplayNames(['en'], { type: 'region' }).of(shop.country) ?? shop.country,
    currency: shop.currency,
    customer_email: shop.email,
    timezone: `(GMT${localTime(scene.store.nowIso(), shop.timezone)?.slice(19)}) ${shop.timezone}`,
    iana_timezone: shop.timezone,
    shop_owner: 'Sandbox Owner',
    money_format: `{{amount}} ${shop.currency}`,
    money_with_currency_format: `{{amount}} ${shop.currency}`,
    weight_unit: 'kg',
    province_code: null,
    taxes_included: shop.taxesIncluded,
    auto_configure_tax_inclusivity: null,
    tax_shipping: null,
    county_taxes: true,
    plan_display_name: shop.plan,
    plan_name: shop.plan,
    has_discounts: true,
    has_gift_cards: false,
    myshopify_domain: shop.domain,
    google_apps_domain: null,
    google_apps_login_enabled: null,
    money_in_emails_format: '{{amount}}',
    money_with_currency_in_emails_format: `{{amount}} ${shop.currency}`,
    eligible_for_payments: true,
    requires_extra_payments_agreement: false,
    password_enabled: false,
    has_storefront: true,
    finances: true,
    primary_location_id: integer(shop.id),
    checkout_api_supported: true,
    multi_location_enabled: true,
    setup_required: false,
    pre_launch_enabled: false,
    enabled_presentment_currencies: shop.presentmentCurrencies,
    marketing_sms_consent_enabled_at_checkout: false,
    transactional_sms_disabled: false,
  };
}

/** app/scopes_update. */
export function scopesBody(scene: Scene, previous: string[], current: string[]) {
  return { id: 1, shop_id: gid('Shop', scene.shop.id), previous, current, updated_at: scene.store.nowIso() };
}

/** customers/redact and customers/data_request. */
export function privacyBody(
  scene: Scene,
  topic: 'customers/redact' | 'customers/data_request',
  record: Customer,
  orders: Order[],
) {
  const ids = orders.map((order) => integer(order.id));
  return {
    shop_id: integer(scene.shop.id),
    shop_domain: scene.shop.domain,
    customer: { id: integer(record.id), email: record.email, phone: record.phone },
    ...(topic === 'customers/redact'
      ? { orders_to_redact: ids }
      : { orders_requested: ids, data_request: { id: integer(scene.store.nextId()) } }),
  };
}

/** shop/redact. */
export function shopRedactBody(shop: Shop) {
  return { shop_id: integer(shop.id), shop_domain: shop.domain };
}
