import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type Request, type Router } from 'express';
import type { Box, Order } from '../box.ts';
import { html, json } from './html.ts';
import { sampleOrder } from './sample-order.ts';
import { isSurface, type Surface, surfaceData, targets } from './surface-data.ts';
import { readView } from './view.ts';
import { languageOf } from './words.ts';

type Found = { surface: Surface; order: Order; isEditor: boolean };

/** `preview-SHOP` is the editor: over a sample order, or with `?order=` over one of that shop. */
function find(box: Box, surface: string, id: string, query: Request['query']): Found | undefined {
  if (!isSurface(surface)) return undefined;
  if (id.startsWith('preview-')) {
    const shop = box.shop(id.slice('preview-'.length));
    if (!shop) return undefined;
    const chosen = typeof query.order === 'string' ? box.order(query.order) : undefined;
    const isOfShop = chosen !== undefined && chosen.shop === shop.domain;
    return { surface, order: isOfShop ? chosen : sampleOrder(box, shop), isEditor: true };
  }
  const order = box.order(id);
  return order ? { surface, order, isEditor: false } : undefined;
}

async function readLocales(folder: string, surface: Surface): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, `${surface}.locales.json`), 'utf8'));
  } catch {
    return { default: 'en', en: {} };
  }
}

/**
 * The built bundles, the frames they run in and their session tokens. A frame has no origin (the host sets `sandbox`
 * without allow-same-origin), so it has no cookies and no storage, like the worker that Shopify runs extensions in.
 */
export function extensionRouter(box: Box): Router {
  const router = express.Router();

  router.get('/:surface.js', (request, response, next) => {
    const { surface } = request.params;
    if (!isSurface(surface) && surface !== 'post-purchase') return next();
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('access-control-allow-origin', '*');
    response.sendFile(`${surface}.js`, { root: box.config.extensionsDir, dotfiles: 'allow' }, (error) => {
      if (!error || response.headersSent) return;
      const hint = `${surface}.js has not been built: run scripts/build-extensions.ts`;
      response.type('text/javascript').send(`console.error(${JSON.stringify(hint)});`);
    });
  });

  router.get('/:surface/:order/frame', async (request, response, next) => {
    const found = find(box, request.params.surface, request.params.order, request.query);
    if (!found) return next();
    const data = surfaceData(box, found.order, found.surface, {
      isEditor: found.isEditor,
      view: readView(request.query),
    });
    const locales = await readLocales(box.config.extensionsDir, found.surface);
    const { sandboxUrl } = box.config;
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${sandboxUrl} ${`${request.protocol}://${request.get('host')}`}; style-src 'unsafe-inline'; img-src * data:; connect-src *; base-uri 'none'; form-action 'none'`,
    );
    response.setHeader('cache-control', 'no-store');
    response.type('html').send(
      html`<!doctype html><html lang="${languageOf(data.locale)}"><head><meta charset="utf-8"><title>${found.surface}</title>
<style>body{overflow:hidden}</style>
<script type="application/json" id="given">${json({ data, locales })}</script>
<script src="/assets/components.js" defer></script><script src="/assets/extension-frame.js" defer></script><script src="/extensions/${found.surface}.js" defer></script>
</head><body></body></html>`.html,
    );
  });

  router.get('/:surface/:order/token', (request, response, next) => {
    const found = find(box, request.params.surface, request.params.order, request.query);
    if (!found) return next();
    const { order, surface } = found;
    const isSignedIn = readView(request.query).auth === 'full' && order.customerId !== null;
    const token = box.mintToken({
      shop: order.shop,
      target: targets[surface],
      ...(found.isEditor ? {} : { order: order.id }),
      customer: isSignedIn ? (order.customerId ?? 'none') : 'none',
    });
    response.setHeader('cache-control', 'no-store');
    response.json({ token });
  });
  router.post('/:surface/:order/query', express.json({ limit: '1mb' }), async (request, response, next) => {
    const found = find(box, request.params.surface, request.params.order, request.query);
    if (!found) return next();
    const { query, variables } = request.body as { query?: unknown; variables?: unknown };
    const given = typeof variables === 'object' && variables !== null ? { ...variables } : {};
    response.json(await box.askStorefront(found.order.shop, String(query), given));
  });
  return router;
}
