import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context } from './admin-api/context.ts';
import type { GraphqlAnswer } from './admin-api/execute.ts';
import { run } from './admin-api/execute.ts';
import { loadAdminSchema } from './admin-api/schema.ts';
import type { Bucket } from './admin-api/throttle.ts';
import { createBucket } from './admin-api/throttle.ts';
import { openDatabase } from './store/database.ts';
import type { Shop, Variant } from './store/records.ts';
import { openShop } from './store/shops.ts';
import type { Store, StoreEvent } from './store/store.ts';
import { openStore } from './store/store.ts';
import type { AppConfig } from './webhooks/subscriptions.ts';

/** A store in memory for tests of the sandbox, with a clock that stands where it is put. */
export type TestStore = {
  store: Store;
  events: StoreEvent[];
  topics(): string[];
  /** Moves the clock by so many milliseconds. */
  pass(ms: number): void;
};

/** Opens one. It starts on 1 December 2026 at noon UTC. */
export function testStore(): TestStore {
  const events: StoreEvent[] = [];
  let now = Date.parse('2026-12-01T12:00:00.000Z');
  const store = openStore({
    database: openDatabase(':memory:'),
    now: () => new Date(now),
    sandboxUrl: () => 'http://127.0.0.1:4400',
    announce: (event) => events.push(event),
  });
  return {
    store,
    events,
    topics: () => events.map((event) => event.topic),
    pass: (ms) => {
      now += ms;
    },
  };
}

const SCOPES =
  'write_orders,write_order_edits,write_draft_orders,write_customers,write_products,write_discounts,read_store_credit_accounts,read_store_credit_account_transactions,write_store_credit_account_transactions,write_fulfillments,read_locales,read_returns';

/** A shop with the app installed in it. */
export function testShop(
  test: TestStore,
  input: Partial<Parameters<typeof openShop>[1]> = {},
  scopes = SCOPES,
): Shop {
  const shop = openShop(test.store, { name: 'Test Shop', ...input });
  shop.isInstalled = true;
  shop.scopes = scopes.split(',');
  test.events.length = 0;
  return shop;
}

/** The variants of a shop, in the order of its catalogue. */
export function variantsOf(test: TestStore, shop: Shop): Variant[] {
  return test.store.tables.variants.inGroup(shop.domain);
}

export const TEST_APP: AppConfig = {
  name: 'Test',
  clientId: 'key',
  scopes: SCOPES.split(','),
  apiVersion: '2026-07',
  subscriptions: [],
};

/** Sends a GraphQL document to the Admin API end, without HTTP. Background work is kept in `later` until called. */
export async function ask(
  test: TestStore,
  shop: Shop,
  query: string,
  variables: Record<string, unknown> = {},
  options: { bucket?: Bucket; later?: (() => void)[] } = {},
): Promise<GraphqlAnswer & { data?: Record<string, never> }> {
  const context: Context = {
    store: test.store,
    shop,
    app: TEST_APP,
    apiKey: 'key',
    later: (work) => options.later?.push(work),
  };
  const { operation: _operation, ...answer } = await run(
    loadAdminSchema(),
    { query, variables, operationName: null },
    context,
    options.bucket ?? createBucket('plus'),
  );
  return JSON.parse(JSON.stringify(answer));
}

export type Received = { headers: Record<string, string | string[] | undefined>; body: Buffer; url: string };

/** A web server that answers each POST with the next status and keeps what it got. */
export async function receiver(
  statuses: number[] = [],
): Promise<{ url: string; got: Received[]; close(): Promise<void> }> {
  const got: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks), url: request.url ?? '' });
      response.statusCode = statuses.shift() ?? 200;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    got,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
