import { conditionsOf, noConditions } from './conditions.ts';
import { amountText, type Offer, percentText } from './offer.ts';
import type { OfferInput } from './offer-input.ts';

/** An offer as it stands in the editor's fields. */
export function inputOf(offer: Offer, currency: string): OfferInput {
  const conditions = conditionsOf(offer.rule) ?? noConditions;
  return {
    name: offer.name,
    kind: offer.kind,
    isActive: offer.status === 'active',
    surfaces: [...offer.surfaces],
    product: offer.product,
    discount: {
      kind: offer.discount.kind,
      value:
        offer.discount.kind === 'percentage'
          ? percentText(offer.discount.basisPoints)
          : offer.discount.kind === 'amount'
            ? amountText(offer.discount.minor, currency)
            : '',
    },
    deadlineHours: offer.deadlineHours === null ? '' : String(offer.deadlineHours),
    texts: offer.texts,
    conditions: {
      minTotal: conditions.minTotal === null ? '' : amountText(conditions.minTotal, currency),
      boughtProductIds: [...conditions.boughtProductIds],
      isFirstOrderOnly: conditions.isFirstOrderOnly,
      countries: [...conditions.countries],
      startsAt: conditions.startsAt,
      endsAt: conditions.endsAt,
    },
  };
}

/** What a new offer starts with: a template that is complete but for the merchant's own choices. */
export type TemplateName = 'next-order' | 'complement' | 'first-order';

/**
 * A ready-made offer. `words` are the template's texts by language, from the locale files.
 * A complement still needs its product.
 */
export function templateInput(template: TemplateName, name: string, words: OfferInput['texts']): OfferInput {
  const base: OfferInput = {
    name,
    kind: 'discount',
    isActive: true,
    surfaces: ['thank-you', 'order-status'],
    product: null,
    discount: { kind: 'percentage', value: '10' },
    deadlineHours: '72',
    texts: words,
    conditions: {
      minTotal: '',
      boughtProductIds: [],
      isFirstOrderOnly: false,
      countries: [],
      startsAt: null,
      endsAt: null,
    },
  };
  if (template === 'complement') {
    return { ...base, kind: 'product', deadlineHours: '24', discount: { kind: 'percentage', value: '15' } };
  }
  if (template === 'first-order') {
    return {
      ...base,
      discount: { kind: 'percentage', value: '15' },
      deadlineHours: '336',
      conditions: { ...base.conditions, isFirstOrderOnly: true },
    };
  }
  return base;
}
