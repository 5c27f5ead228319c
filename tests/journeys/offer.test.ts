import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, openBox, type PlacedOrder } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';

/**
 * Offer: a merchant makes one for a product, a shopper sees it after paying, takes it, and lands in the cart with a code that
 * the store knows, has one use and ends when the page said.
 */
describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('an offer, on a %s', (width, viewport) => {
  const box = openBox();
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('goes from the editor to the cart', async () => {
    const { shop } = await box.post<{ shop: string }>('/shops', {
      name: `Offer ${width}`,
      currency: 'EUR',
      locale: 'de',
      country: 'DE',
      timezone: 'Europe/Berlin',
      catalog: 'de-eur',
    });
    const { page, problems } = await openPage(browser, viewport);
    const bought = await buyable(box, shop, 0);
    const offered = await buyable(box, shop, 3);

    // The merchant.
    await page.goto(`${box.url}/admin/${shop}/apps/reprise/offers`);
    const admin = page.frameLocator('iframe').first();
    await admin.getByText('Turn a thank-you into the next order').waitFor();
    await expectAccessible(page, 'offers, empty');
    await admin
      .getByRole('listitem')
      .filter({ hasText: 'Something that goes with it' })
      .getByRole('link', { name: /Use this/ })
      .click();
    await admin.getByRole('heading', { name: 'New offer' }).waitFor();
    await admin.getByText('These products').click();
    await admin.getByRole('button', { name: 'Choose products' }).click();
    const picker = page.getByRole('dialog');
    await picker.getByRole('searchbox').fill(offered.product.title);
    await picker.getByText(offered.product.title).first().click();
    await picker.getByRole('button', { name: /Select|Add|Choose/ }).click();
    await admin.getByText(offered.product.title).first().waitFor();
    await expectAccessible(page, 'offer editor');
    await expectFits(page, 'offer editor');
    await page.getByRole('button', { name: 'Save' }).click();
    await admin.getByRole('listitem').getByText('Active').waitFor();

    // The shopper.
    const order = await box.post<PlacedOrder>('/orders', {
      shop,
      lines: [{ variantId: bought.variant.id, quantity: 1 }],
      email: `kai.${width}@example.com`,
      locale: 'de',
      shippingAddress: {
        firstName: 'Kai',
        lastName: 'Brandt',
        address1: 'Weg 1',
        city: 'Köln',
        zip: '50667',
        country: 'DE',
      },
    });
    await page.goto(order.thankYouUrl);
    const block = page.frameLocator('iframe').first();
    await block.getByText(offered.product.title).first().waitFor();
    await expectAccessible(page, 'thank-you page');
    await expectFits(page, 'thank-you page');
    await block
      .getByRole('button', { name: /Im Warenkorb/ })
      .first()
      .click();
    const cart = block.getByRole('link', { name: /Warenkorb/ });
    const address = (await cart.getAttribute('href')) ?? '';
    // The count leaves in the background while the shop opens beside this page.
    const [beside] = await Promise.all([
      page.waitForEvent('popup'),
      page.waitForResponse((response) => response.url().endsWith('/checkout/offer-events')),
      cart.click(),
    ]);
    await beside.close();
    const code = new URL(address).searchParams.get('discount') ?? '';
    expect(code.length).toBeGreaterThan(5);

    // The store's own truth.
    const known = await box.get<
      { codes: { code: string }[]; endsAt: string | null; usageLimit: number | null }[]
    >(`/discounts?shop=${shop}`);
    const real = known.find((discount) => discount.codes.some((entry) => entry.code === code));
    expect(real, 'the code exists in the store').toBeDefined();
    expect(real?.usageLimit).toBe(1);
    // Made ahead with many others under one discount, which has no end: this code is taken away at its own deadline.
    expect(real?.endsAt ?? null).toBeNull();

    // The page again is the order-status page: the same promise, the same code.
    await page.goto(order.thankYouUrl);
    expect(page.url()).toContain('/orders/');
    await page.frameLocator('iframe').first().getByText(code).first().waitFor();

    // Through the cart link to a paid order.
    await page.goto(address);
    await page.getByText(offered.product.title).first().waitFor();
    expect(await page.getByLabel('Rabattcode').first().inputValue()).toBe(code);
    await page
      .getByLabel(/E-Mail-Adresse/)
      .first()
      .fill(`kai.${width}@example.com`);
    for (const [label, value] of [
      ['Vorname', 'Kai'],
      ['Nachname', 'Brandt'],
      ['Straße und Hausnummer', 'Weg 1'],
      ['Postleitzahl', '50667'],
      ['Ort', 'Köln'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).fill(value);
    }
    await page.getByRole('button', { name: 'Jetzt bezahlen' }).click();
    await page.waitForURL(/thank-you|orders/);
    await page.getByText(code).first().waitFor({ state: 'attached' });

    // The merchant sees each once.
    const figures = async () => {
      await page.goto(`${box.url}/admin/${shop}/apps/reprise/offers`);
      const row = page.frameLocator('iframe').first().getByRole('listitem').first();
      return (await row.innerText()).replace(/\s+/g, ' ');
    };
    await expect
      .poll(figures, { timeout: 20_000, interval: 500 })
      .toMatch(/Shown 1 Accepted 1 100% Earned, net €[1-9]/);
    expect(problems).toEqual([]);
  });
});
