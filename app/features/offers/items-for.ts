import type { FactLine } from '@reprise/rules';
import { propose } from '../complements/index.server.ts';
import type { LiveArm, OfferItem, ShopOffers } from './live-offer.ts';
import { itemOf } from './load-shop-offers.server.ts';
import type { DetailProduct } from './order-details.ts';
import { setupDefaults } from './setup.ts';

/** What decides which products of an offer stand on a card. */
export interface ItemsAsked {
  offers: ShopOffers;
  lines: readonly FactLine[];
  /** of the order */
  currency: string;
  /** products that cards above show already */
  taken: readonly string[];
  /** the order's own products, as they are now */
  ofOrder: readonly DetailProduct[];
}

/** So many lines of an order can be bought again from one card. */
const mostAgain = 20;

/**
 * The products of an offer's card, best first: none that was just bought (unless it is bought again and again), none that is sold
 * out, none that stands on the page already, each once.
 * @param show how many at most; the offer's own number when not given
 */
export function itemsFor(
  arm: LiveArm,
  asked: ItemsAsked,
  show: number = arm.offer.setup.show ?? setupDefaults.show,
): readonly OfferItem[] {
  const { source } = arm;
  switch (source.by) {
    case 'none':
      return [];
    case 'list': {
      const picked: OfferItem[] = [];
      for (const item of source.items) {
        if (picked.length >= show) break;
        if (!item.isSellable || asked.taken.includes(item.productId)) continue;
        if (!item.isRepeatable && isBought(asked.lines, item.productId)) continue;
        if (picked.some(({ productId }) => productId === item.productId)) continue;
        picked.push(item);
      }
      return picked;
    }
    case 'complements':
      return complementsFor(asked, show);
    case 'order':
      return boughtBefore(asked);
  }
}

function isBought(lines: readonly FactLine[], productId: string): boolean {
  for (const line of lines) if (line.productId === productId) return true;
  return false;
}

function complementsFor({ offers, lines, currency, taken }: ItemsAsked, show: number): OfferItem[] {
  if (!offers.complements) return [];
  const proposals = propose(offers.complements, {
    boughtProductIds: lines.map((line) => line.productId),
    limit: show + taken.length,
    currency,
  });
  return proposals
    .filter(({ productId }) => !taken.includes(productId))
    .slice(0, show)
    .map(({ because: _because, ...item }) => ({
      ...item,
      isSellable: true,
      isRepeatable: false,
      stock: null,
    }));
}

/** The lines of the order that can be bought now, with how many were bought. */
function boughtBefore({ offers, lines, ofOrder, taken }: ItemsAsked): (OfferItem & { quantity: number })[] {
  const found: (OfferItem & { quantity: number })[] = [];
  for (const line of lines) {
    const row = ofOrder.find(({ variant }) => variant.id === line.variantId);
    const item = row && itemOf(row, offers.shop.currency);
    if (!item?.isSellable || item.price.minor <= 0n || taken.includes(item.productId)) continue;
    const known = found.find(({ variantId }) => variantId === item.variantId);
    if (known) known.quantity += line.quantity;
    else if (found.length < mostAgain && line.quantity > 0) found.push({ ...item, quantity: line.quantity });
  }
  return found;
}
