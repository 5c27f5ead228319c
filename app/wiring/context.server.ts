import { createHash, timingSafeEqual } from 'node:crypto';
import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node';
import type { OfferDesk } from '../features/offers/index.server.ts';
import { hour } from '../kit/span.ts';
import { paths } from '../paths.ts';
import type { Actor, AppContext, Context, Translate } from '../platform/context.ts';
import { createLinkProbe, type LinkProbe } from '../platform/http/probe-link.server.ts';
import type { AdminAuth } from '../platform/shopify/app.server.ts';
import { createSessionTokenVerifier } from '../platform/shopify/session-token.server.ts';
import { checkoutContext } from './checkout.server.ts';
import type { Deps } from './deps.server.ts';
import type { OpenShop } from './open-shop.server.ts';

export type { Deps } from './deps.server.ts';
export { missingMigrations, workLeft } from './status.server.ts';
export { checkoutContext };

/** What app/web.ts hands to every Remix loader and action. */
export interface LoadContext {
  deps: Deps;
  auth: AdminAuth;
  openShop: OpenShop;
  requestId: string;
}

type Args = Pick<LoaderFunctionArgs, 'request' | 'context' | 'params'>;

/** The parts that app/web.ts put beside the request. */
export function loadContext(context: AppLoadContext): LoadContext {
  return context as unknown as LoadContext;
}

/**
 * Who asks, in the admin: authenticates the merchant's session token (throws a Response when there is none that counts),
 * installs the shop at its first opening, and gives a Context of the shop, with the words of the merchant's language.
 */
export async function adminContext({ request, context }: Args): Promise<{
  ctx: Context;
  locale: 'en' | 'de';
  t: Translate;
  /** who it is, for what is written down under a name; the shop's name where Shopify does not tell the user's */
  by(): Promise<Actor>;
}> {
  const { deps, auth, openShop, requestId } = loadContext(context);
  const { shopDomain, userId, askName } = await auth.authenticate(request);
  const ctx = await openShop(shopDomain, request);
  const locale = adminLocale(request);
  return {
    ctx: { ...ctx, log: ctx.log.child({ request: requestId }) },
    locale,
    t: deps.app.text(locale),
    by: async () => ({ userId, name: (await askName()) ?? ctx.shop.name }),
  };
}

/**
 * Who asks by an admin session token alone (no page, no token exchange): for calls that programs make. The shop must have been
 * opened once.
 */
export async function adminTokenContext(
  deps: Deps,
  authorization: string | undefined,
): Promise<{ kind: 'ok'; ctx: Context } | { kind: 'refused'; reason: string } | { kind: 'not-installed' }> {
  const secrets = [deps.env.SHOPIFY_API_SECRET, deps.env.SHOPIFY_API_SECRET_PREVIOUS];
  const verify = createSessionTokenVerifier({
    apiKey: deps.env.SHOPIFY_API_KEY,
    secrets: secrets.filter((secret) => secret !== undefined),
  });
  const verdict = verify(authorization);
  if (verdict.kind === 'refused') return verdict;
  // A shopper's token (customer behind it) or an extension's must not act for the merchant.
  if (!verdict.caller.isAdmin) return { kind: 'refused', reason: 'not of the admin' };
  const ctx = await deps.shopContext(verdict.caller.domain);
  return ctx ? { kind: 'ok', ctx } : { kind: 'not-installed' };
}

/**
 * The admin's language: the `locale` that Shopify puts on a page's address, else what our own script sends with later
 * requests, else the browser's.
 */
export function adminLocale(request: Request): 'en' | 'de' {
  const wanted = [
    new URL(request.url).searchParams.get('locale'),
    request.headers.get('x-admin-locale'),
    request.headers.get('accept-language')?.split(',')[0],
  ].find(Boolean);
  return wanted?.toLowerCase().startsWith('de') ? 'de' : 'en';
}

/** For pages opened from a message: no shop is signed in; the ids in the address are, and the use case checks them. */
export async function buyerContext({
  request,
  context,
}: Args): Promise<{ app: AppContext; acceptLanguage: string | null; ip: string | null }> {
  const { deps } = loadContext(context);
  return {
    app: deps.app,
    acceptLanguage: request.headers.get('accept-language')?.split(',')[0]?.split(';')[0]?.trim() ?? null,
    ip: request.headers.get('x-client-ip'),
  };
}

/** The offers that the checkout's routes of this process use too: a buyer page accepts as they do. */
export function buyerOffers(context: AppLoadContext): OfferDesk {
  return checkoutContext(loadContext(context).deps).desk;
}

/** Tries the links that a merchant wrote, without being led into our own network. */
export const linkProbe: LinkProbe = createLinkProbe();

const operatorCookie = 'reprise_operator';
const operatorSessionMs = 12 * hour;

/**
 * For the operator's pages: a bearer token or the cookie of the sign-in form. @throws Response that leads to the form
 */
export async function operatorContext({
  request,
  context,
}: Args): Promise<{ app: AppContext; locale: 'en' | 'de'; t: Translate }> {
  const { deps } = loadContext(context);
  const locale = adminLocale(request);
  const answer = { app: deps.app, locale, t: deps.app.text(locale) };
  if (isOperatorToken(deps, request.headers.get('authorization')?.replace(/^Bearer /, '') ?? ''))
    return answer;
  const [until = '', signature = ''] = (readCookie(request, operatorCookie) ?? '').split('.');
  const isSigned = deps.app.vault.isSigned('operator session', until, signature);
  if (isSigned && Number(until) > Date.now()) return answer;
  const { pathname } = new URL(request.url);
  throw new Response(null, {
    status: 302,
    headers: { Location: `${paths.operatorSignIn()}?to=${encodeURIComponent(pathname)}` },
  });
}

/** Checks the token that an operator typed. @returns the cookie to set, or null when the token is wrong */
export function signInOperator(args: Args, token: string): string | null {
  const { deps } = loadContext(args.context);
  if (!isOperatorToken(deps, token)) return null;
  const until = String(Date.now() + operatorSessionMs);
  const value = `${until}.${deps.app.vault.sign('operator session', until)}`;
  const secure = deps.env.APP_URL.startsWith('https:') ? '; Secure' : '';
  return `${operatorCookie}=${value}; Path=/operator; HttpOnly; SameSite=Strict; Max-Age=${operatorSessionMs / 1000}${secure}`;
}

function isOperatorToken(deps: Deps, token: string): boolean {
  // Hashed first, so that neither the length nor the place of the first difference shows in the time it takes.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(token), digest(deps.env.OPERATOR_TOKEN));
}

function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name && value) return value;
  }
  return null;
}

/** Where App Bridge comes from (Shopify's own address unless the sandbox brings its own) and which app it is for. */
export function bridgeConfig(context: AppLoadContext): { apiKey: string; scriptUrl: string } {
  const { env } = loadContext(context).deps;
  return {
    apiKey: env.SHOPIFY_API_KEY,
    scriptUrl: env.APP_BRIDGE_URL ?? 'https://cdn.shopify.com/shopifycloud/app-bridge.js',
  };
}

/** Content-Security-Policy of a page: admin pages may be framed by the Shopify admin and nobody else, the rest by nobody. */
export function framePolicy({ env }: Deps, request: Request): string {
  const { pathname, searchParams } = new URL(request.url);
  if (!/^\/(app|auth)(\/|$)/.test(pathname))
    return "frame-ancestors 'none'; base-uri 'self'; object-src 'none'";
  const shop = searchParams.get('shop') ?? '';
  const shopOrigin = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i.test(shop) ? shop : '*.myshopify.com';
  const frames = [`https://${shopOrigin}`, 'https://admin.shopify.com'];
  if (env.SHOPIFY_ORIGIN) frames.push(new URL(env.SHOPIFY_ORIGIN).origin);
  return `frame-ancestors ${frames.join(' ')}; base-uri 'self'; object-src 'none'`;
}

/** Lets Shopify's library answer its own addresses below /auth. @throws Response */
export async function bouncePage({ request, context }: Args): Promise<void> {
  const { auth, deps } = loadContext(context);
  try {
    await auth.authenticate(request);
  } catch (answer) {
    // The library knows Shopify's own addresses only; the sandbox frames these pages too.
    if (answer instanceof Response && answer.headers.has('content-security-policy')) {
      answer.headers.set('content-security-policy', framePolicy(deps, request));
    }
    throw answer;
  }
}
