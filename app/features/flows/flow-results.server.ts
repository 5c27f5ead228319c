import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { liftOverHoldOut } from '../experiments/index.server.ts';
import type { Lift } from '../experiments/index.ts';
import { countFlowPeople } from './flow-people.repo.server.ts';

/** What a flow has brought in a while. Money in minor units of the shop's currency. */
export interface FlowResults {
  sent: number;
  clicked: number;
  /** messages that were not sent, by reason */
  dropped: Record<string, number>;
  /** messages that wait, by reason (`quiet_hours`, `marketing_cap` …); `planned` = for their time */
  waiting: Record<string, number>;
  /** orders within five days after a click on one of its messages, or with one of its codes */
  orders: number;
  /** what those orders came to, less refunds */
  earnedMinor: bigint;
  currency: string;
  /** against those who were held out; null = nobody is */
  lift: Lift | null;
}

/** An order counts for a click this long (product.md, attribution of e-mail). */
const clickCountsDays = 5;

/**
 * What a flow has brought in the last `days`. Opens count for nothing; an order counts once, whatever was clicked; cancelled orders,
 * test orders and other currencies not at all.
 */
export async function flowResults(ctx: Context, flowId: string, days = 90): Promise<FlowResults> {
  const since = addMs(ctx.clock.now(), -days * day);
  const [messages, earned, figures] = await Promise.all([
    ctx.db.query<{ status: string; reason: string | null; n: bigint; clicked: bigint }>(
      `select m.status, m.reason, count(*) as n, count(m.clicked_at) as clicked
       from flow_runs r join messages m on m.shop_id = r.shop_id and m.subject_id = r.id and m.kind in ('flow', 'flow_service')
       where r.shop_id = $1 and r.flow_id = $2 and m.wanted_at >= $3 group by m.status, m.reason`,
      [ctx.shop.id, flowId, since],
    ),
    ctx.db.query<{ orders: bigint; minor: string }>(
      `with mine as (
         select o.id from flow_runs r
           join messages m on m.shop_id = r.shop_id and m.subject_id = r.id and m.kind in ('flow', 'flow_service')
           join orders o on o.shop_id = r.shop_id and o.person_id = r.person_id
             and o.processed_at > m.clicked_at and o.processed_at <= m.clicked_at + $4 * interval '1 day'
         where r.shop_id = $1 and r.flow_id = $2 and m.clicked_at >= $3
         union
         select o.id from flow_runs r, jsonb_each(r.codes) c
           join orders o on o.shop_id = $1 and o.processed_at >= $3
             and exists (select 1 from unnest(o.discount_codes) d where upper(d) = upper(c.value ->> 'code'))
         where r.shop_id = $1 and r.flow_id = $2 and r.codes <> '{}')
       select count(*) as orders, coalesce(sum(greatest(o.total_minor - o.refunded_minor, 0)), 0)::text as minor
       from mine join orders o on o.shop_id = $1 and o.id = mine.id
       where o.paid_at is not null and o.cancelled_at is null and not o.is_test and o.currency = $5`,
      [ctx.shop.id, flowId, since, clickCountsDays, ctx.shop.currency],
    ),
    countFlowPeople(ctx, ctx.db, flowId, since),
  ]);
  const count = (statuses: string[]) =>
    messages.rows
      .filter(({ status }) => statuses.includes(status))
      .reduce((sum, { n }) => sum + Number(n), 0);
  const byReason = (statuses: string[]) => {
    const counts: Record<string, number> = {};
    for (const { status, reason, n } of messages.rows)
      if (statuses.includes(status)) {
        const name = reason ?? status;
        counts[name] = (counts[name] ?? 0) + Number(n);
      }
    return counts;
  };
  const heldOut = figures.some(({ armId }) => armId === 'held-out');
  return {
    sent: count(['sent', 'unknown']),
    clicked: messages.rows.reduce((sum, { clicked }) => sum + Number(clicked), 0),
    dropped: byReason(['dropped', 'failed']),
    waiting: byReason(['planned', 'deferred']),
    orders: Number(earned.rows[0]?.orders ?? 0n),
    earnedMinor: BigInt(earned.rows[0]?.minor ?? '0'),
    currency: ctx.shop.currency,
    lift: heldOut ? liftOverHoldOut(figures) : null,
  };
}
