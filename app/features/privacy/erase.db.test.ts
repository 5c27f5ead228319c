import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import type { SendResult } from '../../platform/channels/port.ts';
import type { Context } from '../../platform/context.ts';
import { createMessageHandlers } from '../messages/index.server.ts';
import { deliverMessageJob } from '../messages/messages.jobs.ts';
import { addPerson, deliveryDesk, type Somebody, sentences, subscribe } from '../messages/testing.ts';
import { eraseTraces, erasing } from './erase-traces.server.ts';
import { erasePerson, exportPerson } from './index.server.ts';
import { email, fillShop, wholeDatabase } from './testing.ts';

let t: TestContext;
let ada: Somebody;
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addPerson(t.ctx, 'per_ada', 'ada@example.com');
  await subscribe(t.ctx, ada);
});
afterEach(() => t?.cleanup());
const { ask, row, job, withMail, sent } = deliveryDesk(() => ({ t, ada }));
const handlers = createMessageHandlers({ guards: {}, referralInviteOf: null, offerOf: null });
const deliver = (ctx: Context, id: string) => handlers[deliverMessageJob.name]!(ctx, job(id));
const erasedWords = (kind: string) => `${kind}: Not sent, because this person’s data was erased.`;

describe('erase while sending', () => {
  it.each(['abandoned_checkout', 'review_reward'] as const)(
    'between the decision and the hand-over: nothing is sent, the ledger says erased (%s)',
    async (kind) => {
      const id = await ask(kind);
      const { ctx, given } = withMail(() => sent);
      const turn = async <T>(work: () => Promise<T>) => {
        await erasePerson(t.ctx, ada.personId);
        return work();
      };
      await deliver({ ...ctx, email: { ...ctx.email, turn } }, id);
      expect(given).toEqual([]);
      expect(await sentences(t.ctx, { id })).toEqual([erasedWords(kind)]);
    },
  );

  it('in the mail server’s hands: erasing waits for its answer, and nothing follows', async () => {
    const id = await ask();
    const later = await ask('review_reward');
    let answer = (_: SendResult) => {};
    const isGiven = Promise.withResolvers<void>();
    const { ctx, given } = withMail(() => {
      isGiven.resolve();
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    const sending = deliver(ctx, id);
    await isGiven.promise;
    let isErased = false;
    let tries = 0;
    const isTriedAgain = Promise.withResolvers<void>();
    const tx: Context['db']['tx'] = (work) => {
      tries += 1;
      if (tries === 2) isTriedAgain.resolve();
      return t.ctx.db.tx(work);
    };
    const erasure = erasePerson({ ...t.ctx, db: { ...t.ctx.db, tx } }, ada.personId).then(() => {
      isErased = true;
    });
    await isTriedAgain.promise;
    expect(isErased).toBe(false);
    answer(sent);
    await Promise.all([sending, erasure]);
    expect(await row(id)).toMatchObject({ status: 'sent' });
    await deliver(ctx, later);
    await deliver(ctx, id);
    expect(given).toHaveLength(1);
    expect(await row(later)).toMatchObject({ status: 'dropped', reason: 'erased' });
    expect(await wholeDatabase(t)).not.toContain('ada@example.com');
  });

  it('refused for the moment while it is erased: it is not tried again', async () => {
    const id = await ask();
    let answer = (_: SendResult) => {};
    const isGiven = Promise.withResolvers<void>();
    const { ctx, given } = withMail(() => {
      isGiven.resolve();
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    const sending = deliver(ctx, id);
    await isGiven.promise;
    const erasure = erasePerson(t.ctx, ada.personId);
    answer({ kind: 'retry', reason: '451 ada@example.com later' });
    await Promise.all([sending, erasure]);
    await t.advance(86_400_000);
    expect(given).toHaveLength(1);
    expect(t.mails).toEqual([]);
    expect(await sentences(t.ctx, { id })).toEqual([erasedWords('abandoned_checkout')]);
    expect(await wholeDatabase(t)).not.toContain('ada@example.com');
  });

  it('at the same moment, again and again: what is erased is not sent afterwards', async () => {
    for (let round = 0; round < 15; round++) {
      const person = await addPerson(t.ctx, `per_${round}`, `p${round}@example.com`);
      await subscribe(t.ctx, person);
      const ids = [await ask('abandoned_checkout', person), await ask('review_reward', person)];
      let isErased = false;
      let after = 0;
      const { ctx } = withMail(() => {
        if (isErased) after += 1;
        return sent;
      });
      await Promise.all([
        ...ids.map((id) => deliver(ctx, id)),
        erasePerson(t.ctx, person.personId).then(() => {
          isErased = true;
        }),
      ]);
      expect(after).toBe(0);
      for (const id of ids) {
        const { status, reason } = await row(id);
        expect(status === 'sent' || reason === 'erased').toBe(true);
      }
    }
  });

  it('wanted by somebody who did not know yet: it is not sent', async () => {
    await erasePerson(t.ctx, ada.personId);
    const id = await ask('review_reward');
    const { ctx, given } = withMail(() => sent);
    await deliver(ctx, id);
    expect(given).toEqual([]);
    expect(await sentences(t.ctx, { id })).toEqual([erasedWords('review_reward')]);
  });

  it('a run that died with a message in its hands is not waited for for ever', async () => {
    const id = await ask();
    const { ctx } = withMail(() => Promise.reject(new Error('killed')));
    await expect(deliver(ctx, id)).rejects.toThrow('killed');
    const subject = { personId: ada.personId, customerId: null, email: null, phone: null, orderIds: [] };
    await erasing(t.ctx, (tx) => eraseTraces(t.ctx, tx, t.ctx.shop, subject, false));
    expect(await row(id)).toMatchObject({ status: 'unknown', reason: 'interrupted' });
    expect(await wholeDatabase(t)).not.toContain('ada@example.com');
  });
});

describe('by the merchant', () => {
  it('erases one person whole, and only them', async () => {
    await fillShop(t, 'shp_test');
    expect(await wholeDatabase(t)).toContain(email);
    expect(await erasePerson(t.ctx, 'per_shp_test')).toEqual({ kind: 'erased' });
    const left = await wholeDatabase(t);
    for (const trace of [email, 'Lovelace', 'London', t.ctx.vault.hash('shp_test', 'email', email)]) {
      expect(left).not.toContain(trace);
    }
    expect(left).toContain('ada@example.com');
    expect(await erasePerson(t.ctx, 'per_shp_test')).toEqual({ kind: 'erased' });
    const other = { ...t.ctx, shop: { ...t.ctx.shop, id: 'shp_other' } };
    expect(await erasePerson(other, ada.personId)).toEqual({ kind: 'unknown' });
    expect(await wholeDatabase(t)).toContain('ada@example.com');
  });

  it('exports all that is held, in clear, of this person alone', async () => {
    await fillShop(t, 'shp_test');
    const answer = await exportPerson(t.ctx, 'per_shp_test');
    if (answer.kind !== 'exported') throw new Error(answer.kind);
    const { held } = JSON.parse(answer.json) as { held: Record<string, Record<string, unknown>[]> };
    expect(held.orders).toMatchObject([{ name: '#1001', email }]);
    expect(held.people).toMatchObject([{ first_name: 'Ada' }]);
    for (const table of [
      'person_identities',
      'consents',
      'checkouts',
      'messages',
      'reviews',
      'referral_links',
    ]) {
      expect(held[table]?.length, table).toBeGreaterThan(0);
    }
    expect(answer.json).not.toContain('ada@example.com');
    expect(await exportPerson(t.ctx, 'per_nobody')).toEqual({ kind: 'unknown' });
    const { rows } = await t.ctx.db.query('select topic, outcome, export_sealed from privacy_requests');
    expect(rows).toEqual([{ topic: 'merchant/export', outcome: 'exported', export_sealed: null }]);
  });
});
