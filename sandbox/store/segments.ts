import { spentBy } from './customers.ts';
import type { Customer, Shop } from './records.ts';
import type { Condition } from './segment-query.ts';
import { holds, parseSegment } from './segment-query.ts';
import type { Store } from './store.ts';
import type { Segment } from './tables.ts';

/** The segments that Shopify puts into every new shop. */
const DEFAULTS: [name: string, query: string][] = [
  ['Customers who have purchased at least once', 'number_of_orders >= 1'],
  ['Email subscribers', "email_subscription_status = 'SUBSCRIBED'"],
  ['Abandoned checkouts in the last 30 days', 'abandoned_checkout_date >= -30d'],
  ['Customers who have purchased more than once', 'number_of_orders > 1'],
  ["Customers who haven't purchased", 'number_of_orders = 0'],
];

/** Adds a segment. Throws SyntaxError when the sandbox does not understand the query. */
export function addSegment(store: Store, shop: Shop, name: string, query: string): Segment {
  parseSegment(query);
  const at = store.nowIso();
  return store.tables.segments.put({
    id: store.nextId(),
    shop: shop.domain,
    name,
    query,
    createdAt: at,
    updatedAt: at,
  });
}

/** What a new shop has. */
export function defaultSegments(store: Store, shop: Shop): void {
  for (const [name, query] of DEFAULTS) addSegment(store, shop, name, query);
}

/** Whether a customer is in a segment now. */
export function isMember(store: Store, segment: Segment, customer: Customer): boolean {
  return holds(parseSegment(segment.query), (condition) => fits(store, customer, condition));
}

/** Values of a customer by the name of the filter; a list for those that can have many. Undefined = not played. */
function valuesOf(store: Store, customer: Customer, filter: string): (string | number | null)[] | undefined {
  const orders = store.tables.orders.byKey(`customer|${customer.id}`);
  const dates = orders.map((order) => order.createdAt).sort();
  switch (filter) {
    case 'customer_tags':
      return customer.tags;
    case 'number_of_orders':
      return [orders.length];
    case 'amount_spent':
      return [Number(spentBy(store, customer))];
    case 'email_subscription_status':
      return [customer.emailConsent.state];
    case 'sms_subscription_status':
      return [customer.smsConsent.state];
    case 'customer_email_domain':
      return [customer.email?.split('@').at(-1) ?? null];
    case 'customer_countries':
      return [customer.address?.countryCode ?? null];
    case 'customer_cities':
      return [customer.address?.city ?? null];
    case 'customer_language':
      return [customer.locale];
    case 'customer_added_date':
      return [customer.createdAt];
    case 'first_order_date':
      return [dates[0] ?? null];
    case 'last_order_date':
      return [dates.at(-1) ?? null];
    case 'abandoned_checkout_date':
      return [
        store.tables.checkouts
          .inGroup(customer.shop)
          .filter((one) => one.customerId === customer.id && one.completedAt === null)
          .map((one) => one.createdAt)
          .sort()
          .at(-1) ?? null,
      ];
    default:
      return undefined;
  }
}

function fits(store: Store, customer: Customer, { filter, operator, value }: Condition): boolean {
  const values = valuesOf(store, customer, filter);
  if (values === undefined) return false;
  const known = values.filter((one) => one !== null);
  if (operator === 'IS NULL') return known.length === 0;
  if (operator === 'IS NOT NULL') return known.length > 0;
  const wanted =
    typeof value === 'object' && value !== null ? store.now().getTime() + value.days * 86_400_000 : value;
  const isSame = (one: string | number) =>
    typeof one === 'number' || typeof wanted === 'number'
      ? number(one) === wanted
      : one.toLowerCase() === String(wanted).toLowerCase();
  switch (operator) {
    case '=':
    case 'CONTAINS':
      return known.some(isSame);
    case '!=':
    case 'NOT CONTAINS':
      return !known.some(isSame);
    default:
      return known.some((one) => compare(number(one), number(wanted ?? ''), operator));
  }
}

/** A number, or the milliseconds of a date. */
const number = (value: string | number): number => (typeof value === 'number' ? value : Date.parse(value));

function compare(a: number, b: number, operator: string): boolean {
  if (operator === '>') return a > b;
  if (operator === '>=') return a >= b;
  return operator === '<' ? a < b : a <= b;
}
