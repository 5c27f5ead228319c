import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { at, order } from '../../../tests/support/order-life.ts';
import {
  applyAll,
  deliver,
  emptyTables,
  hearFacts,
  seededRandom,
  stateOf,
} from '../../../tests/support/webhooks.ts';
import { recordOrders } from '../orders/index.server.ts';
import { readOrder } from './bodies/order.ts';
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

/** Webhooks of few orders by few people, so that orders, addresses, checkouts and people meet in every way. */
function crowd(seed: number): [topic: string, body: string][] {
  const random = seededRandom(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: 30 }, () => {
    const id = 100 + Math.floor(random() * 18);
    const minute = String(Math.floor(random() * 60)).padStart(2, '0');
    const isPaid = random() < 0.6;
    const body = order(String(id), {
      updated_at: at(`12:${minute}:00`),
      processed_at: at(`11:${String(id % 60).padStart(2, '0')}:00`),
      email: one(['a@example.com', 'b@example.com', `only${id}@example.com`, null]),
      customer:
        random() < 0.5 ? { id: one([7, 8, 9]), email: one(['c@example.com', 'a@example.com']) } : null,
      checkout_token: one([`tok${id % 5}`, null]),
      financial_status: isPaid ? 'paid' : 'pending',
      fulfillments:
        random() < 0.3
          ? [
              {
                id: id * 10,
                order_id: id,
                status: 'success',
                created_at: at('13:00:00'),
                updated_at: at('13:00:00'),
              },
            ]
          : [],
      ...(random() < 0.2 ? { cancelled_at: at('14:00:00') } : {}),
    });
    return [one(['orders/create', 'orders/updated', 'orders/paid']), body];
  });
}

describe('orders applied together', () => {
  it('end in the state, and state the facts, that they would one by one', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const webhooks = crowd(seed);
      const play = async (atOnce: number) => {
        facts = [];
        await emptyTables(t);
        for (const [topic, body] of webhooks) await deliver(t, topic, body);
        while ((await runReceipts(t.app, atOnce)) > 0);
        const { rows: due } = await t.app.db.query('select kind, subject from due_items order by 1, 2');
        const { receipts } = await listQuarantine(t.app, { limit: 1 });
        return { seed, receipts, due, state: await stateOf(t), facts: [...facts].sort() };
      };
      const oneByOne = await play(1);
      expect(oneByOne.receipts).toEqual([]);
      expect(oneByOne.state.orders?.length).toBeGreaterThan(10);
      expect(await play(100)).toEqual(oneByOne);
    }
  }, 60_000);

  it('are sealed and done, in one go', async () => {
    for (let id = 1; id <= 5; id++) await deliver(t, 'orders/create', order(String(id)));
    expect(await runReceipts(t.app, 100)).toBe(5);
    const { rows } = await t.app.db.query(
      'select state, is_sealed, lease_until, reason, count(*) n from webhook_receipts group by 1, 2, 3, 4',
    );
    expect(rows).toEqual([{ state: 1, is_sealed: true, lease_until: null, reason: null, n: 5n }]);
    expect(await runReceipts(t.app, 100)).toBe(0);
  });

  it('are not harmed by one that the database refuses, nor by one that is no order', async () => {
    await deliver(t, 'orders/create', order('1'));
    // More cents than 64 bits hold.
    await deliver(t, 'orders/create', order('2', { total_price: '999999999999999999.00' }));
    await deliver(t, 'orders/create', '{"id": 3');
    await deliver(t, 'orders/create', order('4'));
    await runReceipts(t.app, 100);
    const { rows } = await t.app.db.query(
      'select w.state, w.is_sealed from webhook_receipts w order by w.id',
    );
    expect(rows).toEqual([
      { state: 1, is_sealed: true },
      { state: 0, is_sealed: false },
      { state: 2, is_sealed: true },
      { state: 1, is_sealed: true },
    ]);
    const orders = await t.app.db.query('select id from orders order by id');
    expect(orders.rows).toEqual([{ id: '1' }, { id: '4' }]);
  });

  it('are left to the worker that took them over meanwhile', async () => {
    for (let id = 1; id <= 4; id++) await deliver(t, 'orders/create', order(String(id)));
    const { tx } = t.app.db;
    // While this worker is at it, its lease on the second lapses and another one takes it and is done.
    t.app.db.tx = async (work) => {
      t.app.db.tx = tx;
      await t.app.db.query(
        `update webhook_receipts set attempt = attempt + 1, state = 3 where id = (select id from webhook_receipts order by id offset 1 limit 1)`,
      );
      return tx(work);
    };
    await runReceipts(t.app, 100);
    const { rows } = await t.app.db.query('select state, attempt from webhook_receipts order by id');
    expect(rows.map(({ state }) => state)).toEqual([1, 3, 1, 1]);
    const orders = await t.app.db.query('select id from orders order by id');
    expect(orders.rows.map(({ id }) => id)).toEqual(['1', '3', '4']);
  });

  it('of two shops never meet: the same order number, address and checkout are two of each', async () => {
    const other = { ...t.ctx, shop: { ...t.ctx.shop, id: 'shp_other', domain: 'other.myshopify.com' } };
    const body: unknown = JSON.parse(order('77', { email: 'same@example.com', checkout_token: 'tok' }));
    await t.app.db.tx((tx) =>
      recordOrders(
        tx,
        [t.ctx, other].map((ctx) => ({ ctx, order: readOrder(body), source: 'test' })),
      ),
    );
    const { rows } = await t.app.db.query(
      `select (select count(*) from orders) orders, (select count(distinct person_id) from orders) people,
              (select count(distinct shop_id) from due_items) shops,
              (select count(*) from orders o join people p on p.id = o.person_id and p.shop_id = o.shop_id and o.is_first) own`,
    );
    expect(rows).toEqual([{ orders: 2n, people: 2n, shops: 2n, own: 2n }]);
    await applyAll(t);
  });
});
