import express, { type Request, type Response, type Router } from 'express';
import type { Box, Shop } from '../box.ts';
import { editorRoom, isList, listRoom } from './admin-lists.ts';
import { type AdminLocale, adminFrame, appRoom } from './admin-page.ts';
import { pictureOf } from './store-frame.ts';

const localeOf = (request: Request): AdminLocale => (request.query.locale === 'de' ? 'de' : 'en');

/** The app's path behind an admin address: `/apps/reprise/offers?x=1` is `/app/offers?x=1` of the app. */
export function appPath(rest: string, query: Record<string, unknown>): string {
  const inner = rest.replace(/^\/+/, '');
  const path = inner === 'app' || inner.startsWith('app/') ? `/${inner}` : `/app${inner ? `/${inner}` : ''}`;
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (name !== 'locale' && typeof value === 'string') params.append(name, value);
  return `${path}${params.size ? `?${params}` : ''}`;
}

/** Products as App Bridge's resource picker gives them. */
function pickerProducts(box: Box, shop: Shop): unknown[] {
  const { products, variants } = box.catalog(shop.domain);
  const productGid = (id: string): string => `gid://shopify/Product/${id}`;
  return products.map((product) => {
    const own = variants.filter(({ productId }) => productId === product.id);
    const picture = pictureOf(shop, product);
    const images = picture
      ? [
          {
            id: `gid://shopify/ProductImage/${product.image?.id ?? product.id}`,
            altText: product.title,
            originalSrc: picture.startsWith('/') ? `${box.config.sandboxUrl}${picture}` : picture,
          },
        ]
      : [];
    return {
      id: productGid(product.id),
      title: product.title,
      handle: product.handle,
      descriptionHtml: product.descriptionHtml,
      vendor: product.vendor,
      productType: product.productType,
      tags: product.tags,
      status: product.status,
      images,
      options: product.options.map(({ name, values }, at) => ({
        id: `gid://shopify/ProductOption/${product.id}${at}`,
        name,
        position: at + 1,
        values,
      })),
      hasOnlyDefaultVariant: own.length === 1 && own[0]?.title === 'Default Title',
      totalInventory: own.reduce((sum, { stock }) => sum + stock, 0),
      totalVariants: own.length,
      tracksInventory: true,
      availablePublicationCount: 1,
      publishedAt: product.createdAt,
      createdAt: product.createdAt,
      updatedAt: product.updatedAt,
      templateSuffix: null,
      variants: own.map((variant) => ({
        id: `gid://shopify/ProductVariant/${variant.id}`,
        title: variant.title,
        displayName:
          variant.title === 'Default Title' ? product.title : `${product.title} - ${variant.title}`,
        sku: variant.sku,
        price: variant.price,
        compareAtPrice: variant.compareAtPrice,
        availableForSale: variant.stock > 0,
        inventoryQuantity: variant.stock,
        inventoryItem: { id: `gid://shopify/InventoryItem/${variant.inventoryItemId}` },
        inventoryManagement: 'SHOPIFY',
        inventoryPolicy: 'DENY',
        position: variant.position,
        product: { id: productGid(product.id) },
        requiresShipping: variant.requiresShipping,
        selectedOptions: variant.options.map(({ value }) => ({ value })),
        taxable: true,
        weight: variant.weightGrams,
        weightUnit: 'GRAMS',
        createdAt: variant.createdAt,
        updatedAt: variant.updatedAt,
      })),
    };
  });
}

/** The Shopify admin look-alike of every shop, below /admin. */
export function adminRouter(box: Box): Router {
  const router = express.Router();
  const withShop =
    (act: (shop: Shop, request: Request, response: Response) => void | Promise<void>) =>
    async (request: Request, response: Response, next: express.NextFunction): Promise<void> => {
      const shop = box.shop(String(request.params.shop));
      if (!shop) {
        response.status(404).type('text').send('There is no such shop.');
        return;
      }
      response.setHeader('cache-control', 'no-store');
      try {
        await act(shop, request, response);
      } catch (error) {
        next(error);
      }
    };
  const app = (shop: Shop, request: Request, response: Response): void => {
    const locale = localeOf(request);
    const rest = String((request.params as Record<string, unknown>)[0] ?? '');
    const main = appRoom(box, shop, locale, appPath(rest, request.query));
    const scripts = shop.isInstalled ? ['admin-frame'] : ['admin-menu'];
    response
      .type('html')
      .send(adminFrame(box, shop, { locale, room: 'app', main, title: 'Reprise', scripts }));
  };

  router.get('/:shop', withShop(app));
  router.get('/:shop/apps/reprise', withShop(app));
  router.get('/:shop/apps/reprise/*', withShop(app));
  router.get(
    '/:shop/session-token',
    withShop((shop, _request, response) => {
      response.json({ token: box.mintToken({ shop: shop.domain, target: 'admin' }) });
    }),
  );
  router.get(
    '/:shop/picker.json',
    withShop((shop, _request, response) => {
      response.json(pickerProducts(box, shop));
    }),
  );
  router.get(
    '/:shop/scopes',
    withShop((shop, _request, response) => {
      response.json({ granted: shop.scopes, required: shop.scopes, optional: [] });
    }),
  );
  router.post(
    '/:shop/install',
    withShop(async (shop, _request, response) => {
      await box.reinstall(shop.domain);
      response.redirect(303, `/admin/${shop.slug}`);
    }),
  );
  router.get(
    ['/:shop/:list', '/:shop/:list/*'],
    withShop((shop, request, response) => {
      const locale = localeOf(request);
      const name = String(request.params.list);
      const surface = /order.?status/i.test(request.originalUrl) ? 'order-status' : 'thank-you';
      const { title, main } = isList(name)
        ? listRoom(box, shop, locale, name)
        : editorRoom(shop, locale, name, surface);
      response.type('html').send(adminFrame(box, shop, { locale, room: name, main, title }));
    }),
  );
  return router;
}
