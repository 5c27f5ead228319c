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

const product = `coalesce(p.title, r.product_id)`;
const from = `from reviews r left join products p on p.shop_id = r.shop_id and p.id = r.product_id
  where r.shop_id = $1 and r.person_id = $2`;
const sql = timelineSql([
  `select r.created_at as at, 'review/' || r.id || '/given' as id, 'review.given' as kind,
          jsonb_build_object('reviewId', r.id, 'product', ${product}, 'count', r.rating, 'title', coalesce(r.title, '')) as params
   ${from}`,
  `select r.decided_at, 'review/' || r.id || '/decided', 'review.' || r.status,
          jsonb_build_object('reviewId', r.id, 'product', ${product})
   ${from} and r.decided_at is not null and r.status in ('published', 'removed')`,
  `select r.replied_at, 'review/' || r.id || '/replied', 'review.replied',
          jsonb_build_object('reviewId', r.id, 'product', ${product})
   ${from} and r.replied_at is not null`,
  // Its messages are told by the ledger; here is why there was none.
  `select q.created_at, 'review-request/' || q.id, 'review.notAsked',
          jsonb_build_object('order', o.name, 'because', jsonb_build_object('word', 'reviews:reasons.' || q.reason))
   from review_requests q join orders o on o.shop_id = q.shop_id and o.id = q.order_id
   where q.shop_id = $1 and q.person_id = $2 and q.status = 'cancelled' and q.sent_at is null and q.reason is not null
     and q.reason <> 'erased'`,
]);

/** What a person wrote about products, what became of it, and why they were not asked. */
export async function reviewTimeline(ctx: Reader, ask: TimelineAsk): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<TimelineRow>(sql, timelineValues(ctx.shop.id, ask));
  return rows.map(({ params, ...row }) => {
    const { reviewId, ...rest } = params ?? {};
    const link = reviewId ? paths.reviewDetail(String(reviewId)) : paths.reviewRequests();
    return { ...row, group: 'reviews', params: rest, link };
  });
}

/** Requests that will become a message to this person, the next one first. */
export async function reviewsAhead(ctx: Reader, personId: string, limit: number): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<TimelineRow>(
    `select q.due_at as at, 'review-request/' || q.id as id, 'review.ahead' as kind,
            jsonb_build_object('order', o.name, 'basis', jsonb_build_object('word', 'reviews:basis.' || q.basis)) as params
     from review_requests q join orders o on o.shop_id = q.shop_id and o.id = q.order_id
     where q.shop_id = $1 and q.person_id = $2 and q.status = 'planned' order by q.due_at, q.id limit $3`,
    [ctx.shop.id, personId, limit],
  );
  return rows.map((row) => ({
    ...row,
    group: 'reviews',
    params: row.params ?? {},
    link: paths.reviewRequests(),
  }));
}
