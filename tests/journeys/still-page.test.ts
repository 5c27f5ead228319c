import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, openBox, type PlacedOrder } from '../support/box.ts';
import { desktop, openBrowser, openPage, phone } from '../support/browser.ts';
import { newYork, openShop, saveOfferAs, settled } from '../support/merchant.ts';

declare global {
  interface Window {
    /** heights of the block's frame, each as it came */
    blockHeights: number[];
    shifts: { at: number; value: number }[];
    drawnAt: number | null;
  }
}

/** Watches, from the first moment of a page, how tall the block is and what moves. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (window.top !== window) return;
    window.blockHeights = [];
    window.shifts = [];
    window.drawnAt = null;
    window.addEventListener('message', ({ data }) => {
      if (data?.reprise !== 'height') return;
      const height = Number(data.detail);
      if (height > 0) window.drawnAt ??= performance.now();
      if (height > 0 && window.blockHeights.at(-1) !== height) window.blockHeights.push(height);
    });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) {
        window.shifts.push({ at: entry.startTime, value: entry.value });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** What moved after the block had been drawn: putting it in its place is the page's own doing, and takes a frame or two. */
const movedAfter = (page: Page) =>
  page.evaluate(() => {
    const drawn = (window.drawnAt ?? Number.POSITIVE_INFINITY) + 150;
    return window.shifts.filter(({ at }) => at > drawn).reduce((sum, { value }) => sum + value, 0);
  });

/**
 * The thank-you page never moves under a shopper's eyes: not when the cards come, not when our
 * server is slow or silent.
 */
describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('the thank-you page, on a %s', (width, viewport) => {
  const box = openBox();
  let browser: Browser;
  let shop: string;
  let bought: Awaited<ReturnType<typeof buyable>>;
  beforeAll(async () => {
    browser = await openBrowser();
    shop = await openShop(box, `Still ${width}`, { activateDefaults: false });
    bought = await buyable(box, shop, 0);
    const { product, variant } = await buyable(box, shop, 3);
    await saveOfferAs(box, shop, {
      name: 'With it',
      kind: 'product',
      choice: { by: 'hand', items: [{ productId: product.id, variantId: variant.id }] },
      texts: { en: { title: 'Goes well with it', text: 'Picked for what you bought.', button: 'Add it' } },
    });
    // Only the server can tell who this is for, so the page has to ask.
    await saveOfferAs(box, shop, {
      name: 'For regulars',
      texts: { en: { title: 'For regulars', text: '', button: 'Get it' } },
      rule: { kind: 'all', rules: [{ kind: 'person-orders', min: 2 }] },
    });
    await settled(box);
  });
  afterAll(() => browser.close());

  /** Opens a new order's thank-you page; the answer about offers takes `ms` longer than it would. */
  async function arrive(ms: number): Promise<{ page: Page; problems: string[] }> {
    const { page, problems } = await openPage(browser, viewport);
    await watch(page);
    await page.route('**/checkout/offers', async (route) => {
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      await route.continue().catch(() => {});
    });
    const order = await box.post<PlacedOrder>('/orders', {
      shop,
      lines: [{ variantId: bought.variant.id, quantity: 1 }],
      email: `still.${width}.${ms}@example.com`,
      locale: 'en-US',
      shippingAddress: newYork('Kim'),
    });
    await page.goto(order.thankYouUrl);
    return { page, problems };
  }

  it.each([
    ['as fast as it is', 0],
    ['half a second slower', 500],
  ])('stands still when the answer is %s', async (_name, ms) => {
    const { page, problems } = await arrive(ms);
    await page.frameLocator('iframe').first().getByText('Goes well with it').waitFor();
    await page.waitForTimeout(4000);
    expect(await page.evaluate(() => window.blockHeights), 'heights of the block').toHaveLength(1);
    expect(await movedAfter(page)).toBe(0);
    expect(problems).toEqual([]);
  });

  it('is clean when there is no answer in time, and a late one stays out', async () => {
    const { page, problems } = await arrive(3000);
    await page.waitForTimeout(5000);
    const slot = page.locator('.extension').first();
    expect((await slot.boundingBox())?.height).toBe(0);
    expect(await page.frameLocator('iframe').first().locator('s-heading').count()).toBe(0);
    expect(problems).toEqual([]);
  });
});
