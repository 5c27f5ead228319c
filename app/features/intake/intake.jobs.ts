import { defineJob } from '../../kit/fate.ts';

/** Asks Shopify for one order and records it: after an edit, whose webhook does not say what the order has become. */
export const refreshOrder = defineJob('intake.refresh-order');
/** Every 15 minutes: orders that changed, so that a lost webhook is found. */
export const reconcileOrders = defineJob('intake.reconcile-orders');
/** Every 15 minutes: abandoned checkouts, for the same reason. */
export const reconcileCheckouts = defineJob('intake.reconcile-checkouts');
