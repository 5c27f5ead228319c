import type { OfferCard } from '@reprise/rules';

/**
 * Of several questions one at a time: the next comes when this one is answered or closed.
 * @param ended cards that are answered or closed
 */
export function oneQuestion(offers: readonly OfferCard[], ended: readonly string[]): readonly OfferCard[] {
  const isWaiting = ({ id, kind, accepted }: OfferCard) =>
    kind === 'question' && !accepted && !ended.includes(id);
  const first = offers.find(isWaiting);
  return offers.filter((offer) => !isWaiting(offer) || offer === first);
}
