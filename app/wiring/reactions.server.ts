import { armReminders, stopReminders } from '../features/checkouts/checkouts.jobs.ts';
import { planThankYouJob } from '../features/messages/messages.jobs.ts';
import { attributeOrder, refreshProduct } from '../features/offers/offers.jobs.ts';
import { syncProducts } from '../features/products/products.jobs.ts';
import { planReviewRequest, writeRating } from '../features/reviews/reviews.jobs.ts';
import type { DomainEvents, EventName } from '../kit/events.ts';
import type { JobDefinition } from '../kit/fate.ts';

/** One consequence: which job, about what, and how long after the fact (0 = at once). */
export interface Reaction<Name extends EventName> {
  job: JobDefinition;
  subject(fact: Omit<DomainEvents[Name], 'shopId'>): string;
  delayMs?: number;
}

/**
 * What follows from what. Each row is written as a due row in the transaction that states the fact.
 * Read it as: when <event>, do <job> about <subject>.
 */
export const reactions: { [Name in EventName]?: Reaction<Name>[] } = {
  'shop.installed': [{ job: syncProducts, subject: () => 'shop' }],
  // A sale at the till is asked about at once; for all others the parcel decides.
  'order.paid': [
    { job: attributeOrder, subject: ({ orderId }) => orderId },
    { job: planThankYouJob, subject: ({ orderId }) => orderId },
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
  ],
  'order.fulfilled': [{ job: planReviewRequest, subject: ({ orderId }) => orderId }],
  'order.delivered': [{ job: planReviewRequest, subject: ({ orderId }) => orderId }],
  'order.refunded': [
    { job: attributeOrder, subject: ({ orderId }) => orderId },
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
  ],
  'order.cancelled': [
    { job: attributeOrder, subject: ({ orderId }) => orderId },
    { job: planReviewRequest, subject: ({ orderId }) => orderId },
  ],
  'checkout.active': [{ job: armReminders, subject: ({ checkoutToken }) => checkoutToken }],
  'checkout.completed': [{ job: stopReminders, subject: ({ checkoutToken }) => checkoutToken }],
  'product.rated': [{ job: writeRating, subject: ({ productId }) => productId }],
  'product.changed': [{ job: refreshProduct, subject: ({ productId }) => productId }],
};
