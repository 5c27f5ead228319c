import { moneyAmount } from '../../kit/money.ts';
import type { Context } from '../../platform/context.ts';
import {
  choosePurchaseOffers,
  findPurchaseOffer,
  type OfferDesk,
  type Purchase,
  type PurchaseOffer,
} from '../offers/index.server.ts';
import { readVisit, recordVisit, type VisitOffer, writeVisitOffer } from './visits.repo.server.ts';

/** Shopify allows no more on one purchase. */
export const acceptedAtMost = 3;
/** One after another, and a lower-priced one after a no: more would be a gauntlet. */
const shownAtMost = 4;

export interface PageOffer {
  offerId: string;
  title: string;
  text: string;
  button: string;
  productTitle: string;
  imageUrl: string | null;
  badge: string;
  price: { amount: string; currency: string };
  discounted: { amount: string; currency: string };
  changes: Change[];
}
export interface Change {
  type: 'add_variant';
  variantId: number;
  quantity: number;
  discount?: { value: number; valueType: 'percentage' | 'fixed_amount'; title: string };
}

/** What Shopify is to change for an offer. Made from what is stored, here and when it is signed; never from what a page sends. */
function changesOf(offer: PurchaseOffer): Change[] {
  const { discount } = offer;
  return [
    {
      type: 'add_variant',
      variantId: Number(offer.variantId),
      quantity: 1,
      ...(discount && { discount: { ...discount, value: Number(discount.value) } }),
    },
  ];
}

function visitOffer(offer: PurchaseOffer, state: VisitOffer['state']): VisitOffer {
  return {
    state,
    productId: offer.productId,
    variantId: offer.variantId,
    discounted: String(offer.discounted.minor),
    discount: String(offer.price.minor - offer.discounted.minor),
  };
}

/**
 * `Checkout::PostPurchase::ShouldRender`: is there anything to show? Writes down that Shopify asked, also when there is not:
 * that is how the pages which Shopify never shows are counted.
 * @param paidCurrency what the buyer pays in; Shopify does not show the page in another than the shop's, and neither do we
 * @returns null when the app is not installed
 */
export async function openPage(
  desk: OfferDesk,
  ctx: Context,
  purchase: Purchase,
  paidCurrency: string,
): Promise<PageOffer[] | null> {
  const chosen =
    paidCurrency === ctx.shop.currency ? await choosePurchaseOffers(desk, purchase, shownAtMost) : [];
  if (chosen === null) return null;
  await recordVisit(ctx.db, ctx.shop.id, {
    referenceId: purchase.referenceId,
    isShown: chosen.length > 0,
    offers: Object.fromEntries(chosen.map((offer) => [offer.offerId, visitOffer(offer, 'shown')])),
    askedAt: ctx.clock.now(),
  });
  const wire = ({ minor, currency }: PurchaseOffer['price']) => ({
    amount: moneyAmount({ minor, currency }),
    currency,
  });
  return chosen.map((offer) => ({
    offerId: offer.offerId,
    title: offer.title,
    text: offer.text,
    button: offer.button,
    productTitle: offer.productTitle,
    imageUrl: offer.imageUrl,
    badge: offer.badge,
    price: wire(offer.price),
    discounted: wire(offer.discounted),
    changes: changesOf(offer),
  }));
}

export type SignOutcome =
  | { kind: 'sign'; changes: Change[] }
  /** ended, sold out, or never offered on this page */
  | { kind: 'gone' }
  | { kind: 'too-many' };

/**
 * May this offer be added to this purchase? Only what was shown on this very page, as it stands at this moment, and at most
 * three of them. The caller signs the changes.
 */
export async function acceptOnPage(
  desk: OfferDesk,
  ctx: Context,
  purchase: Purchase,
  offerId: string,
): Promise<SignOutcome> {
  const offer = await findPurchaseOffer(desk, purchase, offerId);
  return ctx.db.tx(async (tx) => {
    const visit = await readVisit(tx, ctx.shop.id, purchase.referenceId, 'lock');
    if (!offer || !visit?.offers[offerId]) return { kind: 'gone' };
    const taken = Object.entries(visit.offers).filter(
      ([id, { state }]) => id !== offerId && (state === 'signed' || state === 'accepted'),
    );
    if (taken.length >= acceptedAtMost) return { kind: 'too-many' };
    await writeVisitOffer(tx, ctx.shop.id, purchase.referenceId, offerId, visitOffer(offer, 'signed'));
    return { kind: 'sign', changes: changesOf(offer) };
  });
}

/** What the page tells afterwards: a no, or Shopify's answer to the changeset. The order has the last word (note-outcome). */
export async function recordStep(
  ctx: Context,
  referenceId: string,
  step: { offerId: string; result: 'accepted' | 'declined' | 'failed'; code?: string | undefined },
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const visit = await readVisit(tx, ctx.shop.id, referenceId, 'lock');
    const known = visit?.offers[step.offerId];
    if (!known || known.state === 'accepted') return;
    // A page cannot make an accept out of what was never signed.
    if (step.result === 'accepted' && known.state !== 'signed') return;
    await writeVisitOffer(tx, ctx.shop.id, referenceId, step.offerId, {
      ...known,
      state: step.result,
      ...(step.code !== undefined && { code: step.code }),
    });
  });
}
