import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, openBox, type PlacedOrder } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';
import { newYork, openShop, saveOfferAs, settled } from '../support/merchant.ts';

/**
 * What an offer earned: drawn by a page that decides by itself, taken, bought with its code, and given back. The merchant's
 * figures follow each step, to the cent.
 */
describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('results, on a %s', (width, viewport) => {
  const box = openBox();
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('follow an offer from shown to given back', async () => {
    const shop = await openShop(box, `Results ${width}`, { activateDefaults: false });
    const bought = await buyable(box, shop, 0);
    const offered = await buyable(box, shop, 3);
    await saveOfferAs(box, shop, {
      name: 'Goes well',
      kind: 'product',
      choice: { by: 'hand', items: [{ productId: offered.product.id, variantId: offered.variant.id }] },
      texts: { en: { title: 'Goes well with it', text: 'A sentence.', button: 'Yes please' } },
    });
    const buy = (variantId: string, discountCodes: string[] = []) =>
      box.post<PlacedOrder>('/orders', {
        shop,
        lines: [{ variantId, quantity: 1 }],
        email: `ida.${width}@example.com`,
        locale: 'en-US',
        shippingAddress: newYork('Ida'),
        discountCodes,
      });
    const order = await buy(bought.variant.id);
    await settled(box);

    const { page, problems } = await openPage(browser, viewport);
    // Other journeys have moved the sandbox's clock; a page whose own clock says otherwise does not decide by itself.
    const { now } = await box.get<{ now: string }>('/clock');
    await page.clock.setSystemTime(now);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/checkout/offers') asked.push(request.method());
    });
    await page.goto(order.thankYouUrl);
    const block = page.frameLocator('iframe').first();
    await block.getByText('Goes well with it').waitFor();
    // What was shown and clicked is handed in in the background; who leaves within that moment is not counted.
    await Promise.all([
      page.waitForResponse(
        (response) =>
          response.url().endsWith('/checkout/offer-events') &&
          (response.request().postData() ?? '').includes('clicked'),
      ),
      block.getByRole('button', { name: /Yes please/ }).click(),
    ]);
    const link = await block.getByRole('link', { name: /cart/i }).getAttribute('href');
    expect(asked, 'the page has decided by itself').toEqual([]);
    const code = new URL(link ?? '').searchParams.get('discount') ?? '';

    const admin = page.frameLocator('iframe').first();
    const figures = async () => {
      await page.goto(`${box.url}/admin/${shop}/apps/reprise/offers/results`);
      // A table, and on a phone a list.
      const row = admin.locator('tr:visible, li:visible').filter({ hasText: 'Goes well' });
      const words = await row
        .first()
        .innerText({ timeout: 3_000 })
        .catch(() => 'nothing yet');
      return words.replace(/\s+/g, ' ');
    };
    await expect
      .poll(figures, { timeout: 20_000, interval: 500 })
      .toMatch(/Goes well (Shown )?1 (Clicked )?1 (Accepted )?1/);

    const again = await buy(offered.variant.id, [code]);
    await settled(box);
    // All of that order, shipping and tax too: none of it would be there without the code.
    const path = `/orders/${encodeURIComponent(again.orderId)}`;
    const { totalPrice } = await box.get<{ totalPrice: string }>(path);
    const net = `$${totalPrice}`;
    await expect.poll(figures, { timeout: 20_000, interval: 500 }).toContain(net);
    await expectAccessible(page, 'results');
    await expectFits(page, 'results');
    await admin.getByRole('link', { name: 'Goes well' }).first().click();
    await admin.getByRole('heading', { name: 'Goes well' }).waitFor();
    await admin.getByText(net).first().waitFor();
    await expectAccessible(page, 'results of one offer');
    await expectFits(page, 'results of one offer');

    await box.post(`${path}/refund`, {});
    await settled(box);
    await expect.poll(figures, { timeout: 20_000, interval: 500 }).not.toContain(net);
    expect(await figures()).toContain('$0.00');
    expect(problems).toEqual([]);
  });
});
