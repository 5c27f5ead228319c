import express, { type Request, type Response, type Router } from 'express';
import type { Box } from '../box.ts';
import { checkoutRouter } from './checkout-routes.ts';
import { cartPath, innerPath, parseCartPath } from './permalink.ts';
import { type Store, storeOf } from './store-frame.ts';
import { cartPage, collectionPage, homePage, missingPage, productPage } from './store-pages.ts';
import { arrivalOf, readVisit, remember } from './visit.ts';

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The storefront of every shop, below /store/:shop. */
export function storeRouter(box: Box): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false }));

  router.get('/:shop/images/:file', (request, response, next) => {
    const shop = box.shop(request.params.shop);
    const found = shop ? box.product(shop.domain, request.params.file.replace(/\.svg$/, '')) : undefined;
    if (!found?.product.imageSvg) return next();
    response.setHeader('cache-control', 'public, max-age=3600');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('cross-origin-resource-policy', 'cross-origin');
    response.type('image/svg+xml').send(found.product.imageSvg);
  });

  /** A page of a shop; remembers a referral and a discount code that come with any address. */
  const visit =
    (render: (store: Store, request: Request, response: Response) => string | undefined) =>
    (request: Request, response: Response): void => {
      const shop = box.shop(String(request.params.shop));
      if (!shop) {
        response.status(404).type('text').send('There is no such shop.');
        return;
      }
      const seen = readVisit(box, request, shop.slug);
      const ref = asText(request.query.ref).slice(0, 60);
      if (ref) {
        seen.ref = ref;
        remember(response, shop.slug, 'ref', ref);
      }
      const arrival = arrivalOf(request, shop.slug, box.now(), seen.last);
      if (arrival) {
        seen.last = arrival;
        remember(response, shop.slug, 'last', JSON.stringify(arrival));
        if (!seen.first) remember(response, shop.slug, 'first', JSON.stringify(arrival));
      }
      const store = storeOf(box, shop, seen);
      const page = render(store, request, response);
      if (page === undefined) {
        if (!response.headersSent) response.status(404).type('html').send(missingPage(store));
        return;
      }
      if (!response.headersSent) response.type('html').send(page);
    };
  const sent = ''; // a render that has already answered

  router.get(
    '/:shop',
    visit((store) => homePage(store)),
  );
  router.get(
    '/:shop/collections/:slug',
    visit((store, request) => collectionPage(store, String(request.params.slug))),
  );
  router.get(
    '/:shop/products/:handle',
    visit((store, request) => {
      const found = store.box.product(store.shop.domain, String(request.params.handle));
      return found ? productPage(store, found.product) : undefined;
    }),
  );
  router.get(
    '/:shop/cart',
    visit((store) => cartPage(store)),
  );

  router.get(
    '/:shop/cart/:lines',
    visit((store, request, response) => {
      const lines = parseCartPath(String(request.params.lines));
      if (lines.length === 0) return undefined;
      const code = asText(request.query.discount);
      remember(response, store.shop.slug, 'cart', cartPath(lines));
      remember(response, store.shop.slug, 'checkout', '');
      if (code) remember(response, store.shop.slug, 'code', code);
      response.redirect(302, `${store.base}/checkout`);
      return sent;
    }),
  );

  router.get(
    '/:shop/discount/:code',
    visit((store, request, response) => {
      remember(response, store.shop.slug, 'code', String(request.params.code));
      const path = innerPath(request.query.redirect);
      const ref = new URL(path, 'http://shop').searchParams.get('ref');
      if (ref) remember(response, store.shop.slug, 'ref', ref);
      response.redirect(302, `${store.base}${path === '/' ? '' : path.replace(/^\/(?=\?)/, '')}`);
      return sent;
    }),
  );

  router.get(
    '/:shop/checkouts/:token/recover',
    visit((store, request, response) => {
      const checkout = store.box.checkout(String(request.params.token));
      if (!checkout || checkout.shop !== store.shop.domain) return undefined;
      if (checkout.orderId) {
        response.redirect(302, `/orders/${checkout.orderId}`);
        return sent;
      }
      const lines = checkout.lines.flatMap(({ variantId, quantity }) =>
        variantId ? [{ variantId, quantity }] : [],
      );
      remember(response, store.shop.slug, 'cart', cartPath(lines));
      remember(response, store.shop.slug, 'checkout', checkout.token);
      remember(response, store.shop.slug, 'currency', checkout.currency);
      const code = asText(request.query.discount);
      if (code) remember(response, store.shop.slug, 'code', code);
      response.redirect(302, `${store.base}/checkout`);
      return sent;
    }),
  );

  const change = (act: (store: Store, request: Request, response: Response) => string) =>
    visit((store, request, response) => {
      response.redirect(303, act(store, request, response));
      return sent;
    });
  router.post(
    '/:shop/cart/add',
    change((store, request, response) => {
      const { variant: id, quantity, buy } = request.body as Record<string, unknown>;
      const variant = store.box.variant(asText(id));
      if (!variant || variant.shop !== store.shop.domain || variant.stock <= 0) return `${store.base}/cart`;
      const added = Math.min(99, Math.max(1, Math.floor(Number(quantity)) || 1));
      const cart = buy === 'now' ? [] : store.visit.cart;
      const before = cart.find(({ variantId }) => variantId === variant.id)?.quantity ?? 0;
      const line = { variantId: variant.id, quantity: Math.min(before + added, variant.stock) };
      remember(
        response,
        store.shop.slug,
        'cart',
        cartPath([...cart.filter(({ variantId }) => variantId !== variant.id), line]),
      );
      return `${store.base}/${buy === 'now' ? 'checkout' : 'cart'}`;
    }),
  );
  router.post(
    '/:shop/cart/update',
    change((store, request, response) => {
      const body = request.body as Record<string, unknown>;
      const cart = store.visit.cart
        .map(({ variantId, quantity }) => {
          const stock = store.box.variant(variantId)?.stock ?? 0;
          const wanted = Math.floor(Number(body[`q_${variantId}`] ?? quantity)) || 0;
          return {
            variantId,
            quantity: body.remove === variantId ? 0 : Math.min(Math.max(0, wanted), stock),
          };
        })
        .filter(({ quantity }) => quantity > 0);
      remember(response, store.shop.slug, 'cart', cartPath(cart));
      return `${store.base}/${body.go === 'checkout' && cart.length ? 'checkout' : 'cart'}`;
    }),
  );
  router.post(
    '/:shop/currency',
    change((store, request, response) => {
      const { currency, back } = request.body as Record<string, unknown>;
      remember(response, store.shop.slug, 'currency', asText(currency));
      remember(response, store.shop.slug, 'checkout', '');
      return innerPath(back);
    }),
  );

  router.use(checkoutRouter(box));
  router.use(
    '/:shop',
    visit(() => undefined),
  );
  return router;
}
