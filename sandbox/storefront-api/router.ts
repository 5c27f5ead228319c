import express from 'express';
import type { GraphqlRequest } from '../admin-api/execute.ts';
import { answerErrors, handle } from '../control/validate.ts';
import type { Shop } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { findShop } from '../store/store.ts';
import type { AppConfig } from '../webhooks/subscriptions.ts';
import { runStorefront } from './run.ts';

export type StorefrontApi = {
  router: express.Router;
  /** A query as an extension with `api_access` sends it: with what the app was granted. */
  ask(shop: Shop, request: GraphqlRequest): ReturnType<typeof runStorefront>;
};

/** The unauthenticated_* scopes of what the shop granted. */
export const storefrontScopes = (shop: Shop): string[] =>
  shop.scopes.filter((one) => one.startsWith('unauthenticated_'));

/** The Storefront API end: `POST /shopify/:shop/api/:version/graphql.json`. */
export function createStorefrontApi(deps: { store: Store; app: AppConfig; apiKey: string }): StorefrontApi {
  const { store, app, apiKey } = deps;
  const run = (shop: Shop, request: GraphqlRequest, grants: string[] | null) =>
    runStorefront(request, { store, shop, app, apiKey, later: () => undefined, grants });
  const router = express.Router();
  const path = '/shopify/:shop/api/:version/graphql.json';
  router.options(path, (_request, response) => {
    response.set('Access-Control-Allow-Origin', '*');
    response.set('Access-Control-Allow-Headers', 'Content-Type, X-Shopify-Storefront-Access-Token');
    response.set('Access-Control-Allow-Methods', 'POST').status(204).end();
  });
  router.post(
    path,
    express.json({ limit: '1mb' }),
    handle(async (request, response) => {
      response.set('Access-Control-Allow-Origin', '*');
      const shop = findShop(store, request.params.shop ?? '');
      const isVersion = /^(\d{4}-\d{2}|unstable)$/.test(request.params.version ?? '');
      if (shop === undefined || !isVersion) return response.status(404).json({ errors: 'Not Found' });
      const given = request.get('X-Shopify-Storefront-Access-Token');
      const token = given === undefined ? undefined : store.tables.storefrontTokens.byKey(given)[0];
      if (given !== undefined && token?.shop !== shop.domain)
        return response.status(401).json({ errors: [{ message: '', extensions: { code: 'UNAUTHORIZED' } }] });
      const { query, variables, operationName } = request.body as Record<string, unknown>;
      if (typeof query !== 'string')
        return response.status(400).json({ errors: { query: 'Required parameter missing or invalid' } });
      response.set('X-Shopify-API-Version', '2026-07');
      const asked: GraphqlRequest = {
        query,
        variables: typeof variables === 'object' && variables !== null ? { ...variables } : {},
        operationName: typeof operationName === 'string' ? operationName : null,
      };
      return response.json(await run(shop, asked, token?.accessScopes ?? null));
    }),
  );
  router.use(answerErrors);
  return {
    router,
    async ask(shop, request) {
      const scopes = storefrontScopes(shop);
      return run(shop, request, scopes.length === 0 ? null : scopes);
    },
  };
}
