import express, { type Request, type Response, type Router } from 'express';
import { type Box, type Order, Refused } from '../box.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { orderStatusPage, thankYouPage } from './order-page.ts';
import { payPage } from './pay-page.ts';
import { innerPath } from './permalink.ts';
import { readView, viewQuery } from './view.ts';

const notFound = (response: Response): void => {
  response.status(404).type('text').send('There is no such order.');
};

/** What a button of the sandbox corner does to an order. */
const actions: Record<string, (box: Box, orderId: string) => void> = {
  fulfill: (box, id) => {
    const number = `${Date.now()}`.slice(-10);
    const isGerman = box.order(id)?.shippingAddress?.countryCode === 'DE';
    const trackingCompany = isGerman ? 'DHL' : 'UPS';
    const trackingNumber = isGerman ? `0034${number}` : `1Z${number}`;
    box.fulfill(id, {
      trackingCompany,
      trackingNumber,
      trackingUrl: `${box.config.sandboxUrl}/orders/${id}#state`,
    });
  },
  in_transit: (box, id) => {
    const isMoving = box
      .order(id)
      ?.fulfillments.at(-1)
      ?.events.some(({ status }) => /in_transit/i.test(status));
    box.tracking(id, { status: isMoving ? 'out_for_delivery' : 'in_transit' });
  },
  deliver: (box, id) => void box.deliver(id, {}),
  refund: (box, id) => void box.refund(id, { shipping: true, restock: true }),
  cancel: (box, id) => void box.cancel(id, { reason: 'customer', refund: true, restock: true }),
  pay: (box, id) => void box.payOutstanding(id),
};

/** Thank-you and order-status pages, and the buttons of the sandbox corner. */
export function orderRouter(box: Box): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false }));
  /** Orders whose thank-you page was shown: it is shown once, and a second visit is the order's status. */
  const shown = new Set<string>();
  // Order ids start anew in each fresh sandbox while a browser keeps its cookies; the status token never repeats.
  const cookieOf = ({ statusToken }: Order): string => `thanked_${statusToken.slice(0, 16)}`;

  const look = (request: Request, response: Response) => {
    const order = box.order(String(request.params.order));
    const shop = order ? box.shop(order.shop) : undefined;
    if (order && shop) return { order, shop };
    notFound(response);
    return undefined;
  };

  router.get('/thank-you/:order', (request, response) => {
    const found = look(request, response);
    if (!found) return;
    const { order, shop } = found;
    response.setHeader('cache-control', 'no-store');
    if (shown.has(order.id) || readCookie(request, cookieOf(order))) {
      response.redirect(303, `/orders/${order.id}`);
      return;
    }
    shown.add(order.id);
    writeCookie(response, cookieOf(order), '1');
    response.type('html').send(thankYouPage(box, shop, order, readView(request.query)));
  });

  const showAgain = (order: Order, response: Response): void => {
    shown.delete(order.id);
    writeCookie(response, cookieOf(order), '');
  };
  router.post('/thank-you/:order/again', (request, response) => {
    const found = look(request, response);
    if (!found) return;
    showAgain(found.order, response);
    response.redirect(303, `/thank-you/${found.order.id}`);
  });

  router.post('/orders/:order/view', (request, response) => {
    const found = look(request, response);
    if (!found) return;
    const surface = request.body.surface === 'thank-you' ? 'thank-you' : 'orders';
    if (surface === 'thank-you') showAgain(found.order, response);
    const path = `/${surface}/${found.order.id}${viewQuery(readView(request.body))}`;
    response.redirect(303, request.body.phone ? `/phone?path=${encodeURIComponent(path)}` : path);
  });

  router.get('/orders/:order', (request, response) => {
    const found = look(request, response);
    if (!found) return;
    response.setHeader('cache-control', 'no-store');
    const refusal = readCookie(request, 'sandbox_refusal');
    if (refusal) writeCookie(response, 'sandbox_refusal', '');
    const view = readView(request.query);
    response.type('html').send(orderStatusPage(box, found.shop, found.order, view, refusal));
  });

  /** The page needs the key of its link, as at Shopify; without it nothing of the order is told. */
  const lookToPay = (request: Request, response: Response) => {
    const order = box.order(String(request.params.order));
    if (order && request.query.key === order.statusToken) return look(request, response);
    notFound(response);
    return undefined;
  };
  router.get('/orders/:order/pay', (request, response) => {
    const found = lookToPay(request, response);
    if (!found) return;
    response.setHeader('cache-control', 'no-store');
    const problem = request.query.declined === '1' ? 'declined' : null;
    response.type('html').send(payPage(box, found.shop, found.order, problem));
  });
  router.post('/orders/:order/pay', (request, response) => {
    const found = lookToPay(request, response);
    if (!found) return;
    const { order } = found;
    const isPaying = request.body.outcome === 'paid' && Number(box.outstanding(order).presentment) > 0;
    if (isPaying) box.payOutstanding(order.id);
    const declined = request.body.outcome === 'declined' ? '&declined=1' : '';
    response.redirect(303, `/orders/${order.id}/pay?key=${order.statusToken}${declined}`);
  });

  router.post('/orders/:order/do/:action', (request, response) => {
    const found = look(request, response);
    const act = actions[request.params.action];
    if (!found) return;
    if (!act) {
      notFound(response);
      return;
    }
    try {
      act(box, found.order.id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Shown in the sandbox corner of the page that the person comes back to.
      writeCookie(response, 'sandbox_refusal', `Shopify would refuse this: ${error.message}`);
    }
    const back = innerPath(request.body.back);
    response.redirect(303, back.startsWith('/thank-you/') ? `/orders/${found.order.id}` : back);
  });
  return router;
}
