import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import type { OfferDesk } from '../offers/index.server.ts';
import { byHand, makeOffer, putOrder, putProduct, testDesk } from '../offers/testing.ts';
import { countOutcomes, noteOutcome } from './note-outcome.server.ts';
import { acceptOnPage, openPage, recordStep } from './open-page.server.ts';

let t: TestContext;
let desk: OfferDesk;
const orderId = '9007199254740993';

beforeEach(async () => {
  t = await createTestContext();
  desk = testDesk(t);
});
afterEach(async () => {
  await desk.close();
  await t.cleanup();
});

const purchase = (change: Record<string, unknown> = {}) => ({
  domain: t.ctx.shop.domain,
  referenceId: `tok_${orderId}`,
  country: 'DE',
  locale: 'de-DE',
  total: { minor: 5_000n, currency: 'EUR' },
  lines: [{ productId: '1', variantId: '11', quantity: 1 }],
  ...change,
});
async function offerOf(n: number, change: Record<string, unknown> = {}) {
  await putProduct(t, { id: String(n), variantId: `${n}1` });
  return makeOffer(t, {
    kind: 'product',
    surfaces: ['post-purchase'],
    choice: byHand(String(n), `${n}1`),
    deadlineHours: '',
    discount: { kind: 'percentage', value: '20', gift: null },
    ...change,
  });
}
const open = (change: Record<string, unknown> = {}) => openPage(desk, t.ctx, purchase(change), 'EUR');
const accept = (offerId: string, change: Record<string, unknown> = {}) =>
  acceptOnPage(desk, t.ctx, purchase(change), offerId);

test('the page gets the shop’s offers with what Shopify is to change; not what was just bought', async () => {
  const seven = await offerOf(7);
  await offerOf(1);
  expect(await open()).toMatchObject([
    {
      offerId: seven,
      productTitle: 'Kanne',
      price: { amount: '40.00', currency: 'EUR' },
      discounted: { amount: '32.00', currency: 'EUR' },
      changes: [
        {
          type: 'add_variant',
          variantId: 71,
          quantity: 1,
          discount: { value: 20, valueType: 'percentage' },
        },
      ],
    },
  ]);
  expect(await openPage(desk, t.ctx, purchase(), 'USD')).toEqual([]);
});

test('only what was shown is signed, as it stands now, and three at most', async () => {
  const ids = [await offerOf(2), await offerOf(3), await offerOf(4), await offerOf(5)];
  expect(await accept(ids[0] ?? '')).toEqual({ kind: 'gone' });
  await open();
  for (const id of ids.slice(0, 3)) expect(await accept(id)).toMatchObject({ kind: 'sign' });
  expect(await accept(ids[3] ?? '')).toEqual({ kind: 'too-many' });
  expect(await accept(ids[0] ?? '')).toMatchObject({ kind: 'sign' });
  expect(await accept(ids[0] ?? '', { referenceId: 'another' })).toEqual({ kind: 'gone' });
  await putProduct(t, { id: '2', variantId: '21', isAvailable: false });
  await t.ctx.db.query('update shops set offers_version = offers_version + 1');
  expect(await accept(ids[0] ?? '')).toEqual({ kind: 'gone' });
});

test('what counts is what the order holds', async () => {
  const yes = await offerOf(7);
  const no = await offerOf(8);
  const lost = await offerOf(9);
  await open();
  await accept(yes);
  await accept(lost);
  await recordStep(t.ctx, `tok_${orderId}`, { offerId: no, result: 'declined' });
  await recordStep(t.ctx, `tok_${orderId}`, { offerId: no, result: 'accepted' });
  await putOrder(t, { id: orderId, processedAt: t.clock.now() });
  await t.ctx.db.query(
    `insert into order_lines (shop_id, order_id, id, product_id, variant_id, title, quantity, price_minor)
     values ($1, $2, '1', '7', '71', 'Kanne', 1, 4000)`,
    [t.ctx.shop.id, orderId],
  );
  await noteOutcome(t.ctx, orderId);
  await noteOutcome(t.ctx, orderId);
  const { rows } = await t.ctx.db.query<{ offer_id: string; type: string }>(
    'select offer_id, type from offer_events order by type, offer_id',
  );
  const of = (type: string) => rows.filter((row) => row.type === type).map((row) => row.offer_id);
  expect(of('accepted')).toEqual([yes]);
  expect(of('dismissed')).toEqual([no]);
  expect(of('shown').sort()).toEqual([yes, no, lost].sort());
  const { rows: added } = await t.ctx.db.query('select offer_id, state, added_minor from order_additions');
  expect(added).toEqual([{ offer_id: yes, state: 'paid', added_minor: 3_200n }]);
  expect(await countOutcomes(t.ctx, new Date(0))).toEqual({ shown: 1, nothing: 0, notAsked: [] });
});

test('a page that Shopify did not show is counted with its reason; shops without such offers are not', async () => {
  await putOrder(t, { id: orderId, processedAt: t.clock.now() });
  await noteOutcome(t.ctx, orderId);
  expect(await countOutcomes(t.ctx, new Date(0))).toEqual({ shown: 0, nothing: 0, notAsked: [] });
  await offerOf(7);
  await noteOutcome(t.ctx, orderId);
  expect(await countOutcomes(t.ctx, new Date(0))).toEqual({
    shown: 0,
    nothing: 0,
    notAsked: [{ reason: 'unknown', count: 1 }],
  });
});
