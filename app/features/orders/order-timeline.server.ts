import {
  type TimelineAsk,
  type TimelineEntry,
  type TimelineRow,
  timelineSql,
  timelineValues,
} from '../../kit/timeline.ts';
import type { Context } from '../../platform/context.ts';

type Reader = Pick<Context, 'db' | 'shop'>;

const amount = (minor: string, currency: string) =>
  `jsonb_build_object('minor', (${minor})::text, 'currency', ${currency})`;
const of = 'from orders o where o.shop_id = $1 and o.person_id = $2';

const sql = timelineSql([
  `select o.processed_at as at, 'order/' || o.id || '/placed' as id,
          case when o.is_test then 'order.test' else 'order.placed' end as kind,
          jsonb_build_object('order', o.name, 'total', ${amount('o.total_minor', 'o.currency')},
            'first', coalesce(l.first, ''), 'count', coalesce(l.pieces, 0), 'orderId', o.id) as params
   from orders o left join lateral (
     select (array_agg(title order by position))[1] as first, sum(quantity)::int as pieces
     from order_lines l where l.shop_id = o.shop_id and l.order_id = o.id) l on true
   where o.shop_id = $1 and o.person_id = $2`,
  `select o.paid_at, 'order/' || o.id || '/paid', 'order.paid', jsonb_build_object('order', o.name, 'orderId', o.id)
   ${of} and o.paid_at > o.processed_at + interval '10 minutes'`,
  `select o.cancelled_at, 'order/' || o.id || '/cancelled', 'order.cancelled', jsonb_build_object('order', o.name, 'orderId', o.id)
   ${of} and o.cancelled_at is not null`,
  `select f.shipped_at, 'order/' || o.id || '/shipped/' || f.id, 'order.shipped', jsonb_build_object('order', o.name, 'orderId', o.id)
   from orders o join fulfillments f on f.shop_id = o.shop_id and f.order_id = o.id
   where o.shop_id = $1 and o.person_id = $2 and f.status is distinct from 'cancelled'`,
  `select f.delivered_at, 'order/' || o.id || '/delivered/' || f.id, 'order.delivered', jsonb_build_object('order', o.name, 'orderId', o.id)
   from orders o join fulfillments f on f.shop_id = o.shop_id and f.order_id = o.id
   where o.shop_id = $1 and o.person_id = $2 and f.delivered_at is not null`,
  `select r.refunded_at, 'order/' || o.id || '/refunded/' || r.id, 'order.refunded',
          jsonb_build_object('order', o.name, 'orderId', o.id, 'amount', ${amount('r.amount_minor', 'r.currency')})
   from orders o join refunds r on r.shop_id = o.shop_id and r.order_id = o.id
   where o.shop_id = $1 and o.person_id = $2`,
]);

/** What became of a person's orders: placed, paid later, shipped, delivered, refunded, cancelled. */
export async function orderTimeline(ctx: Reader, ask: TimelineAsk): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<TimelineRow>(sql, timelineValues(ctx.shop.id, ask));
  return rows.map(({ params, ...row }) => {
    const { orderId, ...rest } = params ?? {};
    // Shopify's own page of the order; App Bridge takes the merchant there.
    return { ...row, group: 'orders', params: rest, link: `shopify://admin/orders/${orderId}` };
  });
}

/** What a person has bought, in one currency. Amounts net of refunds, minor units; cancelled and test orders do not count. */
export interface BoughtTotal {
  currency: string;
  orders: number;
  netMinor: bigint;
  firstAt: Date;
  lastAt: Date;
}

/** Per currency, the one with the most orders first. */
export async function boughtBy(ctx: Reader, personId: string): Promise<BoughtTotal[]> {
  const { rows } = await ctx.db.query<{
    currency: string;
    orders: number;
    net: string;
    first_at: Date;
    last_at: Date;
  }>(
    `select currency, count(*)::int as orders, sum(greatest(total_minor - refunded_minor, 0))::text as net,
            min(processed_at) as first_at, max(processed_at) as last_at
     from orders where shop_id = $1 and person_id = $2 and cancelled_at is null and not is_test
     group by currency order by orders desc, currency`,
    [ctx.shop.id, personId],
  );
  return rows.map((row) => ({
    currency: row.currency,
    orders: row.orders,
    netMinor: BigInt(row.net),
    firstAt: row.first_at,
    lastAt: row.last_at,
  }));
}
