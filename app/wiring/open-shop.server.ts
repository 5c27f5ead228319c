import { installShop, refreshShop, uninstallShop } from '../features/shops/index.server.ts';
import type { Context } from '../platform/context.ts';
import type { AdminAuth } from '../platform/shopify/app.server.ts';
import { ShopUnavailableError } from '../platform/shopify/port.ts';
import type { Deps } from './deps.server.ts';

/** Openings under way, by shop: a page's loaders ask side by side and share one. */
export type Openings = Map<string, Promise<Context>>;

/**
 * The context of a shop whose merchant has just been authenticated. The first opening installs it. Every opening of the app
 * (not each click inside it) asks Shopify once whether the access still stands: a merchant who removes the app and installs it
 * again may be here before the app/uninstalled webhook is. Then the old installation ends now, and a new one begins clean.
 * @throws Response when a new session token is needed
 */
export function openShop(
  parts: { deps: Deps; auth: AdminAuth; openings: Openings },
  domain: string,
  request: Request,
): Promise<Context> {
  const { deps, auth, openings } = parts;
  const isOpening =
    !request.headers.has('authorization') && new URL(request.url).searchParams.has('id_token');
  if (!isOpening) return deps.shopContext(domain).then((ctx) => ctx ?? begin(deps, auth, domain, request));
  const underWay = openings.get(domain);
  if (underWay) return underWay;
  const opening = open(deps, auth, domain, request).finally(() => openings.delete(domain));
  openings.set(domain, opening);
  return opening;
}

async function open(deps: Deps, auth: AdminAuth, domain: string, request: Request): Promise<Context> {
  const known = await deps.shopContext(domain, 'fresh');
  if (!known) return begin(deps, auth, domain, request);
  try {
    await refreshShop(known);
    return (await deps.shopContext(domain, 'fresh')) ?? known;
  } catch (error) {
    if (!(error instanceof ShopUnavailableError)) {
      known.log.warn({ err: error }, 'the shop could not be read at its opening');
      return known;
    }
    if (error.reason === 'frozen') return known;
    await uninstallShop(deps.app, { domain, triggeredAt: null });
    await auth.forget(domain);
    // The session token of this request is still good for an access token of the new installation.
    await auth.authenticate(request);
    return begin(deps, auth, domain, request);
  }
}

async function begin(deps: Deps, auth: AdminAuth, domain: string, request: Request): Promise<Context> {
  try {
    await installShop(deps.app, { domain, shopify: deps.gatewayFor(domain) });
  } catch (error) {
    if (!(error instanceof ShopUnavailableError)) throw error;
    await auth.forget(domain);
    throw auth.askForNewToken(request);
  }
  const ctx = await deps.shopContext(domain, 'fresh');
  if (!ctx) throw new Response(null, { status: 503 });
  return ctx;
}
