import { readdirSync, readFileSync } from 'node:fs';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyable, mailsTo, openBox, type PlacedOrder } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';
import { appOf, newYork, openShop, readLedger, settled } from '../support/merchant.ts';

/**
 * A merchant's first day and last day: silence until the button on Home, settings that stay, German without English, every
 * page readable by everybody on any width; after uninstalling nothing goes on, after reinstalling nothing comes back.
 */
const pages = [
  '',
  'offers',
  'offers/new',
  'offers/new?template=next-order',
  'messages',
  'contents',
  'messages/ledger',
  'messages/thank_you',
  'messages/abandoned_checkout',
  'flows',
  'people',
  'reviews',
  'reviews/requests',
  'reviews/settings',
  'referrals',
  'referrals/settings',
  'settings',
];

const box = openBox();
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const inApp = (page: Page): FrameLocator => page.frameLocator('iframe').first();

/** Opens a page of the app in the admin and waits until it can be used. */
async function visit(page: Page, shop: string, path: string, locale = 'en'): Promise<FrameLocator> {
  await page.goto(
    `${box.url}/admin/${shop}/apps/reprise/${path}${locale === 'en' ? '' : `${path.includes('?') ? '&' : '?'}locale=${locale}`}`,
  );
  const admin = inApp(page);
  await admin.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  return admin;
}

async function order(shop: string, email: string, locale = 'en-US'): Promise<PlacedOrder> {
  const { variant } = await buyable(box, shop, 1);
  return box.post<PlacedOrder>('/orders', {
    shop,
    lines: [{ variantId: variant.id, quantity: 1 }],
    email,
    locale,
    acceptsMarketing: true,
    shippingAddress: newYork('Noa'),
  });
}

/** What the thank-you page of an order would be given. */
async function offered(shop: string, placed: PlacedOrder): Promise<{ offers: unknown[]; referral: unknown }> {
  const { token } = await box.get<{ token: string }>(
    `/session-token?shop=${shop}&target=purchase.thank-you.block.render&order=${encodeURIComponent(placed.orderId)}`,
  );
  const response = await fetch(`${await appOf(box)}/checkout/offers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      surface: 'thank-you',
      orderId: placed.orderId,
      checkoutToken: placed.checkoutToken,
      confirmationNumber: placed.confirmationNumber,
      locale: 'en-US',
      currency: 'USD',
      total: { amount: '40.00', currency: 'USD' },
      lines: [],
    }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { offers: unknown[]; referral: unknown };
}

describe('the first day', () => {
  let shop: string;
  beforeAll(async () => {
    shop = await openShop(box, 'First Day', { activateDefaults: false });
  });

  it('is silent until the merchant presses the button, and does not catch up on what was before', async () => {
    const early = await order(shop, 'early@example.com');
    await settled(box);
    await box.post('/clock', { advance: '10m' });
    expect(await box.get(`/outbox?shop=${shop}`)).toEqual([]);
    expect(await offered(shop, early)).toMatchObject({ offers: [], referral: null });

    const { page, problems } = await openPage(browser, desktop);
    const admin = await visit(page, shop, '');
    await admin.getByText('Nothing is sent or shown yet').waitFor();
    await admin.getByRole('button', { name: 'Switch on the defaults' }).click();
    await admin.getByText('Nothing is sent or shown yet').waitFor({ state: 'hidden' });

    const first = await order(shop, 'first@example.com');
    await settled(box);
    await box.post('/clock', { advance: '1m' });
    const [thanks, ...others] = await mailsTo(box, shop, 'first@example.com');
    expect(thanks?.subject).toMatch(/Thank you/);
    expect(others).toEqual([]);
    expect(await mailsTo(box, shop, 'early@example.com')).toEqual([]);
    // One in twenty is kept back so that the effect can be measured: somebody among a few is not.
    let shown = (await offered(shop, first)).offers.length;
    for (let n = 0; shown === 0 && n < 5; n++) {
      const another = await order(shop, `another${n}@example.com`);
      await settled(box);
      shown = (await offered(shop, another)).offers.length;
    }
    expect(shown).toBeGreaterThan(0);

    await visit(page, shop, '');
    await inApp(page)
      .getByText('One message was sent.')
      .or(inApp(page).getByText('Messages sent'))
      .first()
      .waitFor();
    expect(problems).toEqual([]);
  });

  it('keeps settings that were saved, forgets what was discarded', async () => {
    const { page, problems } = await openPage(browser, phone);
    let admin = await visit(page, shop, 'settings');
    const sender = () => admin.getByLabel('Sender name');
    await sender().fill('Fernpine & Söhne');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved', { exact: true }).first().waitFor();
    await expect
      .poll(
        async () => {
          admin = await visit(page, shop, 'settings');
          return sender().inputValue();
        },
        { timeout: 20_000 },
      )
      .toBe('Fernpine & Söhne');
    await sender().fill('Nobody');
    await page.getByRole('button', { name: 'Discard', exact: true }).click();
    await expect.poll(() => sender().inputValue()).toBe('Fernpine & Söhne');
    await admin.getByLabel('Answers go to').fill('not an address');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await admin.getByText('This is not an e-mail address.').waitFor();
    expect(problems).toEqual([]);

    await order(shop, 'second@example.com');
    await settled(box);
    await box.post('/clock', { advance: '1m' });
    const [thanks] = await mailsTo(box, shop, 'second@example.com');
    expect(thanks?.from).toContain('Fernpine & Söhne');
  });
});

describe('every page of the admin', () => {
  let shop: string;
  beforeAll(async () => {
    shop = await openShop(box, 'Jede Seite', {
      currency: 'EUR',
      locale: 'de',
      country: 'DE',
      timezone: 'Europe/Berlin',
      catalog: 'de-eur',
    });
    await order(shop, 'jede@example.com', 'de');
    await settled(box);
    await box.post('/clock', { advance: '2m' });
  });

  /** Sentences of the English files that German says differently. */
  const english = new Set(
    readdirSync('app/locales/en')
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => {
        const read = (locale: string) => JSON.parse(readFileSync(`app/locales/${locale}/${file}`, 'utf8'));
        const pairs: string[] = [];
        const walk = (en: unknown, de: unknown): void => {
          if (typeof en === 'string') {
            if (en !== de && en.length > 4 && !en.includes('{{')) pairs.push(en.trim());
          } else if (en && typeof en === 'object') {
            for (const [key, value] of Object.entries(en))
              walk(value, (de as Record<string, unknown>)?.[key]);
          }
        };
        walk(read('en'), read('de'));
        return pairs;
      }),
  );
  // Names that are the same in every language.
  const names = new Set(['Isle of Man']);
  const words = /\b(the|and|your|you|with|are|of|this|when|sent|save|settings|order|orders|nothing)\b/;

  /** Pages of one thing: the first there is. */
  async function realPath(route: string): Promise<string> {
    if (!route.endsWith('(one)')) return route;
    if (route.startsWith('messages')) return `messages/ledger/${(await readLedger(box, shop))[0]?.id}`;
    const { page, context } = await openPage(browser, desktop);
    const offers = await visit(page, shop, 'offers');
    const link = await offers.locator('a[href*="/offers/off_"]').first().getAttribute('href');
    await context.close();
    return `offers/${/off_\w+/.exec(link ?? '')?.[0]}`;
  }

  it.each([...pages, 'offers/(one)', 'messages/ledger/(one)'])('/%s', async (route) => {
    const path = await realPath(route);
    for (const viewport of [desktop, phone]) {
      const { page, context, problems } = await openPage(browser, viewport, 'de-DE');
      const admin = await visit(page, shop, path, 'de');
      const text = await admin.locator('body').innerText();
      const labels = await admin
        .locator('[aria-label], [placeholder], [title]')
        .evaluateAll((nodes) =>
          nodes.flatMap((node) =>
            ['aria-label', 'placeholder', 'title'].flatMap((name) => node.getAttribute(name) ?? []),
          ),
        );
      const lines = [...text.split('\n'), ...labels].map((line) => line.trim()).filter(Boolean);
      const left = lines.filter((line) => english.has(line) || (words.test(line) && !names.has(line)));
      expect(left, `English on /${path}`).toEqual([]);
      const what = `/${path} at ${viewport.width} px`;
      await expectAccessible(page, what);
      await expectFits(page, what);
      const overflow = await admin.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
      expect(overflow, `sideways overflow of ${what}`).toBeLessThanOrEqual(1);
      expect(problems).toEqual([]);
      await context.close();
    }
  });
});

it('stays German from page to page', async () => {
  const shop = await openShop(box, 'Deutsch bleibt', { locale: 'de', currency: 'EUR', country: 'DE' });
  const { page, problems } = await openPage(browser, desktop, 'de-DE');
  await visit(page, shop, '', 'de');
  for (const [link, title] of [
    ['Angebote', 'Angebote'],
    ['Nachrichten', 'Nachrichten'],
    ['Einstellungen', 'Einstellungen'],
  ] as const) {
    await page.getByRole('navigation').getByRole('link', { name: link }).last().click();
    await inApp(page).getByRole('heading', { level: 1, name: title }).waitFor();
  }
  expect(problems).toEqual([]);
});

describe('the last day', () => {
  it('stops every timer at once; a new installation starts clean', async () => {
    const shop = await openShop(box, 'Last Day');
    const placed = await order(shop, 'last@example.com');
    await settled(box);
    await box.post('/clock', { advance: '1m' });
    const path = `/orders/${encodeURIComponent(placed.orderId)}`;
    await box.post(`${path}/fulfill`);
    await box.post('/clock', { advance: '2d' });
    await box.post(`${path}/deliver`);
    await settled(box);
    expect(await mailsTo(box, shop, 'last@example.com')).toHaveLength(1);

    await box.post(`/shops/${shop}/uninstall`);
    await settled(box);
    await box.post('/clock', { advance: '1h' });
    await box.post(`/shops/${shop}/reinstall`);
    await settled(box);
    await box.post('/clock', { advance: '9d' });
    await order(shop, 'later@example.com');
    await settled(box);
    await box.post('/clock', { advance: '1h' });
    expect(await box.get<unknown[]>(`/outbox?shop=${shop}`)).toHaveLength(1);

    const { page, problems } = await openPage(browser, desktop);
    const admin = await visit(page, shop, '');
    await admin.getByText('Nothing is sent or shown yet').waitFor();
    const ledger = await visit(page, shop, 'messages/ledger');
    expect(await ledger.locator('body').innerText()).not.toContain('last@example.com');
    await admin.locator('body').waitFor();
    expect(problems).toEqual([]);

    // Switched on again it works again, and Shopify's wish to forget the shop is obeyed although nobody is signed in.
    await box.post(`/shops/${shop}/activate`);
    await order(shop, 'again@example.com');
    await settled(box);
    await box.post('/clock', { advance: '1m' });
    expect(await mailsTo(box, shop, 'again@example.com')).toHaveLength(1);
    await box.post(`/shops/${shop}/uninstall`);
    await box.post(`/shops/${shop}/redact`);
    await settled(box);
    const log = await box.get<{ shop: string; topic: string; status: number }[]>('/webhooks');
    const last = log.filter((one) => one.shop === shop && /uninstalled|redact/.test(one.topic));
    expect(last.map(({ topic, status }) => `${topic} ${status}`)).toContain('shop/redact 200');
    expect(last.every(({ status }) => status === 200)).toBe(true);
  });
});
