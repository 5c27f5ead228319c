import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { changeOrder, insertOrder, insertPerson, type TestOrder } from '../../../tests/support/orders.ts';
import { day } from '../../kit/span.ts';
import { switchOnReferrals } from './index.server.ts';

/** What the database tests of referrals stand on. `t` is the running test's context. */

export let t: TestContext;
export let code: string;

export async function begin(options: Parameters<typeof createTestContext>[0] = {}): Promise<void> {
  t = await createTestContext(options);
  await t.ctx.db.tx((tx) => switchOnReferrals(t.ctx, tx));
  await insertPerson(t, {
    id: 'per_anna',
    email: 'anna@example.com',
    firstName: 'Anna',
    lastName: 'Berg',
    customerId: '9007199254740999',
  });
  await insertOrder(t, { id: '100', personId: 'per_anna', addressHash: 'addr_anna', ipHash: 'ip_anna' });
  await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'order.recorded', { orderId: '100' }));
  await t.runDue();
  const { rows } = await t.ctx.db.query<{ code: string }>('select code from referral_links');
  code = rows[0]!.code;
  t.clock.advance(day);
}

export const total = 10_000n;

/** A friend's order through the link, fulfilled at once unless told otherwise. */
export async function friendBuys(
  id = '200',
  order: Partial<TestOrder> = {},
  person?: Parameters<typeof insertPerson>[1],
) {
  const friend = person ?? {
    id: `per_f${id}`,
    email: `paul${'xyzw'[Number(id) % 4]}.stein@example.org`,
    firstName: 'Paul',
    lastName: 'Stein',
  };
  await insertPerson(t, friend);
  await insertOrder(t, {
    id,
    personId: friend.id,
    totalMinor: total,
    discountCodes: [code.toLowerCase()],
    fulfilledAt: t.clock.now(),
    ...order,
  });
  await changeOrder(t, id, {}, 'order.paid');
  await t.runDue();
}

export async function referral(orderId = '200') {
  const { rows } = await t.ctx.db.query<{
    id: string;
    state: string;
    reason: string | null;
    signals: string[];
    reversed_minor: bigint;
    hold_until: Date | null;
    source: string;
  }>('select * from referrals where order_id = $1', [orderId]);
  return rows[0];
}

export async function ledger(orderId = '200') {
  const { rows } = await t.ctx.db.query<{ kind: string; amount_minor: bigint }>(
    `select e.kind, e.amount_minor from credit_entries e join referrals r on r.id = e.referral_id
     where r.order_id = $1 order by e.at, e.id`,
    [orderId],
  );
  return rows.map(({ kind, amount_minor }) => `${kind} ${amount_minor}`).sort();
}

export const inAccount = () => t.store.credits.reduce((sum, { amount }) => sum + amount.minor, 0n);

export async function refund(orderId: string, refundedMinor: bigint) {
  await changeOrder(t, orderId, { refunded_minor: String(refundedMinor) }, 'order.refunded');
  await t.runDue();
}
