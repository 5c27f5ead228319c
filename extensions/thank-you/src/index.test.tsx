import { createCartLine } from '@shopify/ui-extensions-tester/checkout';
import { fireEvent } from '@testing-library/preact';
import { describe, expect, test, vi } from 'vitest';
import { answer, button, card, DEADLINE, json, pageText, pass, silence } from '../../blocks/src/testing.ts';
import { extension, open, openAgain, server, setTheScene } from './testing.ts';

setTheScene();

describe('asking', () => {
  test('tells the server what the page knows, with a session token', async () => {
    await open();
    const [request] = server.to('/checkout/offers');
    expect(request?.headers.Authorization).toBe('Bearer token-1');
    expect(request?.body).toEqual({
      surface: 'thank-you',
      orderId: 'gid://shopify/OrderIdentity/9007199254740995',
      checkoutToken: 'chk_1',
      confirmationNumber: 'ABC123',
      locale: 'en',
      country: 'US',
      currency: 'EUR',
      total: { amount: '49.3', currency: 'EUR' },
      lines: [],
      isFirstOrder: true,
      discountCodes: [],
      seenOfferIds: [],
      purpose: 'page',
      mayMeasure: true,
    });
  });

  test('works without a checkout token', async () => {
    extension.shopify.checkoutToken.value = undefined;
    await open();
    expect(server.to('/checkout/offers')[0]?.body).not.toHaveProperty('checkoutToken');
    expect(pageText()).toContain('Tea box');
  });

  test('tells what was bought, without lines that are no product, and never more than the server reads', async () => {
    const line = (n: number) =>
      createCartLine({
        quantity: n,
        merchandise: {
          ...createCartLine().merchandise,
          id: `gid://shopify/ProductVariant/${n}`,
          product: { id: `gid://shopify/Product/${n}`, vendor: '', productType: '' },
        },
      });
    const tip = { ...line(1), merchandise: undefined } as unknown as ReturnType<typeof createCartLine>;
    extension.shopify.lines.value = [tip, ...Array.from({ length: 500 }, (_, n) => line(n + 1))];
    await open();
    const { lines } = server.to('/checkout/offers')[0]?.body ?? {};
    expect(lines).toHaveLength(200);
    expect(lines[1]).toEqual({
      productId: 'gid://shopify/Product/2',
      variantId: 'gid://shopify/ProductVariant/2',
      quantity: 2,
    });
  });
});

describe('an offer', () => {
  test('shows what it is, what it costs, and until when', async () => {
    await open();
    const text = pageText();
    expect(text).toContain('−15 %');
    expect(text).toContain('Goes with your kettle');
    expect(text).toContain('Tea box · Green');
    expect(text).toContain(`offer.validUntil(${DEADLINE})`);
    expect(text).toContain('One per order.');
    expect(document.body.querySelector('s-text[type=redundant]')?.textContent).toBe('20');
    expect(document.body.querySelector('s-image')?.getAttribute('src')).toBe('https://cdn.example/tea.png');
  });

  test('without a discount shows one price and no badge', async () => {
    const same = { amount: '20.00', currency: 'EUR' };
    const { product } = card();
    if (!product) throw new Error('the card has a product');
    server.offers = () =>
      json(
        answer({
          offers: [
            card({
              product: { ...product, price: same, discountedPrice: same },
              discount: { kind: 'none', value: '0', label: '' },
            }),
          ],
        }),
      );
    await open();
    expect(document.body.querySelector('s-badge')).toBeNull();
    expect(document.body.querySelector('s-text[type=redundant]')).toBeNull();
  });

  test('stands with others in the order of the server', async () => {
    server.offers = () =>
      json(answer({ offers: [card({ id: 'b', title: 'Second best' }), card({ id: 'a', title: 'First' })] }));
    await open();
    const titles = [...document.body.querySelectorAll('s-heading')].map((each) => each.textContent);
    expect(titles).toEqual(['Second best', 'First']);
  });

  test('shows texts as texts, and leaves out a card that it cannot understand', async () => {
    server.offers = () =>
      json({
        ...answer(),
        offers: [
          card({ title: '<script>alert(1)</script>' }),
          card({ id: 'off_2', accepted: { code: 'X', url: 'javascript:alert(1)', deadlineAt: null } }),
          { id: 'off_3', kind: 'hologram', title: 'New', button: 'Go' },
          null,
          'text',
        ],
      });
    await open();
    expect(document.body.querySelector('script')).toBeNull();
    expect(pageText()).toContain('<script>alert(1)</script>');
    expect(document.body.querySelector('[href^="javascript"]')).toBeNull();
    expect(pageText()).not.toContain('New');
    expect(document.body.querySelectorAll('s-heading')).toHaveLength(2);
  });
});

describe('accepting', () => {
  test('shows the code, a way to copy it, and the cart beside this page', async () => {
    await open();
    fireEvent.click(button('Take it'));
    await pass(20);
    const [request] = server.to('/checkout/offers/off_1/accept');
    expect(request?.body).toEqual({
      surface: 'thank-you',
      orderId: 'gid://shopify/OrderIdentity/9007199254740995',
      checkoutToken: 'chk_1',
      confirmationNumber: 'ABC123',
      locale: 'en',
      decisionId: 'dec_1',
      eventId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    });
    expect(pageText()).toContain('THX-7K2M');
    const cart = button('accepted.toCart');
    expect(cart.getAttribute('href')).toBe('https://shop.example/cart/42:1');
    expect(cart.getAttribute('target')).toBe('_blank');
    const clipboard = document.body.querySelector('s-clipboard-item');
    expect(clipboard?.getAttribute('text')).toBe('THX-7K2M');
    expect(button('copy.code').getAttribute('commandFor')).toBe(clipboard?.id);
    expect(() => button('Take it')).toThrow();
    expect(() => button('offer.dismiss')).toThrow();
  });

  test('takes the keyboard along to the cart link, and does without where focus cannot be moved', async () => {
    const focused: string[] = [];
    const focus = vi.spyOn(HTMLElement.prototype, 'focus').mockImplementation(function (this: HTMLElement) {
      focused.push(this.textContent ?? '');
      throw new Error('not here');
    });
    await open();
    fireEvent.click(button('Take it'));
    await pass(20);
    expect(focused).toEqual(['accepted.toCart']);
    expect(pageText()).toContain('THX-7K2M');
    focus.mockRestore();
  });

  test('says when the code was copied, and what to do when copying is refused', async () => {
    await open();
    fireEvent.click(button('Take it'));
    await pass(20);
    const clipboard = document.body.querySelector('s-clipboard-item');
    if (!clipboard) throw new Error('no clipboard item');
    fireEvent(clipboard, new Event('copyerror'));
    await pass(20);
    expect(pageText()).toContain('copy.refused');
    fireEvent.copy(clipboard);
    await pass(20);
    expect(button('copy.done')).toBeTruthy();
    expect(pageText()).not.toContain('copy.refused');
  });

  test('a failed try says so and can be repeated as the same accept', async () => {
    server.accept = () => json({ error: 'busy' }, 503);
    await open();
    fireEvent.click(button('Take it'));
    await pass(20);
    expect(pageText()).toContain('offer.failed');
    server.accept = () =>
      json({ kind: 'accepted', code: 'OK-1', url: 'https://shop.example/', deadlineAt: null });
    fireEvent.click(button('Take it'));
    await pass(20);
    expect(pageText()).toContain('OK-1');
    const ids = server.to('/checkout/offers/off_1/accept').map((one) => one.body.eventId);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  test('a second click while the first is under way asks only once', async () => {
    server.accept = silence;
    await open();
    fireEvent.click(button('Take it'));
    await pass(20);
    fireEvent.click(button('Take it'));
    await pass(20);
    expect(server.to('/checkout/offers/off_1/accept')).toHaveLength(1);
    await pass(10_000);
    expect(pageText()).toContain('offer.failed');
  });

  test('an offer that has ended meanwhile says so in the server’s words', async () => {
    server.accept = () => json({ kind: 'gone', message: 'This offer ended at noon.' });
    await open();
    fireEvent.click(button('Take it'));
    await pass(20);
    expect(pageText()).toContain('This offer ended at noon.');
    expect(() => button('Take it')).toThrow();
  });
});

describe('closing', () => {
  test('is remembered on this device and told to the server', async () => {
    await open();
    fireEvent.click(button('offer.dismiss'));
    await pass(400);
    expect(pageText()).toContain('offer.dismissed');
    expect(pageText()).not.toContain('Tea box');
    expect(server.allEvents().map((event) => event.type)).toEqual(['shown', 'dismissed']);

    await openAgain();
    expect(server.to('/checkout/offers')[1]?.body.seenOfferIds).toEqual(['off_1']);
    expect(pageText()).toBe('');
  });

  test('does no harm when the storage fails', async () => {
    extension.shopify.storage.read = async () => {
      throw new Error('denied');
    };
    extension.shopify.storage.write = async () => {
      throw new Error('denied');
    };
    await open();
    fireEvent.click(button('offer.dismiss'));
    await pass(400);
    expect(pageText()).toContain('offer.dismissed');
  });

  test('a storage that never answers holds nothing up', async () => {
    extension.shopify.storage.read = () => new Promise(() => {});
    await open();
    await pass(320);
    expect(pageText()).toContain('Tea box');
  });
});
