import { amountText, type Discount, percentText } from './discount.ts';
import type { Offer } from './offer.ts';
import type { OfferInput } from './offer-input.ts';
import { FIRST_ARM, setupDefaults } from './setup.ts';

/** An offer as it stands in the editor's fields. */
export function inputOf(offer: Offer, currency: string): OfferInput {
  const { setup } = offer;
  const typed = (value: number | null | undefined) => (value == null ? '' : String(value));
  return {
    name: offer.name,
    kind: offer.kind,
    isActive: offer.status === 'active',
    surfaces: [...offer.surfaces],
    moments: [...offer.moments],
    fromDays: offer.fromDays && { days: String(offer.fromDays.days), after: offer.fromDays.after },
    choice: setup.choice ?? null,
    show: `${setup.show ?? setupDefaults.show}`,
    discount: discountInput(offer.discount, currency),
    deadlineHours: typed(offer.deadlineHours),
    startsAt: offer.startsAt,
    endsAt: offer.endsAt,
    caps: { total: typed(setup.caps?.total), perPerson: typed(setup.caps?.perPerson) },
    combines: setup.combines ?? { ...setupDefaults.combines },
    minimum: setup.minimum === undefined ? '' : amountText(BigInt(setup.minimum), currency),
    isBound: setup.isBound ?? false,
    payWithinHours: typed(setup.payWithinHours),
    question: setup.question
      ? {
          type: setup.question.type,
          optionIds: setup.question.options.map(({ id }) => id),
          hasOther: setup.question.hasOther,
          isShuffled: setup.question.isShuffled,
          max: typed(setup.question.max),
        }
      : null,
    vip: setup.vip ?? null,
    link: setup.link ?? '',
    pictureId: offer.pictureId,
    texts: offer.texts,
    rule: offer.rule,
    test: setup.arms
      ? {
          armWeight: typed(setup.armWeight ?? setupDefaults.armWeight),
          ...(setup.isAutoTake && { isAutoTake: true }),
          arms: setup.arms
            .filter(({ id }) => id !== FIRST_ARM)
            .map((arm) => ({
              id: arm.id,
              name: arm.name,
              weight: String(arm.weight),
              texts: arm.texts ?? {},
              discount: arm.discount ? discountInput(arm.discount, currency) : null,
              choice: arm.choice ?? null,
              ...(arm.pictureId !== undefined && { pictureId: arm.pictureId }),
            })),
        }
      : null,
    holdOutPercent: typed(setup.holdOutPercent ?? 0),
  };
}

function discountInput(discount: Discount, currency: string): OfferInput['discount'] {
  switch (discount.kind) {
    case 'percentage':
      return { kind: 'percentage', value: percentText(discount.basisPoints), gift: null };
    case 'amount':
      return { kind: 'amount', value: amountText(discount.minor, currency), gift: null };
    case 'gift':
      return {
        kind: 'gift',
        value: '',
        gift: { productId: discount.productId, variantId: discount.variantId },
      };
    default:
      return { kind: discount.kind, value: '', gift: null };
  }
}

/** The fields of an offer that says nothing yet: a discount on the next order, for every order, on both pages. */
export function emptyInput(): OfferInput {
  return {
    name: '',
    kind: 'discount',
    isActive: true,
    surfaces: ['thank-you', 'order-status'],
    moments: [],
    fromDays: null,
    choice: null,
    show: '1',
    discount: { kind: 'percentage', value: '10', gift: null },
    deadlineHours: '72',
    startsAt: null,
    endsAt: null,
    caps: { total: '', perPerson: '' },
    combines: { ...setupDefaults.combines },
    minimum: '',
    isBound: false,
    payWithinHours: '',
    question: null,
    vip: null,
    link: '',
    pictureId: null,
    texts: {},
    rule: { kind: 'all', rules: [] },
    test: null,
    holdOutPercent: String(setupDefaults.holdOutPercent),
  };
}
