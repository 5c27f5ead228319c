/**
 * What the pretend store knows, record by record. All ids are the numeric part of a Shopify gid, as a decimal string
 * (they exceed 2^53: never make a number of one). All money is a decimal string in the currency beside it. All times
 * are ISO-8601 in UTC, taken from the sandbox clock.
 */

/** One amount in the shop's currency and in the buyer's. */
export type MoneyBag = { shop: string; presentment: string };

export type ProtectedData = 'none' | 'level1' | 'level2';

export type Shop = {
  id: string;
  domain: string;
  slug: string;
  name: string;
  email: string;
  currency: string;
  timezone: string;
  locale: string;
  locales: string[];
  country: string;
  plan: string;
  catalog: string;
  /** Currencies a buyer may pay in, the shop's own first. */
  presentmentCurrencies: string[];
  taxRate: string;
  taxesIncluded: boolean;
  isInstalled: boolean;
  /** The app's scopes that this shop granted. */
  scopes: string[];
  /** Which protected customer data the app may read: the dashboard's approval, played here per shop. */
  protectedData: ProtectedData;
  installedAt: string | null;
  uninstalledAt: string | null;
  nextOrderNumber: number;
  createdAt: string;
};

export type Picture = { id: string; url: string; alt: string };

export type Product = {
  id: string;
  shop: string;
  handle: string;
  title: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  tags: string[];
  /** Titles of the collections it is in. */
  collections: string[];
  options: { name: string; values: string[] }[];
  status: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
  /** Picture as an address below the sandbox, or null. */
  image: Picture | null;
  /** SVG source of the picture when the catalogue drew it. */
  imageSvg: string | null;
  variantIds: string[];
  createdAt: string;
  updatedAt: string;
};

export type Variant = {
  id: string;
  shop: string;
  productId: string;
  sku: string;
  title: string;
  /** In the shop's currency. */
  price: string;
  compareAtPrice: string | null;
  stock: number;
  inventoryItemId: string;
  weightGrams: number;
  options: { name: string; value: string }[];
  position: number;
  requiresShipping: boolean;
  createdAt: string;
  updatedAt: string;
};

export type Address = {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  provinceCode: string | null;
  zip: string | null;
  country: string | null;
  countryCode: string | null;
  phone: string | null;
};

export type EmailConsentState =
  | 'SUBSCRIBED'
  | 'NOT_SUBSCRIBED'
  | 'PENDING'
  | 'UNSUBSCRIBED'
  | 'INVALID'
  | 'REDACTED';
export type Consent = {
  state: EmailConsentState;
  optInLevel: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN' | 'UNKNOWN' | null;
  updatedAt: string | null;
};

export type Customer = {
  id: string;
  shop: string;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  locale: string;
  currency: string;
  note: string | null;
  tags: string[];
  state: 'DISABLED' | 'INVITED' | 'ENABLED' | 'DECLINED';
  address: Address | null;
  emailConsent: Consent;
  smsConsent: Consent;
  whatsappConsent: Consent;
  createdAt: string;
  updatedAt: string;
};

export type TaxLine = { title: string; rate: string; amount: MoneyBag };
/** `index` points into discountApplications of the order or checkout. */
export type DiscountAllocation = { index: number; amount: MoneyBag };
export type DiscountApplication = {
  type: 'discount_code' | 'manual' | 'automatic';
  code: string | null;
  title: string;
  valueType: 'percentage' | 'fixed_amount';
  /** A percentage as 10.0 = 10 %, or an amount in the buyer's currency. */
  value: string;
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

export type ShippingLine = { id: string; title: string; code: string; price: MoneyBag; taxLines: TaxLine[] };

export type Totals = {
  /** Lines after line discounts, without shipping (taxes inside when the shop includes them). */
  subtotal: MoneyBag;
  lineItems: MoneyBag;
  discounts: MoneyBag;
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
  shippingAddress: Address | null;
  billingAddress: Address | null;
  discountCodes: string[];
  discountApplications: DiscountApplication[];
  totals: Totals;
  landingSite: string | null;
  referringSite: string | null;
  note: string | null;
  noteAttributes: { name: string; value: string }[];
  tags: string[];
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
};

export type OrderInput = CheckoutInput & {
  checkoutToken?: string;
  financialStatus?: 'paid' | 'pending' | 'authorized' | 'partially_paid';
  source?: string;
};

export type Discount = {
  id: string;
  shop: string;
  title: string;
  /** percentage as a fraction (0.1 = 10 %) or an amount in the shop's currency. */
  value: { kind: 'percentage'; fraction: string } | { kind: 'amount'; amount: string; eachItem: boolean };
  /** Null = everything. */
  productIds: string[] | null;
  variantIds: string[] | null;
  collectionIds: string[] | null;
  /** Null = all customers. */
  customerIds: string[] | null;
  minimumSubtotal: string | null;
  minimumQuantity: number | null;
  usageLimit: number | null;
  appliesOncePerCustomer: boolean;
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
  tags: string[];
  startsAt: string;
  endsAt: string | null;
  isActive: boolean;
  codes: { id: string; code: string; usageCount: number; usedBy: string[] }[];
  createdAt: string;
  updatedAt: string;
};

export type StoreCreditTransaction = {
  id: string;
  kind: 'CREDIT' | 'DEBIT' | 'EXPIRATION';
  amount: string;
  balanceAfter: string;
  expiresAt: string | null;
  remaining: string | null;
  createdAt: string;
};
export type StoreCreditAccount = {
  id: string;
  shop: string;
  customerId: string;
  currency: string;
  balance: string;
  transactions: StoreCreditTransaction[];
};

export type Metafield = {
  id: string;
  shop: string;
  ownerId: string;
  ownerType: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: string;
  updatedAt: string;
};

export type Channel = 'email' | 'sms' | 'whatsapp';
export type OutboxMessage = {
  id: string;
  channel: Channel;
  from: string;
  to: string;
  subject: string | null;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  at: string;
};
