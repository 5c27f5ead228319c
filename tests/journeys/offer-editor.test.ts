import type { Browser, FrameLocator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, openBox } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';
import { openShop, saveOfferAs, settled } from '../support/merchant.ts';

/**
 * The merchant's side of offers: live from a template in as few clicks as can be, dragged with the keyboard, changed by two
 * people at once, undone, brought back, given a picture, and all of it in German.
 */
const box = openBox();
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const inApp = (page: Page): FrameLocator => page.frameLocator('iframe').first();

async function visit(page: Page, shop: string, path: string, query = ''): Promise<FrameLocator> {
  await page.goto(`${box.url}/admin/${shop}/apps/reprise/${path}${query}`);
  const admin = inApp(page);
  await admin.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  return admin;
}

const save = (page: Page) => page.getByRole('button', { name: /^(Save|Speichern)$/ }).click();

/** What the shopper would see, inside the editor's preview. */
const preview = (admin: FrameLocator) =>
  admin.locator('.preview-screen iframe:not([aria-hidden])').first().contentFrame();

/** Names in the order of the list. */
const namesIn = (admin: FrameLocator) => admin.locator('.offer-row a').allInnerTexts();

const discount = (title: string) => ({
  kind: 'discount' as const,
  name: title,
  texts: { en: { title, text: 'Thank you.', button: 'Get my code' } },
});

describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('a merchant who has never seen the app, on a %s', (width, viewport) => {
  it('has a useful offer live after three clicks', async () => {
    const shop = await openShop(box, `Two minutes ${width}`, { activateDefaults: false });
    const { page, problems } = await openPage(browser, viewport);
    const admin = await visit(page, shop, 'offers');
    const began = Date.now();
    await expectAccessible(page, 'ready offers');
    await expectFits(page, 'ready offers');
    expect(await admin.getByRole('listitem').filter({ hasText: 'Use this' }).count()).toBe(10);
    await admin.getByRole('link', { name: /Use this: 10% off/ }).click();
    await admin.getByRole('heading', { name: 'New offer' }).waitFor();

    // It is seen before it is live: the extension itself, for a sample order, on both pages.
    await preview(admin).getByText('Get my code').waitFor();
    await preview(admin)
      .getByRole('button', { name: /Get my code/ })
      .click();
    await preview(admin).getByText('SAMPLE-CODE').waitFor();
    await admin.getByLabel('Percent off').fill('12');
    await preview(admin).getByText('12% off').first().waitFor();
    await expectAccessible(page, 'editor of a new offer');
    await expectFits(page, 'editor of a new offer');

    await save(page);
    await admin.locator('.offer-row').getByText('Active').waitFor();
    expect(Date.now() - began, 'ms until it is live').toBeLessThan(120_000);
    await expectAccessible(page, 'list');
    await expectFits(page, 'list');
    expect(problems).toEqual([]);
  });

  it('puts offers into another order with the keyboard alone', async () => {
    const shop = await openShop(box, `Order ${width}`, { activateDefaults: false });
    for (const name of ['One', 'Two', 'Three']) await saveOfferAs(box, shop, discount(name));
    const { page, problems } = await openPage(browser, viewport);
    let admin = await visit(page, shop, 'offers');
    expect(await namesIn(admin)).toEqual(['One', 'Two', 'Three']);

    await admin.getByRole('button', { name: 'Move One' }).focus();
    await page.keyboard.press('Space');
    await admin.getByText('One is taken. It is at place 1 of 3.').waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowDown');
    await admin.getByText('One would be at place 2 of 3.').waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await admin.getByText('One is now at place 2 of 3.').waitFor({ state: 'attached' });
    await expect.poll(() => namesIn(admin)).toEqual(['Two', 'One', 'Three']);
    await page.waitForLoadState('networkidle');
    admin = await visit(page, shop, 'offers');
    expect(await namesIn(admin)).toEqual(['Two', 'One', 'Three']);

    await admin.getByRole('button', { name: 'Move up: Three' }).click();
    await expect.poll(() => namesIn(admin)).toEqual(['Two', 'Three', 'One']);
    await page.waitForLoadState('networkidle');

    await admin.getByLabel('Offers on one page, at most').selectOption('1');
    await admin.getByText('A customer sees one offer').waitFor();
    admin = await visit(page, shop, 'offers');
    await admin.getByText('A customer sees one offer').waitFor();
    expect(await namesIn(admin)).toEqual(['Two', 'Three', 'One']);
    expect(problems).toEqual([]);
  });
});

describe('an offer that is there', () => {
  let shop: string;
  beforeAll(async () => {
    shop = await openShop(box, 'Two people', { activateDefaults: false });
  });

  it('is not saved over in silence when two people edit at once', async () => {
    const { id } = await saveOfferAs(box, shop, discount('Together'));
    const first = await openPage(browser, desktop);
    const second = await openPage(browser, desktop);
    const mine = await visit(first.page, shop, `offers/${id}`);
    const theirs = await visit(second.page, shop, `offers/${id}`);

    await theirs.getByLabel('Percent off').fill('25');
    await save(second.page);
    await second.page.getByText('Saved', { exact: true }).first().waitFor();

    await mine.getByRole('textbox', { name: 'Title', exact: true }).fill('Mine, not theirs');
    await save(first.page);
    await mine.getByText(/changed this offer \(.*\) while you were editing/).waitFor();
    await expectAccessible(first.page, 'a change in between');
    await mine.getByRole('button', { name: 'See the differences' }).click();
    const changes = mine.locator('.change-list');
    await changes.getByText('25% off').waitFor();
    await changes.getByText('Mine, not theirs').waitFor();

    // Theirs, and then mine again: nothing is lost.
    await mine.getByRole('button', { name: 'Take theirs' }).click();
    expect(await mine.getByLabel('Percent off').inputValue()).toBe('25');
    await mine.getByRole('button', { name: 'Bring mine back' }).click();
    expect(await mine.getByRole('textbox', { name: 'Title', exact: true }).inputValue()).toBe(
      'Mine, not theirs',
    );
    await save(first.page);
    await first.page.getByText('Saved', { exact: true }).first().waitFor();

    const after = await visit(first.page, shop, `offers/${id}/history`);
    await after.getByText('Mine, not theirs').first().waitFor();
    await after.getByText('25% off').first().waitFor();
    expect(first.problems.concat(second.problems)).toEqual([]);
  });

  it('can be saved over when that is what is wanted', async () => {
    const { id, version } = await saveOfferAs(box, shop, discount('Over it'));
    const { page, problems } = await openPage(browser, desktop);
    const admin = await visit(page, shop, `offers/${id}`);
    await saveOfferAs(box, shop, { ...discount('Over it'), name: 'Theirs' }, { id, version });
    await admin.getByLabel('Name', { exact: true }).fill('Mine');
    await save(page);
    await admin.getByRole('button', { name: 'Save mine over it' }).click();
    await page.getByText('Saved', { exact: true }).first().waitFor();
    expect(
      await (await visit(page, shop, `offers/${id}`)).getByRole('heading', { level: 1 }).innerText(),
    ).toBe('Mine');
    expect(problems).toEqual([]);
  });

  it('says what is wrong, leads there, and undoes the last change', async () => {
    const { id } = await saveOfferAs(box, shop, discount('Undo me'));
    const { page, problems } = await openPage(browser, phone);
    let admin = await visit(page, shop, `offers/${id}`);
    await admin.getByLabel('Percent off').fill('500');
    await admin.getByRole('button', { name: /^Terms/ }).click();
    await admin.getByLabel('Times per person').fill('often');
    await admin.getByRole('button', { name: /^Terms/ }).click();
    await save(page);
    await admin.getByText('2 things are to be corrected before this can be saved').waitFor();
    await expectAccessible(page, 'problems');
    await admin.getByRole('button', { name: /^Terms: / }).click();
    await expect
      .poll(() => admin.getByLabel('Times per person').evaluate((field) => field === document.activeElement))
      .toBe(true);
    await admin.getByLabel('Times per person').fill('1');
    await admin.getByLabel('Percent off').fill('30');
    await save(page);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The last change is undone').first().waitFor();
    expect(await admin.getByLabel('Percent off').inputValue()).toBe('10');
    admin = await visit(page, shop, `offers/${id}`);
    expect(await admin.getByLabel('Percent off').inputValue()).toBe('10');

    // And back again, from the history.
    admin = await visit(page, shop, `offers/${id}/history`);
    await expectAccessible(page, 'history');
    await expectFits(page, 'history');
    await admin.getByRole('button', { name: 'Bring back this version: Version 2' }).click();
    await page.getByText('Version 2 is back').first().waitFor();
    admin = await visit(page, shop, `offers/${id}`);
    expect(await admin.getByLabel('Percent off').inputValue()).toBe('30');
    expect(problems).toEqual([]);
  });

  it('has a picture, seen in the preview', async () => {
    const { product, variant } = await buyable(box, shop, 2);
    const { id } = await saveOfferAs(box, shop, {
      ...discount('With a picture'),
      kind: 'product',
      choice: { by: 'hand', items: [{ productId: product.id, variantId: variant.id }] },
    });
    const { page, problems } = await openPage(browser, desktop);
    const admin = await visit(page, shop, `offers/${id}`);
    await admin.getByRole('button', { name: /^Picture/ }).click();
    const buffer = await sharp({ create: { width: 640, height: 400, channels: 3, background: '#246048' } })
      .png()
      .toBuffer();
    await admin
      .locator('input[type=file]')
      .setInputFiles({ name: 'sale.png', mimeType: 'image/png', buffer });
    await admin.getByAltText('Your picture').waitFor();
    await admin.getByLabel('Description (English)').fill('A green field');
    await expectAccessible(page, 'picture');
    await admin.locator('input[type=file]').setInputFiles({
      name: 'not-a-picture.png',
      mimeType: 'image/png',
      buffer: Buffer.from('not a picture'),
    });
    await admin.getByText('This is not a picture that can be shown.').waitFor();
    await preview(admin).getByRole('img', { name: 'A green field' }).waitFor();
    await save(page);
    await page.getByText('Saved', { exact: true }).first().waitFor();
    expect(problems).toEqual([]);
  });

  it('is tested against another way of saying it', async () => {
    const { id } = await saveOfferAs(box, shop, discount('Tested'));
    const { page, problems } = await openPage(browser, desktop);
    let admin = await visit(page, shop, `offers/${id}`);
    await admin.getByRole('button', { name: /^Test and hold-out/ }).click();
    await admin.getByRole('button', { name: 'Test another variant' }).click();
    await admin.getByText('Other words').click();
    const variant = admin.getByRole('textbox', { name: 'Title', exact: true }).nth(1);
    await variant.fill('Said another way');
    await admin.getByLabel('Variant', { exact: true }).selectOption({ label: 'Variant B' });
    await preview(admin).getByText('Said another way').waitFor();
    await expectAccessible(page, 'a test');
    await save(page);
    await page.getByText('Saved', { exact: true }).first().waitFor();
    await settled(box);
    admin = await visit(page, shop, `offers/${id}`);
    await admin.getByRole('button', { name: /^Test and hold-out/ }).click();
    await admin.getByText('The test so far').waitFor();
    await expectAccessible(page, 'a running test');
    admin = await visit(page, shop, 'offers');
    await admin
      .locator('.offer-row')
      .filter({ hasText: 'Tested' })
      .getByText(/^2 variants/)
      .waitFor();
    expect(problems).toEqual([]);
  });

  it('is copied, put away, and taken out again', async () => {
    const { id } = await saveOfferAs(box, shop, discount('Copied'));
    const { page, problems } = await openPage(browser, desktop);
    let admin = await visit(page, shop, `offers/${id}`);
    await admin.getByRole('button', { name: 'Duplicate' }).click();
    await admin.getByRole('heading', { name: 'Copy of Copied' }).waitFor();
    admin = await visit(page, shop, 'offers?show=drafts');
    expect(await namesIn(admin)).toContain('Copy of Copied');
    admin = await visit(page, shop, `offers/${id}`);
    await admin.getByRole('button', { name: 'Archive' }).click();
    await page.getByText('The offer is archived').first().waitFor();
    admin = await visit(page, shop, 'offers?show=archived');
    await admin.getByRole('button', { name: 'More actions for Copied' }).click();
    await admin.getByRole('menuitem', { name: 'Take out of the archive' }).click();
    await page.getByText('Back as a draft').first().waitFor();
    admin = await visit(page, shop, 'offers?show=drafts');
    expect(await namesIn(admin)).toContain('Copied');
    expect(problems).toEqual([]);
  });
});

it('speaks German from the template to the list', async () => {
  const shop = await openShop(box, 'Auf Deutsch', {
    activateDefaults: false,
    currency: 'EUR',
    locale: 'de',
    country: 'DE',
    timezone: 'Europe/Berlin',
    catalog: 'de-eur',
  });
  const { page, problems } = await openPage(browser, phone, 'de-DE');
  const admin = await visit(page, shop, 'offers', '?locale=de');
  await admin.getByRole('link', { name: /Verwenden: Wie haben Sie von uns/ }).click();
  await admin.getByRole('heading', { name: 'Neues Angebot' }).waitFor();
  await preview(admin).getByText('Vielen Dank, Lena!').waitFor();
  await admin.getByRole('button', { name: 'Antwort hinzufügen' }).click();
  await page.keyboard.type('Radio');
  await preview(admin).getByText('Radio').waitFor();
  await expectAccessible(page, 'German editor');
  await save(page);
  await admin.locator('.offer-row').getByText('Aktiv').waitFor();
  expect(problems).toEqual([]);
});
