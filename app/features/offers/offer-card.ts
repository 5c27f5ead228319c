import {
  fillText,
  type OfferCard,
  type OfferProduct,
  type QuestionCard,
  type TextVariable,
} from '@reprise/rules';
import { formatMoney, type Money, moneyAmount } from '../../kit/money.ts';
import { amountText, type Discount, discountOn, type Item, percentText } from './discount.ts';
import { type Offer, productKinds } from './offer.ts';
import { type OfferTexts, pickTexts, textNeeds } from './offer-texts.ts';

/** Words of the app itself (`checkout:offers.…`), in the language of the card. */
export type Translate = (key: string, params?: Record<string, string | number>) => string;

/** A product as a card shows it; the price is the shop's own. */
export interface CardItem extends Item {
  title: string;
  variantTitle: string | null;
  imageUrl: string | null;
  price: Money;
  /** buy-again: how many were bought */
  quantity?: number;
  /** people buy it again and again: it may be offered to who has just bought it */
  isRepeatable?: boolean;
}

/** What a card is made of beside its offer. */
export interface CardParts {
  /** variant of a running test */
  arm?: string;
  /** the products on it, the first one large; left out when they depend on the order (`withItems` adds them) */
  items?: readonly CardItem[];
  giftTitle?: string | null;
  pictureUrl?: string | null;
}

export interface CardShop {
  name: string;
  currency: string;
  locale: string;
}

/** The id of "Other" among a question's options. */
const otherId = 'other';

/** What the order knows and the offer does not; filled in when a page asks. */
const ofTheOrder: readonly TextVariable[] = ['first name', 'deadline', 'order'];

/**
 * The card as a shopper sees it, as far as it is the same for every order: what only the order knows (a deadline, its products, a
 * parcel) is added when a page asks. The editor's preview and the metafield are made by this function too.
 * @returns null when it cannot be shown whole: no words in any language
 */
export function offerCard(
  offer: Pick<Offer, 'id' | 'kind' | 'texts' | 'discount' | 'setup'>,
  parts: CardParts,
  shop: CardShop,
  locale: string,
  text: (locale: string) => Translate,
): OfferCard | null {
  const words = pickTexts(offer.texts, locale, shop.locale, textNeeds(offer));
  if (!words) return null;
  // Badge and small print follow the merchant's words, so that one card speaks one language.
  const cardLocale = safeLocale(
    words.locale === locale.split(/[-_]/)[0]?.toLowerCase() ? locale : words.locale,
  );
  const t = text(cardLocale);
  const { texts } = words;
  const terms = { discount: offer.discount, giftTitle: parts.giftTitle ?? null };
  const isOpen = productKinds.includes(offer.kind) && parts.items === undefined;
  const fill = (line: string) =>
    fillText(
      line,
      {
        shop: shop.name,
        discount: discountName(terms, shop.currency, cardLocale, t),
        product: parts.items?.[0]?.title ?? null,
      },
      isOpen ? [...ofTheOrder, 'product'] : ofTheOrder,
    );
  const card: OfferCard = {
    id: offer.id,
    kind: offer.kind,
    ...(parts.arm && { arm: parts.arm }),
    title: fill(texts.title),
    text: fill(texts.text),
    button: fill(texts.button),
    ...(parts.pictureUrl && { picture: { url: parts.pictureUrl, alt: texts.alt ?? '' } }),
    discount: {
      kind: offer.discount.kind,
      value: discountValue(offer.discount, shop.currency),
      label: discountLabel(terms, shop.currency, cardLocale, t),
    },
    ...ownPart(offer, texts, t),
    smallPrint: texts.smallPrint
      ? fill(texts.smallPrint)
      : smallPrint(offer, terms.giftTitle, shop.currency, cardLocale, t),
  };
  return parts.items ? withItems(card, parts.items, offer.discount) : card;
}

/** What some kinds have that others do not. */
function ownPart(
  { kind, setup }: Pick<Offer, 'kind' | 'setup'>,
  texts: OfferTexts,
  t: Translate,
): Partial<OfferCard> {
  switch (kind) {
    case 'question':
      return { question: setup.question ? questionCard(setup.question, texts, t) : null };
    case 'vip':
      return {
        vip: {
          consent: texts.consent ?? '',
          needsEmail: true,
          isDoubleOptIn: setup.vip?.isDoubleOptIn ?? false,
        },
      };
    case 'birthday':
      return { birthday: { consent: texts.consent ?? '' } };
    case 'message':
      return { link: setup.link ?? null };
    default:
      return {};
  }
}

function questionCard(
  question: NonNullable<Offer['setup']['question']>,
  texts: OfferTexts,
  t: Translate,
): QuestionCard {
  const { type, hasOther, max = 5 } = question;
  const ends = { low: texts.scaleLow ?? '', high: texts.scaleHigh ?? '' };
  return {
    type,
    options: [
      ...question.options.map(({ id }) => ({ id, label: texts.options?.[id] ?? '' })),
      ...(hasOther ? [{ id: otherId, label: t('checkout:question.otherOption') }] : []),
    ],
    otherId: hasOther ? otherId : null,
    scale: type === 'nps' ? { min: 0, max: 10, ...ends } : type === 'scale' ? { min: 1, max, ...ends } : null,
    thanks: texts.thanks?.trim() || t('checkout:question.thanks'),
  };
}

/** The card with its products; the first stands large, the shopper picks one. */
export function withItems(card: OfferCard, items: readonly CardItem[], discount: Discount): OfferCard {
  const [first, ...others] = items.map((item) => productOf(item, discount));
  return {
    ...card,
    product: first ?? null,
    ...(others.length > 0 && { moreProducts: others }),
  };
}

function productOf(item: CardItem, discount: Discount): OfferProduct {
  const { currency } = item.price;
  const off = discountOn(item.price, discount);
  return {
    productId: item.productId,
    variantId: item.variantId,
    title: item.title,
    variantTitle: item.variantTitle,
    imageUrl: item.imageUrl,
    price: { amount: moneyAmount(item.price), currency },
    discountedPrice: { amount: moneyAmount({ minor: item.price.minor - off.minor, currency }), currency },
    ...(item.quantity !== undefined && { quantity: item.quantity }),
    ...(item.isRepeatable && { isRepeatable: true }),
  };
}

interface Terms {
  discount: Discount;
  giftTitle: string | null;
}

/** What the badge says: "15 % Rabatt". */
export function discountLabel(
  { discount, giftTitle }: Terms,
  currency: string,
  locale: string,
  t: Translate,
): string {
  switch (discount.kind) {
    case 'percentage': {
      const value = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(
        discount.basisPoints / 100,
      );
      return t('checkout:offers.percentOff', { value });
    }
    case 'amount':
      return t('checkout:offers.amountOff', {
        value: formatMoney({ minor: discount.minor, currency }, locale),
      });
    case 'free-shipping':
      return t('checkout:offers.freeShipping');
    case 'gift':
      return giftTitle ? t('checkout:offers.giftNamed', { product: giftTitle }) : t('checkout:offers.gift');
    case 'none':
      return '';
  }
}

/** What `{discount}` stands for in a sentence: "15 %", "5,00 €", "free shipping". */
function discountName(
  { discount, giftTitle }: Terms,
  currency: string,
  locale: string,
  t: Translate,
): string {
  switch (discount.kind) {
    case 'percentage':
      return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
        discount.basisPoints / 10_000,
      );
    case 'amount':
      return formatMoney({ minor: discount.minor, currency }, locale).replace(/[.,]00(?!\d)/, '');
    case 'free-shipping':
      return t('checkout:offers.freeShippingInText');
    case 'gift':
      return giftTitle ?? t('checkout:offers.gift');
    case 'none':
      return '';
  }
}

function discountValue(discount: Discount, currency: string): string {
  if (discount.kind === 'percentage') return percentText(discount.basisPoints);
  return discount.kind === 'amount' ? amountText(discount.minor, currency) : '0';
}

/** What a shopper must know before clicking, where the merchant has not said it. */
function smallPrint(
  { kind, discount, setup }: Pick<Offer, 'kind' | 'discount' | 'setup'>,
  giftTitle: string | null,
  currency: string,
  locale: string,
  t: Translate,
): string | null {
  const parts: string[] = [];
  if (kind === 'product' || kind === 'buy-again') parts.push(t('checkout:offers.smallPrint.product'));
  else if (discount.kind !== 'none' && kind !== 'add-to-order') {
    parts.push(t('checkout:offers.smallPrint.discount'));
  }
  // Shopify takes the price off what is in the cart; it puts nothing into it.
  if (discount.kind === 'gift') {
    const product = giftTitle ?? t('checkout:offers.gift');
    parts.push(t('checkout:offers.smallPrint.gift', { product }));
  }
  if (setup.minimum && discount.kind !== 'none') {
    const value = formatMoney({ minor: BigInt(setup.minimum), currency }, locale);
    parts.push(t('checkout:offers.smallPrint.minimum', { value }));
  }
  return parts.length > 0 ? parts.join(' ') : null;
}

/** A locale that `Intl` takes, whatever came in. */
export function safeLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}
