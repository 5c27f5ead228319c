import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { makeOffer } from '../offers/testing.ts';
import { readOfferResults, readOverview, resultsCsv } from './index.server.ts';

let t: TestContext;
let offer: string;
beforeEach(async () => {
  t = await createTestContext();
  offer = await makeOffer(t, { name: '=1+1, "Ten"' });
  const other = await makeOffer(t, { name: 'Other', isActive: false });
  await t.ctx.db.query(
    `insert into products (shop_id, id, handle, title, shop_updated_at) values ($1, '7', 'x', 'Kanne', now())`,
    [t.ctx.shop.id],
  );
  await t.ctx.db.query(
    `insert into offer_stats (shop_id, offer_id, day, arm, surface, product_id, shown, accepted, held_out, bought, gross_minor,
       refunded_minor, costed_pieces, costed_minor, cost_minor) values
     ($1, $2, '2026-11-01', '', 'thank-you', '7', 10, 2, 1, 1, 5000, 500, 1, 3000, 1200),
     ($1, $2, '2026-11-02', 'b', 'order-status', '7', 4, 1, 0, 0, 0, 0, 0, 0, 0),
     ($1, $2, '2026-11-02', 'b', 'thank-you', '', 6, 0, 0, 0, 0, 0, 0, 0, 0),
     ($1, $2, '2026-10-31', '', 'thank-you', '', 99, 0, 0, 0, 0, 0, 0, 0, 0),
     ($1, $3, '2026-11-02', '', 'thank-you', '', 1, 0, 0, 0, 0, 0, 0, 0, 0),
     ('elsewhere', $2, '2026-11-02', '', 'thank-you', '', 1000, 0, 0, 0, 0, 0, 0, 0, 0)`,
    [t.ctx.shop.id, offer, other],
  );
});
afterEach(() => t.cleanup());

const november = { from: '2026-11-01', to: '2026-11-30' };

test('all offers: sums, days, only of this shop and period', async () => {
  const all = await readOverview(t.ctx, { period: november, surface: null });
  expect(all.totals).toMatchObject({ shown: 21, accepted: 3, heldOut: 1, bought: 1, grossMinor: 5_000n });
  expect(all.days.map(({ key, figures }) => [key, figures.shown])).toEqual([
    ['2026-11-01', 10],
    ['2026-11-02', 11],
  ]);
  expect(all.offers.map(({ name, figures, lift }) => [name, figures.shown, lift])).toEqual([
    ['=1+1, "Ten"', 20, null],
    ['Other', 1, null],
  ]);
  const thankYou = await readOverview(t.ctx, { period: november, surface: 'thank-you' });
  expect(thankYou.totals.shown).toBe(17);
});

test('one offer: by variant, placement and product', async () => {
  const one = await readOfferResults(t.ctx, offer, { period: november, surface: null });
  const shown = (rows: { key: string; figures: { shown: number } }[]) =>
    rows.map(({ key, figures }) => [key, figures.shown]);
  expect(one.totals).toMatchObject({ shown: 20, refundedMinor: 500n, costMinor: 1_200n });
  expect(shown(one.arms)).toEqual([
    ['', 10],
    ['b', 10],
  ]);
  expect(shown(one.surfaces)).toEqual([
    ['order-status', 4],
    ['thank-you', 16],
  ]);
  expect(one.products.map(({ key, title, figures }) => [key, title, figures.shown])).toEqual([
    ['', null, 6],
    ['7', 'Kanne', 14],
  ]);
});

test('the file: a line for each day, offer, variant, placement and product; names are no formulas', async () => {
  let file = '';
  for await (const part of resultsCsv(t.ctx, { period: november, surface: null }, offer)) file += part;
  const lines = file.split('\r\n');
  expect(file.startsWith('\ufeffday,offer_id,offer,')).toBe(true);
  expect(lines).toHaveLength(5);
  expect(lines[1]).toBe(
    `2026-11-01,${offer},"'=1+1, ""Ten""",,thank-you,7,Kanne,10,0,0,2,0,1,1,50.00,5.00,45.00,0.00,0,1,30.00,12.00,18.00,EUR`,
  );
});

test('the file goes on over many pages without losing or doubling a line', async () => {
  await t.ctx.db.query(
    `insert into offer_stats (shop_id, offer_id, day, surface, product_id, shown)
     select $1, $2, date '2026-11-03' + n / 1000, 'thank-you', 'x' || n, 1 from generate_series(1, 4500) n`,
    [t.ctx.shop.id, offer],
  );
  let lines = 0;
  for await (const part of resultsCsv(t.ctx, { period: november, surface: 'thank-you' }, null))
    lines += part.split('\r\n').length - 1;
  expect(lines).toBe(1 + 3 + 4_500);
});
