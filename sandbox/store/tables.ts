import type { Collection, Database } from './database.ts';
import type {
  Checkout,
  Customer,
  Discount,
  Metafield,
  Order,
  OutboxMessage,
  Product,
  Shop,
  StoreCreditAccount,
  Variant,
} from './records.ts';

/** A discount without its codes: one node can carry thousands, so each code is a record of its own. */
export type DiscountNode = Omit<Discount, 'codes'>;
export type RedeemCode = {
  id: string;
  shop: string;
  discountId: string;
  code: string;
  usageCount: number;
  /** Customer ids, or e-mail addresses of guests, one per use. */
  usedBy: string[];
};
export type BulkCreation = {
  id: string;
  shop: string;
  discountId: string;
  codes: { code: string; redeemCodeId: string | null; error: string | null }[];
  isDone: boolean;
  createdAt: string;
};
export type ProductCollection = {
  id: string;
  shop: string;
  handle: string;
  title: string;
  productIds: string[];
  createdAt: string;
  updatedAt: string;
};
/** A group of customers by a query in Shopify's segment language. */
export type Segment = {
  id: string;
  shop: string;
  name: string;
  query: string;
  createdAt: string;
  updatedAt: string;
};
export type AccessToken = {
  token: string;
  shop: string;
  kind: 'offline' | 'online';
  userId: string | null;
  /** Real time, not the sandbox's: the client's libraries measure against the system clock. */
  expiresAt: string | null;
  isRevoked: boolean;
};
/** A public token for the Storefront API. */
export type StorefrontToken = {
  id: string;
  shop: string;
  title: string;
  accessToken: string;
  accessScopes: string[];
  createdAt: string;
};
export type RefreshToken = {
  token: string;
  shop: string;
  expiresAt: string;
  /** The pair that replaced it; it stays usable until that pair's access or refresh token is used. */
  replacedBy: string | null;
  accessToken: string;
  isDead: boolean;
};
export type EditSession = {
  id: string;
  shop: string;
  orderId: string;
  /** Staged lines have ids of their own (UUIDs, as at Shopify); the line gets another one at the commit. */
  added: {
    id: string;
    variantId: string | null;
    title: string;
    /** In the shop's currency for a variant, in the buyer's for a custom item. */
    price: string;
    quantity: number;
    isTaxable: boolean;
    requiresShipping: boolean;
    discount: EditDiscount | null;
  }[];
  quantities: Record<string, number>;
  /** Lines whose goods go back into stock when their quantity is lowered. */
  restocked: string[];
  discounts: Record<string, EditDiscount>;
  shipping: { added: EditShipping[]; removed: string[] };
  /** What the order looked like when the edit began: another edit in between makes this one stale. */
  seen: string;
  isCommitted: boolean;
  startedAt: string;
};
/** `amount` is off each piece of the line, in the buyer's currency; `percent` 20 is 20 %. */
export type EditDiscount = {
  id: string;
  description: string;
  percent: number | null;
  amount: string | null;
  stagedId: string;
};
export type EditShipping = { id: string; title: string; price: string };
export type DraftOrderRecord = {
  id: string;
  shop: string;
  name: string;
  email: string | null;
  customerId: string | null;
  lines: { variantId: string | null; title: string; quantity: number; price: string }[];
  total: string;
  currency: string;
  tags: string[];
  createdAt: string;
  updatedAt: string;
};
export type MetafieldDefinition = {
  id: string;
  shop: string;
  name: string;
  namespace: string;
  key: string;
  type: string;
  ownerType: string;
  description: string | null;
  access: Record<string, string>;
};
export type Delivery = {
  id: string;
  shop: string;
  topic: string;
  apiVersion: string;
  eventId: string;
  webhookId: string;
  subscriptionName: string | null;
  uri: string;
  body: string;
  triggeredAt: string;
  attempts: number;
  /** Sandbox time of the next try. */
  nextAt: string;
};
export type ScheduledEvent = { id: string; shop: string; kind: 'shop-redact'; at: string };
export type OutboxRow = OutboxMessage & { shop: string | null };
export type Remembered = { key: string; value: string };

export type Tables = {
  shops: Collection<Shop>;
  products: Collection<Product>;
  variants: Collection<Variant>;
  productCollections: Collection<ProductCollection>;
  segments: Collection<Segment>;
  customers: Collection<Customer>;
  checkouts: Collection<Checkout>;
  orders: Collection<Order>;
  discounts: Collection<DiscountNode>;
  codes: Collection<RedeemCode>;
  bulkCreations: Collection<BulkCreation>;
  storeCredit: Collection<StoreCreditAccount>;
  metafields: Collection<Metafield>;
  metafieldDefinitions: Collection<MetafieldDefinition>;
  editSessions: Collection<EditSession>;
  draftOrders: Collection<DraftOrderRecord>;
  accessTokens: Collection<AccessToken>;
  refreshTokens: Collection<RefreshToken>;
  storefrontTokens: Collection<StorefrontToken>;
  deliveries: Collection<Delivery>;
  scheduled: Collection<ScheduledEvent>;
  outbox: Collection<OutboxRow>;
  /** Small facts: the id counter, secrets, idempotency answers. */
  memory: Collection<Remembered>;
};

const byId = { id: (record: { id: string }) => record.id };
const byIdAndShop = { ...byId, group: (record: { shop: string }) => record.shop };
const lower = (text: string | null) => (text ?? '').toLowerCase();

/** Opens every table of the store. */
export function openTables(database: Database): Tables {
  return {
    shops: database.collection('shop', {
      id: (shop: Shop) => shop.domain,
      keys: (shop) => [shop.slug, shop.id],
    }),
    products: database.collection<Product>('product', {
      ...byIdAndShop,
      keys: (p) => [`${p.shop}|${p.handle}`],
    }),
    variants: database.collection<Variant>('variant', {
      ...byIdAndShop,
      keys: (v) => [`${v.shop}|${v.sku.toLowerCase()}`, `item|${v.inventoryItemId}`],
      defaults: { unitCost: null },
    }),
    productCollections: database.collection<ProductCollection>('collection', byIdAndShop),
    segments: database.collection<Segment>('segment', byIdAndShop),
    customers: database.collection<Customer>('customer', {
      ...byIdAndShop,
      keys: (c) => [`${c.shop}|${lower(c.email)}`, `${c.shop}|${lower(c.phone)}`],
    }),
    checkouts: database.collection<Checkout>('checkout', {
      id: (checkout) => checkout.token,
      group: (checkout) => checkout.shop,
      keys: (checkout) => [checkout.id],
    }),
    orders: database.collection<Order>('order', {
      ...byIdAndShop,
      keys: (o) => [
        ...(o.checkoutToken ? [o.checkoutToken] : []),
        ...(o.customerId ? [`customer|${o.customerId}`] : []),
        ...o.fulfillments.map((f) => `fulfillment|${f.id}`),
        ...o.refunds.map((r) => `refund|${r.id}`),
        ...o.lines.map((l) => `line|${l.id}`),
      ],
    }),
    discounts: database.collection<DiscountNode>('discount', {
      ...byIdAndShop,
      defaults: {
        kind: 'basic',
        bxgy: null,
        shipping: null,
        segmentIds: null,
        appliesOnOneTimePurchase: true,
        appliesOnSubscription: false,
        recurringCycleLimit: null,
      },
    }),
    codes: database.collection<RedeemCode>('code', {
      ...byIdAndShop,
      keys: (c) => [`${c.shop}|${c.code.toLowerCase()}`, `discount|${c.discountId}`],
    }),
    bulkCreations: database.collection<BulkCreation>('bulk-creation', byIdAndShop),
    storeCredit: database.collection<StoreCreditAccount>('store-credit', {
      ...byIdAndShop,
      keys: (a) => [`customer|${a.customerId}`],
    }),
    metafields: database.collection<Metafield>('metafield', {
      ...byIdAndShop,
      keys: (m) => [`owner|${m.shop}|${m.ownerType}|${m.ownerId}`],
    }),
    metafieldDefinitions: database.collection<MetafieldDefinition>('metafield-definition', byIdAndShop),
    editSessions: database.collection<EditSession>('edit-session', {
      ...byIdAndShop,
      defaults: { restocked: [], shipping: { added: [], removed: [] }, seen: '' },
    }),
    draftOrders: database.collection<DraftOrderRecord>('draft-order', byIdAndShop),
    accessTokens: database.collection<AccessToken>('access-token', {
      id: (token) => token.token,
      group: (token) => token.shop,
    }),
    refreshTokens: database.collection<RefreshToken>('refresh-token', {
      id: (token) => token.token,
      group: (token) => token.shop,
      keys: (token) => [`access|${token.accessToken}`],
    }),
    storefrontTokens: database.collection<StorefrontToken>('storefront-token', {
      ...byIdAndShop,
      keys: (token) => [token.accessToken],
    }),
    deliveries: database.collection<Delivery>('delivery', byIdAndShop),
    scheduled: database.collection<ScheduledEvent>('scheduled', byIdAndShop),
    outbox: database.collection<OutboxRow>('outbox', byId),
    memory: database.collection('memory', { id: (fact: Remembered) => fact.key }),
  };
}
