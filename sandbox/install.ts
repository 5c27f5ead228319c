import { revokeAll } from './oauth/access-tokens.ts';
import { adminToken } from './oauth/session-tokens.ts';
import type { Shop } from './store/records.ts';
import type { Store } from './store/store.ts';
import type { AppConfig } from './webhooks/subscriptions.ts';

export type InstallDeps = {
  store: Store;
  app: AppConfig;
  apiKey: string;
  secret: string;
  userId: string;
  /** Null when the sandbox plays Shopify alone. */
  appUrl: string | null;
};

const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const REDACT_AFTER_MS = 48 * 3_600_000;

/** The address that the admin opens in its frame. */
export function embeddedUrl(deps: InstallDeps, shop: Shop, path = '/app'): string {
  const url = new URL(path, `${deps.appUrl}/`);
  const host = Buffer.from(`admin.shopify.com/store/${shop.slug}`).toString('base64').replace(/=+$/, '');
  url.searchParams.set('shop', shop.domain);
  url.searchParams.set('host', host);
  url.searchParams.set('embedded', '1');
  url.searchParams.set('locale', shop.locale.slice(0, 2));
  url.searchParams.set('session', '1');
  url.searchParams.set('id_token', adminToken(shop, deps));
  return url.href;
}

/**
 * Installs the app the way Shopify does: the scopes of its configuration are granted, then the merchant's browser opens
 * it with a session token, whereupon the app exchanges that for its own tokens. Throws when the app does not open.
 */
export async function installApp(deps: InstallDeps, shop: Shop): Promise<void> {
  const { store } = deps;
  shop.isInstalled = true;
  shop.scopes = [...deps.app.scopes];
  shop.installedAt = store.nowIso();
  shop.uninstalledAt = null;
  store.tables.shops.put(shop);
  for (const event of store.tables.scheduled.inGroup(shop.domain)) store.tables.scheduled.remove(event.id);
  if (deps.appUrl === null) return;
  const answer = await fetch(embeddedUrl(deps, shop), {
    headers: {
      'User-Agent': BROWSER,
      Accept: 'text/html',
      'Sec-Fetch-Dest': 'iframe',
      'Sec-Fetch-Mode': 'navigate',
    },
    redirect: 'follow',
    signal: AbortSignal.timeout(30_000),
  });
  const page = await answer.text();
  if (!answer.ok)
    throw new Error(`the app answered ${answer.status} when it was opened: ${page.slice(0, 200)}`);
}

/** Takes the app off the shop: every token ends at once, app/uninstalled goes out, shop/redact follows 48 hours later. */
export function uninstallApp(deps: Pick<InstallDeps, 'store'>, shop: Shop): void {
  const { store } = deps;
  shop.isInstalled = false;
  shop.uninstalledAt = store.nowIso();
  store.tables.shops.put(shop);
  revokeAll(store, shop.domain);
  for (const token of store.tables.storefrontTokens.inGroup(shop.domain))
    store.tables.storefrontTokens.remove(token.id);
  store.announce({ shop, topic: 'app/uninstalled' });
  const at = new Date(store.now().getTime() + REDACT_AFTER_MS).toISOString();
  store.tables.scheduled.put({ id: store.nextId(), shop: shop.domain, kind: 'shop-redact', at });
}

/** What the Home page's button does. Throws with the app's own words when it refuses. */
export async function activateDefaults(deps: InstallDeps, shop: Shop): Promise<void> {
  if (deps.appUrl === null) return;
  const answer = await fetch(`${deps.appUrl}/api/setup`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${adminToken(shop, deps)}`,
      'User-Agent': BROWSER,
    },
    body: JSON.stringify({ activate: 'defaults' }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok)
    throw new Error(`the app answered ${answer.status} to its setup: ${(await answer.text()).slice(0, 200)}`);
}

/**
 * Grants what the configuration asks for since the last run, as after a deploy that every merchant agreed to:
 * app/scopes_update goes out to each shop for which something changed.
 */
export function grantScopes(store: Store, scopes: string[], say: (text: string) => void): void {
  for (const shop of store.tables.shops.all()) {
    const previous = shop.scopes;
    if (!shop.isInstalled || [...previous].sort().join() === [...scopes].sort().join()) continue;
    shop.scopes = [...scopes];
    store.tables.shops.put(shop);
    store.announce({ shop, topic: 'app/scopes_update', previous, current: shop.scopes });
    say(`${shop.name} agreed to the app's new scopes`);
  }
}

/** Sends what is scheduled and due. Returns the time of the next scheduled event, or null. */
export function runScheduled(store: Store): string | null {
  const now = store.nowIso();
  let next: string | null = null;
  for (const event of store.tables.scheduled.all()) {
    if (event.at > now) {
      if (next === null || event.at < next) next = event.at;
      continue;
    }
    store.tables.scheduled.remove(event.id);
    const shop = store.tables.shops.get(event.shop);
    if (shop !== undefined) store.announce({ shop, topic: 'shop/redact' });
  }
  return next;
}
