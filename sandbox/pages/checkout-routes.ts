import express, { type Request, type Response, type Router } from 'express';
import { type Box, type Checkout, Refused } from '../box.ts';
import { checkoutInput, contactOf, type Filled, formOf, missingFields, readForm } from './checkout-form.ts';
import { checkoutPage, checkoutSummary } from './checkout-page.ts';
import { type Store, storeOf } from './store-frame.ts';
import { readVisit, remember } from './visit.ts';

/** The checkout of this visit when it is still open and belongs to this shop. */
function openCheckout({ box, shop, visit }: Store): Checkout | undefined {
  const checkout = visit.checkoutToken ? box.checkout(visit.checkoutToken) : undefined;
  return checkout && checkout.shop === shop.domain && !checkout.completedAt ? checkout : undefined;
}

type Saved = { checkout: Checkout | undefined; quote?: Checkout; problem: string };

/** Before there is a way to reach the buyer: does the code apply, and what does it take off? */
function quote({ box, shop, visit, say }: Store, filled: Filled, open: Checkout | undefined): Saved {
  if (!filled.code || open) return { checkout: open, problem: '' };
  try {
    return { checkout: undefined, quote: box.quoteCheckout(checkoutInput(filled, shop, visit)), problem: '' };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const problem = error.field === 'discountCodes' ? say('codeProblem', { code: filled.code }) : '';
    return { checkout: undefined, problem };
  }
}

/**
 * Begins or changes the checkout as soon as there is a way to reach the buyer. A code that does not apply is left out
 * and named; another refusal is shown as it is.
 */
function save(store: Store, filled: Filled): Saved {
  const { box, shop, visit, say } = store;
  const open = openCheckout(store);
  if (visit.cart.length === 0) return { checkout: open, problem: '' };
  if (!contactOf(filled.contact, filled.country)) return quote(store, filled, open);
  const write = (input: ReturnType<typeof checkoutInput>): Checkout => {
    if (!open) return box.createCheckout(input);
    const { shop: _shop, ...patch } = input;
    return box.updateCheckout(open.token, patch);
  };
  const input = checkoutInput(filled, shop, visit);
  try {
    return { checkout: write(input), problem: '' };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.field !== 'discountCodes') return { checkout: open, problem: error.message };
    return {
      checkout: write({ ...input, discountCodes: [] }),
      problem: say('codeProblem', { code: filled.code }),
    };
  }
}

/** The checkout pages of every shop, mounted below /store. */
export function checkoutRouter(box: Box): Router {
  const router = express.Router();

  const withStore =
    (act: (store: Store, request: Request, response: Response) => void) =>
    (request: Request, response: Response, next: express.NextFunction): void => {
      const shop = box.shop(String(request.params.shop));
      if (!shop) {
        next();
        return;
      }
      response.setHeader('cache-control', 'no-store');
      act(storeOf(box, shop, readVisit(box, request, shop.slug)), request, response);
    };
  const keep = (store: Store, response: Response, checkout: Checkout | undefined, code: string): void => {
    if (checkout) remember(response, store.shop.slug, 'checkout', checkout.token);
    remember(response, store.shop.slug, 'code', code);
  };

  router.get(
    '/:shop/checkout',
    withStore((store, _request, response) => {
      if (store.visit.cart.length === 0) {
        response.redirect(302, `${store.base}/cart`);
        return;
      }
      const open = openCheckout(store);
      const filled = formOf(open, store.shop, store.visit);
      // The cart may have changed since, or a code may have come by link.
      const saved = open ? save(store, filled) : quote(store, filled, open);
      response.type('html').send(checkoutPage(store, { filled, ...saved }));
    }),
  );

  router.post(
    '/:shop/checkout/save',
    withStore((store, request, response) => {
      const filled = readForm(request.body, store.shop);
      const { checkout, quote, problem } = save(store, filled);
      keep(store, response, checkout, problem ? '' : filled.code);
      response.json({
        summary: checkoutSummary(store, checkout, problem, quote).html,
        isSaved: checkout !== undefined,
      });
    }),
  );

  router.post(
    '/:shop/checkout/pay',
    withStore((store, request, response) => {
      const filled = readForm(request.body, store.shop);
      const missing = missingFields(filled);
      const { checkout, problem } = save(store, filled);
      if (missing.length > 0 || !checkout) {
        keep(store, response, checkout, filled.code);
        response.status(422).type('html').send(checkoutPage(store, { filled, checkout, problem, missing }));
        return;
      }
      const order = box.placeOrder({
        shop: store.shop.domain,
        checkoutToken: checkout.token,
        payment: filled.payment,
      });
      for (const name of ['cart', 'checkout', 'code', 'ref', 'last'] as const)
        remember(response, store.shop.slug, name, '');
      response.redirect(303, `/${box.postPurchase.begin(order.id)}/${order.id}`);
    }),
  );
  return router;
}
