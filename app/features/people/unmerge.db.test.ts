import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { insertOrder } from '../../../tests/support/orders.ts';
import { exportPerson } from '../privacy/index.server.ts';
import {
  consentFor,
  currentPersonId,
  getPerson,
  hashEmail,
  personReferences,
  resolvePerson,
  setConsent,
  unmergePeople,
} from './index.server.ts';

let t: TestContext;
let moment = new Date('2026-11-02T09:00:00Z');
beforeEach(async () => {
  t = await createTestContext();
  moment = new Date('2026-11-02T09:00:00Z');
});
afterEach(() => t.cleanup());

async function resolve(clues: { email?: string; phone?: string; customerId?: string; firstName?: string }) {
  moment = new Date(moment.getTime() + 60_000);
  t.clock.set(moment);
  const id = await t.ctx.db.tx((tx) =>
    resolvePerson(t.ctx, tx, {
      emails: [clues.email],
      phones: [clues.phone],
      customerIds: [clues.customerId],
      firstName: clues.firstName ?? null,
      source: 'orders/create',
      at: moment,
    }),
  );
  return id!;
}

/** All rows that name a person, and the people, opened: what has to be as it was. */
async function everything(): Promise<Record<string, string[]>> {
  const tables = [...new Set([...personReferences.map(({ table }) => table), 'people'])];
  const all: Record<string, string[]> = {};
  for (const table of tables) {
    const { rows } = await t.ctx.db.query<{ line: string }>(
      `select (to_jsonb(x) - 'updated_at')::text as line from ${table} x`,
    );
    all[table] = rows
      .map(({ line }) => line.replace(/k1\.[\w-]+/g, (sealed) => t.ctx.vault.open(sealed)))
      .sort();
  }
  return all;
}

async function two() {
  const ada = await resolve({ email: 'ada@example.com', customerId: '71' });
  const bob = await resolve({ email: 'bob@example.com', phone: '+493012345678', firstName: 'Bob' });
  await insertOrder(t, { id: '1', personId: ada, email: 'ada@example.com', customerId: '71' });
  await insertOrder(t, { id: '2', personId: bob, email: 'bob@example.com' });
  await t.ctx.db.tx(async (tx) => {
    for (const [personId, email] of [
      [ada, 'ada@example.com'],
      [bob, 'bob@example.com'],
    ] as const)
      await setConsent(t.ctx, tx, {
        channel: 'email',
        identityHash: hashEmail(t.ctx, email)!,
        personId,
        state: personId === ada ? 'subscribed' : 'unsubscribed',
        source: 'test',
      });
  });
  await t.ctx.db.query(
    `insert into referral_links (shop_id, person_id, code, state, friend_basis_points, created_at)
     values ($1, $2, 'BOB', 'ready', 1000, $3)`,
    [t.ctx.shop.id, bob, moment],
  );
  await t.ctx.db.query(
    `insert into offer_takings (shop_id, offer_id, person_id, taken) values ($1, 'off', $2, 2), ($1, 'off', $3, 1)`,
    [t.ctx.shop.id, ada, bob],
  );
  await t.ctx.db.query(
    `insert into birthdays (shop_id, person_id, month_day, consent_text, at) values ($1, $2, '02-29', 'x', $3), ($1, $4, '01-01', 'x', $3)`,
    [t.ctx.shop.id, ada, moment, bob],
  );
  await t.ctx.db.query('update people set orders_count = 1 where id = any($1)', [[ada, bob]]);
  await t.ctx.db.query('update orders set is_first = true');
  return { ada, bob };
}

describe('a join', () => {
  it('can be undone: all is as it was', async () => {
    const { ada, bob } = await two();
    const before = await everything();
    expect(await resolve({ email: 'bob@example.com', customerId: '71' })).toBe(ada);
    expect(await everything()).not.toEqual(before);
    expect((await getPerson(t.ctx, ada))?.ordersCount).toBe(2);
    expect(await unmergePeople(t.ctx, bob)).toEqual({ kind: 'parted', survivorId: ada });
    expect(await everything()).toEqual(before);
    expect(await unmergePeople(t.ctx, bob)).toEqual({ kind: 'not_joined' });
  });

  it('keeps the evidence: where it was learned and what tied the two', async () => {
    const { ada, bob } = await two();
    await resolve({ email: 'bob@example.com', customerId: '71' });
    const { rows } = await t.ctx.db.query<{ clue_hashes: string[]; before_sealed: string }>(
      'select survivor_id, joined_id, source, clue_hashes, before_sealed from person_joins',
    );
    expect(rows).toMatchObject([{ survivor_id: ada, joined_id: bob, source: 'orders/create' }]);
    expect(rows[0]!.clue_hashes).toContain(hashEmail(t.ctx, 'bob@example.com'));
    expect(rows[0]!.before_sealed).not.toContain('Bob');
  });

  it('what came since goes to whose address or number it names, the rest stays', async () => {
    const { ada, bob } = await two();
    await resolve({ email: 'bob@example.com', customerId: '71' });
    const add = (id: string, order: { email?: string; customerId?: string }) =>
      insertOrder(t, { id, personId: ada, ...order });
    await add('3', { email: 'bob@example.com' });
    await add('4', { email: 'ada@example.com' });
    await add('5', { email: 'bob@example.com', customerId: '71' }); // signed in as Ada: the tie itself
    await add('6', {});
    await unmergePeople(t.ctx, bob);
    const { rows } = await t.ctx.db.query<{ id: string; person_id: string }>(
      'select id, person_id from orders order by id',
    );
    expect(rows.map(({ id, person_id: person }) => [id, person === ada ? 'ada' : 'bob'])).toEqual([
      ['1', 'ada'],
      ['2', 'bob'],
      ['3', 'bob'],
      ['4', 'ada'],
      ['5', 'ada'],
      ['6', 'ada'],
    ]);
    expect((await consentFor(t.ctx, ada, 'email')).state).toBe('subscribed');
    expect((await consentFor(t.ctx, bob, 'email')).state).toBe('unsubscribed');
  });

  it('once undone, no clue joins the two again, also when one has become part of somebody else', async () => {
    const first = await resolve({ email: 'old@example.com' });
    const { ada, bob } = await two();
    await resolve({ email: 'bob@example.com', customerId: '71' });
    await unmergePeople(t.ctx, bob);
    expect(await resolve({ email: 'bob@example.com', customerId: '71' })).toBe(ada);
    expect(await resolve({ email: 'bob@example.com', phone: '+493012345678' })).toBe(bob);
    expect(await resolve({ email: 'old@example.com', customerId: '71' })).toBe(first);
    expect(await currentPersonId(t.ctx, ada)).toBe(first);
    expect(await resolve({ email: 'bob@example.com', customerId: '71' })).toBe(first);
    expect(await currentPersonId(t.ctx, bob)).toBe(bob);
  });

  it('joins on top of each other are undone from the last', async () => {
    const first = await resolve({ email: 'first@example.com' });
    const { ada, bob } = await two();
    await resolve({ email: 'bob@example.com', customerId: '71' });
    const between = await everything();
    await resolve({ email: 'first@example.com', customerId: '71' });
    expect(await currentPersonId(t.ctx, bob)).toBe(first);
    expect(await unmergePeople(t.ctx, bob)).toEqual({ kind: 'joined_since', survivorId: ada });
    expect(await unmergePeople(t.ctx, ada)).toEqual({ kind: 'parted', survivorId: first });
    expect(await everything()).toEqual(between);
    expect(await currentPersonId(t.ctx, bob)).toBe(ada);
    expect(await unmergePeople(t.ctx, bob)).toMatchObject({ kind: 'parted' });
    expect(await currentPersonId(t.ctx, bob)).toBe(bob);
  });

  it('merged customers at Shopify are one person, and another shop knows nothing of it', async () => {
    const a = await resolve({ email: 'a@example.com', customerId: '81' });
    const b = await resolve({ email: 'b@example.com', customerId: '82' });
    const kept = await t.ctx.db.tx((tx) =>
      resolvePerson(t.ctx, tx, {
        emails: [],
        phones: [],
        customerIds: ['81', '82'],
        source: 'customers/merge',
        at: new Date(0),
      }),
    );
    expect(kept).toBe(a);
    const elsewhere = { ...t.ctx, shop: { ...t.ctx.shop, id: 'shp_other' } };
    expect(await unmergePeople(elsewhere, b)).toEqual({ kind: 'not_joined' });
    expect(await currentPersonId(t.ctx, b)).toBe(a);
  });
});

describe('one household', () => {
  it('with one address, one network and one parcel telephone stays two people, and neither is told of the other', async () => {
    const ada = await resolve({ email: 'ada@example.com', firstName: 'Ada' });
    const bob = await resolve({ email: 'bob@example.com', firstName: 'Bob' });
    for (const [id, personId, email] of [
      ['1', ada, 'ada@example.com'],
      ['2', bob, 'bob@example.com'],
    ] as const)
      await insertOrder(t, { id, personId, email, addressHash: 'home', ipHash: 'wifi' });
    expect(await resolve({ email: 'ada@example.com' })).toBe(ada);
    expect(await resolve({ email: 'bob@example.com' })).toBe(bob);
    const told = await exportPerson(t.ctx, ada);
    expect(told.kind === 'exported' && told.json).toContain('ada@example.com');
    expect(told.kind === 'exported' && told.json).not.toMatch(/bob|Bob/);
  });
});
