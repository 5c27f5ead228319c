/**
 * The peer: the official template's webhook route. shopifyApp() and authenticate.webhook in a Remix action, served by
 * @remix-run/express as remix-serve does, and one BullMQ add on Redis. It gets a session in memory, where the template reads one
 * from its database at every webhook: that favours the peer. Neither does it keep what it was sent: ours does, and dedupes.
 */
import '@shopify/shopify-app-remix/adapters/node';
import { createRequestHandler } from '@remix-run/express';
import { type Session, Session as ShopifySession } from '@shopify/shopify-api';
import { ApiVersion, AppDistribution, shopifyApp } from '@shopify/shopify-app-remix/server';
import { Queue } from 'bullmq';
import express from 'express';

const sessions = new Map<string, Session>();
const storage = {
  storeSession: async (session: Session) => Boolean(sessions.set(session.id, session)),
  loadSession: async (id: string) => sessions.get(id),
  deleteSession: async (id: string) => sessions.delete(id),
  deleteSessions: async (ids: string[]) => ids.map((id) => sessions.delete(id)).every(Boolean),
  findSessionsByShop: async (shop: string) =>
    [...sessions.values()].filter((session) => session.shop === shop),
};
const shop = process.env.BENCH_SHOP ?? 'bench.myshopify.com';
sessions.set(
  `offline_${shop}`,
  new ShopifySession({
    id: `offline_${shop}`,
    shop,
    state: 's',
    isOnline: false,
    accessToken: 'x',
    scope: 'read_orders',
  }),
);
const redis = process.env.REDIS_URL ? new URL(process.env.REDIS_URL) : null;
const queue = redis
  ? new Queue('peer', {
      connection: { host: redis.hostname, port: Number(redis.port), maxRetriesPerRequest: null },
      defaultJobOptions: { removeOnComplete: true },
    })
  : null;
await queue?.waitUntilReady();

const shopify = shopifyApp({
  apiKey: 'bench-api-key',
  apiSecretKey: process.env.SHOPIFY_API_SECRET ?? '',
  appUrl: 'https://bench.example.com',
  scopes: ['read_orders'],
  authPathPrefix: '/auth',
  sessionStorage: storage as never,
  distribution: AppDistribution.AppStore,
  apiVersion: Object.values(ApiVersion).at(-2) as ApiVersion,
  logger: { level: 0 },
});

const action = async ({ request }: { request: Request }) => {
  const { topic, shop: from, payload, webhookId } = await shopify.authenticate.webhook(request);
  await queue?.add(topic, { shop: from, webhookId, payload }, { jobId: `${from}-${webhookId}` });
  return new Response();
};
const assets = (hasAction: boolean, id: string) => ({
  id,
  path: '',
  hasAction,
  hasLoader: false,
  hasErrorBoundary: false,
  hasClientAction: false,
  hasClientLoader: false,
  module: '',
});
const build = {
  entry: { module: { default: () => new Response('page') } },
  routes: {
    root: { id: 'root', path: '', module: { default: () => null } },
    'routes/webhooks': {
      id: 'routes/webhooks',
      parentId: 'root',
      path: 'webhooks/orders',
      module: { action },
    },
  },
  assets: {
    entry: { imports: [], module: '' },
    routes: { root: assets(false, 'root'), 'routes/webhooks': assets(true, 'routes/webhooks') },
    url: '',
    version: '1',
  },
  publicPath: '/build/',
  assetsBuildDirectory: '',
  future: {},
  isSpaMode: false,
  mode: 'production',
};
const app = express();
app.disable('x-powered-by');
app.get('/health', (_request, response) => {
  response.end('ok');
});
app.all('*', createRequestHandler({ build: build as never, mode: 'production' }) as never);
app.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
