import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, mailsTo, openBox } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';
import { newYork, openShop } from '../support/merchant.ts';

/**
 * A shopper opens the preferences under a receipt, without signing in and without JavaScript, chooses, pauses and stops; the
 * merchant puts another kind of message first and reads why one waits.
 */
describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('preferences and the order of messages, on a %s', (width, viewport) => {
  const box = openBox();
  let browser: Browser;
  let shop: string;
  beforeAll(async () => {
    browser = await openBrowser();
    shop = await openShop(box, `Prefs ${width}`);
  });
  afterAll(() => browser.close());
  const picture = (name: string) =>
    process.env.PICTURES ? { path: `${process.env.PICTURES}/${name}-${width}.png`, fullPage: true } : null;

  it('works without JavaScript, in two languages, and looking changes nothing', async () => {
    const email = `pref.${width}@example.com`;
    const { variant } = await buyable(box, shop, 3);
    await box.post('/orders', {
      shop,
      lines: [{ variantId: variant.id, quantity: 1 }],
      email,
      locale: 'en-US',
      shippingAddress: newYork('Pia'),
    });
    await box.post('/clock', { advance: '2m' });
    const [receipt] = await mailsTo(box, shop, email);
    const link = /https?:\/\/[^\s"<>)]+\/preferences\/[^\s"<>)]+/.exec(receipt?.text ?? '')?.[0] ?? '';
    expect(link).toContain('/preferences/');

    const context = await browser.newContext({ viewport, javaScriptEnabled: false, locale: 'en-US' });
    const page = await context.newPage();
    await page.goto(link);
    await expect.poll(() => page.getByRole('checkbox', { name: /Reminders/ }).isChecked()).toBe(true);
    await expectFits(page, 'preferences');
    await page.getByRole('checkbox', { name: /Reminders/ }).uncheck();
    await page.getByRole('radio', { name: /once a week/ }).check();
    await page.getByLabel('Language of messages').selectOption('de');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.goto(link);
    expect(await page.getByRole('checkbox', { name: /Reminders/ }).isChecked()).toBe(false);
    expect(await page.getByRole('radio', { name: /once a week/ }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Pause for 30 days' }).click();
    await page.getByRole('button', { name: 'Resume now' }).waitFor();
    await page.getByRole('link', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: /Ihre Nachrichten von/ }).waitFor();
    await page.getByRole('button', { name: 'Alles abbestellen' }).click();
    await page.getByText(/Alles abbestellt\./).waitFor();
    await context.close();

    const reader = await openPage(browser, viewport);
    await reader.page.goto(link);
    await expectAccessible(reader.page, 'preferences');
    const shot = picture('preferences');
    if (shot) await reader.page.screenshot(shot);
    // With JavaScript the form does not show what was ticked before the answer came
    await reader.page.getByRole('checkbox', { name: /Reminders/ }).check();
    await reader.page.getByRole('button', { name: 'Save' }).click();
    await reader.page.getByText('Saved.').waitFor();
    expect(await reader.page.getByRole('checkbox', { name: /Reminders/ }).isChecked()).toBe(true);
    await expectAccessible(reader.page, 'preferences, saved');
    expect(reader.problems).toEqual([]);
  });

  it('lets the merchant say what goes first, by keyboard too', async () => {
    const merchant = await openPage(browser, viewport);
    await merchant.page.goto(`${box.url}/admin/${shop}/apps/reprise/messages`);
    const admin = merchant.page.frameLocator('iframe').first();
    const list = admin.getByRole('list', { name: 'Messages in the order in which they go' });
    const order = async () =>
      (await list.getByRole('listitem').allInnerTexts()).map((text) => text.replace(/\d|\n/g, '').trim());
    await list.waitFor();
    expect(await order()).toEqual([
      'Abandoned checkout',
      'Review request',
      'Review reminder',
      'Referral invitation',
      'Flow: marketing',
    ]);
    await admin.getByRole('button', { name: 'Move Review request up' }).press('Enter');
    await expect
      .poll(order)
      .toEqual([
        'Review request',
        'Abandoned checkout',
        'Review reminder',
        'Referral invitation',
        'Flow: marketing',
      ]);
    await expectAccessible(merchant.page, 'messages with their order');
    await expectFits(merchant.page, 'messages with their order');
    await expect
      .poll(async () => {
        await merchant.page.reload();
        await list.waitFor();
        return (await order())[0];
      })
      .toBe('Review request');
    const shot = picture('messages');
    if (shot) {
      await list.scrollIntoViewIfNeeded();
      await merchant.page.screenshot({ path: shot.path });
    }
    await admin.getByRole('button', { name: 'Use the default order' }).click();
    await expect.poll(async () => (await order())[0]).toBe('Abandoned checkout');
    expect(merchant.problems).toEqual([]);
  });

  it('lets the merchant shorten what is kept, and says what does not fit', async () => {
    const merchant = await openPage(browser, viewport);
    await merchant.page.goto(`${box.url}/admin/${shop}/apps/reprise/settings`);
    const admin = merchant.page.frameLocator('iframe').first();
    const field = admin.getByLabel('Checkouts that were not bought');
    const save = admin.getByRole('button', { name: 'Save periods' });
    await field.fill('7');
    await save.click();
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('40');
    const isSaved = merchant.page.waitForResponse((answer) => answer.request().method() === 'POST');
    await save.click();
    await isSaved;
    await merchant.page.reload();
    await expect.poll(() => field.inputValue()).toBe('40');
    await expectAccessible(merchant.page, 'settings with periods');
    await expectFits(merchant.page, 'settings with periods');
    const shot = picture('settings');
    if (shot) {
      await save.scrollIntoViewIfNeeded();
      await merchant.page.screenshot({ path: shot.path });
    }
    expect(merchant.problems).toEqual([]);
  });
});
