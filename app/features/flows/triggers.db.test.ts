import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import type { Fact } from '../../kit/events.ts';
import { addMs, day, hour } from '../../kit/span.ts';
import { followClick } from '../messages/index.server.ts';
import { addOrder } from '../messages/testing.ts';
import { recordDelivery, recordFulfillment } from '../orders/index.server.ts';
import type { FlowStep, Trigger } from './flow.ts';
import { sweepFlowsJob } from './flows.jobs.ts';
import { activeFlow, addReader, define, list, logOf, runsOf, send } from './testing.ts';

let t: TestContext;
let ada: { personId: string; hash: string; sealed: string };
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addReader(t, 'ada');
});
afterEach(() => t?.cleanup());

const flowFor = (trigger: Trigger, patch = {}) => activeFlow(t, define([list('l')], { trigger, ...patch }));
const sql = (text: string, ...values: unknown[]) => t.ctx.db.query(text, [t.ctx.shop.id, ...values]);
const state = (name: Fact['name'], fact: object) =>
  t.ctx.emitAll(t.ctx.db, [{ shopId: t.ctx.shop.id, name, fact } as Fact]);
const entered = async (flow: string) =>
  (await runsOf(t, flow)).filter(({ state }) => state !== 'held-out').length;
const sweep = async () => {
  await t.ctx.due.schedule(t.ctx.db, {
    shopId: t.ctx.shop.id,
    job: sweepFlowsJob,
    subject: 'shop',
    dueAt: t.clock.now(),
  });
  await t.runDue();
};
const checkout = (token: string, patch: { lines?: object[]; at?: Date } = {}) =>
  sql(
    `insert into checkouts (shop_id, token, person_id, email_hash, email_sealed, currency, total_minor, lines, recovery_url, locale,
       created_at, last_activity_at, shop_updated_at)
     values ($1, $2, $3, $4, $5, 'EUR', 100, $6, 'https://testladen.example/recover/1?key=2', 'de', $7, $7, $7)
     on conflict (shop_id, token) do update set last_activity_at = $7`,
    token,
    ada.personId,
    ada.hash,
    ada.sealed,
    JSON.stringify(patch.lines ?? [{ productId: '5', variantId: '6', quantity: 1 }]),
    patch.at ?? t.clock.now(),
  );

describe('orders and parcels', () => {
  it('first, second and third', async () => {
    const first = await flowFor({ kind: 'first-order' });
    const second = await flowFor({ kind: 'nth-order', number: 2 });
    const third = await flowFor({ kind: 'nth-order', number: 3 });
    for (const id of ['1001', '1002']) {
      await addOrder(t.ctx, id, ada, { paidAt: t.clock.now() });
      await t.advance(hour);
    }
    expect([await entered(first), await entered(second), await entered(third)]).toEqual([1, 1, 0]);
  });

  it('fulfilled, delivered, refunded, cancelled', async () => {
    await addOrder(t.ctx, '1001', ada, { emit: false });
    const kinds = ['order-fulfilled', 'order-delivered', 'order-refunded', 'order-cancelled'] as const;
    const flows = await Promise.all(kinds.map((kind) => flowFor({ kind })));
    await sql(
      `insert into refunds (shop_id, id, order_id, amount_minor, currency, refunded_at) values ($1, 'r', '1001', 5, 'EUR', $2)`,
      t.clock.now(),
    );
    for (const [i, column] of ['fulfilled_at', 'delivered_at', null, 'cancelled_at'].entries()) {
      if (column) await sql(`update orders set ${column} = $2 where shop_id = $1`, t.clock.now());
      await state(kinds[i]?.replace('-', '.') as Fact['name'], { orderId: '1001' });
      await t.runDue();
      expect(await entered(flows[i] ?? '')).toBe(1);
    }
  });

  it('a parcel that leaves, is out for delivery, and stands still, as the shop reports it', async () => {
    await addOrder(t.ctx, '1001', ada, { emit: false });
    const shipped = await flowFor({ kind: 'order-shipped' });
    const out = await flowFor({ kind: 'order-out-for-delivery' });
    const stalled = await flowFor({ kind: 'parcel-stalled', after: { amount: 3, unit: 'days' } });
    const now = () => t.clock.now();
    await t.ctx.db.tx((tx) =>
      recordFulfillment(t.ctx, tx, {
        id: '900',
        orderId: '1001',
        status: 'success',
        shipmentStatus: null,
        shippedAt: now(),
        deliveredAt: null,
        trackingUrl: null,
        updatedAt: now(),
      }),
    );
    await t.advance(2 * day);
    expect([await entered(shipped), await entered(out), await entered(stalled)]).toEqual([1, 0, 0]);
    await t.ctx.db.tx((tx) =>
      recordDelivery(t.ctx, tx, {
        fulfillmentId: '900',
        orderId: '1001',
        status: 'out_for_delivery',
        happenedAt: now(),
      }),
    );
    // The scan has begun the three days anew.
    await t.advance(2 * day);
    expect([await entered(out), await entered(stalled)]).toEqual([1, 0]);
    await t.advance(day);
    expect(await entered(stalled)).toBe(1);
  });

  it('a parcel that arrives in time is not called late', async () => {
    const late = await flowFor({ kind: 'parcel-late', after: { amount: 3, unit: 'days' } });
    for (const id of ['1001', '1002']) {
      await addOrder(t.ctx, id, ada, { paidAt: t.clock.now() });
      await sql('update order_lines set requires_shipping = true where shop_id = $1');
    }
    await t.advance(2 * day);
    await sql(`update orders set fulfilled_at = $2 where shop_id = $1 and id = '1001'`, t.clock.now());
    await t.advance(day);
    expect(await runsOf(t, late)).toMatchObject([{ state: 'done' }]);
  });
});

describe('what people do', () => {
  it('a checkout that is left behind, counted from its last activity', async () => {
    const flow = await flowFor({ kind: 'checkout-abandoned', after: { amount: 1, unit: 'hours' } });
    for (const minutes of [0, 40]) {
      await t.advance(minutes * 60_000);
      await checkout('tok:1');
      await state('checkout.active', { checkoutToken: 'tok:1' });
    }
    await t.advance(59 * 60_000);
    expect(await entered(flow)).toBe(0);
    await t.advance(60_000);
    expect(await entered(flow)).toBe(1);
    await checkout('tok:2');
    await state('checkout.active', { checkoutToken: 'tok:2' });
    await t.runDue();
    await addOrder(t.ctx, '1001', ada, { paidAt: addMs(t.clock.now(), 60_000) });
    await t.advance(2 * hour);
    expect(await entered(flow)).toBe(1);
  });

  it('stars, by how many', async () => {
    await addOrder(t.ctx, '1001', ada, { emit: false });
    const good = await flowFor({ kind: 'review-given', minRating: 4, maxRating: 5 });
    const poor = await flowFor({ kind: 'review-given', minRating: 1, maxRating: 3 });
    for (const [id, rating] of [
      ['rvw_1', 5],
      ['rvw_2', 2],
    ] as const) {
      await sql(
        `insert into reviews (id, shop_id, product_id, order_id, person_id, rating, author_name, status, is_verified, is_rewarded,
           created_at, updated_at) values ($2, $1, $2, '1001', $3, $4, 'Ada', 'published', true, false, $5, $5)`,
        id,
        ada.personId,
        rating,
        t.clock.now(),
      );
      await state('review.given', { reviewId: id });
    }
    await t.runDue();
    expect([await entered(good), await entered(poor)]).toEqual([1, 1]);
  });

  it('silence after a review request', async () => {
    await addOrder(t.ctx, '1001', ada, { emit: false });
    const flow = await flowFor({ kind: 'review-silent', after: { amount: 2, unit: 'days' } });
    for (const id of ['rrq_1', 'rrq_2']) {
      await sql(
        `insert into review_requests (id, shop_id, order_id, person_id, status, due_at, sent_at, created_at)
         values ($2, $1, $2, $3, 'sent', $4, $4, $4)`,
        id,
        ada.personId,
        t.clock.now(),
      );
      await state('review.asked', { requestId: id });
    }
    await t.advance(day);
    await sql(`update review_requests set status = 'answered' where shop_id = $1 and id = 'rrq_1'`);
    await t.advance(day);
    expect(await entered(flow)).toBe(1);
  });

  it('referrals made, credited, paid', async () => {
    const made = await flowFor({ kind: 'referral-made' });
    const credited = await flowFor({ kind: 'referral-credited' });
    const paid = await flowFor({ kind: 'referral-paid' });
    const now = t.clock.now();
    await sql(
      `insert into referrals (id, shop_id, code, advocate_id, order_id, state, signals, amount_minor, basis_minor, currency, paid_at,
         created_at, updated_at) values ('ref_1', $1, 'C', $2, '77', 'paid', '{}', 100, 1000, 'EUR', $3, $3, $3)`,
      ada.personId,
      now,
    );
    await sql(
      `insert into credit_entries (id, shop_id, person_id, referral_id, kind, amount_minor, currency, idempotency_key, at)
       values ('cre_1', $1, $2, 'ref_1', 'earned', 100, 'EUR', 'k', $3)`,
      ada.personId,
      now,
    );
    for (const name of ['referral.made', 'referral.credited', 'referral.paid'] as const)
      await state(name, { referralId: 'ref_1' });
    await t.runDue();
    expect([await entered(made), await entered(credited), await entered(paid)]).toEqual([1, 1, 1]);
  });

  it('an offer, an answer, the list', async () => {
    await addOrder(t.ctx, '1001', ada, { emit: false });
    const now = t.clock.now();
    const anyOffer = await flowFor({ kind: 'offer-accepted' });
    const otherOffer = await flowFor({ kind: 'offer-accepted', offerId: 'off_2' });
    const yes = await flowFor({ kind: 'question-answered', offerId: 'off_1', optionIds: ['yes', 'maybe'] });
    const no = await flowFor({ kind: 'question-answered', optionIds: ['no'] });
    const vip = await flowFor({ kind: 'vip-joined' });
    await sql(
      `insert into offer_grants (id, shop_id, offer_id, order_id, state, created_at, accepted_at)
       values ('grt_1', $1, 'off_1', '1001', 'ready', $2, $2)`,
      now,
    );
    await sql(
      `insert into survey_answers (id, shop_id, offer_id, order_id, type, option_ids, surface, at)
       values ('ans_1', $1, 'off_1', '1001', 'choice', '{yes}', 'thank-you', $2)`,
      now,
    );
    await sql(
      `insert into vip_members (shop_id, person_id, state, source, asked_at, joined_at) values ($1, $2, 'member', 'test', $3, $3)`,
      ada.personId,
      now,
    );
    await state('offer.accepted', { grantId: 'grt_1' });
    await state('question.answered', { answerId: 'ans_1' });
    await state('vip.joined', { personId: ada.personId });
    await t.runDue();
    const counts = await Promise.all([anyOffer, otherOffer, yes, no, vip].map(entered));
    expect(counts).toEqual([1, 0, 1, 0, 1]);
  });

  it('a click on the flow’s own message can be waited for', async () => {
    const click: FlowStep = {
      id: 'w',
      kind: 'wait',
      wait: { until: 'event', event: { kind: 'message-clicked' }, atMost: { amount: 3, unit: 'days' } },
    };
    const flow = await activeFlow(t, define([send('a'), click]));
    await addOrder(t.ctx, '1001', ada);
    await addOrder(t.ctx, '1002', ada);
    await t.advance(hour);
    const { rows } = await sql(
      `select m.id from messages m join flow_runs r on r.id = m.subject_id where m.shop_id = $1 and r.order_id = '1001'`,
    );
    const id = String(rows[0]?.id);
    const signature = t.ctx.vault.sign('go', `${id}.0`);
    expect(await followClick(t.app, id, '0', signature, true)).toBe('https://testladen.example');
    await t.runDue();
    const runs = await runsOf(t, flow);
    expect(runs.map(({ state }) => state).sort()).toEqual(['done', 'waiting']);
    const done = runs.find(({ state }) => state === 'done');
    expect(await logOf(t, done?.id ?? '')).toContain('w=event');
  });
});

describe('what time brings', () => {
  it('birthdays, once a year, 29 February too', async () => {
    const flow = await flowFor(
      { kind: 'birthday' },
      { entry: { againAfter: { amount: 300, unit: 'days' }, isOncePerSubject: false } },
    );
    const eve = await addReader(t, 'eve');
    for (const [person, monthDay] of [
      [ada, '11-02'],
      [eve, '02-29'],
    ] as const)
      await sql(
        `insert into birthdays (shop_id, person_id, month_day, consent_text, at) values ($1, $2, $3, 'yes', $4)`,
        person.personId,
        monthDay,
        t.clock.now(),
      );
    await sweep();
    await t.advance(day);
    await sweep();
    expect((await runsOf(t, flow)).map(({ person_id }) => person_id)).toEqual(['per_ada']);
    t.clock.set(new Date('2027-02-28T03:00:00Z'));
    await sweep();
    expect((await runsOf(t, flow)).map(({ person_id }) => person_id)).toEqual(['per_ada', 'per_eve']);
  });

  it('orders that are overdue against the person’s own rhythm', async () => {
    const flow = await flowFor({ kind: 'order-overdue', rhythm: 'win-back', fallbackDays: 100 });
    const eve = await addReader(t, 'eve');
    const ago = (days: number) => new Date(t.clock.now().getTime() - days * day);
    // Ada orders every twenty days, with one long pause that does not count; the last one was 39 days ago.
    for (const [id, days] of [
      ['1', 279],
      ['2', 99],
      ['3', 79],
      ['4', 59],
      ['5', 39],
    ] as const)
      await addOrder(t.ctx, id, ada, { paidAt: ago(days), emit: false });
    await addOrder(t.ctx, '9', eve, { paidAt: ago(90), emit: false });
    await sweep();
    expect(await runsOf(t, flow)).toEqual([]);
    await t.advance(2 * day);
    await sweep();
    expect((await runsOf(t, flow)).map(({ person_id }) => person_id)).toEqual(['per_ada']);
    await t.advance(10 * day);
    await sweep();
    expect((await runsOf(t, flow)).map(({ person_id }) => person_id)).toEqual(['per_ada', 'per_eve']);
    await sweep();
    expect(await entered(flow)).toBe(2);
  });

  it('who enters a segment and who leaves it; not who was in it before', async () => {
    const inFlow = await flowFor({ kind: 'segment-entered', segmentId: '55' });
    const outFlow = await flowFor({ kind: 'segment-left', segmentId: '55' });
    const eve = await addReader(t, 'eve');
    const inside = (person: string, ids: string[]) =>
      sql(
        `insert into person_traits (shop_id, person_id, segment_ids, read_at) values ($1, $2, $3, $4)
         on conflict (shop_id, person_id) do update set segment_ids = $3`,
        person,
        ids,
        t.clock.now(),
      );
    await t.ctx.db.query(
      `insert into wanted_traits (shop_id, kind, value, read_at) values ($1, 'segment', '55', $2)
      on conflict (shop_id, kind, value) do update set read_at = $2`,
      [t.ctx.shop.id, t.clock.now()],
    );
    await inside(ada.personId, ['55']);
    await sweep();
    expect([await entered(inFlow), await entered(outFlow)]).toEqual([0, 0]);
    await t.advance(hour);
    await inside(eve.personId, ['55', '56']);
    await inside(ada.personId, ['56']);
    await state('segments.read', { shopId: t.ctx.shop.id });
    await t.advance(60_000);
    expect((await runsOf(t, inFlow)).map(({ person_id }) => person_id)).toEqual(['per_eve']);
    expect((await runsOf(t, outFlow)).map(({ person_id }) => person_id)).toEqual(['per_ada']);
    await sweep();
    expect([await entered(inFlow), await entered(outFlow)]).toEqual([1, 1]);
  });

  it('a wished product that can be bought again', async () => {
    const flow = await flowFor({ kind: 'back-in-stock' });
    const stock = async (isAvailable: boolean) => {
      await sql(
        `insert into products (shop_id, id, handle, title, status, variants, shop_updated_at) values ($1, '5', 'x', 'X', 'active', $2, $3)
         on conflict (shop_id, id) do update set variants = $2`,
        JSON.stringify([{ id: '6', isAvailable }]),
        t.clock.now(),
      );
      await state('product.changed', { productId: '5' });
      await t.runDue();
    };
    await stock(true);
    await checkout('tok');
    await stock(true);
    expect(await entered(flow)).toBe(0);
    await stock(false);
    await t.advance(day);
    await stock(false);
    await stock(true);
    expect(await entered(flow)).toBe(1);
    await stock(true);
    expect(await entered(flow)).toBe(1);
  });

  it('a date, for everybody whom it is for', async () => {
    for (let i = 0; i < 230; i++) await addReader(t, `p${i}`);
    const flow = await flowFor({ kind: 'date', on: '2026-11-05', at: '09:30' });
    await t.advance(3 * day - 2 * hour);
    expect(await entered(flow)).toBe(0);
    await t.advance(hour);
    // 08:30 in UTC is 09:30 of the shop
    expect(await entered(flow)).toBe(231);
    await t.advance(30 * day);
    expect(await entered(flow)).toBe(231);
  }, 60_000);
});
