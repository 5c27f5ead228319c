import type { Checkout, CheckoutInput, PaymentMethod, ShippingMethod, Shop } from '../box.ts';
import type { Visit } from './store-frame.ts';

/** What the checkout form holds, as it was typed. */
export type Filled = {
  contact: string;
  news: boolean;
  country: string;
  firstName: string;
  lastName: string;
  address1: string;
  address2: string;
  zip: string;
  city: string;
  state: string;
  code: string;
  shipping: ShippingMethod;
  payment: PaymentMethod;
};

/** How a buyer can pay here, all with play money. */
export const PAYMENTS: readonly [PaymentMethod, ...PaymentMethod[]] = [
  'card',
  'wallet',
  'instalments',
  'cash_on_delivery',
];
export const SHIPPING: readonly [ShippingMethod, ...ShippingMethod[]] = ['standard', 'express'];

const oneOf = <T extends string>(value: unknown, from: readonly [T, ...T[]]): T =>
  from.find((one) => one === value) ?? from[0];

/** What is typed, not chosen. */
export type FilledField = Exclude<keyof Filled, 'news' | 'shipping' | 'payment'>;

const text = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 200) : '');

/** Reads a posted form. */
export function readForm(body: Record<string, unknown>, shop: Shop): Filled {
  return {
    contact: text(body.contact),
    news: body.news === 'on',
    country: text(body.country) || shop.country,
    firstName: text(body.firstName),
    lastName: text(body.lastName),
    address1: text(body.address1),
    address2: text(body.address2),
    zip: text(body.zip),
    city: text(body.city),
    state: text(body.state),
    code: text(body.code),
    shipping: oneOf(body.shipping, SHIPPING),
    payment: oneOf(body.payment, PAYMENTS),
  };
}

/** The form as a checkout that was begun earlier left it. */
export function formOf(checkout: Checkout | undefined, shop: Shop, visit: Visit): Filled {
  const address = checkout?.shippingAddress;
  return {
    contact: checkout?.email ?? checkout?.phone ?? '',
    news: checkout?.acceptsMarketing ?? false,
    country: address?.countryCode ?? shop.country,
    firstName: address?.firstName ?? '',
    lastName: address?.lastName ?? '',
    address1: address?.address1 ?? '',
    address2: address?.address2 ?? '',
    zip: address?.zip ?? '',
    city: address?.city ?? '',
    state: address?.provinceCode ?? '',
    code: visit.code,
    shipping: oneOf(checkout?.shippingLine?.code, SHIPPING),
    payment: 'card',
  };
}

const callingCodes: Record<string, string> = {
  DE: '49',
  AT: '43',
  CH: '41',
  US: '1',
  CA: '1',
  GB: '44',
  FR: '33',
  NL: '31',
  JP: '81',
};

/** The one contact field as an e-mail address or as a phone number in international form; null when it is neither. */
export function contactOf(contact: string, country: string): { email: string } | { phone: string } | null {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact)) return { email: contact };
  const digits = contact.replace(/[\s()/.-]/g, '');
  if (/^\+\d{7,15}$/.test(digits)) return { phone: digits };
  if (/^00\d{7,15}$/.test(digits)) return { phone: `+${digits.slice(2)}` };
  if (/^\d{7,14}$/.test(digits))
    return { phone: `+${callingCodes[country] ?? '1'}${digits.replace(/^0/, '')}` };
  return null;
}

/** The form and the cart as Shopify would take them. */
export function checkoutInput(filled: Filled, shop: Shop, visit: Visit): CheckoutInput {
  const contact = contactOf(filled.contact, filled.country);
  const hasAddress = [filled.lastName, filled.address1, filled.zip, filled.city].some(Boolean);
  return {
    shop: shop.domain,
    lines: visit.cart,
    currency: visit.currency,
    locale: shop.locale,
    email: contact && 'email' in contact ? contact.email : null,
    phone: contact && 'phone' in contact ? contact.phone : null,
    acceptsMarketing: filled.news,
    discountCodes: filled.code ? [filled.code] : [],
    ref: visit.ref || null,
    shippingMethod: filled.shipping,
    ...(visit.last ? { landingSite: visit.last.landingSite, referringSite: visit.last.referringSite } : {}),
    ...(visit.first ? { firstVisit: visit.first } : {}),
    shippingAddress: hasAddress
      ? {
          firstName: filled.firstName || null,
          lastName: filled.lastName || null,
          address1: filled.address1 || null,
          address2: filled.address2 || null,
          zip: filled.zip || null,
          city: filled.city || null,
          provinceCode: filled.state || null,
          countryCode: filled.country,
        }
      : null,
  };
}

/** Fields that stand in the way of paying. */
export function missingFields(filled: Filled): FilledField[] {
  const needed: FilledField[] = ['lastName', 'address1', 'zip', 'city'];
  const missing = needed.filter((name) => !filled[name]);
  return contactOf(filled.contact, filled.country) ? missing : ['contact', ...missing];
}
