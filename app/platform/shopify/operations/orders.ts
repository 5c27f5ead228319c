import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import type { AdminClient } from '../admin-client.server.ts';
import type { ShopifyOrderState } from '../port.ts';
import { addressFields, addressSchema, webhookAddress } from './address.ts';
import {
  bag,
  defineOperation,
  idOf,
  nextCursor,
  node,
  pageInfo,
  searchValue,
  webhookSet,
} from './operation.ts';

const orderFields = `
  fragment OrderFields on Order {
    id name number confirmationNumber checkoutToken cartToken
    email phone currencyCode presentmentCurrencyCode customerLocale sourceName clientIp test
    displayFinancialStatus displayFulfillmentStatus
    createdAt processedAt updatedAt cancelledAt cancelReason closedAt
    discountCodes
    totalPriceSet { ...Bag } subtotalPriceSet { ...Bag } totalDiscountsSet { ...Bag }
    customer { id firstName lastName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }
    shippingAddress { ${addressFields} }
    billingAddress { ${addressFields} }
    customerJourneySummary { ready lastVisit { landingPage referrerUrl } }
    lineItems(first: 100) {
      nodes {
        id title variantTitle sku quantity requiresShipping
        originalUnitPriceSet { ...Bag }
        totalDiscountSet { ...Bag }
        discountAllocations { allocatedAmountSet { ...Bag } }
        product { id } variant { id }
      }
    }
    fulfillments(first: 20) {
      id status displayStatus deliveredAt createdAt updatedAt
      trackingInfo(first: 1) { url number company }
    }
    refunds(first: 50) {
      id createdAt processedAt
      totalRefundedSet { ...Bag }
      refundLineItems(first: 50) {
        nodes { quantity lineItem { id } subtotalSet { ...Bag } totalTaxSet { ...Bag } }
      }
      transactions(first: 20) { nodes { kind status amountSet { ...Bag } } }
    }
  }
  fragment Bag on MoneyBag {
    shopMoney { amount currencyCode }
    presentmentMoney { amount currencyCode }
  }`;

const orderAnswer = z.object({
  id: idOf,
  name: z.string(),
  number: z.number().int(),
  confirmationNumber: z.string().nullable(),
  checkoutToken: z.string().nullable(),
  cartToken: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  customerLocale: z.string().nullable(),
  sourceName: z.string().nullable(),
  clientIp: z.string().nullable(),
  test: z.boolean(),
  displayFinancialStatus: z.string().nullable(),
  displayFulfillmentStatus: z.string().nullable(),
  createdAt: z.string(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullable(),
  cancelReason: z.string().nullable(),
  closedAt: z.string().nullable(),
  discountCodes: z.array(z.string()),
  totalPriceSet: bag,
  subtotalPriceSet: bag.nullable(),
  totalDiscountsSet: bag.nullable(),
  customer: z
    .object({
      id: idOf,
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      defaultEmailAddress: z.object({ emailAddress: z.string().nullable() }).nullable(),
      defaultPhoneNumber: z.object({ phoneNumber: z.string().nullable() }).nullable(),
    })
    .nullable(),
  shippingAddress: addressSchema,
  billingAddress: addressSchema,
  customerJourneySummary: z
    .object({
      ready: z.boolean(),
      lastVisit: z
        .object({ landingPage: z.string().nullable(), referrerUrl: z.string().nullable() })
        .nullable(),
    })
    .nullable(),
  lineItems: z.object({
    nodes: z.array(
      z.object({
        id: idOf,
        title: z.string(),
        variantTitle: z.string().nullable(),
        sku: z.string().nullable(),
        quantity: z.number().int(),
        requiresShipping: z.boolean(),
        originalUnitPriceSet: bag,
        totalDiscountSet: bag,
        discountAllocations: z.array(z.object({ allocatedAmountSet: bag })),
        product: node.nullable(),
        variant: node.nullable(),
      }),
    ),
  }),
  fulfillments: z.array(
    z.object({
      id: idOf,
      status: z.string(),
      displayStatus: z.string().nullable(),
      deliveredAt: z.string().nullable(),
      createdAt: z.string(),
      updatedAt: z.string(),
      trackingInfo: z.array(
        z.object({
          url: z.string().nullable(),
          number: z.string().nullable(),
          company: z.string().nullable(),
        }),
      ),
    }),
  ),
  refunds: z.array(
    z.object({
      id: idOf,
      createdAt: z.string().nullable(),
      processedAt: z.string(),
      totalRefundedSet: bag,
      refundLineItems: z.object({
        nodes: z.array(
          z.object({ quantity: z.number().int(), lineItem: node, subtotalSet: bag, totalTaxSet: bag }),
        ),
      }),
      transactions: z.object({
        nodes: z.array(z.object({ kind: z.string(), status: z.string(), amountSet: bag })),
      }),
    }),
  ),
});
type OrderAnswer = z.output<typeof orderAnswer>;

export const readOrder = defineOperation(
  `query ReadOrder($id: ID!) { order(id: $id) { ...OrderFields } } ${orderFields}`,
  z.object({ order: orderAnswer.nullable() }),
);

export const listOrdersPage = defineOperation(
  `query ListOrders($query: String!, $after: String) {
    orders(first: 25, after: $after, query: $query, sortKey: UPDATED_AT) {
      pageInfo { hasNextPage endCursor }
      nodes { ...OrderFields }
    }
  } ${orderFields}`,
  z.object({ orders: z.object({ pageInfo, nodes: z.array(orderAnswer) }) }),
);

export async function getOrder(client: AdminClient, orderId: string): Promise<ShopifyOrderState | null> {
  const { order } = await client.ask(readOrder, { id: gid('Order', orderId) });
  return order ? toState(order) : null;
}

export async function listOrders(
  client: AdminClient,
  { since, cursor }: { since: Date; cursor: string | null },
): Promise<{ orders: ShopifyOrderState[]; cursor: string | null }> {
  const { orders } = await client.ask(listOrdersPage, {
    query: `updated_at:>=${searchValue(since.toISOString())}`,
    after: cursor,
  });
  return { orders: orders.nodes.map(toState), cursor: nextCursor(orders.pageInfo) };
}

function toState(order: OrderAnswer): ShopifyOrderState {
  const delivered = order.fulfillments.flatMap(({ deliveredAt }) =>
    deliveredAt ? [new Date(deliveredAt)] : [],
  );
  return {
    id: order.id,
    name: order.name,
    checkoutToken: order.checkoutToken,
    confirmationNumber: order.confirmationNumber,
    updatedAt: new Date(order.updatedAt),
    cancelledAt: order.cancelledAt ? new Date(order.cancelledAt) : null,
    displayFinancialStatus: order.displayFinancialStatus,
    displayFulfillmentStatus: order.displayFulfillmentStatus,
    deliveredAt: delivered.length > 0 ? new Date(Math.max(...delivered.map((at) => at.getTime()))) : null,
    webhookShape: toWebhook(order),
  };
}

/** Webhooks say `null` for an order of which nothing was sent yet, and `partial` for what GraphQL calls otherwise. */
function fulfillmentStatus(display: string | null): string | null {
  switch (display) {
    case 'FULFILLED':
      return 'fulfilled';
    case 'PARTIALLY_FULFILLED':
      return 'partial';
    case 'RESTOCKED':
      return 'restocked';
    default:
      return null;
  }
}

/** Path and query only, as webhooks give it. */
function landingSite(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const { pathname, search } = new URL(url);
    return `${pathname}${search}`;
  } catch {
    return url;
  }
}

/** Body of orders/updated: money in the shop's currency with `*_set` beside it, statuses in lower case. */
function toWebhook(order: OrderAnswer): unknown {
  const visit = order.customerJourneySummary?.lastVisit;
  return {
    id: order.id,
    admin_graphql_api_id: gid('Order', order.id),
    name: order.name,
    order_number: order.number,
    confirmation_number: order.confirmationNumber,
    checkout_token: order.checkoutToken,
    cart_token: order.cartToken,
    email: order.email,
    contact_email: order.email,
    phone: order.phone,
    browser_ip: order.clientIp,
    currency: order.currencyCode,
    presentment_currency: order.presentmentCurrencyCode,
    customer_locale: order.customerLocale,
    source_name: order.sourceName,
    test: order.test,
    financial_status: order.displayFinancialStatus?.toLowerCase() ?? null,
    fulfillment_status: fulfillmentStatus(order.displayFulfillmentStatus),
    created_at: order.createdAt,
    processed_at: order.processedAt,
    updated_at: order.updatedAt,
    cancelled_at: order.cancelledAt,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    closed_at: order.closedAt,
    landing_site: landingSite(visit?.landingPage),
    referring_site: visit?.referrerUrl ?? null,
    discount_codes: order.discountCodes.map((code) => ({ code })),
    total_price: order.totalPriceSet.shopMoney.amount,
    total_price_set: webhookSet(order.totalPriceSet),
    subtotal_price: order.subtotalPriceSet?.shopMoney.amount ?? null,
    total_discounts: order.totalDiscountsSet?.shopMoney.amount ?? '0',
    customer: order.customer && {
      id: order.customer.id,
      email: order.customer.defaultEmailAddress?.emailAddress ?? null,
      phone: order.customer.defaultPhoneNumber?.phoneNumber ?? null,
      first_name: order.customer.firstName,
      last_name: order.customer.lastName,
    },
    shipping_address: webhookAddress(order.shippingAddress),
    billing_address: webhookAddress(order.billingAddress),
    line_items: order.lineItems.nodes.map((line) => ({
      id: line.id,
      admin_graphql_api_id: gid('LineItem', line.id),
      product_id: line.product?.id ?? null,
      variant_id: line.variant?.id ?? null,
      title: line.title,
      variant_title: line.variantTitle,
      sku: line.sku,
      quantity: line.quantity,
      price: line.originalUnitPriceSet.shopMoney.amount,
      price_set: webhookSet(line.originalUnitPriceSet),
      total_discount: line.totalDiscountSet.shopMoney.amount,
      discount_allocations: line.discountAllocations.map(({ allocatedAmountSet }) => ({
        amount: allocatedAmountSet.shopMoney.amount,
        amount_set: webhookSet(allocatedAmountSet),
      })),
      requires_shipping: line.requiresShipping,
    })),
    fulfillments: order.fulfillments.map((fulfillment) => ({
      id: fulfillment.id,
      order_id: order.id,
      status: fulfillment.status.toLowerCase(),
      shipment_status: fulfillment.deliveredAt
        ? 'delivered'
        : (fulfillment.displayStatus?.toLowerCase() ?? null),
      created_at: fulfillment.createdAt,
      // A delivered parcel's webhook is stamped with the moment of its delivery.
      updated_at: fulfillment.deliveredAt ?? fulfillment.updatedAt,
      tracking_company: fulfillment.trackingInfo[0]?.company ?? null,
      tracking_number: fulfillment.trackingInfo[0]?.number ?? null,
      tracking_url: fulfillment.trackingInfo[0]?.url ?? null,
    })),
    refunds: order.refunds.map((refund) => ({
      id: refund.id,
      admin_graphql_api_id: gid('Refund', refund.id),
      order_id: order.id,
      created_at: refund.createdAt ?? refund.processedAt,
      processed_at: refund.processedAt,
      refund_line_items: refund.refundLineItems.nodes.map((line) => ({
        line_item_id: line.lineItem.id,
        quantity: line.quantity,
        subtotal: line.subtotalSet.shopMoney.amount,
        subtotal_set: webhookSet(line.subtotalSet),
        total_tax: line.totalTaxSet.shopMoney.amount,
        total_tax_set: webhookSet(line.totalTaxSet),
      })),
      transactions: refund.transactions.nodes.map(({ kind, status, amountSet }) => ({
        kind: kind.toLowerCase(),
        status: status.toLowerCase(),
        amount: amountSet.presentmentMoney.amount,
        currency: amountSet.presentmentMoney.currencyCode,
      })),
    })),
  };
}
