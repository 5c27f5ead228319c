import type { ConsentInput } from '../box.ts';
import { Refused } from '../box.ts';
import { toDecimal, toMinor } from './money.ts';
import { refundedTotal } from './order-state.ts';
import type { Address, Consent, Customer, EmailConsentState, Shop } from './records.ts';
import type { Store } from './store.ts';
import { findShop } from './store.ts';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Whether a text looks like an e-mail address that Shopify would take. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && EMAIL.test(text);
}

/** A phone number in E.164, or null. Spaces, dashes and brackets are forgiven. */
export function toPhone(text: string): string | null {
  const digits = text.replace(/[\s()./-]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

const NEVER_ASKED: Consent = { state: 'NOT_SUBSCRIBED', optInLevel: 'SINGLE_OPT_IN', updatedAt: null };

/** The customer with this address, by e-mail first. */
export function findCustomer(
  store: Store,
  shop: string,
  email: string | null,
  phone: string | null,
): Customer | undefined {
  const byEmail = email ? store.tables.customers.byKey(`${shop}|${email.toLowerCase()}`)[0] : undefined;
  return byEmail ?? (phone ? store.tables.customers.byKey(`${shop}|${phone.toLowerCase()}`)[0] : undefined);
}

/**
 * The customer that a checkout or order belongs to: found by address or created, told to the world either way it
 * changed. A guest who leaves neither e-mail nor phone has none.
 */
export function customerFor(
  store: Store,
  shop: Shop,
  input: {
    email: string | null;
    phone: string | null;
    locale: string;
    currency: string;
    address: Address | null;
    acceptsMarketing: boolean;
  },
): Customer | null {
  if (!input.email && !input.phone) return null;
  const known = findCustomer(store, shop.domain, input.email, input.phone);
  const at = store.nowIso();
  const customer = known ?? newCustomer(store, shop, input, at);
  let isChanged = false;
  if (known !== undefined) {
    if (input.address !== null && JSON.stringify(known.address) !== JSON.stringify(input.address)) {
      known.address = input.address;
      isChanged = true;
    }
    if (known.phone === null && input.phone) {
      known.phone = input.phone;
      isChanged = true;
    }
    if (known.email === null && input.email) {
      known.email = input.email;
      isChanged = true;
    }
    if (known.firstName === null && input.address?.firstName) {
      known.firstName = input.address.firstName;
      known.lastName = input.address.lastName;
      isChanged = true;
    }
    if (isChanged) known.updatedAt = at;
  }
  store.tables.customers.put(customer);
  if (known === undefined) store.announce({ shop, topic: 'customers/create', customer });
  else if (isChanged) store.announce({ shop, topic: 'customers/update', customer });
  if (input.acceptsMarketing) {
    if (input.email && customer.emailConsent.state !== 'SUBSCRIBED') {
      giveConsent(store, shop, customer, 'email', 'SUBSCRIBED', 'SINGLE_OPT_IN');
    } else if (!input.email && input.phone && customer.smsConsent.state !== 'SUBSCRIBED') {
      giveConsent(store, shop, customer, 'sms', 'SUBSCRIBED', 'SINGLE_OPT_IN');
    }
  }
  return customer;
}

function newCustomer(
  store: Store,
  shop: Shop,
  input: {
    email: string | null;
    phone: string | null;
    locale: string;
    currency: string;
    address: Address | null;
  },
  at: string,
): Customer {
  return {
    id: store.nextId(),
    shop: shop.domain,
    email: input.email,
    phone: input.phone,
    firstName: input.address?.firstName ?? null,
    lastName: input.address?.lastName ?? null,
    locale: input.locale,
    currency: shop.currency,
    note: null,
    tags: [],
    state: 'DISABLED',
    address: input.address,
    emailConsent: { ...NEVER_ASKED },
    smsConsent: { ...NEVER_ASKED },
    whatsappConsent: { ...NEVER_ASKED },
    createdAt: at,
    updatedAt: at,
  };
}

/** What a customer has paid and not got back, in the shop's currency. */
export function spentBy(store: Store, customer: Customer): string {
  const { currency } = store.tables.shops.get(customer.shop) as Shop;
  const minor = store.tables.orders
    .byKey(`customer|${customer.id}`)
    .reduce(
      (sum, order) =>
        sum + toMinor(order.totals.total.shop, currency) - toMinor(refundedTotal(order).shop, currency),
      0n,
    );
  return toDecimal(minor, currency);
}

/** Gives a customer other tags; customers/update goes out. Throws Refused. */
export function tagCustomer(store: Store, id: string, tags: string[]): Customer {
  const customer = store.tables.customers.get(id);
  const shop = customer === undefined ? undefined : store.tables.shops.get(customer.shop);
  if (customer === undefined || shop === undefined)
    throw new Refused('id', `there is no customer ${id}`, 404);
  customer.tags = tags;
  customer.updatedAt = store.nowIso();
  store.tables.customers.put(customer);
  store.announce({ shop, topic: 'customers/update', customer });
  return customer;
}

const CONSENT_TOPIC = {
  email: 'customers_email_marketing_consent/update',
  sms: 'customers_marketing_consent/update',
  whatsapp: 'customers_whats_app_marketing_consent/update',
} as const;

/** Writes a consent and tells the world, as Shopify does: the consent topic and customers/update. */
export function giveConsent(
  store: Store,
  shop: Shop,
  customer: Customer,
  channel: 'email' | 'sms' | 'whatsapp',
  state: EmailConsentState,
  optInLevel: Consent['optInLevel'],
  updatedAt?: string,
): Customer {
  const consent: Consent = { state, optInLevel, updatedAt: updatedAt ?? store.nowIso() };
  if (channel === 'email') customer.emailConsent = consent;
  else if (channel === 'sms') customer.smsConsent = consent;
  else customer.whatsappConsent = consent;
  customer.updatedAt = store.nowIso();
  store.tables.customers.put(customer);
  store.announce({ shop, topic: CONSENT_TOPIC[channel], customer });
  store.announce({ shop, topic: 'customers/update', customer });
  return customer;
}

const STATES = ['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED', 'PENDING', 'INVALID', 'REDACTED'] as const;

/** What a control call or a footer form does: sets the consent of whoever has this address, making them a customer if needed. */
export function setConsent(store: Store, input: ConsentInput): Customer {
  const shop = findShop(store, input.shop);
  if (shop === undefined) throw new Refused('shop', `there is no shop ${input.shop}`, 404);
  const email = input.email?.trim() ?? null;
  const phone = input.phone === undefined ? null : toPhone(input.phone);
  if (input.phone !== undefined && phone === null)
    throw new Refused('phone', 'not a phone number in international form');
  if (email === null && phone === null) throw new Refused('email', 'an e-mail or a phone is needed');
  if (email !== null && !isEmail(email)) throw new Refused('email', 'not an e-mail address');
  const state = STATES.find((known) => known === input.state.trim().toUpperCase().replace(/[\s-]/g, '_'));
  if (state === undefined) throw new Refused('state', `one of ${STATES.join(', ').toLowerCase()}`);
  if (input.channel !== 'email' && state === 'INVALID')
    throw new Refused('state', 'only an e-mail can be invalid');
  const customer =
    findCustomer(store, shop.domain, email, phone) ??
    customerFor(store, shop, {
      email,
      phone,
      locale: shop.locale,
      currency: shop.currency,
      address: null,
      acceptsMarketing: false,
    });
  if (customer === null) throw new Refused('email', 'an e-mail or a phone is needed');
  if (input.channel === 'email' && customer.email === null)
    throw new Refused('channel', 'this customer has no e-mail address');
  if (input.channel !== 'email' && customer.phone === null) {
    if (phone === null) throw new Refused('channel', 'this customer has no phone number');
    customer.phone = phone;
  }
  return giveConsent(
    store,
    shop,
    customer,
    input.channel,
    state,
    state === 'PENDING' ? 'CONFIRMED_OPT_IN' : 'SINGLE_OPT_IN',
  );
}
