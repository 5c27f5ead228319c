import { defineJob } from '../../kit/fate.ts';

/** Looks through the shop's baskets anew. Subject: `shop`, besides the nightly row. */
export const recomputeComplementsJob = defineJob('complements.recompute');
/** Asks Shopify what goes with products of which our own baskets say nothing. Subject: `shop`. */
export const askShopifyJob = defineJob('complements.ask-shopify');
/** Subject: product id. It changed: does what is proposed change by it? */
export const noticeProductJob = defineJob('complements.notice-product');
