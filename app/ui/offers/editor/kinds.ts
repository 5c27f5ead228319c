import {
  discountKinds,
  type OfferInput,
  type OfferKind,
  productKinds,
} from '../../../features/offers/index.ts';

type DiscountKind = OfferInput['discount']['kind'];

/** Kinds in the order in which a merchant is asked: those that sell first, those that listen and thank after them. */
export const kindOrder: readonly OfferKind[] = [
  'discount',
  'product',
  'add-to-order',
  'buy-again',
  'question',
  'vip',
  'referral',
  'review',
  'birthday',
  'parcel',
  'message',
];

/** Kinds whose products the merchant chooses; what is bought again is what was bought. */
export function hasChoice(kind: OfferKind): boolean {
  return productKinds.includes(kind) && kind !== 'buy-again';
}

/** Kinds that are about their discount; for the others it is a thank-you on top. */
export function isDiscountCore(kind: OfferKind): boolean {
  return productKinds.includes(kind) || kind === 'discount';
}

/** The discounts that this kind may come with, the usual ones first; empty = none at all. */
export function discountsOf(kind: OfferKind): readonly DiscountKind[] {
  if (!discountKinds.includes(kind)) return [];
  if (kind === 'discount') return ['percentage', 'amount', 'free-shipping', 'gift'];
  // Shopify's order edit knows no free shipping and no gift.
  if (kind === 'add-to-order') return ['percentage', 'amount', 'none'];
  return ['percentage', 'amount', 'free-shipping', 'gift', 'none'];
}

/** What must change beside the kind, so that the new one can be shown. */
export function changeOfKind(input: OfferInput, kind: OfferKind): Partial<OfferInput> {
  const allowed = discountsOf(kind);
  const first = isDiscountCore(kind) ? 'percentage' : 'none';
  const keeps = allowed.includes(input.discount.kind) && isDiscountCore(kind) === isDiscountCore(input.kind);
  const fallback = allowed.includes(first) ? first : 'none';
  return {
    kind,
    ...(!keeps && {
      discount: { kind: fallback, value: fallback === 'percentage' ? '10' : '', gift: null },
      deadlineHours: fallback === 'none' ? '' : input.deadlineHours || '72',
    }),
    ...(kind === 'question' && {
      question: input.question ?? {
        type: 'one',
        optionIds: ['o1', 'o2'],
        hasOther: false,
        isShuffled: false,
        max: '5',
      },
    }),
    ...(kind === 'vip' && { vip: input.vip ?? { isDoubleOptIn: false } }),
    ...(kind === 'parcel' && { surfaces: ['order-status'] }),
    ...(!['product', 'add-to-order'].includes(kind) && kind !== 'parcel'
      ? { surfaces: input.surfaces.filter((surface) => surface !== 'post-purchase') }
      : {}),
  };
}

/** An id for an option or an arm that none of these has; short, because it is part of what is stored and hashed. */
export function freshId(prefix: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) if (!taken.includes(`${prefix}${n}`)) return `${prefix}${n}`;
}
