/** Campaign parameters of the visit that led to an order, without `utm_`. */
export type Utm = Partial<Record<'source' | 'medium' | 'campaign' | 'term' | 'content', string>>;

/** A line as the shop reports it. Lines without a product (tips, warranties, deleted products) are normal. */
export interface OrderLineInput {
  id: string;
  position: number;
  productId: string | null;
  variantId: string | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  quantity: number;
  priceMinor: bigint;
  discountMinor: bigint;
  /** contained in the price or on top of it (`isTaxIncluded`) */
  taxMinor: bigint;
  requiresShipping: boolean;
}

export interface FulfillmentInput {
  id: string;
  orderId: string;
  status: string | null;
  shipmentStatus: string | null;
  shippedAt: Date;
  deliveredAt: Date | null;
  trackingUrl: string | null;
  updatedAt: Date;
}

export interface RefundInput {
  id: string;
  orderId: string;
  amountMinor: bigint;
  currency: string;
  lines: { lineId: string; quantity: number }[];
  refundedAt: Date;
}

/** One state of an order, as a webhook or the Admin API tells it. Amounts in the order's own currency. */
export interface OrderInput {
  id: string;
  name: string;
  confirmationNumber: string | null;
  checkoutToken: string | null;
  cartToken: string | null;
  customerId: string | null;
  email: string | null;
  customerEmail: string | null;
  phone: string | null;
  customerPhone: string | null;
  firstName: string | null;
  lastName: string | null;
  shipping: Record<string, string> | null;
  country: string | null;
  province: string | null;
  ip: string | null;
  currency: string;
  totalMinor: bigint;
  subtotalMinor: bigint;
  discountMinor: bigint;
  presentmentCurrency: string | null;
  financialStatus: string | null;
  fulfillmentStatus: string | null;
  sourceName: string | null;
  locale: string | null;
  landingSite: string | null;
  referringSite: string | null;
  /** title of the delivery option */
  shippingMethod: string | null;
  /** campaign parameters of the visit; null = nothing is known of the visit */
  utm: Utm | null;
  /** the buyer's page of the order; left out where only Shopify's API told of it */
  statusUrl?: string | null;
  discountCodes: string[];
  /** what each code took off, in the order of `discountCodes`; empty where the report does not tell */
  discountCodeMinors: bigint[];
  /** prices contain tax; null = the report does not tell */
  isTaxIncluded: boolean | null;
  isTest: boolean;
  processedAt: Date;
  updatedAt: Date;
  paidAt: Date | null;
  fulfilledAt: Date | null;
  cancelledAt: Date | null;
  lines: OrderLineInput[];
  fulfillments: FulfillmentInput[];
  refunds: RefundInput[];
}

export interface OrderLine extends OrderLineInput {
  refundedQuantity: number;
}

/** An order as we keep it. Personal fields are opened only by `openOrderContact`. */
export interface Order {
  id: string;
  name: string;
  confirmationNumber: string | null;
  checkoutToken: string | null;
  cartToken: string | null;
  personId: string | null;
  customerId: string | null;
  emailHash: string | null;
  emailSealed: string | null;
  phoneHash: string | null;
  shippingSealed: string | null;
  statusUrlSealed: string | null;
  addressHash: string | null;
  ipHash: string | null;
  currency: string;
  totalMinor: bigint;
  subtotalMinor: bigint;
  discountMinor: bigint;
  refundedMinor: bigint;
  presentmentCurrency: string | null;
  financialStatus: string | null;
  fulfillmentStatus: string | null;
  sourceName: string | null;
  locale: string | null;
  country: string | null;
  landingSite: string | null;
  referringSite: string | null;
  shippingMethod: string | null;
  utm: Utm | null;
  discountCodes: string[];
  discountCodeMinors: bigint[];
  isTaxIncluded: boolean | null;
  isTest: boolean;
  isFirst: boolean | null;
  processedAt: Date;
  paidAt: Date | null;
  fulfilledAt: Date | null;
  deliveredAt: Date | null;
  cancelledAt: Date | null;
  shopUpdatedAt: Date;
  lines: OrderLine[];
}
