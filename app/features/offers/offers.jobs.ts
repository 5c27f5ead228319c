import { defineJob } from '../../kit/fate.ts';

/** subject: grant id. Finishes an accept whose process died, or whose shop did not answer. */
export const settleGrant = defineJob('offers.settle-grant', { maxAttempts: 6 });

/** subject: product id. Makes every process read the offers again when what they show has changed. */
export const refreshProduct = defineJob('offers.refresh-product');
/** What goes with what has changed: offers that show complements are read anew. Subject: `shop`. */
export const refreshComplements = defineJob('offers.refresh-complements');

/** subject: addition id. Notices that an addition to an order was paid, or takes it off again. */
export const settleAddition = defineJob('offers.settle-addition');

/** Products of collections, tags or types have changed: offers whose rules or products go by them are read again. */
export const refreshGroups = defineJob('offers.refresh-groups');

/** Makes every process read the shop's offers again. Subject: `shop`. */
export const readAgain = defineJob('offers.read-again');

/** subject: offer id. Makes sure that an offer's codes are made ahead, on the terms that it has now. */
export const preparePoolsJob = defineJob('offers.prepare-pools');

/** subject: pool id. Fills a pool of codes when it runs low. */
export const fillPool = defineJob('offers.fill-pool', { maxAttempts: 100 });

/** subject: pool id. Takes codes away whose time is over. */
export const tidyPool = defineJob('offers.tidy-pool', { maxAttempts: 100 });

/** Subject: `shop`. Writes what a thank-you page decides from, shortly after the offers have changed. */
export const publishPage = defineJob('offers.publish', { maxAttempts: 100 });

/** Recurring. Writes it anew: a page does not trust what is old. */
export const refreshPage = defineJob('offers.refresh-page', { maxAttempts: 100 });
/** subject: offer id. Begins, begins anew or ends the offer's test, as the offer says. */
export const settleTestJob = defineJob('offers.settle-test');

/** subject: experiment id. The variant that won becomes the offer itself. */
export const takeTestWinnerJob = defineJob('offers.take-test-winner');
