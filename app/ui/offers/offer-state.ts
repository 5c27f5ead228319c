import type { OfferStatus } from '../../features/offers/index.ts';

export type OfferState = 'active' | 'scheduled' | 'ended' | 'draft' | 'archived';

/** What an offer is at a moment: an active one may not have begun yet, or be over. Times are ISO UTC. */
export function offerState(
  offer: { status: OfferStatus; startsAt: string | null; endsAt: string | null },
  now: number,
): OfferState {
  if (offer.status !== 'active') return offer.status;
  if (offer.endsAt !== null && Date.parse(offer.endsAt) <= now) return 'ended';
  if (offer.startsAt !== null && Date.parse(offer.startsAt) > now) return 'scheduled';
  return 'active';
}
