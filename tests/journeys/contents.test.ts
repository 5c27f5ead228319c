import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, mailsTo, openBox, type PlacedOrder } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';
import { newYork, openShop, settled } from '../support/merchant.ts';

/**
 * A merchant words the thank-you message: sees a real order in it, is told what is wrong, publishes, and the next buyer gets
 * just that; two people at once; an older version comes back; and Reprise's own words again.
 */
const box = openBox();
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const inApp = (page: Page): FrameLocator => page.frameLocator('iframe').first();

async function visit(page: Page, shop: string, path: string): Promise<FrameLocator> {
  await page.goto(`${box.url}/admin/${shop}/apps/reprise/${path}`);
  const admin = inApp(page);
  await admin.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  return admin;
}

const save = (page: Page) => page.getByRole('button', { name: /^Save$/ }).click();
/** The message as the editor draws it. */
const drawn = (admin: FrameLocator) => admin.frameLocator('.content-editor__side iframe');
const subject = (admin: FrameLocator) => admin.getByLabel('Subject', { exact: true });
const titles = (admin: FrameLocator) => admin.locator('.content-block__words > :first-child').allInnerTexts();

async function buy(shop: string, email: string): Promise<PlacedOrder> {
  const { variant } = await buyable(box, shop);
  const order = await box.post<PlacedOrder>('/orders', {
    shop,
    lines: [{ variantId: variant.id, quantity: 1 }],
    email,
    locale: 'en-US',
    shippingAddress: newYork('Ada'),
  });
  await settled(box);
  return order;
}

describe.each([
  ['desktop', desktop],
  ['phone', phone],
])("a merchant's own words, on a %s", (width, viewport) => {
  it('are written, checked, published, and sent', async () => {
    const shop = await openShop(box, `Words ${width}`);
    const first = await buy(shop, `first.${width}@example.com`);
    const { page, problems } = await openPage(browser, viewport);
    let admin = await visit(page, shop, 'messages/thank_you');
    await admin.getByRole('button', { name: /Change the words/ }).click();
    await drawn(admin).getByText('Thank you, Ada').waitFor();
    await drawn(admin).getByText(first.orderNumber.replace(/^#?/, '#')).first().waitFor();
    await expectAccessible(page, 'editor');
    await expectFits(page, 'editor');

    // A variable goes to where the cursor was; a slip is named at once, with its place, and can be taken back.
    await subject(admin).fill('Merci ');
    await subject(admin).press('End');
    await admin.getByRole('button', { name: 'Insert a variable' }).click();
    await admin.getByRole('menuitem', { name: /First name/ }).click();
    expect(await subject(admin).inputValue()).toBe('Merci {{ person.first_name | default: "there" }}');
    await admin.getByText('Merci Ada', { exact: true }).waitFor();
    await subject(admin).fill('Merci {{ preson.first_name }}{{ order.name | shout }}');
    await admin.getByText('There is no filter “shout” here.').first().waitFor();
    await admin.getByText('you see the last state that could').waitFor();
    await expectAccessible(page, 'editor with a problem');
    await admin.getByRole('button', { name: 'Undo' }).click();
    await subject(admin).fill('Merci {{ person.first_name }}');
    await admin.getByText('Nothing stands in the way.').waitFor();

    // By keyboard alone: the button moves up, a block is added and taken out again.
    const before = await titles(admin);
    await admin.getByRole('button', { name: /^Move up: Button/ }).focus();
    await page.keyboard.press('Enter');
    await admin.getByText('Button is now block 2 of 11.').waitFor();
    expect((await titles(admin)).slice(1, 3)).toEqual(['Button', 'Text']);
    await admin.getByRole('button', { name: 'Add a block' }).click();
    await admin.getByRole('menuitem', { name: /^Heading/ }).click();
    expect((await titles(admin)).slice(-2)).toEqual(['Heading', 'Footer']);
    await admin.getByText('There are no words here in this language.').first().waitFor();
    await admin.getByRole('button', { name: /^Remove: Heading, block 11/ }).click();
    expect((await titles(admin)).toSorted()).toEqual(before.toSorted());

    // Light and dark, text, and a language that is not complete.
    await admin.getByRole('button', { name: 'Dark' }).click();
    await expect
      .poll(() =>
        drawn(admin)
          .locator('.card')
          .first()
          .evaluate((card) => getComputedStyle(card).backgroundColor),
      )
      .toBe('rgb(27, 30, 34)');
    await admin.getByRole('button', { name: 'Plain text' }).click();
    await admin.locator('pre').getByText('See your order (').waitFor();
    await admin.getByRole('button', { name: 'Phone', exact: true }).click();
    await admin.getByLabel('Add a language').selectOption('fr');
    await admin.getByText(/French · 0 of/).waitFor();
    await admin.getByRole('button', { name: 'Publish' }).click();
    await admin.getByText(/things stand in the way of publishing/).waitFor();
    await admin.getByRole('button', { name: 'Remove French' }).click();
    await admin.getByText('Nothing stands in the way.').waitFor();
    await admin.getByRole('button', { name: 'Publish' }).click();
    await admin.getByText('In use').first().waitFor();

    await buy(shop, `second.${width}@example.com`);
    // The referral link of a first-time buyer is made first.
    await box.post('/clock', { advance: '1m' });
    const [mail] = await mailsTo(box, shop, `second.${width}@example.com`);
    expect(mail?.subject).toBe('Merci Ada');
    expect(mail?.text).toMatch(/See your order \(https?:\/\/[^)]+\/go\/[^)]+\)/);

    // A test to oneself, and back to Reprise's own words.
    await admin.getByRole('button', { name: 'Send a test to me' }).click();
    await page.getByText(/Sent to /).waitFor();
    admin = await visit(page, shop, 'contents');
    await admin.getByRole('link', { name: 'Thank-you message' }).waitFor();
    await expectAccessible(page, 'list of contents');
    await expectFits(page, 'list of contents');
    expect(problems).toEqual([]);
  });
});

describe('two people who word one message', () => {
  it('are told of each other, and older versions come back', async () => {
    const shop = await openShop(box, 'Two writers');
    const { page, problems } = await openPage(browser, desktop);
    const mine = await visit(page, shop, 'messages/review_request');
    await mine.getByRole('button', { name: /Change the words/ }).click();
    await subject(mine).waitFor();
    const list = await openPage(browser, desktop);
    const lists = await visit(list.page, shop, 'contents');
    await lists.getByRole('link', { name: 'Review request' }).click();
    const theirs = lists;
    await subject(theirs).fill('Theirs');
    await save(list.page);
    await list.page.getByText('Saved').first().waitFor();

    await subject(mine).fill('Mine');
    await save(page);
    await mine.getByRole('button', { name: /Keep mine|mine/i }).waitFor();
    await expectAccessible(page, 'editor, somebody was faster');
    await mine.getByRole('button', { name: /theirs/i }).click();
    await expect.poll(() => subject(mine).inputValue()).toBe('Theirs');

    await mine.getByRole('button', { name: 'Show', exact: true }).click();
    await mine.getByRole('button', { name: /version 1$/i }).click();
    await expect.poll(() => subject(mine).inputValue()).toMatch(/^How do you like/);
    await expectAccessible(page, 'editor with versions');
    expect([...problems, ...list.problems]).toEqual([]);
  });
});
