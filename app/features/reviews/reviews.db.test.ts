import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { changeOrder, insertOrder, insertPerson, insertProduct } from '../../../tests/support/orders.ts';
import { day, hour } from '../../kit/span.ts';
import {
  giveReviews,
  openReviewPage,
  postponeRequest,
  publishReview,
  readPhoto,
  removeReview,
} from './index.server.ts';
import { cleanPhoto } from './photo.server.ts';
import { reviewUrl } from './review-links.ts';
import { switchOnReviews } from './save-settings.server.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
  await t.ctx.db.tx((tx) => switchOnReviews(t.ctx, tx));
  await insertPerson(t, { id: 'per_anna', email: 'anna@example.com', firstName: 'Anna', lastName: 'Berg' });
  for (const id of ['8001', '8002', '8003', '8004']) await insertProduct(t, id);
  await t.runDue();
});
afterEach(() => t.cleanup());

const anna = { personId: 'per_anna', email: 'anna@example.com' };

async function request(orderId = '1') {
  const { rows } = await t.ctx.db.query<{
    id: string;
    status: string;
    reason: string | null;
    basis: string;
    due_at: Date;
    sent_at: Date | null;
    reminded_at: Date | null;
    products: { productId: string }[];
  }>('select * from review_requests where shop_id = $1 and order_id = $2', [t.ctx.shop.id, orderId]);
  return rows[0];
}

async function messages(kind: string) {
  const { rows } = await t.ctx.db.query<{ status: string; reason: string | null }>(
    'select status, reason from messages where shop_id = $1 and kind = $2 order by wanted_at',
    [t.ctx.shop.id, kind],
  );
  return rows;
}

const one = (productId: string, rating = 5, body: string | null = 'Sehr gut') => ({
  productId,
  rating,
  title: null,
  body,
  droppedPhotos: [],
});

/** An order that has arrived and was asked about. @returns the request's id */
async function sentRequest(lines = [{ productId: '8001' }]): Promise<string> {
  await insertOrder(t, { id: '1', ...anna, lines, deliveredAt: t.ctx.clock.now() });
  await changeOrder(t, '1', {}, 'order.delivered');
  await t.advance(7 * day);
  const found = await request();
  expect(found?.status).toBe('sent');
  return found!.id;
}

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

describe('the review page', () => {
  it('opens only with our signature and lives 180 days', async () => {
    const id = await sentRequest();
    const signature = reviewUrl(t.ctx, id).split('/').at(-1)!;
    const opened = await openReviewPage(t.app, id, signature);
    expect(opened).toMatchObject({
      kind: 'page',
      page: { authorName: 'Anna B.', products: [{ productId: '8001', rating: null }] },
    });
    expect((await openReviewPage(t.app, id, `${signature.slice(0, -1)}x`)).kind).toBe('unknown');
    t.clock.advance(181 * day);
    expect((await openReviewPage(t.app, id, signature)).kind).toBe('expired');
    expect(
      (await giveReviews(t.ctx, id, { entries: [one('8001')], authorName: 'Anna', locale: 'de' }, [])).kind,
    ).toBe('gone');
  });

  it('publishes at once whatever the stars, edits on the second submit, counts each review once', async () => {
    const id = await sentRequest([{ productId: '8001' }, { productId: '8002' }]);
    const give = (rating: number) =>
      giveReviews(
        t.ctx,
        id,
        { entries: [one('8001', rating), one('8002', 4)], authorName: 'Anna B.', locale: 'de' },
        [],
      );
    await Promise.all([give(1), give(1)]);
    await t.runDue();
    expect(t.store.ratings.get('8001')).toEqual({ average: 1, count: 1 });
    await give(2);
    await t.runDue();
    expect(t.store.ratings.get('8001')).toEqual({ average: 2, count: 1 });
    const { rows } = await t.ctx.db.query('select rating_sum, rating_count from products where id = $1', [
      '8001',
    ]);
    expect(rows).toEqual([{ rating_sum: 2, rating_count: 1 }]);
    expect(await request()).toMatchObject({ status: 'answered' });
    await t.advance(30 * day);
    expect(await messages('review_reminder')).toHaveLength(0);
  });

  it('takes no review of a product that was not asked about', async () => {
    const id = await sentRequest();
    expect(
      (await giveReviews(t.ctx, id, { entries: [one('8002')], authorName: 'A', locale: 'de' }, [])).kind,
    ).toBe('gone');
  });

  it('"not arrived yet" waits a week, pressed twice waits once, and asks again', async () => {
    const id = await sentRequest();
    const [first, second] = await Promise.all([postponeRequest(t.ctx, id), postponeRequest(t.ctx, id)]);
    expect(first).toEqual(new Date(t.clock.now().getTime() + 7 * day));
    expect(second).toEqual(first);
    await changeOrder(t, '1', {}, 'order.fulfilled'); // an old event must not pull the date back
    await t.runDue();
    expect(await request()).toMatchObject({ status: 'planned', basis: 'postponed', due_at: first });
    await t.advance(7 * day);
    expect(await request()).toMatchObject({ status: 'sent' });
    expect(await messages('review_request')).toHaveLength(2);
  });
});

describe('what holds a review', () => {
  it('waits for the merchant; nobody decides: published with the words covered', async () => {
    const id = await sentRequest();
    const given = await giveReviews(
      t.ctx,
      id,
      { entries: [one('8001', 1, 'So ein Scheiß! Ruft 0171 2345678 an.')], authorName: 'Anna', locale: 'de' },
      [],
    );
    expect(given).toMatchObject({ kind: 'saved', held: 1 });
    await t.runDue();
    expect(t.store.ratings.get('8001')).toEqual({ average: 0, count: 0 });
    await t.advance(14 * day);
    const { rows } = await t.ctx.db.query('select status, body, decided_by from reviews');
    expect(rows).toEqual([{ status: 'published', body: 'So ein •••! Ruft ••• an.', decided_by: 'clock' }]);
    expect(t.store.ratings.get('8001')).toEqual({ average: 1, count: 1 });
  });

  it('a removed review counts no more, stays removed when its author edits it, and can come back', async () => {
    const id = await sentRequest();
    const give = () =>
      giveReviews(t.ctx, id, { entries: [one('8001', 1)], authorName: 'Anna', locale: 'de' }, []);
    const given = await give();
    const reviewId = given.kind === 'saved' ? given.reviewIds[0]! : '';
    expect(await removeReview(t.ctx, reviewId, 'abusive')).toBe(true);
    await t.runDue();
    expect(t.store.ratings.get('8001')).toEqual({ average: 0, count: 0 });
    await give();
    const { rows } = await t.ctx.db.query('select status, decision_reason from reviews');
    expect(rows).toEqual([{ status: 'removed', decision_reason: 'abusive' }]);
    await publishReview(t.ctx, reviewId);
    await t.runDue();
    expect(t.store.ratings.get('8001')).toEqual({ average: 1, count: 1 });
  });
});

describe('photos', () => {
  it('are turned upright, scaled, stripped of GPS, and never more than three; hostile files are refused', async () => {
    const id = await sentRequest();
    const photo = await sharp({ create: { width: 3000, height: 1000, channels: 3, background: '#804020' } })
      .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const upload = async (name: string, bytes: Uint8Array) => ({
      productId: '8001',
      name,
      result: await cleanPhoto(bytes),
    });
    const bomb = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    );
    const input = { entries: [one('8001')], authorName: 'Anna', locale: 'de' };
    const first = await giveReviews(t.ctx, id, input, [
      await upload('a.jpg', photo),
      await upload('b.svg', bomb),
      await upload('c.jpg', photo.subarray(0, 400)),
    ]);
    expect(first).toMatchObject({
      kind: 'saved',
      refusedPhotos: [
        { name: 'b.svg', reason: 'not_a_photo' },
        { name: 'c.jpg', reason: 'broken' },
      ],
    });
    const second = await giveReviews(t.ctx, id, input, [
      await upload('d.jpg', photo),
      await upload('e.jpg', photo),
      await upload('f.jpg', Buffer.concat([photo, Buffer.alloc(10 * 1024 * 1024)])),
    ]);
    expect(second).toMatchObject({ refusedPhotos: [{ name: 'f.jpg', reason: 'too_large' }] });
    const third = await giveReviews(t.ctx, id, input, [await upload('g.jpg', photo)]);
    expect(third).toMatchObject({ refusedPhotos: [{ name: 'g.jpg', reason: 'too_many' }] });
    const { rows } = await t.ctx.db.query<{ id: string; width: number; height: number; bytes: Buffer }>(
      'select id, width, height, bytes from review_photos order by position',
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ width: 533, height: 1600 });
    const metadata = await sharp(rows[0]!.bytes).metadata();
    expect(metadata.exif).toBeUndefined();
    expect(metadata.format).toBe('webp');

    expect(await readPhoto(t.app, rows[0]!.id, null)).toMatchObject({ isPublic: true });
    const { rows: reviews } = await t.ctx.db.query<{ id: string }>('select id from reviews');
    await removeReview(t.ctx, reviews[0]!.id, 'spam');
    expect(await readPhoto(t.app, rows[0]!.id, null)).toBeNull();
    expect(await readPhoto(t.app, rows[0]!.id, 'forged')).toBeNull();
  });
});
