import { lineTotal, purseOf, shippingPaid } from '../../store/pricing.ts';
import type {
  DiscountAllocation,
  DiscountApplication,
  Fulfillment,
  FulfillmentEvent,
  Line,
  Order,
  Refund,
  ShippingLine,
  TaxLine,
  Transaction,
} from '../../store/records.ts';
import { imageUrl } from '../../store/shops.ts';
import type { PageArgs } from '../connection.ts';
import { connection, listConnection } from '../connection.ts';
import type { Context, Resolvers } from '../context.ts';
import { bag, fields, gid, maybe, money, node } from '../context.ts';

/** A part of an order with the order it belongs to. */
export type OfOrder<T> = { order: Order; part: T };

/** TaxLine. */
export function taxLine(of: { currency: string; presentmentCurrency: string }, line: TaxLine) {
  return {
    __typename: 'TaxLine',
    title: line.title,
    rate: Number(line.rate),
    ratePercentage: Number(line.rate) * 100,
    price: line.amount.shop,
    priceSet: bag(line.amount, of),
    channelLiable: false,
    source: 'Shopify',
  };
}

/** DiscountApplication of an order. */
export function application(of: { presentmentCurrency: string }, one: DiscountApplication, index: number) {
  const value =
    one.valueType === 'percentage'
      ? { __typename: 'PricingPercentageValue', percentage: Number(one.value) }
      : money(one.value, of.presentmentCurrency);
  const common = {
    index,
    allocationMethod:
      one.allocationMethod === 'each' ? 'EACH' : one.allocationMethod === 'one' ? 'ONE' : 'ACROSS',
    targetSelection: one.targetSelection.toUpperCase(),
    targetType: one.targetType === 'shipping_line' ? 'SHIPPING_LINE' : 'LINE_ITEM',
    value,
  };
  if (one.type === 'discount_code')
    return { __typename: 'DiscountCodeApplication', code: one.code, ...common };
  return { __typename: 'ManualDiscountApplication', title: one.title, description: one.title, ...common };
}

function allocations(order: Order, list: DiscountAllocation[]) {
  return list.flatMap((one) => {
    const found = order.discountApplications[one.index];
    if (found === undefined) return [];
    return [
      {
        __typename: 'DiscountAllocation',
        allocatedAmountSet: bag(one.amount, order),
        allocatedAmount: money(one.amount.shop, order.currency),
        discountApplication: application(order, found, one.index),
      },
    ];
  });
}

/** Picture of a line's product. */
export function lineImage({ store }: Context, productId: string | null) {
  const product = productId === null ? undefined : store.tables.products.get(productId);
  const url = product === undefined ? null : imageUrl(store, product);
  return url === null
    ? null
    : {
        __typename: 'Image',
        id: null,
        url,
        src: url,
        originalSrc: url,
        altText: product?.title ?? null,
        width: 800,
        height: 800,
      };
}

const unfulfilled = (line: Line) => Math.max(line.currentQuantity - line.fulfilledQuantity, 0);

function trackingInfo(it: Fulfillment) {
  if (it.trackingNumber === null && it.trackingUrl === null) return [];
  return [{ number: it.trackingNumber, company: it.trackingCompany, url: it.trackingUrl }];
}

export const orderPartResolvers: Resolvers = {
  LineItem: fields<OfOrder<Line>>({
    id: ({ part }) => gid('LineItem', part.id),
    title: ({ part }) => part.title,
    name: ({ part }) => (part.variantTitle === null ? part.title : `${part.title} - ${part.variantTitle}`),
    variantTitle: ({ part }) => part.variantTitle,
    sku: ({ part }) => part.sku,
    vendor: ({ part }) => part.vendor,
    quantity: ({ part }) => part.quantity,
    currentQuantity: ({ part }) => part.currentQuantity,
    unfulfilledQuantity: ({ part }) => unfulfilled(part),
    refundableQuantity: ({ part }) => part.currentQuantity,
    nonFulfillableQuantity: ({ part }) => part.quantity - part.currentQuantity,
    requiresShipping: ({ part }) => part.requiresShipping,
    taxable: () => true,
    isGiftCard: () => false,
    merchantEditable: ({ part }) => unfulfilled(part) > 0,
    restockable: ({ part }) => part.variantId !== null,
    customAttributes: ({ part }) => part.properties.map(({ name, value }) => ({ key: name, value })),
    image: ({ part }, _args, context) => lineImage(context, part.productId),
    product: ({ part }, _args, { store }) =>
      maybe('Product', part.productId === null ? null : store.tables.products.get(part.productId)),
    variant: ({ part }, _args, { store }) =>
      maybe('ProductVariant', part.variantId === null ? null : store.tables.variants.get(part.variantId)),
    originalUnitPriceSet: ({ order, part }) => bag(part.unitPrice, order),
    originalTotalSet: ({ order, part }) => bag(purseOf(order).times(part.unitPrice, part.quantity), order),
    discountedTotalSet: ({ order, part }) => bag(lineTotal(part, purseOf(order)), order),
    discountedUnitPriceSet: ({ order, part }) =>
      bag(purseOf(order).share(lineTotal(part, purseOf(order)), 1n, BigInt(part.quantity)), order),
    discountedUnitPriceAfterAllDiscountsSet: ({ order, part }) =>
      bag(purseOf(order).share(lineTotal(part, purseOf(order)), 1n, BigInt(part.quantity)), order),
    totalDiscountSet: ({ order, part }) =>
      bag(purseOf(order).add(purseOf(order).zero, ...part.allocations.map((one) => one.amount)), order),
    discountAllocations: ({ order, part }) => allocations(order, part.allocations),
    taxLines: ({ order, part }) => part.taxLines.map((line) => taxLine(order, line)),
    sellingPlan: () => null,
  }),
  ShippingLine: fields<OfOrder<ShippingLine>>({
    id: ({ part }) => gid('ShippingLine', part.id),
    title: ({ part }) => part.title,
    code: ({ part }) => part.code,
    source: () => 'shopify',
    custom: () => false,
    isRemoved: () => false,
    phone: () => null,
    carrierIdentifier: () => null,
    deliveryCategory: () => null,
    originalPriceSet: ({ order, part }) => bag(part.price, order),
    discountedPriceSet: ({ order, part }) => bag(shippingPaid(part, purseOf(order)), order),
    currentDiscountedPriceSet: ({ order, part }) =>
      bag(order.cancelledAt === null ? shippingPaid(part, purseOf(order)) : purseOf(order).zero, order),
    discountAllocations: ({ order, part }) => allocations(order, part.allocations ?? []),
    taxLines: ({ order, part }) => part.taxLines.map((line) => taxLine(order, line)),
  }),
  Fulfillment: fields<OfOrder<Fulfillment>>({
    id: ({ part }) => gid('Fulfillment', part.id),
    legacyResourceId: ({ part }) => part.id,
    name: ({ part }) => part.name,
    status: ({ part }) => part.status,
    displayStatus: ({ part }) => part.displayStatus,
    createdAt: ({ part }) => part.createdAt,
    updatedAt: ({ part }) => part.updatedAt,
    deliveredAt: ({ part }) => part.deliveredAt,
    inTransitAt: ({ part }) => part.inTransitAt,
    estimatedDeliveryAt: ({ part }) => part.estimatedDeliveryAt,
    requiresShipping: () => true,
    totalQuantity: ({ part }) => part.lines.reduce((sum, line) => sum + line.quantity, 0),
    order: ({ order }) => node('Order', order),
    trackingInfo: ({ part }) => trackingInfo(part),
    events: ({ order, part }, args) =>
      connection(
        part.events,
        args as PageArgs,
        { id: (one) => one.id, value: (one) => one.happenedAt },
        (one) => node('FulfillmentEvent', { order, part: one }),
      ),
    fulfillmentLineItems: ({ order, part }, args) =>
      listConnection(part.lines, args as PageArgs, (one) => ({
        __typename: 'FulfillmentLineItem',
        id: gid('FulfillmentLineItem', one.lineId),
        quantity: one.quantity,
        lineItem: maybe(
          'LineItem',
          order.lines.filter((line) => line.id === one.lineId).map((line) => ({ order, part: line }))[0],
        ),
      })),
    location: () => null,
    service: () => null,
    originAddress: () => null,
  }),
  FulfillmentEvent: fields<OfOrder<FulfillmentEvent>>({
    id: ({ part }) => gid('FulfillmentEvent', part.id),
    status: ({ part }) => part.status,
    message: ({ part }) => part.message,
    happenedAt: ({ part }) => part.happenedAt,
    createdAt: ({ part }) => part.createdAt,
    estimatedDeliveryAt: () => null,
    city: ({ part }) => part.city,
    country: ({ part }) => part.country,
    province: () => null,
    zip: () => null,
    address1: () => null,
    latitude: () => null,
    longitude: () => null,
  }),
  Refund: fields<OfOrder<Refund>>({
    id: ({ part }) => gid('Refund', part.id),
    legacyResourceId: ({ part }) => part.id,
    note: ({ part }) => part.note,
    createdAt: ({ part }) => part.createdAt,
    updatedAt: ({ part }) => part.createdAt,
    processedAt: ({ part }) => part.createdAt,
    order: ({ order }) => node('Order', order),
    return: () => null,
    duties: () => [],
    totalRefundedSet: ({ order, part }) =>
      bag(purseOf(order).add(purseOf(order).zero, ...part.transactions.map((one) => one.amount)), order),
    refundLineItems: ({ order, part }, args) =>
      listConnection(part.lines, args as PageArgs, (one) => node('RefundLineItem', { order, part: one })),
    transactions: ({ order, part }, args) =>
      listConnection(part.transactions, args as PageArgs, (one) =>
        node('OrderTransaction', { order, part: one }),
      ),
    orderAdjustments: (_it, args) => listConnection([], args as PageArgs, (one) => one),
  }),
  RefundLineItem: fields<OfOrder<Refund['lines'][number]>>({
    id: ({ part }) => gid('RefundLineItem', part.id),
    quantity: ({ part }) => part.quantity,
    restockType: ({ part }) => (part.restock ? 'RETURN' : 'NO_RESTOCK'),
    restocked: ({ part }) => part.restock,
    subtotalSet: ({ order, part }) => bag(part.subtotal, order),
    totalTaxSet: ({ order, part }) => bag(part.tax, order),
    priceSet: ({ order, part }) =>
      bag(order.lines.find((line) => line.id === part.lineId)?.unitPrice ?? purseOf(order).zero, order),
    lineItem: ({ order, part }) =>
      maybe(
        'LineItem',
        order.lines.filter((line) => line.id === part.lineId).map((line) => ({ order, part: line }))[0],
      ),
    location: () => null,
  }),
  OrderTransaction: fields<OfOrder<Transaction>>({
    id: ({ part }) => gid('OrderTransaction', part.id),
    kind: ({ part }) => part.kind,
    status: ({ part }) => part.status,
    gateway: ({ part }) => part.gateway,
    formattedGateway: ({ part }) => part.gateway,
    amountSet: ({ order, part }) => bag(part.amount, order),
    createdAt: ({ part }) => part.createdAt,
    processedAt: ({ part }) => part.createdAt,
    test: () => false,
    order: ({ order }) => node('Order', order),
    manualPaymentGateway: ({ part }) => part.gateway.includes('COD'),
    errorCode: () => null,
    parentTransaction: ({ order, part }) =>
      maybe(
        'OrderTransaction',
        order.transactions.filter((one) => one.id === part.parentId).map((one) => ({ order, part: one }))[0],
      ),
  }),
};
