import { setup } from './api/setup.server.ts';
import { pictureRoutes } from './checkout/offer-picture.ts';
import { checkoutRoutes } from './checkout/offers.ts';
import { postPurchaseRoutes } from './checkout/post-purchase.ts';
import type { DirectRoute } from './direct.ts';
import { health, ready, work } from './health.server.ts';
import { maxWebhookBytes, receiveWebhook } from './webhooks/intake.server.ts';

/**
 * The paths that do not go through Remix: hot (webhooks, checkout JSON) or asked by machines. First match wins; everything
 * that is not here is a page (app/routes.ts).
 */
export const directRoutes: DirectRoute[] = [
  ...checkoutRoutes,
  ...postPurchaseRoutes,
  ...pictureRoutes,
  { method: 'GET', path: '/health', handle: health },
  { method: 'GET', path: '/ready', handle: ready },
  { method: 'GET', path: '/operator/work', handle: work },
  { method: 'POST', path: '/api/setup', handle: setup },
  {
    method: 'POST',
    path: '/webhooks/:family',
    handle: receiveWebhook,
    maxBytes: maxWebhookBytes,
    isForServers: true,
  },
];
