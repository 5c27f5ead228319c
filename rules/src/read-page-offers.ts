import { readOfferCard, readReferralCard } from './read-card.ts';
import { bag, eachOf, oneOf, text, textOrNull, time, whole } from './read-value.ts';
import {
  OFFER_KINDS,
  type OfferCard,
  type PageOffer,
  type PageOffers,
  type ReferralCard,
  type Surface,
} from './wire.ts';

/** As many as a merchant may put on a list. */
const LIST_PRODUCTS = 100;
const MOST_SHOWN = 3;
const SURFACES: readonly Surface[] = ['thank-you', 'order-status', 'post-purchase', 'message'];

function readCards(value: unknown): PageOffer['cards'] {
  const arms: Record<string, Record<string, OfferCard>> = {};
  for (const [arm, byLanguage] of Object.entries(bag(value) ?? {})) {
    const cards: Record<string, OfferCard> = {};
    for (const [language, each] of Object.entries(bag(byLanguage) ?? {})) {
      const card = readOfferCard(each, LIST_PRODUCTS);
      if (card) cards[language] = card;
    }
    if (Object.keys(cards).length > 0) arms[arm] = cards;
  }
  return arms;
}

function readReferrals(value: unknown): PageOffers['referral'] {
  const cards: Record<string, ReferralCard> = {};
  for (const [language, each] of Object.entries(bag(value) ?? {})) {
    const card = readReferralCard(each);
    if (card) cards[language] = card;
  }
  return Object.keys(cards).length > 0 ? cards : null;
}

function readArms(value: unknown): PageOffer['arms'] {
  return eachOf(value, (one) => {
    const found = bag(one);
    const id = textOrNull(found?.id);
    const weight = whole(found?.weight, 0, 1_000_000_000);
    return id === null || weight === null ? null : { id, weight };
  });
}

/** A limit that cannot be read would be none at all; then the offer is not shown. */
function readOffer(value: unknown): PageOffer | null {
  const found = bag(value);
  const id = text(found?.id);
  if (!found || !id) return null;
  const { startsAt = null, endsAt = null, holdOutPercent = 0, deadlineHours = null } = found;
  if (startsAt !== null && time(startsAt) === null) return null;
  if (endsAt !== null && time(endsAt) === null) return null;
  if (typeof holdOutPercent !== 'number' || !(holdOutPercent >= 0 && holdOutPercent <= 100)) return null;
  if (deadlineHours !== null && whole(deadlineHours, 1, 100_000) === null) return null;
  const product = bag(found.product);
  const productId = text(product?.productId);
  const variantId = text(product?.variantId);
  return {
    id,
    surfaces: eachOf(found.surfaces, (one) => oneOf(one, SURFACES)),
    // null is "every order"; a rule that is missing is not: the engine cannot read this one, and never shows the offer.
    rule: found.rule === undefined ? { kind: 'missing' } : found.rule,
    product: productId && variantId ? { productId, variantId } : null,
    startsAt: time(startsAt),
    endsAt: time(endsAt),
    holdOutPercent,
    deadlineHours: whole(deadlineHours, 1, 100_000),
    arms: readArms(found.arms),
    salt: text(found.salt),
    isRepeatable: found.isRepeatable === true,
    show: whole(found.show, 1, MOST_SHOWN) ?? undefined,
    isShuffled: found.isShuffled === true,
    cards: readCards(found.cards),
  };
}

/**
 * The value of the metafield (JSON text, or already parsed), cleaned; null when it is not one that this bundle understands:
 * then the page asks the server.
 */
export function readPageOffers(value: unknown): PageOffers | null {
  let given = value;
  if (typeof value === 'string') {
    try {
      given = JSON.parse(value);
    } catch {
      return null;
    }
  }
  const found = bag(given);
  const mode = oneOf(found?.mode, ['page', 'ask', 'none']);
  const goodUntil = time(found?.goodUntil);
  const limit = whole(found?.limit, 0, 100);
  if (found?.v !== 1 || !mode || !goodUntil || limit === null) return null;
  const shop = bag(found.shop);
  return {
    v: 1,
    version: typeof found.version === 'number' ? found.version : 0,
    mode,
    limit,
    outline: eachOf(found.outline, (one) => oneOf(one, OFFER_KINDS)),
    shop: { currency: text(shop?.currency), locale: text(shop?.locale), timezone: text(shop?.timezone) },
    offers: eachOf(found.offers, readOffer),
    referral: readReferrals(found.referral),
    goodUntil,
  };
}
