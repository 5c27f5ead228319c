import '@shopify/ui-extensions/preact';
import { appUrl, createHost, OffersPage } from '@reprise/blocks';
import { render } from 'preact';

/** Runs on the order-status page; who reloads the thank-you page lands here and goes on where they were. */
export default async function orderStatus(): Promise<void> {
  const host = createHost('order-status', appUrl(), shopify, () => {
    const order = shopify.order.value;
    return order && { id: order.id, confirmationNumber: order.confirmationNumber };
  });
  render(<OffersPage host={host} />, document.body);
}
