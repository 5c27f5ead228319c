import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { addMs, day, minute } from '../../kit/span.ts';
import { activateFlow, createReadyFlow, getFlow } from '../flows/index.server.ts';
import { countOutcomes, listMessages } from '../messages/index.server.ts';
import { addOrder, addPerson, subscribe } from '../messages/testing.ts';
import { boughtBy } from '../orders/index.server.ts';
import { findPeople, readPersonFile } from '../people/index.server.ts';
import { entriesPerPage, readAhead, readTimeline } from './index.server.ts';
import { sayEntry, timelineGroups } from './index.ts';

let t: TestContext;
let personId: string;
const email = 'anna.berg@example.com';

beforeAll(async () => {
  t = await createTestContext();
  const { ctx } = t;
  const person = await addPerson(ctx, 'per_anna', email, { firstName: 'Anna', timezone: 'Europe/Berlin' });
  personId = person.personId;
  await subscribe(ctx, person);
  const now = ctx.clock.now();
  await addOrder(ctx, '1001', person, { paidAt: addMs(now, -3 * day), emit: false });
  await addOrder(ctx, '1002', person, {
    paidAt: addMs(now, -day),
    cancelledAt: addMs(now, -minute),
    emit: false,
  });
  const stranger = await addPerson(ctx, 'per_other', 'other@example.com');
  await addOrder(ctx, '2001', stranger, { emit: false });
  await ctx.db.query(
    `insert into fulfillments (shop_id, id, order_id, status, shipped_at, delivered_at, shop_updated_at)
     values ($1, '5', '1001', 'success', $2, $3, $3)`,
    [ctx.shop.id, addMs(now, -2 * day), addMs(now, -day)],
  );
  await ctx.db.query(
    `insert into refunds (shop_id, id, order_id, amount_minor, currency, refunded_at) values ($1, '9', '1001', 1000, 'EUR', $2)`,
    [ctx.shop.id, addMs(now, -minute)],
  );
  await ctx.db.query("update orders set refunded_minor = 1000 where shop_id = $1 and id = '1001'", [
    ctx.shop.id,
  ]);
  await ctx.db.query(
    `insert into checkouts (shop_id, token, person_id, currency, total_minor, lines, created_at, last_activity_at, shop_updated_at)
     values ($1, 'chk1', $2, 'EUR', 2400, '[{"title":"Tasse"},{"title":"Teller"}]', $3, $3, $3)`,
    [ctx.shop.id, personId, addMs(now, -5 * day)],
  );
  await ctx.db.query(
    `insert into messages (id, shop_id, person_id, kind, class, channel, subject_id, idempotency_key, status, reason, wanted_at,
                           due_at, decided_at, sent_at, clicked_at)
     values ('msg_1', $1, $2, 'thank_you', 'transactional', 'email', '1001', 'a', 'sent', null, $3, $3, $3, $3, $4),
            ('msg_2', $1, $2, 'abandoned_checkout', 'marketing', 'email', 'chk1', 'b', 'deferred', 'marketing_cap', $3, $5, $3, null, null)`,
    [ctx.shop.id, personId, addMs(now, -3 * day), addMs(now, -2 * day), addMs(now, day)],
  );
  await ctx.db.query(
    `insert into message_decisions (shop_id, message_id, kind, outcome, reason, until, at)
     values ($1, 'msg_1', 'thank_you', 'deferred', 'mail_server_busy', $2, $2)`,
    [ctx.shop.id, addMs(now, -3 * day)],
  );
  await ctx.db.query(
    `insert into offers (id, shop_id, name, status, kind, surfaces, discount_kind, texts, created_at, updated_at)
     values ('off_1', $1, 'Zehn Prozent', 'active', 'discount', '{thank-you}', 'percentage',
             '{"de":{"title":"Wie war es?","options":{"a":"Gut"}}}', $2, $2)`,
    [ctx.shop.id, now],
  );
  await ctx.db.query(
    `insert into offer_events (shop_id, offer_id, order_id, type, event_id, surface, at)
     values ($1, 'off_1', '1001', 'shown', 'e1', 'thank-you', $2), ($1, 'off_1', '1001', 'accepted', 'e2', 'thank-you', $2)`,
    [ctx.shop.id, addMs(now, -3 * day)],
  );
  await ctx.db.query(
    `insert into survey_answers (id, shop_id, offer_id, order_id, person_id, type, option_ids, scale, text_sealed, surface, at)
     values ('ans_1', $1, 'off_1', '1001', $2, 'one', '{a}', null, $3, 'thank-you', $4)`,
    [ctx.shop.id, personId, ctx.vault.seal('Alles fein'), addMs(now, -2 * day)],
  );
  await ctx.db.query(
    `insert into reviews (id, shop_id, product_id, order_id, person_id, rating, title, author_name, status, created_at, updated_at)
     values ('rvw_1', $1, '11', '1001', $2, 5, 'Schön', 'Anna', 'published', $3, $3)`,
    [ctx.shop.id, personId, addMs(now, -minute)],
  );
  await ctx.db.query(
    `insert into review_requests (id, shop_id, order_id, person_id, status, due_at, created_at)
     values ('rrq_1', $1, '1001', $2, 'planned', $3, $4)`,
    [ctx.shop.id, personId, addMs(now, 6 * day), addMs(now, -day)],
  );
  await ctx.db.query(
    `insert into referrals (id, shop_id, code, advocate_id, friend_id, order_id, state, signals, amount_minor, basis_minor, currency,
                            hold_until, created_at, updated_at)
     values ('ref_1', $1, 'ANNA', $2, 'per_other', '2001', 'pending', '{}', 1000, 5490, 'EUR', $3, $4, $4)`,
    [ctx.shop.id, personId, addMs(now, 3 * day), addMs(now, -minute)],
  );
  const made = await createReadyFlow(ctx, 'second-order', 'en');
  await activateFlow(ctx, made.id, null);
  await ctx.db.query(
    `insert into flow_runs (id, shop_id, flow_id, version, person_id, cause, subject, state, path, step_id, since, entered_at,
                            waiting_since, wait_until)
     values ('run_1', $1, $2, 1, $3, 'a', '1001', 'waiting', '2', 'pause', $4, $4, $4, $5)`,
    [ctx.shop.id, made.id, personId, addMs(now, -2 * day), addMs(now, 5 * day)],
  );
  const { flow } = (await getFlow(ctx, made.id))!;
  await ctx.db.query(
    `insert into flow_step_log (shop_id, run_id, key, flow_id, step_id, version, at, outcome)
     values ($1, 'run_1', $3, $2, $3, 1, $4, 'waited')`,
    [ctx.shop.id, made.id, flow.definition.steps[0]?.id, addMs(now, -day)],
  );
  await ctx.db.query(
    `insert into flow_notes (id, shop_id, flow_id, run_id, person_id, text, at) values ('nte_1', $1, $2, 'run_1', $3, 'Anrufen', $4)`,
    [ctx.shop.id, made.id, personId, addMs(now, -day)],
  );
});
afterAll(() => t.cleanup());

const words = (locale: 'en' | 'de') => ({
  t: t.ctx.text(locale),
  locale,
  moment: (at: Date) => at.toISOString(),
});

describe('timeline', () => {
  it('tells everything, newest first, in whole sentences of both languages', async () => {
    const { entries, older } = await readTimeline(t.ctx, { personId });
    expect(older).toBeNull();
    const kinds = entries.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(
      new Set([
        'person.known',
        'consent.subscribed',
        'order.placed',
        'order.cancelled',
        'order.shipped',
        'order.delivered',
        'order.refunded',
        'checkout.left',
        'message.sent',
        'message.clicked',
        'message.deferred',
        'offer.shown',
        'offer.accepted',
        'answer.given',
        'review.given',
        'referral.made',
        'flow.entered',
        'flow.step',
        'flow.note',
      ]),
    );
    const times = entries.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
    for (const locale of ['en', 'de'] as const) {
      for (const entry of entries) {
        const { sentence } = sayEntry(entry, words(locale));
        expect(sentence, entry.kind).not.toMatch(/\{\{|[a-z]+:[a-z]+\.|undefined|says\./);
      }
    }
    const said = entries.map((entry) => sayEntry(entry, words('en')).sentence);
    expect(said).toContain('Answered “Wie war es?”: Gut, “Alles fein”');
    expect(said).toContain('From the first order to the second: Wait. The time was over.');
    expect(said).toContain('Note for your team, by “From the first order to the second”: Anrufen');
    expect(said).toContain('€10.00 of #1001 were refunded.');
    expect(said.find((each) => each.startsWith('Abandoned checkout: Waits until'))).toContain(
      'less than 16 hours',
    );
  });

  it('pages without gaps or repeats, however many happen in one moment', async () => {
    const { ctx } = t;
    const at = addMs(ctx.clock.now(), -10 * day);
    const many = entriesPerPage * 2 + 7;
    await ctx.db.query(
      `insert into messages (id, shop_id, person_id, kind, class, channel, subject_id, idempotency_key, status, reason, wanted_at, due_at)
       select 'msg_many' || n, $1, $2, 'thank_you', 'transactional', 'email', 'x', 'many' || n, 'dropped', 'no_address', $3, $3
       from generate_series(1, $4::int) n`,
      [ctx.shop.id, personId, at, many],
    );
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof readTimeline>> = await readTimeline(ctx, { personId, before });
      seen.push(...page.entries.map(({ id }) => id));
      before = page.older;
    } while (before);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => id.startsWith('message/msg_many'))).toHaveLength(many);
    const only = await readTimeline(ctx, { personId, groups: ['orders'] });
    expect(only.entries.every(({ group }) => group === 'orders')).toBe(true);
    const each = await Promise.all(
      timelineGroups.map((group) => readTimeline(ctx, { personId, groups: [group] })),
    );
    expect(each.map(({ entries }) => entries.length > 0)).toEqual(timelineGroups.map(() => true));
  });

  it('says what comes next, the nearest first', async () => {
    const ahead = await readAhead(t.ctx, personId);
    expect(ahead.map(({ kind }) => kind)).toEqual([
      'message.ahead',
      'credit.ahead',
      'flow.ahead',
      'review.ahead',
    ]);
    for (const entry of ahead) expect(sayEntry(entry, words('en')).sentence).not.toMatch(/\{\{|undefined/);
  });

  it('finds people by address, order and telephone, exactly', async () => {
    const { ctx } = t;
    const find = async (search: string) =>
      (await findPeople(ctx, { search, page: 1 })).people.map(({ id }) => id);
    expect(await find('ANNA.berg@example.com')).toEqual(['per_anna']);
    expect(await find('#1002')).toEqual(['per_anna']);
    expect(await find('2001')).toEqual(['per_other']);
    expect(await find('nobody@example.com')).toEqual([]);
    expect(await find('anna')).toEqual([]);
    expect(await find('')).toHaveLength(2);
  });

  it('opens who a person is, with the evidence, and what they bought', async () => {
    const file = await readPersonFile(t.ctx, personId);
    expect(file).toMatchObject({
      firstName: 'Anna',
      identities: [{ kind: 'email', value: email, source: 'test' }],
      consents: [{ channel: 'email', address: email, state: 'subscribed' }],
    });
    expect(await boughtBy(t.ctx, personId)).toMatchObject([{ currency: 'EUR', orders: 1, netMinor: 4490n }]);
    expect(await readPersonFile(t.ctx, 'per_nobody')).toBeNull();
  });
});

describe('the ledger', () => {
  it('counts what became of the messages that a filter finds, by reason', async () => {
    const { ctx } = t;
    const of = (search: string) => countOutcomes(ctx, { search });
    expect(await of(email)).toEqual(await countOutcomes(ctx, { personId, status: 'sent' }));
    expect(await of(email)).toContainEqual({ status: 'deferred', reason: 'marketing_cap', messages: 1 });
    expect(await of('#1001')).toContainEqual({ status: 'sent', reason: null, messages: 1 });
    // Put off and sent later: it counts for both, and is found by the reason.
    expect(await of(email)).toContainEqual({ status: 'deferred', reason: 'mail_server_busy', messages: 1 });
    const busy = await listMessages(ctx, { reason: 'mail_server_busy' });
    expect(busy.messages.map(({ id, status }) => [id, status])).toEqual([['msg_1', 'sent']]);
    expect(await countOutcomes(ctx, { from: addMs(ctx.clock.now(), -day) })).toEqual([]);
    const { messages } = await listMessages(ctx, { reason: 'marketing_cap', status: 'deferred' });
    expect(messages.map(({ id, personId: whose }) => [id, whose])).toEqual([['msg_2', personId]]);
    expect((await listMessages(ctx, { flowId: 'flw_none' })).messages).toEqual([]);
  });
});
