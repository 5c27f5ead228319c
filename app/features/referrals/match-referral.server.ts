import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { getOrder } from '../orders/index.server.ts';
import type { Order } from '../orders/index.ts';
import { currentPersonId, getPerson } from '../people/index.server.ts';
import { isSimilarEmail, isSimilarName } from './likeness.ts';
import { judgeReferral, type Verdict } from './referral.ts';
import { beginHold } from './referrals.jobs.ts';
import { insertReferral, readReferralsSettings } from './referrals.repo.server.ts';
import { advocateReward, minimumOrder, type ReferralsSettings } from './settings.ts';
import { tellAdvocate } from './tell-advocate.server.ts';

export type MatchOutcome =
  | { kind: 'none'; because: string }
  | { kind: 'recorded'; referralId: string; state: 'pending' | 'held' | 'rejected' }
  | { kind: 'exists' };

interface Match {
  code: string;
  advocateId: string;
  source: 'code' | 'link' | 'person';
}

/**
 * Does a paid order come through a friend's link? Looks for the advocate's code on the order, then for the link it arrived by,
 * then for a checkout that the same person began through a link; judges it, and writes it down once per order, whatever the
 * verdict, so that the merchant sees why an order did not count. Safe to run again and at once.
 */
export async function matchOrder(ctx: Context, orderId: string): Promise<MatchOutcome> {
  return ctx.db.tx(async (tx): Promise<MatchOutcome> => {
    const settings = await readReferralsSettings(ctx, tx);
    if (!settings.isOn) return { kind: 'none', because: 'the programme is off' };
    const order = await getOrder(ctx, orderId, tx);
    if (!order) return { kind: 'none', because: 'no such order' };
    if (!order.paidAt || order.cancelledAt) return { kind: 'none', because: 'not paid, or cancelled' };
    const match = await findMatch(ctx, tx, order, settings);
    if (!match) return { kind: 'none', because: 'no referral code or link' };
    // The friend's other orders and the advocate's other friends are judged one after the other, in one order of locks.
    const people = [order.personId, match.advocateId].filter((id): id is string => id !== null);
    await tx.query('select 1 from people where shop_id = $1 and id = any($2) order by id for update', [
      ctx.shop.id,
      people,
    ]);
    const verdict = await judgeOrder(ctx, tx, { order, match, settings, isFirstLook: true });
    const reward = advocateReward(settings, ctx.shop.currency);
    const referralId = await insertReferral(ctx, tx, {
      code: match.code,
      advocateId: match.advocateId,
      friendId: order.personId,
      orderId,
      state: verdict.kind,
      reason: verdict.kind === 'rejected' ? verdict.reason : null,
      signals: verdict.kind === 'held' ? verdict.signals : [],
      source: match.source,
      amountMinor: reward.minor,
      basisMinor: order.totalMinor,
      currency: reward.currency,
      holdUntil: null,
    });
    if (!referralId) return { kind: 'exists' };
    if (verdict.kind !== 'rejected')
      await ctx.due.schedule(tx, {
        shopId: ctx.shop.id,
        job: beginHold,
        subject: orderId,
        dueAt: ctx.clock.now(),
      });
    if (verdict.kind === 'pending') {
      await ctx.emit(tx, ctx.shop.id, 'referral.made', { referralId });
      await tellAdvocate(ctx, tx, {
        advocateId: match.advocateId,
        referralId,
        state: 'pending',
        amount: reward,
      });
    }
    return { kind: 'recorded', referralId, state: verdict.kind };
  });
}

/** The `ref` of a landing page, in capitals as our codes are; null when there is none. */
export function refOf(landingSite: string | null): string | null {
  if (!landingSite) return null;
  try {
    const ref = new URL(landingSite, 'https://shop.invalid').searchParams.get('ref');
    return ref && /^[\w-]{3,40}$/.test(ref) ? ref.toUpperCase() : null;
  } catch {
    return null;
  }
}

async function findMatch(
  ctx: Context,
  tx: Queryable,
  order: Order,
  settings: ReferralsSettings,
): Promise<Match | null> {
  const byCode = await findLink(
    ctx,
    tx,
    order.discountCodes.map((code) => code.toUpperCase()),
  );
  if (byCode) return { ...byCode, source: 'code' };
  const ref = refOf(order.landingSite);
  const byLink = ref ? await findLink(ctx, tx, [ref]) : null;
  if (byLink) return { ...byLink, source: 'link' };
  if (!order.personId) return null;
  const { rows } = await tx.query<{ landing_site: string }>(
    `select landing_site from checkouts where shop_id = $1 and person_id = $2 and landing_site like '%ref=%'
       and created_at > $3 and created_at <= $4 order by created_at desc limit 20`,
    [ctx.shop.id, order.personId, addMs(order.processedAt, -settings.matchDays * day), order.processedAt],
  );
  for (const { landing_site } of rows) {
    const earlier = refOf(landing_site);
    const link = earlier ? await findLink(ctx, tx, [earlier]) : null;
    if (link) return { ...link, source: 'person' };
  }
  return null;
}

async function findLink(
  ctx: Context,
  tx: Queryable,
  codes: string[],
): Promise<{ code: string; advocateId: string } | null> {
  if (codes.length === 0) return null;
  const { rows } = await tx.query<{ code: string; person_id: string }>(
    'select code, person_id from referral_links where shop_id = $1 and code = any($2) order by code limit 1',
    [ctx.shop.id, codes],
  );
  const link = rows[0];
  return link ? { code: link.code, advocateId: await currentPersonId(ctx, link.person_id, tx) } : null;
}

/**
 * Gathers what is known of both sides and judges; used when the order comes and again when the hold is over.
 * @param input.isFirstLook false: the order's size was judged when it came, and a changed setting does not undo that
 */
export async function judgeOrder(
  ctx: Context,
  tx: Queryable,
  input: { order: Order; match: Match; settings: ReferralsSettings; isFirstLook: boolean },
): Promise<Verdict> {
  const { order, match, settings } = input;
  const minimum = minimumOrder(settings, ctx.shop.currency);
  const { rows } = await tx.query<{
    ordered: boolean;
    referred: boolean;
    same_address: boolean;
    same_ip: boolean;
    from_ip: bigint;
    last_visit: Date | null;
  }>(
    `select
       exists(select 1 from orders o where o.shop_id = $1 and o.person_id = $2
              and (o.processed_at, length(o.id), o.id) < ($4, length($3), $3)
              and o.cancelled_at is null and not o.is_test) as ordered,
       exists(select 1 from referrals r where r.shop_id = $1 and r.friend_id = $2 and r.order_id <> $3
              and r.state not in ('rejected', 'reversed')) as referred,
       exists(select 1 from orders o where o.shop_id = $1 and o.person_id = $5 and o.address_hash = $6) as same_address,
       exists(select 1 from orders o where o.shop_id = $1 and o.person_id = $5 and o.ip_hash = $7) as same_ip,
       (select count(*) from referrals r join orders o on o.shop_id = r.shop_id and o.id = r.order_id
         where r.shop_id = $1 and o.ip_hash = $7 and o.id <> $3) as from_ip,
       (select max(v.at) from referral_visits v where v.shop_id = $1 and v.code = $8 and v.ip_hash = $7) as last_visit`,
    [
      ctx.shop.id,
      order.personId,
      order.id,
      order.processedAt,
      match.advocateId,
      order.addressHash,
      order.ipHash,
      match.code,
    ],
  );
  const seen = rows[0]!;
  const friend = order.personId ? await getPerson(ctx, order.personId, tx) : null;
  const advocate = await getPerson(ctx, match.advocateId, tx);
  const isAlike = (test: (a: string, b: string) => boolean) =>
    (friend?.emails ?? []).some((a) => (advocate?.emails ?? []).some((b) => test(a, b)));
  return judgeReferral({
    isSamePerson: friend !== null && friend.id === advocate?.id,
    isFriendKnown: friend !== null,
    hasOrderedBefore: seen.ordered,
    wasReferredBefore: seen.referred,
    isLinkExpired:
      match.source === 'link' &&
      seen.last_visit !== null &&
      seen.last_visit < addMs(order.processedAt, -settings.linkDays * day),
    isOtherCurrency: order.currency !== ctx.shop.currency,
    subtotalMinor: order.subtotalMinor + order.discountMinor,
    minimumMinor: input.isFirstLook ? minimum.minor : 0n,
    isSimilarName: friend !== null && advocate !== null && isSimilarName(friend, advocate),
    isSimilarEmail: isAlike(isSimilarEmail),
    isSameAddress: seen.same_address,
    isSameIp: seen.same_ip,
    purchasesFromIp: Number(seen.from_ip) + (order.ipHash ? 1 : 0),
  });
}
