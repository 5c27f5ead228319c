import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour, minute } from '../../kit/span.ts';
import { chooseMailing } from '../messages/index.server.ts';
import { addOrder, addPerson, sentences, subscribe } from '../messages/testing.ts';
import { recordConsent } from '../people/index.server.ts';
import { switchReminders } from './index.server.ts';
import { leaveCheckout } from './testing.ts';

/** The abandoned-checkout story in its odd forms, with every part real; each ends with the sentence that the merchant reads. */
let t: TestContext;
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  await switchReminders(t.ctx, true);
});
afterEach(() => t?.cleanup());

async function ada() {
  const person = await addPerson(t.ctx, 'per_ada', 'ada@example.com');
  await subscribe(t.ctx, person);
  return person;
}

describe('consent withdrawn between step 1 and 2', () => {
  it('by the link in the first reminder: nothing more comes, and the ledger says why', async () => {
    await ada();
    await leaveCheckout(t, 'tok', 'ada@example.com');
    await t.advance(hour);
    expect(t.mails).toHaveLength(1);
    const [{ id }] = (await t.ctx.db.query<{ id: string }>('select id from messages')).rows as [
      { id: string },
    ];
    await chooseMailing(t.app, id, t.ctx.vault.sign('unsubscribe', id), {
      isWanted: false,
      said: 'Abbestellen',
    });
    await t.advance(60 * hour);
    expect(t.mails).toHaveLength(1);
  });

  it('in the shop, while the second waits for the morning', async () => {
    const person = await ada();
    t.clock.set(new Date('2026-11-02T18:30:00Z')); // 19:30 in Berlin: the second comes due in the evening after
    await leaveCheckout(t, 'tok', 'ada@example.com');
    await t.advance(15 * hour);
    expect(t.mails).toHaveLength(1);
    await t.advance(11 * hour);
    await t.ctx.db.tx((tx) =>
      recordConsent(t.ctx, tx, {
        channel: 'email',
        address: 'ada@example.com',
        customerId: null,
        state: 'unsubscribed',
        changedAt: t.clock.now(),
        source: 'customers_email_marketing_consent/update',
      }),
    );
    await t.advance(48 * hour);
    expect(t.mails).toHaveLength(1);
    expect(await sentences(t.ctx, { personId: person.personId })).toEqual([
      'abandoned_checkout: Accepted by the mail server.',
      'abandoned_checkout: Not sent, because this person has unsubscribed.',
    ]);
  });
});

describe('bought with another e-mail', () => {
  it('by the same customer: the reminder is not sent', async () => {
    const person = await ada();
    await leaveCheckout(t, 'tok', 'ada@example.com');
    await t.advance(30 * minute);
    const other = await addPerson(t.ctx, 'per_ada', 'ada.l@work.example');
    await addOrder(t.ctx, '7001', { ...other, personId: person.personId }, { emit: false });
    await t.advance(hour);
    expect(t.mails).toHaveLength(0);
    expect(await sentences(t.ctx)).toEqual([
      'abandoned_checkout: Not sent, because this person has ordered in the meantime.',
    ]);
  });
});

describe('three checkouts on two devices', () => {
  it('one reminder in a day, of the newest', async () => {
    await ada();
    for (const token of ['phone1', 'laptop', 'phone2']) {
      await leaveCheckout(t, token, 'ada@example.com');
      await t.advance(5 * minute);
    }
    await t.advance(2 * hour);
    expect(t.mails).toHaveLength(1);
    expect(await sentences(t.ctx)).toEqual([
      'abandoned_checkout: Not sent, because this person went on shopping; a later reminder takes its place.',
      'abandoned_checkout: Not sent, because this person went on shopping; a later reminder takes its place.',
      'abandoned_checkout: Accepted by the mail server.',
    ]);
  });
});
