import type { FlowSpan, Trigger, TriggerKind } from './flow.ts';

/*
 * What has happened, read from the tables of the features that know it: one query per kind, used to let people in, to end what
 * they are in, to end waits, and once more right before a message goes. So all four always agree, whatever was repeated, came late
 * or was missed.
 *
 * Each query gives: person_id · about (the id that an event names) · subject (what makes the occurrence unique for a person) ·
 * order_id (null where it is about no order of theirs) · at (when it became true; in the future for what takes time).
 */

/** Adds a value to the statement. `$1` is the shop. @returns its placeholder */
export type Bind = (value: unknown) => string;
type Source = (trigger: Trigger, bind: Bind) => string;

const units = { minutes: 'minutes', hours: 'hours', days: 'days', weeks: 'weeks' } as const;
const interval = (span: FlowSpan | undefined, otherwise: FlowSpan, bind: Bind) => {
  const { amount, unit } = span ?? otherwise;
  return `${bind(`${amount} ${units[unit]}`)}::interval`;
};

/** Spans that are meant where a flow says none (product.md). */
export const defaultAfter = {
  'checkout-abandoned': { amount: 1, unit: 'hours' },
  'review-silent': { amount: 7, unit: 'days' },
  'parcel-late': { amount: 72, unit: 'hours' },
  // Three business days; a weekend may lie between them.
  'parcel-stalled': { amount: 5, unit: 'days' },
} as const satisfies Partial<Record<TriggerKind, FlowSpan>>;

const order = (column: string, more = '') =>
  `select o.person_id, o.id as about, o.id as subject, o.id as order_id, o.${column} as at
   from orders o where o.shop_id = $1 and o.${column} is not null ${more}`;

const stands = 'and o.cancelled_at is null';

/** The orders of a person that count, up to this one. */
const rank = `(select count(*) from orders q where q.shop_id = o.shop_id and q.person_id = o.person_id and not q.is_test
  and q.cancelled_at is null and q.paid_at is not null and (q.processed_at, q.id) <= (o.processed_at, o.id))`;
const nth = (number: number, bind: Bind) =>
  order('paid_at', `${stands} and not o.is_test and ${rank} = ${bind(number)}`);

const parcel = (column: string) =>
  `select o.person_id, o.id as about, o.id as subject, o.id as order_id, min(f.${column}) as at
   from fulfillments f join orders o on o.shop_id = f.shop_id and o.id = f.order_id
   where f.shop_id = $1 and f.${column} is not null and f.status is distinct from 'cancelled' ${stands}
   group by o.person_id, o.id`;

const referral = (at: string, more: string) =>
  `select r.advocate_id as person_id, r.id as about, r.id as subject, null::text as order_id, ${at} as at
   from referrals r where r.shop_id = $1 and ${more}`;

export const sources: Record<TriggerKind, Source | null> = {
  'checkout-abandoned': ({ after }, bind) =>
    `select c.person_id, c.token as about, c.token as subject, null::text as order_id,
       c.last_activity_at + ${interval(after, defaultAfter['checkout-abandoned'], bind)} as at
     from checkouts c where c.shop_id = $1 and c.completed_at is null and c.recovery_url is not null
       and jsonb_array_length(c.lines) > 0
       and not exists (select 1 from orders o where o.shop_id = c.shop_id and o.person_id = c.person_id
         and o.processed_at >= c.created_at and o.cancelled_at is null and not o.is_test)`,
  'order-paid': () => order('paid_at', stands),
  'first-order': (_trigger, bind) => nth(1, bind),
  'nth-order': ({ number }, bind) => nth(number ?? 1, bind),
  'order-fulfilled': () => order('fulfilled_at', stands),
  'order-shipped': () => parcel('shipped_at'),
  'order-out-for-delivery': () => parcel('out_at'),
  'order-delivered': () => order('delivered_at', stands),
  'order-cancelled': () => order('cancelled_at'),
  'order-refunded': () =>
    `select o.person_id, o.id as about, o.id as subject, o.id as order_id, r.refunded_at as at
     from refunds r join orders o on o.shop_id = r.shop_id and o.id = r.order_id where r.shop_id = $1`,
  'parcel-late': ({ after }, bind) =>
    `select o.person_id, o.id as about, o.id as subject, o.id as order_id,
       o.paid_at + ${interval(after, defaultAfter['parcel-late'], bind)} as at
     from orders o where o.shop_id = $1 and o.paid_at is not null and o.fulfilled_at is null ${stands} and not o.is_test
       and o.refunded_minor < o.total_minor
       and exists (select 1 from order_lines l where l.shop_id = o.shop_id and l.order_id = o.id and l.requires_shipping
         and l.refunded_quantity < l.quantity)
       and not exists (select 1 from fulfillments f where f.shop_id = o.shop_id and f.order_id = o.id
         and f.status is distinct from 'cancelled')`,
  'parcel-stalled': ({ after }, bind) =>
    `select o.person_id, o.id as about, o.id as subject, o.id as order_id,
       max(greatest(f.shipped_at, f.scanned_at)) + ${interval(after, defaultAfter['parcel-stalled'], bind)} as at
     from fulfillments f join orders o on o.shop_id = f.shop_id and o.id = f.order_id
     where f.shop_id = $1 and f.shipped_at is not null and f.delivered_at is null and f.status is distinct from 'cancelled'
       and o.delivered_at is null ${stands} and not o.is_test
     group by o.person_id, o.id`,
  'review-given': ({ minRating, maxRating }, bind) =>
    `select r.person_id, r.id as about, r.id as subject, r.order_id, r.updated_at as at
     from reviews r where r.shop_id = $1 and r.status <> 'removed'
       and r.rating between ${bind(minRating ?? 1)} and ${bind(maxRating ?? 5)}`,
  'review-silent': ({ after }, bind) =>
    `select r.person_id, r.id as about, r.id as subject, r.order_id,
       r.sent_at + ${interval(after, defaultAfter['review-silent'], bind)} as at
     from review_requests r where r.shop_id = $1 and r.status = 'sent' and r.sent_at is not null`,
  'referral-made': () =>
    referral('coalesce(r.decided_at, r.created_at)', `r.state not in ('held', 'rejected')`),
  'referral-credited': () =>
    `select r.advocate_id as person_id, r.id as about, r.id as subject, null::text as order_id, e.at
     from referrals r join credit_entries e on e.shop_id = r.shop_id and e.referral_id = r.id and e.kind = 'earned'
     where r.shop_id = $1`,
  'referral-paid': () => referral('r.paid_at', `r.state = 'paid' and r.paid_at is not null`),
  'offer-accepted': ({ offerId }, bind) =>
    `select coalesce(g.person_id, o.person_id) as person_id, g.id as about, g.id as subject, g.order_id, g.accepted_at as at
     from offer_grants g left join orders o on o.shop_id = g.shop_id and o.id = g.order_id
     where g.shop_id = $1 and g.accepted_at is not null ${offerId ? `and g.offer_id = ${bind(offerId)}` : ''}`,
  'question-answered': ({ offerId, optionIds }, bind) =>
    `select coalesce(a.person_id, o.person_id) as person_id, a.id as about, a.id as subject, a.order_id, a.at
     from survey_answers a left join orders o on o.shop_id = a.shop_id and o.id = a.order_id
     where a.shop_id = $1 ${offerId ? `and a.offer_id = ${bind(offerId)}` : ''}
       ${optionIds && optionIds.length > 0 ? `and a.option_ids && ${bind(optionIds)}::text[]` : ''}`,
  'vip-joined': () =>
    `select v.person_id, v.person_id as about, v.person_id as subject, null::text as order_id, v.joined_at as at
     from vip_members v where v.shop_id = $1 and v.state = 'member'`,
  'message-clicked': () =>
    `select m.person_id, m.id as about, m.subject_id as subject, null::text as order_id, m.clicked_at as at
     from messages m where m.shop_id = $1 and m.kind in ('flow', 'flow_service') and m.clicked_at is not null`,
  'segment-entered': ({ segmentId }, bind) =>
    `select s.person_id, 'shop' as about, s.key || ':' || s.person_id || ':' || to_char(s.at at time zone 'utc', 'YYYYMMDDHH24MISS')
       as subject, null::text as order_id, s.at
     from flow_marks s where s.shop_id = $1 and s.kind = 'segment' and s.key = ${bind(segmentId ?? '')} and s.at is not null
       and s.ended_at is null`,
  'segment-left': ({ segmentId }, bind) =>
    `select s.person_id, 'shop' as about, s.key || ':' || s.person_id || ':' || to_char(s.ended_at at time zone 'utc',
       'YYYYMMDDHH24MISS') as subject, null::text as order_id, s.ended_at as at
     from flow_marks s where s.shop_id = $1 and s.kind = 'segment' and s.key = ${bind(segmentId ?? '')} and s.ended_at is not null`,
  // Wished for: it lies in a checkout that was left behind, in the two months before it came back.
  'back-in-stock': () =>
    `select distinct c.person_id, k.key as about,
       k.key || ':' || c.person_id || ':' || to_char(k.ended_at at time zone 'utc', 'YYYYMMDD') as subject,
       null::text as order_id, k.ended_at as at
     from flow_marks k join checkouts c on c.shop_id = k.shop_id and c.completed_at is null
       and c.last_activity_at > k.ended_at - interval '60 days'
       and c.lines @> jsonb_build_array(jsonb_build_object('productId', k.key))
     where k.shop_id = $1 and k.kind = 'stock' and k.ended_at is not null
       and not exists (select 1 from orders o where o.shop_id = c.shop_id and o.person_id = c.person_id
         and o.processed_at > c.last_activity_at and o.cancelled_at is null)`,
  birthday: null,
  'order-overdue': null,
  date: null,
  'by-hand': null,
};
