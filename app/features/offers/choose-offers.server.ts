import type { OffersResponse } from '@reprise/rules';
import { dayIn } from '../../kit/day.ts';
import { newId } from '../../kit/id.ts';
import { hashCustomer } from '../people/index.server.ts';
import { decidePage, type PageDecision } from './decide-page.ts';
import type { ShopOffers } from './live-offer.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import { nothingStored, type OrderFacts } from './order-facts.server.ts';
import { type OrderState, promiseSubject } from './order-state.server.ts';
import type { OffersAsked } from './page-requests.ts';
import { needsFor } from './read-facts.server.ts';

/** Who asks, as the session token says. */
export interface Caller {
  domain: string;
  customerId: string | null;
}

/**
 * Does the page belong to this order? Order ids can be guessed; the checkout's token cannot, and a signed-in customer is
 * vouched for by the session token. The confirmation number stands in where the page knows no checkout token.
 */
export function provesOrder(
  order: { checkoutToken: string | null; confirmationNumber: string | null; customerId: string | null },
  caller: { customerId: string | null },
  asked: { checkoutToken: string | undefined; confirmationNumber: string | undefined },
): boolean {
  if (caller.customerId !== null && caller.customerId === order.customerId) return true;
  if (asked.checkoutToken !== undefined) return asked.checkoutToken === order.checkoutToken;
  return asked.confirmationNumber !== undefined && asked.confirmationNumber === order.confirmationNumber;
}

/**
 * Which offers does this page show? From memory, with one shared read of what is known of the order; nothing is written
 * while the shopper waits. What was accepted comes first. Without proof that the page belongs to the order, nothing that is
 * stored about it is told.
 * @returns null when the app is not installed in the shop
 */
export async function chooseOffers(
  desk: OfferDesk,
  caller: Caller,
  asked: OffersAsked,
): Promise<OffersResponse | null> {
  // A shopper waits for each turn of the event loop: what is at hand is not waited for.
  const known = desk.offers.known(caller.domain);
  const offers = known === undefined ? await desk.offers.get(caller.domain) : known;
  if (!offers) return null;
  const subject = promiseSubject(asked.orderId, asked.checkoutToken);
  const isOnlyReferral = asked.purpose === 'referral';
  const { shop } = offers;
  const reading = desk.readOrder({
    shopId: shop.id,
    orderId: asked.orderId,
    promiseSubject: subject,
    details: !isOnlyReferral && offers.needsDetails.has(asked.surface) ? detailsWanted(asked) : null,
  });
  const needs = needsFor(offers.needs, asked);
  const [state, stored] =
    needs.order || needs.person
      ? await Promise.all([reading, readFacts(desk, offers, caller, asked, needs)])
      : [await reading, nothingStored];
  const now = desk.app.clock.now();
  const isProven = state.order !== null && provesOrder(state.order, caller, asked);
  const isCancelled = state.order?.isCancelled === true;

  const mayRefer = offers.isReferralOn && !isCancelled && (state.order === null || isProven);
  const referral = mayRefer
    ? await desk.askReferralCard({
        shop: offers.shop,
        orderId: asked.orderId,
        personId: state.order?.personId ?? null,
        isOrderKnown: state.order !== null,
        locale: asked.locale,
      })
    : null;
  const decision =
    isOnlyReferral || isCancelled
      ? null
      : decidePage({
          offers,
          asked,
          state,
          stored,
          isProven,
          now,
          referral,
          review: isReviewWanted(offers, asked, isProven)
            ? await desk.askReviewCard({ shop: offers.shop, orderId: asked.orderId })
            : null,
          parts: desk.cards,
        });
  const cards = decision?.cards ?? [];
  if (state.order === null && state.promisedAt === null && cards.some((card) => card.deadlineAt)) {
    void desk.events.promise({ shopId: offers.shop.id, subject, startedAt: now });
  }
  if (decision && asked.mayMeasure !== false) recordHeldOut(desk, offers, asked, state, decision, now);
  return {
    decisionId: newId('dec'),
    offers: cards,
    // Where the merchant has placed the link as an offer, it is not added by itself as well.
    referral: isOnlyReferral || !offers.referralOn.has(asked.surface) ? referral : null,
    serverTime: now.toISOString(),
  };
}

function detailsWanted({ lines }: OffersAsked): { productIds: string[]; variantIds: string[] } {
  return {
    productIds: lines.map((line) => line.productId),
    variantIds: lines.map((line) => line.variantId),
  };
}

function readFacts(
  desk: OfferDesk,
  { needs, shop }: ShopOffers,
  caller: Caller,
  asked: OffersAsked,
  wanted: ReturnType<typeof needsFor>,
): Promise<OrderFacts> {
  return desk.readFacts({
    shopId: shop.id,
    orderId: asked.orderId,
    customerHash: needs.person ? hashCustomer({ ...desk.app, shop }, caller.customerId) : null,
    currency: shop.currency,
    needs: { ...needs, ...wanted },
  });
}

/** What could be reviewed of an order is asked only where an offer would show it. */
function isReviewWanted({ special }: ShopOffers, { surface }: OffersAsked, isProven: boolean): boolean {
  return (
    isProven &&
    surface === 'order-status' &&
    special.some(({ offer, surfaces }) => offer.kind === 'review' && surfaces.includes('order-status'))
  );
}

/** Who was kept back is written down once, so that it stays so and can be counted. Nobody waits for it. */
function recordHeldOut(
  desk: OfferDesk,
  offers: ShopOffers,
  asked: OffersAsked,
  state: OrderState,
  { heldOut }: PageDecision,
  now: Date,
): void {
  const fresh = heldOut.filter(
    ({ offerId }) => !state.events.some((event) => event.offerId === offerId && event.type === 'held-out'),
  );
  if (fresh.length === 0) return;
  const { shop } = offers;
  const rows = fresh.map(({ offerId, arm }) => ({
    shopId: shop.id,
    offerId,
    orderId: asked.orderId,
    type: 'held-out' as const,
    eventId: `held-out ${offerId} ${asked.orderId}`,
    surface: asked.surface,
    arm,
    at: now,
    day: dayIn(shop.timezone, now),
    productId: offers.byId.get(offerId)?.offer.product?.productId ?? null,
  }));
  desk.events.append(rows).catch((error: unknown) => {
    desk.app.log.warn({ err: error }, 'who is kept back was not written down');
  });
}
