import type { Router } from 'express';
import express from 'express';
import { z } from 'zod';
import type { Box } from '../box.ts';
import { Refused } from '../box.ts';
import { findCustomer } from '../store/customers.ts';
import { numericId } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import * as schemas from './schemas.ts';
import { check, handle } from './validate.ts';
import {
  catalogView,
  customerView,
  discountView,
  metafieldView,
  shopUrls,
  shopView,
  storeCreditView,
} from './views.ts';

const redactBody = z.strictObject({ customer: z.string().optional() });

/** Calls about shops and what they hold. */
export function shopControls(box: Box, store: Store): Router {
  const router = express.Router();
  const shopOf = (text: string) => {
    const shop = box.shop(text);
    if (shop === undefined) throw new Refused('shop', `there is no shop ${text}`, 404);
    return shop;
  };
  const asked = (query: unknown) => shopOf(check(schemas.shopQuery, query).shop);

  router.get(
    '/shops',
    handle((_request, response) => response.json(box.shops().map((shop) => shopView(box, shop)))),
  );
  router.post(
    '/shops',
    handle(async (request, response) => {
      const shop = await box.createShop(check(schemas.newShop, request.body));
      response.status(201).json({ shop: shop.domain, ...shopUrls(box, shop) });
    }),
  );
  router.get(
    '/shops/:shop',
    handle((request, response) => response.json(shopView(box, shopOf(request.params.shop ?? '')))),
  );
  router.get(
    '/shops/:shop/catalog',
    handle((request, response) => {
      const shop = shopOf(request.params.shop ?? '');
      const { products, variants } = box.catalog(shop.domain);
      response.json(catalogView(shop, products, variants));
    }),
  );
  router.post(
    '/shops/:shop/uninstall',
    handle(async (request, response) => {
      check(schemas.nothing, request.body);
      response.json(shopView(box, await box.uninstall(request.params.shop ?? '')));
    }),
  );
  router.post(
    '/shops/:shop/reinstall',
    handle(async (request, response) => {
      check(schemas.nothing, request.body);
      response.json(shopView(box, await box.reinstall(request.params.shop ?? '')));
    }),
  );
  router.post(
    '/shops/:shop/post-purchase',
    handle((request, response) => {
      const { domain } = shopOf(request.params.shop ?? '');
      const { enabled } = check(schemas.postPurchase, request.body);
      response.json(shopView(box, box.setPostPurchase(domain, enabled)));
    }),
  );
  router.post(
    '/shops/:shop/activate',
    handle(async (request, response) => {
      check(schemas.nothing, request.body);
      await box.activateDefaults(request.params.shop ?? '');
      response.json(shopView(box, shopOf(request.params.shop ?? '')));
    }),
  );
  router.post(
    '/shops/:shop/redact',
    handle(async (request, response) => {
      const { customer } = check(redactBody, request.body);
      const shop = shopOf(request.params.shop ?? '');
      if (customer === undefined) return response.json(shopView(box, await box.redact(shop.domain)));
      const id = numericId(customer, 'Customer');
      const found =
        id === null ? findCustomer(store, shop.domain, customer, null) : store.tables.customers.get(id);
      if (found === undefined || found.shop !== shop.domain)
        throw new Refused('customer', `there is no customer ${customer}`, 404);
      store.announce({ shop, topic: 'customers/redact', customer: found });
      return response.json(customerView(box, found));
    }),
  );
  router.get(
    '/customers/:id',
    handle((request, response) => {
      const customer = box.customer(request.params.id ?? '');
      if (customer === undefined) throw new Refused('id', `there is no customer ${request.params.id}`, 404);
      response.json(customerView(box, customer));
    }),
  );
  router.get(
    '/customers',
    handle((request, response) =>
      response.json(box.customers(asked(request.query).domain).map((one) => customerView(box, one))),
    ),
  );
  router.get(
    '/discounts',
    handle((request, response) =>
      response.json(box.discounts(asked(request.query).domain).map((one) => discountView(box, one))),
    ),
  );
  router.get(
    '/store-credit',
    handle((request, response) =>
      response.json(box.storeCredit(asked(request.query).domain).map(storeCreditView)),
    ),
  );
  router.get(
    '/metafields',
    handle((request, response) => {
      const { shop, owner } = check(schemas.metafieldQuery, request.query);
      response.json(box.metafields(shopOf(shop).domain, owner).map(metafieldView));
    }),
  );
  router.post(
    '/consent',
    handle((request, response) => {
      const customer = box.setConsent(check(schemas.consent, request.body));
      response.json(customerView(box, customer));
    }),
  );
  return router;
}
