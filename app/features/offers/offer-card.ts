import type { OfferCard } from '@reprise/rules';
import { formatMoney, moneyAmount } from '../../kit/money.ts';
import { amountText, type Discount, discountOn, percentText } from './discount.ts';
import type { Offer } from './offer.ts';
import { pickTexts, textNeeds } from './offer-texts.ts';

/** Words of the app itself (`checkout:offers.…`), in the language of the card. */
type Translate = (key: string, params?: Record<string, string | number>) => string;

/** A product as the card shows it; the price is the shop's own. */
export interface CardItem {
  title: string;
  variantTitle: string | null;
  imageUrl: string | null;
  price: { minor: bigint; currency: string };
}

/** What the badge says: "15 % Rabatt". */
export function discountLabel(discount: Discount, currency: string, locale: string, t: Translate): string {
  if (discount.kind === 'percentage') {
    const value = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(
      discount.basisPoints / 100,
    );
    return t('checkout:offers.percentOff', { value });
  }
  if (discount.kind !== 'amount') return '';
  return t('checkout:offers.amountOff', { value: formatMoney({ minor: discount.minor, currency }, locale) });
}

/**
 * The card as a shopper sees it; the preview in the editor is made by this function too.
 * @returns null when it cannot be shown whole: no words in any language, or a product without a price
 */
export function offerCard(
  offer: Pick<Offer, 'id' | 'kind' | 'texts' | 'discount' | 'product' | 'setup'>,
  item: CardItem | null,
  shop: { currency: string; locale: string },
  locale: string,
  text: (locale: string) => Translate,
): OfferCard | null {
  const words = pickTexts(offer.texts, locale, shop.locale, textNeeds(offer));
  if (!words) return null;
  // Badge and small print follow the merchant's words, so that one card speaks one language.
  const cardLocale = words.locale === locale.split(/[-_]/)[0]?.toLowerCase() ? locale : words.locale;
  const t = text(cardLocale);
  const base = {
    id: offer.id,
    title: words.texts.title,
    text: words.texts.text,
    button: words.texts.button,
    discount: {
      kind: offer.discount.kind,
      value: discountValue(offer.discount, shop.currency),
      label: discountLabel(offer.discount, shop.currency, safeLocale(cardLocale), t),
    },
  };
  if (offer.kind === 'discount') {
    return { ...base, kind: 'discount', smallPrint: t('checkout:offers.smallPrint.discount') };
  }
  if (offer.kind !== 'product' || !item || !offer.product) return null;
  const { currency } = item.price;
  const off = discountOn(item.price, offer.discount);
  return {
    ...base,
    kind: 'product',
    product: {
      productId: offer.product.productId,
      variantId: offer.product.variantId,
      title: item.title,
      variantTitle: item.variantTitle,
      imageUrl: item.imageUrl,
      price: { amount: moneyAmount(item.price), currency },
      discountedPrice: { amount: moneyAmount({ minor: item.price.minor - off.minor, currency }), currency },
    },
    smallPrint: t('checkout:offers.smallPrint.product'),
  };
}

function discountValue(discount: Discount, currency: string): string {
  if (discount.kind === 'percentage') return percentText(discount.basisPoints);
  return discount.kind === 'amount' ? amountText(discount.minor, currency) : '0';
}

function safeLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}
