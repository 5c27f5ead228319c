import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { insertOrder } from '../../../tests/support/orders.ts';
import { day } from '../../kit/span.ts';
import { consentOfAddress, hashEmail, resolvePerson } from '../people/index.server.ts';
import { readBirthday } from './birthday.ts';
import { openConfirmation } from './confirm-vip.server.ts';
import { type JoinWish, joinVip } from './join-vip.server.ts';
import { keepBirthday } from './keep-birthday.server.ts';
import { vipHandlers } from './vip.handlers.server.ts';
import { leaveVip } from './vip.jobs.ts';

let t: TestContext;
let personId: string;
const email = 'ada@example.com';

beforeEach(async () => {
  t = await createTestContext();
  await insertOrder(t, { id: '1', processedAt: t.clock.now() });
  const id = await t.ctx.db.tx((tx) =>
    resolvePerson(t.ctx, tx, {
      emails: [email],
      phones: [],
      customerIds: [],
      source: 'test',
      at: t.clock.now(),
    }),
  );
  if (!id) throw new Error('no person');
  personId = id;
});
afterEach(() => t.cleanup());

const wish = (change: Partial<JoinWish> = {}): JoinWish => ({
  offerId: 'off_1',
  orderId: '1',
  personId,
  address: { hash: hashEmail(t.ctx, email) ?? '', sealed: t.ctx.vault.seal(email) },
  typedEmail: undefined,
  hasConsented: true,
  consentText: 'Yes, send me news.',
  isDoubleOptIn: false,
  source: 'thank-you page',
  locale: 'de',
  ...change,
});
const consent = (address = email) => consentOfAddress(t.ctx, 'email', hashEmail(t.ctx, address) ?? '');
const members = async () =>
  (await t.ctx.db.query<{ state: string }>('select state from vip_members order by asked_at')).rows.map(
    ({ state }) => state,
  );
async function confirmLink(): Promise<{ id: string; signature: string }> {
  const { rows } = await t.ctx.db.query<{ sealed_data: string }>(
    `select content->>'sealed' as sealed_data from messages where kind = 'vip_confirm' order by wanted_at desc limit 1`,
  );
  const url = new URL(JSON.parse(t.ctx.vault.open(rows[0]?.sealed_data ?? '')).confirmUrl);
  const [, , id = '', signature = ''] = url.pathname.split('/');
  return { id: decodeURIComponent(id), signature: decodeURIComponent(signature) };
}

test('nobody is on the list without a ticked box', async () => {
  expect(await joinVip(t.ctx, wish({ hasConsented: false }))).toBe('no-consent');
  expect(await members()).toEqual([]);
});

test('single opt-in: at once, with the words as evidence, and Shopify is to be told', async () => {
  expect(await joinVip(t.ctx, wish())).toBe('joined');
  expect(await joinVip(t.ctx, wish())).toBe('joined');
  expect(await members()).toEqual(['member']);
  expect(await consent()).toMatchObject({ state: 'subscribed', isUnsynced: true, isConfirmed: false });
  const { rows } = await t.ctx.db.query('select source, text from consents');
  expect(rows).toEqual([{ source: 'thank-you page', text: 'Yes, send me news.' }]);
});

test('double opt-in: nothing counts until the button behind the link is pressed', async () => {
  expect(await joinVip(t.ctx, wish({ isDoubleOptIn: true }))).toBe('asked');
  expect(await joinVip(t.ctx, wish({ isDoubleOptIn: true }))).toBe('asked');
  expect(await consent()).toBeNull();
  const { id, signature } = await confirmLink();
  const look = await openConfirmation(t.app, id, signature, { isConfirmed: false });
  expect(look).toMatchObject({ kind: 'ask', consentText: 'Yes, send me news.' });
  expect(await members()).toEqual(['asked']);
  expect(await openConfirmation(t.app, id, 'forged', { isConfirmed: true })).toEqual({ kind: 'forged' });
  expect(await openConfirmation(t.app, id, signature, { isConfirmed: true })).toMatchObject({
    kind: 'joined',
  });
  expect(await consent()).toMatchObject({ state: 'subscribed', isConfirmed: true });
  expect(await openConfirmation(t.app, id, signature, { isConfirmed: true })).toMatchObject({
    kind: 'joined',
  });
});

test('a typed address is always confirmed first, and is not the order’s person until then', async () => {
  const outcome = await joinVip(t.ctx, wish({ typedEmail: 'somebody@example.net' }));
  expect(outcome).toBe('asked');
  expect(await consent()).toBeNull();
  const { rows } = await t.ctx.db.query<{ person_id: string }>('select person_id from vip_members');
  expect(rows[0]?.person_id).not.toBe(personId);
  expect(await joinVip(t.ctx, wish({ typedEmail: 'no address' }))).toBe('no-address');
  expect(await joinVip(t.ctx, wish({ address: null }))).toBe('no-address');
});

test('the link ends after 30 days', async () => {
  await joinVip(t.ctx, wish({ isDoubleOptIn: true }));
  const { id, signature } = await confirmLink();
  t.clock.advance(31 * day);
  expect(await openConfirmation(t.app, id, signature, { isConfirmed: true })).toEqual({ kind: 'gone' });
  expect(await members()).toEqual(['asked']);
});

test('who withdraws their consent leaves, and may come back', async () => {
  await joinVip(t.ctx, wish());
  const job = { subject: personId, payload: null, attempt: 1 };
  await vipHandlers[leaveVip.name]?.(t.ctx, job);
  expect(await members()).toEqual(['member']);
  await t.ctx.db.query(`update consents set state = 'unsubscribed'`);
  await vipHandlers[leaveVip.name]?.(t.ctx, job);
  expect(await members()).toEqual(['left']);
  t.clock.advance(1_000);
  expect(await joinVip(t.ctx, wish())).toBe('joined');
});

test('birthdays are days that exist', async () => {
  expect(await keepBirthday(t.ctx, { personId, birthday: '1990-02-29', consentText: 'ok' })).toBe('invalid');
  expect(await keepBirthday(t.ctx, { personId, birthday: '02-29', consentText: 'ok' })).toBe('kept');
  expect(await keepBirthday(t.ctx, { personId, birthday: '1990-05-06', consentText: 'ok' })).toBe('kept');
  const { rows } = await t.ctx.db.query<{ month_day: string }>('select month_day from birthdays');
  expect(rows).toEqual([{ month_day: '05-06' }]);
  for (const text of ['2027-01-01', '1899-01-01', '13-01', '1-1', 'May 6', '']) {
    expect(readBirthday(text, '2026-11-01')).toBeNull();
  }
});
