import type { Address } from './people.ts';

export type MoneyBag = { shop: string; presentment: string };

export type TaxLine = { title: string; rate: string; amount: MoneyBag };

export type DiscountAllocation = { index: number; amount: MoneyBag };

export type DiscountApplication = {
  type: 'discount_code' | 'manual' | 'automatic';
  code: string | null;
  title: string;
  valueType: 'percentage' | 'fixed_amount';
  /** A percentage as 10.0 = 10 %, or an amount in the buyer's currency. */
  value: string;
  /** Absent in what older versions of the sandbox wrote: line items. */
  targetType?: 'line_item' | 'shipping_line';
  allocationMethod: 'across' | 'each' | 'one';
  targetSelection: 'all' | 'entitled' | 'explicit';
  nodeId: string | null;
};

export type Line = {
  id: string;
  /** Null for a custom line. */
  variantId: string | null;
  productId: string | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  quantity: number;
  /** Quantity that is still wanted after edits and removals. */
  currentQuantity: number;
  fulfilledQuantity: number;
  refundedQuantity: number;
  unitPrice: MoneyBag;
  grams: number;
  requiresShipping: boolean;
  taxLines: TaxLine[];
  allocations: DiscountAllocation[];
  properties: { name: string; value: string }[];
};

export type ShippingLine = {
  id: string;
  title: string;
  code: string;
  /** Before discounts. */
  price: MoneyBag;
  taxLines: TaxLine[];
  /** Absent in what older versions of the sandbox wrote: none. */
  allocations?: DiscountAllocation[];
};

export type Totals = {
  /** Lines after line discounts, without shipping (taxes inside when the shop includes them). */
  subtotal: MoneyBag;
  lineItems: MoneyBag;
  /** Off the lines and off the shipping. */
  discounts: MoneyBag;
  /** Before discounts. */
  shipping: MoneyBag;
  tax: MoneyBag;
  total: MoneyBag;
};

export type CheckoutLineInput = {
  variantId?: string;
  sku?: string;
  quantity: number;
  title?: string;
  price?: string;
};

/** How somebody came to the shop. */
export type Visit = {
  /** Path and query of the first page, like `/?utm_source=newsletter`. */
  landingSite: string;
  /** Full address of the page before, '' for none. */
  referringSite: string;
  at: string;
};

/** The rates that every shop has. */
export type ShippingMethod = 'standard' | 'express';

export type CheckoutInput = {
  /** Domain or slug. */
  shop: string;
  lines: CheckoutLineInput[];
  email?: string | null;
  phone?: string | null;
  locale?: string;
  currency?: string;
  shippingAddress?: Partial<Address> | null;
  acceptsMarketing?: boolean;
  discountCodes?: string[];
  /** The buyer arrived by a referral link with this code. */
  ref?: string | null;
  /** The visit that led to this checkout. */
  landingSite?: string;
  referringSite?: string;
  /** The buyer's first visit, when it was another one. */
  firstVisit?: Visit;
  shippingMethod?: ShippingMethod;
  note?: string | null;
  noteAttributes?: { name: string; value: string }[];
};

export type Checkout = {
  token: string;
  /** Id of the AbandonedCheckout node. */
  id: string;
  cartToken: string;
  shop: string;
  name: string;
  email: string | null;
  phone: string | null;
  locale: string;
  currency: string;
  lines: Line[];
  shippingLine: ShippingLine | null;
  shippingAddress: Address | null;
  acceptsMarketing: boolean;
  discountCodes: string[];
  discountApplications: DiscountApplication[];
  ref: string | null;
  landingSite: string;
  referringSite: string;
  firstVisit?: Visit;
  note: string | null;
  noteAttributes: { name: string; value: string }[];
  customerId: string | null;
  totals: Totals;
  recoveryUrl: string;
  createdAt: string;
  updatedAt: string;
  completedAt: string | null;
  orderId: string | null;
};
