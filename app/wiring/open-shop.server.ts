import { installShop, refreshShop, uninstallShop } from '../features/shops/index.server.ts';
import type { Context } from '../platform/context.ts';
import type { AdminAuth } from '../platform/shopify/app.server.ts';
import { ShopUnavailableError } from '../platform/shopify/port.ts';
import type { Deps } from './deps.server.ts';

/** Gives the context of a shop whose merchant has just been authenticated. @throws Response when a new token is needed */
export type OpenShop = (domain: string, request: Request) => Promise<Context>;

/**
 * The first opening installs the shop. Every opening of the app (not each click inside it) asks Shopify once whether the access
 * still stands: a merchant who removes the app and installs it again may be here before the app/uninstalled webhook is. Then the
 * old installation ends now, and a new one begins clean. Built in app/web.ts: Remix's bundle has copies of our classes, and
 * `instanceof` would not know the errors of the gateway there.
 */
export function createOpenShop(deps: Deps, auth: AdminAuth): OpenShop {
  // A page's loaders ask side by side and share one opening.
  const underWay = new Map<string, Promise<Context>>();
  return (domain, request) => {
    const isOpening =
      !request.headers.has('authorization') && new URL(request.url).searchParams.has('id_token');
    if (!isOpening) return deps.shopContext(domain).then((ctx) => ctx ?? begin(deps, auth, domain, request));
    const known = underWay.get(domain);
    if (known) return known;
    const opening = open(deps, auth, domain, request).finally(() => underWay.delete(domain));
    underWay.set(domain, opening);
    return opening;
  };
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
