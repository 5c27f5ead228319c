import type { OfferCard, ReferralCard } from '@reprise/rules';
import { paths } from '../../paths.ts';
import type { AppContext, ShopRef } from '../../platform/context.ts';
import { type AppendOfferEvents, openEventAppender } from './append-events.server.ts';
import { type Budget, createBudget } from './budget.ts';
import type { CardMaker } from './decide-page.ts';
import { type Listen, type LiveOffers, openLiveOffers } from './live-offers.server.ts';
import { openOrderFacts, type ReadOrderFacts } from './order-facts.server.ts';
import { openOrderStates, type ReadOrderState } from './order-state.server.ts';

/** The buyer and order that a referral card is for; `isProven`: the page has shown that it belongs to this order. */
export interface ReferralQuestion {
  shop: ShopRef;
  orderId: string;
  personId: string | null;
  isOrderKnown: boolean;
  locale: string;
}

/** null: no card is shown. Must not call out: a shopper waits. */
export type AskReferralCard = (question: ReferralQuestion) => Promise<ReferralCard | null>;

/** What of an order can be reviewed, with the page where; null: nothing (yet, or any more). Must not call out: a shopper waits. */
export type AskReviewCard = (question: {
  shop: ShopRef;
  orderId: string;
}) => Promise<NonNullable<OfferCard['review']> | null>;

/** What the checkout routes of one process share: offers in memory, batched reads and appends, budgets. */
export interface OfferDesk {
  app: AppContext;
  offers: LiveOffers;
  readOrder: ReadOrderState;
  readFacts: ReadOrderFacts;
  events: AppendOfferEvents;
  askReferralCard: AskReferralCard;
  askReviewCard: AskReviewCard;
  cards: CardMaker;
  /** accepts in the making, so that two clicks in one process are one */
  accepting: Map<string, Promise<unknown>>;
  /** how often one address may ask for what costs us or the shop something */
  budgets: { accept: Budget; lookUp: Budget; events: Budget };
  close(): Promise<void>;
}

/** Opens the desk; one per process. `close` waits for what is being written. */
export function openOfferDesk(
  app: AppContext,
  parts: {
    listen: Listen;
    askReferralCard: AskReferralCard;
    askReviewCard: AskReviewCard;
    realNow?: () => number;
  },
): OfferDesk {
  const offers = openLiveOffers(app, parts.listen);
  const events = openEventAppender(app.db, app.log);
  const now = parts.realNow ?? Date.now;
  return {
    app,
    offers,
    readOrder: openOrderStates(app.db),
    readFacts: openOrderFacts(app.db),
    events,
    askReferralCard: parts.askReferralCard,
    askReviewCard: parts.askReviewCard,
    cards: cardMaker(app),
    accepting: new Map(),
    budgets: {
      accept: createBudget(120, 60_000, now),
      lookUp: createBudget(30, 60_000, now),
      events: createBudget(600, 60_000, now),
    },
    async close() {
      await offers.close();
      await events.close();
    },
  };
}

/** What cards are made with in this process. */
export function cardMaker(app: Pick<AppContext, 'text' | 'appUrl' | 'vault' | 'log'>): CardMaker {
  return {
    text: app.text,
    pictureUrl: (id) => app.appUrl + paths.offerPicture(id),
    open(sealed) {
      try {
        return app.vault.open(sealed);
      } catch (error) {
        app.log.warn({ err: error }, 'a sealed text could not be opened');
        return null;
      }
    },
  };
}
