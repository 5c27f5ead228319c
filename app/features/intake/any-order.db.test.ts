import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { at, life, order } from '../../../tests/support/order-life.ts';
import {
  applyAll,
  deliver,
  emptyTables,
  hearFacts,
  shuffled,
  stateOf,
} from '../../../tests/support/webhooks.ts';
import { recordConsent } from '../people/index.server.ts';
import { listQuarantine, runReceipts } from './index.server.ts';

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
      'order.shipped 9007199254740993',
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
