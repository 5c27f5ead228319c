/**
 * The facts that features tell each other. Past tense, ids only. What follows from each is one row in
 * app/wiring/reactions.server.ts. The `key` of an event is its subject: repeated events of one subject coalesce.
 */
export interface DomainEvents {
  'shop.installed': { shopId: string };
  'shop.uninstalled': { shopId: string };
  /** orders from before the installation have been asked for */
  'orders.imported': { shopId: string };
  'order.recorded': { orderId: string };
  'order.paid': { orderId: string };
  'order.fulfilled': { orderId: string };
  'order.delivered': { orderId: string };
  'order.refunded': { orderId: string };
  'order.cancelled': { orderId: string };
  'order.changed': { orderId: string };
  'checkout.active': { checkoutToken: string };
  'checkout.completed': { checkoutToken: string };
  'review.given': { reviewId: string };
  'product.rated': { productId: string };
  'consent.withdrawn': { personId: string };
  'traits.read': { shopId: string };
  'offer.changed': { offerId: string };
  'referrals.changed': { shopId: string };
  'product.changed': { productId: string };
  'collection.changed': { collectionId: string };
  'addition.paid': { orderId: string };
  'experiment.decided': { experimentId: string };
  'question.answered': { answerId: string };
  'vip.joined': { personId: string };
  'complements.changed': { shopId: string };
  /** the first parcel of an order has left */
  'order.shipped': { orderId: string };
  /** a parcel was seen on its way; not its arrival */
  'parcel.scanned': { orderId: string };
  'review.asked': { requestId: string };
  /** a friend's order counts; of a suspicious one, when the merchant has approved it */
  'referral.made': { referralId: string };
  /** the hold is over, the credit is earned */
  'referral.credited': { referralId: string };
  'referral.paid': { referralId: string };
  'offer.accepted': { grantId: string };
  /** a person has followed a link of a message, for the first time */
  'message.clicked': { messageId: string };
  /** who is in a segment was read anew */
  'segments.read': { shopId: string };
  'flow.changed': { flowId: string };
}
export type EventName = keyof DomainEvents;

/** One event with its subject, for those who state many at once. */
export type Fact = {
  [Name in EventName]: { shopId: string; name: Name; fact: Omit<DomainEvents[Name], 'shopId'> };
}[EventName];
