import '@shopify/shopify-app-remix/adapters/node';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';
import { ApiVersion, AppDistribution, LogSeverity, shopifyApp } from '@shopify/shopify-app-remix/server';
import type { Env } from '../config/env.server.ts';
import type { AppContext } from '../context.ts';
import { createSessionStorage } from './session-storage.server.ts';
import { isAdminIssuer } from './session-token.server.ts';
import { shopifyFetch } from './shopify-fetch.server.ts';
import { createUserNames } from './user-names.server.ts';

const plainBrowser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** Who stands behind a request of the admin. */
export interface AdminCaller {
  shopDomain: string;
  /** Shopify's number of the user; null when the token does not say */
  userId: string | null;
  /** What the user is called, null when Shopify does not tell. Asks Shopify once per user and day. */
  askName(): Promise<string | null>;
}

/** Says which shop's merchant is asking. Only the web process has one. */
export interface AdminAuth {
  /**
   * Checks the session token of an admin request and makes sure that an access token is there (token exchange at the first
   * opening). @throws Response that must go to the browser: a bounce page, a redirect, 401 with a retry header
   */
  authenticate(request: Request): Promise<AdminCaller>;
  /** Forgets a shop's access token, so that the next opening brings a new one. */
  forget(domain: string): Promise<void>;
  /** The answer that makes App Bridge come back with a fresh session token. */
  askForNewToken(request: Request): Response;
}

/**
 * Shopify's library does what Shopify checks at review: managed installation, token exchange, session tokens. It is given an
 * own session storage; calls to the Admin API do not go through it (see gateway.server.ts).
 */
export function createAdminAuth(
  env: Env,
  app: Pick<AppContext, 'db' | 'vault' | 'clock' | 'log'>,
): AdminAuth {
  const storage = createSessionStorage(app);
  const shopify = shopifyApp({
    apiKey: env.SHOPIFY_API_KEY,
    apiSecretKey: env.SHOPIFY_API_SECRET,
    apiVersion: ApiVersion.July26,
    scopes: env.SHOPIFY_SCOPES.split(',').map((scope) => scope.trim()),
    appUrl: env.APP_URL,
    authPathPrefix: '/auth',
    sessionStorage: storage,
    distribution: AppDistribution.AppStore,
    useOnlineTokens: false,
    isEmbeddedApp: true,
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    logger: {
      level: LogSeverity.Warning,
      log: (severity, message) => {
        if (severity === LogSeverity.Error) app.log.error({ library: 'shopify' }, message);
        else app.log.warn({ library: 'shopify' }, message);
      },
    },
  });
  const names = createUserNames({
    fetch: shopifyFetch(env.SHOPIFY_ORIGIN),
    apiKey: env.SHOPIFY_API_KEY,
    apiSecret: env.SHOPIFY_API_SECRET,
    log: app.log,
  });
  if (env.SHOPIFY_ORIGIN) {
    const redirected = shopifyFetch(env.SHOPIFY_ORIGIN);
    setAbstractFetchFunc(((input: RequestInfo | URL, init?: RequestInit) =>
      redirected(input instanceof Request ? input.url : String(input), init)) as typeof fetch);
  }

  return {
    async authenticate(request) {
      // A shopper's token is signed like the admin's: turned away before the library would take it for one.
      if (isShoppersToken(request)) throw new Response(null, { status: 403 });
      // The library turns away what calls itself a robot, before it looks at the session token. The token decides here:
      // a browser driven by a program (tests, monitoring) has one, a crawler has none. The body is not the library's.
      const headers = new Headers(request.headers);
      headers.set('user-agent', plainBrowser);
      const { session, sessionToken } = await shopify.authenticate.admin(
        new Request(request.url, { method: request.method === 'HEAD' ? 'GET' : request.method, headers }),
      );
      if (!isAdminIssuer(sessionToken.iss, session.shop)) throw new Response(null, { status: 403 });
      const userId = /^\d{1,20}$/.test(sessionToken.sub ?? '') ? sessionToken.sub : null;
      const raw = rawToken(request);
      return {
        shopDomain: session.shop,
        userId,
        askName: async () =>
          userId !== null && raw !== null ? await names.get(session.shop, userId, raw) : null,
      };
    },
    async forget(domain) {
      const sessions = await storage.findSessionsByShop(domain);
      await storage.deleteSessions(sessions.map(({ id }) => id));
    },
    askForNewToken(request) {
      if (request.headers.has('authorization')) {
        return new Response(null, {
          status: 401,
          headers: { 'X-Shopify-Retry-Invalid-Session-Request': '1' },
        });
      }
      const url = new URL(request.url);
      url.searchParams.delete('id_token');
      url.searchParams.set('shopify-reload', `${env.APP_URL}${url.pathname}?${url.searchParams}`);
      return Response.redirect(`${env.APP_URL}/auth/session-token?${url.searchParams}`, 302);
    },
  };
}

function rawToken(request: Request): string | null {
  const header = request.headers.get('authorization')?.replace(/^Bearer /i, '');
  return header ?? new URL(request.url).searchParams.get('id_token');
}

/** Reads who issued a request's token, before its signature is checked: enough to say no, never enough to say yes. */
function isShoppersToken(request: Request): boolean {
  const token = rawToken(request);
  if (!token) return false;
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof (claims as { iss?: unknown } | null)?.iss !== 'string';
  } catch {
    return false; // the library says what is wrong with it
  }
}
