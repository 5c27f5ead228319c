import { getExtension } from '@shopify/ui-extensions-tester';
import { createCartLine, createStorage } from '@shopify/ui-extensions-tester/checkout';
import { fireEvent } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  APP_URL,
  answer,
  button,
  card,
  createFakeServer,
  DEADLINE,
  type FakeServer,
  json,
  pageText,
  referral,
  silence,
} from '../../blocks/src/testing.ts';

// Shopify's element has this property, and by it Preact knows that the event's name is in small letters.
customElements.define(
  's-clipboard-item',
  class extends HTMLElement {
    oncopyerror = null;
  },
);

const extension = getExtension('purchase.thank-you.block.render');
let server: FakeServer;
let stored: Map<string, unknown>;

/** Lets timers, answers and renders of so many milliseconds happen. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({
    now: new Date('2026-11-21T18:00:00Z'),
    toFake: ['setTimeout', 'clearTimeout', 'Date', 'requestAnimationFrame', 'cancelAnimationFrame'],
  });
  vi.stubEnv('APP_URL', APP_URL);
  extension.setUp();
  server = createFakeServer();
  extension.fetch = server.fetch;
  stored = new Map();
  const { shopify } = extension;
  // The tester's mock lacks it, and reading what it lacks throws; Shopify gives undefined outside the editor.
  Object.defineProperty(shopify.extension, 'editor', { value: undefined, configurable: true });
  shopify.storage = createStorage();
  shopify.storage.read = (async (key: string) => stored.get(key) ?? null) as typeof shopify.storage.read;
  shopify.storage.write = async (key: string, data: unknown) => void stored.set(key, data);
  shopify.sessionToken.get = async () => 'token-1';
  shopify.orderConfirmation.value = {
    order: { id: 'gid://shopify/OrderIdentity/9007199254740995' },
    number: 'ABC123',
    isFirstOrder: true,
  };
  shopify.checkoutToken.value = 'chk_1';
  shopify.cost.totalAmount.value = { amount: 0.1 + 0.2 + 49, currencyCode: 'EUR' };
  shopify.i18n.translate = ((key: string, params?: Record<string, string>) =>
    params ? `${key}(${Object.values(params).join(',')})` : key) as typeof shopify.i18n.translate;
});

afterEach(async () => {
  // Preact keeps its tree and its waiting effects beyond the tester's tearDown: end both, or the next test
  // meets them.
  await pass(200);
  render(null, document.body);
  await pass(200);
  extension.tearDown();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

async function open(): Promise<void> {
  await extension.render();
  await pass(20);
}

/** The same page, seen again. */
async function openAgain(): Promise<void> {
  render(null, document.body);
  await open();
}

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

  test('shows an outline, silent for screen readers, until the answer is there', async () => {
    server.offers = silence;
    await open();
    expect(document.body.querySelector('s-skeleton-paragraph')).not.toBeNull();
    expect(document.body.querySelector('s-box')?.getAttribute('accessibilityVisibility')).toBe('hidden');
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

describe('a server in trouble', () => {
  test('that is slow leaves the page clean, and a late answer stays out', async () => {
    let late: (response: Response) => void = () => {};
    server.offers = () => new Promise((resolve) => (late = resolve));
    await open();
    await pass(1400);
    expect(document.body.querySelector('s-skeleton-paragraph')).not.toBeNull();
    await pass(200);
    expect(document.body.innerHTML).toBe('');
    late(json(answer()));
    await pass(5000);
    expect(document.body.innerHTML).toBe('');
    expect(server.sent).toHaveLength(1);
  });

  test.each<[string, () => Promise<Response> | Response]>([
    ['a 500', () => json({ error: 'boom' }, 500)],
    ['a 401', () => json({}, 401)],
    ['no JSON', () => new Response('<html>')],
    ['an empty answer', () => new Response('')],
    ['an answer of another kind', () => json([1, 2, 3])],
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['nothing to show', () => json(answer({ offers: [] }))],
  ])('%s leaves the page clean', async (_name, offers) => {
    server.offers = offers;
    await open();
    expect(document.body.innerHTML).toBe('');
    await pass(10_000);
    expect(server.sent).toHaveLength(1);
  });

  test('a session token that never comes leaves the page clean', async () => {
    extension.shopify.sessionToken.get = () => new Promise(() => {});
    await open();
    await pass(1600);
    expect(document.body.innerHTML).toBe('');
    expect(server.sent).toHaveLength(0);
  });
});

describe('measuring', () => {
  test('shown counts once per offer and page view, in one request', async () => {
    server.offers = () => json(answer({ offers: [card(), card({ id: 'off_2' })] }));
    await open();
    await pass(1000);
    expect(server.to('/checkout/offer-events')).toHaveLength(1);
    expect(server.to('/checkout/offer-events')[0]?.body).toMatchObject({
      surface: 'thank-you',
      orderId: 'gid://shopify/OrderIdentity/9007199254740995',
      checkoutToken: 'chk_1',
      decisionId: 'dec_1',
    });
    const events = server.allEvents();
    expect(events.map((event) => [event.type, event.offerId])).toEqual([
      ['shown', 'off_1'],
      ['shown', 'off_2'],
    ]);
    expect(new Set(events.map((event) => event.id)).size).toBe(2);
  });

  test('events keep the order in which things happened, however fast', async () => {
    await open();
    fireEvent.click(button('Take it'));
    await pass(20);
    fireEvent.click(button('accepted.toCart'));
    await pass(1000);
    expect(server.allEvents().map((event) => event.type)).toEqual(['shown', 'clicked']);
    expect(server.to('/checkout/offer-events')).toHaveLength(1);
  });

  test('a click after the first hand-in leaves in the next one', async () => {
    await open();
    await pass(1000);
    fireEvent.click(button('Take it'));
    await pass(1000);
    expect(server.to('/checkout/offer-events').map((one) => one.body.events.length)).toEqual([1, 1]);
  });

  test('a lost hand-in is repeated once with the same ids', async () => {
    server.events = () => json({}, 500);
    await open();
    await pass(30_000);
    const tries = server.to('/checkout/offer-events').map((one) => one.body.events);
    expect(tries).toHaveLength(2);
    expect(tries[0]).toEqual(tries[1]);
  });

  test.each([
    ['analytics', { analytics: false, marketing: true }],
    ['marketing', { analytics: true, marketing: false }],
  ])('without consent to %s nothing is recorded, and accepting still works', async (_name, denied) => {
    extension.shopify.customerPrivacy.value = {
      ...extension.shopify.customerPrivacy.value,
      allowedProcessing: { preferences: true, saleOfData: false, ...denied },
    };
    await open();
    expect(server.to('/checkout/offers')[0]?.body.mayMeasure).toBe(false);
    fireEvent.click(button('Take it'));
    await pass(10_000);
    expect(pageText()).toContain('THX-7K2M');
    expect(server.to('/checkout/offer-events')).toHaveLength(0);
  });

  test('consent withdrawn before the hand-in stops it', async () => {
    await open();
    extension.shopify.customerPrivacy.value = {
      ...extension.shopify.customerPrivacy.value,
      allowedProcessing: { analytics: false, marketing: false, preferences: true, saleOfData: false },
    };
    await pass(10_000);
    expect(server.to('/checkout/offer-events')).toHaveLength(0);
  });
});

describe('the referral card', () => {
  const pending = () => json(answer({ offers: [], referral: referral({ state: 'pending', link: null }) }));

  test('shows the link, both rewards and a way to copy', async () => {
    server.offers = () => json(answer({ offers: [], referral: referral({ smallPrint: 'From 30 €.' }) }));
    await open();
    expect(pageText()).toContain('app.example/r/ANNA-7K2M');
    expect(pageText()).toContain('referral.friend 10 % off');
    expect(pageText()).toContain('referral.you 10 € credit');
    expect(pageText()).toContain('From 30 €.');
    expect(document.body.querySelector('s-clipboard-item')?.getAttribute('text')).toBe(
      'https://app.example/r/ANNA-7K2M',
    );
  });

  test('asks again after 2 s while the order is on its way, then shows the link', async () => {
    server.offers = pending;
    await open();
    expect(document.body.querySelector('s-skeleton-paragraph')).not.toBeNull();
    server.offers = () => json(answer({ offers: [card()], referral: referral() }));
    await pass(1900);
    expect(server.to('/checkout/offers')).toHaveLength(1);
    await pass(300);
    expect(server.to('/checkout/offers')[1]?.body.purpose).toBe('referral');
    expect(pageText()).toContain('app.example/r/ANNA-7K2M');
    expect(pageText()).not.toContain('Tea box');
    await pass(30_000);
    expect(server.to('/checkout/offers')).toHaveLength(2);
  });

  test('gives up quietly after the second try and says where the link will be', async () => {
    server.offers = pending;
    await open();
    await pass(30_000);
    expect(server.to('/checkout/offers').map((one) => one.body.purpose)).toEqual([
      'page',
      'referral',
      'referral',
    ]);
    expect(pageText()).toContain('referral.late');
    expect(document.body.querySelector('s-skeleton-paragraph')).toBeNull();
  });

  test('a failing retry does not disturb what is shown', async () => {
    server.offers = () => json(answer({ referral: referral({ state: 'pending', link: null }) }));
    await open();
    server.offers = () => json({}, 500);
    await pass(30_000);
    expect(pageText()).toContain('Tea box');
    expect(pageText()).toContain('referral.late');
  });
});

describe('in the editor', () => {
  test('shows a sample, asks nothing, records nothing', async () => {
    Object.defineProperty(extension.shopify.extension, 'editor', {
      value: { type: 'checkout' },
      configurable: true,
    });
    await open();
    expect(pageText()).toContain('sample.title');
    expect(pageText()).toContain('sample.referralHeadline');
    fireEvent.click(button('sample.button'));
    await pass(10_000);
    expect(pageText()).toContain('SAMPLE');
    expect(server.sent).toHaveLength(0);
    expect(stored.size).toBe(0);
  });
});
