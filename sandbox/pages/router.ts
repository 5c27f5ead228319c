import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { type Box, Refused } from '../box.ts';
import { adminRouter } from './admin-routes.ts';
import { assetsRouter } from './assets.ts';
import { boxPage } from './box-frame.ts';
import { boxRouter } from './box-routes.ts';
import { extensionRouter } from './extension-routes.ts';
import { html } from './html.ts';
import { orderRouter } from './order-routes.ts';
import { postPurchaseRouter } from './post-purchase-routes.ts';
import { previewRouter } from './preview-routes.ts';
import { storeRouter } from './store-routes.ts';

/** All that a person sees of the sandbox: front page, mailbox, clock, storefronts, admin, thank-you and order pages. */
export function pagesRouter(box: Box): Router {
  const router = express.Router();
  router.use(assetsRouter());
  router.use(postPurchaseRouter(box));
  router.use('/extensions', extensionRouter(box));
  router.use('/preview', previewRouter(box));
  router.use('/store', storeRouter(box));
  router.use('/admin', adminRouter(box));
  router.use(orderRouter(box));
  router.use(boxRouter(box));
  router.use(showProblem);
  return router;
}

/** Says what went wrong on a page of the sandbox's own, with the way back; a refusal keeps its status. */
function showProblem(error: unknown, request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) {
    next(error);
    return;
  }
  const isRefusal = error instanceof Refused;
  if (!isRefusal) console.error(error);
  const text = error instanceof Error ? error.message : String(error);
  const title = isRefusal ? 'Shopify would refuse this' : 'The sandbox stumbled';
  const back = request.get('referer') ?? '/';
  const main = html`<h1>${title}</h1><p>${text.slice(0, 600)}</p><p><a class="button" href="${back}">Back</a></p>`;
  response.status(isRefusal ? error.status : 500);
  response.type('html').send(boxPage({ title, here: request.path, main }));
}
