import { defineJob } from '../../kit/fate.ts';

/** subject: order id. What became of the post-purchase page of an order. */
export const notePostPurchase = defineJob('post-purchase.note-outcome');
