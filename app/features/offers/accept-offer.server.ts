import type { AcceptResponse } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { type Acted, acceptKinds } from './accept-kinds.server.ts';
import { type Caller, provesOrder } from './choose-offers.server.ts';
import { countOnOrder } from './count-on-order.server.ts';
import { deadlineAt, deadlineStart } from './deadline.ts';
import { armOf } from './decide-page.ts';
import type { Item } from './discount.ts';
import { grantCode, linkOf } from './grant-code.server.ts';
import type { LiveArm, LiveOffer, ShopOffers } from './live-offer.ts';
import { type KnownOrder, lookUpOrder } from './look-up-order.server.ts';
import { acceptedAnswer, productKinds } from './offer.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import { promiseSubject } from './order-state.server.ts';
import type { AcceptAsked } from './page-requests.ts';
import { isStillOffered, pickedItem } from './still-offered.ts';

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
  const known = await readKnown(ctx, live, order, asked);
  const arm = armOf(live, { order, ...known }, order.id, asked.arm);
  const accepting: Accepting = { offers, live, arm, order, asked, caller, now };
  if (!known.isGranted && !isStillOffered(offers, live, order, asked, now)) return gone();
  const acted = await act(ctx, accepting, known.isGranted);
  if (acted.kind !== 'code' && acted.kind !== 'done') return acted;
  if (acted.kind === 'done' && arm.offer.discount.kind === 'none') return acted;
  const granted = await answerWithCode(ctx, accepting, known, gone);
  if (acted.kind === 'code') return granted;
  return granted.kind === 'accepted' ? { ...acted, accepted: granted } : acted;
}

interface Accepting {
  offers: ShopOffers;
  live: LiveOffer;
  arm: LiveArm;
  order: KnownOrder;
  asked: AcceptAsked;
  caller: Caller;
  now: Date;
}

/** What happened with this offer on this order before, and when its clock began. */
async function readKnown(ctx: Context, live: LiveOffer, order: KnownOrder, asked: AcceptAsked) {
  const { rows } = await ctx.db.query<{
    grant_arm: string | null;
    seen_arm: string | null;
    started_at: Date | null;
  }>(
    `select (select g.arm from offer_grants g where g.shop_id = $1 and g.offer_id = $2 and g.order_id = $3) as grant_arm,
       (select e.arm from offer_events e where e.shop_id = $1 and e.offer_id = $2 and e.order_id = $3 and e.type = 'shown')
         as seen_arm,
       (select p.started_at from offer_promises p where p.shop_id = $1 and p.subject = $4) as started_at`,
    [ctx.shop.id, live.id, order.id, promiseSubject(order.id, order.checkoutToken ?? asked.checkoutToken)],
  );
  const { grant_arm: grantArm, seen_arm: seenArm, started_at: promisedAt } = rows[0] ?? {};
  return {
    isGranted: grantArm != null,
    grants: grantArm != null ? [{ offerId: live.id, arm: grantArm }] : [],
    events: seenArm != null ? [{ offerId: live.id, arm: seenArm }] : [],
    promisedAt: promisedAt ?? null,
  };
}

/** Carries out what yes means for this kind; what is done is counted. */
async function act(
  ctx: Context,
  { arm, order, asked, caller }: Accepting,
  isGranted: boolean,
): Promise<Acted> {
  const { offer } = arm;
  const doIt = acceptKinds[offer.kind];
  if (doIt === acceptKinds.product) return { kind: 'code' };
  // Said yes before: what it meant is done, and the code is there.
  if (isGranted && offer.kind !== 'question' && offer.kind !== 'birthday') return { kind: 'code' };
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
        arm: arm.id,
        productId: null,
      },
    ]);
  }
  return acted;
}

/** The code (or cart link) of this order and offer, as the page is told. */
async function answerWithCode(
  ctx: Context,
  accepting: Accepting,
  { isGranted, promisedAt }: { isGranted: boolean; promisedAt: Date | null },
  gone: () => AcceptOutcome,
): Promise<AcceptOutcome> {
  const { live, arm, order, asked, now } = accepting;
  const start = deadlineStart(order, promisedAt) ?? now;
  const deadline = deadlineAt(start, live.offer.deadlineHours, live.endsOn);
  // What was given stays good, whatever has become of the offer; its own deadline counts.
  if (!isGranted && deadline !== null && deadline <= now) return gone();
  const picked = pickedBy(accepting) ?? (isGranted ? [] : null);
  if (picked === null) return gone();
  const grant = await grantCode(ctx, { live, arm, order, asked, deadline, picked, now });
  if (grant === 'gone') return gone();
  if (grant === null || grant.url === null) return { kind: 'unavailable' };
  if (grant.deadlineAt !== null && grant.deadlineAt <= now) return gone();
  const code = grant.code ?? '';
  // What is bought again may be chosen anew each time; the code stays the same.
  const url = arm.offer.kind === 'buy-again' ? linkOf(ctx, { arm, asked, picked }, code) : grant.url;
  return { kind: 'accepted', ...acceptedAnswer({ ...grant, code, url }) };
}

/** The products that this buyer takes; null when what they want is not to be had. */
function pickedBy({ offers, live, arm, order, asked }: Accepting): Item[] | null {
  if (!productKinds.includes(arm.offer.kind)) return [];
  const item = pickedItem(offers, live, arm, order, asked.variantId);
  if (item === null) return null;
  if (item) return [item];
  // Buy again: what was bought, or the part of it that is wanted.
  const wanted = new Set(asked.lines?.map(({ variantId }) => variantId));
  const found = order.facts.lines.filter(
    ({ variantId }) => variantId !== '' && (wanted.size === 0 || wanted.has(variantId)),
  );
  return found.length > 0 ? found : null;
}
