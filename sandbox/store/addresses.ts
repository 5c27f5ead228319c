import { storefrontUrl } from './shops.ts';
import type { Store } from './store.ts';

/** Rewrites the addresses that records carry after the sandbox came up on another port. */
export function moveAddresses(store: Store): void {
  for (const checkout of store.tables.checkouts.all()) {
    const shop = store.tables.shops.get(checkout.shop);
    if (shop === undefined) continue;
    const url = `${storefrontUrl(store, shop)}/checkouts/${checkout.token}/recover`;
    if (url === checkout.recoveryUrl) continue;
    checkout.recoveryUrl = url;
    store.tables.checkouts.put(checkout);
  }
}
