/**
 * The peer: the same rules in a Remix action of the official template, served by @remix-run/express, with
 * authenticate.public.checkout and one Prisma read (the order). Its rules are compiled once and stay in memory, where most
 * template apps would read their offers at every request: that favours the peer.
 */
import '@shopify/shopify-app-remix/adapters/node';
import { PrismaPg } from '@prisma/adapter-pg';
import { createRequestHandler } from '@remix-run/express';
import { json } from '@remix-run/node';
import { choose, compile, type OffersRequest, type RuleOffer } from '@reprise/rules';
import { ApiVersion, AppDistribution, shopifyApp } from '@shopify/shopify-app-remix/server';
import express from 'express';
import pg from 'pg';
import { PrismaClient } from '../../app/platform/db/generated/client.ts';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
const rows = await prisma.offer.findMany({
  where: { shopId: 'shp_bench', status: 'active' },
  orderBy: { position: 'asc' },
});
const offers = compile(
  rows.map(
    (row) =>
      ({ id: row.id, surfaces: row.surfaces, rule: row.rule, texts: row.texts }) as unknown as RuleOffer,
  ),
);

const shopify = shopifyApp({
  apiKey: 'bench-api-key',
  apiSecretKey: process.env.SHOPIFY_API_SECRET ?? '',
  appUrl: 'https://bench.example.com',
  scopes: ['read_orders'],
  authPathPrefix: '/auth',
  sessionStorage: {
    storeSession: async () => true,
    loadSession: async () => undefined,
    deleteSession: async () => true,
    deleteSessions: async () => true,
    findSessionsByShop: async () => [],
  } as never,
  distribution: AppDistribution.AppStore,
  apiVersion: Object.values(ApiVersion).at(-2) as ApiVersion,
  logger: { level: 0 },
});

const action = async ({ request }: { request: Request }) => {
  const { cors } = await shopify.authenticate.public.checkout(request);
  const asked = (await request.json()) as OffersRequest;
  await prisma.order.findUnique({
    where: { shopId_id: { shopId: 'shp_bench', id: asked.orderId.replace(/\D/g, '') } },
  });
  const { chosen } = choose(
    offers,
    {
      surface: asked.surface,
      subject: asked.orderId,
      total: { minor: BigInt(Math.round(Number(asked.total.amount) * 100)), currency: asked.currency },
      lines: asked.lines,
      locale: asked.locale,
      country: asked.country,
    },
    Date.now(),
    { limit: 2 },
  );
  return cors(
    json({ decisionId: '', offers: chosen.map(({ offer }) => offer), referral: null, serverTime: '' }),
  );
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
    'routes/offers': { id: 'routes/offers', parentId: 'root', path: 'checkout/offers', module: { action } },
  },
  assets: {
    entry: { imports: [], module: '' },
    routes: { root: assets(false, 'root'), 'routes/offers': assets(true, 'routes/offers') },
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
