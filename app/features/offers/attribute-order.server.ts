import type { Context } from '../../platform/context.ts';
import { dayIn } from './append-events.server.ts';

/**
 * Credits an order to the offer whose code it used. The figures of the offer's day are counted anew from the orders
 * themselves, so that refunds and cancellations are exact and running it twice changes nothing. Counts orders that were paid,
 * were not cancelled and are no tests; earned is their total less what was refunded.
 */
export async function attributeOrderToOffer(ctx: Context, orderId: string): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const { rows } = await tx.query<{
      discount_codes: string[];
      processed_at: Date;
      cancelled_at: Date | null;
    }>('select discount_codes, processed_at, cancelled_at from orders where shop_id = $1 and id = $2', [
      ctx.shop.id,
      orderId,
    ]);
    const order = rows[0];
    if (!order) return;
    const codes = order.discount_codes.map((code) => code.toUpperCase());
    const { rows: grants } = await tx.query<{
      id: string;
      offer_id: string;
      redeemed_order_id: string | null;
    }>(
      `select id, offer_id, redeemed_order_id from offer_grants
       where shop_id = $1 and (code = any($2) or redeemed_order_id = $3) order by id`,
      [ctx.shop.id, codes, orderId],
    );
    for (const grant of grants) {
      // A cancelled order gives its code free again: the next order with it takes its place.
      await tx.query(
        `update offer_grants g set redeemed_order_id = $3 where g.shop_id = $1 and g.id = $2
           and (g.redeemed_order_id is null or exists (select 1 from orders o
             where o.shop_id = g.shop_id and o.id = g.redeemed_order_id and o.cancelled_at is not null))`,
        [ctx.shop.id, grant.id, orderId],
      );
    }
    const offers = [...new Set(grants.map((grant) => grant.offer_id))].sort();
    for (const offerId of offers) {
      await countDay(ctx, tx, offerId, dayIn(ctx.shop.timezone, order.processed_at));
    }
  });
}

async function countDay(
  ctx: Context,
  tx: Pick<Context['db'], 'query'>,
  offerId: string,
  day: string,
): Promise<void> {
  // Two orders of one offer and day may be counted at the same moment: they take turns, so that the last one sees both.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${ctx.shop.id} ${offerId}`]);
  await tx.query(
    `insert into offer_stats as s (shop_id, offer_id, day, orders, earned_minor)
     select $1, $2, $3::date, count(o.id), coalesce(sum(greatest(o.total_minor - o.refunded_minor, 0)), 0)::bigint
     from offer_grants g join orders o on o.shop_id = g.shop_id and o.id = g.redeemed_order_id
     where g.shop_id = $1 and g.offer_id = $2 and g.redeemed_order_id is not null
       and o.paid_at is not null and o.cancelled_at is null and not o.is_test and o.currency = $5
       and o.processed_at >= $3::date - interval '1 day' and o.processed_at < $3::date + interval '3 days'
       and (o.processed_at at time zone $4)::date = $3::date
     on conflict (shop_id, offer_id, day) do update set orders = excluded.orders, earned_minor = excluded.earned_minor`,
    [ctx.shop.id, offerId, day, ctx.shop.timezone, ctx.shop.currency],
  );
}
