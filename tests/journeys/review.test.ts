import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, mailsTo, openBox, type PlacedOrder } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';

/**
 * Thank-you message and review: the parcel arrives, seven days later the mail, a star opens the page, the review with a photo is
 * published, the merchant reads it, and the product's metafields carry the rating.
 */
describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('a review, on a %s', (width, viewport) => {
  const box = openBox();
  const email = `mia.${width}@example.com`;
  let browser: Browser;
  let shop: string;
  let order: PlacedOrder;
  let bought: Awaited<ReturnType<typeof buyable>>;
  beforeAll(async () => {
    browser = await openBrowser();
    const made = await box.post<{ shop: string }>('/shops', {
      name: `Review ${width}`,
      currency: 'USD',
      locale: 'en',
      country: 'US',
      timezone: 'America/New_York',
      catalog: 'us-usd',
      activateDefaults: true,
    });
    shop = made.shop;
    bought = await buyable(box, shop, 1);
    order = await box.post<PlacedOrder>('/orders', {
      shop,
      lines: [{ variantId: bought.variant.id, quantity: 2 }],
      email,
      locale: 'en-US',
      acceptsMarketing: true,
      shippingAddress: {
        firstName: 'Mia',
        lastName: 'Lund',
        address1: '1 Main St',
        city: 'New York',
        province: 'NY',
        zip: '10001',
        country: 'US',
      },
    });
  });
  afterAll(() => browser.close());

  it('thanks within a minute, in the order’s language, with the items', async () => {
    const { now } = await box.get<{ now: string }>('/clock');
    await box.post('/clock', { advance: '1m' });
    const [thanks] = await mailsTo(box, shop, email);
    expect(thanks?.subject).toMatch(/Thank you/);
    expect(thanks?.html).toContain(bought.product.title);
    expect(thanks?.text).toContain(bought.product.title);
    expect(new Date(thanks?.at ?? 0).getTime() - new Date(now).getTime()).toBeLessThanOrEqual(60_000);
  });

  it('asks when the parcel has been there for a week, takes the review and shows it', async () => {
    const id = encodeURIComponent(order.orderId);
    await box.post(`/orders/${id}/fulfill`);
    await box.post('/clock', { advance: '3d' });
    await box.post(`/orders/${id}/deliver`);
    await box.post('/clock', { advance: '6d' });
    expect((await mailsTo(box, shop, email)).map((mail) => mail.subject)).toHaveLength(1);
    await box.post('/clock', { advance: '2d' });
    const request = (await mailsTo(box, shop, email)).at(-1);
    expect(request?.html).toContain(bought.product.title);
    const links = [...(request?.text ?? '').matchAll(/^4 stars for .*: (https?:\S+)$/gm)].map(
      (match) => match[1] ?? '',
    );
    expect(links).toHaveLength(1);

    const { page, problems } = await openPage(browser, viewport);
    await page.goto(links[0] ?? '');
    expect(await page.getByRole('radio', { name: /4/ }).first().isChecked()).toBe(true);
    await expectAccessible(page, 'review page');
    await expectFits(page, 'review page');
    const photo = await sharp({ create: { width: 2400, height: 1800, channels: 3, background: '#b5651d' } })
      .withExif({ IFD0: { Copyright: 'secret-exif' } })
      .jpeg()
      .toBuffer();
    await page
      .getByLabel(/review/i)
      .last()
      .fill('Keeps the rain out, even on the long trail.');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo });
    await page.getByRole('button', { name: /Send|Publish|Submit/ }).click();
    await page
      .getByText(/Thank you/)
      .first()
      .waitFor();
    await expectAccessible(page, 'review, thanks');

    await page.goto(`${box.url}/admin/${shop}/apps/reprise/reviews`);
    const admin = page.frameLocator('iframe').first();
    await admin.getByText('Keeps the rain out').first().waitFor();
    const source = await admin.locator('img[src*="review-photos"]').first().getAttribute('src');
    await expectAccessible(page, 'reviews in the admin');
    await expectFits(page, 'reviews in the admin');
    const stored = Buffer.from(
      await (await fetch(new URL(source ?? '', (await page.frames()[1]?.url()) ?? box.url))).arrayBuffer(),
    );
    const meta = await sharp(stored).metadata();
    expect(Math.max(meta.width, meta.height)).toBeLessThanOrEqual(1600);
    expect(stored.includes('secret-exif')).toBe(false);

    await expect
      .poll(
        async () => {
          const fields = await box.get<{ namespace: string; key: string; value: string }[]>(
            `/metafields?shop=${shop}`,
          );
          return fields
            .filter((field) => field.namespace === 'reviews')
            .map((field) => field.key)
            .toSorted();
        },
        { timeout: 15_000 },
      )
      .toEqual(['rating', 'rating_count']);
    expect(problems).toEqual([]);
  });
});
