import type { Box } from '../box.ts';
import { statusOf } from '../store/discounts.ts';
import { gid } from '../store/ids.ts';
import {
  currentTotals,
  fulfillmentStatus,
  netPayment,
  outstanding,
  refundedTotal,
} from '../store/order-state.ts';
import type {
  Customer,
  Discount,
  Fulfillment,
  Metafield,
  Order,
  Product,
  Refund,
  Shop,
  StoreCreditAccount,
  Variant,
} from '../store/records.ts';

const or = (type: string, id: string | null) => (id === null ? null : gid(type, id));

/** A shop as control calls answer it. */
export function shopView(box: Box, shop: Shop) {
  return {
    shop: shop.domain,
    id: gid('Shop', shop.id),
    name: shop.name,
    slug: shop.slug,
    currency: shop.currency,
    timezone: shop.timezone,
    locale: shop.locale,
    country: shop.country,
    plan: shop.plan,
    catalog: shop.catalog,
    isInstalled: shop.isInstalled,
    scopes: shop.scopes,
    hasPostPurchase: shop.hasPostPurchase ?? false,
    protectedData: shop.protectedData,
    installedAt: shop.installedAt,
    uninstalledAt: shop.uninstalledAt,
    ...shopUrls(box, shop),
  };
}

/** The addresses of a shop. */
export function shopUrls(box: Box, shop: Shop) {
  return { appUrl: box.config.appUrl, adminUrl: box.adminUrl(shop), storefrontUrl: box.storefrontUrl(shop) };
}

function variantView(variant: Variant, product: Product | undefined) {
  return {
    id: gid('ProductVariant', variant.id),
    productId: gid('Product', variant.productId),
    productTitle: product?.title ?? '',
    title: variant.title,
    sku: variant.sku,
    price: variant.price,
    compareAtPrice: variant.compareAtPrice,
    stock: variant.stock,
    availableForSale: variant.stock > 0,
  };
}

/** Products with their variants, and the variants again in one flat list. */
export function catalogView(shop: Shop, products: Product[], variants: Variant[]) {
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  const productById = new Map(products.map((product) => [product.id, product]));
  return {
    shop: shop.domain,
    currency: shop.currency,
    products: products.map((product) => ({
      id: gid('Product', product.id),
      handle: product.handle,
      title: product.title,
      vendor: product.vendor,
      productType: product.productType,
      tags: product.tags,
      collections: product.collections,
      variants: product.variantIds.flatMap((id) => {
        const variant = byId.get(id);
        return variant === undefined ? [] : [variantView(variant, product)];
      }),
    })),
    variants: variants.map((variant) => variantView(variant, productById.get(variant.productId))),
  };
}

/** A fulfilment with its events. */
export function fulfillmentView(fulfillment: Fulfillment) {
  return {
    id: gid('Fulfillment', fulfillment.id),
    name: fulfillment.name,
    status: fulfillment.status,
    displayStatus: fulfillment.displayStatus,
    trackingCompany: fulfillment.trackingCompany,
    trackingNumber: fulfillment.trackingNumber,
    trackingUrl: fulfillment.trackingUrl,
    createdAt: fulfillment.createdAt,
    inTransitAt: fulfillment.inTransitAt,
    deliveredAt: fulfillment.deliveredAt,
    lines: fulfillment.lines.map(({ lineId, quantity }) => ({ lineId: gid('LineItem', lineId), quantity })),
    events: fulfillment.events.map((event) => ({
      id: gid('FulfillmentEvent', event.id),
      status: event.status,
      message: event.message,
      happenedAt: event.happenedAt,
    })),
  };
}

/** A refund. Amounts are in the buyer's currency. */
export function refundView(refund: Refund) {
  return {
    id: gid('Refund', refund.id),
    note: refund.note,
    createdAt: refund.createdAt,
    lines: refund.lines.map((line) => ({
      lineId: gid('LineItem', line.lineId),
      quantity: line.quantity,
      subtotal: line.subtotal.presentment,
      tax: line.tax.presentment,
      restock: line.restock,
    })),
    transactions: refund.transactions.map((one) => ({
      id: gid('OrderTransaction', one.id),
      kind: one.kind,
      amount: one.amount.presentment,
    })),
  };
}

/** An order as the Admin API would tell it. Amounts are in the shop's currency; `presentment` has the buyer's. */
export function orderView(box: Box, order: Order) {
  const now = currentTotals(order);
  return {
    id: gid('Order', order.id),
    shop: order.shop,
    name: order.name,
    orderNumber: String(order.number),
    confirmationNumber: order.confirmationNumber,
    checkoutToken: order.checkoutToken,
    source: order.source,
    email: order.email,
    phone: order.phone,
    customerId: or('Customer', order.customerId),
    locale: order.locale,
    currency: order.currency,
    presentmentCurrency: order.presentmentCurrency,
    displayFinancialStatus: order.financialStatus,
    displayFulfillmentStatus: fulfillmentStatus(order),
    subtotalPrice: order.totals.subtotal.shop,
    totalDiscounts: order.totals.discounts.shop,
    totalShippingPrice: order.totals.shipping.shop,
    totalTax: order.totals.tax.shop,
    totalPrice: order.totals.total.shop,
    currentTotalPrice: now.total.shop,
    totalOutstanding: outstanding(order).shop,
    totalRefunded: refundedTotal(order).shop,
    netPayment: netPayment(order).shop,
    presentment: {
      totalPrice: order.totals.total.presentment,
      currentTotalPrice: now.total.presentment,
      totalRefunded: refundedTotal(order).presentment,
    },
    paymentMethod: order.paymentMethod ?? null,
    postPurchase: order.postPurchase ?? null,
    discountCodes: order.discountCodes,
    landingSite: order.landingSite,
    note: order.note,
    noteAttributes: order.noteAttributes,
    tags: order.tags,
    shippingAddress: order.shippingAddress,
    lines: order.lines.map((line) => ({
      id: gid('LineItem', line.id),
      variantId: or('ProductVariant', line.variantId),
      productId: or('Product', line.productId),
      title: line.title,
      variantTitle: line.variantTitle,
      sku: line.sku,
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
      fulfilledQuantity: line.fulfilledQuantity,
      refundedQuantity: line.refundedQuantity,
      price: line.unitPrice.shop,
      totalDiscount: line.allocations.map((one) => one.amount.shop),
    })),
    transactions: order.transactions.map((one) => ({
      id: gid('OrderTransaction', one.id),
      kind: one.kind,
      status: one.status,
      gateway: one.gateway,
      amount: one.amount.shop,
    })),
    fulfillments: order.fulfillments.map(fulfillmentView),
    refunds: order.refunds.map(refundView),
    metafields: box.metafields(order.shop, order.id).map(metafieldView),
    cancelReason: order.cancelReason,
    cancelledAt: order.cancelledAt,
    closedAt: order.closedAt,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    thankYouUrl: box.thankYouUrl(order),
    orderStatusUrl: box.orderStatusUrl(order),
  };
}

/** A customer with consents, orders and store credit. */
export function customerView(box: Box, customer: Customer) {
  return {
    id: gid('Customer', customer.id),
    shop: customer.shop,
    email: customer.email,
    phone: customer.phone,
    firstName: customer.firstName,
    lastName: customer.lastName,
    locale: customer.locale,
    tags: customer.tags,
    emailMarketingConsent: customer.emailConsent,
    smsMarketingConsent: customer.smsConsent,
    whatsAppMarketingConsent: customer.whatsappConsent,
    defaultAddress: customer.address,
    orders: box
      .ordersOf(customer.shop)
      .filter((order) => order.customerId === customer.id)
      .map((order) => gid('Order', order.id)),
    storeCreditAccounts: box
      .storeCredit(customer.shop)
      .filter((account) => account.customerId === customer.id)
      .map(storeCreditView),
    metafields: box.metafields(customer.shop, customer.id).map(metafieldView),
    createdAt: customer.createdAt,
    updatedAt: customer.updatedAt,
  };
}

/** A discount with its codes. */
export function discountView(box: Box, discount: Discount) {
  const { codes, ...node } = discount;
  return {
    id: gid('DiscountCodeNode', discount.id),
    title: discount.title,
    status: statusOf(node, box.now()),
    kind: discount.kind,
    value: discount.value,
    bxgy: discount.bxgy,
    shipping: discount.shipping,
    startsAt: discount.startsAt,
    endsAt: discount.endsAt,
    usageLimit: discount.usageLimit,
    appliesOncePerCustomer: discount.appliesOncePerCustomer,
    minimumSubtotal: discount.minimumSubtotal,
    minimumQuantity: discount.minimumQuantity,
    productIds: discount.productIds?.map((id) => gid('Product', id)) ?? null,
    variantIds: discount.variantIds?.map((id) => gid('ProductVariant', id)) ?? null,
    customerIds: discount.customerIds?.map((id) => gid('Customer', id)) ?? null,
    combinesWith: discount.combinesWith,
    usageCount: codes.reduce((sum, code) => sum + code.usageCount, 0),
    codes: codes.map((code) => ({
      id: gid('DiscountRedeemCode', code.id),
      code: code.code,
      usageCount: code.usageCount,
    })),
    createdAt: discount.createdAt,
    updatedAt: discount.updatedAt,
  };
}

/** A store-credit account with its transactions. */
export function storeCreditView(account: StoreCreditAccount) {
  return {
    id: gid('StoreCreditAccount', account.id),
    shop: account.shop,
    customerId: gid('Customer', account.customerId),
    currency: account.currency,
    balance: account.balance,
    transactions: account.transactions.map((one) => ({
      ...one,
      id: gid('StoreCreditAccountTransaction', one.id),
    })),
  };
}

/** A metafield. */
export function metafieldView(metafield: Metafield) {
  return {
    ...metafield,
    id: gid('Metafield', metafield.id),
    ownerId: gid(metafield.ownerType, metafield.ownerId),
  };
}
