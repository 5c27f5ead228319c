import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { applyAll, deliver, emptyTables } from '../../../tests/support/webhooks.ts';
import type { Handler } from '../../platform/context.ts';
import type { ShopifyAbandonedCheckout, ShopifyOrderState } from '../../platform/shopify/port.ts';
import {
  intakeHandlers as handlers,
  reconcileCheckouts,
  reconcileOrders,
  refreshOrder,
} from './index.server.ts';

const intakeHandlers: Record<string, Handler> = handlers;
let t: TestContext;
/** what Shopify knows; pages of two */
let orders: ShopifyOrderState[] = [];
let checkouts: ShopifyAbandonedCheckout[] = [];
let failures: Error[] = [];

beforeAll(async () => {
  t = await createTestContext();
  const page = <T extends { updatedAt: Date }>(list: T[], since: Date, cursor: string | null) => {
    const failure = failures.shift();
    if (failure) throw failure;
    const from = Number(cursor ?? 0);
    const due = list.filter((one) => one.updatedAt >= since);
    return { items: due.slice(from, from + 2), cursor: from + 2 < due.length ? String(from + 2) : null };
  };
  t.ctx.shopify = {
    ...t.ctx.shopify,
    async listOrders({ since, cursor }) {
      const answer = page(orders, since, cursor);
      return { orders: answer.items, cursor: answer.cursor };
    },
    async listAbandonedCheckouts({ since, cursor }) {
      const answer = page(checkouts, since, cursor);
      return { checkouts: answer.items, cursor: answer.cursor };
    },
    getOrder: async (id) => orders.find((order) => order.id === id) ?? null,
  };
});
afterAll(() => t.cleanup());
beforeEach(async () => {
  orders = [];
  checkouts = [];
  failures = [];
  await emptyTables(t);
});

function order(id: string, updatedAt: string, patch: Record<string, unknown> = {}): ShopifyOrderState {
  const body = {
    id,
    name: `#${id}`,
    currency: 'EUR',
    total_price: '10.00',
    created_at: '2026-11-02T09:00:00Z',
    updated_at: updatedAt,
    financial_status: 'paid',
    email: `b${id}@example.com`,
    line_items: [{ id: '1', title: 'x', quantity: 1, price: '10.00' }],
    ...patch,
  };
  return {
    id,
    name: body.name,
    checkoutToken: null,
    confirmationNumber: null,
    updatedAt: new Date(updatedAt),
    cancelledAt: null,
    displayFinancialStatus: 'PAID',
    displayFulfillmentStatus: null,
    deliveredAt: null,
    webhookShape: body,
  };
}

async function run(name: string) {
  return intakeHandlers[name]!(t.ctx, { subject: 'shop', payload: null, attempt: 1 });
}
const recorded = async () =>
  (await t.ctx.db.query<{ id: string }>('select id from orders order by id')).rows.map((row) => row.id);

it('finds the orders whose webhooks never came, over several pages, and only those', async () => {
  orders = ['1', '2', '3', '4', '5'].map((id) => order(id, `2026-11-02T09:0${id}:00Z`));
  await deliver(t, 'orders/paid', orders[1]!.webhookShape);
  await applyAll(t);
  expect(await run(reconcileOrders.name)).toEqual({ kind: 'done' });
  const { rows } = await t.ctx.db.query(
    `select count(*) n from webhook_receipts where event_id like 'reconcile:%'`,
  );
  expect(rows).toEqual([{ n: 4n }]);
  await applyAll(t);
  expect(await recorded()).toEqual(['1', '2', '3', '4', '5']);

  // Again: nothing new, and the overlap does nothing twice.
  await run(reconcileOrders.name);
  const again = await t.ctx.db.query('select count(*) n from webhook_receipts where state = 0');
  expect(again.rows).toEqual([{ n: 0n }]);

  orders[0] = order('1', '2026-11-02T09:30:00Z', { total_price: '8.00' });
  await run(reconcileOrders.name);
  await applyAll(t);
  const changed = await t.ctx.db.query(`select total_minor from orders where id = '1'`);
  expect(changed.rows).toEqual([{ total_minor: 800n }]);
});

it('reads the 60 days before the installation as history: known, counted, and nothing follows from it', async () => {
  const past = (id: string, at: string) =>
    order(id, at, { processed_at: at, created_at: at, fulfillment_status: 'fulfilled' });
  orders = [
    past('1', '2025-10-01T09:00:00Z'),
    past('2', '2025-12-01T09:00:00Z'),
    past('3', '2025-12-20T09:00:00Z'),
    order('4', '2026-11-02T09:04:00Z'),
  ];
  expect(await run(reconcileOrders.name)).toEqual({ kind: 'done' });
  await applyAll(t);
  expect(await recorded()).toEqual(['2', '3', '4']);
  const { rows } = await t.ctx.db.query<{ kind: string; subject: string }>(
    `select kind, subject from due_items order by kind`,
  );
  const about = (subject: string) => rows.filter((row) => row.subject === subject).map(({ kind }) => kind);
  expect(about('2')).toEqual([]);
  expect(about('3')).toEqual([]);
  expect(about('4')).toContain('messages.plan-thank-you');
  expect(rows.map(({ kind }) => kind)).toContain('complements.recompute');
});

it('waits as long as Shopify asks, and goes on where it was', async () => {
  orders = ['1', '2', '3'].map((id) => order(id, `2026-11-02T09:0${id}:00Z`));
  const throttled = Object.assign(new Error('throttled'), {
    name: 'ShopifyThrottledError',
    retryAfterMs: 7_000,
  });
  failures = [throttled];
  expect(await run(reconcileOrders.name)).toMatchObject({
    kind: 'snooze',
    until: new Date(t.clock.now().getTime() + 7_000),
  });
  await run(reconcileOrders.name);
  await applyAll(t);
  expect(await recorded()).toEqual(['1', '2', '3']);
});

it('leaves a shop alone that is gone, and tries again after any other error', async () => {
  failures = [Object.assign(new Error('shop is frozen'), { name: 'ShopUnavailableError' })];
  expect(await run(reconcileOrders.name)).toMatchObject({ kind: 'cancel' });
  failures = [new Error('socket hang up')];
  await expect(run(reconcileOrders.name)).rejects.toThrow('socket hang up');
});

it('an order that does not fit is kept in quarantine and does not stop the others', async () => {
  orders = [order('1', '2026-11-02T09:01:00Z', { currency: 'euro' }), order('2', '2026-11-02T09:02:00Z')];
  await run(reconcileOrders.name);
  await applyAll(t);
  expect(await recorded()).toEqual(['2']);
  const { rows } = await t.ctx.db.query('select reason from webhook_receipts where state = 2');
  expect(rows).toEqual([{ reason: 'The field currency is not a currency code.' }]);
});

it('finds abandoned checkouts', async () => {
  const updatedAt = '2026-11-02T09:10:00Z';
  checkouts = [
    {
      id: '5',
      createdAt: new Date(updatedAt),
      updatedAt: new Date(updatedAt),
      completedAt: null,
      webhookShape: {
        token: 'tok5',
        currency: 'EUR',
        total_price: '5.00',
        email: 'lost@example.com',
        created_at: updatedAt,
        updated_at: updatedAt,
        line_items: [{ title: 'x', quantity: 1, price: '5.00', product_id: '1', variant_id: '2' }],
      },
    },
  ];
  await run(reconcileCheckouts.name);
  await applyAll(t);
  await run(reconcileCheckouts.name);
  const { rows } = await t.ctx.db.query(
    `select (select count(*) from checkouts) checkouts, (select count(*) from webhook_receipts) receipts`,
  );
  expect(rows).toEqual([{ checkouts: 1n, receipts: 1n }]);
});

it('an edited order is read anew', async () => {
  orders = [order('77', '2026-11-02T09:05:00Z', { total_price: '3.00' })];
  await deliver(t, 'orders/edited', {
    order_edit: { id: 1, order_id: 77, line_items: { additions: [], removals: [] } },
  });
  await applyAll(t);
  expect(
    await intakeHandlers[refreshOrder.name]!(t.ctx, { subject: '77', payload: null, attempt: 1 }),
  ).toEqual({ kind: 'done' });
  await applyAll(t);
  expect(await recorded()).toEqual(['77']);
});
