import { DateTime } from 'luxon';
import { done, type Fate } from '../../kit/fate.ts';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { enterFlow } from './enter-flow.server.ts';
import { type OpenFlow, readOpenFlows } from './flows.repo.server.ts';
import { type Occurrence, occurrencesOf } from './happened.server.ts';
import { isNews } from './note-fact.server.ts';
import { noteSegments } from './note-segments.server.ts';

/** How far back the first round looks: whose order became overdue before that has long been lost, and a flood helps nobody. */
const lookBackMs = 30 * day;

/** Where a person's own rhythm is not known. */
const fallbackDays = { replenish: 45, 'win-back': 120 } as const;
/** Of the usual gap between two orders: a little before the next one is due, or well after it. */
const gapShare = { replenish: 0.9, 'win-back': 2 } as const;

/** Facts that take time have a timer each; what was under way before a flow was switched on has none. */
const timed = ['checkout-abandoned', 'review-silent', 'parcel-late', 'parcel-stalled'] as const;

/**
 * Once a day: birthdays of today and orders that have become overdue, of all people at once, and who entered or left a segment;
 * and once more what has taken long enough since yesterday. A shop whose flows ask for none of it is one indexed read. A round that
 * was missed is caught up with, and nobody enters twice for the same.
 */
export async function sweepFlows(ctx: Context): Promise<Fate> {
  const now = ctx.clock.now();
  for (const flow of await readOpenFlows(ctx, ctx.db, ['birthday', 'order-overdue', ...timed])) {
    const { trigger } = flow.definition;
    const occurrences =
      trigger.kind === 'birthday'
        ? await birthdays(ctx)
        : trigger.kind === 'order-overdue'
          ? await overdueOrders(ctx, flow)
          : (await occurrencesOf(ctx, ctx.db, trigger, { since: addMs(now, -2 * day) })).filter(
              ({ at }) => at <= now && isNews(flow, at),
            );
    for (const occurrence of occurrences) await enterFlow(ctx, flow, occurrence);
  }
  await noteSegments(ctx);
  return done;
}

/**
 * Who has a birthday today or had one yesterday, on the shop's calendar; the year makes it unique, so nobody is greeted twice. Who
 * was born on 29 February is greeted on the 28th where there is no such day.
 */
async function birthdays(ctx: Context): Promise<Occurrence[]> {
  const today = DateTime.fromJSDate(ctx.clock.now(), { zone: ctx.shop.timezone }).startOf('day');
  const found: Occurrence[] = [];
  for (const date of [today.minus({ days: 1 }), today]) {
    const days = [date.toFormat('MM-dd')];
    if (date.month === 2 && date.day === 28 && !date.isInLeapYear) days.push('02-29');
    const { rows } = await ctx.db.query<{ person_id: string }>(
      'select person_id from birthdays where shop_id = $1 and month_day = any($2) order by person_id',
      [ctx.shop.id, days],
    );
    for (const { person_id: personId } of rows)
      found.push({ personId, subject: `${personId}:${date.year}`, orderId: null, at: date.toJSDate() });
  }
  return found;
}

/**
 * People whose last order lies as long back as the flow says, measured by the median of their own gaps between orders; who has
 * ordered once, by the fallback. Once per order: whoever orders again begins anew.
 */
export async function overdueOrders(
  ctx: Context,
  { definition: { trigger }, activatedAt }: Pick<OpenFlow, 'definition' | 'activatedAt'>,
): Promise<Occurrence[]> {
  const rhythm = trigger.rhythm ?? 'win-back';
  const { rows } = await ctx.db.query<Occurrence>(
    `with counted as (
       select person_id, id, processed_at,
         extract(epoch from processed_at - lag(processed_at) over (partition by person_id order by processed_at, id)) as gap
       from orders where shop_id = $1 and person_id is not null and paid_at is not null and cancelled_at is null and not is_test),
     people as (
       select person_id, max(processed_at) as last_at, (array_agg(id order by processed_at desc, id desc))[1] as order_id,
         percentile_cont(0.5) within group (order by gap) filter (where gap > 3600) as median
       from counted group by person_id)
     select person_id as "personId", order_id as subject, order_id as "orderId", due as at
     from people, lateral (select last_at + coalesce(median * $2::float8, $3::float8 * 86400) * interval '1 second' as due) d
     where due > $4 and due <= $5 order by due, person_id`,
    [
      ctx.shop.id,
      gapShare[rhythm],
      trigger.fallbackDays ?? fallbackDays[rhythm],
      addMs(activatedAt, -lookBackMs),
      ctx.clock.now(),
    ],
  );
  return rows;
}
