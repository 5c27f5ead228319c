import express, { type Router } from 'express';
import type { Box } from '../box.ts';
import { adminRouter } from './admin-routes.ts';
import { assetsRouter } from './assets.ts';
import { boxRouter } from './box-routes.ts';
import { extensionRouter } from './extension-routes.ts';
import { orderRouter } from './order-routes.ts';
import { previewRouter } from './preview-routes.ts';
import { storeRouter } from './store-routes.ts';

/** All that a person sees of the sandbox: front page, mailbox, clock, storefronts, admin, thank-you and order pages. */
export function pagesRouter(box: Box): Router {
  const router = express.Router();
  router.use(assetsRouter());
  router.use('/extensions', extensionRouter(box));
  router.use('/preview', previewRouter(box));
  router.use('/store', storeRouter(box));
  router.use('/admin', adminRouter(box));
  router.use(orderRouter(box));
  router.use(boxRouter(box));
  return router;
}
