import { GraphQLError } from 'graphql';
import {
  balance,
  currentTaxes,
  currentTotals,
  fulfillmentStatus,
  netPayment,
  outstanding,
  refundedTotal,
} from '../../store/order-state.ts';
import { purseOf, shippingLinesOf } from '../../store/pricing.ts';
import type { Checkout, Order } from '../../store/records.ts';
import type { PageArgs } from '../connection.ts';
import { connection, listConnection } from '../connection.ts';
import type { Context, Resolvers } from '../context.ts';
import { bag, fields, gid, idOf, maybe, money, node, roots } from '../context.ts';
import { searchFilter } from '../search.ts';
import { landing, refOf } from './journey.ts';
import { ownedMetafields } from './metafields.ts';
import type { OfOrder } from './order-parts.ts';
import { application, taxLine } from './order-parts.ts';
import { abandoned, checkoutMatches, matches, orderConnection, visible } from './order-search.ts';

function resource(context: Context, id: unknown, types: string | string[]): Order | undefined {
  const order = context.store.tables.orders.get(idOf(id, types) ?? '');
  return order?.shop === context.shop.domain ? order : undefined;
}

export const orderResolvers: Resolvers = {
  QueryRoot: roots({
    order: (args, context) => {
      const order = resource(context, args.id, 'Order');
      return order === undefined ? null : maybe('Order', visible(context, [order])[0]);
    },
    orderByIdentifier(args, context) {
      const { id } = args.identifier as { id?: string };
      if (id === undefined)
        throw new GraphQLError('orderByIdentifier(customId) is not played by the sandbox');
      return maybe('Order', resource(context, id, 'Order'));
    },
    orders: (args, context) =>
      orderConnection(context, context.store.tables.orders.inGroup(context.shop.domain), args),
    ordersCount(args, context) {
      const fits = searchFilter(args.query as string | undefined, matches);
      const count = visible(context, context.store.tables.orders.inGroup(context.shop.domain)).filter(
        fits,
      ).length;
      return { count: Math.min(count, 10_000), precision: count > 10_000 ? 'AT_LEAST' : 'EXACT' };
    },
    abandonedCheckouts(args, context) {
      const fits = searchFilter(args.query as string | undefined, checkoutMatches);
      const byTime = args.sortKey === 'CREATED_AT';
      const order = {
        id: (one: Checkout) => one.id,
        value: (one: Checkout) => (byTime ? one.createdAt : one.id),
      };
      return connection(
        abandoned(context).filter(fits),
        args as PageArgs,
        order,
        (one) => node('AbandonedCheckout', one),
        'abandonedCheckouts',
      );
    },
    abandonedCheckoutsCount(args, context) {
      const fits = searchFilter(args.query as string | undefined, checkoutMatches);
      return { count: abandoned(context).filter(fits).length, precision: 'EXACT' };
    },
  }),
  Order: {
    ...fields<Order>({
      id: (it) => gid('Order', it.id),
      legacyResourceId: (it) => it.id,
      name: (it) => it.name,
      number: (it) => it.number,
      confirmationNumber: (it) => it.confirmationNumber,
      confirmed: () => true,
      checkoutToken: (it) => it.checkoutToken,
      cartToken: (it) => it.cartToken,
      sourceName: (it) => it.source,
      sourceIdentifier: () => null,
      test: () => false,
      edited: (it) => it.editedAt !== undefined,
      email: (it) => (it.email === '' ? null : it.email),
      phone: (it) => it.phone,
      note: (it) => it.note,
      tags: (it) => it.tags,
      customAttributes: (it) => it.noteAttributes.map(({ name, value }) => ({ key: name, value })),
      customer: (it, _args, { store }) =>
        maybe('Customer', it.customerId === null ? null : store.tables.customers.get(it.customerId)),
      customerLocale: (it) => it.locale,
      customerAcceptsMarketing: (it) => it.acceptsMarketing,
      currencyCode: (it) => it.currency,
      presentmentCurrencyCode: (it) => it.presentmentCurrency,
      taxesIncluded: (it) => it.taxesIncluded,
      taxExempt: () => false,
      displayFinancialStatus: (it) => it.financialStatus,
      displayFulfillmentStatus: (it) => fulfillmentStatus(it),
      returnStatus: () => 'NO_RETURN',
      cancelReason: (it) => it.cancelReason?.toUpperCase() ?? null,
      cancelledAt: (it) => it.cancelledAt,
      closed: (it) => it.closedAt !== null,
      closedAt: (it) => it.closedAt,
      createdAt: (it) => it.createdAt,
      processedAt: (it) => it.processedAt,
      updatedAt: (it) => it.updatedAt,
      discountCode: (it) => it.discountCodes[0] ?? null,
      discountCodes: (it) => it.discountCodes,
      discountApplications: (it, args) =>
        listConnection(
          it.discountApplications.map((one, index) => application(it, one, index)),
          args as PageArgs,
          (one) => one,
        ),
      fullyPaid: (it) => purseOf(it).minor(outstanding(it)) === 0n && it.financialStatus !== 'PENDING',
      unpaid: (it) => it.financialStatus === 'PENDING',
      fulfillable: (it) => fulfillmentStatus(it) !== 'FULFILLED' && it.cancelledAt === null,
      refundable: (it) => purseOf(it).minor(netPayment(it)) > 0n,
      restockable: (it) => it.cancelledAt === null,
      requiresShipping: (it) => it.lines.some((line) => line.requiresShipping),
      merchantEditable: (it) => it.cancelledAt === null,
      merchantEditableErrors: () => [],
      paymentGatewayNames: (it) => [...new Set(it.transactions.map((one) => one.gateway))],
      shippingAddress: (it) => address(it, it.shippingAddress),
      billingAddress: (it) => address(it, it.billingAddress),
      displayAddress: (it) => address(it, it.shippingAddress ?? it.billingAddress),
      billingAddressMatchesShippingAddress: () => true,
      shippingLine: (it) =>
        it.shippingLine === null ? null : node('ShippingLine', { order: it, part: it.shippingLine }),
      shippingLines: (it, args) =>
        listConnection(shippingLinesOf(it), args as PageArgs, (part) =>
          node('ShippingLine', { order: it, part }),
        ),
      lineItems: (it, args) =>
        listConnection(it.lines, args as PageArgs, (part) =>
          node('LineItem', { order: it, part } satisfies OfOrder<typeof part>),
        ),
      subtotalLineItemsQuantity: (it) => it.lines.reduce((sum, line) => sum + line.quantity, 0),
      currentSubtotalLineItemsQuantity: (it) => it.lines.reduce((sum, line) => sum + line.currentQuantity, 0),
      fulfillments: (it, args) =>
        it.fulfillments
          .slice(0, (args.first as number | null) ?? undefined)
          .map((part) => node('Fulfillment', { order: it, part })),
      fulfillmentsCount: (it) => ({ count: it.fulfillments.length, precision: 'EXACT' }),
      refunds: (it, args) =>
        it.refunds
          .slice(0, (args.first as number | null) ?? undefined)
          .map((part) => node('Refund', { order: it, part })),
      transactions: (it, args) =>
        [...it.transactions, ...it.refunds.flatMap((one) => one.transactions)]
          .slice(0, (args.first as number | null) ?? undefined)
          .map((part) => node('OrderTransaction', { order: it, part })),
      taxLines: (it) => it.lines.flatMap((line) => line.taxLines).map((line) => taxLine(it, line)),
      currentTaxLines: (it) => currentTaxes(it).map((line) => taxLine(it, line)),
      returns: (_it, args) => listConnection([], args as PageArgs, (one) => one),
      statusPageUrl: (it, _args, { store }) => `${store.sandboxUrl()}/orders/${it.id}?key=${it.statusToken}`,
      paymentCollectionDetails: (it, _args, { store }) => ({
        additionalPaymentCollectionUrl:
          purseOf(it).minor(outstanding(it)) > 0n
            ? `${store.sandboxUrl()}/orders/${it.id}/pay?key=${it.statusToken}`
            : null,
        vaultedPaymentMethods: null,
      }),
      landingPageUrl: (it, _args, context) => landing(context, it),
      referrerUrl: (it) => (it.referringSite ? it.referringSite : null),
      referralCode: (it) => refOf(it),
      clientIp: (it) => it.browserIp,
      customerJourneySummary: (it) => node('CustomerJourneySummary', it),
      totalWeight: (it) => String(it.lines.reduce((sum, line) => sum + line.grams * line.quantity, 0)),
      ...amounts(),
    }),
    ...ownedMetafields('Order'),
  },
};

function amounts(): Record<string, (it: Order) => unknown> {
  const now = (key: 'subtotal' | 'discounts' | 'shipping' | 'tax' | 'total') => (it: Order) =>
    bag(currentTotals(it)[key], it);
  const then = (key: 'subtotal' | 'discounts' | 'shipping' | 'tax' | 'total') => (it: Order) =>
    bag(it.totals[key], it);
  const zero = (it: Order) => bag(purseOf(it).zero, it);
  return {
    subtotalPriceSet: then('subtotal'),
    totalPriceSet: then('total'),
    originalTotalPriceSet: then('total'),
    totalDiscountsSet: then('discounts'),
    cartDiscountAmountSet: then('discounts'),
    totalShippingPriceSet: then('shipping'),
    totalTaxSet: then('tax'),
    currentSubtotalPriceSet: now('subtotal'),
    currentTotalPriceSet: now('total'),
    currentTotalDiscountsSet: now('discounts'),
    currentCartDiscountAmountSet: now('discounts'),
    currentShippingPriceSet: now('shipping'),
    currentTotalTaxSet: now('tax'),
    totalOutstandingSet: (it) => bag(balance(it), it),
    totalRefundedSet: (it) => bag(refundedTotal(it), it),
    netPaymentSet: (it) => bag(netPayment(it), it),
    totalReceivedSet: (it) => bag(purseOf(it).add(netPayment(it), refundedTotal(it)), it),
    totalRefundedShippingSet: (it) =>
      bag(purseOf(it).add(purseOf(it).zero, ...it.refunds.flatMap((one) => one.shipping ?? [])), it),
    totalTipReceivedSet: zero,
    totalCapturableSet: zero,
    refundDiscrepancySet: zero,
    totalTipReceived: (it) => money('0.00', it.currency),
  };
}

function address(order: { id: string }, value: Order['shippingAddress']) {
  return value === null ? null : node('MailingAddress', { id: order.id, address: value });
}
