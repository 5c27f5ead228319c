export { type AcceptOutcome, acceptOffer } from './accept-offer.server.ts';
export { askRule, type RuleSubject } from './ask-rule.server.ts';
export {
  activateOffer,
  archiveOffer,
  type ChangeOutcome,
  duplicateOffer,
  pauseOffer,
  restoreOffer,
} from './change-offer.server.ts';
export { type Caller, chooseOffers } from './choose-offers.server.ts';
export {
  choosePurchaseOffers,
  findPurchaseOffer,
  type Purchase,
  type PurchaseOffer,
} from './choose-post-purchase.server.ts';
export { countMatches, type MatchCount } from './count-matches.server.ts';
export { countOnOrder } from './count-on-order.server.ts';
export { createDefaultOffer, templateTexts } from './create-default-offer.server.ts';
export { explainOrder, ordersToTry } from './explain-order.server.ts';
export { forgetPromises } from './forget-promises.server.ts';
export { getOffer, type ListedOffer, listOffers, type OfferFigures } from './list-offers.server.ts';
export {
  acceptFromMessage,
  type MessageOffer,
  type OfferPage,
  offerForMessage,
  openOfferPage,
} from './message-offers.server.ts';
export {
  type AskReferralCard,
  type AskReviewCard,
  type OfferDesk,
  openOfferDesk,
  type ReferralQuestion,
} from './offer-desk.server.ts';
export {
  listRevisions,
  type OfferRevision,
  restoreRevision,
  undoLastChange,
} from './offer-history.server.ts';
export { offerTimeline } from './offer-timeline.server.ts';
export { offerHandlers } from './offers.handlers.server.ts';
export { getLimit, moveOffers, setLimit } from './order-offers.server.ts';
export { forgetPictures, maxPictureBytes, readPicture, savePicture } from './pictures.server.ts';
export { previewCards } from './preview-cards.server.ts';
export { createPublishHandlers } from './publish-offers.server.ts';
export { quoteOffer } from './quote-offer.server.ts';
export { recordOfferEvents } from './record-offer-events.server.ts';
export { catalogueProblemsOf } from './rule-catalogue-problems.server.ts';
export { namesOf } from './rule-lookups.server.ts';
export { findPasted, listRuleValues, type ValueOption, valueKinds } from './rule-values.server.ts';
export { type SaveOutcome, saveOffer } from './save-offer.server.ts';
export { takeTestWinner } from './take-test-winner.server.ts';
export { traitsIn, wantedTraits } from './wanted-traits.server.ts';
