import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeOrder } from '../../../tests/support/orders.ts';
import { day } from '../../kit/span.ts';
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
import { begin, messages, one, request, sentRequest, t } from './testing.ts';

beforeEach(() => begin());
afterEach(() => t.cleanup());

describe('the review page', () => {
  it('opens only with our signature and lives 180 days', async () => {
    const id = await sentRequest();
    const signature = reviewUrl(t.ctx, id).split('/').at(-1)!;
    const opened = await openReviewPage(t.app, id, signature);
    expect(opened).toMatchObject({
      kind: 'page',
      page: { authorName: 'Anna B.', products: [{ productId: '8001', rating: null }] },
    });
    expect((await openReviewPage(t.app, id, 'A'.repeat(32))).kind).toBe('unknown');
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
