import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfferInput } from '../../app/features/offers/index.ts';
import { buyable, openBox, type PlacedOrder } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';
import { newYork, openShop, saveOfferAs, settled } from '../support/merchant.ts';

interface Order {
  orderId: string;
  displayFinancialStatus: string;
  lines: { title: string; quantity: number; variantId: string }[];
  postPurchase: { reason: string | null; wasShown: boolean; applied: string[] } | null;
}

const words = (title: string): OfferInput['texts'] => ({
  en: { title, text: 'With the parcel that is being packed.', button: 'Yes please' },
});

/** The page between payment and thank-you: the store in a box runs the built bundle as Shopify runs it. */
describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('the post-purchase page, on a %s', (width, viewport) => {
  const box = openBox();
  let browser: Browser;
  let shop: string;
  beforeAll(async () => {
    browser = await openBrowser();
    shop = await openShop(box, `After pay ${width}`, { activateDefaults: false });
    await box.post(`/shops/${shop}/post-purchase`, { enabled: true });
  });
  afterAll(() => browser.close());

  const buy = async (variantId: string, email: string) => {
    const order = await box.post<PlacedOrder>('/orders', {
      shop,
      lines: [{ variantId, quantity: 1 }],
      email,
      locale: 'en-US',
      shippingAddress: newYork('Kim'),
    });
    await settled(box);
    const { page, problems } = await openPage(browser, viewport);
    await page.goto(`${box.url}/post-purchase/${order.orderId.split('/').at(-1)}`);
    const read = () => box.get<Order>(`/orders/${encodeURIComponent(order.orderId)}`);
    return { page, problems, read };
  };

  it('is passed over when nothing is offered', async () => {
    const bought = await buyable(box, shop, 0);
    const { page, problems, read } = await buy(bought.variant.id, `nothing.${width}@example.com`);
    await page.waitForURL(/thank-you/);
    expect((await read()).postPurchase).toMatchObject({ wasShown: false });
    expect(problems).toEqual([]);
  });

  it('adds what the buyer says yes to, at the price it said', async () => {
    const bought = await buyable(box, shop, 0);
    const offered = [await buyable(box, shop, 3), await buyable(box, shop, 4)] as const;
    for (const [n, { product, variant }] of offered.entries())
      await saveOfferAs(box, shop, {
        name: `After payment ${n}`,
        kind: 'product',
        surfaces: ['post-purchase'],
        choice: { by: 'hand', items: [{ productId: product.id, variantId: variant.id }] },
        discount: { kind: 'percentage', value: '20', gift: null },
        deadlineHours: '',
        texts: words(n === 0 ? 'Before the box is closed' : 'One more thing'),
      });
    const { page, problems, read } = await buy(bought.variant.id, `yes.${width}@example.com`);
    const frame = page.frameLocator('iframe').first();
    await frame.getByText('Before the box is closed').waitFor();
    await frame.getByText(offered[0].product.title).first().waitFor();
    await expectAccessible(page, 'post-purchase page');
    await expectFits(page, 'post-purchase page');

    await frame.getByRole('button', { name: /\$/ }).click();
    await frame.getByText('One more thing').waitFor();
    const after = await read();
    expect(after.lines.map(({ variantId }) => variantId)).toContain(offered[0].variant.id);
    expect(after.displayFinancialStatus).toMatch(/^paid$/i);

    await frame.getByRole('button', { name: /no|without/i }).click();
    await page.waitForURL(/thank-you/);
    expect((await read()).postPurchase).toMatchObject({ wasShown: true, applied: [expect.any(String)] });
    expect(problems).toEqual([]);
  });
});
