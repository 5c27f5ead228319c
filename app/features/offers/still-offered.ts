import { choose, compile } from '@reprise/rules';
import { type ItemsAsked, itemsFor } from './items-for.ts';
import type { LiveArm, LiveOffer, OfferItem, ShopOffers } from './live-offer.ts';
import type { KnownOrder } from './look-up-order.server.ts';
import type { AcceptAsked } from './page-requests.ts';

/**
 * Switched on, in its window, in stock, not just bought; and nothing in its rule says no for the order as it was recorded. "Not
 * known" (a guest's first order, no address) was for the page to answer; only a clear no takes the offer back.
 */
export function isStillOffered(
  offers: ShopOffers,
  live: LiveOffer,
  order: Pick<KnownOrder, 'facts'>,
  asked: Pick<AcceptAsked, 'surface' | 'orderId' | 'locale'>,
  now: Date,
): boolean {
  // Switched off, used up, or what it offers cannot be had.
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
      stock: offers.stock,
    },
    now.getTime(),
    // Whoever was shown it is not held back any more.
    { limit: 1, explain: true, settled: new Map([[live.id, false]]) },
  );
  return !rejected.some(({ because }) => because.some(({ met }) => met === 'no'));
}

/** More than any card shows: a proposal may have moved down between showing and clicking. */
const mostProposals = 20;

/**
 * The product that this buyer takes: the one asked for, if the offer offers it to this order, else the first. Nobody gets a
 * discount on what was never offered.
 * @returns null when there is none (any more); undefined when the offer is not about a product of its own
 */
export function pickedItem(
  offers: ShopOffers,
  live: LiveOffer,
  arm: LiveArm,
  order: Pick<KnownOrder, 'facts'>,
  variantId: string | undefined,
): OfferItem | null | undefined {
  const { source } = arm;
  if (source.by === 'none' || source.by === 'order') return undefined;
  if (live.item) {
    const isAsked = variantId === undefined || variantId === live.item.variantId;
    return isAsked && live.item.isSellable ? live.item : null;
  }
  const asked: ItemsAsked = {
    offers,
    lines: order.facts.lines,
    currency: offers.shop.currency,
    taken: [],
    ofOrder: [],
  };
  if (variantId === undefined) return itemsFor(arm, asked)[0] ?? null;
  const all = source.by === 'list' ? source.items : itemsFor(arm, asked, mostProposals);
  return all.find((item) => item.variantId === variantId && item.isSellable) ?? null;
}
