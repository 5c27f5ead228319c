import type { Surface } from '@reprise/rules';
import { render } from 'preact';
import { appUrl } from './app-url.ts';
import { createHost, type OrderIdentity, optional, type ShopifyApi } from './host.ts';
import { OffersPage } from './offers-page.tsx';
import { openPage } from './opening.ts';
import type { Decider } from './own-decision.tsx';

/**
 * Draws the page's block, once per page view. What is known within a moment is drawn whole; until then the page itself keeps the
 * place, as it does for every extension that starts.
 * @param identity reads the order where this target has it
 * @param decider how the page decides by itself; without one the server is asked
 */
export async function start(
  surface: Surface,
  shopify: ShopifyApi,
  identity: () => OrderIdentity | undefined,
  decider?: Decider,
): Promise<void> {
  const host = createHost(surface, appUrl(), shopify, () => optional(identity));
  const order = host.isInEditor ? null : host.order();
  const opening = order ? await openPage(host, order, decider) : undefined;
  render(<OffersPage host={host} opening={opening} decider={decider} />, document.body);
}
