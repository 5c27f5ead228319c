/** When something happened on the day of the story. */
export const at = (time: string) => `2026-11-02T${time}+01:00`;

/** An orders/* body in today's shape, small. */
export function order(id: string, patch: Record<string, unknown> = {}): string {
  const body = {
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${id.slice(-4)}`,
    checkout_token: `c${id}`,
    created_at: at('10:00:00'),
    processed_at: at('10:00:00'),
    updated_at: at('10:00:00'),
    currency: 'EUR',
    total_price: '49.90',
    subtotal_price: '45.00',
    total_discounts: '0.00',
    financial_status: 'pending',
    fulfillment_status: null,
    email: `buyer${id}@example.com`,
    customer: null,
    line_items: [
      { id: 11, title: 'Becher', quantity: 2, price: '22.50', product_id: 5, variant_id: 6 },
      { id: 12, title: 'Trinkgeld', quantity: 1, price: '4.90', product_id: null, variant_id: null },
    ],
    fulfillments: [],
    refunds: [],
    ...patch,
  };
  return `{"id":${id},${JSON.stringify(body).slice(1)}`;
}

/** The whole life of one purchase, as Shopify tells it, in the order in which it happened. */
export function life(): [topic: string, body: string][] {
  const id = '9007199254740993';
  const refund = {
    id: 700,
    order_id: '9007199254740993',
    created_at: at('15:00:00'),
    processed_at: at('15:00:00'),
    refund_line_items: [{ line_item_id: 11, quantity: 1, subtotal: '22.50' }],
    transactions: [{ kind: 'refund', status: 'success', amount: '22.50', currency: 'EUR' }],
  };
  const parcel = {
    id: 900,
    order_id: '9007199254740993',
    status: 'success',
    created_at: at('12:00:00'),
    updated_at: at('12:00:00'),
    tracking_url: 'https://parcel.example/1',
  };
  const checkout = {
    token: `c${id}`,
    cart_token: 'cart1',
    currency: 'EUR',
    total_price: '49.90',
    email: `buyer${id}@example.com`,
    created_at: at('09:50:00'),
    updated_at: at('09:50:00'),
    completed_at: null,
    line_items: [{ product_id: 5, variant_id: 6, title: 'Becher', quantity: 2, price: '22.50' }],
    shipping_address: {
      first_name: 'Ada',
      last_name: 'Byron',
      country_code: 'DE',
      address1: 'Weg 1',
      zip: '10115',
    },
  };
  const customer = { id: 77, email: 'Ada.Byron@gmail.com', phone: '+4930123456' };
  const paid = { financial_status: 'paid', customer };
  const done = { ...paid, fulfillment_status: 'fulfilled', fulfillments: [parcel] };
  return [
    ['checkouts/create', JSON.stringify(checkout)],
    ['checkouts/update', JSON.stringify({ ...checkout, updated_at: at('09:55:00'), total_price: '52.90' })],
    ['orders/create', order(id)],
    ['orders/paid', order(id, paid)], // the same second as orders/create
    [
      'checkouts/update',
      JSON.stringify({ ...checkout, updated_at: at('10:00:01'), completed_at: at('10:00:00') }),
    ],
    ['customers/update', JSON.stringify({ ...customer, first_name: 'Ada', updated_at: at('10:00:02') })],
    [
      'customers_email_marketing_consent/update',
      JSON.stringify({
        customer_id: 77,
        email_address: 'adabyron+shop@googlemail.com',
        email_marketing_consent: { state: 'subscribed', consent_updated_at: at('10:00:03') },
      }),
    ],
    ['fulfillments/create', JSON.stringify({ ...parcel, status: 'success' })],
    ['orders/fulfilled', order(id, { ...done, updated_at: at('12:00:00') })],
    [
      'fulfillment_events/create',
      JSON.stringify({
        id: 1,
        fulfillment_id: 900,
        order_id: '9007199254740993',
        status: 'delivered',
        happened_at: at('14:00:00'),
      }),
    ],
    ['refunds/create', JSON.stringify(refund)],
    [
      'orders/updated',
      order(id, {
        ...done,
        financial_status: 'partially_refunded',
        refunds: [refund],
        updated_at: at('15:00:00'),
      }),
    ],
    [
      'customers_email_marketing_consent/update',
      JSON.stringify({
        customer_id: 77,
        email_address: 'ada.byron@gmail.com',
        email_marketing_consent: { state: 'unsubscribed', consent_updated_at: at('16:00:00') },
      }),
    ],
    ['products/update', product('5', '22.50', at('15:00:00'))],
    ['products/create', product('5', '20.00', at('08:00:00'))],
  ];
}

/** A products/* body. */
export function product(id: string, price: string, updatedAt: string): string {
  return JSON.stringify({
    id: Number(id),
    handle: 'becher',
    title: 'Becher',
    updated_at: updatedAt,
    variants: [{ id: 6, title: 'Blau', price, inventory_quantity: 3, inventory_policy: 'deny' }],
  });
}
