import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { applyAll, deliver, emptyTables, shuffled, stateOf } from '../../../tests/support/webhooks.ts';
import { recordConsent } from '../people/index.server.ts';
import { listQuarantine, lookAtReceipt, replayReceipts, runReceipts } from './index.server.ts';

let t: TestContext;
let facts: string[] = [];

beforeAll(async () => {
  t = await createTestContext();
  const { emit } = t.ctx;
  t.ctx.emit = (tx, shopId, name, fact) => {
    facts.push(`${name} ${Object.values(fact).join()}`);
    return emit(tx, shopId, name, fact);
  };
});
afterAll(() => t.cleanup());
beforeEach(async () => {
  facts = [];
  await emptyTables(t);
});

const at = (time: string) => `2026-11-02T${time}+01:00`;

function order(id: string, patch: Record<string, unknown> = {}): string {
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
function life(): [topic: string, body: string][] {
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

function product(id: string, price: string, updatedAt: string): string {
  return JSON.stringify({
    id: Number(id),
    handle: 'becher',
    title: 'Becher',
    updated_at: updatedAt,
    variants: [{ id: 6, title: 'Blau', price, inventory_quantity: 3, inventory_policy: 'deny' }],
  });
}

describe('a webhook', () => {
  it('becomes a row, with an id above 2^53 exact to the last digit', async () => {
    expect(await deliver(t, 'orders/create', order('9007199254740993'))).toBe(200);
    await applyAll(t);
    const { rows } = await t.app.db.query('select id, name, total_minor, currency from orders');
    expect(rows).toEqual([{ id: '9007199254740993', name: '#0993', total_minor: 4990n, currency: 'EUR' }]);
    expect(facts).toEqual(['order.recorded 9007199254740993']);
  });

  it('counts once however often it is repeated', async () => {
    const body = order('100');
    for (let i = 0; i < 5; i++) {
      expect(await deliver(t, 'orders/create', body, { 'x-shopify-event-id': 'same' })).toBe(200);
    }
    expect(await deliver(t, 'orders/create', body)).toBe(200); // the same body under another event
    await applyAll(t);
    const { rows } = await t.app.db.query(
      'select (select count(*) from webhook_receipts) receipts, (select count(*) from orders) orders',
    );
    expect(rows[0]).toEqual({ receipts: 2n, orders: 1n });
    expect(facts).toEqual(['order.recorded 100']);
  });

  it('is refused without a true signature or with a header missing', async () => {
    const forged = { 'x-shopify-hmac-sha256': Buffer.alloc(32).toString('base64') };
    expect(await deliver(t, 'orders/create', order('1'), forged)).toBe(401);
    expect(await deliver(t, 'orders/create', order('1'), { 'x-shopify-hmac-sha256': 'short' })).toBe(401);
    expect(await deliver(t, 'orders/create', order('1'), { 'x-shopify-topic': undefined })).toBe(400);
    expect(await deliver(t, 'orders/create', order('1'), { 'x-shopify-hmac-sha256': undefined })).toBe(400);
    const { rows } = await t.app.db.query('select count(*) n from webhook_receipts');
    expect(rows[0]?.n).toBe(0n);
  });

  it('with hostile headers is stored without harm to its neighbours', async () => {
    const statuses = await Promise.all([
      deliver(t, 'orders/create', order('1')),
      deliver(t, 'orders/\u0000create', order('2'), {
        'x-shopify-event-id': 'a\u0000b\ud800',
        'x-shopify-triggered-at': 'never',
      }),
      deliver(t, 'orders/create', order('3'), {
        'x-shopify-event-id': undefined,
        'x-shopify-webhook-id': undefined,
      }),
      deliver(t, 'orders/create', order('4'), { 'x-shopify-api-version': 'x'.repeat(10_000) }),
    ]);
    expect(statuses).toEqual([200, 200, 200, 200]);
    await applyAll(t);
    const { rows } = await t.app.db.query('select id from orders order by id');
    expect(rows.map((row) => row.id)).toEqual(['1', '2', '3', '4']);
  });

  it('of a shop that has not installed us, or of a topic without consequence, is ignored with a reason', async () => {
    await deliver(t, 'orders/create', order('1'), { 'x-shopify-shop-domain': 'stranger.myshopify.com' });
    await deliver(t, 'carts/update', { id: 'x' });
    await applyAll(t);
    const { rows } = await t.app.db.query('select state, reason from webhook_receipts order by id');
    expect(rows).toEqual([
      { state: 3, reason: 'The shop has not installed the app.' },
      { state: 3, reason: 'Nothing follows from this topic.' },
    ]);
  });
});

describe('a body that can not be understood', () => {
  it.each([
    ['no JSON', '{"id": 1', 'The body is not JSON'],
    ['deep nesting', '['.repeat(100_000), 'nested deeper'],
    ['an empty body', '', 'The body is not JSON'],
    [
      'an id with an exponent',
      order('1')
        .replace('"id":1', '"id":8.2e17')
        .replace(/"admin_graphql_api_id":"[^"]*",/, ''),
      'field id',
    ],
    [
      'a price that is no amount',
      order('1', { total_price: 'free' }),
      'field total_price is not a decimal amount',
    ],
    ['more digits than the currency has', order('1', { currency: 'JPY' }), 'not an amount in JPY'],
    [
      'a line without a title',
      order('1', { line_items: [{ id: 1, quantity: 1, price: '1.00' }] }),
      'field line_items.0.title',
    ],
    [
      'a moment without a zone',
      order('1', { updated_at: '2026-11-02 10:00:00' }),
      'field updated_at is not a moment',
    ],
    ['an array', '[]', 'field'],
    ['null', 'null', 'field'],
  ])('%s goes to quarantine with a sentence', async (_name, body, sentence) => {
    expect(await deliver(t, 'orders/create', body)).toBe(200);
    await applyAll(t);
    const { receipts } = await listQuarantine(t.app, { limit: 10 });
    expect(receipts).toHaveLength(1);
    expect(receipts[0]?.reason).toContain(sentence);
    const seen = await lookAtReceipt(t.app, receipts[0]!.id);
    expect(seen?.body?.toString()).toBe(body);
    expect(facts).toEqual([]);
  });

  it('is applied when it is replayed after its cause is gone', async () => {
    await deliver(t, 'orders/create', order('5'));
    await t.app.db.query(`update webhook_receipts set state = 2, reason = 'The field x was odd.'`);
    expect(await replayReceipts(t.app, 'all')).toBe(1);
    await applyAll(t);
    const { rows } = await t.app.db.query('select id from orders');
    expect(rows).toEqual([{ id: '5' }]);
  });

  it('keeps odd but lawful text: NUL, halves of pairs, long and right-to-left', async () => {
    const title = 'a\u0000b \ud800 \u202eשלום 👩‍👩‍👧 '.padEnd(3_000, 'x');
    await deliver(
      t,
      'orders/create',
      order('6', { line_items: [{ id: 1, title, quantity: 1, price: '1.00' }] }),
    );
    await applyAll(t);
    const { rows } = await t.app.db.query<{ title: string }>('select title from order_lines');
    expect(rows[0]?.title.startsWith('ab \ufffd \u202eשלום 👩‍👩‍👧')).toBe(true);
    expect(rows[0]?.title).toHaveLength(2_000);
  });
});

describe('any order of arrival', () => {
  it('ends in the same state and states the same facts, with two processors and repeats', async () => {
    for (const [topic, body] of life()) {
      await deliver(t, topic, body);
      await applyAll(t);
    }
    const wanted = await stateOf(t);
    const counted = (list: string[]) => [...list].filter((fact) => fact.startsWith('order.')).sort();
    const wantedFacts = counted(facts);
    expect(wantedFacts).toEqual([
      'order.delivered 9007199254740993',
      'order.fulfilled 9007199254740993',
      'order.paid 9007199254740993',
      'order.recorded 9007199254740993',
      'order.refunded 9007199254740993',
    ]);
    expect(wanted.orders).toMatchObject([
      { financial_status: 'partially_refunded', refunded_minor: '2250', is_first: true, is_test: false },
    ]);
    expect(wanted.people).toHaveLength(1);
    expect(wanted.consents).toMatchObject([{ state: 'unsubscribed' }]);
    expect(facts.filter((fact) => fact.startsWith('checkout.completed'))).toHaveLength(1);

    for (let seed = 1; seed <= 25; seed++) {
      facts = [];
      await emptyTables(t);
      const mixed = shuffled([...life(), ...life().slice(0, 5)], seed);
      for (const [topic, body] of mixed) await deliver(t, topic, body);
      await applyAll(t, 2);
      const { receipts } = await listQuarantine(t.app, { limit: 1 });
      expect(receipts).toEqual([]);
      expect({ seed, ...(await stateOf(t)) }).toEqual({ seed, ...wanted });
      expect({ seed, facts: counted(facts) }).toEqual({ seed, facts: wantedFacts });
    }
  }, 60_000);

  it('of two states of the same second keeps the one that has come further', async () => {
    await deliver(t, 'orders/paid', order('9', { financial_status: 'paid' }));
    await deliver(t, 'orders/create', order('9'));
    await applyAll(t);
    const { rows } = await t.app.db.query('select financial_status from orders');
    expect(rows).toEqual([{ financial_status: 'paid' }]);
  });

  it('older states fill gaps but never overwrite', async () => {
    await deliver(
      t,
      'orders/updated',
      order('8', { updated_at: at('11:00:00'), total_price: '10.00', confirmation_number: null }),
    );
    await deliver(t, 'orders/create', order('8', { confirmation_number: 'ABC' }));
    await applyAll(t);
    const { rows } = await t.app.db.query('select total_minor, confirmation_number from orders');
    expect(rows).toEqual([{ total_minor: 1000n, confirmation_number: 'ABC' }]);
  });
});

describe('one person', () => {
  it('comes out of many webhooks of a new customer at once', async () => {
    const bodies = Array.from({ length: 24 }, (_, i) =>
      order(String(500 + i), {
        email: i % 2 ? 'new@example.com' : null,
        customer: { id: 4711, email: 'new@example.com' },
      }),
    );
    await Promise.all(bodies.map((body) => deliver(t, 'orders/create', body)));
    await applyAll(t, 3);
    const { rows } = await t.app.db.query(
      `select count(distinct person_id) people, count(*) orders, count(*) filter (where is_first) firsts,
              (select orders_count from people where merged_into is null) counted from orders`,
    );
    expect(rows).toEqual([{ people: 1n, orders: 24n, firsts: 1n, counted: 24 }]);
  });

  it('is joined out of two when one webhook names both, and takes everything along', async () => {
    await deliver(t, 'orders/create', order('1', { email: 'work@example.com' }));
    await deliver(
      t,
      'orders/create',
      order('2', { email: 'home@example.com', processed_at: at('11:00:00') }),
    );
    await applyAll(t);
    await deliver(
      t,
      'orders/create',
      order('3', {
        email: 'work@example.com',
        customer: { id: 9, email: 'home@example.com' },
        processed_at: at('12:00:00'),
      }),
    );
    await applyAll(t);
    const { rows } = await t.app.db.query(
      `select (select count(distinct person_id) from orders) people, (select count(*) from people where merged_into is null) living,
              (select array_agg(id order by id) from orders where is_first) first`,
    );
    expect(rows).toEqual([{ people: 1n, living: 1n, first: ['1'] }]);
  });

  it('keeps the newest word on consent whatever comes later', async () => {
    const say = (state: 'subscribed' | 'unsubscribed', time: string) =>
      t.ctx.db.tx((tx) =>
        recordConsent(t.ctx, tx, {
          channel: 'email',
          address: 'x@example.com',
          customerId: null,
          state,
          changedAt: new Date(at(time)),
          source: 'test',
        }),
      );
    await say('unsubscribed', '12:00:00');
    await say('subscribed', '11:00:00');
    await say('subscribed', '12:00:00');
    const { rows } = await t.app.db.query('select state from consents');
    expect(rows).toEqual([{ state: 'unsubscribed' }]);
  });
});

it('a processor that dies comes back to its receipts when the lease lapses, and does nothing twice', async () => {
  await deliver(t, 'orders/paid', order('1', { financial_status: 'paid' }));
  // Another worker has claimed it and is dead; its lease ended.
  await t.app.db.query(
    `update webhook_receipts set attempt = 1, lease_until = clock_timestamp() - interval '1 second'`,
  );
  await Promise.all([runReceipts(t.app, 5), runReceipts(t.app, 5)]);
  expect(facts).toEqual(['order.recorded 1', 'order.paid 1']);
});
