import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour } from '../../kit/span.ts';
import type { SendResult } from '../../platform/channels/port.ts';
import { uninstallShop } from '../shops/index.server.ts';
import { deliverMessage } from './deliver-message.server.ts';
import { chooseMailing, createMessageHandlers, requestMessage } from './index.server.ts';
import { deliverMessageJob } from './messages.jobs.ts';
import { addPerson, deliveryDesk, type Somebody, subscribe } from './testing.ts';

let t: TestContext;
let ada: Somebody;
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addPerson(t.ctx, 'per_ada', 'ada@example.com');
  await subscribe(t.ctx, ada);
});
afterEach(() => t?.cleanup());
const { ask, row, job, withMail, runFor, sent } = deliveryDesk(() => ({ t, ada }));

describe('deliver', () => {
  it('sends and records', async () => {
    const id = await ask();
    await runFor(0);
    expect(t.mails).toHaveLength(1);
    expect(await row(id)).toMatchObject({ status: 'sent', reason: null, attempt: 1 });
  });

  it('two runs at once send one message', async () => {
    const id = await ask();
    const { ctx, given } = withMail(() => sent);
    await Promise.all(Array.from({ length: 6 }, () => deliverMessage(ctx, {}, job(id))));
    expect(given).toHaveLength(1);
    expect((await row(id)).status).toBe('sent');
  });

  it('a run that dies with the message in its hands: never sent again, and shown', async () => {
    const id = await ask();
    const { ctx, given } = withMail(() => Promise.reject(new Error('killed')));
    await expect(deliverMessage(ctx, {}, job(id))).rejects.toThrow('killed');
    expect((await row(id)).status).toBe('sending');
    expect(await deliverMessage(ctx, {}, job(id))).toEqual({ kind: 'done' });
    expect(await row(id)).toMatchObject({ status: 'unknown', reason: 'interrupted' });
    await deliverMessage(ctx, {}, job(id));
    expect(given).toHaveLength(1);
  });

  it('a run that was only slow: its answer replaces the doubt', async () => {
    const id = await ask();
    let release = (_: SendResult) => {};
    const isGiven = Promise.withResolvers<void>();
    const { ctx } = withMail(() => {
      isGiven.resolve();
      return new Promise((resolve) => {
        release = resolve;
      });
    });
    const slow = deliverMessage(ctx, {}, job(id));
    await isGiven.promise;
    await deliverMessage(ctx, {}, job(id));
    expect((await row(id)).status).toBe('unknown');
    release(sent);
    await slow;
    expect(await row(id)).toMatchObject({ status: 'sent', reason: null });
  });

  it('a slow run whose message was certainly not accepted is tried again', async () => {
    const id = await ask();
    let release = (_: SendResult) => {};
    const isGiven = Promise.withResolvers<void>();
    const { ctx } = withMail(() => {
      isGiven.resolve();
      return new Promise((resolve) => {
        release = resolve;
      });
    });
    const slow = deliverMessage(ctx, {}, job(id));
    await isGiven.promise;
    await deliverMessage(ctx, {}, job(id));
    await t.ctx.db.query('delete from due_items');
    release({ kind: 'retry', reason: '451 later' });
    await slow;
    expect(await row(id)).toMatchObject({ status: 'deferred', reason: 'mail_server_busy' });
    await runFor(60_000);
    expect(t.mails).toHaveLength(1);
    expect(await row(id)).toMatchObject({ status: 'sent', attempt: 2 });
  });

  it.each([
    [{ kind: 'rejected', reason: '550 no such user' } as const, 'failed', 'rejected'],
    [{ kind: 'unknown', reason: 'Timeout' } as const, 'unknown', 'answer_lost'],
  ])('an answer of %o ends it', async (answer, status, reason) => {
    const id = await ask();
    const { ctx, given } = withMail(() => answer);
    await deliverMessage(ctx, {}, job(id));
    await deliverMessage(ctx, {}, job(id));
    expect(await row(id)).toMatchObject({ status, reason });
    expect(given).toHaveLength(1);
  });

  it('tries a busy mail server for a day, then says that it failed', async () => {
    const id = await ask('review_reward');
    const { ctx, given } = withMail(() => ({ kind: 'retry', reason: 'connect ECONNREFUSED' }));
    for (let i = 0; i < 60 && (await row(id)).status !== 'failed'; i++) {
      await deliverMessage(ctx, {}, job(id));
      t.clock.set((await row(id)).due_at);
    }
    expect(await row(id)).toMatchObject({ status: 'failed', reason: 'mail_server_unreachable' });
    expect(given.length).toBeGreaterThan(20);
    expect(t.clock.now().getTime() - new Date('2026-11-02T10:00:00Z').getTime()).toBeGreaterThan(22 * hour);
  });

  it('an unsubscribe racing a send: whoever is first decides, and nothing goes after it', async () => {
    for (let round = 0; round < 12; round++) {
      const person = await addPerson(t.ctx, `per_${round}`, `p${round}@example.com`);
      await subscribe(t.ctx, person);
      const id = await ask('abandoned_checkout', person);
      const later = await ask('abandoned_checkout', person);
      const { ctx, given } = withMail(() => sent);
      const signature = t.ctx.vault.sign('unsubscribe', id);
      t.clock.advance(1);
      await Promise.all([
        deliverMessage(ctx, {}, job(id)),
        chooseMailing(t.app, id, signature, { isWanted: false, said: 'x' }),
      ]);
      const { status } = await row(id);
      expect(given).toHaveLength(status === 'sent' ? 1 : 0);
      expect(['sent', 'dropped']).toContain(status);
      await deliverMessage(ctx, {}, job(later));
      expect(await row(later)).toMatchObject({ status: 'dropped', reason: 'unsubscribed' });
      expect(given).toHaveLength(status === 'sent' ? 1 : 0);
    }
  });

  it('nothing goes out after an uninstall', async () => {
    const id = await ask();
    const { ctx, given } = withMail(() => sent);
    await uninstallShop(t.app, { domain: t.ctx.shop.domain, triggeredAt: null });
    await deliverMessage(ctx, {}, job(id));
    expect(given).toHaveLength(0);
    expect(['dropped', 'planned']).toContain((await row(id)).status);
  });

  it('data that cannot be drawn fails for good instead of for ever', async () => {
    const id = await ask();
    await t.ctx.db.query('update messages set content = $2 where id = $1', [
      id,
      JSON.stringify({ sealed: t.ctx.vault.seal('{"step":9}') }),
    ]);
    await runFor(0);
    expect(await row(id)).toMatchObject({ status: 'failed', reason: 'not_renderable' });
  });

  it('an erased address is nobody to write to', async () => {
    const id = await ask('review_reward');
    await t.ctx.db.query(
      'update messages set address_sealed = null, address_hash = null, content = null where id = $1',
      [id],
    );
    await runFor(0);
    expect(await row(id)).toMatchObject({ status: 'dropped', reason: 'erased' });
  });

  it('the same key twice is one message', async () => {
    const handlers = createMessageHandlers({ guards: {}, referralInviteOf: null, offerOf: null });
    expect(Object.keys(handlers)).toContain(deliverMessageJob.name);
    const wanted = {
      kind: 'review_reward' as const,
      personId: ada.personId,
      address: { hash: ada.hash, sealed: ada.sealed },
      subjectId: 'r1',
      idempotencyKey: 'reward:r1',
      locale: 'en',
      data: {
        firstName: null,
        code: 'A',
        value: { kind: 'percentage' as const, basisPoints: 500 },
        endsAt: null,
        shopUrl: 'https://testladen.example',
      },
    };
    const results = await Promise.all(
      Array.from({ length: 5 }, () => t.ctx.db.tx((tx) => requestMessage(t.ctx, tx, wanted))),
    );
    expect(results.filter(({ kind }) => kind === 'planned')).toHaveLength(1);
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    await runFor(0);
    expect(t.mails).toHaveLength(1);
    expect(t.mails[0]?.email.subject).toBe('Thank you for your review');
  });
});
