import { randomBytes } from 'node:crypto';
import type { Database } from './database.ts';
import { FIRST_ID, FIRST_VARIANT_ID } from './ids.ts';
import type {
  Checkout,
  Customer,
  Fulfillment,
  FulfillmentEvent,
  Order,
  Product,
  Refund,
  Shop,
} from './records.ts';
import type { DiscountNode, ProductCollection, RedeemCode, Tables } from './tables.ts';
import { openTables } from './tables.ts';

/** What happened in the store, in the words of Shopify's webhook topics. The webhook side makes bodies of it. */
export type StoreEvent = { shop: Shop } & (
  | {
      topic:
        | 'orders/create'
        | 'orders/updated'
        | 'orders/paid'
        | 'orders/cancelled'
        | 'orders/fulfilled'
        | 'orders/partially_fulfilled';
      order: Order;
    }
  | { topic: 'orders/edited'; order: Order; edit: OrderEdit }
  | { topic: 'checkouts/create' | 'checkouts/update'; checkout: Checkout }
  | { topic: 'fulfillments/create' | 'fulfillments/update'; order: Order; fulfillment: Fulfillment }
  | { topic: 'fulfillment_events/create'; order: Order; fulfillment: Fulfillment; event: FulfillmentEvent }
  | { topic: 'refunds/create'; order: Order; refund: Refund }
  | { topic: 'customers/create' | 'customers/update'; customer: Customer }
  | {
      topic:
        | 'customers_email_marketing_consent/update'
        | 'customers_marketing_consent/update'
        | 'customers_whats_app_marketing_consent/update';
      customer: Customer;
    }
  | { topic: 'customers/data_request' | 'customers/redact'; customer: Customer }
  | { topic: 'products/update' | 'products/create' | 'products/delete'; product: Product }
  | { topic: 'collections/update'; collection: ProductCollection }
  | { topic: 'discounts/create' | 'discounts/update' | 'discounts/delete'; discount: DiscountNode }
  | { topic: 'discounts/redeemcode_added'; discount: DiscountNode; code: RedeemCode }
  | { topic: 'app/uninstalled' | 'shop/update' | 'shop/redact' }
  | { topic: 'app/scopes_update'; previous: string[]; current: string[] }
);

/** What an edit did to an order. Ids of lines, of discounts and of shipping lines. */
export type OrderEdit = {
  id: string;
  notifyCustomer: boolean;
  staffNote: string;
  added: { id: string; delta: number }[];
  removed: { id: string; delta: number }[];
  discounted: string[];
  shippingAdded: string[];
  shippingRemoved: string[];
};

export type Store = {
  tables: Tables;
  /** A fresh id: odd and above 2^53, never given twice. */
  nextId(): string;
  /** A fresh id of a variant. It fits a JavaScript number, as Shopify's still do: post-purchase pages take no other. */
  nextVariantId(): string;
  /** A fresh token of hexadecimal characters. */
  nextToken(bytes?: number): string;
  now(): Date;
  nowIso(): string;
  /** Base address of the sandbox, no trailing slash. */
  sandboxUrl(): string;
  /** Tells the world; webhooks follow for whoever subscribed. */
  announce(event: StoreEvent): void;
  flush(): void;
};

/** A store over an open database. `announce` is given by whoever sends webhooks. */
export function openStore(input: {
  database: Database;
  now(): Date;
  sandboxUrl(): string;
  announce(event: StoreEvent): void;
}): Store {
  const tables = openTables(input.database);
  let next = BigInt(tables.memory.get('next-id')?.value ?? FIRST_ID.toString());
  const nextId = (): string => {
    const id = next.toString();
    next += 2n;
    tables.memory.put({ key: 'next-id', value: next.toString() });
    return id;
  };
  return {
    tables,
    nextId,
    nextVariantId: () => (BigInt(nextId()) - FIRST_ID + FIRST_VARIANT_ID).toString(),
    nextToken: (bytes = 16) => randomBytes(bytes).toString('hex'),
    now: input.now,
    nowIso: () => input.now().toISOString(),
    sandboxUrl: input.sandboxUrl,
    announce: input.announce,
    flush: input.database.flush,
  };
}

/** A shop by its domain, its slug or its id. */
export function findShop(store: Store, text: string): Shop | undefined {
  const name = text.trim().toLowerCase();
  return store.tables.shops.get(name) ?? store.tables.shops.byKey(name)[0];
}

/** A small fact that outlives a restart; made by `create` when it is not there yet. */
export function remember(store: Store, key: string, create: () => string): string {
  const known = store.tables.memory.get(key);
  return (known ?? store.tables.memory.put({ key, value: create() })).value;
}
