import express from 'express';
import type { Faults } from '../control/faults.ts';
import { meetFault } from '../control/meet-fault.ts';
import { answerErrors, handle } from '../control/validate.ts';
import { checkAccess } from '../oauth/access-tokens.ts';
import type { Store } from '../store/store.ts';
import { findShop } from '../store/store.ts';
import type { AppConfig } from '../webhooks/subscriptions.ts';
import type { Context } from './context.ts';
import type { GraphqlAnswer, GraphqlRequest } from './execute.ts';
import { run, throttled } from './execute.ts';
import { importCodes } from './resolvers/discount-bulk.ts';
import { loadAdminSchema } from './schema.ts';
import type { Bucket } from './throttle.ts';
import { createBucket } from './throttle.ts';

/** One operation that the app sent. */
export type LogEntry = {
  shop: string;
  operation: string;
  query: string;
  variables: Record<string, unknown>;
  errors: unknown[] | null;
  cost: number | null;
  at: string;
};

export type AdminApi = {
  router: express.Router;
  log(shop?: string): LogEntry[];
  /** Work in the background that is not done yet. */
  pending(): number;
};

const LOG_LENGTH = 10_000;
const LATER_MS = 400;

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

function readRequest(body: unknown): GraphqlRequest | null {
  const { query, variables, operationName } = asRecord(body);
  if (typeof query !== 'string') return null;
  return {
    query,
    variables: asRecord(variables),
    operationName: typeof operationName === 'string' ? operationName : null,
  };
}

/** The Admin API end: `POST /shopify/:shop/admin/api/:version/graphql.json`. */
export function createAdminApi(deps: {
  store: Store;
  app: AppConfig;
  apiKey: string;
  faults: Faults;
}): AdminApi {
  const { store, faults } = deps;
  const router = express.Router();
  const buckets = new Map<string, Bucket>();
  const log: LogEntry[] = [];
  let pending = 0;

  const later = (work: () => void) => {
    pending += 1;
    setTimeout(() => {
      pending -= 1;
      work();
    }, LATER_MS);
  };
  for (const creation of store.tables.bulkCreations.all()) {
    const shop = store.tables.shops.get(creation.shop);
    if (!creation.isDone && shop !== undefined) later(() => importCodes({ store, shop }, creation.id));
  }

  const bucketOf = (domain: string, plan: string): Bucket => {
    const bucket = buckets.get(domain) ?? createBucket(plan);
    buckets.set(domain, bucket);
    return bucket;
  };

  const note = (shop: string, request: GraphqlRequest, operation: string, answer: GraphqlAnswer) => {
    log.push({
      shop,
      operation,
      query: request.query,
      variables: request.variables,
      errors: answer.errors ?? null,
      cost: answer.extensions?.cost.actualQueryCost ?? answer.extensions?.cost.requestedQueryCost ?? null,
      at: store.nowIso(),
    });
    if (log.length > LOG_LENGTH) log.splice(0, log.length - LOG_LENGTH);
  };

  router.post(
    '/shopify/:shop/admin/api/:version/graphql.json',
    express.json({ limit: '12mb' }),
    handle(async (request, response) => {
      const shop = findShop(store, request.params.shop ?? '');
      if (shop === undefined) return response.status(404).json({ errors: 'Not Found' });
      if (!/^(\d{4}-\d{2}|unstable)$/.test(request.params.version ?? ''))
        return response.status(404).json({ errors: 'Not Found' });
      response.set('X-Shopify-API-Version', '2026-07');
      response.set('X-Request-Id', store.nextToken());
      const token = checkAccess(store, shop, request.get('X-Shopify-Access-Token'));
      if (token === null) {
        return response
          .status(401)
          .json({ errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' });
      }
      const graphql = readRequest(request.body);
      if (graphql === null)
        return response.status(400).json({ errors: { query: 'Required parameter missing or invalid' } });
      const bucket = bucketOf(shop.domain, shop.plan);
      await meetFault(faults.take('admin-api'), request, response, {
        throttle: () => {
          const answer = throttled(10, bucket);
          note(shop.domain, graphql, 'unknown', answer);
          response.json(answer);
        },
        serverError: () => void response.status(503).json({ errors: 'Service Unavailable' }),
        async carryOut(to) {
          const context: Context = { store, shop, app: deps.app, apiKey: deps.apiKey, later };
          const { operation, ...answer } = await run(loadAdminSchema(), graphql, context, bucket);
          note(shop.domain, graphql, operation, answer);
          to.json(answer);
        },
      });
      return undefined;
    }),
  );
  router.use(answerErrors);

  return {
    router,
    log: (shop) => (shop === undefined ? [...log] : log.filter((entry) => entry.shop === shop)),
    pending: () => pending,
  };
}
