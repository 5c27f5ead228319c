import { armReminders, stopReminders } from '../features/checkouts/checkouts.jobs.ts';
import { noticeProductJob, recomputeComplementsJob } from '../features/complements/complements.jobs.ts';
import { noteFactJob, noteSegmentsJob, stopMarketingJob } from '../features/flows/flows.jobs.ts';
import { planThankYouJob } from '../features/messages/messages.jobs.ts';
import {
  preparePoolsJob,
  publishPage,
  readAgain,
  refreshComplements,
  refreshGroups,
  refreshProduct,
  settleTestJob,
  takeTestWinnerJob,
} from '../features/offers/offers.jobs.ts';
import { syncTraits } from '../features/people/people.jobs.ts';
import { notePostPurchase } from '../features/post-purchase/post-purchase.jobs.ts';
import { syncProducts } from '../features/products/products.jobs.ts';
import {
  adjustReferral,
  beginHold,
  inviteBuyer,
  matchReferral,
} from '../features/referrals/referrals.jobs.ts';
import { creditOrderJob } from '../features/results/results.jobs.ts';
import { planReviewRequest, writeRating } from '../features/reviews/reviews.jobs.ts';
import { leaveVip } from '../features/vip/vip.jobs.ts';
import type { DomainEvents, EventName } from '../kit/events.ts';
import type { JobDefinition } from '../kit/fate.ts';
import { hour, minute, second } from '../kit/span.ts';

/** One consequence: which job, about what, and how long after the fact (0 = at once). */
export interface Reaction<Name extends EventName> {
  job: JobDefinition;
  subject(fact: Omit<DomainEvents[Name], 'shopId'>): string;
  delayMs?: number;
  /** the first fact decides when; those that follow before then are met by the same run */
  isGathered?: boolean;
  /** only in shops that have a flow which looks at such facts: everywhere else it must cost next to nothing */
  isForFlows?: boolean;
}

/** Flows look at this fact. */
const flows = <Name extends EventName>(
  name: Name,
  id: (fact: DomainEvents[Name]) => string,
): Reaction<Name> => ({
  job: noteFactJob,
  subject: (fact) => `${name}:${id(fact as DomainEvents[Name])}`,
  isForFlows: true,
});

/**
 * What follows from what. Each row is written as a due row in the transaction that states the fact.
 * Read it as: when <event>, do <job> about <subject>.
 */
export const reactions: { [Name in EventName]?: Reaction<Name>[] } = {
  'shop.installed': [{ job: syncProducts, subject: () => 'shop' }],
  // The shop's history says at once what goes together; its receipts are applied meanwhile.
  'orders.imported': [
    { job: recomputeComplementsJob, subject: () => 'shop', delayMs: 2 * minute, isGathered: true },
  ],
  // The buyer's own link is made ready while the thank-you page is looked at; a quarter of an hour later the post-purchase page
  // (if there was one) is over, and the order holds what was accepted there.
  'order.recorded': [
    { job: inviteBuyer, subject: ({ orderId }) => orderId },
    { job: notePostPurchase, subject: ({ orderId }) => orderId, delayMs: 15 * minute },
  ],
  // A sale at the till is asked about at once; for all others the parcel decides.
  'order.paid': [
    { job: creditOrderJob, subject: ({ orderId }) => orderId },
    { job: planThankYouJob, subject: ({ orderId }) => orderId },
    { job: matchReferral, subject: ({ orderId }) => orderId },
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
    // An hour's orders are looked at together.
    { job: recomputeComplementsJob, subject: () => 'shop', delayMs: hour, isGathered: true },
    flows('order.paid', ({ orderId }) => orderId),
  ],
  'order.fulfilled': [
    { job: beginHold, subject: ({ orderId }) => orderId },
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
    flows('order.fulfilled', ({ orderId }) => orderId),
  ],
  'order.shipped': [flows('order.shipped', ({ orderId }) => orderId)],
  'parcel.scanned': [flows('parcel.scanned', ({ orderId }) => orderId)],
  'order.delivered': [
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
    flows('order.delivered', ({ orderId }) => orderId),
  ],
  'order.refunded': [
    { job: adjustReferral, subject: ({ orderId }) => orderId },
    { job: creditOrderJob, subject: ({ orderId }) => orderId },
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
    flows('order.refunded', ({ orderId }) => orderId),
  ],
  'order.cancelled': [
    { job: adjustReferral, subject: ({ orderId }) => orderId },
    { job: creditOrderJob, subject: ({ orderId }) => orderId },
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
    flows('order.cancelled', ({ orderId }) => orderId),
  ],
  // Edited by the merchant, or something was added to it.
  'order.changed': [{ job: creditOrderJob, subject: ({ orderId }) => orderId }],
  'addition.paid': [{ job: creditOrderJob, subject: ({ orderId }) => orderId }],
  'checkout.active': [
    { job: armReminders, subject: ({ checkoutToken }) => checkoutToken },
    flows('checkout.active', ({ checkoutToken }) => checkoutToken),
  ],
  'checkout.completed': [{ job: stopReminders, subject: ({ checkoutToken }) => checkoutToken }],
  'consent.withdrawn': [
    { job: leaveVip, subject: ({ personId }) => personId },
    { job: stopMarketingJob, subject: ({ personId }) => personId, isForFlows: true },
  ],
  'review.asked': [flows('review.asked', ({ requestId }) => requestId)],
  'review.given': [flows('review.given', ({ reviewId }) => reviewId)],
  'referral.made': [flows('referral.made', ({ referralId }) => referralId)],
  'referral.credited': [flows('referral.credited', ({ referralId }) => referralId)],
  'referral.paid': [flows('referral.paid', ({ referralId }) => referralId)],
  'offer.accepted': [flows('offer.accepted', ({ grantId }) => grantId)],
  'question.answered': [flows('question.answered', ({ answerId }) => answerId)],
  'vip.joined': [flows('vip.joined', ({ personId }) => personId)],
  'message.clicked': [flows('message.clicked', ({ messageId }) => messageId)],
  'flow.changed': [{ job: syncTraits, subject: () => 'shop' }],
  // Customers are read one by one after each order: a few together are looked at once.
  'segments.read': [
    { job: noteSegmentsJob, subject: () => 'shop', delayMs: 30 * second, isGathered: true, isForFlows: true },
  ],
  'product.rated': [{ job: writeRating, subject: ({ productId }) => productId }],
  'product.changed': [
    { job: refreshProduct, subject: ({ productId }) => productId },
    { job: noticeProductJob, subject: ({ productId }) => productId },
    flows('product.changed', ({ productId }) => productId),
    // A catalogue that is copied changes many at once.
    { job: refreshGroups, subject: () => 'shop', delayMs: 5 * second, isGathered: true },
  ],
  'collection.changed': [{ job: refreshGroups, subject: () => 'shop' }],
  'offer.changed': [
    { job: syncTraits, subject: () => 'shop' },
    { job: preparePoolsJob, subject: ({ offerId }) => offerId },
    { job: settleTestJob, subject: ({ offerId }) => offerId },
  ],
  'referrals.changed': [{ job: publishPage, subject: () => 'shop' }],
  'experiment.decided': [{ job: takeTestWinnerJob, subject: ({ experimentId }) => experimentId }],
  'traits.read': [{ job: readAgain, subject: () => 'shop' }],
  'complements.changed': [{ job: refreshComplements, subject: () => 'shop' }],
};
