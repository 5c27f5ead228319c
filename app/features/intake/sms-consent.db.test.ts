import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { applyAll, deliver } from '../../../tests/support/webhooks.ts';
import { consentFor, consentHistory, hashPhone, setConsent } from '../people/index.server.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
});
afterEach(() => t.cleanup());

const phone = '+493012345678';
const customer = (state: string, at: string) => ({
  id: 9001,
  admin_graphql_api_id: 'gid://shopify/Customer/9001',
  email: 'ada@example.com',
  phone,
  updated_at: at,
  sms_marketing_consent: { state, opt_in_level: 'single_opt_in', consent_updated_at: at },
});
const personId = async () =>
  (await t.ctx.db.query<{ id: string }>('select id from people where merged_into is null')).rows[0]!.id;

it('customers/update says what the customer thinks of SMS, and each word is kept once', async () => {
  await deliver(t, 'customers/update', customer('subscribed', '2026-10-01T10:00:00Z'));
  await applyAll(t);
  await deliver(t, 'customers/update', customer('subscribed', '2026-10-01T10:00:00Z'));
  await applyAll(t);
  expect(await consentFor(t.ctx, await personId(), 'sms')).toMatchObject({
    state: 'subscribed',
    address: phone,
  });
  await deliver(t, 'customers_marketing_consent/update', {
    id: 9001,
    phone,
    sms_marketing_consent: { state: 'unsubscribed', consent_updated_at: '2026-10-02T10:00:00Z' },
  });
  await applyAll(t);
  // An older word that comes late changes nothing and is no change of the consent
  await deliver(t, 'customers/update', customer('subscribed', '2026-10-01T11:00:00Z'));
  await applyAll(t);
  const id = await personId();
  expect((await consentFor(t.ctx, id, 'sms')).state).toBe('unsubscribed');
  expect(
    (await consentHistory(t.ctx, id)).map(({ state, source, address }) => [state, source, address]),
  ).toEqual([
    ['unsubscribed', 'customers_marketing_consent/update', phone],
    ['subscribed', 'customers/update', phone],
  ]);
});

it('a word given to us goes to Shopify with its moment, once', async () => {
  await deliver(t, 'customers/update', customer('subscribed', '2026-10-01T10:00:00Z'));
  await applyAll(t);
  t.store.phones.set(phone, { id: '9001' });
  const identityHash = hashPhone(t.ctx, phone, null)!;
  await t.ctx.db.tx(async (tx) => {
    await setConsent(t.ctx, tx, {
      channel: 'sms',
      identityHash,
      personId: await personId(),
      state: 'unsubscribed',
      source: 'STOP',
      text: 'Stop',
    });
    const job = { name: 'messages.sync-consent', maxAttempts: 12 };
    await t.ctx.due.schedule(tx, {
      shopId: t.ctx.shop.id,
      job,
      subject: `sms:${identityHash}`,
      dueAt: t.clock.now(),
    });
  });
  await t.runDue();
  expect(t.store.smsConsents).toEqual([
    { customerId: '9001', state: 'UNSUBSCRIBED', changedAt: t.clock.now() },
  ]);
  const { rows } = await t.ctx.db.query('select 1 from consents where is_unsynced');
  expect(rows).toEqual([]);
});
