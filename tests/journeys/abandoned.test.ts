import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, mailsTo, openBox } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';

/**
 * Abandoned checkout: a shopper leaves the checkout in a real browser, is reminded an hour later only because of a yes to
 * marketing, comes back through the link and pays; another unsubscribes with one click, and Shopify knows.
 */
describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('an abandoned checkout, on a %s', (width, viewport) => {
  const box = openBox();
  let browser: Browser;
  let shop: string;
  beforeAll(async () => {
    browser = await openBrowser();
    const made = await box.post<{ shop: string }>('/shops', {
      name: `Cart ${width}`,
      currency: 'USD',
      locale: 'en',
      country: 'US',
      timezone: 'America/New_York',
      catalog: 'us-usd',
      activateDefaults: true,
    });
    shop = made.shop;
    // Ten in the morning for the shopper: no quiet hours in the way.
    const { now } = await box.get<{ now: string }>('/clock');
    const next = new Date(Math.ceil(new Date(now).getTime() / 86_400_000) * 86_400_000 + 15 * 3_600_000);
    await box.post('/clock', { set: next.toISOString() });
  });
  afterAll(() => browser.close());

  const address = {
    firstName: 'Leo',
    lastName: 'Park',
    address1: '9 Elm St',
    city: 'New York',
    province: 'NY',
    zip: '10001',
    country: 'US',
  };

  it('is recovered by the link in the reminder', async () => {
    const email = `leo.${width}@example.com`;
    const { variant, product } = await buyable(box, shop, 4);
    const { page, problems } = await openPage(browser, viewport);
    await page.goto(`${box.url}/store/${shop.split('.')[0]}/cart/${variant.id.split('/').at(-1)}:1`);
    await page.getByLabel(/Email/).first().fill(email);
    await page.getByRole('checkbox', { name: /news and offers/i }).check();
    for (const [label, value] of [
      ['First name', 'Leo'],
      ['Last name', 'Park'],
      ['Address', '9 Elm St'],
      ['ZIP code', '10001'],
      ['City', 'New York'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).first().fill(value);
    }
    await page.getByLabel('City', { exact: true }).first().blur();
    await expect
      .poll(async () => (await box.get<{ pending: number }>('/health')).pending, { timeout: 15_000 })
      .toBe(0);
    await page.close();

    await box.post('/clock', { advance: '59m' });
    expect(await mailsTo(box, shop, email)).toEqual([]);
    await box.post('/clock', { advance: '5m' });
    const [reminder] = await mailsTo(box, shop, email);
    expect(reminder?.html).toContain(product.title);
    const headers = JSON.stringify(reminder?.headers).toLowerCase();
    expect(headers).toContain('list-unsubscribe');
    expect(headers).toContain('list-unsubscribe=one-click');
    expect(reminder?.text).toMatch(/unsubscribe/i);

    const link = /href="([^"]+\/go\/[^"]+)"[^>]*>Back to your cart/.exec(reminder?.html ?? '')?.[1] ?? '';
    const back = await openPage(browser, viewport);
    await back.page.goto(link);
    await back.page.getByText(product.title).first().waitFor();
    await back.page.getByRole('button', { name: 'Pay now' }).click();
    await back.page.waitForURL(/thank-you|orders/);
    await box.post('/clock', { advance: '3d' });
    const subjects = (await mailsTo(box, shop, email)).map((mail) => mail.subject);
    expect(subjects.filter((subject) => subject === reminder?.subject)).toHaveLength(1);

    const merchant = await openPage(browser, viewport);
    await merchant.page.goto(`${box.url}/admin/${shop}/apps/reprise/messages`);
    const admin = merchant.page.frameLocator('iframe').first();
    await admin.getByText('Abandoned checkout').first().waitFor();
    expect((await admin.locator('body').innerText()).replace(/\s+/g, ' ')).toMatch(/1 Recovered orders/);
    await expectAccessible(merchant.page, 'messages in the admin');
    await expectFits(merchant.page, 'messages in the admin');
    expect([...problems, ...back.problems, ...merchant.problems]).toEqual([]);
  });

  it('says nothing without a yes to marketing', async () => {
    const email = `no.${width}@example.com`;
    const { variant } = await buyable(box, shop, 5);
    await box.post('/checkouts', {
      shop,
      lines: [{ variantId: variant.id, quantity: 1 }],
      email,
      locale: 'en',
      shippingAddress: address,
      acceptsMarketing: false,
    });
    await box.post('/clock', { advance: '3d' });
    expect(await mailsTo(box, shop, email)).toEqual([]);
  });

  it('stops for good with one click, and tells Shopify', async () => {
    const email = `stop.${width}@example.com`;
    const { variant } = await buyable(box, shop, 6);
    const { now } = await box.get<{ now: string }>('/clock');
    await box.post('/clock', {
      set: new Date(
        Math.ceil(new Date(now).getTime() / 86_400_000) * 86_400_000 + 15 * 3_600_000,
      ).toISOString(),
    });
    await box.post('/checkouts', {
      shop,
      lines: [{ variantId: variant.id, quantity: 1 }],
      email,
      locale: 'en',
      shippingAddress: address,
      acceptsMarketing: true,
    });
    await box.post('/clock', { advance: '2h' });
    const [reminder] = await mailsTo(box, shop, email);
    const target =
      /<(https?:[^>]+)>/.exec(
        Object.entries(reminder?.headers ?? {}).find(
          ([name]) => name.toLowerCase() === 'list-unsubscribe',
        )?.[1] ?? '',
      )?.[1] ?? '';

    const { page, problems } = await openPage(browser, viewport);
    await page.goto(target);
    await expectAccessible(page, 'unsubscribe page');
    await expectFits(page, 'unsubscribe page');
    // Looking at the page changes nothing; what a mail program posts, does.
    const answer = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(answer.status).toBeLessThan(300);
    await box.post('/clock', { advance: '4d' });
    expect(await mailsTo(box, shop, email)).toHaveLength(1);
    const operations = await box.get<{ query: string }[]>(`/admin-api?shop=${shop}`);
    expect(operations.some(({ query }) => query.includes('customerEmailMarketingConsentUpdate'))).toBe(true);
    expect(problems).toEqual([]);
  });
});
