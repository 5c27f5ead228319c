import '@shopify/ui-extensions/preact';
import { decideHere, start } from '@reprise/blocks';

/** Runs on the thank-you page, once per page view. */
export default function thankYou(): Promise<void> {
  return start('thank-you', shopify, identity, decideHere);
}

function identity() {
  const confirmation = shopify.orderConfirmation.value;
  return (
    confirmation && {
      id: confirmation.order.id,
      confirmationNumber: confirmation.number,
      isFirstOrder: confirmation.isFirstOrder,
      shippingMethod: shippingMethod(),
    }
  );
}

/** Title of the delivery option that was chosen; undefined when nothing is sent, or the page does not tell. */
function shippingMethod(): string | undefined {
  try {
    const [group] = shopify.deliveryGroups.value;
    const handle = group?.selectedDeliveryOption?.handle;
    return group?.deliveryOptions.find((option) => option.handle === handle)?.title;
  } catch {
    return undefined;
  }
}
