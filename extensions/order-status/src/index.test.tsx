import { type Signal, signal } from '@preact/signals';
import { OFFER_KINDS } from '@reprise/rules';
import { getExtension } from '@shopify/ui-extensions-tester';
import { createStorage } from '@shopify/ui-extensions-tester/customer-account';
import { fireEvent } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  APP_URL,
  answer,
  button,
  CARDS,
  card,
  createFakeServer,
  DEADLINE,
  draw,
  element,
  type FakeServer,
  give,
  json,
  pageText,
  pass,
  referral,
  silence,
  submit,
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

describe.each(OFFER_KINDS)('a card of kind %s', (kind) => {
  test('is drawn here as on the thank-you page, and can be closed for good', async () => {
    server.offers = () => json(answer({ offers: [CARDS[kind]] }));
    await open();
    expect(element('s-heading').textContent).toBe(CARDS[kind].title);
    const no = kind === 'message' || kind === 'parcel' ? 'offer.close' : 'offer.dismiss';
    fireEvent.click(button(no));
    await pass(400);
    expect(pageText()).toBe('offer.dismissed');
    expect(server.allEvents().map((event) => event.type)).toEqual(['shown', 'dismissed']);
  });
});

test('never decides by itself: here the server knows what was accepted and where the parcel is', async () => {
  extension.shopify.appMetafields.value = [
    {
      target: { type: 'shop', id: 'gid://shopify/Shop/1' },
      metafield: {
        namespace: '$app',
        key: 'offers',
        type: 'json',
        valueType: 'json_string',
        value: JSON.stringify({ v: 1, mode: 'none', limit: 2, goodUntil: '2099-01-01T00:00:00Z' }),
      },
    },
  ];
  await open();
  expect(pageText()).toContain('Tea box');
});

test('goes on with a question that was not answered, an addition that is not paid, and a code', async () => {
  const due = { amount: '17.00', currency: 'EUR' };
  const added = { payUrl: 'https://shop.example/pay/1', due, payBy: DEADLINE };
  const accepted = { code: 'THX-1', url: 'https://shop.example/', deadlineAt: DEADLINE };
  server.offers = () =>
    json(
      answer({
        offers: [
          card({ ...CARDS.discount, id: 'off_1', accepted }),
          card({ ...CARDS['add-to-order'], id: 'off_2', added }),
          card({ ...CARDS.question, id: 'off_3' }),
        ],
      }),
    );
  await open();
  expect(pageText()).toContain('THX-1');
  expect(button('add.pay').getAttribute('href')).toBe('https://shop.example/pay/1');
  give('s-choice-list', { values: ['search'] });
  server.accept = () => json({ kind: 'done', message: '' });
  await submit();
  expect(pageText()).toContain('Good to know.');
  await pass(400);
  expect(server.allEvents().map(({ type, offerId }) => [type, offerId])).toEqual([
    ['shown', 'off_3'],
    ['clicked', 'off_3'],
  ]);
});

describe('a buyer who came by a link and is not signed in', () => {
  test('is served all the same: what is protected is left out of the request', async () => {
    const { shopify } = extension;
    const nothing = { value: undefined };
    for (const name of ['buyerIdentity', 'shippingAddress', 'authenticatedAccount']) {
      Object.defineProperty(shopify, name, { value: undefined, configurable: true });
    }
    Object.defineProperty(shopify, 'checkoutToken', { value: nothing, configurable: true });
    Object.defineProperty(shopify.localization, 'country', { value: nothing, configurable: true });
    await open();
    expect(pageText()).toContain('Tea box');
    const body = server.to('/checkout/offers')[0]?.body;
    for (const name of ['checkoutToken', 'country', 'isFirstOrder', 'shippingMethod']) {
      expect(body).not.toHaveProperty(name);
    }
  });

  test('whose session token is refused sees a clean page', async () => {
    extension.shopify.sessionToken.get = async () => {
      throw new Error('not authenticated');
    };
    await open();
    await pass(3000);
    expect(document.body.innerHTML).toBe('');
    expect(server.sent).toEqual([]);
  });
});

test('a server that is slow leaves the page clean here too', async () => {
  server.offers = silence;
  await open();
  expect(document.body.innerHTML).toBe('');
});
