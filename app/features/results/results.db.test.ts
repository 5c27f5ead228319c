import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { changeOrder } from '../../../tests/support/orders.ts';
import { dayIn } from '../../kit/day.ts';
import { addMs, day, minute } from '../../kit/span.ts';
import { judgeExperiment } from '../experiments/experiments.jobs.ts';
import { getExperiment, startExperiment } from '../experiments/index.server.ts';
import { appendEventsSql, eventValues, type OfferEventRow } from '../offers/append-events.server.ts';
import { acceptOffer, listOffers, type OfferDesk } from '../offers/index.server.ts';
import { guestAt, makeOffer, pageAccepts, putOrder, testDesk } from '../offers/testing.ts';
import { countOfferPeople } from './count-people.server.ts';
import { readPeople } from './people.repo.server.ts';

let t: TestContext;
let desk: OfferDesk;
beforeEach(async () => {
  t = await createTestContext();
  desk = testDesk(t);
});
afterEach(async () => {
  await desk.close();
  await t.cleanup();
});

const figures = async () => {
  const { shown, accepted, orders, earned } = (await listOffers(t.ctx))[0]?.figures ?? {};
  return { shown, accepted, orders, earned: earned?.minor };
};

/** An offer taken on order 5; its code. */
async function takenCode(): Promise<string> {
  const offer = await makeOffer(t);
  await putOrder(t, { id: '5', personId: 'per_ada' });
  const accepted = await acceptOffer(desk, guestAt(t), offer, pageAccepts('5'), async () => t.ctx);
  if (accepted.kind !== 'accepted') throw new Error(accepted.kind);
  return accepted.code;
}

describe('money', () => {
  test('follows the order from payment to refund to cancellation, each as its own fact', async () => {
    const code = await takenCode();
    await putOrder(t, { id: '6', totalMinor: 8_000n, discountCodes: [code.toLowerCase()] });
    await changeOrder(t, '6', {}, 'order.paid');
    await t.runDue();
    expect(await figures()).toEqual({ shown: 0, accepted: 1, orders: 1, earned: 8_000n });
    await changeOrder(t, '6', { refunded_minor: 2_550 }, 'order.refunded');
    await t.runDue();
    expect(await figures()).toMatchObject({ orders: 1, earned: 5_450n });
    await changeOrder(t, '6', { cancelled_at: t.clock.now() }, 'order.cancelled');
    await t.runDue();
    expect(await figures()).toMatchObject({ orders: 0, earned: 0n });
    // The code is free again, and the next order with it counts.
    await putOrder(t, { id: '7', totalMinor: 1_000n, discountCodes: [code] });
    await changeOrder(t, '7', {}, 'order.paid');
    await t.runDue();
    expect(await figures()).toMatchObject({ orders: 1, earned: 1_000n });
    const { rows } = await t.ctx.db.query('select redeemed_order_id from offer_grants');
    expect(rows).toEqual([{ redeemed_order_id: '7' }]);
  });

  test('many changes of orders at once leave the sum right', async () => {
    const code = await takenCode();
    const ids = Array.from({ length: 12 }, (_, i) => `10${i}`);
    for (const id of ids) await putOrder(t, { id, totalMinor: 1_000n, discountCodes: [code] });
    await Promise.all(
      ids.flatMap((id) => [changeOrder(t, id, {}, 'order.paid'), changeOrder(t, id, {}, 'order.refunded')]),
    );
    await t.runDue();
    expect(await figures()).toMatchObject({ orders: 12, earned: 12_000n });
  });

  test('of another currency of the shop counts for nothing', async () => {
    const code = await takenCode();
    await putOrder(t, { id: '6', currency: 'CHF', discountCodes: [code] });
    await changeOrder(t, '6', {}, 'order.paid');
    await t.runDue();
    expect(await figures()).toMatchObject({ orders: 0, earned: 0n });
  });

  test('what a piece cost is kept as it was at the sale', async () => {
    const code = await takenCode();
    const product = (cost: number) =>
      t.ctx.db.query(
        `insert into products (shop_id, id, handle, title, variants, shop_updated_at) values ($1, '8001', 'x', 'X', $2, $3)
         on conflict (shop_id, id) do update set variants = excluded.variants`,
        [t.ctx.shop.id, JSON.stringify([{ id: '81', costMinor: String(cost) }]), t.clock.now()],
      );
    await product(400);
    await putOrder(t, { id: '6', totalMinor: 1_000n, discountCodes: [code] });
    await t.ctx.db.query(`update order_lines set variant_id = '81' where order_id = '6'`);
    await changeOrder(t, '6', {}, 'order.paid');
    await t.runDue();
    await product(900);
    await changeOrder(t, '6', { refunded_minor: 1 }, 'order.refunded');
    await t.runDue();
    const { rows } = await t.ctx.db.query(
      'select pieces, costed_pieces, cost_minor from offer_stats where bought > 0',
    );
    expect(rows).toEqual([{ pieces: 1, costed_pieces: 1, cost_minor: 400n }]);
  });
});

describe('people', () => {
  const met = (
    offerId: string,
    orderId: string,
    type: OfferEventRow['type'],
    change: Partial<OfferEventRow> = {},
  ) => {
    const at = change.at ?? t.clock.now();
    return t.ctx.db.query(
      appendEventsSql,
      eventValues([
        {
          shopId: t.ctx.shop.id,
          offerId,
          orderId,
          type,
          eventId: randomUUID(),
          surface: 'thank-you',
          at,
          day: dayIn(t.ctx.shop.timezone, at),
          arm: '',
          productId: null,
          ...change,
        },
      ]),
    );
  };
  const buys = (id: string, personId: string, afterDays: number, change = {}) => {
    const at = addMs(t.clock.now(), afterDays * day);
    return putOrder(t, { id, personId, processedAt: at, paidAt: at, totalMinor: 3_000n, ...change });
  };
  const counted = async (offerId: string) => {
    await countOfferPeople({ ...t.ctx, clock: { now: () => addMs(t.clock.now(), 60 * day) } }, offerId);
    const range = { from: '2026-01-01', to: '2027-12-31', offerId };
    return (await readPeople(t.ctx.db, t.ctx.shop.id, range)).get(offerId);
  };

  test('count once, on the side where they were first, with all they bought within thirty days after', async () => {
    const offer = await makeOffer(t);
    for (const [id, person] of [
      ['1', 'ada'],
      ['2', 'ada'],
      ['3', 'bob'],
      ['4', 'eve'],
    ])
      await putOrder(t, { id: id ?? '', personId: `per_${person}`, totalMinor: 9_999n });
    await met(offer, '1', 'shown');
    // Later on the other side: she stays where she was first.
    await met(offer, '2', 'held-out', { at: addMs(t.clock.now(), minute) });
    await met(offer, '3', 'held-out');
    await met(offer, '4', 'shown');
    await buys('11', 'per_ada', 1, { refundedMinor: 500n });
    await buys('12', 'per_ada', 29);
    await buys('13', 'per_ada', 31);
    await buys('14', 'per_bob', 2);
    await buys('15', 'per_bob', 3, { cancelledAt: t.clock.now() });
    await buys('16', 'per_eve', -1);
    expect(await counted(offer)).toEqual([
      {
        armId: 'held-out',
        people: 1,
        converted: 1,
        revenueMinor: 3_000n,
        revenueSquares: 9_000_000n,
      },
      {
        armId: 'shown',
        people: 2,
        converted: 1,
        revenueMinor: 5_500n,
        revenueSquares: 30_250_000n,
      },
    ]);
  });

  test('without a known order they are somebody; test orders are nobody', async () => {
    const offer = await makeOffer(t);
    await putOrder(t, { id: '1', personId: 'per_ada' });
    await t.ctx.db.query(`update orders set is_test = true where id = '1'`);
    await met(offer, '1', 'shown');
    await met(offer, '404', 'shown');
    expect(await counted(offer)).toEqual([
      { armId: 'shown', people: 1, converted: 0, revenueMinor: 0n, revenueSquares: 0n },
    ]);
  });

  test('what was added to the order counts, the order itself does not', async () => {
    const offer = await makeOffer(t);
    await putOrder(t, { id: '1', personId: 'per_ada', totalMinor: 7_000n });
    await met(offer, '1', 'shown');
    await t.ctx.db.query(
      `insert into order_additions (id, shop_id, offer_id, order_id, surface, product_id, variant_id, quantity, state, currency,
         unit_minor, discount_minor, tax_minor, is_tax_included, added_minor, due_minor, edit_id, line_id, pay_by, quoted_at)
       values ('add_1', $1, $2, '1', 'thank-you', '8001', '81', 1, 'paid', 'EUR', 2000, 0, 0, true, 2000, 2000, '', '10', $3, $3)`,
      [t.ctx.shop.id, offer, t.clock.now()],
    );
    await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'addition.paid', { orderId: '1' }));
    await t.runDue();
    expect(await counted(offer)).toMatchObject([{ people: 1, converted: 1, revenueMinor: 2_000n }]);
    expect(await figures()).toMatchObject({ orders: 1, earned: 2_000n });
  });

  test('of a test are counted by the variant that they saw first, and only while it ran', async () => {
    const offer = await makeOffer(t);
    for (const [i, person] of ['ada', 'bob', 'eve', 'kim'].entries())
      await putOrder(t, { id: String(i), personId: `per_${person}` });
    await met(offer, '3', 'shown', { arm: 'a', at: addMs(t.clock.now(), -day) });
    const started = await startExperiment(t.ctx, {
      subjectKind: 'offer',
      subjectId: offer,
      name: 'Words',
      variants: [
        { id: 'a', name: 'A', weight: 1 },
        { id: 'b', name: 'B', weight: 1 },
      ],
      holdOutPercent: 20,
      metric: 'accept',
    });
    if (started.kind !== 'started') throw new Error(started.kind);
    await met(offer, '0', 'shown', { arm: 'a' });
    await met(offer, '0', 'accepted', { arm: 'a' });
    await met(offer, '1', 'shown', { arm: 'b' });
    await met(offer, '2', 'held-out');
    // A variant that is no part of the test: a page from before.
    await met(offer, '9', 'shown', { arm: 'z' });
    await t.ctx.due.schedule(t.ctx.db, {
      shopId: t.ctx.shop.id,
      job: judgeExperiment,
      subject: started.id,
      dueAt: t.clock.now(),
    });
    await t.runDue();
    const report = await getExperiment(t.ctx, started.id);
    expect(report?.arms.map(({ armId, people, converted }) => [armId, people, converted])).toEqual([
      ['a', 1, 1],
      ['b', 1, 0],
      ['held-out', 1, 0],
    ]);
  });
});
