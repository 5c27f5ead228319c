export { type Conditions, conditionsOf, noConditions, ruleOf } from './conditions.ts';
export { countries } from './countries.ts';
export { deadlineAt } from './deadline.ts';
export { amountText, type Discount, type Item, parseAmount, parsePercent } from './discount.ts';
export {
  type Offer,
  type OfferKind,
  type OfferStatus,
  surfaces,
} from './offer.ts';
export { type CardItem, offerCard } from './offer-card.ts';
export { inputOf } from './offer-form.ts';
export { limits, type OfferInput, type Problems } from './offer-input.ts';
export { isComplete, type OfferTexts } from './offer-texts.ts';
export {
  acceptRequest,
  offerEventsRequest,
  offersRequest,
} from './page-requests.ts';
export { plainOffersRequest } from './plain-offers-request.ts';
export { type OfferContent, readOfferInput } from './read-offer-input.ts';
export type { Choice, QuestionType, Setup } from './setup.ts';
export { type TemplateName, templateInput, templateNames } from './templates.ts';
export { clockTimeOf, momentOf } from './zone-time.ts';
