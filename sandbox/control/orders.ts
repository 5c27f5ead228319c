import type { Router } from 'express';
import express from 'express';
import type { Box, CheckoutInput, OrderInput } from '../box.ts';
import { Refused } from '../box.ts';
import { gid } from '../store/ids.ts';
import type { Order } from '../store/records.ts';
import * as schemas from './schemas.ts';
import { check, handle } from './validate.ts';
import { fulfillmentView, orderView, refundView } from './views.ts';

function placed(box: Box, order: Order) {
  return {
    orderId: gid('Order', order.id),
    orderNumber: String(order.number),
    confirmationNumber: order.confirmationNumber,
    checkoutToken: order.checkoutToken,
    thankYouUrl: box.thankYouUrl(order),
    orderStatusUrl: box.orderStatusUrl(order),
  };
}

/** Calls about checkouts and orders. */
export function orderControls(box: Box): Router {
  const router = express.Router();
  const orderOf = (id: string): Order => {
    const order = box.order(id);
    if (order === undefined) throw new Refused('id', `there is no order ${id}`, 404);
    return order;
  };

  router.post(
    '/checkouts',
    handle((request, response) => {
      const checkout = box.createCheckout(check(schemas.checkout, request.body) as CheckoutInput);
      response.json({ token: checkout.token, recoveryUrl: checkout.recoveryUrl });
    }),
  );
  router.patch(
    '/checkouts/:token',
    handle((request, response) => {
      const patch = check(schemas.checkoutPatch, request.body) as Partial<Omit<CheckoutInput, 'shop'>>;
      const checkout = box.updateCheckout(request.params.token ?? '', patch);
      response.json({ token: checkout.token, recoveryUrl: checkout.recoveryUrl });
    }),
  );
  router.get(
    '/checkouts/:token',
    handle((request, response) => {
      const checkout = box.checkout(request.params.token ?? '');
      if (checkout === undefined)
        throw new Refused('token', `there is no checkout ${request.params.token}`, 404);
      response.json(checkout);
    }),
  );
  router.post(
    '/orders',
    handle((request, response) => {
      const order = box.placeOrder(check(schemas.order, request.body) as OrderInput);
      response.json(placed(box, order));
    }),
  );
  router.get(
    '/orders',
    handle((request, response) =>
      response.json(
        box.ordersOf(check(schemas.shopQuery, request.query).shop).map((order) => orderView(box, order)),
      ),
    ),
  );
  router.get(
    '/orders/:id',
    handle((request, response) => response.json(orderView(box, orderOf(request.params.id ?? '')))),
  );

  const action = (name: string, act: (order: Order, body: unknown) => Record<string, unknown>) =>
    router.post(
      `/orders/:id/${name}`,
      handle((request, response) => {
        const order = orderOf(request.params.id ?? '');
        const extra = act(order, request.body);
        response.json({ ...extra, order: orderView(box, orderOf(order.id)) });
      }),
    );
  action('fulfill', (order, body) => {
    const fulfillment = box.fulfill(order.id, check(schemas.fulfill, body));
    return { fulfillmentId: gid('Fulfillment', fulfillment.id), fulfillment: fulfillmentView(fulfillment) };
  });
  action('deliver', (order, body) => ({
    fulfillment: fulfillmentView(box.deliver(order.id, check(schemas.deliver, body))),
  }));
  action('tracking', (order, body) => ({
    fulfillment: fulfillmentView(box.tracking(order.id, check(schemas.tracking, body))),
  }));
  action('cancel', (order, body) => {
    box.cancel(order.id, check(schemas.cancel, body));
    return {};
  });
  action('refund', (order, body) => {
    const refund = box.refund(order.id, check(schemas.refund, body));
    return { refundId: gid('Refund', refund.id), refund: refundView(refund) };
  });
  action('edit', (order, body) => {
    box.edit(order.id, check(schemas.edit, body));
    return {};
  });
  action('pay', (order, body) => {
    check(schemas.nothing, body);
    box.payOutstanding(order.id);
    return {};
  });
  return router;
}
