import { defineJob } from '../../kit/fate.ts';

/** Subject: message id. Decides and sends. */
export const deliverMessageJob = defineJob('messages.deliver', { maxAttempts: 12 });
/** Subject: order id. Plans the thank-you message. */
export const planThankYouJob = defineJob('messages.plan-thank-you');
/** Subject: `syncSubject` of the address or number. Tells Shopify of a consent that was changed here. */
export const syncConsentJob = defineJob('messages.sync-consent');
