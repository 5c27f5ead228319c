import { expect, test } from 'vitest';
import { whyNotAsked } from './note-outcome.server.ts';

test.each([
  [{ source_name: 'pos' }, 'not-online'],
  [{ presentment_currency: 'USD' }, 'currency'],
  [{ total_price: '0.20' }, 'too-small'],
  [{ shipping_address: null }, 'no-shipping'],
  [{ payment_gateway_names: ['Klarna - Pay Later'] }, 'instalments'],
  [{ payment_gateway_names: ['paypal'] }, 'wallet'],
  [{ payment_gateway_names: ['gift_card'] }, 'gift-card'],
  [{ payment_gateway_names: ['Cash on Delivery (COD)'] }, 'payment'],
  [{}, 'unknown'],
  [{ currency: 5 }, 'unknown'],
])('why not: %j is %s', (change, reason) => {
  const order = {
    source_name: 'web',
    currency: 'EUR',
    presentment_currency: 'EUR',
    total_price: '50.00',
    shipping_address: { zip: '1' },
    payment_gateway_names: ['shopify_payments'],
  };
  expect(whyNotAsked({ ...order, ...change })).toBe(reason);
});
