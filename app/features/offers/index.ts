export { countries } from './countries.ts';
export { amountText, type Discount, type Item, parseAmount } from './discount.ts';
export {
  discountKinds,
  type Offer,
  type OfferKind,
  type OfferStatus,
  parcelStates,
  productKinds,
  surfaces,
} from './offer.ts';
export { emptyInput, inputOf } from './offer-form.ts';
export { limits, type OfferInput, type Problems } from './offer-input.ts';
export { isComplete, type OfferTexts, textNeeds } from './offer-texts.ts';
export {
  acceptRequest,
  offerEventsRequest,
  offersRequest,
} from './page-requests.ts';
export { plainOffersRequest } from './plain-offers-request.ts';
export { type OfferContent, readOfferInput } from './read-offer-input.ts';
export { namedIn } from './rule-names.ts';
export { type RuleNames, weekdayNames } from './rule-phrases.ts';
export { type ProblemContext, problemsOf, type RuleProblem } from './rule-problems.ts';
export { ruleLimits, ruleSchema } from './rule-schema.ts';
export { conditionPhrase, reasonText, sentenceOf } from './rule-sentence.ts';
export { type Choice, type QuestionType, questionTypes, type Setup } from './setup.ts';
export { type TemplateName, templateInput, templateNames } from './templates.ts';
export { clockTimeOf, momentOf } from './zone-time.ts';
