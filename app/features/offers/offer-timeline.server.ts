import {
  type TimelineAsk,
  type TimelineEntry,
  type TimelineRow,
  timelineSql,
  timelineValues,
} from '../../kit/timeline.ts';
import { paths } from '../../paths.ts';
import type { Context } from '../../platform/context.ts';

const sql = timelineSql([
  `select e.at, 'offer/' || e.order_id || '/' || e.offer_id || '/' || e.type as id, 'offer.' || e.type as kind,
          jsonb_build_object('offerId', e.offer_id, 'offer', coalesce(f.name, ''), 'order', o.name,
            'surface', jsonb_build_object('word', 'timeline:surface.' || e.surface)) as params
   from orders o
   join offer_events e on e.shop_id = o.shop_id and e.order_id = o.id
   left join offers f on f.shop_id = e.shop_id and f.id = e.offer_id
   where o.shop_id = $1 and o.person_id = $2 and e.type in ('shown', 'clicked', 'accepted', 'dismissed', 'held-out')`,
  `select r.processed_at, 'offer/' || g.id || '/redeemed', 'offer.redeemed',
          jsonb_build_object('offerId', g.offer_id, 'offer', coalesce(f.name, ''), 'order', r.name, 'code', coalesce(g.code, ''))
   from orders o
   join offer_grants g on g.shop_id = o.shop_id and g.order_id = o.id
   join orders r on r.shop_id = g.shop_id and r.id = g.redeemed_order_id
   left join offers f on f.shop_id = g.shop_id and f.id = g.offer_id
   where o.shop_id = $1 and o.person_id = $2`,
  `select a.added_at, 'offer/' || a.id || '/added', 'offer.added',
          jsonb_build_object('offerId', a.offer_id, 'offer', coalesce(f.name, ''), 'order', o.name)
   from orders o
   join order_additions a on a.shop_id = o.shop_id and a.order_id = o.id
   left join offers f on f.shop_id = a.shop_id and f.id = a.offer_id
   where o.shop_id = $1 and o.person_id = $2 and a.added_at is not null`,
]);

/** What a person was offered beside their orders, what they took of it, and what they used. */
export async function offerTimeline(
  ctx: Pick<Context, 'db' | 'shop'>,
  ask: TimelineAsk,
): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<TimelineRow>(sql, timelineValues(ctx.shop.id, ask));
  return rows.map(({ params, ...row }) => {
    const { offerId, ...rest } = params ?? {};
    return { ...row, group: 'offers', params: rest, link: paths.offer(String(offerId)) };
  });
}
