import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { order } from '../../../tests/support/order-life.ts';
import { applyAll, deliver, emptyTables, hearFacts } from '../../../tests/support/webhooks.ts';
import { listQuarantine, lookAtReceipt, pruneOldReceipts, replayReceipts } from './index.server.ts';

let t: TestContext;
let facts: string[] = [];

beforeAll(async () => {
  t = await createTestContext();
  hearFacts(t, (fact) => facts.push(fact));
});
afterAll(() => t.cleanup());
beforeEach(async () => {
  facts = [];
  await emptyTables(t);
});

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
    expect(await deliver(t, 'orders/create', order('1'), { 'x-shopify-hmac-sha256': undefined })).toBe(401);
    const { rows } = await t.app.db.query('select count(*) n from webhook_receipts');
    expect(rows[0]?.n).toBe(0n);
  });

  it('repeated many times at once is stored once, in one insert or in several', async () => {
    const sent = Array.from({ length: 60 }, (_, i) =>
      deliver(t, 'orders/create', order('7'), { 'x-shopify-event-id': `e${i % 3}` }),
    );
    expect(new Set(await Promise.all(sent))).toEqual(new Set([200]));
    const { rows } = await t.app.db.query('select count(*) n from webhook_receipts');
    expect(rows).toEqual([{ n: 3n }]);
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

it('receipts are forgotten after a week, those in quarantine after a month, waiting ones never', async () => {
  const ages = [1, 8, 31].flatMap((days) => [0, 1, 2, 3].map((state) => ({ days, state })));
  for (const { days, state } of ages) {
    await t.app.db.query(
      `insert into webhook_receipts (shop_domain, topic, event_id, webhook_id, api_version, received_at, state)
       values ('x', 'y', $1, '', '', $2, $3)`,
      [`${days}-${state}`, new Date(t.clock.now().getTime() - days * 86_400_000), state],
    );
  }
  await pruneOldReceipts(t.app);
  const { rows } = await t.app.db.query<{ event_id: string }>(
    'select event_id from webhook_receipts order by id',
  );
  expect(rows.map((row) => row.event_id)).toEqual(['1-0', '1-1', '1-2', '1-3', '8-0', '8-2', '31-0']);
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
