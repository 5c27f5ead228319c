import {
  isPageDecidable,
  type OfferCard,
  type OfferKind,
  type PageOffer,
  type PageOffers,
  type ReferralCard,
} from '@reprise/rules';
import { addMs, hour } from '../../kit/span.ts';
import type { CardMaker } from './decide-page.ts';
import type { LiveArm, LiveOffer, ShopOffers } from './live-offer.ts';
import { offerCard, withItems } from './offer-card.ts';
import { isComplete, textNeeds } from './offer-texts.ts';
import { setupDefaults } from './setup.ts';

/** Shopify keeps JSON of up to 128 KB in a metafield; a little less, for what its own spelling adds. */
const maxBytes = 120_000;
/** How long a page may trust what lies beside it. It is written anew every two hours, so two writings may fail before it asks. */
const goodForMs = 5 * hour;

/** What a page is told beside the offers themselves. */
export interface PageParts {
  cards: CardMaker;
  version: number;
  /** the referral card by language, `pending`; null when the programme is off */
  referral: Readonly<Record<string, ReferralCard>> | null;
}

/** Kinds of which a page knows all there is to know. The others need what only the server has: a person, a price, a parcel. */
const decidableKinds: readonly OfferKind[] = [
  'product',
  'add-to-order',
  'discount',
  'question',
  'message',
  'referral',
];

/**
 * What a thank-you page needs to decide by itself, from the same offers that the server decides from. `page` when every offer of
 * that page can be decided from what the page knows; else it asks the server, and uses what it can decide to keep the right place.
 * Pure.
 */
export function compilePageOffers(offers: ShopOffers, now: Date, parts: PageParts): PageOffers {
  const { shop, limit } = offers;
  const here = offers.live
    .map(({ offer }) => offer)
    // What is sold out is written again when it is back.
    .filter(({ surfaces, item }) => surfaces.includes('thank-you') && item?.isSellable !== false);
  const isReferralPlaced = offers.referralOn.has('thank-you');
  const sure = here.filter((live) => isDecidable(live, parts));
  const isAll = sure.length === here.length;
  const base: PageOffers = {
    v: 1,
    version: parts.version,
    mode: here.length === 0 && (isReferralPlaced || !parts.referral) ? 'none' : isAll ? 'page' : 'ask',
    // What may come takes a place too: so many fewer are sure.
    limit: isAll ? limit : Math.max(0, limit - (here.length - sure.length)),
    outline: here.slice(0, limit).map(({ offer }) => offer.kind),
    shop: { currency: shop.currency, locale: shop.locale, timezone: shop.timezone },
    offers: sure.map((live) => pageOffer(live, offers, parts)),
    referral: isReferralPlaced ? null : parts.referral,
    goodUntil: '',
  };
  const goodUntil = addMs(now, goodForMs).toISOString();
  if (base.mode === 'none' || bytesOf(base) <= maxBytes) return { ...base, goodUntil };
  // Too much to lie beside a page: it asks, and knows at least what kinds may come.
  return { ...base, mode: 'ask', limit, offers: [], goodUntil };
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

function isDecidable({ offer, rule, arms }: LiveOffer, { referral }: PageParts): boolean {
  if (!decidableKinds.includes(offer.kind) || !isPageDecidable(rule)) return false;
  if (offer.setup.caps?.perPerson != null) return false;
  if (offer.kind === 'referral') return referral !== null;
  return arms.every(({ source }) => source.by === 'none' || source.by === 'list');
}

function pageOffer(live: LiveOffer, offers: ShopOffers, parts: PageParts): PageOffer {
  const { offer, test } = live;
  const isShuffled = offer.kind === 'question' && offer.setup.question?.isShuffled === true;
  return {
    id: live.id,
    surfaces: live.surfaces,
    rule: live.rule,
    product: live.product ?? null,
    startsAt: live.startsAt ?? null,
    endsAt: live.endsAt ?? null,
    holdOutPercent: live.holdOutPercent ?? 0,
    deadlineHours: offer.deadlineHours,
    ...(test && { arms: test.weights, salt: test.salt }),
    ...(live.isRepeatable && { isRepeatable: true }),
    ...(live.hasList && { show: offer.setup.show ?? setupDefaults.show }),
    ...(isShuffled && { isShuffled }),
    cards: Object.fromEntries(live.arms.map((arm) => [arm.id, cardsOf(live, arm, offers, parts)])),
  };
}

/** The card of an arm in every language that it can be shown in. */
function cardsOf(
  live: LiveOffer,
  arm: LiveArm,
  { shop }: ShopOffers,
  { cards, referral }: PageParts,
): Record<string, OfferCard> {
  const { source, offer } = arm;
  const items =
    source.by === 'list' ? source.items.filter(({ isSellable }) => isSellable || !live.hasList) : null;
  const found: Record<string, OfferCard> = {};
  for (const language of languagesOf(arm)) {
    const shell = offerCard(
      offer,
      {
        arm: arm.id,
        giftTitle: arm.gift?.title ?? null,
        pictureUrl: offer.pictureId === null ? null : cards.pictureUrl(offer.pictureId),
        ...(!live.hasList && items && { items: items.slice(0, 1) }),
      },
      shop,
      language,
      cards.text,
    );
    if (!shell) continue;
    const card = live.hasList && items ? withItems(shell, items, offer.discount) : shell;
    const link = offer.kind === 'referral' ? referralIn(referral, language) : null;
    if (offer.kind === 'referral' && !link) continue;
    found[language] = link ? { ...card, referral: link } : card;
  }
  return found;
}

function languagesOf({ offer }: LiveArm): string[] {
  const needs = textNeeds(offer);
  return Object.keys(offer.texts).filter((language) => isComplete(offer.texts[language], needs));
}

function referralIn(referral: PageParts['referral'], language: string): ReferralCard | null {
  if (!referral) return null;
  return referral[language] ?? referral[language.split('-')[0] ?? ''] ?? referral.en ?? null;
}
