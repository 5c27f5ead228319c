export type { Conditions } from './conditions.ts';
export { countries } from './countries.ts';
export { deadlineAt } from './deadline.ts';
export {
  type Discount,
  isComplete,
  type Offer,
  type OfferKind,
  type OfferStatus,
  type OfferTexts,
  parseAmount,
  parsePercent,
  surfaces,
} from './offer.ts';
export { type CardItem, offerCard } from './offer-card.ts';
export { inputOf, type TemplateName, templateInput } from './offer-form.ts';
export {
  limits,
  type OfferContent,
  type OfferInput,
  type Problems,
  readOfferInput,
} from './offer-input.ts';
export {
  acceptRequest,
  offerEventsRequest,
  offersRequest,
} from './page-requests.ts';
export { clockTimeOf, momentOf } from './zone-time.ts';
