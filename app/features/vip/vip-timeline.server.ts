import {
  type TimelineAsk,
  type TimelineEntry,
  type TimelineRow,
  timelineSql,
  timelineValues,
} from '../../kit/timeline.ts';
import type { Context } from '../../platform/context.ts';

const sql = timelineSql([
  `select v.asked_at as at, 'vip/asked' as id, 'vip.asked' as kind, '{}'::jsonb as params
   from vip_members v where v.shop_id = $1 and v.person_id = $2`,
  `select v.joined_at, 'vip/joined', 'vip.joined', '{}'::jsonb
   from vip_members v where v.shop_id = $1 and v.person_id = $2 and v.joined_at is not null`,
  `select b.at, 'birthday', 'vip.birthday', '{}'::jsonb
   from birthdays b where b.shop_id = $1 and b.person_id = $2`,
]);

/** When a person asked to be on the VIP list, confirmed it, and told their birthday. */
export async function vipTimeline(
  ctx: Pick<Context, 'db' | 'shop'>,
  ask: TimelineAsk,
): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<TimelineRow>(sql, timelineValues(ctx.shop.id, ask));
  return rows.map((row) => ({ ...row, group: 'consent', params: {}, link: null }));
}
