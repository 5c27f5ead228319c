import type { Box, Line, MoneyBag, Order, Shop } from '../box.ts';

const both = (amount: number): MoneyBag => ({ shop: amount.toFixed(2), presentment: amount.toFixed(2) });

/** An order that nobody placed, over two things of the catalogue: what the editor shows an extension. */
export function sampleOrder(box: Box, shop: Shop): Order {
  const { products, variants } = box.catalog(shop.domain);
  const lines = products.slice(0, 2).map((product, at): Line => {
    const variant = variants.find(({ productId }) => productId === product.id);
    return {
      id: String(at + 1),
      variantId: variant?.id ?? null,
      productId: product.id,
      title: product.title,
      variantTitle: variant?.title ?? null,
      sku: variant?.sku ?? null,
      vendor: product.vendor,
      quantity: 1,
      currentQuantity: 1,
      fulfilledQuantity: 0,
      refundedQuantity: 0,
      unitPrice: both(Number(variant?.price ?? 10)),
      grams: 0,
      requiresShipping: true,
      taxLines: [],
      allocations: [],
      properties: [],
    };
  });
  const total = lines.reduce((sum, { unitPrice }) => sum + Number(unitPrice.shop), 0);
  const now = box.now().toISOString();
  return {
    id: '1',
    shop: shop.domain,
    number: 1000,
    name: '#1000',
    confirmationNumber: 'SAMPLE123',
    checkoutToken: 'preview',
    cartToken: null,
    source: 'web',
    email: 'anna@example.com',
    phone: null,
    customerId: null,
    locale: shop.locale,
    currency: shop.currency,
    presentmentCurrency: shop.currency,
    taxesIncluded: shop.taxesIncluded,
    financialStatus: 'PAID',
    lines,
    shippingLine: null,
    shippingAddress: null,
    billingAddress: null,
    discountCodes: [],
    discountApplications: [],
    totals: {
      subtotal: both(total),
      lineItems: both(total),
      discounts: both(0),
      shipping: both(0),
      tax: both(0),
      total: both(total),
    },
    landingSite: null,
    referringSite: null,
    note: null,
    noteAttributes: [],
    tags: [],
    transactions: [],
    fulfillments: [],
    refunds: [],
    acceptsMarketing: false,
    cancelReason: null,
    cancelledAt: null,
    closedAt: null,
    processedAt: now,
    createdAt: now,
    updatedAt: now,
    statusToken: 'preview',
    browserIp: null,
  };
}
