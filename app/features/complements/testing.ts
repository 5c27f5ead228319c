import type { TestContext } from '../../../tests/support/context.ts';

/** Products of the catalogue that can be bought, each 10.00; in these collections. */
export async function insertProducts(
  t: TestContext,
  ids: string[],
  collectionIds: string[] = [],
): Promise<void> {
  await t.ctx.db.query(
    `insert into products (shop_id, id, handle, title, status, collection_ids, variants, shop_updated_at)
     select $1, id, id, 'Product ' || id, 'active', $3,
            jsonb_build_array(jsonb_build_object('id', id || '0', 'title', 'Default Title', 'priceMinor', '1000',
                                                 'stock', null, 'isAvailable', true)), $4
     from unnest($2::text[]) id`,
    [t.ctx.shop.id, ids, collectionIds, t.clock.now()],
  );
}

export interface TestBasket {
  products: string[];
  personId?: string;
  /** products of it that were sent back */
  returned?: string[];
  isTest?: boolean;
  cancelledAt?: Date;
  at?: Date;
}

let orders = 0;

/** So many orders of the same products, straight into the tables. */
export async function insertBaskets(t: TestContext, count: number, basket: TestBasket): Promise<void> {
  const { ctx } = t;
  const first = orders + 1;
  orders += count;
  await ctx.db.query(
    `insert into orders (shop_id, id, name, person_id, currency, total_minor, subtotal_minor, financial_status,
       discount_codes, is_test, processed_at, paid_at, cancelled_at, shop_updated_at)
     select $1, 'o' || n, '#' || n, $4, 'EUR', 1000, 1000, 'paid', '{}', $5, $6, $6, $7, $6
     from generate_series($2::int, $3::int) n`,
    [
      ctx.shop.id,
      first,
      orders,
      basket.personId ?? null,
      basket.isTest ?? false,
      basket.at ?? t.clock.now(),
      basket.cancelledAt ?? null,
    ],
  );
  await ctx.db.query(
    `insert into order_lines (shop_id, order_id, id, product_id, title, quantity, price_minor, refunded_quantity)
     select $1, 'o' || n, p, p, p, 1, 1000, case when p = any($5) then 1 else 0 end
     from generate_series($2::int, $3::int) n, unnest($4::text[]) p`,
    [ctx.shop.id, first, orders, basket.products, basket.returned ?? []],
  );
}

/** Many orders of the last year: whoever bought product 7, 17, 27… up to 997 took the next number too, every second time. */
export async function insertManyBaskets(t: TestContext, count: number, products: number): Promise<void> {
  const { ctx } = t;
  await ctx.db.query(
    `insert into orders (shop_id, id, name, person_id, currency, total_minor, subtotal_minor, financial_status,
       discount_codes, is_test, processed_at, paid_at, shop_updated_at)
     select $1, 'm' || n, '#' || n, 'per_' || n % ($2 / 2), 'EUR', 1000, 1000, 'paid', '{}', false, at, at, at
     from (select n, $3::timestamptz - n * (interval '360 days' / $2) as at from generate_series(1, $2::int) n) o`,
    [ctx.shop.id, count, t.clock.now()],
  );
  // Digits of MD5: the same baskets at each run, and nothing in them has to do with anything.
  const number = (of: string) => `('x' || substr(md5(${of}), 1, 7))::bit(28)::int`;
  await ctx.db.query(
    `insert into order_lines (shop_id, order_id, id, product_id, title, quantity, price_minor)
     select $1, 'm' || n, 'l' || i, ${number(`n || ':' || i`)} % $3, '', 1, 1000
     from generate_series(1, $2::int) n, generate_series(0, 3) i where i <= ${number('n::text')} % 4`,
    [ctx.shop.id, count, products],
  );
  await ctx.db.query(
    `insert into order_lines (shop_id, order_id, id, product_id, title, quantity, price_minor)
     select shop_id, order_id, 'x' || id, product_id::int + 1, '', 1, 1000 from order_lines
     where shop_id = $1 and product_id like '%7' and product_id::int < 1000 and ${number('order_id')} % 2 = 0`,
    [ctx.shop.id],
  );
}
