import { gid } from '../../../kit/id.ts';
import { webhookAddress } from './address.ts';
import { webhookSet } from './operation.ts';
import type { OrderAnswer } from './order-answer.ts';

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
export function orderWebhook(order: OrderAnswer): unknown {
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
    order_status_url: order.statusPageUrl ?? null,
    landing_site: landingSite(visit?.landingPage),
    referring_site: visit?.referrerUrl ?? null,
    shipping_lines: order.shippingLine ? [{ title: order.shippingLine.title }] : [],
    discount_codes: order.discountCodes.map((code) => ({ code })),
    taxes_included: order.taxesIncluded ?? null,
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
      tax_lines: (line.taxLines ?? []).map(({ priceSet }) => ({
        price: priceSet.shopMoney.amount,
        price_set: webhookSet(priceSet),
      })),
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
