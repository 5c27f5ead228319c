import '@shopify/ui-extensions/preact';
import { appUrl, createHost, OffersPage } from '@reprise/blocks';
import { render } from 'preact';

/** Runs on the thank-you page, once per page view. */
export default async function thankYou(): Promise<void> {
  const host = createHost('thank-you', appUrl(), shopify, () => {
    const confirmation = shopify.orderConfirmation.value;
    return (
      confirmation && {
        id: confirmation.order.id,
        confirmationNumber: confirmation.number,
        isFirstOrder: confirmation.isFirstOrder,
      }
    );
  });
  render(<OffersPage host={host} />, document.body);
}
