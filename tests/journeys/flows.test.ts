import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, mailsTo, openBox, type PlacedOrder } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';
import { newYork, openShop, settled } from '../support/merchant.ts';

/**
 * Flows as a merchant meets them: a ready one with one switch, from the order to the mail and to the person's timeline; one that
 * is built from nothing by keyboard alone; two people who edit at once; and what would happen, before it does.
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

const save = (page: Page) => page.getByRole('button', { name: /^(Save|Speichern)$/ }).click();

/** An order of a person who agreed to news, from the shop's own catalogue. */
async function order(shop: string, email: string, firstName: string): Promise<PlacedOrder> {
  const { variant } = await buyable(box, shop);
  return box.post<PlacedOrder>('/orders', {
    shop,
    lines: [{ variantId: variant.id, quantity: 1 }],
    email,
    locale: 'en-US',
    acceptsMarketing: true,
    shippingAddress: newYork(firstName),
  });
}

const on = (placed: PlacedOrder, what: string) =>
  box.post(`/orders/${encodeURIComponent(placed.orderId)}/${what}`);

/** Presses Tab until the thing with this name has the focus: whoever has no mouse does the same. */
async function tabTo(page: Page, role: string, name: RegExp, key = 'Tab'): Promise<void> {
  const wanted = inApp(page)
    .getByRole(role as 'button', { name })
    .first();
  await wanted.waitFor();
  for (let press = 0; press < 150; press++) {
    if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab never comes to ${role} ${name}`);
}

/** Adds a step behind the part that has the focus, by its key and the menu. */
async function addByKey(page: Page, kind: RegExp): Promise<void> {
  await page.keyboard.press('+');
  await tabTo(page, 'menuitem', kind);
  await page.keyboard.press('Enter');
}

const partNames = (admin: FrameLocator) => admin.locator('.flow-part__title').allInnerTexts();

describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('a ready flow on a %s', (width, viewport) => {
  it('is on with one switch, and what it does stands on the timeline', async () => {
    const shop = await openShop(box, `Flowing ${width}`);
    const email = `noa-${width}@example.com`;
    const { page, problems } = await openPage(browser, viewport);
    const admin = await visit(page, shop, 'flows');
    await expectAccessible(page, 'ready flows');
    await expectFits(page, 'ready flows');
    await admin.getByRole('switch', { name: 'After the parcel has arrived' }).click();
    const row = admin.locator('.flow-row').filter({ hasText: 'After the parcel has arrived' });
    await row.getByText('On', { exact: true }).waitFor();
    expect(await row.getByRole('switch').getAttribute('aria-checked')).toBe('true');

    const placed = await order(shop, email, 'Noa');
    await on(placed, 'fulfill');
    await on(placed, 'deliver');
    await box.post('/clock', { advance: '3d' });
    await settled(box);
    const mails = await mailsTo(box, shop, email);
    const mail = mails.find(({ subject }) => /everything all right/i.test(subject));
    expect(mail?.subject).toContain(placed.orderNumber);
    expect(mail?.text).toContain('Noa');

    // The person is found by any of their addresses, and their page tells all of it.
    const people = await visit(page, shop, 'people');
    await expectFits(page, 'people');
    await people.getByLabel('E-mail address, phone number or order number').fill(email.toUpperCase());
    await people.getByRole('button', { name: 'Search' }).click();
    await people.getByRole('link', { name: /Noa/ }).click();
    await people.getByRole('heading', { name: 'Timeline' }).waitFor();
    await people.getByText('Came into the flow “After the parcel has arrived”.').waitFor();
    await people.getByText(/“After the parcel has arrived”: sent\./).waitFor();
    await people.getByText(email).first().waitFor();
    await expectAccessible(page, 'a person');
    await expectFits(page, 'a person');
    await people.getByLabel('Show').selectOption('flows');
    await people.getByText('Went through the flow').waitFor();
    await expect.poll(() => people.getByText(/^Ordered/).count()).toBe(0);

    const editor = await visit(page, shop, 'flows');
    await editor.getByRole('link', { name: 'After the parcel has arrived' }).click();
    await editor.getByText('1 sent').waitFor();
    await expectAccessible(page, 'a flow');
    await expectFits(page, 'a flow');

    const ledger = await visit(page, shop, 'messages/ledger');
    await ledger.getByRole('button', { name: /Show only these: \d+ sent/ }).click();
    await ledger.getByLabel('Flow').selectOption({ label: 'After the parcel has arrived' });
    await ledger.getByRole('button', { name: 'Search' }).click();
    await ledger.getByText('1 sent').waitFor();
    await expectFits(page, 'the ledger');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('a flow of one’s own', () => {
  it('is built from nothing, changed and switched on by keyboard alone', async () => {
    const shop = await openShop(box, 'By keyboard');
    const email = 'kim-keys@example.com';
    const { page, problems } = await openPage(browser, desktop);
    const admin = await visit(page, shop, 'flows');
    const open = () => admin.locator('.flow-part__open:focus').innerText();
    await tabTo(page, 'button', /^New flow$/);
    await page.keyboard.press('Enter');
    await tabTo(page, 'textbox', /^Name$/);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('After paying');

    // Nobody is to be left out of a test by chance.
    await tabTo(page, 'button', /Start/);
    await page.keyboard.press('Enter');
    await tabTo(page, 'checkbox', /Measure what the flow really brings/);
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await expect.poll(open).toContain('An order is paid');

    await addByKey(page, /^Wait/);
    await tabTo(page, 'spinbutton', /How long/);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('2');
    await page.keyboard.press('Escape');
    await expect.poll(open).toContain('2 days');

    await addByKey(page, /^Send a message/);
    await tabTo(page, 'textbox', /^Subject$/);
    await page.keyboard.type('A word from us');
    await tabTo(page, 'textbox', /^Text$/);
    await page.keyboard.type('Hello {first name|there}, how is it?');
    await page.keyboard.press('Escape');
    await expect.poll(open).toContain('A word from us');

    await addByKey(page, /^Note for the team/);
    await page.keyboard.type('Call them');
    await page.keyboard.press('Escape');
    await expect
      .poll(() => partNames(admin))
      .toEqual(['Start', 'Wait', 'Send a message', 'Note for the team', 'End']);
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    await expect
      .poll(() => partNames(admin))
      .toEqual(['Start', 'Note for the team', 'Wait', 'Send a message', 'End']);
    await admin.getByText('Moved: Note for the team is step 1 of 3 now').waitFor({ state: 'attached' });
    await page.keyboard.press('Delete');
    await expect.poll(() => partNames(admin)).toEqual(['Start', 'Wait', 'Send a message', 'End']);
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(async () => (await partNames(admin)).length).toBe(5);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await expectAccessible(page, 'the editor');

    // App Bridge's bar stands around the app: its button is the next thing before it.
    await page.getByRole('button', { name: /^Save$/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Save$/ }).waitFor({ state: 'hidden' });
    await tabTo(page, 'button', /^Switch on$/);
    await page.keyboard.press('Enter');
    await admin.getByRole('button', { name: 'Pause' }).waitFor();

    await order(shop, email, 'Kim');
    await box.post('/clock', { advance: '4d' });
    await settled(box);
    const mail = (await mailsTo(box, shop, email)).find(({ subject }) => subject === 'A word from us');
    expect(mail?.text).toContain('Hello Kim, how is it?');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('says what is missing at the step, and what would happen to a person', async () => {
    const shop = await openShop(box, 'Careful');
    await order(shop, 'ada-careful@example.com', 'Ada');
    await settled(box);
    const { page, problems } = await openPage(browser, phone);
    const admin = await visit(page, shop, 'flows');
    await admin.getByRole('button', { name: 'New flow' }).click();
    await admin.getByRole('button', { name: /^Add a step/ }).click();
    await admin.getByRole('menuitem', { name: /^Send a message/ }).click();
    await admin.getByRole('button', { name: /^Add a step: at the top/ }).click();
    await admin.getByRole('menuitem', { name: /^Wait/ }).click();
    await admin.getByText('The message needs a subject.').first().waitFor();
    await save(page);
    await admin.getByText('2 things stand in the way').waitFor();
    await expectAccessible(page, 'problems of a flow');
    await expectFits(page, 'problems of a flow');
    await admin.getByRole('button', { name: /needs a subject/ }).click();
    await admin.getByLabel('Subject').fill('Hello');
    await admin.getByLabel('Text', { exact: true }).fill('How are you?');
    await admin.getByRole('button', { name: 'Show how it looks' }).click();
    await admin.frameLocator('iframe[title]').getByText('How are you?', { exact: true }).waitFor();

    await admin
      .getByRole('button', { name: /actions for/ })
      .first()
      .click();
    await admin.getByText('Try with a person').locator('visible=true').first().click();
    await admin.getByRole('button', { name: /^Ada/ }).click();
    await admin.getByText('They would enter, if it happened now.').waitFor();
    await admin.getByText(/“Hello”/).waitFor();
    await expectAccessible(page, 'what would happen');
    await expectFits(page, 'what would happen');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('changed by two at once: who saves later is told, and nothing is lost', async () => {
    const shop = await openShop(box, 'Two at once');
    const first = await openPage(browser, desktop);
    const second = await openPage(browser, desktop);
    const mine = await visit(first.page, shop, 'flows');
    await mine.getByRole('button', { name: /^Look first: Welcome to the list/ }).click();
    await mine.getByRole('button', { name: /Start/ }).waitFor();
    const id = new URL(first.page.url()).pathname.split('/').at(-1) ?? '';
    const theirs = await visit(second.page, shop, `flows/${id}`);
    await theirs.getByLabel('Name').fill('Theirs');
    await save(second.page);
    await theirs.getByRole('heading', { name: 'Theirs' }).waitFor();

    await mine.getByLabel('Name').fill('Mine');
    await save(first.page);
    await mine.getByText('Somebody else has saved this flow in the meantime').waitFor();
    await mine.getByText('The name: Mine').waitFor();
    await mine.getByRole('button', { name: 'Take theirs' }).click();
    await expect.poll(() => mine.getByLabel('Name').inputValue()).toBe('Theirs');
    await mine.getByRole('button', { name: 'Bring mine back' }).click();
    await expect.poll(() => mine.getByLabel('Name').inputValue()).toBe('Mine');
    await save(first.page);
    await mine.getByRole('heading', { name: 'Mine' }).waitFor();
    expect([...first.problems, ...second.problems]).toEqual([]);
    await first.context.close();
    await second.context.close();
  });
});
