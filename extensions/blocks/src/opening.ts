import type { OfferCard, ReferralCard } from '@reprise/rules';
import type { VNode } from 'preact';
import type { Tracked } from './events.ts';
import type { Host, PageOrder } from './host.ts';
import type { Decider } from './own-decision.tsx';
import { loadOffers, SHOW_WITHIN_MS } from './server.ts';

/** Faster than this an outline would only flicker. */
export const OUTLINE_AFTER_MS = 250;

/** What is to be shown, whoever decided it. */
export interface Answer {
  readonly decisionId: string;
  readonly offers: readonly OfferCard[];
  readonly heldOut: readonly Tracked[];
  readonly referral: ReferralCard | null;
  /** The page decided by itself: the server has not been asked for anything yet. */
  readonly isOwn: boolean;
}

/** How a page begins: with all there is, or (the server has not answered yet) with the outline of it. */
export type Opening =
  | { readonly kind: 'answered'; readonly answer: Answer | null }
  | { readonly kind: 'waiting'; readonly outline: readonly VNode[]; readonly answer: Promise<Answer | null> };

/**
 * Finds out what this page shows. Decided on the page itself where the shop's rules allow it; otherwise the server is asked
 * once. While nothing is sure, the page keeps the place as it does for every extension that starts; what is sure to come has an
 * outline after OUTLINE_AFTER_MS. The whole is over after SHOW_WITHIN_MS.
 */
export async function openPage(host: Host, order: PageOrder, decider?: Decider): Promise<Opening> {
  const startedAt = Date.now();
  const passed = () => Date.now() - startedAt;
  const own = await decider?.(host, order);
  if (own?.kind === 'nothing') return { kind: 'answered', answer: null };
  if (own?.kind === 'decided') {
    const { cards, heldOut, referral } = own.decided;
    return { kind: 'answered', answer: { decisionId: '', offers: cards, heldOut, referral, isOwn: true } };
  }
  const answer = loadOffers(host, order, SHOW_WITHIN_MS - passed()).then(
    (found): Answer | null => found && { ...found, heldOut: [], isOwn: false },
  );
  const soon = await Promise.race([answer, wait(OUTLINE_AFTER_MS - passed())]);
  if (soon !== undefined) return { kind: 'answered', answer: soon };
  const outline = own?.outline ?? [];
  if (outline.length === 0) return { kind: 'answered', answer: await answer };
  return { kind: 'waiting', outline, answer };
}

function wait(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms), undefined));
}
