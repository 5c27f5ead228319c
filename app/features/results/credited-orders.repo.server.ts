import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { CreditedOrder, CreditLine } from './credit.ts';

type Reader = Pick<Context, 'shop'>;

/** A click on a link without a code counts for what is bought within so many days. */
const clickCountsDays = 5;

/** Where an accept was made, as its event says (it knows variant and product), else as the grant does. */
const about = `coalesce(e.arm, g.arm) as arm, coalesce(e.surface, g.surface, '') as surface, coalesce(e.product_id, '') as product`;
const acceptEvent = `left join offer_events e on e.shop_id = g.shop_id and e.order_id = g.order_id and e.offer_id = g.offer_id
  and e.type = 'accepted'`;

interface OrderRow {
  id: string;
  person_id: string | null;
  processed_at: Date;
  day: string;
  total_minor: bigint;
  refunded_minor: bigint;
  discount_minor: bigint;
  is_tax_included: boolean;
  discount_codes: string[];
  discount_code_minors: (bigint | string)[];
}

interface GrantRow {
  order_id: string;
  id: string;
  offer_id: string;
  arm: string;
  surface: string;
  product: string;
}

/** Those of these orders that count and have something that an offer may be owed for, with all that decides it. */
export async function readCreditedOrders(
  ctx: Reader,
  tx: Queryable,
  orderIds: readonly string[],
): Promise<CreditedOrder[]> {
  const { id: shopId, currency, timezone } = ctx.shop;
  const { rows: orders } = await tx.query<OrderRow>(
    `select id, person_id, processed_at, to_char(processed_at at time zone $4, 'YYYY-MM-DD') as day, total_minor,
       refunded_minor, discount_minor, coalesce(is_tax_included, false) as is_tax_included,
       array(select upper(code) from unnest(discount_codes) with ordinality as c(code, n) order by n) as discount_codes,
       discount_code_minors
     from orders where shop_id = $1 and id = any($2) and paid_at is not null and cancelled_at is null and not is_test
       and currency = $3
     order by id`,
    [shopId, orderIds, currency, timezone],
  );
  if (orders.length === 0) return [];
  const [codes, clicks, additions] = [
    await readCodes(tx, shopId, orders),
    await readClicks(tx, shopId, orders),
    await readAdditions(tx, shopId, timezone, orders),
  ];
  const wanted = orders.filter(({ id }) => codes.has(id) || clicks.has(id) || additions.has(id));
  if (wanted.length === 0) return [];
  const lines = await readLines(tx, shopId, wanted);
  return wanted.map((order) => {
    const own = lines.get(order.id) ?? [];
    const hasAmounts = order.discount_code_minors.length === order.discount_codes.length;
    return {
      id: order.id,
      day: order.day,
      totalMinor: order.total_minor,
      refundedMinor: order.refunded_minor,
      discountMinor: order.discount_minor,
      isTaxIncluded: order.is_tax_included,
      lines: own,
      codes: order.discount_codes.map((code, i) => ({
        minor: hasAmounts ? BigInt(order.discount_code_minors[i] ?? 0) : null,
        source: codes.get(order.id)?.get(code) ?? null,
      })),
      clicks: clicks.get(order.id) ?? [],
      additions: additions.get(order.id) ?? [],
    };
  });
}

const sourceOf = (row: GrantRow) => ({
  id: row.id,
  offerId: row.offer_id,
  arm: row.arm,
  surface: row.surface,
  productId: row.product,
});
type Source = ReturnType<typeof sourceOf>;

async function readCodes(
  tx: Queryable,
  shopId: string,
  orders: readonly OrderRow[],
): Promise<Map<string, Map<string, Source>>> {
  const used = orders.flatMap((order) => order.discount_codes.map((code) => [order.id, code] as const));
  const found = new Map<string, Map<string, Source>>();
  if (used.length === 0) return found;
  const { rows } = await tx.query<GrantRow & { code: string }>(
    `select u.order_id, g.code, g.id, g.offer_id, ${about}
     from unnest($2::text[], $3::text[]) as u(order_id, code)
     join offer_grants g on g.shop_id = $1 and g.code = u.code ${acceptEvent}`,
    [shopId, used.map(([id]) => id), used.map(([, code]) => code)],
  );
  for (const row of rows) entry(found, row.order_id, () => new Map()).set(row.code, sourceOf(row));
  return found;
}

async function readClicks(
  tx: Queryable,
  shopId: string,
  orders: readonly OrderRow[],
): Promise<Map<string, (Source & { variantIds: string[] })[]>> {
  const known = orders.filter((order) => order.person_id !== null);
  const found = new Map<string, (Source & { variantIds: string[] })[]>();
  if (known.length === 0) return found;
  // Without a variant of its own the link led to what had been bought before.
  const { rows } = await tx.query<GrantRow & { variants: string[] }>(
    `select b.order_id, g.id, g.offer_id, ${about},
       case when v.variant_id is not null then array[v.variant_id]
            when f.kind = 'buy-again' then array(select l.variant_id from order_lines l
              where l.shop_id = $1 and l.order_id = g.order_id and l.variant_id is not null)
            else '{}' end as variants
     from unnest($2::text[], $3::text[], $4::timestamptz[]) as b(order_id, person_id, at)
     join orders o on o.shop_id = $1 and o.person_id = b.person_id and o.id <> b.order_id
     join offer_grants g on g.shop_id = $1 and g.order_id = o.id and g.state = 'ready' and g.code is null
       and g.accepted_at <= b.at and g.accepted_at > b.at - $5 * interval '1 day'
     join offers f on f.shop_id = $1 and f.id = g.offer_id
     cross join lateral (select coalesce(g.variant_id, f.variant_id) as variant_id) v
     ${acceptEvent}
     order by g.accepted_at desc, g.id`,
    [
      shopId,
      known.map((order) => order.id),
      known.map((order) => order.person_id),
      known.map((order) => order.processed_at),
      clickCountsDays,
    ],
  );
  for (const row of rows)
    entry(found, row.order_id, () => []).push({ ...sourceOf(row), variantIds: row.variants });
  return found;
}

async function readAdditions(
  tx: Queryable,
  shopId: string,
  timezone: string,
  orders: readonly OrderRow[],
): Promise<Map<string, CreditedOrder['additions'][number][]>> {
  // The line's number comes from the edit; where the shop gave it another one, it is the new line of that variant.
  const { rows } = await tx.query<{
    order_id: string;
    id: string;
    offer_id: string;
    arm: string;
    surface: string;
    product_id: string;
    day: string;
    line_id: string | null;
    quantity: number;
    added_minor: bigint;
    discount_minor: bigint;
  }>(
    `select a.order_id, a.id, a.offer_id, a.arm, a.surface, a.product_id, a.quantity, a.added_minor, a.discount_minor,
       to_char(coalesce(a.added_at, a.quoted_at) at time zone $3, 'YYYY-MM-DD') as day,
       (select l.id from order_lines l where l.shop_id = a.shop_id and l.order_id = a.order_id
          and (l.id = a.line_id or (l.variant_id = a.variant_id and not (l.id = any(a.lines_before))))
        order by l.id = a.line_id desc nulls last, l.position limit 1) as line_id
     from order_additions a where a.shop_id = $1 and a.order_id = any($2) and a.state = 'paid' order by a.id`,
    [shopId, orders.map(({ id }) => id), timezone],
  );
  const found = new Map<string, CreditedOrder['additions'][number][]>();
  for (const row of rows)
    entry(found, row.order_id, () => []).push({
      id: row.id,
      offerId: row.offer_id,
      arm: row.arm,
      surface: row.surface,
      productId: row.product_id,
      day: row.day,
      lineId: row.line_id,
      quantity: row.quantity,
      addedMinor: row.added_minor,
      discountMinor: row.discount_minor,
    });
  return found;
}

/** The lines, with what a piece cost: as first known after the sale, so that a later price of the supplier changes nothing. */
async function readLines(
  tx: Queryable,
  shopId: string,
  orders: readonly OrderRow[],
): Promise<Map<string, CreditLine[]>> {
  const ids = orders.map(({ id }) => id);
  await tx.query(
    `update order_lines l set unit_cost_minor = v.cost
     from (select n.order_id, n.id, (x ->> 'costMinor')::bigint as cost
           from order_lines n join products p on p.shop_id = n.shop_id and p.id = n.product_id
           cross join jsonb_array_elements(p.variants) x
           where n.shop_id = $1 and n.order_id = any($2) and n.unit_cost_minor is null and x ->> 'id' = n.variant_id
             and x ->> 'costMinor' is not null) v
     where l.shop_id = $1 and l.order_id = v.order_id and l.id = v.id`,
    [shopId, ids],
  );
  const { rows } = await tx.query<{
    order_id: string;
    id: string;
    product_id: string | null;
    variant_id: string | null;
    quantity: number;
    refunded_quantity: number;
    price_minor: bigint;
    discount_minor: bigint;
    tax_minor: bigint;
    unit_cost_minor: bigint | null;
  }>(
    `select order_id, id, product_id, variant_id, quantity, refunded_quantity, price_minor, discount_minor, tax_minor,
       unit_cost_minor
     from order_lines where shop_id = $1 and order_id = any($2) order by order_id, position, id`,
    [shopId, ids],
  );
  const found = new Map<string, CreditLine[]>();
  for (const row of rows)
    entry(found, row.order_id, () => []).push({
      id: row.id,
      productId: row.product_id,
      variantId: row.variant_id,
      quantity: row.quantity,
      refundedQuantity: row.refunded_quantity,
      priceMinor: row.price_minor,
      discountMinor: row.discount_minor,
      taxMinor: row.tax_minor,
      unitCostMinor: row.unit_cost_minor,
    });
  return found;
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known) return known;
  const made = make();
  map.set(key, made);
  return made;
}
