import type { Router } from 'express';
import express from 'express';
import type { Box } from '../box.ts';
import { Refused } from '../box.ts';
import { gid } from '../store/ids.ts';
import * as schemas from './schemas.ts';
import { check, handle } from './validate.ts';
import { customerView } from './views.ts';

/** Calls that change what a merchant would change in the admin: goods, tags of customers, segments. */
export function goodsControls(box: Box): Router {
  const router = express.Router();

  router.patch(
    '/variants/:id',
    handle((request, response) => {
      const change = check(schemas.variantPatch, request.body);
      const { sku, stock, price, unitCost } = box.changeVariant(request.params.id ?? '', change);
      response.json({ id: request.params.id, sku, stock, price, unitCost });
    }),
  );
  router.patch(
    '/products/:id',
    handle((request, response) => {
      const product = box.changeProduct(request.params.id ?? '', check(schemas.productPatch, request.body));
      const { title, vendor, productType, tags, status } = product;
      response.json({ id: gid('Product', product.id), title, vendor, productType, tags, status });
    }),
  );
  router.delete(
    '/products/:id',
    handle((request, response) => {
      box.removeProduct(request.params.id ?? '');
      response.json({ id: request.params.id });
    }),
  );
  router.patch(
    '/customers/:id',
    handle((request, response) => {
      const { tags } = check(schemas.customerPatch, request.body);
      response.json(customerView(box, box.tagCustomer(request.params.id ?? '', tags)));
    }),
  );
  router.get(
    '/segments',
    handle((request, response) => {
      const { shop } = check(schemas.shopQuery, request.query);
      response.json(
        box.segments(shop).map(({ segment, members }) => ({
          id: gid('Segment', segment.id),
          name: segment.name,
          query: segment.query,
          members: members.map((one) => gid('Customer', one.id)),
        })),
      );
    }),
  );
  router.post(
    '/segments',
    handle((request, response) => {
      const { shop, name, query } = check(schemas.segment, request.body);
      try {
        response.status(201).json({ id: gid('Segment', box.addSegment(shop, name, query).id) });
      } catch (error) {
        if (error instanceof SyntaxError) throw new Refused('query', error.message);
        throw error;
      }
    }),
  );
  return router;
}
