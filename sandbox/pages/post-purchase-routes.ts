import express, { type Request, type Response, type Router } from 'express';
import type { Box } from '../box.ts';
import { html, json } from './html.ts';
import { postPurchasePage } from './post-purchase-page.ts';
import { languageOf } from './words.ts';

const STYLES = ['frame', 'layout', 'controls'];

/** The page between payment and thank-you, its frame, and what the extension in it can do. */
export function postPurchaseRouter(box: Box): Router {
  const router = express.Router();
  const look = (request: Request, response: Response) => {
    const order = box.order(String(request.params.order));
    const shop = order ? box.shop(order.shop) : undefined;
    if (order && shop) return { order, shop };
    response.status(404).type('text').send('There is no such order.');
    return undefined;
  };

  router.get('/post-purchase/:order', (request, response) => {
    const found = look(request, response);
    if (!found) return;
    const { order, shop } = found;
    response.setHeader('cache-control', 'no-store');
    if (box.postPurchase.begin(order.id) === 'thank-you') response.redirect(303, `/thank-you/${order.id}`);
    else response.type('html').send(postPurchasePage(box, shop, order));
  });
  router.post('/post-purchase/:order/leave', (request, response) => {
    const found = look(request, response);
    if (!found) return;
    box.postPurchase.end(found.order.id, { wasShown: true, reason: null });
    response.redirect(303, `/thank-you/${found.order.id}`);
  });
  router.post('/post-purchase/:order/decline-next', (request, response) => {
    const found = look(request, response);
    if (!found) return;
    box.postPurchase.declineNextCard(found.order.id);
    response.redirect(303, `/post-purchase/${found.order.id}`);
  });

  const frames = '/extensions/post-purchase/:order';
  router.get(`${frames}/frame`, (request, response) => {
    const found = look(request, response);
    if (!found) return;
    const { sandboxUrl } = box.config;
    const given = { inputData: box.postPurchase.input(found.order.id) };
    const here = `${request.protocol}://${request.get('host')}`;
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${sandboxUrl} ${here}; style-src 'unsafe-inline' ${sandboxUrl} ${here}; img-src * data:; connect-src *; base-uri 'none'; form-action 'none'`,
    );
    response.setHeader('cache-control', 'no-store');
    response.type('html').send(
      html`<!doctype html><html lang="${languageOf(found.order.locale)}"><head><meta charset="utf-8"><title>post-purchase</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${STYLES.map((name) => html`<link rel="stylesheet" href="/assets/post-purchase-${name}.css">`)}
<script type="application/json" id="given">${json(given)}</script>
<script src="/assets/post-purchase-frame.js" defer></script><script src="/extensions/post-purchase.js" defer></script>
</head><body></body></html>`.html,
    );
  });

  const answer = (path: string, act: (orderId: string, body: Record<string, unknown>) => unknown) =>
    router.post(`${frames}/${path}`, express.json({ limit: '1mb' }), (request, response) => {
      const found = look(request, response);
      if (found) response.json(act(found.order.id, request.body as Record<string, unknown>) ?? {});
    });
  answer('calculate', (id, { changeset }) => box.postPurchase.calculate(id, changeset));
  answer('apply', (id, { changeset }) => box.postPurchase.apply(id, changeset));
  answer('done', (id, { reason }) => {
    const text = typeof reason === 'string' ? reason.slice(0, 200) : null;
    box.postPurchase.end(id, { wasShown: text === null, reason: text });
    return { next: `/thank-you/${id}` };
  });
  return router;
}
