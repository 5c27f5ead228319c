import { signJwt } from '../oauth/session-tokens.ts';
import { integer } from '../webhooks/json.ts';
import { lineTotal, purseOf } from './pricing.ts';
import type { MoneyBag, Order, Shop } from './records.ts';

type Signing = { secret: string };

/** How an id is written: digit by digit inside the token, as JavaScript's own number for the extension. */
type WriteId = (id: string) => unknown;

function inputData(shop: Shop, order: Order, write: WriteId, metafields: unknown[]) {
  const money = purseOf(order);
  const bag = ({ shop: own, presentment }: MoneyBag) => ({
    shopMoney: { amount: own, currencyCode: order.currency },
    presentmentMoney: { amount: presentment, currencyCode: order.presentmentCurrency },
  });
  return {
    extensionPoint: 'Checkout::PostPurchase::ShouldRender',
    initialPurchase: {
      referenceId: order.checkoutToken,
      ...(order.customerId === null ? {} : { customerId: order.customerId }),
      ...(order.shippingAddress?.countryCode
        ? { destinationCountryCode: order.shippingAddress.countryCode }
        : {}),
      totalPriceSet: bag(order.totals.total),
      lineItems: order.lines.flatMap((line) =>
        line.productId === null || line.variantId === null
          ? []
          : [
              {
                product: {
                  id: write(line.productId),
                  title: line.title,
                  variant: { id: write(line.variantId), title: line.variantTitle ?? '', metafields: [] },
                  metafields: [],
                },
                quantity: line.quantity,
                totalPriceSet: bag(lineTotal(line, money)),
              },
            ],
      ),
    },
    locale: order.locale ?? shop.locale,
    shop: { id: write(shop.id), domain: shop.domain, metafields },
    version: 'unstable',
  };
}

const HOUR = 3600;

/**
 * What the extension is given. Its token proves the purchase: HS256 with the app's secret over the whole input, with
 * every id in full. JavaScript's numbers round ids above 2^53, so in `inputData` itself the ids are not to be relied on,
 * here less than at Shopify.
 */
export function postPurchaseInput(shop: Shop, order: Order, { secret }: Signing, metafields: unknown[]) {
  const now = Math.floor(Date.now() / 1000);
  const token = signJwt(
    {
      iss: shop.domain,
      iat: now,
      exp: now + HOUR,
      input_data: inputData(shop, order, integer, metafields),
    },
    secret,
  );
  return { ...inputData(shop, order, Number, metafields), token };
}
