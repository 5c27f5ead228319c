import { type PageOffers, type ReferralCard, readPageOffers } from '@reprise/rules';
import type { VNode } from 'preact';
import { type Decided, decide } from './decide.ts';
import { type Host, optional, type PageOrder } from './host.ts';
import { oneQuestion } from './one-question.ts';
import { CardOutline } from './outline.tsx';
import { ReferralBlock } from './referral-block.tsx';
import { dismissedOffers } from './server.ts';

/** The metafield may reach the page a moment after the extension has started; then it is worth waiting for. */
export const METAFIELD_WITHIN_MS = 120;
const LOOK_EVERY_MS = 30;
/** Offers are never good for more than half of this: with more left a clock is wrong, and so would be every deadline. */
const LONGEST_GOOD_MS = 6 * 60 * 60 * 1000;

/** What the page makes of the offers that lie beside it. */
export type OwnDecision =
  | { readonly kind: 'decided'; readonly decided: Decided }
  | { readonly kind: 'nothing' }
  /** The server has to be asked; `outline` is drawn if that takes long. */
  | { readonly kind: 'ask'; readonly outline: readonly VNode[] };

/** A page's way of deciding by itself. Only the thank-you page has one; elsewhere the server is asked. */
export type Decider = (host: Host, order: PageOrder) => Promise<OwnDecision>;

/** Decides on the page, if what lies beside it may still be trusted and this browser can. */
export const decideHere: Decider = async (host, order) => {
  const page = await freshOffers(host);
  if (!page) return { kind: 'ask', outline: [] };
  if (page.mode === 'none') return { kind: 'nothing' };
  const closed = await dismissedOffers(host);
  const decided = optional(() => decide({ host, order, page, now: Date.now() }, closed));
  if (decided && page.mode === 'page') return { kind: 'decided', decided };
  // What this browser cannot decide (a currency or zone that it does not know), the server can.
  return { kind: 'ask', outline: decided ? outlineOf(host, page, decided) : [] };
};

async function freshOffers(host: Host): Promise<PageOffers | null> {
  for (let waited = 0; host.pageOffers() === undefined && waited < METAFIELD_WITHIN_MS; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    waited += LOOK_EVERY_MS;
  }
  const page = readPageOffers(host.pageOffers());
  if (!page) return null;
  const left = Date.parse(page.goodUntil) - Date.now();
  const longest = page.offers.length > 0 ? LONGEST_GOOD_MS : Number.POSITIVE_INFINITY;
  return left > 0 && left <= longest ? page : null;
}

/**
 * The outlines of the cards that will be shown as far as the page's own facts decide it, whatever the server knows beyond; they
 * are as large as the cards. What may come is given no place: a place that stays empty must be taken away again, and then the
 * page moves. Where the shop's offers are too many to lie beside the page, the kinds that are likely.
 */
function outlineOf(host: Host, page: PageOffers, { cards, referral }: Decided): readonly VNode[] {
  const places = page.offers.length > 0 ? oneQuestion(cards, []) : page.outline.slice(0, page.limit);
  const outlines = places.map((place, at) => <CardOutline key={at} host={host} place={place} />);
  // Without its link the referral card is its own outline.
  return referral
    ? [...outlines, <ReferralOutline key="referral" host={host} referral={referral} />]
    : outlines;
}

function ReferralOutline({ host, referral }: { readonly host: Host; readonly referral: ReferralCard }) {
  return (
    <s-box accessibilityVisibility="hidden">
      <ReferralBlock host={host} first={referral} ask={nobody} />
    </s-box>
  );
}

const nobody = async () => null;
