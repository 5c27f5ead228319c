import { choose } from '@reprise/rules';
import { type Money, moneyAmount } from '../../kit/money.ts';
import { discountOn, percentText } from './discount.ts';
import type { LiveOffer } from './live-offer.ts';
import type { Offer } from './offer.ts';
import { discountLabel } from './offer-card.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import { pickTexts, textNeeds } from './offer-texts.ts';

/** A purchase as the post-purchase page knows it, in the shop's currency. */
export interface Purchase {
  domain: string;
  referenceId: string;
  country: string | null;
  locale: string;
  total: Money;
  lines: { productId: string; variantId: string; quantity: number }[];
}

/** An offer that can be added to a purchase with one click, as the page shows it. */
export interface PurchaseOffer {
  offerId: string;
  productId: string;
  variantId: string;
  title: string;
  text: string;
  button: string;
  productTitle: string;
  imageUrl: string | null;
  badge: string;
  price: Money;
  discounted: Money;
  discount: { value: string; valueType: 'percentage' | 'fixed_amount'; title: string } | null;
}

/** Shopify takes variant ids as numbers on this page: what a double cannot hold exactly would be another product. */
const fitsNumber = (id: string) => Number.isSafeInteger(Number(id));

/**
 * The offers for the post-purchase page, in the merchant's order: products only, in stock, not just bought, with a discount that
 * a line can have. The same rules as everywhere decide.
 * @returns null when the app is not installed in the shop
 */
export async function choosePurchaseOffers(
  desk: OfferDesk,
  purchase: Purchase,
  limit: number,
): Promise<PurchaseOffer[] | null> {
  const offers = await desk.offers.get(purchase.domain);
  if (!offers) return null;
  if (purchase.total.currency !== offers.shop.currency) return [];
  const fitting = offers.live.filter(({ offer }) => isAddable(offer));
  const { chosen } = choose(
    fitting,
    {
      surface: 'post-purchase',
      subject: purchase.referenceId,
      total: purchase.total,
      lines: purchase.lines,
      locale: purchase.locale,
      country: purchase.country,
      soldOutVariantIds: offers.soldOut,
    },
    desk.app.clock.now().getTime(),
    { limit },
  );
  return chosen.flatMap(({ offer }) => {
    const card = purchaseOffer(desk, offer, purchase.locale, offers.shop);
    return card ? [card] : [];
  });
}

/** One of these offers as it stands at this moment, certain to be no older than the call; null when it is not offered (any more). */
export async function findPurchaseOffer(
  desk: OfferDesk,
  purchase: Purchase,
  offerId: string,
): Promise<PurchaseOffer | null> {
  const offers = await desk.offers.fresh(purchase.domain);
  const live = offers?.byId.get(offerId);
  if (!offers || !live || live.offer.status !== 'active' || !isAddable(live)) return null;
  if (live.product && offers.soldOut.has(live.product.variantId)) return null;
  return purchaseOffer(desk, live, purchase.locale, offers.shop);
}

function isAddable({ offer, item, product }: LiveOffer): boolean {
  return (
    (offer.kind === 'product' || offer.kind === 'add-to-order') &&
    offer.surfaces.includes('post-purchase') &&
    item !== null &&
    product != null &&
    fitsNumber(product.variantId) &&
    ['percentage', 'amount', 'none'].includes(offer.discount.kind)
  );
}

function purchaseOffer(
  desk: OfferDesk,
  { offer, item, product }: LiveOffer,
  locale: string,
  shop: { currency: string; locale: string },
): PurchaseOffer | null {
  const words = pickTexts(offer.texts, locale, shop.locale, textNeeds(offer));
  if (!words || !item || !product) return null;
  const off = discountOn(item.price, offer.discount);
  return {
    offerId: offer.id,
    productId: product.productId,
    variantId: product.variantId,
    title: words.texts.title,
    text: words.texts.text,
    button: words.texts.button,
    productTitle: item.variantTitle ? `${item.title}, ${item.variantTitle}` : item.title,
    imageUrl: item.imageUrl,
    badge: discountLabel(
      { discount: offer.discount, giftTitle: null },
      shop.currency,
      words.locale,
      desk.app.text(words.locale),
    ),
    price: item.price,
    discounted: { minor: item.price.minor - off.minor, currency: item.price.currency },
    discount: lineDiscount(offer, off),
  };
}

function lineDiscount(offer: Offer, off: Money): PurchaseOffer['discount'] {
  const title = offer.name;
  if (offer.discount.kind === 'percentage') {
    return { value: percentText(offer.discount.basisPoints), valueType: 'percentage', title };
  }
  return off.minor > 0n ? { value: moneyAmount(off), valueType: 'fixed_amount', title } : null;
}
