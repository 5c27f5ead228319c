import { type AcceptedOffer, choose, type OfferCard, type OffersResponse } from '@reprise/rules';
import { newId } from '../../kit/id.ts';
import { hashCustomer } from '../people/index.server.ts';
import { deadlineAt, deadlineStart } from './deadline.ts';
import type { LiveOffer, ShopOffers } from './live-offers.server.ts';
import { acceptedAnswer } from './offer.ts';
import { offerCard } from './offer-card.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import type { OrderFacts } from './order-facts.server.ts';
import { type OrderState, promiseSubject } from './order-state.server.ts';
import type { OffersAsked } from './page-requests.ts';
import { factsOfPage } from './read-facts.server.ts';

/** Who asks, as the session token says. */
export interface Caller {
  domain: string;
  customerId: string | null;
}

const noOffers: readonly string[] = [];
const maxCardLocales = 64;

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
  const offers = await desk.offers.get(caller.domain);
  if (!offers) return null;
  const subject = promiseSubject(asked.orderId, asked.checkoutToken);
  const { shop } = offers;
  const [state, stored] = await Promise.all([
    desk.readOrder({ shopId: shop.id, orderId: asked.orderId, promiseSubject: subject }),
    desk.readFacts({
      shopId: shop.id,
      orderId: asked.orderId,
      customerHash: offers.needs.person ? hashCustomer({ ...desk.app, shop }, caller.customerId) : null,
      currency: shop.currency,
      needs: offers.needs,
    }),
  ]);
  const now = desk.app.clock.now();
  const isProven = state.order !== null && provesOrder(state.order, caller, asked);

  const cards =
    asked.purpose === 'referral' || state.order?.isCancelled
      ? []
      : decide(desk, offers, asked, { ...state, stored }, isProven, now);
  if (state.order === null && state.promisedAt === null && cards.some((card) => card.deadlineAt)) {
    void desk.events.promise({ shopId: offers.shop.id, subject, startedAt: now });
  }
  const mayRefer = offers.isReferralOn && (state.order === null || (isProven && !state.order.isCancelled));
  return {
    decisionId: newId('dec'),
    offers: cards,
    referral: mayRefer
      ? await desk.askReferralCard({
          shop: offers.shop,
          orderId: asked.orderId,
          personId: state.order?.personId ?? null,
          isOrderKnown: state.order !== null,
          locale: asked.locale,
        })
      : null,
    serverTime: now.toISOString(),
  };
}

function decide(
  desk: OfferDesk,
  offers: ShopOffers,
  asked: OffersAsked,
  state: OrderState & { stored: OrderFacts },
  isProven: boolean,
  now: Date,
): OfferCard[] {
  const start = deadlineStart(state.order, state.promisedAt) ?? now;
  const cards: OfferCard[] = [];
  const closed = new Set<string>(asked.seenOfferIds ?? noOffers);
  if (isProven) {
    for (const id of state.dismissedOfferIds) closed.add(id);
    for (const grant of state.grants) {
      if (grant.state !== 'ready') continue;
      closed.add(grant.offerId);
      if (grant.isRedeemed || grant.url === null || (grant.deadlineAt !== null && grant.deadlineAt <= now))
        continue;
      const live = offers.byId.get(grant.offerId);
      if (!live?.surfaces.includes(asked.surface)) continue;
      const accepted = acceptedAnswer({
        code: grant.code ?? '',
        url: grant.url,
        deadlineAt: grant.deadlineAt,
      });
      const card = cardFor(desk, offers, live, asked, grant.deadlineAt, accepted);
      if (card) cards.push(card);
    }
  }
  // Only an order older than the shortest deadline can have missed one.
  if (now.getTime() - start.getTime() >= offers.shortestMs) {
    for (const { offer } of offers.live) {
      const end = deadlineAt(start, offer.offer.deadlineHours, offer.endsOn);
      if (end !== null && end <= now) closed.add(offer.id);
    }
  }
  for (const { offer } of offers.live) if (!isShowable(offer, asked)) closed.add(offer.id);

  const { chosen } = choose(
    offers.live,
    {
      ...factsOfPage({ asked, stored: state.stored, isProven, shop: offers.shop, now }),
      subject: asked.orderId,
      stock: offers.stock,
      soldOutVariantIds: offers.soldOut,
      closedOfferIds: closed,
    },
    now.getTime(),
    { limit: offers.limit },
  );
  for (const { offer } of chosen) {
    const end = deadlineAt(start, offer.offer.deadlineHours, offer.endsOn);
    const card = cardFor(desk, offers, offer, asked, end, null);
    if (card) cards.push(card);
  }
  return cards;
}

/** A price is only shown in the shop's own currency: in another one the shop, not we, decides what it is. */
function isShowable(offer: LiveOffer, asked: OffersAsked): boolean {
  return offer.item === null ? offer.product == null : offer.item.price.currency === asked.currency;
}

function cardFor(
  desk: OfferDesk,
  offers: ShopOffers,
  live: LiveOffer,
  asked: OffersAsked,
  deadline: Date | null,
  accepted: AcceptedOffer | null,
): OfferCard | null {
  let card = live.cards.get(asked.locale);
  if (card === undefined) {
    card = offerCard(live.offer, live.item, offers.shop, asked.locale, desk.app.text);
    if (live.cards.size >= maxCardLocales) live.cards.clear();
    live.cards.set(asked.locale, card);
  }
  return card && { ...card, deadlineAt: deadline?.toISOString() ?? null, accepted };
}
