import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Week } from './week.ts';

/** A click on a message counts for an order within five days. */
const clickCountsDays = 5;

interface Row {
  messages_sent: bigint;
  messages_clicked: bigint;
  offers_shown: bigint;
  offers_accepted: bigint;
  offer_orders: bigint;
  offers_earned: bigint;
  reviews: bigint;
  average_rating: number | null;
  referred_orders: bigint;
  credit_paid: bigint;
  carts_recovered: bigint;
  carts_recovered_minor: bigint;
}

/**
 * The last seven days. A cart counts as recovered only when its buyer clicked our reminder (or used its code) and then bought;
 * cancelled and test orders count for nothing, refunds are taken off.
 */
export async function readWeek(ctx: Pick<Context, 'db' | 'shop' | 'clock'>): Promise<Week> {
  const now = ctx.clock.now();
  const since = addMs(now, -7 * day);
  const { rows } = await ctx.db.query<Row>(
    `with sent as (
       select count(*) as sent, count(clicked_at) as clicked from messages
       where shop_id = $1 and wanted_at > $2::timestamptz - interval '30 days' and status = 'sent' and sent_at > $2),
     offers as (
       select coalesce(sum(shown), 0)::bigint as shown, coalesce(sum(accepted), 0)::bigint as accepted,
              coalesce(sum(bought), 0)::bigint as orders,
              coalesce(sum(gross_minor - refunded_minor), 0)::bigint as earned
       from offer_stats where shop_id = $1 and day > ($2 at time zone $4)::date),
     given as (
       select count(*) as reviews, avg(rating)::float8 as average from reviews
       where shop_id = $1 and created_at > $2 and status <> 'removed'),
     referred as (
       select count(*) as orders from referrals
       where shop_id = $1 and created_at > $2 and state not in ('rejected', 'reversed')),
     credit as (
       select coalesce(sum(amount_minor - reversed_minor), 0)::bigint as paid from referrals
       where shop_id = $1 and state = 'paid' and paid_at > $2),
     recovered as (
       select count(*) as orders, coalesce(sum(total_minor - refunded_minor), 0)::bigint as minor from orders o
       where shop_id = $1 and processed_at > $2 and cancelled_at is null and not is_test
         and exists (
           select 1 from messages m
           where m.shop_id = $1 and m.kind = 'abandoned_checkout' and m.status = 'sent'
             and m.person_id = o.person_id
             and (m.code = any(o.discount_codes)
                  or (m.subject_id = o.checkout_token and m.clicked_at <= o.processed_at
                      and m.clicked_at > o.processed_at - $3 * interval '1 day'))))
     select sent.sent as messages_sent, sent.clicked as messages_clicked, offers.shown as offers_shown,
       offers.accepted as offers_accepted, offers.orders as offer_orders, offers.earned as offers_earned,
       given.reviews, given.average as average_rating, referred.orders as referred_orders, credit.paid as credit_paid,
       recovered.orders as carts_recovered, recovered.minor as carts_recovered_minor
     from sent, offers, given, referred, credit, recovered`,
    [ctx.shop.id, since, clickCountsDays, ctx.shop.timezone],
  );
  const row = rows[0]!;
  return {
    messagesSent: Number(row.messages_sent),
    messagesClicked: Number(row.messages_clicked),
    offersShown: Number(row.offers_shown),
    offersAccepted: Number(row.offers_accepted),
    offersEarnedMinor: row.offers_earned,
    offerOrders: Number(row.offer_orders),
    reviews: Number(row.reviews),
    averageRating: row.average_rating,
    referredOrders: Number(row.referred_orders),
    creditPaidMinor: row.credit_paid,
    cartsRecovered: Number(row.carts_recovered),
    cartsRecoveredMinor: row.carts_recovered_minor,
  };
}
