import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { receiveWebhook } from '../../routes/webhooks/intake.server.ts';
import { runReceipts } from './index.server.ts';

const secret = 'intake-test-secret-0123';
let t: TestContext;
let count = 0;

beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.cleanup());
beforeEach(async () => {
  await t.app.db.query(
    `truncate webhook_receipts, due_items, orders, order_lines, fulfillments, refunds, checkouts, people, person_identities,
       consents, products, sync_cursors`,
  );
});

/** Sends a webhook through the real route, signed and headed as Shopify does. */
async function deliver(topic: string, body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const answer = await receiveWebhook(
    {
      method: 'POST',
      path: '/webhooks/x',
      params: { family: 'x' },
      query: new URLSearchParams(),
      headers: {
        'x-shopify-hmac-sha256': createHmac('sha256', secret).update(bytes).digest('base64'),
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': t.ctx.shop.domain,
        'x-shopify-webhook-id': `w${++count}`,
        'x-shopify-event-id': `e${count}`,
        'x-shopify-triggered-at': '2026-11-02T09:59:59.123456789Z',
        'x-shopify-api-version': '2026-07',
        ...headers,
      },
      body: bytes,
      ip: null,
      requestId: 'req_test',
    },
    { app: t.app, env: { SHOPIFY_API_SECRET: secret, SHOPIFY_API_SECRET_PREVIOUS: undefined } } as never,
  );
  return answer.status;
}

async function process(): Promise<void> {
  while ((await runReceipts(t.app, 50)) > 0);
}

function order(id: string, patch: Record<string, unknown> = {}): string {
  const body = {
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${id.slice(-4)}`,
    checkout_token: `c${id}`,
    created_at: '2026-11-02T10:00:00+01:00',
    processed_at: '2026-11-02T10:00:00+01:00',
    updated_at: '2026-11-02T10:00:00+01:00',
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

const paid = { financial_status: 'paid', updated_at: '2026-11-02T10:00:05+01:00' };

describe('a webhook', () => {
  it('becomes a row, with an id above 2^53 exact to the last digit', async () => {
    expect(await deliver('orders/create', order('9007199254740993'))).toBe(200);
    await process();
    const { rows } = await t.app.db.query('select id, name, total_minor, currency from orders');
    expect(rows).toEqual([{ id: '9007199254740993', name: '#0993', total_minor: 4990n, currency: 'EUR' }]);
  });

  it('counts once however often it is repeated', async () => {
    const body = order('100');
    for (let i = 0; i < 5; i++) {
      expect(await deliver('orders/create', body, { 'x-shopify-event-id': 'same' })).toBe(200);
    }
    await process();
    const { rows } = await t.app.db.query(
      'select (select count(*) from webhook_receipts) receipts, (select count(*) from orders) orders',
    );
    expect(rows[0]).toEqual({ receipts: 1n, orders: 1n });
  });

  it('is refused without a true signature or with a header missing', async () => {
    expect(
      await deliver('orders/create', order('1'), {
        'x-shopify-hmac-sha256': Buffer.alloc(32).toString('base64'),
      }),
    ).toBe(401);
    expect(await deliver('orders/create', order('1'), { 'x-shopify-topic': '' })).toBe(400);
    const { rows } = await t.app.db.query('select count(*) n from webhook_receipts');
    expect(rows[0]?.n).toBe(0n);
  });
});
