/**
 * The box as seen from its pages: what they may read and what a click may do. One object, built in main.ts; the
 * control calls, the Admin API and the pages all stand on it, so a click and a control call do the same thing.
 */
import type {
  Address,
  Channel,
  Checkout,
  CheckoutInput,
  Customer,
  Discount,
  Fulfillment,
  Metafield,
  Order,
  OrderInput,
  OutboxMessage,
  PaymentMethod,
  Product,
  Refund,
  Shop,
  StoreCreditAccount,
  Variant,
} from './store/records.ts';

import type { Segment } from './store/tables.ts';

export type * from './store/records.ts';

export type BoxConfig = {
  /** Base address of the sandbox, no trailing slash. */
  sandboxUrl: string;
  /** Base address of the app, no trailing slash. */
  appUrl: string;
  apiKey: string;
  /** Folder with thank-you.js, order-status.js and their locale files. */
  extensionsDir: string;
  /** Folder with the extensions' own folders: their shopify.extension.toml says what they are given. */
  extensionSources: string;
  /** opens the app's operator pages, as its OPERATOR_TOKEN */
  operatorToken: string;
};

/** What the box refuses. `field` names the input that is wrong, as the caller spelled it. */
export class Refused extends Error {
  readonly field: string;
  readonly status: number;
  constructor(field: string, message: string, status = 400) {
    super(message);
    this.name = 'Refused';
    this.field = field;
    this.status = status;
  }
}

export type NewShop = {
  name: string;
  domain?: string | undefined;
  currency?: string | undefined;
  timezone?: string | undefined;
  locale?: string | undefined;
  country?: string | undefined;
  plan?: string | undefined;
  catalog?: string | undefined;
  activateDefaults?: boolean | undefined;
  protectedData?: Shop['protectedData'] | undefined;
  /** With some months of orders from before the app was installed. */
  history?: boolean | undefined;
};

/** What a merchant can change of a product here. `collections` are titles; a new title opens a collection. */
export type ProductChange = {
  title?: string | undefined;
  vendor?: string | undefined;
  productType?: string | undefined;
  tags?: string[] | undefined;
  status?: Product['status'] | undefined;
  collections?: string[] | undefined;
};

export type FulfillInput = {
  lines?:
    | {
        lineId?: string | undefined;
        sku?: string | undefined;
        variantId?: string | undefined;
        quantity: number;
      }[]
    | undefined;
  trackingNumber?: string | undefined;
  trackingCompany?: string | undefined;
  trackingUrl?: string | undefined;
};
export type TrackingInput = {
  fulfillmentId?: string | undefined;
  /** A FulfillmentEventStatus in any case: in_transit, out_for_delivery, attempted_delivery, delivered … */
  status?: string | undefined;
  message?: string | undefined;
  happenedAt?: string | undefined;
  trackingNumber?: string | undefined;
  trackingCompany?: string | undefined;
  trackingUrl?: string | undefined;
};
export type CancelInput = {
  reason?: string | undefined;
  refund?: boolean | undefined;
  restock?: boolean | undefined;
};
export type RefundInput = {
  /** Nothing given = everything that is left. */
  lines?:
    | {
        lineId?: string | undefined;
        sku?: string | undefined;
        variantId?: string | undefined;
        quantity: number;
      }[]
    | undefined;
  /** In the buyer's currency. */
  amount?: string | undefined;
  shipping?: boolean | undefined;
  restock?: boolean | undefined;
  note?: string | undefined;
};
export type EditInput = {
  add?:
    | {
        variantId?: string | undefined;
        sku?: string | undefined;
        quantity: number;
        discountPercent?: number | undefined;
      }[]
    | undefined;
  set?: { lineId?: string | undefined; sku?: string | undefined; quantity: number }[] | undefined;
};
export type ConsentInput = {
  shop: string;
  email?: string | undefined;
  phone?: string | undefined;
  channel: Channel;
  /** In any case: subscribed, unsubscribed, not_subscribed, pending … */
  state: string;
};
export type TokenInput = {
  shop: string;
  /** `admin`, or an extension target. */
  target: string;
  order?: string | undefined;
  /** A customer id that is signed in, or `none`. */
  customer?: string | undefined;
};
export type OutboxFilter = {
  shop?: string | undefined;
  to?: string | undefined;
  channel?: Channel | undefined;
  since?: string | undefined;
};
export type ClockAnswer = { now: string; warning?: string };

/** The page between payment and thank-you. */
export type PostPurchaseBox = {
  /** Where the buyer goes after paying; notes why it is not this page. */
  begin(orderId: string): 'post-purchase' | 'thank-you';
  /** What the extension is given. */
  input(orderId: string): Record<string, unknown>;
  /** A list of changes, or a changeset that the app signed. */
  calculate(orderId: string, changeset: unknown): Record<string, unknown>;
  apply(orderId: string, token: unknown): Record<string, unknown>;
  /** The buyer goes on to the thank-you page. */
  end(orderId: string, how: { wasShown: boolean; reason: string | null }): void;
  declineNextCard(orderId: string): void;
};

/** The whole store. Every method that takes a shop takes its domain or its slug; every id may be a gid or a number. */
export interface Box {
  config: BoxConfig;
  /** The sandbox's time. */
  now(): Date;

  shops(): Shop[];
  shop(domainOrSlug: string): Shop | undefined;
  createShop(input: NewShop): Promise<Shop>;
  uninstall(shop: string): Promise<Shop>;
  reinstall(shop: string): Promise<Shop>;
  redact(shop: string): Promise<Shop>;
  /** What the Home page's button does: POST {app}/api/setup with {"activate":"defaults"}. Throws when the app refuses. */
  activateDefaults(shop: string): Promise<void>;

  catalog(shop: string): { products: Product[]; variants: Variant[] };
  product(shop: string, idOrHandle: string): { product: Product; variants: Variant[] } | undefined;
  variant(id: string): Variant | undefined;
  /** Unit price of a variant in a currency the shop sells in. */
  priceIn(variant: Variant, currency: string): string;
  /** products/update goes out. Throws Refused. */
  changeVariant(
    variantId: string,
    change: { stock?: number | undefined; price?: string | undefined; unitCost?: string | null | undefined },
  ): Variant;
  /** products/update goes out, and collections/update for those that it enters or leaves. Throws Refused. */
  changeProduct(id: string, change: ProductChange): Product;
  /** products/delete goes out. Throws Refused. */
  removeProduct(id: string): void;
  /** customers/update goes out. Throws Refused. */
  tagCustomer(id: string, tags: string[]): Customer;
  segments(shop: string): { segment: Segment; members: Customer[] }[];
  /** Throws SyntaxError when the sandbox does not understand the query. */
  addSegment(shop: string, name: string, query: string): Segment;

  checkouts(shop: string): Checkout[];
  checkout(token: string): Checkout | undefined;
  /** checkouts/create goes out. Throws Refused. */
  createCheckout(input: CheckoutInput): Checkout;
  /** What a checkout would come to; nothing is kept and nothing goes out. Throws Refused. */
  quoteCheckout(input: CheckoutInput): Checkout;
  updateCheckout(token: string, patch: Partial<Omit<CheckoutInput, 'shop'>>): Checkout;
  /** Why a code does not apply to this checkout, or null when it does. */
  discountProblem(shop: string, code: string, checkout?: Checkout): string | null;

  /** Places an order from a checkout or from fresh fields; orders/create and orders/paid go out. Throws Refused. */
  placeOrder(
    input:
      | OrderInput
      | {
          shop: string;
          checkoutToken: string;
          financialStatus?: string;
          source?: string;
          payment?: PaymentMethod;
        },
  ): Order;
  order(idOrGid: string): Order | undefined;
  ordersOf(shop: string): Order[];
  fulfill(orderId: string, input: FulfillInput): Fulfillment;
  deliver(
    orderId: string,
    input: { fulfillmentId?: string | undefined; happenedAt?: string | undefined },
  ): Fulfillment;
  tracking(orderId: string, input: TrackingInput): Fulfillment;
  cancel(orderId: string, input: CancelInput): Order;
  refund(orderId: string, input: RefundInput): Refund;
  edit(orderId: string, input: EditInput): Order;
  /** The buyer pays what an edit left open. */
  payOutstanding(orderId: string): Order;
  outstanding(order: Order): { shop: string; presentment: string };
  /** What the order comes to now, after edits and refunds. */
  totalNow(order: Order): { shop: string; presentment: string };
  /** Received and not given back. */
  paid(order: Order): { shop: string; presentment: string };
  addressOf(order: Order): Address | null;

  /** The merchant chooses the app for the page between payment and thank-you, or takes it off. */
  setPostPurchase(shop: string, isOn: boolean): Shop;
  postPurchase: PostPurchaseBox;

  customers(shop: string): Customer[];
  customer(idOrGid: string): Customer | undefined;
  setConsent(input: ConsentInput): Customer;

  discounts(shop: string): Discount[];
  discount(shop: string, code: string): Discount | undefined;
  storeCredit(shop: string): StoreCreditAccount[];
  metafields(shop: string, ownerId?: string): Metafield[];

  outbox(filter?: OutboxFilter): OutboxMessage[];
  setClock(at: Date): Promise<ClockAnswer>;
  advanceClock(ms: number): Promise<ClockAnswer>;

  /** A session token as that surface would give it (HS256 with the app's secret). */
  mintToken(input: TokenInput): string;

  /** A Storefront query as an extension with `api_access` sends it. */
  askStorefront(
    shop: string,
    query: string,
    variables: Record<string, unknown>,
  ): Promise<{ data?: unknown; errors?: { message: string }[] }>;

  adminUrl(shop: Shop): string;
  storefrontUrl(shop: Shop): string;
  thankYouUrl(order: Order): string;
  orderStatusUrl(order: Order): string;
}
