import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour } from '../../kit/span.ts';
import { deliverMessage } from './deliver-message.server.ts';
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

describe('caps', () => {
  it('one person, two messages at once, two workers: one goes, one waits sixteen hours', async () => {
    const ids = await Promise.all([ask(), ask(), ask()]);
    const { ctx, given } = withMail(() => sent);
    await Promise.all(ids.map((id) => deliverMessage(ctx, {}, job(id))));
    expect(given).toHaveLength(1);
    const rows = await Promise.all(ids.map(row));
    expect(rows.map(({ status }) => status).sort()).toEqual(['deferred', 'deferred', 'sent']);
    expect(rows.filter(({ reason }) => reason === 'goes_first')).toHaveLength(2);
  });

  it('different people do not wait for each other, and receipts count for nothing', async () => {
    const bea = await addPerson(t.ctx, 'per_bea', 'bea@example.com');
    await subscribe(t.ctx, bea);
    await ask('review_reward');
    await ask();
    await ask('abandoned_checkout', bea);
    await ask('review_reward');
    await runFor(0);
    expect(t.mails).toHaveLength(4);
  });

  it('what waits for the cap goes out when it ends', async () => {
    await ask();
    const second = await ask();
    await runFor(0);
    expect(t.mails).toHaveLength(1);
    await runFor(23 * hour); // 10:00 + 16 h = 03:00 in Berlin, so nine o'clock
    expect(t.mails).toHaveLength(2);
    expect(await row(second)).toMatchObject({ status: 'sent', reason: null });
  });

  it('what is stale is dropped, not sent late', async () => {
    await ask();
    t.clock.advance(1);
    const second = await ask('abandoned_checkout', ada, { staleAt: new Date('2026-11-02T18:00:00Z') });
    await runFor(48 * hour);
    expect(t.mails).toHaveLength(1);
    expect(await row(second)).toMatchObject({ status: 'dropped', reason: 'stale' });
  });
});
