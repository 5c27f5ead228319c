import type {
  CheckoutInput,
  DiscountApplication,
  Line,
  MoneyBag,
  ShippingLine,
  Totals,
  Visit,
} from './baskets.ts';
import type { Address } from './people.ts';

export type Transaction = {
  id: string;
  kind: 'SALE' | 'REFUND' | 'AUTHORIZATION' | 'CAPTURE' | 'VOID';
  status: 'SUCCESS' | 'PENDING' | 'FAILURE';
  gateway: string;
  amount: MoneyBag;
  parentId: string | null;
  createdAt: string;
};

export type FulfillmentEvent = {
  id: string;
  status: string;
  message: string | null;
  city: string | null;
  country: string | null;
  happenedAt: string;
  createdAt: string;
};

export type Fulfillment = {
  id: string;
  orderId: string;
  name: string;
  status: 'SUCCESS' | 'CANCELLED' | 'PENDING' | 'OPEN' | 'ERROR' | 'FAILURE';
  displayStatus: string;
  lines: { lineId: string; quantity: number }[];
  trackingCompany: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  events: FulfillmentEvent[];
  deliveredAt: string | null;
  inTransitAt: string | null;
  estimatedDeliveryAt: string | null;
  createdAt: string;
  updatedAt: string;
};

export type Refund = {
  id: string;
  orderId: string;
  note: string | null;
  lines: {
    id: string;
    lineId: string;
    quantity: number;
    restock: boolean;
    subtotal: MoneyBag;
    tax: MoneyBag;
  }[];
  shipping: MoneyBag | null;
  transactions: Transaction[];
  createdAt: string;
};

export type FinancialStatus =
  | 'PENDING'
  | 'AUTHORIZED'
  | 'PARTIALLY_PAID'
  | 'PAID'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED'
  | 'VOIDED';

/** What happened between the payment and the thank-you page, in shops that have switched that page on. */
export type PostPurchase = {
  /** Why the page was not shown; null when it was, or may still be. */
  reason: string | null;
  wasShown: boolean;
  /** The thank-you page was reached: nothing can be added any more. */
  isOver: boolean;
  /** Changesets that were carried out, by their id. */
  applied: string[];
  /** The next charge is to fail. */
  isCardDeclined: boolean;
};

export type Order = {
  id: string;
  shop: string;
  number: number;
  name: string;
  confirmationNumber: string;
  checkoutToken: string | null;
  cartToken: string | null;
  /** web, pos, shopify_draft_order, subscription_contract … */
  source: string;
  email: string | null;
  phone: string | null;
  customerId: string | null;
  locale: string | null;
  currency: string;
  presentmentCurrency: string;
  taxesIncluded: boolean;
  financialStatus: FinancialStatus;
  lines: Line[];
  shippingLine: ShippingLine | null;
  /** Shipping that an edit or a post-purchase page added. Absent = none. */
  extraShipping?: ShippingLine[];
  shippingAddress: Address | null;
  billingAddress: Address | null;
  discountCodes: string[];
  discountApplications: DiscountApplication[];
  totals: Totals;
  landingSite: string | null;
  referringSite: string | null;
  /** Absent = this order's own visit was the first. */
  firstVisit?: Visit;
  note: string | null;
  noteAttributes: { name: string; value: string }[];
  tags: string[];
  /** Absent = by card, or not at a checkout at all. */
  paymentMethod?: PaymentMethod;
  transactions: Transaction[];
  fulfillments: Fulfillment[];
  refunds: Refund[];
  acceptsMarketing: boolean;
  cancelReason: string | null;
  cancelledAt: string | null;
  closedAt: string | null;
  processedAt: string;
  createdAt: string;
  updatedAt: string;
  statusToken: string;
  browserIp: string | null;
  /** Absent = never. */
  editedAt?: string;
  /** Absent = the shop had not switched the page on. */
  postPurchase?: PostPurchase;
};

/** How an order was paid at the checkout. */
export type PaymentMethod = 'card' | 'wallet' | 'instalments' | 'cash_on_delivery';

export type OrderInput = CheckoutInput & {
  checkoutToken?: string;
  financialStatus?: 'paid' | 'pending' | 'authorized' | 'partially_paid';
  source?: string;
  payment?: PaymentMethod;
};
