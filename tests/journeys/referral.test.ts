import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, openBox, type PlacedOrder } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';

/**
 * Referral: the thank-you page gives a link, a friend buys through it with the discount, the credit waits for the return window
 * and is then paid as store credit; the merchant sees each state.
 */
describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('a referral, on a %s', (width, viewport) => {
  const box = openBox();
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('goes from the link to the store credit', async () => {
    const { shop } = await box.post<{ shop: string }>('/shops', {
      name: `Referral ${width}`,
      currency: 'USD',
      locale: 'en',
      country: 'US',
      timezone: 'America/Chicago',
      catalog: 'us-usd',
      activateDefaults: true,
    });
    const { page, problems, context } = await openPage(browser, viewport);
    const bought = await buyable(box, shop, 2);
    const order = await box.post<PlacedOrder>('/orders', {
      shop,
      lines: [{ variantId: bought.variant.id, quantity: 1 }],
      email: `ada.${width}@example.com`,
      locale: 'en',
      shippingAddress: {
        firstName: 'Ada',
        lastName: 'Moss',
        address1: '5 Oak St',
        city: 'Chicago',
        province: 'IL',
        zip: '60601',
        country: 'US',
      },
    });
    await page.goto(order.thankYouUrl);
    const shown = page
      .frameLocator('iframe')
      .first()
      // Not the grey place that stands for a link on its way.
      .getByText(/\/r\/FRIEND-(?!0{8})/)
      .first();
    await shown.waitFor();
    await expectAccessible(page, 'thank-you page with referral');
    const text = (await shown.innerText()).trim();
    const link = text.startsWith('http') ? text : `http://${text}`;

    // The friend, somebody else in a browser of their own.
    const friend = await openPage(browser, viewport);
    await friend.page.goto(link);
    expect(friend.page.url()).toContain(`/store/`);
    await expectFits(friend.page, 'storefront');
    const code = link.split('/').at(-1) ?? '';
    const placed = await box.post<PlacedOrder>('/orders', {
      shop,
      lines: [{ variantId: bought.variant.id, quantity: 3 }],
      email: `ben.${width}@example.net`,
      locale: 'en',
      ref: code,
      shippingAddress: {
        firstName: 'Ben',
        lastName: 'Tran',
        address1: '77 Lake Rd',
        city: 'Austin',
        province: 'TX',
        zip: '73301',
        country: 'US',
      },
    });
    const friendOrder = await box.get<{ totalDiscounts?: string; discountCodes?: unknown }>(
      `/orders/${encodeURIComponent(placed.orderId)}`,
    );
    expect(JSON.stringify(friendOrder)).toContain(code);

    const referrals = `${box.url}/admin/${shop}/apps/reprise/referrals`;
    const state = async () => {
      await page.goto(referrals);
      const admin = page.frameLocator('iframe').first();
      await admin
        .getByText(/FRIEND-|Ben|#1002/)
        .first()
        .waitFor();
      return (await admin.locator('body').innerText()).replace(/\s+/g, ' ');
    };
    await expect.poll(state, { timeout: 20_000, interval: 1_000 }).toMatch(/Waiting|Pending/);
    await expectAccessible(page, 'referrals in the admin');
    await expectFits(page, 'referrals in the admin');

    await box.post(`/orders/${encodeURIComponent(placed.orderId)}/fulfill`);
    await box.post('/clock', { advance: '29d' });
    expect(JSON.stringify(await box.get(`/store-credit?shop=${shop}`))).not.toContain('10.0');
    await box.post('/clock', { advance: '2d' });
    const credit = JSON.stringify(await box.get(`/store-credit?shop=${shop}`));
    expect(credit).toContain('10.0');
    expect(await state()).toMatch(/Paid/);
    expect(problems).toEqual([]);
    await context.close();
  });
});
