import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import {
  consentFor,
  currentPersonId,
  getPerson,
  hashEmail,
  learnEmailConsent,
  personReferences,
  recordConsent,
  resolvePerson,
  setConsent,
} from './index.server.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.cleanup());

const at = new Date('2026-11-02T09:00:00Z');
function resolve(clues: {
  email?: string;
  phone?: string;
  customerId?: string;
  firstName?: string;
  at?: Date;
}) {
  return t.ctx.db.tx((tx) =>
    resolvePerson(t.ctx, tx, {
      emails: [clues.email],
      phones: [clues.phone],
      customerIds: [clues.customerId],
      firstName: clues.firstName ?? null,
      country: 'DE',
      source: 'test',
      at: clues.at ?? at,
    }),
  );
}

describe('people', () => {
  it('nobody comes out of nothing', async () => {
    expect(await resolve({ email: '', phone: '000' })).toBeNull();
  });

  it('one mailbox, number or customer is one person, however written', async () => {
    const id = await resolve({ email: 'One.Person@gmail.com', phone: '030 1234567' });
    expect(await resolve({ email: 'oneperson+x@googlemail.com' })).toBe(id);
    expect(await resolve({ phone: '+49301234567' })).toBe(id);
    expect(await resolve({ customerId: '9007199254740993', email: 'one.person@gmail.com' })).toBe(id);
    const person = await getPerson(t.ctx, id!);
    expect(person).toMatchObject({
      emails: ['One.Person@gmail.com'],
      phones: ['+49301234567'],
      customerIds: ['9007199254740993'],
      timezone: 'Europe/Berlin',
    });
  });

  it('names are kept sealed, and the newest name wins in any order', async () => {
    const id = await resolve({
      email: 'name@example.com',
      firstName: 'Neu',
      at: new Date('2026-11-02T10:00:00Z'),
    });
    await resolve({ email: 'name@example.com', firstName: 'Alt' });
    expect((await getPerson(t.ctx, id!))?.firstName).toBe('Neu');
    const { rows } = await t.ctx.db.query<{ first_name_sealed: string }>(
      'select first_name_sealed from people where id = $1',
      [id],
    );
    expect(rows[0]?.first_name_sealed).not.toContain('Neu');
  });

  it('many at once, in chains of shared clues, end as one', async () => {
    const links = Array.from({ length: 12 }, (_, i) => ({
      email: `chain${i}@example.com`,
      customerId: `${100 + i}`,
    }));
    const bridges = Array.from({ length: 11 }, (_, i) => ({
      email: `chain${i + 1}@example.com`,
      customerId: `${100 + i}`,
    }));
    const work = [...links, ...bridges].map((clues) => async () => {
      for (;;) {
        try {
          return await resolve(clues);
        } catch (error) {
          // Two joins may meet head on; Postgres ends one of them and its webhook is tried again.
          if ((error as { code?: string }).code !== '40P01') throw error;
        }
      }
    });
    await Promise.all(work.map((one) => one()));
    const owners = new Set<string>();
    for (const { email } of links) owners.add((await resolve({ email }))!);
    expect(owners.size).toBe(1);
  });

  it('an old id leads to the person it was joined into', async () => {
    const a = await resolve({ email: 'a@join.example' });
    const b = await resolve({ email: 'b@join.example', customerId: '555' });
    const joined = await resolve({ email: 'a@join.example', customerId: '555' });
    expect([a, b]).toContain(joined);
    expect(await currentPersonId(t.ctx, a!)).toBe(joined);
    expect(await currentPersonId(t.ctx, b!)).toBe(joined);
    expect((await getPerson(t.ctx, b!))?.emails.sort()).toEqual(['a@join.example', 'b@join.example']);
  });

  it('every column that names a person moves along when people are joined', async () => {
    const { rows } = await t.ctx.db.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and (column_name like '%person_id' or column_name in ('advocate_id', 'friend_id'))
       order by 1`,
    );
    expect(personReferences.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(
      rows.map((row) => row.name),
    );
  });
});

describe('consent', () => {
  const say = (address: string, state: 'subscribed' | 'unsubscribed', changedAt: string) =>
    t.ctx.db.tx((tx) =>
      recordConsent(t.ctx, tx, {
        channel: 'email',
        address,
        customerId: null,
        state,
        changedAt: new Date(changedAt),
        source: 'test',
      }),
    );

  it('is what the person said last, on whichever address', async () => {
    const id = (await resolve({ email: 'work@c.example', customerId: '700' }))!;
    await resolve({ email: 'home@c.example', customerId: '700' });
    expect(await consentFor(t.ctx, id, 'email')).toMatchObject({ state: 'not_subscribed', address: null });
    await say('work@c.example', 'subscribed', '2026-01-01T00:00:00Z');
    expect(await consentFor(t.ctx, id, 'email')).toMatchObject({
      state: 'subscribed',
      address: 'work@c.example',
    });
    await say('home@c.example', 'unsubscribed', '2026-02-01T00:00:00Z');
    expect(await consentFor(t.ctx, id, 'email')).toMatchObject({ state: 'unsubscribed', address: null });
    expect(await consentFor(t.ctx, id, 'sms')).toMatchObject({ state: 'not_subscribed' });
  });

  it('given up with us beats what Shopify tells later about earlier, and waits to be told to Shopify', async () => {
    const id = (await resolve({ email: 'stop@c.example' }))!;
    await say('stop@c.example', 'subscribed', '2026-11-01T00:00:00Z');
    await t.ctx.db.tx((tx) =>
      setConsent(t.ctx, tx, {
        channel: 'email',
        identityHash: hashEmail(t.ctx, 'stop@c.example')!,
        personId: id,
        state: 'unsubscribed',
        source: 'link',
      }),
    );
    await say('stop@c.example', 'subscribed', '2026-11-01T12:00:00Z');
    expect((await consentFor(t.ctx, id, 'email')).state).toBe('unsubscribed');
    const { rows } = await t.ctx.db.query('select 1 from consents where is_unsynced');
    expect(rows).toHaveLength(1);
  });

  it('older than our installation is asked of Shopify, once', async () => {
    t.store.customers.set('old@c.example', { id: '801', emailState: 'SUBSCRIBED' });
    await learnEmailConsent(t.ctx, 'old@c.example');
    const id = (await resolve({ email: 'old@c.example' }))!;
    expect(await consentFor(t.ctx, id, 'email')).toMatchObject({
      state: 'subscribed',
      address: 'old@c.example',
    });
    const calls = t.store.calls.length;
    await learnEmailConsent(t.ctx, 'old@c.example');
    expect(t.store.calls).toHaveLength(calls);
  });
});
