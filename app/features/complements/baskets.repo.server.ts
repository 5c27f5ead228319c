import type { Queryable } from '../../platform/db/db.server.ts';
import { type Baskets, collectBaskets } from './baskets.ts';
import type { ProductFigures } from './complement.ts';
import { largestBasket } from './mine-pairs.ts';

const ordersPerRead = 10_000;

/** Orders that count: not a test, not cancelled, not a payment that failed. */
const counted = `cancelled_at is null and not is_test and financial_status is distinct from 'voided'`;

/**
 * The baskets of all orders since a moment, by product. A line that was sent back as a whole was not bought. Read in parts of
 * ten thousand orders, each a statement of its own: nothing is held in between.
 */
export async function readBaskets(db: Queryable, shopId: string, since: Date): Promise<Baskets> {
  const collected = collectBaskets();
  let after: { at: Date; id: string } = { at: since, id: '' };
  for (;;) {
    const { rows } = await db.query<{ id: string; processed_at: Date; products: string[] | null }>(
      `select o.id, o.processed_at, l.products
       from (select id, processed_at from orders
             where shop_id = $1 and processed_at >= $2 and (processed_at, id) > ($2, $3) and ${counted}
             order by processed_at, id limit ${ordersPerRead}) o
       left join lateral (
         select array_agg(distinct product_id) as products from order_lines
         where shop_id = $1 and order_id = o.id and product_id is not null and refunded_quantity < quantity) l on true
       order by o.processed_at, o.id`,
      [shopId, after.at, after.id],
    );
    for (const { products } of rows)
      if (products !== null && products.length <= largestBasket) collected.add(products);
    const last = rows.at(-1);
    if (!last || rows.length < ordersPerRead) return collected.done();
    after = { at: last.processed_at, id: last.id };
  }
}

/** For each product sold since a moment: in how many orders, how many of them sent back, how many people came back for it. */
export async function readProductFigures(
  db: Queryable,
  shopId: string,
  since: Date,
): Promise<(ProductFigures & { productId: string })[]> {
  const { rows } = await db.query<{
    product_id: string;
    baskets: number;
    returned: number;
    buyers: number;
    repeat_buyers: number;
  }>(
    `with sold as (
       select l.product_id, o.id as order_id, o.person_id, bool_or(l.refunded_quantity > 0) as is_returned
       from orders o join order_lines l on l.shop_id = o.shop_id and l.order_id = o.id
       where o.shop_id = $1 and o.processed_at >= $2 and ${counted} and l.product_id is not null
       group by l.product_id, o.id, o.person_id),
     by_person as (
       select product_id, person_id, count(*) as orders, count(*) filter (where is_returned) as returned
       from sold group by product_id, person_id)
     select product_id, sum(orders)::int as baskets, sum(returned)::int as returned,
            count(person_id)::int as buyers,
            (count(*) filter (where person_id is not null and orders > 1))::int as repeat_buyers
     from by_person group by product_id`,
    [shopId, since],
  );
  return rows.map((row) => ({
    productId: row.product_id,
    baskets: row.baskets,
    returned: row.returned,
    buyers: row.buyers,
    repeatBuyers: row.repeat_buyers,
  }));
}

/** The products that can be offered at all; whether they are in stock is looked at when they are. */
export async function readActiveProducts(db: Queryable, shopId: string): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `select id from products where shop_id = $1 and status = 'active'`,
    [shopId],
  );
  return new Set(rows.map(({ id }) => id));
}
