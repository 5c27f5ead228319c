import {
  type TimelineAsk,
  type TimelineEntry,
  type TimelineRow,
  timelineSql,
  timelineValues,
} from '../../kit/timeline.ts';
import type { Context } from '../../platform/context.ts';

// Who goes straight through has bought, and the order says so; what stopped is what is worth telling.
const sql = timelineSql([
  `select c.last_activity_at as at, 'checkout/' || c.token || '/left' as id,
          case when c.completed_at is null then 'checkout.left' else 'checkout.finishedLater' end as kind,
          jsonb_build_object('total', jsonb_build_object('minor', c.total_minor::text, 'currency', c.currency),
            'first', coalesce(c.lines -> 0 ->> 'title', ''), 'count', jsonb_array_length(c.lines)) as params
   from checkouts c where c.shop_id = $1 and c.person_id = $2
     and (c.completed_at is null or c.completed_at > c.last_activity_at + interval '30 minutes')`,
]);

/** Checkouts that a person left, finished later or not. */
export async function checkoutTimeline(
  ctx: Pick<Context, 'db' | 'shop'>,
  ask: TimelineAsk,
): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<TimelineRow>(sql, timelineValues(ctx.shop.id, ask));
  return rows.map((row) => ({ ...row, group: 'orders', params: row.params ?? {}, link: null }));
}
