import { armReminders, stopReminders } from '../features/checkouts/checkouts.jobs.ts';
import { noticeProductJob, recomputeComplementsJob } from '../features/complements/complements.jobs.ts';
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
}

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
  ],
  'order.fulfilled': [
    { job: beginHold, subject: ({ orderId }) => orderId },
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
  ],
  'order.delivered': [{ job: planReviewRequest, subject: ({ orderId }) => orderId }],
  'order.refunded': [
    { job: adjustReferral, subject: ({ orderId }) => orderId },
    { job: creditOrderJob, subject: ({ orderId }) => orderId },
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
  ],
  'order.cancelled': [
    { job: adjustReferral, subject: ({ orderId }) => orderId },
    { job: creditOrderJob, subject: ({ orderId }) => orderId },
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
  ],
  // Edited by the merchant, or something was added to it.
  'order.changed': [{ job: creditOrderJob, subject: ({ orderId }) => orderId }],
  'addition.paid': [{ job: creditOrderJob, subject: ({ orderId }) => orderId }],
  'checkout.active': [{ job: armReminders, subject: ({ checkoutToken }) => checkoutToken }],
  'checkout.completed': [{ job: stopReminders, subject: ({ checkoutToken }) => checkoutToken }],
  'consent.withdrawn': [{ job: leaveVip, subject: ({ personId }) => personId }],
  'product.rated': [{ job: writeRating, subject: ({ productId }) => productId }],
  'product.changed': [
    { job: refreshProduct, subject: ({ productId }) => productId },
    { job: noticeProductJob, subject: ({ productId }) => productId },
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
