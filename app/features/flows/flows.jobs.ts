import type { EventName } from '../../kit/events.ts';
import { defineJob } from '../../kit/fate.ts';
import type { TriggerKind } from './flow.ts';

/** subject: run id. The next step of a person in a flow, or the end of a wait. The row's due time is the truth of each wait. */
export const stepJob = defineJob('flows.step', { maxAttempts: 20 });

/** subject: `<event>:<id>`. Something happened: it moves or ends those inside, and lets people in. */
export const noteFactJob = defineJob('flows.note-fact');

/** subject: `<flow id>:<kind>:<id>`. What has to be true for a while is true now, or not any more. */
export const enterLaterJob = defineJob('flows.enter-later');

/** subject: `<run id>/<step id>`. Calls another system. Tries for about two days. */
export const callWebhookJob = defineJob('flows.call-webhook', { maxAttempts: 16 });

/** subject: `<run id>/<step id>`. Tags the customer at Shopify, or takes the tag away. */
export const tagCustomerJob = defineJob('flows.tag-customer');

/** subject: `shop`. Once a day: birthdays, overdue orders, segments. Reads nothing where no flow asks for it. */
export const sweepFlowsJob = defineJob('flows.sweep');

/** subject: `shop`. Customers' segments were read anew: who entered, who left? */
export const noteSegmentsJob = defineJob('flows.note-segments');

/** subject: flow id. The date of a flow has come: all whom it is for enter, a batch at a time. */
export const enterAllJob = defineJob('flows.enter-all');

/** subject: person id. They unsubscribed: flows that would go on writing to them end. */
export const stopMarketingJob = defineJob('flows.stop-marketing');

/** Which facts of a flow an event may bring about; those that take time are looked at again when the time has come. */
export const kindsOfEvent = {
  'order.paid': ['order-paid', 'first-order', 'nth-order', 'parcel-late'],
  'order.fulfilled': ['order-fulfilled'],
  'order.shipped': ['order-shipped', 'parcel-stalled'],
  'parcel.scanned': ['order-out-for-delivery', 'parcel-stalled'],
  'order.delivered': ['order-delivered'],
  'order.refunded': ['order-refunded'],
  'order.cancelled': ['order-cancelled'],
  'checkout.active': ['checkout-abandoned'],
  'review.asked': ['review-silent'],
  'review.given': ['review-given'],
  'referral.made': ['referral-made'],
  'referral.credited': ['referral-credited'],
  'referral.paid': ['referral-paid'],
  'offer.accepted': ['offer-accepted'],
  'question.answered': ['question-answered'],
  'vip.joined': ['vip-joined'],
  'message.clicked': ['message-clicked'],
  'product.changed': ['back-in-stock'],
  'segments.read': ['segment-entered', 'segment-left'],
} as const satisfies Partial<Record<EventName, readonly TriggerKind[]>>;

export type FlowEvent = keyof typeof kindsOfEvent;
