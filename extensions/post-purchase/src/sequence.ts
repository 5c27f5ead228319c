import type { PageOffer } from './server.ts';

/** Shopify's own limit. */
const acceptedAtMost = 3;
/** Two noes in a row are an answer. */
const declinedAtMost = 2;

export interface Sequence {
  /** the offer to show now; null = the page is over */
  readonly current: PageOffer | null;
  accepted(): Sequence;
  declined(): Sequence;
  /** it cannot be had (any more): on to the next without counting */
  skipped(): Sequence;
}

/**
 * Which offer comes next. After a yes the next one in the merchant's order; after a no the next one that costs less than what was
 * declined (the downsell), and after two noes in a row nothing.
 */
export function sequence(offers: readonly PageOffer[], accepted = 0, declined = 0): Sequence {
  const isOver = accepted >= acceptedAtMost || declined >= declinedAtMost;
  const current = isOver ? null : (offers[0] ?? null);
  const rest = offers.slice(1);
  const price = (offer: PageOffer) => Number(offer.discounted.amount);
  return {
    current,
    accepted: () => sequence(rest, accepted + 1, 0),
    declined: () =>
      sequence(current ? rest.filter((offer) => price(offer) < price(current)) : [], accepted, declined + 1),
    skipped: () => sequence(rest, accepted, declined),
  };
}
