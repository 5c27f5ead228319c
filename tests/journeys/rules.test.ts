import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, openBox } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';
import { openShop, placeOrders, saveOfferAs } from '../support/merchant.ts';

/**
 * For whom: a merchant says it in nested groups of conditions, reads it back as a sentence, sees how many orders it would have
 * fitted, and asks of one order why.
 */
describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('a rule, on a %s', (width, viewport) => {
  const box = openBox();
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  const picture = async (page: Page, name: string) => {
    const folder = process.env.PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/rules-${width}-${name}.png`, fullPage: true });
  };
  const add = async (admin: FrameLocator, button: RegExp, search: string, name: RegExp) => {
    await admin.getByRole('button', { name: button }).last().click();
    // The list opens with the cursor in its search.
    await admin.getByPlaceholder('Search conditions').fill(search);
    await admin.getByRole('menuitem', { name }).click();
  };

  it('is built, read back, counted, tried and kept', async () => {
    const shop = await openShop(box, `Rules ${width}`);
    const { product, variant } = await buyable(box, shop, 0);
    await placeOrders(box, shop, variant.id, `rule${width}`, 3);
    const { page, problems } = await openPage(browser, viewport);
    await page.goto(`${box.url}/admin/${shop}/apps/reprise/offers/new?template=next-order`);
    const admin = page.frameLocator('iframe').first();
    await admin.getByRole('button', { name: /For whom|Who sees it/ }).click();
    const sentence = admin.getByText(/^(Every order|Orders .*)\.$/);
    await sentence.getByText('Every order.').or(sentence).first().waitFor();
    await admin.getByText(/orders? of the last 90 days/).waitFor();

    // A total: typed as a person types it; nothing typed yet is no mistake yet.
    await add(admin, /^Add condition$/, 'total', /Order total/);
    expect(await admin.getByText('Please enter at least one of the two.').count()).toBe(0);
    const least = admin.getByLabel('At least').first();
    await expect.poll(() => least.evaluate((field) => field === document.activeElement)).toBe(true);
    await least.fill('12,5x');
    await least.blur();
    await admin.getByText('Please enter an amount, such as 49.90.').waitFor();
    await least.fill('0.50');
    await admin.getByText('Orders of $0.50 or more.').waitFor();

    // A group in it: this product, or customers who come back.
    await admin.getByRole('button', { name: 'Add group' }).click();
    await add(admin, /Add condition to this group/, 'products', /Products bought/);
    await admin.getByRole('button', { name: 'Paste IDs or SKUs' }).click();
    await admin.getByLabel('Paste IDs or SKUs').last().fill(`${product.id}, NO-SUCH-SKU`);
    await admin.getByRole('button', { name: 'Add them' }).click();
    await admin.getByText('1 was added. 1 was not found: NO-SUCH-SKU').waitFor();
    await add(admin, /Add condition to this group/, 'returning', /First or returning/);
    await admin.getByLabel('Answer').selectOption('no');
    await admin
      .getByText(`Orders of $0.50 or more, and either with “${product.title}” or by returning customers.`)
      .waitFor();
    await admin.getByText(/Would have fitted 3 of 3 orders/).waitFor();
    await expectAccessible(page, 'rule editor');
    await expectFits(page, 'rule editor');
    await picture(page, 'nested');

    // What cannot be is said where it is.
    await add(admin, /^Add condition$/, 'total', /Order total/);
    await admin.getByLabel('At most').nth(1).fill('0.10');
    await admin.getByText('This can’t be true together with “of $0.50 or more”.').waitFor();
    await admin.getByText(/Would have fitted 0 of 3 orders/).waitFor();
    await picture(page, 'conflict');
    await admin.getByRole('button', { name: 'Remove: Order total' }).last().click();
    await admin.getByText(/Would have fitted 3 of 3 orders/).waitFor();

    // One order: why?
    await admin.getByLabel('Which order').selectOption({ index: 1 });
    await admin.getByText(/This offer: /).waitFor();
    await admin
      .getByText(
        new RegExp(
          `Shown because it is an order of \\$0.50 or more and it is an order with “${product.title}”`,
        ),
      )
      .waitFor();
    await picture(page, 'tried');
    await expectAccessible(page, 'rule editor with an order');

    await page.getByRole('button', { name: 'Save' }).click();
    await admin.getByRole('listitem').getByText('Active').first().waitFor();
    expect(problems).toEqual([]);
  });

  it('of a thousand products stays quick', async () => {
    const shop = await openShop(box, `Many ${width}`);
    const { id } = await saveOfferAs(box, shop, {
      name: 'Many',
      rule: {
        kind: 'all',
        rules: [
          {
            kind: 'bought-product',
            match: 'any',
            ids: Array.from({ length: 1000 }, (_, i) => String(7_000_000 + i)),
          },
        ],
      },
      texts: { en: { title: 'Hello', text: '', button: 'Go' } },
    });
    const { page } = await openPage(browser, viewport);
    await page.goto(`${box.url}/admin/${shop}/apps/reprise/offers/${id}`);
    const admin = page.frameLocator('iframe').first();
    await admin.getByRole('button', { name: /^For whom/ }).click();
    await admin.getByText('1000 chosen').waitFor();
    await admin.getByText('None of this is in the shop any more.').waitFor();
    await admin.getByRole('button', { name: 'Show all 1000' }).click();
    await admin.getByText('100 of 1000 shown').waitFor();
    await admin.getByLabel('Search in the chosen').fill('7000777');
    await admin.getByText('1 of 1000 shown').waitFor();
    await admin.getByRole('button', { name: 'Remove 7000777' }).click();
    await admin.getByText('999 chosen').waitFor();
    const name = admin.getByLabel('Name').first();
    await name.focus();
    const startedAt = Date.now();
    await page.keyboard.type('abcdefghijklmnopqrst');
    await expect.poll(() => name.inputValue()).toContain('abcdefghijklmnopqrst');
    // Twenty keys, on a slow machine: none of them may feel as if it hung.
    expect(Date.now() - startedAt).toBeLessThan(4_000);
    await expectAccessible(page, 'rule of a thousand products');
    await expectFits(page, 'rule of a thousand products');
    await picture(page, 'thousand');
  });
});
