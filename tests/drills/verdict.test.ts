import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Box, buyable, type PlacedOrder } from '../support/box.ts';
import { desktop, expectAccessible, openBrowser, openPage } from '../support/browser.ts';
import { newYork, openShop, saveOfferAs, settled } from '../support/merchant.ts';
import { startOwnSandbox } from '../support/own-sandbox.ts';

/**
 * `npm run drill -- verdict`: twelve hundred shoppers see one of two ways of saying an offer; the second sells more. Their orders,
 * pages and purchases are real ones of the sandbox. The merchant reads the verdict, takes the winner with one click, and from then
 * on every page says it.
 */
const people = 100 * Number(process.env.DRILL_ROUNDS ?? 12);
const atOnce = 20;
const words = (title: string) => ({ en: { title, text: 'For your next order.', button: 'Yes please' } });
/** one in so many takes it, by what the card says */
const oneIn: Record<string, number> = { 'Said plainly': 20, 'Said better': 3 };

describe('a test of two variants', () => {
  it('goes from shoppers to a verdict', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reprise-verdict-'));
    const sandbox = await startOwnSandbox(folder);
    try {
      await walk(sandbox.box, sandbox.app);
    } finally {
      await sandbox.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function walk(box: Box, app: string): Promise<void> {
  const shop = await openShop(box, 'Verdict', { activateDefaults: false });
  const { variant, product } = await buyable(box, shop, 0);
  const offer = await saveOfferAs(box, shop, {
    name: 'Two ways',
    kind: 'discount',
    texts: words('Said plainly'),
    test: {
      armWeight: '50',
      arms: [
        {
          id: 'better',
          name: 'Better',
          weight: '50',
          texts: words('Said better'),
          discount: null,
          choice: null,
        },
      ],
    },
  });
  const buy = (n: number, discountCodes: string[] = []) =>
    box.post<PlacedOrder>('/orders', {
      shop,
      lines: [{ variantId: variant.id, quantity: 1 }],
      email: `person${n}@example.com`,
      locale: 'en-US',
      shippingAddress: { ...newYork(`Kim${n}`, `Of${n}`), address1: `${n} Elm St` },
      discountCodes,
    });
  const taken: Record<string, number> = {};
  const seen: Record<string, number> = {};
  const visit = async (n: number): Promise<string> => {
    const order = await buy(n);
    const { token } = await box.get<{ token: string }>(
      `/session-token?shop=${shop}&target=purchase.thank-you.block.render&order=${encodeURIComponent(order.orderId)}`,
    );
    const page = {
      surface: 'thank-you',
      orderId: order.orderId,
      checkoutToken: order.checkoutToken,
      confirmationNumber: order.confirmationNumber,
      locale: 'en-US',
    };
    const ask = async (path: string, body: object): Promise<Response> => {
      const response = await fetch(`${app}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'x-forwarded-for': `10.0.${n >> 8}.${n & 255}`,
          'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
        },
        body: JSON.stringify({ ...page, ...body }),
      });
      expect(response.ok, path).toBe(true);
      return response;
    };
    const answer = await ask('/checkout/offers', {
      country: 'US',
      currency: 'USD',
      total: { amount: '40.00', currency: 'USD' },
      lines: [{ productId: product.id, variantId: variant.id, quantity: 1 }],
    });
    const { offers } = (await answer.json()) as { offers: { id: string; title: string; arm?: string }[] };
    const [card] = offers;
    if (!card) throw new Error('nothing was offered');
    seen[card.title] = (seen[card.title] ?? 0) + 1;
    const about = { offerId: card.id, ...(card.arm ? { arm: card.arm } : {}), at: new Date().toISOString() };
    await ask('/checkout/offer-events', { events: [{ id: randomUUID(), type: 'shown', ...about }] });
    if ((seen[card.title] ?? 0) % (oneIn[card.title] ?? 1_000) !== 0) return card.title;
    // Nobody buys within the second in which a page was drawn, and Shopify's times are whole seconds.
    await new Promise((next) => setTimeout(next, 1_200));
    const accepted = (await (
      await ask(`/checkout/offers/${card.id}/accept`, { eventId: randomUUID(), arm: card.arm })
    ).json()) as { code?: string };
    await buy(n, accepted.code ? [accepted.code] : []);
    taken[card.title] = (taken[card.title] ?? 0) + 1;
    return card.title;
  };

  for (let from = 0; from < people; from += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, (_, n) => visit(from + n)));
    if (from % 200 === 0) {
      await settled(box);
      await box.post('/clock', { advance: '12h' });
    }
  }
  await settled(box, 300_000);
  await box.post('/clock', { advance: '2d' });
  await settled(box, 300_000);
  console.table({ seen, 'took and bought': taken });

  const browser = await openBrowser();
  try {
    const { page } = await openPage(browser, desktop);
    await page.goto(`${box.url}/admin/${shop}/apps/reprise/offers/${offer.id}`);
    const admin = page.frameLocator('iframe').first();
    await admin.getByRole('button', { name: /^Test and hold-out/ }).click();
    await admin.getByText('The test so far').waitFor();
    await expectAccessible(page, 'a verdict');
    const card = admin.getByRole('heading', { name: 'The test so far' }).locator('xpath=ancestor::*[4]');
    console.log((await card.innerText()).replace(/\n+/g, ' | '));
    await page.screenshot({ path: process.env.DRILL_PICTURE ?? 'build/drill-verdict.png', fullPage: true });
    await admin.getByRole('button', { name: 'Take “Better”' }).click();
    // The offer is what won now, and no test runs any more.
    await admin.getByText('The test so far').waitFor({ state: 'hidden' });
  } finally {
    await browser.close();
  }
  await box.post('/clock', { advance: '5s' });
  await settled(box);
  const after = await Promise.all(Array.from({ length: atOnce }, (_, n) => visit(people + n)));
  expect(new Set(after), 'what every page says from now on').toEqual(new Set(['Said better']));
}
