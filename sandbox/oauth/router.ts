import type { Response } from 'express';
import express from 'express';
import { z } from 'zod';
import type { Shop } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { findShop } from '../store/store.ts';
import type { TokenPair } from './access-tokens.ts';
import { issueOffline, issueOnline, REFRESH_SECONDS, refreshPair } from './access-tokens.ts';
import { readToken } from './session-tokens.ts';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const ONLINE = 'urn:shopify:params:oauth:token-type:online-access-token';
const OFFLINE = 'urn:shopify:params:oauth:token-type:offline-access-token';

const request = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.string(),
  subject_token: z.string().optional(),
  subject_token_type: z.string().optional(),
  requested_token_type: z.string().optional(),
  expiring: z.union([z.string(), z.number(), z.boolean()]).optional(),
  refresh_token: z.string().optional(),
});

export type OauthDeps = { store: Store; apiKey: string; secret: string; userId: string };

const seconds = (until: string | null) =>
  until === null ? undefined : Math.max(Math.floor((Date.parse(until) - Date.now()) / 1000), 0);

function offlineAnswer(shop: Shop, pair: TokenPair) {
  return {
    access_token: pair.access.token,
    scope: shop.scopes.join(','),
    ...(pair.refresh === null
      ? {}
      : {
          expires_in: seconds(pair.access.expiresAt),
          refresh_token: pair.refresh.token,
          refresh_token_expires_in: REFRESH_SECONDS,
        }),
  };
}

/** `POST /shopify/:shop/admin/oauth/access_token`: token exchange, refresh, and the one-way migration to expiring tokens. */
export function oauthRouter(deps: OauthDeps): express.Router {
  const router = express.Router();
  const refuse = (response: Response, error: string, description: string) =>
    response.status(400).json({ error, error_description: description });
  router.post(
    '/shopify/:shop/admin/oauth/access_token',
    express.json(),
    express.urlencoded({ extended: false }),
    (incoming, response) => {
      const { store } = deps;
      const shop = findShop(store, incoming.params.shop ?? '');
      if (shop === undefined) return response.status(404).json({ errors: 'Not Found' });
      const parsed = request.safeParse(incoming.body);
      if (!parsed.success) return refuse(response, 'invalid_request', 'Missing or invalid parameter');
      const body = parsed.data;
      if (body.client_id !== deps.apiKey || body.client_secret !== deps.secret) {
        return refuse(response, 'invalid_client', 'The client credentials are invalid');
      }
      if (!shop.isInstalled) {
        return refuse(
          response,
          'application_cannot_be_found',
          'The application is not installed on this shop',
        );
      }
      if (body.grant_type === 'refresh_token') {
        const pair = refreshPair(store, shop, body.refresh_token ?? '');
        if (pair === null)
          return refuse(response, 'invalid_grant', 'The refresh token is invalid or has expired');
        return response.json(offlineAnswer(shop, pair));
      }
      if (body.grant_type !== EXCHANGE)
        return refuse(response, 'unsupported_grant_type', 'Unknown grant type');
      return exchangeToken(deps, shop, body, response);
    },
  );
  return router;
}

function exchangeToken(deps: OauthDeps, shop: Shop, body: z.infer<typeof request>, response: Response) {
  const { store } = deps;
  const isExpiring = ['1', 'true'].includes(String(body.expiring ?? '0'));
  const refuse = (error: string, description: string) =>
    response.status(400).json({ error, error_description: description });
  if (body.subject_token_type === OFFLINE) {
    const old = store.tables.accessTokens.get(body.subject_token ?? '');
    if (old === undefined || old.shop !== shop.domain || old.isRevoked || old.expiresAt !== null) {
      return refuse('invalid_subject_token', 'The offline token cannot be exchanged');
    }
    store.tables.accessTokens.put({ ...old, isRevoked: true });
    return response.json(offlineAnswer(shop, issueOffline(store, shop, true)));
  }
  if (body.subject_token_type !== ID_TOKEN) return refuse('invalid_request', 'Unknown subject_token_type');
  const claims = readToken(body.subject_token ?? '', deps.secret);
  if ('problem' in claims) return refuse('invalid_subject_token', `The session token is ${claims.problem}`);
  if (
    claims.aud !== deps.apiKey ||
    claims.dest.replace(/^https:\/\//, '') !== shop.domain ||
    claims.iss === undefined
  ) {
    return refuse('invalid_subject_token', 'The session token is for another app or shop');
  }
  if (body.requested_token_type === OFFLINE)
    return response.json(offlineAnswer(shop, issueOffline(store, shop, isExpiring)));
  if (body.requested_token_type !== ONLINE) return refuse('invalid_request', 'Unknown requested_token_type');
  const token = issueOnline(store, shop, claims.sub ?? deps.userId);
  return response.json({
    access_token: token.token,
    scope: shop.scopes.join(','),
    expires_in: seconds(token.expiresAt),
    associated_user_scope: shop.scopes.join(','),
    associated_user: {
      id: Number(deps.userId),
      first_name: 'Sandbox',
      last_name: 'Owner',
      email: shop.email,
      account_owner: true,
      locale: shop.locale,
      collaborator: false,
      email_verified: true,
    },
  });
}
