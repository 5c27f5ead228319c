import express, { type Router } from 'express';
import type { Box } from '../box.ts';
import { documentPage, html } from './html.ts';
import { isSurface } from './surface-data.ts';
import { readView, viewQuery } from './view.ts';
import { languageOf } from './words.ts';

/** A bare page with an extension in editor mode over a sample order: what a preview in the admin frames. */
export function previewRouter(box: Box): Router {
  const router = express.Router();
  router.get('/:surface', (request, response, next) => {
    const { surface } = request.params;
    const shop = box.shop(String(request.query.shop ?? '')) ?? box.shops()[0];
    if (!isSurface(surface) || !shop) return next();
    const source = `/extensions/${surface}/preview-${shop.slug}`;
    const order = typeof request.query.order === 'string' ? request.query.order : '';
    const asked = new URLSearchParams(viewQuery(readView(request.query)));
    if (order !== '') asked.set('order', order);
    const query = asked.size === 0 ? '' : `?${asked}`;
    const body = html`<main id="main" aria-label="${surface}" style="padding:16px;max-width:640px;margin:auto"><h1 class="hush">${surface}</h1><div class="extension" data-extension="${surface}" data-src="${source}/frame${query}" data-token="${source}/token${query}" data-store="preview/${surface}" data-title="${shop.name}"></div></main>`;
    response.type('html').send(
      documentPage({
        title: `${surface} · ${shop.name}`,
        lang: languageOf(shop.locale),
        styles: ['desk'],
        scripts: ['extension-host'],
        body,
      }),
    );
  });
  return router;
}
