import type { Shop } from '../store/records.ts';
import type { Store, StoreEvent } from '../store/store.ts';
import { checkoutBody } from './bodies/checkout.ts';
import { fulfillmentBody, fulfillmentEventBody } from './bodies/fulfillment.ts';
import { orderBody, orderEditedBody } from './bodies/order.ts';
import {
  customerBody,
  discountBody,
  emailConsentBody,
  privacyBody,
  redeemCodeBody,
  scopesBody,
  shopBody,
  shopRedactBody,
  smsConsentBody,
  whatsappConsentBody,
} from './bodies/others.ts';
import { collectionBody, productBody, productDeletedBody } from './bodies/product.ts';
import { refundBody } from './bodies/refund.ts';

/** The body that Shopify would send for what happened, as it stands now. */
export function buildBody(store: Store, event: StoreEvent): Record<string, unknown> {
  const scene = { store, shop: event.shop };
  switch (event.topic) {
    case 'orders/create':
    case 'orders/updated':
    case 'orders/paid':
    case 'orders/cancelled':
    case 'orders/fulfilled':
    case 'orders/partially_fulfilled':
      return orderBody(scene, event.order);
    case 'orders/edited':
      return orderEditedBody(scene, event.order, event.edit);
    case 'checkouts/create':
    case 'checkouts/update':
      return checkoutBody(scene, event.checkout);
    case 'fulfillments/create':
    case 'fulfillments/update':
      return fulfillmentBody(scene, event.order, event.fulfillment);
    case 'fulfillment_events/create':
      return fulfillmentEventBody(scene, event.order, event.fulfillment, event.event);
    case 'refunds/create':
      return refundBody(scene, event.order, event.refund);
    case 'customers/create':
    case 'customers/update':
      return customerBody(scene, event.customer);
    case 'customers_email_marketing_consent/update':
      return emailConsentBody(scene, event.customer);
    case 'customers_marketing_consent/update':
      return smsConsentBody(scene, event.customer);
    case 'customers_whats_app_marketing_consent/update':
      return whatsappConsentBody(scene, event.customer);
    case 'customers/redact':
    case 'customers/data_request':
      return privacyBody(
        scene,
        event.topic,
        event.customer,
        store.tables.orders.byKey(`customer|${event.customer.id}`),
      );
    case 'products/create':
    case 'products/update':
      return productBody(scene, event.product);
    case 'products/delete':
      return productDeletedBody(event.product);
    case 'collections/update':
      return collectionBody(scene, event.collection);
    case 'discounts/create':
    case 'discounts/update':
    case 'discounts/delete':
      return discountBody(scene, event.discount);
    case 'discounts/redeemcode_added':
      return redeemCodeBody(event.discount, event.code);
    case 'app/uninstalled':
    case 'shop/update':
      return shopBody(scene);
    case 'shop/redact':
      return shopRedactBody(event.shop);
    case 'app/scopes_update':
      return scopesBody(scene, event.previous, event.current);
  }
}

const PROTECTED_TOPICS = /^(orders|checkouts|customers|fulfillments|customers_\w+)\//;
const LEVEL_2 = new Set([
  'email',
  'email_address',
  'contact_email',
  'phone',
  'sms_marketing_phone',
  'first_name',
  'last_name',
  'address1',
  'address2',
  'zip',
  'latitude',
  'longitude',
  'browser_ip',
]);

function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  // An id written digit by digit (JSON.rawJSON) has no prototype and must stay as it is.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      LEVEL_2.has(key) && inner !== undefined ? null : redact(inner),
    ]),
  );
}

/**
 * The body as this app may see it: without approval for protected customer data the topic is not sent at all (null);
 * with level 1 only, names and addresses are missing.
 */
export function protect(
  shop: Shop,
  topic: string,
  body: Record<string, unknown>,
): Record<string, unknown> | null {
  if (!PROTECTED_TOPICS.test(topic) || /redact|data_request/.test(topic) || shop.protectedData === 'level2')
    return body;
  return shop.protectedData === 'none' ? null : (redact(body) as Record<string, unknown>);
}
