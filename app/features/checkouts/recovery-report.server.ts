import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';

/** An order counts for a reminder within this time after the click. */
export const attributionMs = 5 * day;

/** What the reminders of the last thirty days brought. Money in the shop's currency, net of refunds. */
export interface RecoveryReport {
  /** checkouts that were reminded of */
  reminded: number;
  /** orders after a click on a reminder (same person or same checkout, within five days) or with a reminder's own code */
  recovered: number;
  recoveredMinor: bigint;
  /** orders out of a reminded checkout without any click: they may have come anyway, so they are not counted as earned */
  withoutClick: number;
}

/**
 * Counts clicks and codes only, each order once; opens never count. Orders in another currency are counted, not summed.
 * Shopify's times have whole seconds, ours milliseconds: an order in the second of its click comes after it.
 */
export async function recoveryReport(ctx: Pick<Context, 'db' | 'shop' | 'clock'>): Promise<RecoveryReport> {
  const since = addMs(ctx.clock.now(), -30 * day);
  const { rows } = await ctx.db.query<{
    reminded: bigint;
    recovered: bigint;
    recovered_minor: bigint;
    without_click: bigint;
  }>(
    `with reminders as (
       select id, subject_id, person_id, sent_at, clicked_at, code from messages
       where shop_id = $1 and kind = 'abandoned_checkout' and status in ('sent', 'unknown') and coalesce(sent_at, decided_at) >= $2
     ),
     candidates as (
       select o.id, o.currency, o.cancelled_at, o.paid_at, o.total_minor, o.refunded_minor,
              bool_or(r.clicked_at is not null and o.processed_at >= date_trunc('second', r.clicked_at)
                      and o.processed_at <= r.clicked_at + $3 * interval '1 millisecond') as is_after_click,
              bool_or(r.code is not null and r.code = any(o.discount_codes)) as has_code
       from orders o
       join reminders r on o.checkout_token = r.subject_id or o.person_id = r.person_id or r.code = any(o.discount_codes)
       where o.shop_id = $1 and o.processed_at >= $2 and not o.is_test
         and o.processed_at >= date_trunc('second', coalesce(r.sent_at, o.processed_at))
         and (o.checkout_token = r.subject_id or r.clicked_at is not null or r.code = any(o.discount_codes))
       group by o.shop_id, o.id
     )
     select (select count(distinct subject_id) from reminders) as reminded,
            count(*) filter (where is_after_click or has_code) as recovered,
            coalesce(sum(case when cancelled_at is not null and paid_at is null then 0
                              else greatest(total_minor - refunded_minor, 0) end)
                     filter (where (is_after_click or has_code) and currency = $4), 0)::bigint as recovered_minor,
            count(*) filter (where not (is_after_click or has_code)) as without_click
     from candidates`,
    [ctx.shop.id, since, attributionMs, ctx.shop.currency],
  );
  const row = rows[0];
  return {
    reminded: Number(row?.reminded ?? 0n),
    recovered: Number(row?.recovered ?? 0n),
    recoveredMinor: row?.recovered_minor ?? 0n,
    withoutClick: Number(row?.without_click ?? 0n),
  };
}
