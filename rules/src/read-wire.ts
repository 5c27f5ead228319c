import type {
  AcceptedOffer,
  AcceptResponse,
  OfferCard,
  OfferDiscount,
  OfferProduct,
  OffersResponse,
  ReferralCard,
  WireMoney,
} from './wire.ts';

// What an answer may be trusted for. A card that lacks what it needs is left out whole, never shown half.

type Bag = { readonly [key: string]: unknown };

function bag(value: unknown): Bag | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Only web addresses: what comes from the network never becomes a `javascript:` link. */
function webUrl(value: unknown): string | null {
  return typeof value === 'string' && /^https?:\/\/[^\s]+$/i.test(value) ? value : null;
}

function time(value: unknown): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null;
}

/** Money as it travels, or null if it is not. */
export function readMoney(value: unknown): WireMoney | null {
  const found = bag(value);
  if (!found) return null;
  const { amount, currency } = found;
  if (typeof amount !== 'string' || !/^-?\d{1,15}(\.\d{1,6})?$/.test(amount)) return null;
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return null;
  return { amount, currency };
}

function readProduct(value: unknown): OfferProduct | null {
  const found = bag(value);
  if (!found) return null;
  const price = readMoney(found.price);
  const discountedPrice = readMoney(found.discountedPrice) ?? price;
  const title = text(found.title);
  if (!price || !discountedPrice || !title) return null;
  return {
    productId: text(found.productId),
    variantId: text(found.variantId),
    title,
    variantTitle: textOrNull(found.variantTitle),
    imageUrl: webUrl(found.imageUrl),
    price,
    discountedPrice,
  };
}

function readDiscount(value: unknown): OfferDiscount {
  const found = bag(value);
  const kind = found?.kind;
  if (kind !== 'percentage' && kind !== 'amount') return { kind: 'none', value: '0', label: '' };
  return { kind, value: text(found?.value), label: text(found?.label) };
}

function readAccepted(value: unknown): AcceptedOffer | null {
  const found = bag(value);
  const url = webUrl(found?.url);
  if (!found || !url) return null;
  return { code: text(found.code), url, deadlineAt: time(found.deadlineAt) };
}

/** A card that can be shown, or null: a card that lacks what it needs is left out whole. */
export function readOfferCard(value: unknown): OfferCard | null {
  const found = bag(value);
  if (!found) return null;
  const { id, kind } = found;
  if (typeof id !== 'string' || id === '') return null;
  if (kind !== 'product' && kind !== 'discount') return null;
  const product = readProduct(found.product);
  if (kind === 'product' && !product) return null;
  const title = text(found.title);
  const button = text(found.button);
  if (!title || !button) return null;
  return {
    id,
    kind,
    title,
    text: text(found.text),
    button,
    product,
    discount: readDiscount(found.discount),
    deadlineAt: time(found.deadlineAt),
    accepted: readAccepted(found.accepted),
    smallPrint: textOrNull(found.smallPrint),
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

/** The answer to an offers request, cleaned; null when it is not one at all. */
export function readOffersResponse(value: unknown): OffersResponse | null {
  const found = bag(value);
  if (!found || !Array.isArray(found.offers)) return null;
  const offers: OfferCard[] = [];
  for (const each of found.offers) {
    const card = readOfferCard(each);
    if (card && !offers.some((known) => known.id === card.id)) offers.push(card);
  }
  return {
    decisionId: text(found.decisionId),
    offers,
    referral: readReferralCard(found.referral),
    serverTime: time(found.serverTime) ?? '',
  };
}

/** The answer to an accept; whatever is not understood counts as `unavailable`. */
export function readAcceptResponse(value: unknown): AcceptResponse {
  const found = bag(value);
  if (found?.kind === 'accepted') {
    const accepted = readAccepted(found);
    if (accepted) return { kind: 'accepted', ...accepted };
  }
  if (found?.kind === 'gone') return { kind: 'gone', message: text(found.message) };
  return { kind: 'unavailable' };
}
