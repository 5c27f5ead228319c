import express from 'express';
import type { Store } from './store/store.ts';
import { findShop } from './store/store.ts';

/** The pictures of the catalogues, as their addresses in the Admin API and in webhooks say. */
export function pictureRouter(store: Store): express.Router {
  const router = express.Router();
  router.get('/store/:shop/images/:file', (request, response, next) => {
    const shop = findShop(store, request.params.shop ?? '');
    const handle = (request.params.file ?? '').replace(/\.svg$/, '');
    const product =
      shop === undefined ? undefined : store.tables.products.byKey(`${shop.domain}|${handle}`)[0];
    if (!product?.imageSvg) return next();
    response.set('Cache-Control', 'public, max-age=3600').set('Access-Control-Allow-Origin', '*');
    return response.type('image/svg+xml').send(product.imageSvg);
  });
  return router;
}
