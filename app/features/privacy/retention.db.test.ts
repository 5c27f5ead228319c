import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { insertOrder, insertPerson } from '../../../tests/support/orders.ts';
import { day } from '../../kit/span.ts';
import { leaveCheckout } from '../checkouts/testing.ts';
import { addPerson, deliveryDesk, subscribe } from '../messages/testing.ts';
import { keepRetention, readRetention, saveRetention } from './index.server.ts';
import { retentionDays } from './retention.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
});
afterEach(() => t?.cleanup());
const { ask, runFor } = deliveryDesk(() => ({ t, ada }));
let ada: Awaited<ReturnType<typeof addPerson>>;

/** One of everything that has a period, from today. */
async function fill() {
  ada = await addPerson(t.ctx, 'per_ada', 'ada@example.com');
  await subscribe(t.ctx, ada);
  await ask('abandoned_checkout');
  await ask('referral_invite');
  await runFor(0); // one is sent, one is put off and has a decision
  await leaveCheckout(t, 'left', 'bob@example.com');
  await leaveCheckout(t, 'bought', 'bob@example.com', { completedAt: t.clock.now() });
  await insertPerson(t, { id: 'per_o' });
  await insertOrder(t, { id: '1', personId: 'per_o', ipHash: 'wifi', processedAt: t.clock.now() });
  await t.ctx.db.query(
    `insert into referral_visits (shop_id, code, ip_hash, at) values ($1, 'A', 'wifi', $2)`,
    [t.ctx.shop.id, t.clock.now()],
  );
  await t.ctx.db.query(`update messages set status = 'dropped', reason = 'stale' where status = 'deferred'`);
}

/** What is still kept of it. */
async function kept() {
  const { rows } = await t.ctx.db.query<Record<keyof typeof retentionDays, bigint>>(
    `select (select count(*) from messages where content is not null) as "messageContent",
            (select count(*) from checkouts where completed_at is null) as "openCheckouts",
            (select count(ip_hash) from referral_visits) as "visitNetworks",
            (select count(ip_hash) from orders) as "orderNetworks",
            (select count(*) from message_decisions) as decisions`,
  );
  return Object.entries(rows[0]!)
    .filter(([, count]) => count > 0n)
    .map(([key]) => key)
    .sort();
}

const all = Object.keys(retentionDays).sort();
const at = async (days: number) => {
  t.clock.set(new Date(new Date('2026-11-02T10:00:00Z').getTime() + days * day));
  await keepRetention(t.app);
  return kept();
};

it('each is kept to the day and no longer', async () => {
  await fill();
  expect(await at(0)).toEqual(all);
  for (const days of [90, 180, 400]) {
    const forgotten = Object.entries(retentionDays).filter(([, period]) => period < days + 1);
    const before = await at(days - 1);
    const after = await at(days + 1);
    expect(before.length, `day ${days}`).toBeGreaterThan(after.length);
    expect(after).toEqual(all.filter((key) => !forgotten.some(([gone]) => gone === key)));
  }
  const { rows } = await t.ctx.db.query('select 1 from messages');
  expect(rows).toHaveLength(2);
  expect((await t.ctx.db.query('select token from checkouts')).rows).toEqual([{ token: 'bought' }]);
});

it('a message that still waits keeps what it says', async () => {
  ada = await addPerson(t.ctx, 'per_ada', 'ada@example.com');
  await ask('review_reward', ada, { dueAt: new Date('2028-01-01T10:00:00Z') });
  expect(await at(300)).toEqual(['messageContent']);
});

it('a shop may shorten, never lengthen', async () => {
  expect(await saveRetention(t.ctx, { messageContent: 181 })).toEqual({
    kind: 'invalid',
    problems: { messageContent: 'at most 180 days' },
  });
  expect(await saveRetention(t.ctx, { openCheckouts: 1 })).toMatchObject({
    problems: { openCheckouts: 'at least 35 days' },
  });
  expect(await saveRetention(t.ctx, { messageContent: 40, decisions: 60 })).toEqual({ kind: 'saved' });
  expect(await readRetention(t.ctx)).toEqual({ ...retentionDays, messageContent: 40, decisions: 60 });
  await fill();
  expect(await at(39)).toEqual(all);
  expect(await at(41)).toEqual(all.filter((key) => key !== 'messageContent'));
  expect(await at(61)).not.toContain('decisions');
  const elsewhere = { ...t.ctx, shop: { ...t.ctx.shop, id: 'shp_other' } };
  expect(await readRetention(elsewhere)).toEqual(retentionDays);
});

it('the operator reads the same periods', () => {
  const manual = readFileSync('docs/operations.md', 'utf8');
  for (const [key, days] of Object.entries(retentionDays)) {
    expect(manual, key).toMatch(new RegExp(`\\| \`${key}\` \\|.*\\| ${days} \\|`));
  }
});
