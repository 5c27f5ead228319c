import { findCustomer, spentBy, toPhone } from '../../store/customers.ts';
import type { Address, Customer } from '../../store/records.ts';
import { accountsOf } from '../../store/store-credit.ts';
import type { PageArgs, Sorting } from '../connection.ts';
import { connection } from '../connection.ts';
import type { Context, Resolvers } from '../context.ts';
import { fields, gid, idOf, maybe, money, node, roots } from '../context.ts';
import type { Matcher } from '../search.ts';
import { numberFits, searchFilter, textFits, timeFits } from '../search.ts';
import { consentUpdate } from './consent.ts';
import { ownedMetafields } from './metafields.ts';
import { orderConnection } from './order-search.ts';

/** An address under the type that carries it. */
export type Placed = { id: string; address: Address };

const nameOf = (customer: Pick<Customer, 'firstName' | 'lastName'>) =>
  [customer.firstName, customer.lastName].filter(Boolean).join(' ');

function matcher(context: Context): Matcher<Customer> {
  return (customer, term) => {
    switch (term.field) {
      case null: {
        const text = `${nameOf(customer)} ${customer.email ?? ''} ${customer.phone ?? ''}`.toLowerCase();
        return text.includes(term.value.toLowerCase().replace(/\*$/, ''));
      }
      case 'id':
        return customer.id === term.value;
      case 'email':
        return textFits(customer.email, term);
      case 'phone':
        return textFits(customer.phone, { ...term, value: toPhone(term.value) ?? term.value });
      case 'first_name':
        return textFits(customer.firstName, term);
      case 'last_name':
        return textFits(customer.lastName, term);
      case 'tag':
        return customer.tags.some((tag) => textFits(tag, term));
      case 'accepts_marketing':
        return (customer.emailConsent.state === 'SUBSCRIBED') === (term.value === 'true');
      case 'updated_at':
      case 'customer_date':
        return timeFits(term.field === 'updated_at' ? customer.updatedAt : customer.createdAt, term);
      case 'orders_count':
        return numberFits(ordersOf(context, customer).length, term);
      case 'order_date':
        return ordersOf(context, customer).some((order) => timeFits(order.createdAt, term));
      default:
        return undefined;
    }
  };
}

const ordersOf = ({ store }: Context, customer: Customer) =>
  store.tables.orders.byKey(`customer|${customer.id}`);

function sorting(key: unknown): Sorting<Customer> {
  const id = (customer: Customer) => customer.id;
  if (key === 'UPDATED_AT') return { id, value: (customer) => customer.updatedAt };
  if (key === 'CREATED_AT') return { id, value: (customer) => customer.createdAt };
  if (key === 'NAME') return { id, value: (customer) => nameOf(customer).toLowerCase() };
  return { id, value: id };
}

export const peopleResolvers: Resolvers = {
  QueryRoot: roots({
    customer(args, { store, shop }) {
      const found = store.tables.customers.get(idOf(args.id, 'Customer') ?? '');
      return found?.shop === shop.domain ? node('Customer', found) : null;
    },
    customers(args, context) {
      const fits = searchFilter(args.query as string | undefined, matcher(context));
      const found = context.store.tables.customers.inGroup(context.shop.domain).filter(fits);
      return connection(
        found,
        args as PageArgs,
        sorting(args.sortKey),
        (one) => node('Customer', one),
        'customers',
      );
    },
    customersCount: (_args, { store, shop }) => ({
      count: store.tables.customers.inGroup(shop.domain).length,
      precision: 'EXACT',
    }),
    customerByIdentifier(args, { store, shop }) {
      const { id, emailAddress, phoneNumber } = args.identifier as {
        id?: string;
        emailAddress?: string;
        phoneNumber?: string;
      };
      if (id !== undefined) {
        const found = store.tables.customers.get(idOf(id, 'Customer') ?? '');
        return found?.shop === shop.domain ? node('Customer', found) : null;
      }
      return maybe(
        'Customer',
        findCustomer(
          store,
          shop.domain,
          emailAddress ?? null,
          phoneNumber === undefined ? null : toPhone(phoneNumber),
        ),
      );
    },
  }),
  Mutation: roots({
    customerEmailMarketingConsentUpdate: consentUpdate('email'),
    customerSmsMarketingConsentUpdate: consentUpdate('sms'),
  }),
  Customer: {
    ...fields<Customer>({
      id: (it) => gid('Customer', it.id),
      legacyResourceId: (it) => it.id,
      displayName: (it) => nameOf(it) || it.email || it.phone || '',
      firstName: (it) => it.firstName,
      lastName: (it) => it.lastName,
      email: (it) => it.email,
      phone: (it) => it.phone,
      locale: (it) => it.locale,
      note: (it) => it.note,
      tags: (it) => it.tags,
      state: (it) => it.state,
      verifiedEmail: (it) => it.email !== null,
      validEmailAddress: (it) => it.email !== null,
      taxExempt: () => false,
      dataSaleOptOut: () => false,
      canDelete: (it, _args, context) => ordersOf(context, it).length === 0,
      createdAt: (it) => it.createdAt,
      updatedAt: (it) => it.updatedAt,
      numberOfOrders: (it, _args, context) => String(ordersOf(context, it).length),
      amountSpent: (it, _args, { store, shop }) => money(spentBy(store, it), shop.currency),
      lifetimeDuration: () => 'less than a minute',
      lastOrder: (it, _args, context) =>
        maybe(
          'Order',
          [...ordersOf(context, it)].sort((a, b) => a.createdAt.localeCompare(b.createdAt)).at(-1),
        ),
      defaultAddress: (it) =>
        it.address === null ? null : node<Placed>('MailingAddress', { id: it.id, address: it.address }),
      defaultEmailAddress: (it) => (it.email === null ? null : node('CustomerEmailAddress', it)),
      defaultPhoneNumber: (it) => (it.phone === null ? null : node('CustomerPhoneNumber', it)),
      emailMarketingConsent: (it) =>
        it.email === null
          ? null
          : {
              marketingState: it.emailConsent.state,
              marketingOptInLevel: it.emailConsent.optInLevel ?? 'SINGLE_OPT_IN',
              consentUpdatedAt: it.emailConsent.updatedAt,
              sourceLocation: null,
            },
      smsMarketingConsent: (it) =>
        it.phone === null
          ? null
          : {
              marketingState: it.smsConsent.state,
              marketingOptInLevel: it.smsConsent.optInLevel ?? 'SINGLE_OPT_IN',
              consentUpdatedAt: it.smsConsent.updatedAt,
              consentCollectedFrom: 'OTHER',
              sourceLocation: null,
            },
      productSubscriberStatus: () => 'NEVER_SUBSCRIBED',
      unsubscribeUrl: (it, _args, { store, shop }) =>
        `${store.sandboxUrl()}/store/${shop.slug}/account/unsubscribe?customer=${it.id}`,
      orders: (it, args, context) => orderConnection(context, ordersOf(context, it), args),
      storeCreditAccounts: (it, args, { store }) =>
        connection(
          accountsOf(store, it.id),
          args as PageArgs,
          { id: (one) => one.id, value: (one) => one.id },
          (one) => node('StoreCreditAccount', one),
        ),
    }),
    ...ownedMetafields('Customer'),
  },
  CustomerEmailAddress: fields<Customer>({
    emailAddress: (it) => it.email,
    marketingState: (it) => it.emailConsent.state,
    marketingOptInLevel: (it) => it.emailConsent.optInLevel,
    marketingUpdatedAt: (it) => it.emailConsent.updatedAt,
    marketingUnsubscribeUrl: (it, _args, { store, shop }) =>
      `${store.sandboxUrl()}/store/${shop.slug}/account/unsubscribe?customer=${it.id}`,
    openTrackingLevel: () => 'UNKNOWN',
    openTrackingUrl: (it, _args, { store, shop }) =>
      `${store.sandboxUrl()}/store/${shop.slug}/account/open?customer=${it.id}`,
    sourceLocation: () => null,
    validFormat: () => true,
  }),
  CustomerPhoneNumber: fields<Customer>({
    phoneNumber: (it) => it.phone,
    marketingState: (it) => it.smsConsent.state,
    marketingOptInLevel: (it) => it.smsConsent.optInLevel,
    marketingUpdatedAt: (it) => it.smsConsent.updatedAt,
    marketingCollectedFrom: (it) => (it.smsConsent.updatedAt === null ? null : 'OTHER'),
    sourceLocation: () => null,
  }),
  MailingAddress: fields<Placed>({
    id: (it) => `${gid('MailingAddress', it.id)}?model_name=CustomerAddress`,
    firstName: (it) => it.address.firstName,
    lastName: (it) => it.address.lastName,
    name: (it) => nameOf(it.address),
    company: (it) => it.address.company,
    address1: (it) => it.address.address1,
    address2: (it) => it.address.address2,
    city: (it) => it.address.city,
    province: (it) => it.address.province,
    provinceCode: (it) => it.address.provinceCode,
    zip: (it) => it.address.zip,
    country: (it) => it.address.country,
    countryCode: (it) => it.address.countryCode,
    countryCodeV2: (it) => it.address.countryCode,
    phone: (it) => it.address.phone,
    latitude: () => null,
    longitude: () => null,
    coordinatesValidated: () => false,
    timeZone: () => null,
    formattedArea: (it) => [it.address.city, it.address.country].filter(Boolean).join(', '),
    formatted: ({ address }) =>
      [
        address.company,
        address.address1,
        address.address2,
        [address.zip, address.city].filter(Boolean).join(' '),
        address.country,
      ].filter((line) => !!line),
  }),
};
