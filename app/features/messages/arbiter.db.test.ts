import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { addMs, day, hour, minute } from '../../kit/span.ts';
import { deliverMessage } from './deliver-message.server.ts';
import { countReasons, dropMessages, getMessage, saveMessagePriority } from './index.server.ts';
import { addPerson, deliveryDesk, type Somebody, sentences, subscribe } from './testing.ts';

// A Monday, 11:00 in Berlin
const start = new Date('2026-11-02T10:00:00Z');
let t: TestContext;
let ada: Somebody;
beforeEach(async () => {
  t = await createTestContext({ now: start });
  ada = await addPerson(t.ctx, 'per_ada', 'ada@example.com');
  await subscribe(t.ctx, ada);
});
afterEach(() => t?.cleanup());
const { ask, row, job, withMail, runFor, sent } = deliveryDesk(() => ({ t, ada }));
const subjects = () => t.mails.map(({ email }) => email.subject);

describe('two flows at once at the cap', () => {
  it('the one that stands higher goes, whichever timer fires first; the other waits and says for what', async () => {
    const low = await ask('referral_invite');
    t.clock.advance(1000);
    const high = await ask('review_request');
    await deliverMessage(t.ctx, {}, job(low));
    expect(t.mails).toHaveLength(0);
    expect(await row(low)).toMatchObject({ status: 'deferred', reason: 'goes_first' });
    await deliverMessage(t.ctx, {}, job(high));
    expect((await row(high)).status).toBe('sent');
    expect(await sentences(t.ctx)).toEqual([
      'referral_invite: Waits until 3 Nov 2026, 09:00, because “Review request” goes first.',
      'review_request: Accepted by the mail server.',
    ]);
    await runFor(23 * hour);
    expect((await row(low)).status).toBe('sent');
    expect(t.mails).toHaveLength(2);
  });

  it('the merchant’s own order counts', async () => {
    await saveMessagePriority(t.ctx, ['referral_invite']);
    const high = await ask('review_request');
    const low = await ask('referral_invite');
    await deliverMessage(t.ctx, {}, job(high));
    await deliverMessage(t.ctx, {}, job(low));
    expect([(await row(low)).status, (await row(high)).status]).toEqual(['sent', 'deferred']);
  });

  it('when the slot opens the highest goes, also one that came in the meantime', async () => {
    await ask('review_reminder');
    await runFor(0);
    const first = await ask('referral_invite');
    await runFor(hour);
    expect(await row(first)).toMatchObject({ status: 'deferred', reason: 'marketing_cap' });
    await runFor(10 * hour);
    const later = await ask('abandoned_checkout');
    await runFor(12 * hour); // ten in the morning
    expect([(await row(first)).status, (await row(later)).status]).toEqual(['deferred', 'sent']);
    expect(await sentences(t.ctx, { id: first })).toEqual([
      'referral_invite: Waits until 4 Nov 2026, 09:00, because “Abandoned checkout” goes first.',
    ]);
  });

  it('when the one that goes first falls away, the next goes at once', async () => {
    const low = await ask('review_request');
    const high = await ask('abandoned_checkout', ada, { dueAt: addMs(start, 30 * minute) });
    await runFor(minute);
    expect(await row(low)).toMatchObject({ status: 'deferred', due_at: addMs(start, 30 * minute) });
    await t.ctx.db.tx((tx) =>
      dropMessages(
        t.ctx,
        tx,
        { kinds: ['abandoned_checkout'], personId: ada.personId },
        { reason: 'person_ordered' },
      ),
    );
    await runFor(0);
    expect((await row(high)).reason).toBe('person_ordered');
    expect((await row(low)).status).toBe('sent');
  });

  it('a mail server that refuses the first for good leaves the slot to the next', async () => {
    const high = await ask('abandoned_checkout');
    const low = await ask('review_request');
    const { ctx } = withMail(({ id }) => (id === high ? { kind: 'rejected', reason: '550' } : sent));
    await deliverMessage(ctx, {}, job(high));
    expect(await row(low)).toMatchObject({ status: 'deferred', due_at: start });
    await deliverMessage(ctx, {}, job(low));
    expect((await row(low)).status).toBe('sent');
  });

  it('fifty messages in one hour to one person: one goes, each other has its sentence, and all is counted', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 50; i++) {
      t.clock.advance(minute);
      const kind = (['abandoned_checkout', 'referral_invite', 'review_request'] as const)[i % 3]!;
      ids.push(
        await ask(kind, ada, { staleAt: addMs(start, 3 * day), products: [`A${i}`, `B${i}`, `C${i}`] }),
      );
    }
    await Promise.all(ids.slice(0, 25).map((id) => deliverMessage(t.ctx, {}, job(id))));
    await runFor(0);
    expect(t.mails).toHaveLength(1);
    expect(subjects()[0]).toContain('Warenkorb');
    for (const sentence of await sentences(t.ctx))
      expect(sentence).toMatch(/: (Accepted|Waits until|Not sent)/);
    await runFor(4 * day);
    const { rows } = await t.ctx.db.query<{ status: string; reason: string | null; n: number }>(
      `select status, reason, count(*)::int as n from messages group by 1, 2 order by 1, 2`,
    );
    const sentCount = rows.find(({ status }) => status === 'sent')!.n;
    expect(rows).toEqual([
      { status: 'dropped', reason: 'stale', n: 50 - sentCount },
      { status: 'sent', reason: null, n: sentCount },
    ]);
    expect(sentCount).toBe(4); // once a day from Monday to Thursday, then they are three days old
    const counted = await countReasons(t.ctx, { from: start, to: addMs(start, 5 * day) });
    expect(counted.filter(({ reason }) => reason === 'stale').reduce((n, one) => n + one.messages, 0)).toBe(
      46,
    );
    expect(
      counted.find(({ reason, kind }) => reason === 'goes_first' && kind === 'review_request')?.outcome,
    ).toBe('deferred');
    expect(await countReasons(t.ctx, { from: addMs(start, 9 * day), to: addMs(start, 10 * day) })).toEqual(
      [],
    );
  });

  it('put off again and again for one reason is one decision', async () => {
    await t.ctx.db.query(`update shop_settings set messages = '{"isPaused":true}'`);
    const id = await ask();
    await runFor(6 * hour);
    expect(await row(id)).toMatchObject({ status: 'deferred', reason: 'paused' });
    await t.ctx.db.query(`update shop_settings set messages = '{"isPaused":false}'`);
    await runFor(day);
    expect((await row(id)).status).toBe('sent');
    expect((await getMessage(t.ctx, id))?.decisions.map(({ reason }) => reason)).toEqual(['paused']);
  });

  it('messages about an order do not wait behind anything', async () => {
    await ask('abandoned_checkout');
    await runFor(0);
    const receipts = [await ask('review_reward'), await ask('referral_credit'), await ask('thank_you')];
    await runFor(0);
    for (const id of receipts) expect((await row(id)).status).toBe('sent');
  });
});

describe('two review requests of one person', () => {
  it('become one message with the products of both, at most three', async () => {
    const first = await ask('review_request', ada, { products: ['Kanne', 'Tasse'] });
    t.clock.advance(1000);
    const second = await ask('review_request', ada, { products: ['Löffel', 'Sieb'] });
    await runFor(hour);
    expect(t.mails).toHaveLength(1);
    const text = t.mails[0]!.email.text ?? '';
    for (const product of ['Kanne', 'Tasse', 'Löffel']) expect(text).toContain(product);
    expect(text).not.toContain('Sieb');
    expect((await row(first)).status).toBe('sent');
    expect(await sentences(t.ctx, { id: second })).toEqual([
      'review_request: Not sent by itself, because its products went along in another message (“Review request”) to this person.',
    ]);
  });

  it('part again when the mail server takes neither, and go together later', async () => {
    const first = await ask('review_request', ada, { products: ['Kanne'] });
    t.clock.advance(1000);
    const second = await ask('review_request', ada, { products: ['Löffel'] });
    let isBusy = true;
    const { ctx, given } = withMail(() => (isBusy ? { kind: 'retry', reason: '451' } : sent));
    await deliverMessage(ctx, {}, job(first));
    expect(await row(first)).toMatchObject({ status: 'deferred', reason: 'mail_server_busy' });
    expect(await row(second)).toMatchObject({ status: 'deferred', reason: 'goes_first' });
    isBusy = false;
    t.clock.set((await row(first)).due_at);
    await deliverMessage(ctx, {}, job(second));
    await deliverMessage(ctx, {}, job(first));
    const texts = given.map(({ text }) => text);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toContain('Kanne');
    expect(texts[1]).toContain('Löffel');
    expect(await row(second)).toMatchObject({ status: 'dropped', reason: 'merged' });
  });
});

describe('23:30 in Auckland', () => {
  it('waits for nine on the reader’s clock, and says so on the shop’s', async () => {
    const kiri = await addPerson(t.ctx, 'per_kiri', 'kiri@example.com', { timezone: 'Pacific/Auckland' });
    await subscribe(t.ctx, kiri);
    t.clock.set(new Date('2026-11-02T10:30:00Z')); // 23:30 NZDT
    const id = await ask('abandoned_checkout', kiri);
    await runFor(0);
    expect(await sentences(t.ctx, { personId: kiri.personId })).toEqual([
      'abandoned_checkout: Waits until 2 Nov 2026, 21:00, because it is between 8 in the evening and 9 in the morning where this person lives.',
    ]);
    await runFor(9 * hour + 29 * minute);
    expect(t.mails).toHaveLength(0);
    await runFor(minute);
    expect((await row(id)).status).toBe('sent');
  });
});

describe('DST nights', () => {
  it.each([
    // Berlin, 25 October 2026: three o'clock comes twice, the night has an hour more
    ['Europe/Berlin', '2026-10-24T19:00:00Z', '2026-10-25T08:00:00Z', '25 Oct 2026, 09:00'],
    // Berlin, 28 March 2027: two o'clock does not come, the night has an hour less
    ['Europe/Berlin', '2027-03-27T20:00:00Z', '2027-03-28T07:00:00Z', '28 Mar 2027, 09:00'],
    // Auckland, 27 September 2026 (forward) and 4 April 2027 (back); said on Berlin's clock
    ['Pacific/Auckland', '2026-09-26T10:00:00Z', '2026-09-26T20:00:00Z', '26 Sept 2026, 22:00'],
    ['Pacific/Auckland', '2027-04-03T10:00:00Z', '2027-04-03T21:00:00Z', '3 Apr 2027, 23:00'],
  ])('in %s, wanted at %s', async (timezone, now, until, said) => {
    t.clock.set(new Date(now));
    const reader = await addPerson(t.ctx, 'per_dst', 'dst@example.com', { timezone });
    await subscribe(t.ctx, reader);
    const id = await ask('abandoned_checkout', reader);
    await runFor(0);
    expect(await row(id)).toMatchObject({ status: 'deferred', due_at: new Date(until) });
    expect(await sentences(t.ctx, { id })).toEqual([
      `abandoned_checkout: Waits until ${said}, because it is between 8 in the evening and 9 in the morning where this person lives.`,
    ]);
    await runFor(new Date(until).getTime() - new Date(now).getTime());
    expect((await row(id)).status).toBe('sent');
  });

  it('the cap counts hours that pass, not hours on the wall', async () => {
    t.clock.set(new Date('2026-10-24T16:30:00Z')); // 18:30 in Berlin, the clocks go back in the night
    await ask();
    await runFor(0);
    const second = await ask();
    await runFor(0);
    expect((await row(second)).due_at).toEqual(new Date('2026-10-25T08:30:00Z'));
  });
});
