import { HELD_OUT } from '@reprise/rules';
import { addMs } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { CountArms } from '../experiments/index.server.ts';
import type { DayFigures } from '../experiments/index.ts';

/** What somebody buys within so many days after they entered (or would have) counts for them, as it does for offers. */
const boughtWithinDays = 30;

/** Everybody who was not kept back. */
const ENTERED = 'entered';

interface Row {
  arm: string;
  day: string;
  people: bigint;
  converted: bigint;
  minor: string;
  squares: string;
}

/** What they bought since, from `firsts` (person_id, arm, at, order_id): once per person, the order that started it left out. */
const figuresSql = `
  bought as (
    select f.person_id, count(*) as orders, sum(greatest(o.total_minor - o.refunded_minor, 0)) as minor
    from firsts f join orders o on o.shop_id = $1 and o.person_id = f.person_id and o.id is distinct from f.order_id
      and o.processed_at > f.at and o.processed_at <= f.at + $2 * interval '1 day'
    where o.paid_at is not null and o.cancelled_at is null and not o.is_test and o.currency = $3 group by f.person_id),
  clicks as (
    select distinct f.person_id from firsts f join messages m on m.shop_id = $1 and m.person_id = f.person_id
      and m.kind in ('flow', 'flow_service') and m.clicked_at > f.at),
  each as (
    select f.arm, to_char(f.at at time zone $4, 'YYYY-MM-DD') as day, coalesce(b.minor, 0) as minor,
      case when $5 = 'accept' then c.person_id is not null else b.orders is not null end as did
    from firsts f left join bought b using (person_id) left join clicks c using (person_id))
  select arm, day, count(*) as people, count(*) filter (where did) as converted, sum(minor)::text as minor,
    sum(minor::numeric * minor)::text as squares
  from each group by arm, day order by day, arm`;

const toFigures = (row: Row): DayFigures => ({
  armId: row.arm,
  day: row.day,
  people: Number(row.people),
  converted: Number(row.converted),
  revenueMinor: BigInt(row.minor),
  revenueSquares: BigInt(row.squares),
});

/** How the people of a split that is a test are counted: each once, in the arm and from the moment of their first time at it. */
export const countFlowArms: CountArms = async (ctx, tx, experiment) => {
  const [flowId = '', ...rest] = experiment.subjectId.split('/');
  const { rows } = await tx.query<Row>(
    `with firsts as (
       select distinct on (r.person_id) r.person_id, substr(l.outcome, 5) as arm, l.at, r.order_id
       from flow_step_log l join flow_runs r on r.shop_id = l.shop_id and r.id = l.run_id
       where l.shop_id = $1 and l.flow_id = $6 and l.key = l.step_id and left(l.step_id, $10) = $7 and l.outcome like 'arm:%'
         and l.at >= $8 and l.at < $9
       order by r.person_id, l.at, l.run_id), ${figuresSql}`,
    [
      ctx.shop.id,
      boughtWithinDays,
      ctx.shop.currency,
      ctx.shop.timezone,
      experiment.metric,
      flowId,
      rest.join('/'),
      experiment.startedAt,
      experiment.endedAt ?? addMs(ctx.clock.now(), 1),
      // A long id of a step was cut to what a subject may be.
      64 - flowId.length - 1,
    ],
  );
  const arms = new Set(experiment.variants.map(({ id }) => id));
  return rows.map(toFigures).filter(({ armId }) => arms.has(armId));
};

/** Everybody who entered a flow since a moment, and everybody who was held out, with what they bought since. */
export async function countFlowPeople(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  flowId: string,
  since: Date,
): Promise<DayFigures[]> {
  const { rows } = await db.query<Row>(
    `with firsts as (
       select distinct on (person_id) person_id, entered_at as at, order_id,
         case when state = 'held-out' then '${HELD_OUT}' else '${ENTERED}' end as arm
       from flow_runs where shop_id = $1 and flow_id = $6 and entered_at >= $7 order by person_id, entered_at, id),
     ${figuresSql}`,
    [ctx.shop.id, boughtWithinDays, ctx.shop.currency, ctx.shop.timezone, 'revenue', flowId, since],
  );
  return rows.map(toFigures);
}
