import express, { type Response, type Router } from 'express';
import type { Box } from '../box.ts';
import { clockPage, spanMs } from './clock-page.ts';
import { homePage } from './home.ts';
import { findMessages, type MailQuery, mailList, mailPage } from './mail-page.ts';
import { innerPath } from './permalink.ts';
import { PHONE_WIDTHS, phonePage } from './phone-page.ts';

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Front page, clock and mailbox. */
export function boxRouter(box: Box): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false }));
  const send = (response: Response, page: string): void => {
    response.setHeader('cache-control', 'no-store');
    response.type('html').send(page);
  };

  router.get('/', (_request, response) => send(response, homePage(box)));

  router.get('/phone', (request, response) => {
    const width = PHONE_WIDTHS.find((one) => String(one) === request.query.width) ?? 390;
    send(response, phonePage(innerPath(request.query.path), width));
  });

  router.post('/quick-order', (request, response) => {
    const { shop: slug, email, product, ref, news, then } = request.body as Record<string, unknown>;
    const shop = box.shop(asText(slug));
    const variant = shop
      ? box
          .catalog(shop.domain)
          .variants.find(({ productId, stock }) => productId === asText(product) && stock > 0)
      : undefined;
    if (!shop || !variant) {
      response.status(409).type('text').send('This product is sold out.');
      return;
    }
    const isGerman = shop.country === 'DE';
    const input = {
      shop: shop.domain,
      lines: [{ variantId: variant.id, quantity: 1 }],
      email: asText(email),
      ref: asText(ref) || null,
      acceptsMarketing: news === 'on',
      shippingAddress: isGerman
        ? {
            firstName: 'Anna',
            lastName: 'Berger',
            address1: 'Lindenstraße 12',
            zip: '10969',
            city: 'Berlin',
            countryCode: 'DE',
          }
        : {
            firstName: 'Anna',
            lastName: 'Berger',
            address1: '742 Juniper Way',
            zip: '80302',
            city: 'Boulder',
            provinceCode: 'CO',
            countryCode: shop.country,
          },
    };
    if (then === 'leave') {
      box.createCheckout(input);
      response.redirect(303, '/clock');
      return;
    }
    const { id } = box.placeOrder(input);
    response.redirect(303, `/${box.postPurchase.begin(id)}/${id}`);
  });

  router.post('/post-purchase-switch', (request, response) => {
    const { shop: slug, enabled } = request.body as Record<string, unknown>;
    const shop = box.shop(asText(slug));
    if (shop) box.setPostPurchase(shop.domain, enabled === 'on');
    response.redirect(303, '/');
  });

  router.get('/clock', (request, response) =>
    send(
      response,
      clockPage(
        box,
        asText(request.query.warning),
        request.query.moved ? 'Done: everything due by now has been carried out.' : '',
      ),
    ),
  );

  const moveTo = async (
    response: Response,
    move: Promise<{ warning?: string }>,
    back: string,
  ): Promise<void> => {
    const { warning } = await move;
    const target = innerPath(back);
    const query = new URLSearchParams({ moved: '1', ...(warning ? { warning } : {}) });
    response.redirect(303, target === '/clock' || warning ? `/clock?${query}` : target);
  };
  router.post('/clock/advance', async (request, response, next) => {
    const ms = spanMs(asText(request.body.by));
    if (ms === null) {
      response.status(400).type('text').send('A span like 1h or 14d is needed.');
      return;
    }
    await moveTo(response, box.advanceClock(ms), asText(request.body.back)).catch(next);
  });
  router.post('/clock/set', async (request, response, next) => {
    const at = new Date(`${asText(request.body.at)}${/Z$/.test(asText(request.body.at)) ? '' : 'Z'}`);
    if (Number.isNaN(at.getTime())) {
      response.status(400).type('text').send('A date and time is needed.');
      return;
    }
    await moveTo(response, box.setClock(at), '/clock').catch(next);
  });

  const readQuery = (query: Record<string, unknown>): MailQuery => ({
    to: asText(query.to),
    channel: asText(query.channel),
    id: asText(query.id),
    tab: asText(query.tab),
  });
  router.get('/mail', (request, response) => send(response, mailPage(box, readQuery(request.query))));
  router.get('/mail/list', (request, response) =>
    send(response, mailList(box, readQuery(request.query)).html),
  );
  router.get('/mail/:id/html', (request, response) => {
    const message = findMessages(box, { to: '', channel: 'email', id: '', tab: '' }).find(
      ({ id }) => id === request.params.id,
    );
    if (!message) {
      response.status(404).type('text').send('There is no such message.');
      return;
    }
    response.setHeader('content-security-policy', "script-src 'none'; form-action *");
    // A mail's own scripts never run: the policy above forbids them, and the frame has no origin.
    // Links open in a tab of their own; an address inside the mail can still say otherwise.
    send(response, `<base target="_blank">${message.html ?? ''}`);
  });

  return router;
}
