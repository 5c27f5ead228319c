import {
  type TimelineAsk,
  type TimelineEntry,
  type TimelineRow,
  timelineSql,
  timelineValues,
} from '../../kit/timeline.ts';
import { paths } from '../../paths.ts';
import type { Context } from '../../platform/context.ts';

type Reader = Pick<Context, 'db' | 'shop'>;

const amount = (minor: string, currency: string) =>
  `jsonb_build_object('minor', (${minor})::text, 'currency', ${currency})`;
const sql = timelineSql([
  `select l.created_at as at, 'referral-link/' || l.code as id, 'referral.link' as kind,
          jsonb_build_object('code', l.code) as params
   from referral_links l where l.shop_id = $1 and l.person_id = $2`,
  `select r.created_at, 'referral/' || r.id || '/made',
          case when r.state = 'rejected' and r.decided_at is null then 'referral.refused' else 'referral.made' end,
          jsonb_build_object('order', coalesce(o.name, ''), 'amount', ${amount('r.amount_minor', 'r.currency')},
            'because', jsonb_build_object('word', 'referrals:reasons.' || split_part(coalesce(r.reason, 'merchant'), ':', 1)))
   from referrals r left join orders o on o.shop_id = r.shop_id and o.id = r.order_id
   where r.shop_id = $1 and r.advocate_id = $2`,
  `select r.decided_at, 'referral/' || r.id || '/decided',
          case when r.state = 'rejected' then 'referral.rejected' else 'referral.approved' end,
          jsonb_build_object('order', coalesce(o.name, ''))
   from referrals r left join orders o on o.shop_id = r.shop_id and o.id = r.order_id
   where r.shop_id = $1 and r.advocate_id = $2 and r.decided_at is not null`,
  `select e.at, 'credit/' || e.id, 'credit.' || e.kind,
          jsonb_build_object('amount', ${amount('abs(e.amount_minor)', 'e.currency')})
   from credit_entries e where e.shop_id = $1 and e.person_id = $2`,
  `select r.created_at, 'referral/' || r.id || '/came', 'referral.came',
          jsonb_build_object('order', coalesce(o.name, ''), 'code', r.code)
   from referrals r left join orders o on o.shop_id = r.shop_id and o.id = r.order_id
   where r.shop_id = $1 and r.friend_id = $2`,
]);

/** A person's recommendations, the credit they earned, and by whose link they came. No other person is named. */
export async function referralTimeline(ctx: Reader, ask: TimelineAsk): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<TimelineRow>(sql, timelineValues(ctx.shop.id, ask));
  return rows.map((row) => ({
    ...row,
    group: 'referrals',
    params: row.params ?? {},
    link: paths.referrals(),
  }));
}

/** Credits that will be paid to this person when their hold ends, the next one first. */
export async function creditsAhead(ctx: Reader, personId: string, limit: number): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<TimelineRow>(
    `select r.hold_until as at, 'referral/' || r.id as id, 'credit.ahead' as kind,
            jsonb_build_object('amount', ${amount('greatest(r.amount_minor - r.reversed_minor, 0)', 'r.currency')}) as params
     from referrals r where r.shop_id = $1 and r.advocate_id = $2 and r.state = 'pending' and r.hold_until is not null
     order by r.hold_until, r.id limit $3`,
    [ctx.shop.id, personId, limit],
  );
  return rows.map((row) => ({
    ...row,
    group: 'referrals',
    params: row.params ?? {},
    link: paths.referrals(),
  }));
}
