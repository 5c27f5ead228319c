import {
  type OfferCard,
  type OfferKind,
  type PageOffers,
  type ReferralCard,
  readPageOffers,
} from '@reprise/rules';
import { decide } from './decide.ts';
import type { Tracked } from './events.ts';
import type { Host, PageOrder } from './host.ts';
import { dismissedOffers, loadOffers, SHOW_WITHIN_MS } from './server.ts';

/** The metafield may reach the page a moment after the extension has started; then it is worth waiting for. */
export const METAFIELD_WITHIN_MS = 120;
const LOOK_EVERY_MS = 30;
/** So long nothing is drawn, and the page keeps the place as it does for every extension that starts. */
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
 * once. Answers within OUTLINE_AFTER_MS, with an outline if need be; the whole is over after SHOW_WITHIN_MS.
 */
export async function openPage(host: Host, order: PageOrder): Promise<Opening> {
  const startedAt = Date.now();
  const passed = () => Date.now() - startedAt;
  const page = await freshOffers(host);
  if (page?.mode === 'none') return { kind: 'answered', answer: null };
  if (page?.mode === 'page') {
    const closed = await dismissedOffers(host);
    const { cards, heldOut } = decide(host, order, page, closed, Date.now());
    return { kind: 'answered', answer: { decisionId: '', offers: cards, heldOut, referral: null } };
  }
  const answer = loadOffers(host, order, SHOW_WITHIN_MS - passed()).then(
    (found): Answer | null => found && { ...found, heldOut: [] },
  );
  const soon = await Promise.race([answer, wait(OUTLINE_AFTER_MS - passed()).then(() => undefined)]);
  if (soon !== undefined) return { kind: 'answered', answer: soon };
  return { kind: 'waiting', places: places(host, order, page), answer };
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
 * What will probably be shown: what the page's own facts already decide, then what may come, at least one and at most the
 * shop's limit. Where the page knows nothing, one offer.
 */
function places(host: Host, order: PageOrder, page: PageOffers | null): readonly Place[] {
  if (!page) return ['product'];
  if (page.offers.length === 0) return page.outline.slice(0, page.limit);
  const { cards, possible } = decide(host, order, page, [], Date.now());
  return [...cards, ...possible.slice(0, cards.length === 0 ? 1 : 0)];
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
