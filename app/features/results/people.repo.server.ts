import { HELD_OUT } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { DayFigures, Metric } from '../experiments/index.ts';

/** What somebody buys within so many days after they first saw an offer (or would have) counts for them. */
export const boughtWithinDays = 30;

/** Everybody who was not kept back, whatever variant they saw. */
export const SHOWN = 'shown';

interface Row {
  arm: string;
  day: string;
  people: bigint;
  converted: bigint;
  minor: string;
  squares: string;
}

/**
 * People by the day (of the shop) and the side on which they first met an offer, with what they bought in the thirty days after,
 * less refunds and cancelled orders. Everything they bought counts, whatever they clicked; the order on whose page they met it
 * counts only with what was added to it. Whose order we do not know yet counts as somebody who has bought nothing else. Test
 * orders are nobody.
 * @param arms the variants that are told apart; null = all who were shown it are one side (`SHOWN`)
 */
export async function countPeople(
  ctx: Pick<Context, 'shop'>,
  tx: Queryable,
  {
    offerId,
    since,
    until,
    arms,
    metric,
  }: { offerId: string; since: Date; until: Date; arms: string[] | null; metric: Metric },
): Promise<DayFigures[]> {
  const { rows } = await tx.query<Row>(
    `with met as (
       select coalesce(o.person_id, 'order ' || e.order_id) as who, o.person_id, e.order_id, e.at, e.type,
         case when e.type = 'held-out' then '${HELD_OUT}' when $6::text[] is null then '${SHOWN}' else e.arm end as arm
       from offer_events e left join orders o on o.shop_id = e.shop_id and o.id = e.order_id
       where e.shop_id = $1 and e.offer_id = $2 and e.at >= $3 and e.at < $4 and e.type in ('shown', 'held-out', 'accepted')
         and not coalesce(o.is_test, false)
         and (e.type <> 'shown' or $6::text[] is null or e.arm = any($6))),
     firsts as (
       select distinct on (who) * from met where type <> 'accepted' order by who, at, order_id),
     accepts as (select distinct who from met where type = 'accepted'),
     bought as (
       select f.who, count(*) as orders, sum(greatest(o.total_minor - o.refunded_minor, 0)) as minor
       from firsts f join orders o on o.shop_id = $1 and o.person_id = f.person_id and o.id <> f.order_id
         and o.processed_at > f.at and o.processed_at <= f.at + $8 * interval '1 day'
       where o.paid_at is not null and o.cancelled_at is null and not o.is_test and o.currency = $7
       group by f.who),
     added as (
       select f.who, count(*) as orders, sum(c.gross_minor - c.refunded_minor) as minor
       from firsts f join offer_credits c on c.shop_id = $1 and c.order_id = f.order_id and c.kind = 'addition'
       group by f.who),
     each as (
       select f.arm, to_char(f.at at time zone $5, 'YYYY-MM-DD') as day,
         coalesce(b.minor, 0) + coalesce(a.minor, 0) as minor,
         case when $9 = 'accept' then x.who is not null else coalesce(b.orders, a.orders) is not null end as did
       from firsts f left join bought b using (who) left join added a using (who) left join accepts x using (who))
     select arm, day, count(*) as people, count(*) filter (where did) as converted, sum(minor)::text as minor,
       sum(minor::numeric * minor)::text as squares
     from each group by arm, day order by day, arm`,
    [
      ctx.shop.id,
      offerId,
      since,
      until,
      ctx.shop.timezone,
      arms,
      ctx.shop.currency,
      boughtWithinDays,
      metric,
    ],
  );
  return rows.map((row) => ({
    armId: row.arm,
    day: row.day,
    people: Number(row.people),
    converted: Number(row.converted),
    revenueMinor: BigInt(row.minor),
    revenueSquares: BigInt(row.squares),
  }));
}

/** Writes an offer's people anew. */
export async function replacePeople(
  tx: Queryable,
  shopId: string,
  offerId: string,
  days: readonly DayFigures[],
  now: Date,
): Promise<void> {
  // Two counts at once take turns: the later one stays.
  await tx.query(
    `insert into offer_counts (shop_id, offer_id, counted_at) values ($1, $2, $3)
     on conflict (shop_id, offer_id) do update set counted_at = excluded.counted_at`,
    [shopId, offerId, now],
  );
  await tx.query('delete from offer_people where shop_id = $1 and offer_id = $2', [shopId, offerId]);
  await tx.query(
    `insert into offer_people (shop_id, offer_id, arm_id, day, people, converted, revenue_minor, revenue_squares)
     select $1, $2, * from unnest($3::text[], $4::date[], $5::int[], $6::int[], $7::bigint[], $8::numeric[])`,
    [
      shopId,
      offerId,
      days.map(({ armId }) => armId),
      days.map(({ day }) => day),
      days.map(({ people }) => people),
      days.map(({ converted }) => converted),
      days.map(({ revenueMinor }) => String(revenueMinor)),
      days.map(({ revenueSquares }) => String(revenueSquares)),
    ],
  );
}

/** The people first met between two days (both included), by offer and side. */
export async function readPeople(
  db: Queryable,
  shopId: string,
  { from, to, offerId }: { from: string; to: string; offerId: string | null },
): Promise<Map<string, Omit<DayFigures, 'day'>[]>> {
  const { rows } = await db.query<Omit<Row, 'day'> & { offer_id: string }>(
    `select offer_id, arm_id as arm, sum(people) as people, sum(converted) as converted, sum(revenue_minor)::text as minor,
       sum(revenue_squares)::text as squares
     from offer_people where shop_id = $1 and day between $2 and $3 and ($4::text is null or offer_id = $4)
     group by offer_id, arm_id order by offer_id, arm_id`,
    [shopId, from, to, offerId],
  );
  const found = new Map<string, Omit<DayFigures, 'day'>[]>();
  for (const row of rows) {
    const figures = {
      armId: row.arm,
      people: Number(row.people),
      converted: Number(row.converted),
      revenueMinor: BigInt(row.minor),
      revenueSquares: BigInt(row.squares),
    };
    found.set(row.offer_id, [...(found.get(row.offer_id) ?? []), figures]);
  }
  return found;
}
