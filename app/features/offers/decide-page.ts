import {
  type AcceptedOffer,
  type Choice,
  choose,
  type OfferCard,
  pickVariant,
  type ReferralCard,
} from '@reprise/rules';
import { moneyAmount } from '../../kit/money.ts';
import { deadlineAt, deadlineStart } from './deadline.ts';
import { finishCard, shellOf } from './finish-card.ts';
import { type ItemsAsked, itemsFor } from './items-for.ts';
import type { LiveArm, LiveOffer, OfferItem, ShopOffers } from './live-offer.ts';
import { acceptedAnswer } from './offer.ts';
import type { Translate } from './offer-card.ts';
import type { OrderFacts } from './order-facts.server.ts';
import type { OrderState, StateEvent, StateGrant } from './order-state.server.ts';
import type { OffersAsked } from './page-requests.ts';
import { factsOfPage } from './read-facts.server.ts';
import { FIRST_ARM } from './setup.ts';

/** Everything that a decision is made from. */
export interface PageQuestion {
  offers: ShopOffers;
  asked: OffersAsked;
  state: OrderState;
  /** what rules ask about the order and its buyer */
  stored: OrderFacts;
  /** the page has shown that it belongs to the order */
  isProven: boolean;
  now: Date;
  /** cards that other features make, where the shop has placed them as offers; null = there is none for this order */
  referral?: ReferralCard | null;
  review?: OfferCard['review'];
  parts: CardMaker;
  /** also say why, for each offer */
  explain?: boolean;
}

/** What cards are made with; the same for every page of a process. */
export interface CardMaker {
  text(locale: string): Translate;
  pictureUrl(id: string): string;
  open(sealed: string): string | null;
}

export interface PageDecision {
  /** what was accepted before first, then what is offered, in order */
  cards: OfferCard[];
  /** kept back from this subject so that the effect can be measured */
  heldOut: { offerId: string; arm: string }[];
  choice: Choice<LiveOffer>;
}

/**
 * Which cards does this page show? Pure: the same question always has the same answer; nothing is read or written. The editor's
 * preview and "shown because…" ask it too.
 */
export function decidePage(question: PageQuestion): PageDecision {
  const { offers, asked, state, isProven, now } = question;
  const start = deadlineStart(state.order, state.promisedAt) ?? now;
  const { cards, barred } = acceptedBefore(question);
  barMissed(question, start, barred);
  const closed = new Set<string>(asked.seenOfferIds);
  const settled = new Map<string, boolean>();
  for (const event of state.events) {
    if (event.type === 'held-out') settled.set(event.offerId, true);
    else if (event.type === 'shown') settled.set(event.offerId, false);
    else if (isProven && event.type === 'dismissed') closed.add(event.offerId);
  }

  const picked = new Map<string, readonly OfferItem[]>();
  const itemsAsked = askedItems(question);
  const facts = factsOfPage({
    asked,
    stored: question.stored,
    isProven,
    shop: offers.shop,
    now,
    more: {
      subject: subjectOf(state, asked.orderId),
      stock: offers.stock,
      soldOutVariantIds: offers.soldOut,
      closedOfferIds: closed,
    },
  });
  const choice = choose(offers.live, facts, now.getTime(), {
    limit: offers.limit,
    explain: question.explain,
    barred,
    settled: settled.size > 0 ? settled : undefined,
    productsOf: (live, taken) => {
      if (!live.hasList) return null;
      const arm = armOf(live, state, asked.orderId);
      const items = itemsFor(arm, { ...itemsAsked, taken });
      picked.set(live.id, items);
      return items.map((item) => item.productId);
    },
  });
  for (const { offer: live } of choice.chosen) {
    const end = deadlineAt(start, live.offer.deadlineHours, live.endsOn);
    const card = cardOf(
      question,
      live,
      armOf(live, state, asked.orderId),
      picked.get(live.id) ?? null,
      end,
      null,
    );
    if (card) cards.push(card);
  }
  return {
    cards,
    heldOut: choice.heldOut.map(({ offer: live }) => ({
      offerId: live.id,
      arm: armOf(live, state, asked.orderId).id,
    })),
    choice,
  };
}

/** What this order has taken: shown first while it is good, and not offered again. */
function acceptedBefore(question: PageQuestion): { cards: OfferCard[]; barred: Map<string, string> } {
  const { offers, asked, state, isProven, now } = question;
  const cards: OfferCard[] = [];
  const barred = new Map<string, string>();
  if (!isProven) return { cards, barred };
  for (const { offerId, type } of state.events) if (type === 'accepted') barred.set(offerId, 'accepted');
  for (const grant of state.grants) {
    if (grant.state !== 'ready') continue;
    barred.set(grant.offerId, 'accepted');
    if (grant.isRedeemed || grant.url === null || (grant.deadlineAt !== null && grant.deadlineAt <= now))
      continue;
    const live = offers.byId.get(grant.offerId);
    if (!live?.surfaces.includes(asked.surface)) continue;
    const accepted = acceptedAnswer({ code: grant.code ?? '', url: grant.url, deadlineAt: grant.deadlineAt });
    const arm = live.arms.find(({ id }) => id === grant.arm) ?? live.arms[0];
    const card =
      arm &&
      cardOf(question, live, arm, grantedItems(question, live, arm, grant), grant.deadlineAt, accepted);
    if (card) cards.push(card);
  }
  for (const { offerId, payUrlSealed, ...due } of state.details?.additions ?? []) {
    const live = offers.byId.get(offerId);
    const payUrl = payUrlSealed === null ? null : question.parts.open(payUrlSealed);
    if (!live?.surfaces.includes(asked.surface) || payUrl === null || due.payBy <= now) continue;
    barred.set(offerId, 'accepted');
    const arm = live.arms[0];
    const card = arm && cardOf(question, live, arm, grantedItems(question, live, arm, null), null, null);
    if (card) cards.push(withAddition(card, { ...due, payUrl }));
  }
  return { cards, barred };
}

/** Offers that this order cannot be shown for reasons that no rule speaks of. */
function barMissed(question: PageQuestion, start: Date, barred: Map<string, string>): void {
  const { offers, asked, state, isProven, now } = question;
  // Only an order older than the shortest deadline can have missed one.
  if (now.getTime() - start.getTime() >= offers.shortestMs) {
    for (const { offer: live } of offers.live) {
      const end = deadlineAt(start, live.offer.deadlineHours, live.endsOn);
      if (end !== null && end <= now) barred.set(live.id, 'deadline-over');
    }
  }
  // A price is only shown in the shop's own currency: in another one the shop, not we, decides what it is.
  if (asked.currency !== offers.shop.currency) {
    for (const live of offers.priced) barred.set(live.id, 'other-currency');
  }
  const details = isProven ? state.details : null;
  for (const live of offers.special) {
    const code = whyNot(live, question, details);
    if (code !== null) barred.set(live.id, code);
  }
}

/** What a kind (or a cap) asks of the order, whatever its rule says. */
function whyNot(
  { id, offer }: LiveOffer,
  { referral, review, asked, state }: PageQuestion,
  details: OrderState['details'],
): string | null {
  const perPerson = offer.setup.caps?.perPerson ?? null;
  if (perPerson !== null && (details?.taken[id] ?? 0) >= perPerson) return 'done-before';
  switch (offer.kind) {
    case 'vip':
      return details?.isOnList ? 'done-before' : null;
    case 'birthday':
      return details?.hasBirthday ? 'done-before' : null;
    case 'review':
      return review ? null : 'nothing-yet';
    case 'referral':
      return referral ? null : 'nothing-yet';
    case 'parcel':
      return details && state.order && asked.surface === 'order-status' ? null : 'nothing-yet';
    default:
      return null;
  }
}

/**
 * Who stays in the same hold-out and the same arm: the person where known, else the order. A page that decides by itself knows
 * only the order; what it showed is written down and stays.
 */
function subjectOf(
  state: { order: Pick<NonNullable<OrderState['order']>, 'personId'> | null },
  orderId: string,
): string {
  return state.order?.personId ?? orderId;
}

/**
 * Which arm this order sees. What it was shown before counts; else it is drawn, by the person where known, else by the order. The
 * page is believed only as far as the draw agrees: nobody picks the arm with the better price.
 */
export function armOf(
  live: LiveOffer,
  state: {
    order: Pick<NonNullable<OrderState['order']>, 'personId'> | null;
    events: readonly Pick<StateEvent, 'offerId' | 'arm'>[];
    grants: readonly Pick<StateGrant, 'offerId' | 'arm'>[];
  },
  orderId: string,
  told?: string,
): LiveArm {
  const [first] = live.arms;
  if (!first) throw new Error('a live offer has an arm');
  const { test } = live;
  if (!test) return first;
  const granted = state.grants.find((grant) => grant.offerId === live.id)?.arm;
  const draw = { experimentId: live.id, salt: test.salt };
  const byOrder = pickVariant(draw, orderId, test.weights) ?? FIRST_ARM;
  const subject = subjectOf(state, orderId);
  const byPerson = subject === orderId ? byOrder : (pickVariant(draw, subject, test.weights) ?? FIRST_ARM);
  const seen = state.events.find((event) => event.offerId === live.id && event.arm !== '')?.arm;
  const known = [seen, told].find((id) => id !== undefined && (id === byOrder || id === byPerson));
  const id = granted || known || byPerson;
  return live.arms.find((arm) => arm.id === id) ?? first;
}

function askedItems({ offers, asked, state, isProven }: PageQuestion): Omit<ItemsAsked, 'taken'> {
  return {
    offers,
    lines: asked.lines,
    currency: asked.currency,
    ofOrder: isProven || state.order === null ? (state.details?.products ?? []) : [],
  };
}

/** The product that was taken, or what the card would show by itself. */
function grantedItems(
  question: PageQuestion,
  live: LiveOffer,
  arm: LiveArm,
  grant: StateGrant | null,
): readonly OfferItem[] | null {
  if (!live.hasList) return null;
  const { source } = arm;
  const items = source.by === 'list' ? source.items : itemsFor(arm, { ...askedItems(question), taken: [] });
  const taken = grant?.variantId ? items.filter((item) => item.variantId === grant.variantId) : [];
  return taken.length > 0 ? taken : items.slice(0, 1);
}

function cardOf(
  question: PageQuestion,
  live: LiveOffer,
  arm: LiveArm,
  items: readonly OfferItem[] | null,
  deadline: Date | null,
  accepted: AcceptedOffer | null,
): OfferCard | null {
  const { offers, asked, parts } = question;
  const shell = shellOf(live, arm, offers.shop, asked.locale, parts);
  if (!shell) return null;
  return finishCard(shell, { ...question, arm, items, deadline, accepted });
}

function withAddition(
  card: OfferCard,
  due: { dueMinor: bigint; currency: string; payBy: Date; payUrl: string },
): OfferCard {
  return {
    ...card,
    added: {
      payUrl: due.payUrl,
      due: { amount: moneyAmount({ minor: due.dueMinor, currency: due.currency }), currency: due.currency },
      payBy: due.payBy.toISOString(),
    },
  };
}
