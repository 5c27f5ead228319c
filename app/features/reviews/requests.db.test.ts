import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeOrder, insertOrder } from '../../../tests/support/orders.ts';
import { day, hour } from '../../kit/span.ts';
import { openReviewPage } from './review-page.server.ts';
import { reviewPrompt } from './review-prompt.server.ts';
import { switchOnReviews } from './save-settings.server.ts';
import { anna, begin, messages, request, sentRequest, t } from './testing.ts';

beforeEach(() => begin());
afterEach(() => t.cleanup());

describe('when a review is asked for', () => {
  it('14 days after fulfilment at home, moved by the delivery to 7 days after it', async () => {
    const start = t.clock.now();
    await insertOrder(t, { id: '1', ...anna, fulfilledAt: start });
    await changeOrder(t, '1', {}, 'order.fulfilled');
    await t.runDue();
    expect(await request()).toMatchObject({ status: 'planned', basis: 'fulfilled_home' });
    expect((await request())?.due_at).toEqual(new Date(start.getTime() + 14 * day));
    await t.advance(3 * day);
    await changeOrder(t, '1', { delivered_at: t.clock.now() }, 'order.delivered');
    await t.runDue();
    expect((await request())?.due_at).toEqual(new Date(start.getTime() + 10 * day));
    await t.advance(7 * day);
    expect(await request()).toMatchObject({ status: 'sent', basis: 'delivered' });
  });

  it('21 days after fulfilment abroad, at once at the till, never before it was shipped', async () => {
    const start = t.clock.now();
    await insertOrder(t, { id: '1', ...anna, country: 'FR', fulfilledAt: start });
    await changeOrder(t, '1', {}, 'order.fulfilled');
    await insertOrder(t, { id: '2', ...anna, sourceName: 'pos', lines: [{ productId: '8002' }] });
    await changeOrder(t, '2', {}, 'order.paid');
    await insertOrder(t, { id: '3', ...anna });
    await changeOrder(t, '3', {}, 'order.paid');
    await t.runDue();
    expect((await request('1'))?.due_at).toEqual(new Date(start.getTime() + 21 * day));
    expect(await request('2')).toMatchObject({ status: 'sent', basis: 'pos' });
    expect(await request('3')).toBeUndefined();
  });

  it('about the three dearest products, not about what was paid back or has no product', async () => {
    await insertOrder(t, {
      id: '1',
      ...anna,
      deliveredAt: t.clock.now(),
      lines: [
        { productId: '8001', priceMinor: 100n },
        { productId: '8002', priceMinor: 900n },
        { productId: null, title: 'Gravur', priceMinor: 9_000n },
        { productId: '8003', priceMinor: 500n },
        { productId: '8004', priceMinor: 300n },
        { productId: '8005', priceMinor: 700n, refundedQuantity: 1 },
      ],
    });
    await changeOrder(t, '1', {}, 'order.delivered');
    await t.runDue();
    expect((await request())?.products.map(({ productId }) => productId)).toEqual(['8002', '8003', '8004']);
    await t.ctx.db.query(`update order_lines set refunded_quantity = 1 where product_id = '8003'`);
    await changeOrder(t, '1', { refunded_minor: 500 }, 'order.refunded');
    await t.runDue();
    expect((await request())?.products.map(({ productId }) => productId)).toEqual(['8002', '8004', '8001']);
  });

  it('not when the order was cancelled or paid back, and not twice about one product in a year', async () => {
    await insertOrder(t, { id: '1', ...anna, deliveredAt: t.clock.now() });
    await changeOrder(t, '1', {}, 'order.delivered');
    await t.runDue();
    await changeOrder(t, '1', { refunded_minor: 10_000, financial_status: 'refunded' }, 'order.refunded');
    await t.runDue();
    expect(await request()).toMatchObject({ status: 'cancelled', reason: 'order_refunded' });
    expect(await t.advance(30 * day)).not.toContain('reviews.send-request');

    await insertOrder(t, { id: '2', ...anna, deliveredAt: t.clock.now() });
    await changeOrder(t, '2', {}, 'order.delivered');
    await insertOrder(t, { id: '3', ...anna, deliveredAt: t.clock.now() });
    await changeOrder(t, '3', {}, 'order.delivered');
    await t.advance(8 * day);
    const states = [(await request('2'))?.status, (await request('3'))?.status].sort();
    expect(states).toEqual(['cancelled', 'sent']); // planned both, asked about once
    await t.advance(366 * day);
    await insertOrder(t, { id: '4', ...anna, deliveredAt: t.clock.now() });
    await changeOrder(t, '4', {}, 'order.delivered');
    await t.advance(8 * day);
    expect(await request('4')).toMatchObject({ status: 'sent' });
  });

  it('not in a shop that has not switched it on; twice the same event plans once', async () => {
    await t.ctx.db.query(`update shop_settings set reviews = '{}'`);
    await insertOrder(t, { id: '1', ...anna, deliveredAt: t.clock.now() });
    await changeOrder(t, '1', {}, 'order.delivered');
    await t.runDue();
    expect(await request()).toBeUndefined();
    await t.ctx.db.tx((tx) => switchOnReviews(t.ctx, tx));
    await changeOrder(t, '1', {}, 'order.delivered');
    await changeOrder(t, '1', {}, 'order.fulfilled');
    await t.runDue();
    const { rows } = await t.ctx.db.query('select 1 from review_requests');
    expect(rows).toHaveLength(1);
  });

  it('one reminder after a week, none when the order was paid back or answered', async () => {
    const id = await sentRequest();
    await t.advance(7 * day + 16 * hour);
    expect((await request())?.reminded_at).not.toBeNull();
    expect(await messages('review_reminder')).toHaveLength(1);
    await t.advance(60 * day);
    expect(await messages('review_reminder')).toHaveLength(1);
    expect(await messages('review_request')).toHaveLength(1);
    expect(id).toMatch(/^rvq_/);
  });

  it('a changed delay moves what is planned; switching off stops it, switching on again brings it back', async () => {
    const start = t.clock.now();
    await insertOrder(t, { id: '1', ...anna, deliveredAt: start });
    await changeOrder(t, '1', {}, 'order.delivered');
    await t.runDue();
    const { readReviewsSettings, saveReviewsSettings } = await import('./index.server.ts');
    const settings = await readReviewsSettings(t.ctx, t.ctx.db);
    await t.ctx.db.tx((tx) => saveReviewsSettings(t.ctx, tx, { ...settings, deliveredDays: 10 }));
    await t.runDue();
    expect((await request())?.due_at).toEqual(new Date(start.getTime() + 10 * day));
    await t.ctx.db.tx((tx) => saveReviewsSettings(t.ctx, tx, { ...settings, isOn: false }));
    await t.runDue();
    expect(await request()).toMatchObject({ status: 'cancelled', reason: 'switched_off' });
    await t.ctx.db.tx((tx) => saveReviewsSettings(t.ctx, tx, settings));
    await t.runDue();
    expect(await request()).toMatchObject({ status: 'planned', reason: null });
  });
});

describe('asked on the order’s own page', () => {
  const prompt = () => reviewPrompt(t.app, { shopId: t.ctx.shop.id, orderId: '1' });
  const open = (url = '') => {
    const [, , , , id = '', signature = ''] = url.split('/');
    return openReviewPage(t.app, id, signature);
  };

  it('not before the parcel is there; then the very request that a message would open, with its page', async () => {
    await insertOrder(t, { id: '1', ...anna, fulfilledAt: t.clock.now() });
    await changeOrder(t, '1', {}, 'order.fulfilled');
    await t.runDue();
    expect(await prompt()).toBeNull();
    await changeOrder(t, '1', { delivered_at: t.clock.now() }, 'order.delivered');
    await t.runDue();
    const shown = await prompt();
    expect(shown).toMatchObject({ productTitle: expect.any(String) });
    expect((await open(shown?.url)).kind).toBe('page');
    expect(await prompt()).toEqual(shown);
    await t.ctx.db.query(`update review_requests set status = 'answered'`);
    expect(await prompt()).toBeNull();
  });

  it('nothing for an order that is not asked about, nor in another shop', async () => {
    expect(await prompt()).toBeNull();
    await insertOrder(t, { id: '1', ...anna, deliveredAt: t.clock.now() });
    await changeOrder(t, '1', {}, 'order.delivered');
    await t.runDue();
    expect(await reviewPrompt(t.app, { shopId: 'shp_other', orderId: '1' })).toBeNull();
  });
});
