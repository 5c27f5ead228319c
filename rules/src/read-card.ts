import {
  type Bag,
  bag,
  eachOf,
  oneOf,
  readMoney,
  text,
  textOrNull,
  time,
  webUrl,
  whole,
} from './read-value.ts';
import {
  type AcceptedOffer,
  type AddedToOrder,
  OFFER_KINDS,
  type OfferCard,
  type OfferDiscount,
  type OfferKind,
  type OfferProduct,
  type ParcelCard,
  type QuestionCard,
  type ReferralCard,
  type VipCard,
} from './wire.ts';

// What a card may be trusted for. A card that lacks what its kind needs is left out whole, never shown half.

/** Products on a card of which the shopper picks one. */
const CARD_PRODUCTS = 3;
/** Most lines of an order that can be bought again from one card. */
const AGAIN_PRODUCTS = 20;
const MOST_OPTIONS = 50;
/** Steps of a scale that still fit on a phone. */
const MOST_STEPS = 11;

function readProduct(value: unknown): OfferProduct | null {
  const found = bag(value);
  if (!found) return null;
  const price = readMoney(found.price);
  const discountedPrice = readMoney(found.discountedPrice) ?? price;
  const title = text(found.title);
  if (!price || !discountedPrice || !title) return null;
  const quantity = whole(found.quantity, 1, 1_000_000);
  return {
    productId: text(found.productId),
    variantId: text(found.variantId),
    title,
    variantTitle: textOrNull(found.variantTitle),
    imageUrl: webUrl(found.imageUrl),
    price,
    discountedPrice,
    ...(quantity === null ? {} : { quantity }),
    ...(found.isRepeatable === true ? { isRepeatable: true } : {}),
  };
}

/** Each variant once: the shopper chooses by it. */
function readMoreProducts(value: unknown, first: OfferProduct, max: number): OfferProduct[] {
  const known = new Set([first.variantId]);
  return eachOf(value, readProduct)
    .filter(({ variantId }) => !known.has(variantId) && known.add(variantId))
    .slice(0, max);
}

function readDiscount(value: unknown): OfferDiscount {
  const found = bag(value);
  const kind = oneOf(found?.kind, ['percentage', 'amount', 'free-shipping', 'gift']);
  if (!kind) return { kind: 'none', value: '0', label: '' };
  return { kind, value: text(found?.value), label: text(found?.label) };
}

/** An accepted offer; null without an address to go to. */
export function readAccepted(value: unknown): AcceptedOffer | null {
  const found = bag(value);
  const url = webUrl(found?.url);
  if (!found || !url) return null;
  return { code: text(found.code), url, deadlineAt: time(found.deadlineAt) };
}

/** What was added and how it is paid; null when it cannot be paid from here. */
export function readAdded(value: unknown): AddedToOrder | null {
  const found = bag(value);
  const payUrl = webUrl(found?.payUrl);
  const due = readMoney(found?.due);
  const payBy = time(found?.payBy);
  return payUrl && due && payBy ? { payUrl, due, payBy } : null;
}

function readPicture(value: unknown): Pick<OfferCard, 'picture'> {
  const found = bag(value);
  const url = webUrl(found?.url);
  return url ? { picture: { url, alt: text(found?.alt) } } : {};
}

function readOptions(value: unknown): QuestionCard['options'] {
  const known = new Set<string>();
  return eachOf(value, (one) => {
    const found = bag(one);
    const id = text(found?.id);
    const label = text(found?.label);
    if (!id || !label || known.has(id)) return null;
    known.add(id);
    return { id, label };
  }).slice(0, MOST_OPTIONS);
}

function readQuestion(value: unknown): QuestionCard | null {
  const found = bag(value);
  const type = oneOf(found?.type, ['one', 'several', 'scale', 'nps', 'text', 'source']);
  if (!found || !type) return null;
  const options = readOptions(found.options);
  const otherId = textOrNull(found.otherId);
  const thanks = text(found.thanks);
  if (type === 'scale' || type === 'nps') {
    const ends = bag(found.scale);
    const min = whole(ends?.min, 0, 100);
    const max = whole(ends?.max, 1, 100);
    if (!ends || min === null || max === null || max <= min || max - min >= MOST_STEPS) return null;
    return { type, options: [], scale: { min, max, low: text(ends.low), high: text(ends.high) }, thanks };
  }
  if (type === 'text') return { type, options: [], thanks };
  if (options.length < 2) return null;
  return { type, options, otherId: options.some(({ id }) => id === otherId) ? otherId : null, thanks };
}

function readVip(value: unknown): VipCard | null {
  const found = bag(value);
  const consent = text(found?.consent);
  if (!found || !consent) return null;
  return { consent, needsEmail: found.needsEmail === true, isDoubleOptIn: found.isDoubleOptIn === true };
}

function readReview(value: unknown): OfferCard['review'] {
  const found = bag(value);
  const url = webUrl(found?.url);
  const productTitle = text(found?.productTitle);
  return url && productTitle ? { url, productTitle, imageUrl: webUrl(found?.imageUrl) } : null;
}

const STEPS = ['placed', 'shipped', 'out-for-delivery', 'delivered'] as const;

function readParcel(value: unknown): ParcelCard | null {
  const found = bag(value);
  const state = oneOf(found?.state, [...STEPS, 'late']);
  if (!found || !state) return null;
  const steps = eachOf(found.steps, (one) => {
    const step = bag(one);
    const key = oneOf(step?.key, STEPS);
    return key && { key, at: time(step?.at) };
  });
  if (steps.length === 0) return null;
  return {
    state,
    steps,
    trackingUrl: webUrl(found.trackingUrl),
    carrier: textOrNull(found.carrier),
  };
}

/** A referral card that can be shown, or null. `ready` needs a link. */
export function readReferralCard(value: unknown): ReferralCard | null {
  const found = bag(value);
  if (!found) return null;
  const link = webUrl(found.link);
  const headline = text(found.headline);
  if (found.state === 'ready' ? !link || !headline : found.state !== 'pending') return null;
  return {
    state: found.state === 'ready' ? 'ready' : 'pending',
    link,
    code: textOrNull(found.code),
    headline,
    text: text(found.text),
    friendReward: text(found.friendReward),
    advocateReward: text(found.advocateReward),
    smallPrint: textOrNull(found.smallPrint),
  };
}

/** What a kind needs beside the words; null when it is not there. */
function readExtras(kind: OfferKind, found: Bag, mostProducts: number): Partial<OfferCard> | null {
  switch (kind) {
    case 'product':
    case 'add-to-order':
    case 'buy-again': {
      const product = readProduct(found.product);
      if (!product) return null;
      const max = kind === 'buy-again' ? AGAIN_PRODUCTS : mostProducts;
      const more = readMoreProducts(found.moreProducts, product, max - 1);
      return { product, ...(more.length > 0 ? { moreProducts: more } : {}) };
    }
    case 'question': {
      const question = readQuestion(found.question);
      return question && { question };
    }
    case 'vip': {
      const vip = readVip(found.vip);
      return vip && { vip };
    }
    case 'birthday': {
      const consent = text(bag(found.birthday)?.consent);
      return consent ? { birthday: { consent } } : null;
    }
    case 'review': {
      const review = readReview(found.review);
      return review ? { review } : null;
    }
    case 'referral': {
      const referral = readReferralCard(found.referral);
      return referral?.headline ? { referral } : null;
    }
    case 'parcel': {
      const parcel = readParcel(found.parcel);
      return parcel && { parcel };
    }
    case 'message':
      return { link: webUrl(found.link) };
    case 'discount':
      return { product: readProduct(found.product) };
  }
}

/** Kinds that stand on the page without a button of the merchant's. */
const BUTTONLESS: readonly OfferKind[] = ['referral', 'parcel', 'message'];

/**
 * A card that can be shown, or null: a card that lacks what it needs is left out whole.
 * @param mostProducts how many to choose from; more are left out
 */
export function readOfferCard(value: unknown, mostProducts = CARD_PRODUCTS): OfferCard | null {
  const found = bag(value);
  if (!found) return null;
  const id = text(found.id);
  const kind = oneOf(found.kind, OFFER_KINDS);
  const title = text(found.title);
  const button = text(found.button);
  if (!id || !kind || !title || (!button && !BUTTONLESS.includes(kind))) return null;
  const extras = readExtras(kind, found, mostProducts);
  if (!extras) return null;
  const arm = textOrNull(found.arm);
  return {
    id,
    kind,
    title,
    text: text(found.text),
    button,
    ...(arm === null ? {} : { arm }),
    ...readPicture(found.picture),
    ...extras,
    discount: readDiscount(found.discount),
    deadlineAt: time(found.deadlineAt),
    accepted: readAccepted(found.accepted),
    ...(found.added ? { added: readAdded(found.added) } : {}),
    smallPrint: textOrNull(found.smallPrint),
  };
}
