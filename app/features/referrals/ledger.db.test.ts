import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { changeOrder, insertOrder, insertPerson } from '../../../tests/support/orders.ts';
import { day, minute } from '../../kit/span.ts';
import { rejectReferral, switchOnReferrals } from './index.server.ts';

/**
 * Whatever happens in whatever order (refunds, cancellations, lost answers, spent credit, a merchant's no, waiting), the
 * ledger and the states tell one story.
 */
let t: TestContext;
let next = 1_000;
beforeAll(async () => {
  t = await createTestContext();
  await t.ctx.db.tx((tx) => switchOnReferrals(t.ctx, tx));
  // The port leaves out what orders paid with the credit; in memory these are the entries that the test spends.
  const list = t.ctx.shopify.listStoreCredit;
  t.ctx.shopify.listStoreCredit = async (customerId, since) =>
    (await list(customerId, since)).filter(({ id }) => !id.startsWith('spent'));
});
afterAll(() => t.cleanup());

const total = 9_999n;

type Step =
  | { kind: 'refund'; order: number; share: number }
  | { kind: 'cancel'; order: number }
  | { kind: 'reject'; order: number }
  | { kind: 'wait'; days: number }
  | { kind: 'spend' }
  | { kind: 'lose'; call: 'creditStoreCredit' | 'debitStoreCredit'; when: 'before' | 'after' };

const order = fc.nat(1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('refund' as const),
      order,
      share: fc.integer({ min: 1, max: 100 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), order }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reject' as const), order }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 35 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('spend' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('lose' as const),
      call: fc.constantFrom('creditStoreCredit' as const, 'debitStoreCredit' as const),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
);

/** Runs what is due; a lost answer throws out of the handler, and the row is tried again as the queue would. */
async function run(ms: number): Promise<void> {
  const until = t.clock.now().getTime() + ms;
  for (let tries = 0; tries < 20; tries++) {
    try {
      await t.advance(Math.max(0, until - t.clock.now().getTime()));
      return;
    } catch {
      await t.ctx.db.query('update due_items set lease_until = null');
    }
  }
  throw new Error('never came to rest');
}

async function play(steps: Step[]): Promise<void> {
  const n = next++;
  const advocate = `per_a${n}`;
  const customerId = `77${n}`;
  await insertPerson(t, { id: advocate, customerId });
  const code = `FRIEND-T${n}`;
  await t.ctx.db.query(
    `insert into referral_links (shop_id, person_id, code, state, friend_basis_points, created_at) values ($1, $2, $3, 'ready', 1000, $4)`,
    [t.ctx.shop.id, advocate, code, t.clock.now()],
  );
  const orders = [`${n}1`, `${n}2`];
  const refunded = [0n, 0n];
  for (const id of orders) {
    await insertPerson(t, { id: `per_f${id}` });
    await insertOrder(t, {
      id,
      personId: `per_f${id}`,
      totalMinor: total,
      discountCodes: [code],
      fulfilledAt: t.clock.now(),
    });
    await changeOrder(t, id, {}, 'order.paid');
    await run(20 * day);
  }
  for (const now of steps) {
    if (now.kind === 'refund') {
      const more = refunded[now.order]! + (total * BigInt(now.share)) / 100n;
      refunded[now.order] = more > total ? total : more;
      await changeOrder(
        t,
        orders[now.order]!,
        { refunded_minor: String(refunded[now.order]) },
        'order.refunded',
      );
    } else if (now.kind === 'cancel') {
      await changeOrder(t, orders[now.order]!, { cancelled_at: t.clock.now() }, 'order.cancelled');
    } else if (now.kind === 'reject') {
      const { rows } = await t.ctx.db.query<{ id: string }>('select id from referrals where order_id = $1', [
        orders[now.order],
      ]);
      await rejectReferral(t.ctx, rows[0]!.id, 'other', '');
    } else if (now.kind === 'spend') {
      const balance = inAccount(customerId);
      if (balance > 0n)
        t.store.credits.push({
          id: `spent${Math.random()}`,
          customerId,
          amount: { minor: -balance, currency: 'EUR' },
          at: t.clock.now(),
        });
    } else if (now.kind === 'lose') {
      t.store.failNext.set(now.call, { error: new Error('lost'), when: now.when });
    }
    await run(now.kind === 'wait' ? now.days * day : minute);
  }
  await run(60 * day);
  t.store.failNext.clear();
  await run(day);
  await check(advocate, customerId);
}

const inAccount = (customerId: string) =>
  t.store.credits
    .filter((entry) => entry.customerId === customerId)
    .reduce((sum, { amount }) => sum + amount.minor, 0n);

async function check(advocate: string, customerId: string): Promise<void> {
  const { rows } = await t.ctx.db.query<{
    id: string;
    state: string;
    amount: bigint;
    reversed: bigint;
    sum: string;
    earned: string;
    moved: string;
  }>(
    `select r.id, r.state, r.amount_minor as amount, r.reversed_minor as reversed,
            coalesce(sum(e.amount_minor), 0)::text as sum,
            coalesce(sum(e.amount_minor) filter (where e.kind in ('earned', 'reversed')), 0)::text as earned,
            coalesce(-sum(e.amount_minor) filter (where e.kind in ('paid', 'payment_failed', 'taken_back', 'take_back_failed')), 0)::text as moved
     from referrals r left join credit_entries e on e.referral_id = r.id
     where r.advocate_id = $1 group by r.id`,
    [advocate],
  );
  expect(rows).toHaveLength(2);
  let moved = 0n;
  for (const row of rows) {
    const sum = BigInt(row.sum);
    moved += BigInt(row.moved);
    expect(['paid', 'rejected', 'reversed'], row.state).toContain(row.state);
    if (row.state === 'rejected') expect(sum).toBe(0n);
    else {
      expect(sum <= 0n, 'we owe nothing when all is done').toBe(true);
      if (BigInt(row.earned) !== 0n || row.state === 'paid')
        expect(BigInt(row.earned), 'what was earned is the reward less its reversals').toBe(
          row.amount - row.reversed,
        );
    }
  }
  // What the ledger says was moved is what Shopify's account has seen from us.
  const byUs = t.store.credits
    .filter((entry) => entry.customerId === customerId && !entry.id.startsWith('spent'))
    .reduce((all, { amount }) => all + amount.minor, 0n);
  expect(byUs).toBe(moved);
  expect(inAccount(customerId) >= 0n).toBe(true);
}

it('the ledger equals the states, and Shopify’s account equals the ledger', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 9 }), (steps) => play(steps)),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 25), endOnFailure: true },
  );
});
