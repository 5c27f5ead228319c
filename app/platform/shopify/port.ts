import type { Money } from '../../kit/money.ts';

/** Shopify in our words. Ids are plain numbers as strings unless named gid. Every call is for one shop. */
export interface ShopifyPort {
  getShop(): Promise<ShopifyShop>;
  /** null when the order does not exist (yet) or is out of reach */
  getOrder(orderId: string): Promise<ShopifyOrderState | null>;
  /** Orders by updated_at ascending, from `since`, one page. */
  listOrders(input: {
    since: Date;
    cursor: string | null;
  }): Promise<{ orders: ShopifyOrderState[]; cursor: string | null }>;
  listAbandonedCheckouts(input: { since: Date; cursor: string | null }): Promise<{
    checkouts: ShopifyAbandonedCheckout[];
    cursor: string | null;
  }>;
  listProducts(input: {
    cursor: string | null;
    query?: string;
  }): Promise<{ products: ShopifyProduct[]; cursor: string | null }>;
  getProducts(ids: string[]): Promise<ShopifyProduct[]>;
  /** The shop's collections, one page. */
  listCollections(input: {
    cursor: string | null;
  }): Promise<{ collections: { id: string; title: string }[]; cursor: string | null }>;
  /** Ids of the products in a collection, one page; null when there is no such collection. */
  listCollectionProducts(input: {
    collectionId: string;
    cursor: string | null;
  }): Promise<{ productIds: string[]; cursor: string | null } | null>;
  /**
   * What Shopify recommends as complementary to a product, at most ten, best first. `unavailable`: the shop does not let us ask
   * (the scope was not granted).
   */
  complementaryProducts(
    productId: string,
  ): Promise<{ kind: 'found'; productIds: string[] } | { kind: 'unavailable'; reason: 'no-access' }>;
  /** One code with its own deadline and one use. `taken` when the code exists already. */
  createDiscountCode(input: DiscountCodeInput): Promise<
    /** `codeId`: of the code itself, for taking it away */
    | { kind: 'created'; nodeId: string; codeId: string | null }
    | { kind: 'taken' }
    | { kind: 'refused'; message: string }
  >;
  /** Adds codes to one discount (at most 250 a call). Asynchronous at Shopify; resolves when Shopify has finished. */
  addRedeemCodes(
    nodeId: string,
    codes: string[],
  ): Promise<{
    added: string[];
    failed: { code: string; message: string }[];
    /** id of each added code, for taking it away */
    ids: ReadonlyMap<string, string>;
  }>;
  /** Takes codes away from their discount (at most 250 a call); what is gone already is passed over. @throws when refused */
  removeRedeemCodes(nodeId: string, codeIds: string[]): Promise<void>;
  /** Deletes a discount with all its codes; one that is gone already is passed over. @throws when refused */
  deleteDiscount(nodeId: string): Promise<void>;
  /** Writes a JSON metafield of the shop that only this app can change (`$app` namespace). @throws when refused */
  setShopMetafield(key: string, json: string): Promise<void>;
  /** The discount node that owns a code, or null. */
  findDiscountCode(code: string): Promise<{ nodeId: string; endsAt: Date | null } | null>;
  /** An order as far as something may still be added to it or taken off; null when it does not exist (yet). */
  getEditableOrder(orderId: string): Promise<EditableOrder | null>;
  /**
   * Stages one more product on an order and says what it would cost; the order is not changed. `discount` is per line, in the
   * order's own currency. `refused` when the order or the product does not allow it.
   */
  stageAddition(input: {
    orderId: string;
    variantId: string;
    quantity: number;
    discount:
      | { kind: 'percentage'; basisPoints: number }
      | { kind: 'amount'; amount: Money }
      | { kind: 'none' };
    description: string;
  }): Promise<({ kind: 'staged' } & StagedAddition) | { kind: 'refused'; message: string }>;
  /** Carries out what was staged. Not idempotent: after a lost answer look at the order's lines before trying again. */
  commitOrderEdit(
    editId: string,
    note: string,
  ): Promise<{ kind: 'committed'; order: EditableOrder } | { kind: 'refused'; message: string }>;
  /** Takes a line of an order down to `quantity` (0 = off) and puts the rest back into stock. Repeating it changes nothing. */
  removeOrderLine(input: {
    orderId: string;
    lineId: string;
    quantity: number;
    note: string;
  }): Promise<{ kind: 'committed'; order: EditableOrder } | { kind: 'refused'; message: string }>;
  creditStoreCredit(input: { customerId: string; amount: Money; expiresAt?: Date }): Promise<CreditResult>;
  /** Takes credit back; `insufficient` when the balance is too low. */
  debitStoreCredit(input: {
    customerId: string;
    amount: Money;
  }): Promise<CreditResult | { kind: 'insufficient' }>;
  /**
   * What apps and staff have moved on a customer's store credit since a moment (debits negative), for reconciling a call whose
   * answer was lost. Orders paid with it are left out.
   */
  listStoreCredit(customerId: string, since: Date): Promise<{ id: string; amount: Money; at: Date }[]>;
  /** Writes metafields `reviews.rating` and `reviews.rating_count` of a product. */
  setProductRating(productId: string, rating: { average: number; count: number }): Promise<void>;
  /** Finds or null. E-mail is given in clear; the answer's id is a plain number. */
  findCustomerByEmail(email: string): Promise<{ id: string; emailState: string | null } | null>;
  /** Finds by E.164 number or null. What they said about SMS comes by webhook: the schema has no field for it that is to stay. */
  findCustomerByPhone(phone: string): Promise<{ id: string } | null>;
  /** Gives a customer a tag, or takes it away; what is so already stays so. `gone`: there is no such customer. @throws when refused */
  tagCustomer(input: { customerId: string; tag: string; isAdded: boolean }): Promise<'tagged' | 'gone'>;
  /** A customer's tags, and which of these segments they are in; null when there is no such customer. */
  getCustomerTraits(
    customerId: string,
    segmentIds: string[],
  ): Promise<{ tags: string[]; segmentIds: string[] } | null>;
  /** Customers who have a tag (case does not count) with all their tags, one page. */
  listCustomersByTag(input: {
    tag: string;
    cursor: string | null;
  }): Promise<{ customers: { id: string; tags: string[] }[]; cursor: string | null }>;
  /** Customers in a segment, one page; null when there is no such segment. */
  listSegmentMembers(input: {
    segmentId: string;
    cursor: string | null;
  }): Promise<{ customerIds: string[]; cursor: string | null } | null>;
  /** The shop's customer segments, one page. */
  listSegments(input: {
    cursor: string | null;
  }): Promise<{ segments: { id: string; name: string }[]; cursor: string | null }>;
  setEmailConsent(input: {
    customerId: string;
    state: 'SUBSCRIBED' | 'UNSUBSCRIBED';
    /** the owner of the address confirmed it by a link (double opt-in) */
    isConfirmed?: boolean;
    changedAt: Date;
  }): Promise<void>;
  /** The same for SMS; the customer must have a telephone number at Shopify. */
  setSmsConsent(input: {
    customerId: string;
    state: 'SUBSCRIBED' | 'UNSUBSCRIBED';
    /** the owner of the number confirmed it (double opt-in) */
    isConfirmed?: boolean;
    changedAt: Date;
  }): Promise<void>;
}

export type CreditResult =
  | { kind: 'credited'; transactionId: string }
  | { kind: 'refused'; code: string; message: string };

/** All amounts in `currency`, the one that the buyer was shown and pays in. */
export interface EditableOrder {
  id: string;
  currency: string;
  isInShopCurrency: boolean;
  /** the shop allows edits, and it is neither cancelled nor closed */
  isEditable: boolean;
  /** nothing of it has left yet */
  isUnfulfilled: boolean;
  isTaxIncluded: boolean;
  financialStatus: string | null;
  total: Money;
  outstanding: Money;
  /** Shopify's own page where the buyer pays what is outstanding */
  payUrl: string | null;
  lines: { id: string; variantId: string | null; quantity: number; unfulfilledQuantity: number }[];
}

export interface StagedAddition {
  editId: string;
  unitPrice: Money;
  /** by how much the order's total grows, discount and tax included */
  added: Money;
  /** the tax in or on that, as the shop counts it */
  tax: Money;
  /** what the buyer would owe after the commit */
  outstanding: Money;
}

export interface DiscountCodeInput {
  title: string;
  code: string;
  startsAt: Date;
  endsAt: Date | null;
  /**
   * basis points (1000 = 10 %), an exact amount in the shop's currency, the shipping, or one piece of something for nothing with
   * what else is bought (then what must be bought stands in productIds, variantIds or collectionIds)
   */
  value:
    | { kind: 'percentage'; basisPoints: number }
    | { kind: 'amount'; amount: Money }
    | { kind: 'free-shipping' }
    | { kind: 'gift'; variantId: string };
  /** null = the whole order */
  productIds: string[] | null;
  variantIds?: string[];
  collectionIds?: string[];
  usageLimit: number | null;
  oncePerCustomer: boolean;
  minimumSubtotal?: Money;
  /** which other discounts it may stand beside; only those on shipping when not given */
  combinesWith?: { order: boolean; product: boolean; shipping: boolean };
  /** only this customer may use it */
  customerId?: string;
}

export interface ShopifyShop {
  id: string;
  name: string;
  email: string | null;
  domain: string;
  currency: string;
  timezone: string;
  country: string | null;
  plan: string | null;
  /** primary locale, e.g. `de` */
  locale: string;
  /** storefront base, no trailing slash */
  storefrontUrl: string;
}

export interface ShopifyOrderState {
  id: string;
  name: string;
  checkoutToken: string | null;
  confirmationNumber: string | null;
  updatedAt: Date;
  cancelledAt: Date | null;
  displayFinancialStatus: string | null;
  displayFulfillmentStatus: string | null;
  deliveredAt: Date | null;
  /** a body in the shape of the orders/* webhook, so that one parser serves both roads */
  webhookShape: unknown;
}

export interface ShopifyAbandonedCheckout {
  id: string;
  createdAt: Date;
  updatedAt: Date;
  completedAt: Date | null;
  /** a body in the shape of checkouts/update */
  webhookShape: unknown;
}

export interface ShopifyProduct {
  id: string;
  handle: string;
  title: string;
  imageUrl: string | null;
  vendor: string | null;
  /** null when the merchant gave none */
  productType: string | null;
  tags: string[];
  /** at most the first 100 */
  collections: { id: string; title: string }[];
  status: string;
  updatedAt: Date;
  variants: {
    id: string;
    title: string;
    sku?: string | null;
    price: Money;
    /** what a piece costs the shop, in whatever currency the merchant entered; null when not said */
    cost?: Money | null;
    stock: number | null;
    isAvailable: boolean;
  }[];
}

/** The shop's access is gone (uninstalled, token revoked) or frozen: work for it stops or waits; not an error of ours. */
export class ShopUnavailableError extends Error {
  readonly reason: 'uninstalled' | 'frozen' | 'reauthorize';
  constructor(reason: 'uninstalled' | 'frozen' | 'reauthorize') {
    super(`shop is ${reason}`);
    this.name = 'ShopUnavailableError';
    this.reason = reason;
  }
}

/** Shopify asks us to slow down; `retryAfterMs` says until when. Does not count as a failed try. */
export class ShopifyThrottledError extends Error {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super(`throttled for ${retryAfterMs} ms`);
    this.name = 'ShopifyThrottledError';
    this.retryAfterMs = retryAfterMs;
  }
}
