import type { Context } from '../../platform/context.ts';
import { getPerson } from '../people/index.server.ts';
import type { ReferralState } from './referral.ts';

export const referralsPerPage = 20;

/** A referral as the admin lists it; plain JSON. */
export interface ListedReferral {
  id: string;
  code: string;
  state: ReferralState;
  reason: string | null;
  signals: string[];
  source: string;
  advocateId: string;
  friendId: string | null;
  advocateName: string;
  friendName: string;
  orderId: string;
  orderName: string;
  /** the friend's order, net of refunds */
  netMinor: string;
  orderCurrency: string;
  amountMinor: string;
  reversedMinor: string;
  currency: string;
  holdUntil: string | null;
  paidAt: string | null;
  decidedAt: string | null;
  decisionReason: string | null;
  createdAt: string;
}

/** One page of referrals; those that wait for a decision first, then newest first. */
export async function listReferrals(
  ctx: Context,
  filter: { state?: ReferralState | undefined; page: number },
): Promise<{ referrals: ListedReferral[]; hasMore: boolean }> {
  const { rows } = await ctx.db.query<{
    id: string;
    code: string;
    state: ReferralState;
    reason: string | null;
    signals: string[];
    source: string;
    advocate_id: string;
    friend_id: string | null;
    order_id: string;
    order_name: string | null;
    net: string | null;
    order_currency: string | null;
    amount_minor: bigint;
    reversed_minor: bigint;
    currency: string;
    hold_until: Date | null;
    paid_at: Date | null;
    decided_at: Date | null;
    decision_reason: string | null;
    created_at: Date;
  }>(
    `select r.*, o.name as order_name, o.currency as order_currency,
            (case when o.cancelled_at is null then greatest(o.total_minor - o.refunded_minor, 0) else 0 end)::text as net
     from referrals r left join orders o on o.shop_id = r.shop_id and o.id = r.order_id
     where r.shop_id = $1 and ($2::text is null or r.state = $2)
     order by (r.state = 'held') desc, r.created_at desc, r.id limit $3 offset $4`,
    [ctx.shop.id, filter.state ?? null, referralsPerPage + 1, (filter.page - 1) * referralsPerPage],
  );
  const shown = rows.slice(0, referralsPerPage);
  const names = await namesOf(
    ctx,
    shown.flatMap((row) => [row.advocate_id, row.friend_id]),
  );
  return {
    referrals: shown.map((row) => ({
      id: row.id,
      code: row.code,
      state: row.state,
      reason: row.reason,
      signals: row.signals,
      source: row.source,
      advocateId: row.advocate_id,
      friendId: row.friend_id,
      advocateName: names.get(row.advocate_id) ?? '',
      friendName: row.friend_id ? (names.get(row.friend_id) ?? '') : '',
      orderId: row.order_id,
      orderName: row.order_name ?? row.order_id,
      netMinor: row.net ?? '0',
      orderCurrency: row.order_currency ?? row.currency,
      amountMinor: String(row.amount_minor),
      reversedMinor: String(row.reversed_minor),
      currency: row.currency,
      holdUntil: row.hold_until?.toISOString() ?? null,
      paidAt: row.paid_at?.toISOString() ?? null,
      decidedAt: row.decided_at?.toISOString() ?? null,
      decisionReason: row.decision_reason,
      createdAt: row.created_at.toISOString(),
    })),
    hasMore: rows.length > referralsPerPage,
  };
}

/** How people are called on the page: name, else e-mail address. Opened for the signed-in merchant only. */
async function namesOf(ctx: Context, ids: (string | null)[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(ids.filter((one): one is string => one !== null))) {
    const person = await getPerson(ctx, id);
    const name = [person?.firstName, person?.lastName].filter(Boolean).join(' ');
    names.set(id, name || person?.emails[0] || '');
  }
  return names;
}

/** The numbers at the top of the Referrals page. Amounts are minor units of the shop's currency, as text. */
export interface ReferralTotals {
  links: number;
  visits: number;
  orders: number;
  revenueMinor: string;
  pendingMinor: string;
  heldMinor: string;
  payableMinor: string;
  paidMinor: string;
  owedMinor: string;
  held: number;
}

/** Counts of the whole shop. Revenue is net of refunds and cancellations, of orders that count. */
export async function referralTotals(ctx: Context): Promise<ReferralTotals> {
  const { rows } = await ctx.db.query<Record<string, string>>(
    `with mine as (
       select r.*, greatest(r.amount_minor - r.reversed_minor, 0) as rest,
              case when o.cancelled_at is null then greatest(o.total_minor - o.refunded_minor, 0) else 0 end as net
       from referrals r left join orders o on o.shop_id = r.shop_id and o.id = r.order_id
       where r.shop_id = $1 and r.currency = $2),
     sums as (
       select referral_id, sum(amount_minor) as sum,
              -sum(amount_minor) filter (where kind in ('paid', 'payment_failed', 'taken_back', 'take_back_failed')) as moved
       from credit_entries where shop_id = $1 and currency = $2 group by referral_id)
     select
       (select count(*) from referral_links where shop_id = $1)::text as links,
       (select count(distinct (code, coalesce(ip_hash, id::text), at::date)) from referral_visits where shop_id = $1)::text as visits,
       (select count(*) from mine where state <> 'rejected')::text as orders,
       (select coalesce(sum(net), 0) from mine where state <> 'rejected')::text as "revenueMinor",
       (select coalesce(sum(rest), 0) from mine where state = 'pending')::text as "pendingMinor",
       (select coalesce(sum(rest), 0) from mine where state = 'held')::text as "heldMinor",
       (select coalesce(sum(rest), 0) from mine where state in ('payable', 'paying'))::text as "payableMinor",
       (select coalesce(sum(s.moved), 0) from sums s join mine m on m.id = s.referral_id and m.state <> 'paying')::text as "paidMinor",
       (select coalesce(-sum(s.sum), 0) from sums s join mine m on m.id = s.referral_id and m.state <> 'paying' where s.sum < 0)::text as "owedMinor",
       (select count(*) from mine where state = 'held')::text as held`,
    [ctx.shop.id, ctx.shop.currency],
  );
  const row = rows[0]!;
  return {
    links: Number(row.links),
    visits: Number(row.visits),
    orders: Number(row.orders),
    revenueMinor: row.revenueMinor!,
    pendingMinor: row.pendingMinor!,
    heldMinor: row.heldMinor!,
    payableMinor: row.payableMinor!,
    paidMinor: row.paidMinor!,
    owedMinor: row.owedMinor!,
    held: Number(row.held),
  };
}

export interface ListedAdvocate {
  personId: string;
  name: string;
  code: string;
  linkState: string;
  visits: number;
  friends: number;
  paidMinor: string;
}

/** The advocates with the most friends. */
export async function listAdvocates(ctx: Context, limit = 20): Promise<ListedAdvocate[]> {
  const { rows } = await ctx.db.query<{
    person_id: string;
    code: string;
    state: string;
    visits: bigint;
    friends: bigint;
    paid: string;
  }>(
    `select l.person_id, l.code, l.state,
       (select count(distinct (coalesce(v.ip_hash, v.id::text), v.at::date)) from referral_visits v
         where v.shop_id = l.shop_id and v.code = l.code) as visits,
       (select count(*) from referrals r where r.shop_id = l.shop_id and r.advocate_id = l.person_id
         and r.state <> 'rejected') as friends,
       (select coalesce(-sum(e.amount_minor), 0)::text from credit_entries e where e.shop_id = l.shop_id
         and e.person_id = l.person_id and e.currency = $2
         and e.kind in ('paid', 'payment_failed', 'taken_back', 'take_back_failed')) as paid
     from referral_links l where l.shop_id = $1
     order by friends desc, visits desc, l.created_at desc limit $3`,
    [ctx.shop.id, ctx.shop.currency, limit],
  );
  const names = await namesOf(
    ctx,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    personId: row.person_id,
    name: names.get(row.person_id) ?? '',
    code: row.code,
    linkState: row.state,
    visits: Number(row.visits),
    friends: Number(row.friends),
    paidMinor: row.paid,
  }));
}
