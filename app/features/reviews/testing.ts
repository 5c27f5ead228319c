import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { changeOrder, insertOrder, insertPerson, insertProduct } from '../../../tests/support/orders.ts';
import { day } from '../../kit/span.ts';
import { switchOnReviews } from './save-settings.server.ts';

/** What the database tests of reviews stand on. `t` is the running test's context. */

export let t: TestContext;
/** A shop that asks for reviews, one person, four products. */
export async function begin(): Promise<void> {
  t = await createTestContext();
  await t.ctx.db.tx((tx) => switchOnReviews(t.ctx, tx));
  await insertPerson(t, { id: 'per_anna', email: 'anna@example.com', firstName: 'Anna', lastName: 'Berg' });
  for (const id of ['8001', '8002', '8003', '8004']) await insertProduct(t, id);
  await t.runDue();
}

export const anna = { personId: 'per_anna', email: 'anna@example.com' };

export async function request(orderId = '1') {
  const { rows } = await t.ctx.db.query<{
    id: string;
    status: string;
    reason: string | null;
    basis: string;
    due_at: Date;
    sent_at: Date | null;
    reminded_at: Date | null;
    products: { productId: string }[];
  }>('select * from review_requests where shop_id = $1 and order_id = $2', [t.ctx.shop.id, orderId]);
  return rows[0];
}

export async function messages(kind: string) {
  const { rows } = await t.ctx.db.query<{ status: string; reason: string | null }>(
    'select status, reason from messages where shop_id = $1 and kind = $2 order by wanted_at',
    [t.ctx.shop.id, kind],
  );
  return rows;
}

export const one = (productId: string, rating = 5, body: string | null = 'Sehr gut') => ({
  productId,
  rating,
  title: null,
  body,
  droppedPhotos: [],
});

/** An order that has arrived and was asked about. @returns the request's id */
export async function sentRequest(lines = [{ productId: '8001' }]): Promise<string> {
  await insertOrder(t, { id: '1', ...anna, lines, deliveredAt: t.ctx.clock.now() });
  await changeOrder(t, '1', {}, 'order.delivered');
  await t.advance(7 * day);
  const found = await request();
  if (found?.status !== 'sent') throw new Error(`the request is ${found?.status}`);
  return found.id;
}
