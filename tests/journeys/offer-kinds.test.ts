import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfferInput } from '../../app/features/offers/index.ts';
import { buyable, mailsTo, openBox, type PlacedOrder } from '../support/box.ts';
import { desktop, expectAccessible, expectFits, openBrowser, openPage, phone } from '../support/browser.ts';
import { newYork, openShop, saveOfferAs, settled } from '../support/merchant.ts';

/**
 * Every kind of offer, as a shopper meets it: drawn by the built extension on the page after paying, used with what it has to be
 * used with, and what follows from it in the store, the mailbox or the order.
 */
const none = { kind: 'none' as const, value: '', gift: null };
const words = (text: Partial<OfferInput['texts'][string]>): OfferInput['texts'] => ({
  en: { title: 'A title', text: 'A sentence.', button: 'Yes please', ...text },
});

interface Scene {
  shop: string;
  page: Page;
  block: FrameLocator;
  order: PlacedOrder;
  email: string;
  offered: Awaited<ReturnType<typeof buyable>>;
}

const kinds: {
  name: string;
  input(offered: Scene['offered']): Partial<OfferInput>;
  happens(scene: Scene): Promise<void>;
}[] = [
  {
    name: 'product',
    input: ({ product, variant }) => ({
      kind: 'product',
      choice: { by: 'hand', items: [{ productId: product.id, variantId: variant.id }] },
      texts: words({ title: 'Goes well with it' }),
    }),
    async happens({ block, offered }) {
      await block.getByText(offered.product.title).first().waitFor();
      await block.getByRole('button', { name: /Yes please/ }).click();
      const cart = block.getByRole('link', { name: /cart/i });
      expect(await cart.getAttribute('href')).toContain('/cart/');
    },
  },
  {
    name: 'discount with free shipping',
    input: () => ({
      kind: 'discount',
      discount: { kind: 'free-shipping', value: '', gift: null },
      texts: words({ title: 'Free shipping next time' }),
    }),
    async happens({ block }) {
      await block.getByRole('button', { name: /Yes please/ }).click();
      await block.getByText('Your code').waitFor();
    },
  },
  {
    name: 'add to this order',
    input: ({ product, variant }) => ({
      kind: 'add-to-order',
      choice: { by: 'hand', items: [{ productId: product.id, variantId: variant.id }] },
      texts: words({ title: 'Add it to this order', button: 'See the price' }),
    }),
    async happens({ block, page, order }) {
      await block.getByRole('button', { name: /See the price/ }).click();
      await block.getByText(/You pay in addition/).waitFor();
      await expectAccessible(page, 'the quote');
      // A click before anybody can have read the price is no consent, and does nothing.
      await page.waitForTimeout(600);
      await block.getByRole('button', { name: /Add and pay/ }).click();
      const pay = block.getByRole('link', { name: /^Pay/ });
      await pay.waitFor();
      const [paying] = await Promise.all([page.waitForEvent('popup'), pay.click()]);
      await paying.getByRole('button', { name: /pay/i }).first().click();
      await paying.waitForLoadState();
      await paying.close();
      const real = await openBox().get<{ financialStatus: string; lines: unknown[] }>(
        `/orders/${encodeURIComponent(order.orderId)}`,
      );
      expect(JSON.stringify(real)).toMatch(/paid/i);
      expect(real.lines).toHaveLength(2);
    },
  },
  {
    name: 'buy again',
    input: () => ({ kind: 'buy-again', texts: words({ title: 'Once more?' }) }),
    async happens({ block }) {
      await block.getByText('Once more?').waitFor();
    },
  },
  {
    name: 'VIP list with double opt-in',
    input: () => ({
      kind: 'vip',
      discount: none,
      deadlineHours: '',
      vip: { isDoubleOptIn: true },
      texts: words({ title: 'Be the first to know', consent: 'Yes, send me news by e-mail.' }),
    }),
    async happens({ block, page, email, shop }) {
      await block.getByRole('button', { name: /Yes please/ }).click();
      await block.getByText('Please tick the box if you agree.').first().waitFor();
      await block.getByRole('checkbox').check();
      await block.getByRole('button', { name: /Yes please/ }).click();
      await block.getByText(/look into your mailbox/).waitFor();
      const box = openBox();
      await settled(box);
      const mails = await mailsTo(box, shop, email);
      const mail = mails.find(({ subject }) => /confirm/i.test(subject));
      const link = /Yes, put me on the list \((https?:[^\s)]+)\)/.exec(mail?.text ?? '')?.[1];
      if (!link)
        throw new Error(`no link to confirm in ${JSON.stringify(mails.map(({ subject }) => subject))}`);
      await page.goto(link);
      await expectAccessible(page, 'the page that confirms');
      await page.getByRole('button', { name: /join/i }).click();
      await page.getByText('You are on the list').waitFor();
    },
  },
  {
    name: 'question, how did you hear of us',
    input: () => ({
      kind: 'question',
      discount: none,
      deadlineHours: '',
      question: { type: 'source', optionIds: ['friend', 'ad'], hasOther: true, isShuffled: true, max: '5' },
      texts: words({
        title: 'How did you hear of us?',
        button: 'Send',
        thanks: 'Thanks, that helps!',
        options: { friend: 'From a friend', ad: 'From an ad' },
      }),
    }),
    async happens({ block }) {
      await block.getByRole('radio', { name: 'From a friend' }).check();
      await block.getByRole('button', { name: /Send/ }).click();
      await block.getByText('Thanks, that helps!').waitFor();
    },
  },
  {
    name: 'question, NPS',
    input: () => ({
      kind: 'question',
      discount: none,
      deadlineHours: '',
      question: { type: 'nps', optionIds: [], hasOther: false, isShuffled: false, max: '10' },
      texts: words({ title: 'Would you recommend us?', button: 'Send', thanks: 'Noted.' }),
    }),
    async happens({ block }) {
      await block.getByRole('radio', { name: '9' }).check();
      await block.getByRole('button', { name: /Send/ }).click();
      await block.getByText('Noted.').waitFor();
    },
  },
  {
    name: 'birthday',
    input: () => ({
      kind: 'birthday',
      discount: none,
      deadlineHours: '',
      texts: words({ title: 'When is your birthday?', consent: 'You may keep it.', thanks: 'See you then.' }),
    }),
    async happens({ block }) {
      await block.getByRole('combobox', { name: 'Day' }).selectOption('5');
      await block.getByRole('combobox', { name: 'Month' }).selectOption({ index: 6 });
      await block.getByRole('checkbox').check();
      await block.getByRole('button', { name: /Yes please/ }).click();
      await block.getByText('See you then.').waitFor();
    },
  },
  {
    name: 'plain message with a link',
    input: () => ({
      kind: 'message',
      discount: none,
      deadlineHours: '',
      link: 'https://example.com/care',
      texts: words({ title: 'How to care for it', button: 'Read on' }),
    }),
    async happens({ block }) {
      const link = block.getByRole('link', { name: /Read on/ });
      expect(await link.getAttribute('href')).toContain('https://example.com/care');
    },
  },
];

describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('kinds of offers, on a %s', (width, viewport) => {
  const box = openBox();
  let browser: Browser;
  let shop: string;
  // One page for all: the packaged browser is a single process and does not outlive a context that is closed.
  let opened: Awaited<ReturnType<typeof openPage>>;
  beforeAll(async () => {
    browser = await openBrowser();
    opened = await openPage(browser, viewport);
    shop = await openShop(box, `Kinds ${width}`, { activateDefaults: false });
  });
  afterAll(() => browser.close());

  it.each(kinds)('$name', async ({ name, input, happens }) => {
    const bought = await buyable(box, shop, 0);
    const offered = await buyable(box, shop, 3);
    const wanted = input(offered);
    const saved = await saveOfferAs(box, shop, { name, ...wanted });
    const email = `${name.replace(/\W+/g, '.')}.${width}@example.com`.toLowerCase();
    const order = await box.post<PlacedOrder>('/orders', {
      shop,
      lines: [{ variantId: bought.variant.id, quantity: 1 }],
      email,
      locale: 'en-US',
      shippingAddress: newYork('Kim'),
    });
    await settled(box);
    const { page, problems } = opened;
    await page.goto(order.thankYouUrl);
    const block = page.frameLocator('iframe').first();
    await block
      .getByText(wanted.texts?.en?.title ?? '')
      .first()
      .waitFor();
    await expectAccessible(page, name);
    await expectFits(page, name);
    await happens({ shop, page, block, order, email, offered });
    expect(problems).toEqual([]);
    await saveOfferAs(box, shop, { name, ...wanted, isActive: false }, saved);
  });

  it('parcel and review, when it has arrived', async () => {
    // Review requests must be on: the card opens the request that a message would.
    const own = await openShop(box, `Arrived ${width}`);
    const bought = await buyable(box, own, 0);
    const place = { discount: none, deadlineHours: '', surfaces: ['order-status' as const] };
    const parcel = await saveOfferAs(box, own, {
      ...place,
      name: 'parcel',
      kind: 'parcel',
      texts: words({ title: 'Where is my parcel?', button: '' }),
    });
    const order = await box.post<PlacedOrder>('/orders', {
      shop: own,
      lines: [{ variantId: bought.variant.id, quantity: 1 }],
      email: `arrived.${width}@example.com`,
      locale: 'en-US',
      shippingAddress: newYork('Kim'),
    });
    const path = `/orders/${encodeURIComponent(order.orderId)}`;
    await settled(box);
    const { page, problems } = opened;
    const block = page.frameLocator('iframe').first();
    await page.goto(order.orderStatusUrl);
    await block.getByText('Where is my parcel?').waitFor();
    await expectAccessible(page, 'parcel');
    await box.post(`${path}/fulfill`, {});
    await box.post(`${path}/deliver`, {});
    await settled(box);
    await page.goto(order.orderStatusUrl);
    await block
      .getByText(/Delivered/)
      .first()
      .waitFor();
    // One place fewer, so that the next offer has one.
    await saveOfferAs(
      box,
      own,
      { ...place, name: 'parcel', kind: 'parcel', texts: words({ button: '' }), isActive: false },
      parcel,
    );
    await saveOfferAs(box, own, {
      ...place,
      name: 'review',
      kind: 'review',
      moments: ['delivered'],
      texts: words({ title: 'How do you like it?', button: 'Write a review' }),
    });
    await page.goto(order.orderStatusUrl);
    await block.getByText('How do you like it?').waitFor();
    await expectAccessible(page, 'review');
    await expectFits(page, 'review');
    const stars = block.getByRole('link', { name: /5/ }).first();
    expect(await stars.getAttribute('href')).toContain('/review/');
    expect(problems).toEqual([]);
  });
});
