import { type AcceptResponse, choose, compile, type FactLine } from '@reprise/rules';
import { newId } from '../../kit/id.ts';
import type { Money } from '../../kit/money.ts';
import { addMs, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { type Acted, acceptKinds } from './accept-kinds.server.ts';
import { type Caller, provesOrder } from './choose-offers.server.ts';
import { countOnOrder } from './count-on-order.server.ts';
import { deadlineAt, deadlineStart } from './deadline.ts';
import { newDiscountCode } from './discount-code.ts';
import { armOn, productOn } from './event-about.ts';
import { findGrant, insertGrant } from './grants.repo.server.ts';
import type { LiveOffer, ShopOffers } from './live-offer.ts';
import { type KnownOrder, lookUpOrder } from './look-up-order.server.ts';
import { makeCode } from './make-code.server.ts';
import { acceptedAnswer } from './offer.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import { settleGrant } from './offers.jobs.ts';
import { promiseSubject } from './order-state.server.ts';
import type { AcceptAsked } from './page-requests.ts';

/** A crashed accept is finished by the worker after this long. */
const settleAfterMs = 2 * minute;
/** The extension gives up after 10 s; what is still being made then is found ready at the next try. */
const answerWithinMs = 8_000;

export type AcceptOutcome = AcceptResponse | { kind: 'unknown-shop' } | { kind: 'unknown-offer' };

/**
 * The buyer wants it: one code for this order and offer, however often and on however many devices they click.
 *
 * The order must be real and the page must belong to it (see `provesOrder`); an order that has not reached us yet is looked up
 * in the shop. What was true when the card was shown is checked again: switched on, in its window, deadline, stock, and the
 * rule against the order as the shop recorded it, not as the page told it.
 * @returns `gone` when it has ended, `unavailable` when trying again may help
 */
export async function acceptOffer(
  desk: OfferDesk,
  caller: Caller & { ip: string | null },
  offerId: string,
  asked: AcceptAsked,
  contextOf: (domain: string) => Promise<Context | null>,
): Promise<AcceptOutcome> {
  const offers = await desk.offers.fresh(caller.domain);
  const ctx = offers && (await contextOf(caller.domain));
  if (!offers || !ctx) return { kind: 'unknown-shop' };
  const live = offers.byId.get(offerId);
  if (!live) return { kind: 'unknown-offer' };
  if (!desk.budgets.accept.take(`${offers.shop.id} ${caller.ip}`)) return { kind: 'unavailable' };

  const key = `${offers.shop.id} ${offerId} ${asked.orderId}`;
  const running = desk.accepting.get(key) as Promise<AcceptOutcome> | undefined;
  // Two clicks in this process are one; but only somebody who proves the order may share the answer.
  const work = running
    ? running.then(() => accept(desk, caller, offers, live, asked, ctx))
    : accept(desk, caller, offers, live, asked, ctx);
  const guarded = work.catch((error: unknown): AcceptOutcome => {
    ctx.log.warn({ err: error, offer: offerId }, 'an accept could not be carried out');
    return { kind: 'unavailable' };
  });
  if (!running) {
    desk.accepting.set(key, guarded);
    void guarded.finally(() => desk.accepting.delete(key));
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<AcceptOutcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'unavailable' }), answerWithinMs);
  });
  return Promise.race([guarded, late]).finally(() => clearTimeout(timer));
}

async function accept(
  desk: OfferDesk,
  caller: Caller & { ip: string | null },
  offers: ShopOffers,
  live: LiveOffer,
  asked: AcceptAsked,
  ctx: Context,
): Promise<AcceptOutcome> {
  const gone = (): AcceptOutcome => ({
    kind: 'gone',
    message: ctx.text(asked.locale)('checkout:offers.gone'),
  });
  const order = await lookUpOrder(ctx, asked.orderId, () =>
    desk.budgets.lookUp.take(`${offers.shop.id} ${caller.ip}`),
  );
  if (!order || !provesOrder(order, caller, asked)) return { kind: 'unavailable' };
  if (order.isCancelled) return gone();

  const now = ctx.clock.now();
  const acted = await act(ctx, offers, live, { order, asked, caller, now });
  if (acted.kind === 'gone-by-rule') return gone();
  if (acted.kind !== 'code' && acted.kind !== 'done') return acted;
  if (acted.kind === 'done' && live.offer.discount.kind === 'none') return acted;
  const granted = await grantCode(ctx, offers, live, order, asked, now, gone);
  if (acted.kind === 'code') return granted;
  return granted.kind === 'accepted' ? { ...acted, accepted: granted } : acted;
}

/** Carries out what yes means for this kind; what is done is counted. */
async function act(
  ctx: Context,
  offers: ShopOffers,
  live: LiveOffer,
  { order, asked, caller, now }: { order: KnownOrder; asked: AcceptAsked; caller: Caller; now: Date },
): Promise<Acted | { kind: 'gone-by-rule' }> {
  const { offer } = live;
  const doIt = acceptKinds[offer.kind];
  if (doIt === acceptKinds.product) return { kind: 'code' };
  if (!isStillOffered(offers, live, order, asked, now)) return { kind: 'gone-by-rule' };
  const isStronglyProven =
    (asked.checkoutToken !== undefined && asked.checkoutToken === order.checkoutToken) ||
    (caller.customerId !== null && caller.customerId === order.customerId);
  const acted = await doIt(ctx, { offer, order, asked, isStronglyProven });
  if (acted.kind === 'done') {
    const { eventId, surface } = asked;
    await countOnOrder(ctx, ctx.db, [
      {
        type: 'accepted',
        offerId: offer.id,
        orderId: order.id,
        surface,
        eventId,
        arm: armOn(offer, asked.arm),
        productId: productOn(offer, undefined),
      },
    ]);
  }
  return acted;
}

/** One code (or cart link) for this order and offer. */
async function grantCode(
  ctx: Context,
  offers: ShopOffers,
  live: LiveOffer,
  order: KnownOrder,
  asked: AcceptAsked,
  now: Date,
  gone: () => AcceptOutcome,
): Promise<AcceptOutcome> {
  const known = await findGrant(ctx.db, ctx.shop.id, live.id, order.id);
  if (known?.deadlineAt && known.deadlineAt <= now) return gone();
  if (known?.state === 'ready')
    return {
      kind: 'accepted',
      ...acceptedAnswer({ ...known, code: known.code ?? '', url: known.url ?? '' }),
    };

  let grantId = known?.id;
  if (!grantId) {
    const deadline = await deadlineFor(ctx, live, order, asked, now);
    if (deadline && deadline <= now) return gone();
    if (!isStillOffered(offers, live, order, asked, now)) return gone();
    grantId = newId('grt');
    const id = grantId;
    const isNew = await ctx.db.tx(async (tx) => {
      const isMine = await insertGrant(tx, ctx.shop.id, {
        id,
        offerId: live.id,
        orderId: order.id,
        personId: order.personId,
        deadlineAt: deadline,
        code: live.offer.discount.kind === 'none' ? null : newDiscountCode(),
        createdAt: now,
      });
      if (isMine) {
        const dueAt = addMs(now, settleAfterMs);
        await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: settleGrant, subject: id, dueAt });
      }
      return isMine;
    });
    if (!isNew) grantId = (await findGrant(ctx.db, ctx.shop.id, live.id, order.id))?.id ?? grantId;
  }
  const made = await makeCode(ctx, live.offer, grantId, {
    eventId: asked.eventId,
    surface: asked.surface,
    arm: armOn(live.offer, asked.arm),
  });
  if (made?.state === 'gone') return gone();
  if (made?.state !== 'ready' || made.url === null) return { kind: 'unavailable' };
  return {
    kind: 'accepted',
    ...acceptedAnswer({ code: made.code ?? '', url: made.url, deadlineAt: made.deadlineAt }),
  };
}

async function deadlineFor(
  ctx: Context,
  live: LiveOffer,
  order: KnownOrder,
  asked: AcceptAsked,
  now: Date,
): Promise<Date | null> {
  const { rows } = await ctx.db.query<{ started_at: Date }>(
    'select started_at from offer_promises where shop_id = $1 and subject = $2',
    [ctx.shop.id, promiseSubject(order.id, order.checkoutToken ?? asked.checkoutToken)],
  );
  const start = deadlineStart(order, rows[0]?.started_at ?? null) ?? now;
  return deadlineAt(start, live.offer.deadlineHours, live.endsOn);
}

/** Switched on, in its window, in stock, not just bought; and nothing in its rule says no for the order as it was recorded. */
export function isStillOffered(
  offers: ShopOffers,
  live: LiveOffer,
  order: { facts: { total: Money; lines: FactLine[]; country: string | null; isFirst: boolean | null } },
  asked: AcceptAsked,
  now: Date,
): boolean {
  // Switched off, or what it offers cannot be had.
  if (!offers.live.some(({ offer }) => offer.id === live.id)) return false;
  const { rejected } = choose(
    compile([live]),
    {
      surface: asked.surface,
      subject: asked.orderId,
      total: order.facts.total,
      lines: order.facts.lines,
      locale: asked.locale,
      country: order.facts.country,
      isFirstOrder: order.facts.isFirst,
      soldOutVariantIds: offers.soldOut,
    },
    now.getTime(),
    { limit: 1, explain: true },
  );
  // "Not known" (a guest's first order, no address) was for the page to answer; only a clear no takes the offer back.
  return !rejected.some(({ because }) => because.some(({ met }) => met === 'no'));
}
