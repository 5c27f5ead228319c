import '@shopify/ui-extensions/preact';
import { start } from '@reprise/blocks';

/** Runs on the order-status page; who reloads the thank-you page lands here and goes on where they were. */
export default function orderStatus(): Promise<void> {
  return start('order-status', shopify, () => {
    const order = shopify.order.value;
    return order && { id: order.id, confirmationNumber: order.confirmationNumber };
  });
}
