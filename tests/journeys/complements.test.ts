import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, openBox } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';
import { newYork, openShop } from '../support/merchant.ts';

/**
 * What goes with what: a shop's orders are looked through, the merchant reads why a product is proposed, bans it, allows it
 * again, and pins one by hand.
 */
describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('what goes with what, on a %s', (width, viewport) => {
  const box = openBox();
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('is learned from orders, explained, and left to the merchant', async () => {
    const shop = await openShop(box, `Goes ${width}`, { activateDefaults: false });
    const [pot, coffee, cup, other] = await Promise.all([0, 1, 2, 3].map((n) => buyable(box, shop, n)));
    if (!pot || !coffee || !cup || !other) throw new Error('the catalogue is too small');
    const order = (n: number, ...bought: { variant: { id: string } }[]) =>
      box.post('/orders', {
        shop,
        lines: bought.map(({ variant }) => ({ variantId: variant.id, quantity: 1 })),
        email: `${width}${n}@example.com`,
        shippingAddress: { ...newYork(`Kim${n}`), address1: `${n} ${width} St` },
      });
    await Promise.all([
      ...Array.from({ length: 6 }, (_, n) => order(n, pot, coffee)),
      ...Array.from({ length: 30 }, (_, n) => order(10 + n, cup)),
    ]);
    await box.post('/clock', { advance: '1m' });

    const { page, problems } = await openPage(browser, viewport);
    await page.goto(`${box.url}/admin/${shop}/apps/reprise/offers/complements`);
    const admin = page.frameLocator('iframe').first();
    const lookAgain = admin.getByRole('button', { name: 'Look again now' });
    await lookAgain.waitFor();
    await expectAccessible(page, 'complements, before the first look');
    await lookAgain.click();
    const list = admin.getByRole('list', { name: `What goes with ${pot.product.title}` });
    const pair = list.getByRole('listitem').filter({ hasText: coffee.product.title });
    await pair.getByText(`Bought together in 6 of 6 orders with ${pot.product.title}`).waitFor();
    await expectAccessible(page, 'complements');
    await expectFits(page, 'complements');

    await pair.getByRole('button', { name: /^Never offer/ }).click();
    await pair.getByText('Banned').waitFor();
    await pair.getByRole('button', { name: /^Allow/ }).click();
    await pair.getByText('Shown').waitFor();

    await admin.getByRole('button', { name: `Pin a product to ${pot.product.title}`, exact: true }).click();
    const picker = page.getByRole('dialog');
    await picker.getByRole('searchbox').fill(other.product.title);
    await picker.getByText(other.product.title).first().click();
    await picker.getByRole('button', { name: /Select|Add|Choose/ }).click();
    const pinned = list.getByRole('listitem').filter({ hasText: other.product.title });
    await pinned.getByText('Pinned by hand').waitFor();
    expect(await list.getByRole('listitem').first().textContent()).toContain(other.product.title);
    await pinned.getByRole('button', { name: /^Unpin/ }).click();
    await pinned.getByText('Pinned by hand').waitFor({ state: 'detached' });

    await admin.getByRole('searchbox', { name: 'Search products' }).fill('no such thing');
    await admin.getByText('No product found').waitFor();
    expect(problems).toEqual([]);
  });
});
