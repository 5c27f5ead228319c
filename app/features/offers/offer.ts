import type { AcceptedOffer, OfferKind, ParcelState, Rule, Surface } from '@reprise/rules';
import type { Discount, Item } from './discount.ts';
import type { OfferTexts } from './offer-texts.ts';
import type { Setup } from './setup.ts';

export { OFFER_KINDS as offerKinds, type OfferKind } from '@reprise/rules';

/**
 * draft: not shown (never was, or switched off) · active: shown, from `startsAt` to `endsAt` · archived: kept for its figures
 * only. That it is scheduled or over follows from the times and the clock and is not stored.
 */
export type OfferStatus = 'draft' | 'active' | 'archived';

export const surfaces = [
  'thank-you',
  'order-status',
  'post-purchase',
  'message',
] as const satisfies readonly Surface[];

export const parcelStates = [
  'placed',
  'shipped',
  'out-for-delivery',
  'delivered',
] as const satisfies readonly ParcelState[];

/**
 * An offer: what is offered, to which orders, in which words, where and until when. Its rule is a tree of @reprise/rules. What
 * only some kinds need is in `setup`.
 */
export interface Offer {
  id: string;
  name: string;
  status: OfferStatus;
  kind: OfferKind;
  surfaces: Surface[];
  /** moments of the order-status page; empty = all */
  moments: ParcelState[];
  /** only from so many days after the order or the delivery; order-status page */
  fromDays: { days: number; after: 'ordered' | 'delivered' } | null;
  /** the first of a choice by hand: what the table knows without reading the setup */
  product: Item | null;
  discount: Discount;
  /** whole hours from the order; null = no deadline */
  deadlineHours: number | null;
  /** ISO UTC; null = at once */
  startsAt: string | null;
  /** ISO UTC, excluded; null = open */
  endsAt: string | null;
  texts: Record<string, OfferTexts>;
  rule: Rule;
  setup: Setup;
  pictureId: string | null;
  experimentId: string | null;
  position: number;
  version: number;
}

/** Kinds that offer products to buy. */
export const productKinds: readonly OfferKind[] = ['product', 'add-to-order', 'buy-again'];

/** Kinds that may come with a discount; a discount on its own is nothing but one. */
export const discountKinds: readonly OfferKind[] = [
  'product',
  'add-to-order',
  'buy-again',
  'discount',
  'vip',
  'question',
  'birthday',
];

/** Where a code leads: the cart with these in it, or (with nothing to put there) the shop with the code applied. */
export function acceptedUrl(
  storefrontUrl: string,
  code: string,
  lines: readonly { variantId: string; quantity: number }[],
): string {
  const base = storefrontUrl.replace(/\/+$/, '');
  const escaped = encodeURIComponent(code);
  if (lines.length === 0) {
    return code === '' ? base : `${base}/discount/${escaped}?redirect=/collections/all`;
  }
  const cart = `${base}/cart/${lines.map(({ variantId, quantity }) => `${variantId}:${quantity}`).join()}`;
  return code === '' ? cart : `${cart}?discount=${escaped}`;
}

/** What the page is told of an accepted offer. */
export function acceptedAnswer(grant: { code: string; url: string; deadlineAt: Date | null }): AcceptedOffer {
  return { code: grant.code, url: grant.url, deadlineAt: grant.deadlineAt?.toISOString() ?? null };
}
