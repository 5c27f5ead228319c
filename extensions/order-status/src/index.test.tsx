import { type Signal, signal } from '@preact/signals';
import { getExtension } from '@shopify/ui-extensions-tester';
import { createStorage } from '@shopify/ui-extensions-tester/customer-account';
import { fireEvent } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  APP_URL,
  answer,
  button,
  card,
  createFakeServer,
  DEADLINE,
  draw,
  type FakeServer,
  json,
  pageText,
  pass,
  referral,
} from '../../blocks/src/testing.ts';

const extension = getExtension('customer-account.order-status.block.render');
let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers({
    now: new Date('2026-11-21T18:00:00Z'),
    toFake: ['setTimeout', 'clearTimeout', 'Date', 'requestAnimationFrame', 'cancelAnimationFrame'],
  });
  vi.stubEnv('APP_URL', APP_URL);
  extension.setUp();
  server = createFakeServer();
  extension.fetch = server.fetch;
  const { shopify } = extension;
  Object.defineProperty(shopify.extension, 'editor', { value: undefined, configurable: true });
  shopify.storage = createStorage();
  shopify.sessionToken.get = async () => 'token-2';
  shopify.order.value = {
    id: 'gid://shopify/Order/9007199254740995',
    name: '#1001',
    confirmationNumber: 'ABC123',
  };
});

afterEach(async () => {
  await pass(200);
  render(null, document.body);
  await pass(200);
  extension.tearDown();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const open = () => draw(extension);

test('asks for this surface, without what the page does not know', async () => {
  await open();
  const [request] = server.to('/checkout/offers');
  expect(request?.headers.Authorization).toBe('Bearer token-2');
  expect(request?.body).toMatchObject({
    surface: 'order-status',
    orderId: 'gid://shopify/Order/9007199254740995',
    confirmationNumber: 'ABC123',
  });
  expect(request?.body).not.toHaveProperty('isFirstOrder');
});

test('is empty while the page has no order for it', async () => {
  extension.shopify.order.value = undefined;
  await open();
  await pass(10_000);
  expect(document.body.innerHTML).toBe('');
  expect(server.sent).toHaveLength(0);
});

test('goes on where the thank-you page stopped: the accepted offer shows its code, and is not shown anew', async () => {
  server.offers = () =>
    json(
      answer({
        offers: [
          card({
            accepted: { code: 'THX-7K2M', url: 'https://shop.example/cart/42:1', deadlineAt: DEADLINE },
          }),
        ],
        referral: referral(),
      }),
    );
  const focus = vi.spyOn(HTMLElement.prototype, 'focus');
  await open();
  await pass(1000);
  expect(focus).not.toHaveBeenCalled();
  focus.mockRestore();
  expect(pageText()).toContain('THX-7K2M');
  expect(pageText()).toContain('app.example/r/ANNA-7K2M');
  expect(() => button('Take it')).toThrow();
  expect(server.allEvents()).toEqual([]);

  fireEvent.click(button('accepted.toCart'));
  await pass(1000);
  expect(server.allEvents().map((event) => event.type)).toEqual(['clicked']);
});

test('a discount offer without a product leads to the shop', async () => {
  server.offers = () => json(answer({ offers: [card({ kind: 'discount', product: null })] }));
  server.accept = () =>
    json({ kind: 'accepted', code: 'NEXT-1', url: 'https://shop.example/', deadlineAt: null });
  await open();
  expect(document.body.querySelector('s-image')).toBeNull();
  fireEvent.click(button('Take it'));
  await pass(20);
  expect(button('accepted.toShop').getAttribute('href')).toBe('https://shop.example/');
});

test('several codes can be copied each on its own', async () => {
  const accepted = { url: 'https://shop.example/', deadlineAt: null };
  server.offers = () =>
    json(
      answer({
        offers: [
          card({ id: 'off/1', accepted: { ...accepted, code: 'ONE' } }),
          card({ id: 'off_2', accepted: { ...accepted, code: 'TWO' } }),
        ],
        referral: referral(),
      }),
    );
  await open();
  const items = [...document.body.querySelectorAll('s-clipboard-item')];
  expect(items.map((each) => each.getAttribute('text'))).toEqual([
    'ONE',
    'TWO',
    'https://app.example/r/ANNA-7K2M',
  ]);
  expect(new Set(items.map((each) => each.id)).size).toBe(3);
});

test('an order that becomes known later is asked about once, whatever else changes on the page', async () => {
  const { shopify } = extension;
  const live = <T,>(holder: object, key: string, value: T): Signal<T> => {
    const made = signal(value);
    Object.defineProperty(holder, key, { value: made, configurable: true });
    return made;
  };
  const known = shopify.order.value;
  const order = live<typeof known>(shopify, 'order', undefined);
  const lines = live<unknown[]>(shopify, 'lines', []);
  await open();
  expect(server.sent).toHaveLength(0);

  order.value = known;
  await pass(1000);
  expect(pageText()).toContain('Tea box');
  lines.value = [{ id: 'changed', quantity: 1, merchandise: { id: '1', product: { id: '1' } } }];
  order.value = known && { ...known, confirmationNumber: 'ABC123 again' };
  await pass(1000);
  expect(server.to('/checkout/offers')).toHaveLength(1);
  expect(server.allEvents().map((event) => event.type)).toEqual(['shown']);
});
