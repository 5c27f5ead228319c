import {
  type OfferCard,
  type OfferKind,
  type PageOffers,
  type ReferralCard,
  readPageOffers,
} from '@reprise/rules';
import { decide } from './decide.ts';
import type { Tracked } from './events.ts';
import { type Host, optional, type PageOrder } from './host.ts';
import { dismissedOffers, loadOffers, SHOW_WITHIN_MS } from './server.ts';

/** The metafield may reach the page a moment after the extension has started; then it is worth waiting for. */
export const METAFIELD_WITHIN_MS = 120;
const LOOK_EVERY_MS = 30;
/** Faster than this an outline would only flicker. */
export const OUTLINE_AFTER_MS = 250;

/** What is to be shown, whoever decided it. */
export interface Answer {
  readonly decisionId: string;
  readonly offers: readonly OfferCard[];
  readonly heldOut: readonly Tracked[];
  readonly referral: ReferralCard | null;
}

/** A place that is held for a card: the card if it is known, else its kind. */
export type Place = OfferCard | OfferKind;

/** How a page begins: with all there is, or (the server has not answered yet) with places for it. */
export type Opening =
  | { readonly kind: 'answered'; readonly answer: Answer | null }
  | { readonly kind: 'waiting'; readonly places: readonly Place[]; readonly answer: Promise<Answer | null> };

/**
 * Finds out what this page shows. Decided on the page itself where the shop's rules allow it; otherwise the server is asked
 * once. While nothing is sure, the page keeps the place as it does for every extension that starts; what is sure to come has an
 * outline after OUTLINE_AFTER_MS. The whole is over after SHOW_WITHIN_MS.
 */
export async function openPage(host: Host, order: PageOrder): Promise<Opening> {
  const startedAt = Date.now();
  const passed = () => Date.now() - startedAt;
  const page = await freshOffers(host);
  if (page?.mode === 'none') return { kind: 'answered', answer: null };
  if (page?.mode === 'page') {
    const closed = await dismissedOffers(host);
    const decided = optional(() => decide(host, order, page, closed, Date.now()));
    if (decided) {
      const { cards, heldOut } = decided;
      return { kind: 'answered', answer: { decisionId: '', offers: cards, heldOut, referral: null } };
    }
    // What this browser cannot decide (a currency or zone that it does not know), the server can.
  }
  const answer = loadOffers(host, order, SHOW_WITHIN_MS - passed()).then(
    (found): Answer | null => found && { ...found, heldOut: [] },
  );
  const soon = await Promise.race([answer, wait(OUTLINE_AFTER_MS - passed()).then(() => undefined)]);
  if (soon !== undefined) return { kind: 'answered', answer: soon };
  const sure = page ? places(host, order, page) : [];
  if (sure.length === 0) return { kind: 'answered', answer: await answer };
  return { kind: 'waiting', places: sure, answer };
}

/** The shop's offers beside the page, if they may still be trusted. Only a thank-you page decides by itself. */
async function freshOffers(host: Host): Promise<PageOffers | null> {
  if (host.surface !== 'thank-you') return null;
  for (let waited = 0; host.pageOffers() === undefined && waited < METAFIELD_WITHIN_MS; ) {
    await wait(LOOK_EVERY_MS);
    waited += LOOK_EVERY_MS;
  }
  const page = readPageOffers(host.pageOffers());
  return page && Date.parse(page.goodUntil) > Date.now() ? page : null;
}

/**
 * The cards that will be shown as far as the page's own facts decide it, whatever the server knows beyond; their outline is as
 * large as they are. What may come is given no place: a place that stays empty must be taken away again, and then the page moves.
 * Where the shop's offers are too many to lie beside the page, the kinds that are likely.
 */
function places(host: Host, order: PageOrder, page: PageOffers): readonly Place[] {
  if (page.offers.length === 0) return page.outline.slice(0, page.limit);
  return oneQuestion(optional(() => decide(host, order, page, [], Date.now()))?.cards ?? [], []);
}

/** Of several questions one at a time: the next comes when this one is answered or closed. */
export function oneQuestion(offers: readonly OfferCard[], ended: readonly string[]): readonly OfferCard[] {
  const isWaiting = ({ id, kind, accepted }: OfferCard) =>
    kind === 'question' && !accepted && !ended.includes(id);
  const first = offers.find(isWaiting);
  return offers.filter((offer) => !isWaiting(offer) || offer === first);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
