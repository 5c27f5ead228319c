import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { day, hour } from '../../kit/span.ts';
import {
  consentHistory,
  consentOfAddress,
  hashPhone,
  resolvePerson,
  setConsent,
} from '../people/index.server.ts';
import { choosePreferences, openPreferences, type PreferenceChoice } from './index.server.ts';
import type { Topic } from './preferences.ts';
import { addPerson, deliveryDesk, type Somebody, sentences, subscribe } from './testing.ts';

// A Monday, 11:00 in Berlin
let t: TestContext;
let ada: Somebody;
let first: string;
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addPerson(t.ctx, 'per_ada', 'ada@example.com');
  await subscribe(t.ctx, ada);
  first = await ask('review_reward');
});
afterEach(() => t?.cleanup());
const { ask, row, runFor } = deliveryDesk(() => ({ t, ada }));
const sign = (id: string) => t.ctx.vault.sign('preferences', id);
const open = (id = first) => openPreferences(t.app, id, sign(id));
const choose = (choice: PreferenceChoice, id = first) => {
  t.clock.advance(1);
  return choosePreferences(t.app, id, sign(id), choice, 'the words');
};
const save = (change: Partial<Extract<PreferenceChoice, { kind: 'save' }>> = {}) =>
  choose({
    kind: 'save',
    topics: ['news', 'reviews', 'reminders'],
    pace: 'all',
    locale: null,
    channels: ['email'],
    ...change,
  });
const without = (...off: Topic[]) =>
  (['news', 'reviews', 'reminders'] as const).filter((topic) => !off.includes(topic));

describe('the preference page', () => {
  it('is linked from every message, receipts too, and looking changes nothing', async () => {
    await ask('abandoned_checkout');
    await runFor(0);
    const links = t.mails.map(
      ({ email }) => /https:\/\/app\.example(\/preferences\/[^\s)]+)/.exec(email.text ?? '')?.[1],
    );
    expect(links).toHaveLength(2);
    for (const link of links) {
      const [, , id = '', signature = ''] = link!.split('/');
      expect(await openPreferences(t.app, id, signature)).toMatchObject({
        kind: 'known',
        channels: [{ channel: 'email', isOn: true }],
        pace: 'all',
        topicsOff: [],
      });
    }
    const { rows } = await t.ctx.db.query('select 1 from person_preferences');
    expect(rows).toEqual([]);
    expect((await openPreferences(t.app, first, 'x'.repeat(32))).kind).toBe('forged');
    expect((await openPreferences(t.app, 'msg_none', sign('msg_none'))).kind).toBe('gone');
  });

  it('what is not wanted is dropped where it waits, and afterwards; the rest goes', async () => {
    const reminder = await ask('abandoned_checkout');
    await save({ topics: without('reminders', 'news') });
    expect(await row(reminder)).toMatchObject({ status: 'dropped', reason: 'topic_off' });
    const invite = await ask('referral_invite');
    const request = await ask('review_request');
    await runFor(hour);
    expect(await sentences(t.ctx, { id: invite })).toEqual([
      'referral_invite: Not sent, because this person does not want messages of this kind.',
    ]);
    expect((await row(request)).status).toBe('sent');
    expect((await row(first)).status).toBe('sent');
  });

  it.each([
    ['weekly', 7],
    ['monthly', 30],
  ] as const)('at most %s is kept by the arbiter, and said', async (pace, days) => {
    await save({ pace });
    const one = await ask('abandoned_checkout');
    await runFor(0);
    const two = await ask('review_request');
    await runFor(day);
    expect((await row(one)).status).toBe('sent');
    expect(await row(two)).toMatchObject({ status: 'deferred' });
    expect((await sentences(t.ctx, { id: two }))[0]).toMatch(/does not want messages more often\.$/);
    await runFor((days - 1) * day + hour);
    expect((await row(two)).status).toBe('sent');
  });

  it('a pause holds marketing for thirty days, not receipts; ending it lets all go', async () => {
    expect(await choose({ kind: 'pause' })).toMatchObject({
      pausedUntil: new Date(t.clock.now().getTime() + 30 * day),
    });
    const request = await ask('review_request');
    const receipt = await ask('review_reward');
    await runFor(day);
    expect((await row(receipt)).status).toBe('sent');
    expect((await sentences(t.ctx, { id: request }))[0]).toMatch(
      /because this person has paused messages\.$/,
    );
    await choose({ kind: 'resume' });
    await runFor(hour);
    expect((await row(request)).status).toBe('sent');
    expect(await open()).toMatchObject({ pausedUntil: null });
  });

  it('a pause ends by itself', async () => {
    await choose({ kind: 'pause' });
    const request = await ask('review_request');
    await runFor(30 * day + hour);
    expect((await row(request)).status).toBe('sent');
  });

  it('messages come in the chosen language, receipts too', async () => {
    await save({ locale: 'en' });
    await runFor(0);
    expect(t.mails[0]?.email.subject).toBe('Thank you for your review');
  });

  it('stop ends every channel at once, in the shop too, and the words are kept', async () => {
    const phone = '+493012345678';
    await t.ctx.db.tx(async (tx) => {
      await resolvePerson(t.ctx, tx, {
        emails: ['ada@example.com'],
        phones: [phone],
        customerIds: [],
        source: 'test',
        at: t.clock.now(),
      });
      await setConsent(t.ctx, tx, {
        channel: 'sms',
        identityHash: hashPhone(t.ctx, phone, null)!,
        personId: ada.personId,
        state: 'subscribed',
        source: 'test',
      });
    });
    t.store.phones.set(phone, { id: '77' });
    t.store.customers.set('ada@example.com', { id: '77', emailState: 'SUBSCRIBED' });
    expect(await open()).toMatchObject({
      channels: [
        { channel: 'email', isOn: true },
        { channel: 'sms', isOn: true },
      ],
    });
    const waiting = await ask('abandoned_checkout');
    await choose({ kind: 'stop' });
    expect(await row(waiting)).toMatchObject({ status: 'dropped', reason: 'unsubscribed' });
    await t.runDue();
    expect(t.store.smsConsents).toMatchObject([{ customerId: '77', state: 'UNSUBSCRIBED' }]);
    expect(t.store.consents).toMatchObject([{ customerId: '77', state: 'UNSUBSCRIBED' }]);
    const history = await consentHistory(t.ctx, ada.personId);
    expect(history.map(({ channel, state, source, text }) => [channel, state, source, text])).toEqual([
      ['sms', 'unsubscribed', 'preferences page', 'the words'],
      ['email', 'unsubscribed', 'preferences page', 'the words'],
      ['sms', 'subscribed', 'test', null],
      ['email', 'subscribed', 'test', null],
    ]);
    expect(await open()).toMatchObject({ channels: [{ channel: 'email', isOn: false }] });
  });

  it('a tick at e-mail is a yes, no tick takes it back, and who was never asked stays never asked', async () => {
    const bea = await addPerson(t.ctx, 'per_bea', 'bea@example.com');
    const id = await ask('review_reward', bea);
    const state = async () => (await consentOfAddress(t.ctx, 'email', bea.hash))?.state ?? null;
    const choice = { kind: 'save' as const, topics: without(), pace: 'all' as const, locale: null };
    await choose({ ...choice, channels: [] }, id);
    expect(await state()).toBeNull();
    await choose({ ...choice, channels: ['email'] }, id);
    expect(await state()).toBe('subscribed');
    await choose({ ...choice, channels: [] }, id);
    expect(await state()).toBe('unsubscribed');
  });

  it('counts for the person at their other addresses too, and the newest choice counts', async () => {
    const work = await addPerson(t.ctx, 'per_ada', 'ada@work.example');
    await t.ctx.db.tx((tx) =>
      setConsent(t.ctx, tx, {
        channel: 'email',
        identityHash: work.hash,
        personId: ada.personId,
        state: 'subscribed',
        source: 'test',
      }),
    );
    await save({ topics: without('news') });
    const invite = await ask('referral_invite', { ...work, personId: ada.personId });
    await runFor(hour);
    expect((await row(invite)).reason).toBe('topic_off');
  });
});
