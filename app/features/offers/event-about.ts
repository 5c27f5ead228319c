import type { Offer } from './offer.ts';
import { FIRST_ARM } from './setup.ts';

/** The variant as the page says, if the offer has it; what a page makes up counts as none. */
export function armOn(offer: Pick<Offer, 'setup'>, arm: string | undefined): string {
  const { arms = [] } = offer.setup;
  if (!arm || arms.length === 0) return '';
  return arm === FIRST_ARM || arms.some(({ id }) => id === arm) ? arm : '';
}

/** The product that an event is about: one of those chosen by hand, or of any other choice the one that the page names. */
export function productOn(
  offer: Pick<Offer, 'setup' | 'product'>,
  productId: string | undefined,
): string | null {
  const own = offer.product?.productId ?? null;
  const { choice, arms = [] } = offer.setup;
  if (productId === undefined) return own;
  const choices = [choice, ...arms.map((arm) => arm.choice)].filter((each) => each !== undefined);
  if (choices.some((each) => each.by !== 'hand')) return productId;
  const isListed = choices.some(
    (each) => each.by === 'hand' && each.items.some((item) => item.productId === productId),
  );
  return isListed ? productId : own;
}
