import { fulfillmentStatus } from '../../store/order-state.ts';
import type { Checkout, Order } from '../../store/records.ts';
import type { PageArgs, Sorting } from '../connection.ts';
import { connection } from '../connection.ts';
import type { Context } from '../context.ts';
import { node } from '../context.ts';
import type { Matcher } from '../search.ts';
import { searchFilter, textFits, timeFits } from '../search.ts';

const list = (value: string) => value.toLowerCase().split(',');

export const matches: Matcher<Order> = (order, term) => {
  switch (term.field) {
    case null:
      return [order.name, order.email ?? '', String(order.number)].some((text) =>
        text.toLowerCase().includes(term.value.toLowerCase()),
      );
    case 'id':
      return order.id === term.value;
    case 'name':
      return textFits(order.name, term) || textFits(order.name.slice(1), term);
    case 'checkout_token':
      return order.checkoutToken === term.value;
    case 'cart_token':
      return order.cartToken === term.value;
    case 'confirmation_number':
      return textFits(order.confirmationNumber, term);
    case 'customer_id':
      return order.customerId === term.value;
    case 'email':
      return textFits(order.email, term);
    case 'tag':
      return order.tags.some((tag) => textFits(tag, term));
    case 'discount_code':
      return order.discountCodes.some((code) => textFits(code, term));
    case 'source_name':
      return textFits(order.source, term);
    case 'test':
      return term.value === 'true';
    case 'financial_status':
      return list(term.value).includes(order.financialStatus.toLowerCase());
    case 'fulfillment_status': {
      const status = fulfillmentStatus(order).toLowerCase();
      return list(term.value).some(
        (wanted) =>
          wanted === status ||
          (wanted === 'shipped' && status === 'fulfilled') ||
          (wanted === 'partial' && status === 'partially_fulfilled'),
      );
    }
    case 'status':
      if (term.value === 'cancelled') return order.cancelledAt !== null;
      if (term.value === 'closed') return order.closedAt !== null;
      return term.value === 'open' ? order.closedAt === null && order.cancelledAt === null : true;
    case 'created_at':
      return timeFits(order.createdAt, term);
    case 'processed_at':
      return timeFits(order.processedAt, term);
    case 'updated_at':
      return timeFits(order.updatedAt, term);
    default:
      return undefined;
  }
};

function sorting(key: unknown): Sorting<Order> {
  const id = (order: Order) => order.id;
  switch (key) {
    case 'UPDATED_AT':
      return { id, value: (order) => order.updatedAt };
    case 'ID':
      return { id, value: id };
    case 'CREATED_AT':
      return { id, value: (order) => order.createdAt };
    case 'ORDER_NUMBER':
      return { id, value: (order) => String(order.number) };
    default:
      return { id, value: (order) => order.processedAt };
  }
}

/** Only the last 60 days, unless the app may read all orders. */
export function visible(context: Context, orders: Order[]): Order[] {
  if (context.shop.scopes.includes('read_all_orders')) return orders;
  const oldest = context.store.now().getTime() - 60 * 86_400_000;
  return orders.filter((order) => Date.parse(order.createdAt) >= oldest);
}

/** Orders as a connection, with search and sorting. */
export function orderConnection(context: Context, orders: Order[], args: Record<string, unknown>) {
  const fits = searchFilter(args.query as string | undefined, matches);
  return connection(
    visible(context, orders).filter(fits),
    args as PageArgs,
    sorting(args.sortKey),
    (one) => node('Order', one),
    'orders',
  );
}

export const checkoutMatches: Matcher<Checkout> = (checkout, term) => {
  switch (term.field) {
    case 'id':
      return checkout.id === term.value;
    case 'created_at':
      return timeFits(checkout.createdAt, term);
    case 'updated_at':
      return timeFits(checkout.updatedAt, term);
    case 'status':
      return term.value === 'open' || term.value === 'any' ? true : term.value !== 'closed';
    case 'recovery_state':
      return (checkout.completedAt === null) === (term.value === 'not_recovered');
    case 'email_state':
      return term.value === 'not_sent';
    default:
      return undefined;
  }
};

/** Checkouts with contact information that were not completed: what Shopify calls abandoned. */
export const abandoned = ({ store, shop }: Context): Checkout[] =>
  store.tables.checkouts
    .inGroup(shop.domain)
    .filter((one) => one.completedAt === null && (one.email !== null || one.phone !== null));
