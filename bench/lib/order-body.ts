import { createHash } from 'node:crypto';

/** An orders/create body of about `bytes` bytes, in the shape Shopify sends; another order of another buyer for each `n`. */
export function orderBody(n = 1, bytes = 6_144): string {
  const token = (text: string) => createHash('md5').update(text).digest('hex');
  const address = {
    first_name: 'Ada',
    last_name: 'Byron',
    address1: '1 Test St',
    city: 'Ottawa',
    country_code: 'CA',
    province_code: 'ON',
    zip: 'K1A0B1',
  };
  const order = {
    id: 5_000_000_000 + n,
    admin_graphql_api_id: `gid://shopify/Order/${5_000_000_000 + n}`,
    cart_token: token(`cart ${n}`),
    checkout_token: token(`checkout ${n}`),
    created_at: '2026-11-27T09:03:11-05:00',
    processed_at: '2026-11-27T09:03:10-05:00',
    updated_at: '2026-11-27T09:03:12-05:00',
    currency: 'USD',
    customer_locale: 'en-US',
    email: `buyer${n}@example.com`,
    financial_status: 'paid',
    fulfillment_status: null,
    landing_site: '/?utm_source=ig',
    name: `#${1_000 + n}`,
    test: false,
    total_price: '139.90',
    subtotal_price: '129.90',
    total_discounts: '0.00',
    customer: {
      id: 7_000_000_000 + n,
      email: `buyer${n}@example.com`,
      first_name: 'Ada',
      last_name: 'Byron',
      default_address: address,
    },
    shipping_address: address,
    note: '',
    line_items: [] as object[],
  };
  for (let j = 1; JSON.stringify(order).length < bytes - 600; j++) {
    order.line_items.push({
      id: 13_000_000_000 + n * 100 + j,
      admin_graphql_api_id: `gid://shopify/LineItem/${13_000_000_000 + n * 100 + j}`,
      fulfillable_quantity: 1,
      fulfillment_service: 'manual',
      grams: 350,
      name: `Trail Sock ${j} - M / Black`,
      price: '24.00',
      price_set: {
        shop_money: { amount: '24.00', currency_code: 'USD' },
        presentment_money: { amount: '24.00', currency_code: 'USD' },
      },
      product_id: 9_000_000_000 + j * 7_919,
      properties: [],
      quantity: 1 + (j % 3),
      requires_shipping: true,
      sku: `TS-${j}-M-BLK`,
      title: `Trail Sock ${j}`,
      total_discount: '0.00',
      variant_id: 44_000_000_000 + j * 104_729,
      variant_title: 'M / Black',
      tax_lines: [{ price: '1.92', rate: 0.08, title: 'State Tax' }],
    });
  }
  order.note = 'n'.repeat(Math.max(0, bytes - JSON.stringify(order).length));
  return JSON.stringify(order);
}
