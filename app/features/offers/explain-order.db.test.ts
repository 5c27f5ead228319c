import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { insertPerson } from '../../../tests/support/orders.ts';
import { day } from '../../kit/span.ts';
import { type ExplainQuestion, explainOrder, ordersToTry } from './explain-order.server.ts';
import { findPasted, listRuleValues } from './rule-values.server.ts';
import { makeOffer, offerFixture, putOrder, putProduct } from './testing.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-24T12:00:00Z') });
});
afterEach(() => t.cleanup());

const ago = (days: number) => new Date(t.clock.now().getTime() - days * day);
async function explain(orderId: string, change: Partial<ExplainQuestion> = {}) {
  const found = await explainOrder(t.ctx, { orderId, surface: 'thank-you', ...change });
  return found?.map(({ name, isDraft, state, because }) =>
    [isDraft ? `${name}*` : name, state, ...because.map(({ code, met }) => `${code} ${met}`)].join(', '),
  );
}

describe('an order', () => {
  test('that is not there has no answer', async () => {
    expect(await explainOrder(t.ctx, { orderId: '404', surface: 'thank-you' })).toBeNull();
  });

  test('is told of every offer why it would be shown or not, by the page’s own code', async () => {
    await putOrder(t, { id: '5', processedAt: ago(40), totalMinor: 5000n, currency: 'EUR', isFirst: true });
    await makeOffer(t, { name: 'Big', rule: { kind: 'order-total', currency: 'EUR', min: '9000' } });
    await makeOffer(t, { name: 'First', rule: { kind: 'first-order', is: true } });
    await makeOffer(t, { name: 'Later', surfaces: ['order-status'] });
    await makeOffer(t, { name: 'Everybody' });
    await makeOffer(t, { name: 'One more' });
    await makeOffer(t, { name: 'Off', isActive: false });
    expect(await explain('5')).toEqual([
      'Big, hidden, order-total no',
      'First, shown, first-order yes',
      'Later, hidden, other-surface no',
      'Everybody, shown, empty-rule yes',
      'One more, hidden, limit-reached no',
    ]);
    // Its page now: whatever had a deadline is over.
    expect(await explain('5', { surface: 'order-status' })).toEqual([
      'Big, hidden, deadline-over no',
      'First, hidden, deadline-over no',
      'Later, hidden, deadline-over no',
      'Everybody, hidden, deadline-over no',
      'One more, hidden, deadline-over no',
    ]);
  });

  test('meets the draft as it stands in the editor, saved before or not', async () => {
    await putOrder(t, { id: '5', processedAt: ago(1), totalMinor: 5000n, currency: 'EUR' });
    const id = await makeOffer(t, {
      name: 'Saved',
      rule: { kind: 'order-total', currency: 'EUR', min: '9000' },
    });
    const input = (min: string) =>
      offerFixture({ name: 'Draft', rule: { kind: 'order-total', currency: 'EUR', min }, isActive: false });
    expect(await explain('5', { draft: { id, input: input('1000') } })).toEqual([
      'Draft*, shown, order-total yes',
    ]);
    expect(await explain('5', { draft: { id: null, input: input('1000') } })).toEqual([
      'Saved, hidden, order-total no',
      'Draft*, shown, order-total yes',
    ]);
    // One that cannot be read yet is left out.
    expect(await explain('5', { draft: { id: null, input: { ...input('1'), name: '' } } })).toEqual([
      'Saved, hidden, order-total no',
    ]);
  });

  test('is looked at as it was: how many orders its buyer had then', async () => {
    await insertPerson(t, { id: 'per_1' });
    for (const [id, days] of [
      ['5', 30],
      ['6', 20],
      ['7', 1],
    ] as const)
      await putOrder(t, {
        id,
        personId: 'per_1',
        processedAt: ago(days),
        totalMinor: 1000n,
        currency: 'EUR',
      });
    await t.ctx.db.query('update people set orders_count = 3');
    await makeOffer(t, {
      name: 'Second',
      deadlineHours: '',
      rule: { kind: 'person-orders', min: 2, max: 2 },
    });
    const states = async (surface: ExplainQuestion['surface']) =>
      Promise.all(['5', '6', '7'].map(async (id) => (await explain(id, { surface }))?.[0]?.split(', ')[1]));
    expect(await states('thank-you')).toEqual(['hidden', 'shown', 'hidden']);
    expect(await states('order-status')).toEqual(['hidden', 'hidden', 'hidden']);
  });

  test('is found by a part of its number, the newest first', async () => {
    await putOrder(t, { id: '1001', processedAt: ago(3) });
    await putOrder(t, { id: '1002', processedAt: ago(1) });
    expect((await ordersToTry(t.ctx, '')).map(({ id }) => id)).toEqual(['1002', '1001']);
    expect((await ordersToTry(t.ctx, '#1001')).map(({ id }) => id)).toEqual(['1001']);
    expect(await ordersToTry(t.ctx, '100%')).toEqual([]);
  });
});

describe('what can be chosen', () => {
  test('comes from the shop’s own products, orders and customers', async () => {
    await putProduct(t, { id: '1', variantId: '11' });
    await t.ctx.db.query("update products set tags = '{Neu,Alt}', vendor = 'Acme', product_type = 'Becher'");
    await t.ctx.db.query("insert into collections (shop_id, id, title) values ($1, '50', 'Tee')", [
      t.ctx.shop.id,
    ]);
    await putOrder(t, { id: '5', sourceName: 'web', discountCodes: ['HERBST'] });
    await t.ctx.db.query('update orders set utm = \'{"source": "Brief"}\', shipping_method = \'DHL\'');
    t.store.segments = [{ id: '900', name: 'Große', customerIds: [] }];
    const labels = async (kind: Parameters<typeof listRuleValues>[1], text = '') =>
      (await listRuleValues(t.ctx, kind, text)).map(({ label }) => label);
    expect(await labels('tag')).toEqual(['Alt', 'Neu']);
    expect(await labels('tag', 'eu')).toEqual(['Neu']);
    expect(await labels('vendor')).toEqual(['Acme']);
    expect(await labels('type')).toEqual(['Becher']);
    expect(await listRuleValues(t.ctx, 'collection', 'te')).toEqual([{ value: '50', label: 'Tee' }]);
    expect(await labels('source')).toEqual(['web']);
    expect(await labels('code')).toEqual(['HERBST']);
    expect(await labels('utm')).toEqual(['Brief']);
    expect(await labels('shipping-method')).toEqual(['DHL']);
    expect(await listRuleValues(t.ctx, 'segment', 'gro')).toEqual([{ value: '900', label: 'Große' }]);
    expect(await labels('person-tag')).toEqual([]);
  });

  test('products and variants are found by pasted numbers, gids and SKUs', async () => {
    await putProduct(t, { id: '1', variantId: '11' });
    await putProduct(t, { id: '2', variantId: '21' });
    await t.ctx.db.query(
      `update products set variants = jsonb_set(variants, '{0,sku}', '"K-2"') where id = '2'`,
    );
    const text = '1, gid://shopify/Product/1\nk-2;  nope';
    expect(await findPasted(t.ctx, text, 'product')).toEqual({
      found: [
        { value: '1', label: 'Kanne' },
        { value: '2', label: 'Kanne' },
      ],
      unknown: ['nope'],
    });
    expect((await findPasted(t.ctx, text, 'variant')).found.map(({ value }) => value)).toEqual(['11', '21']);
  });
});
