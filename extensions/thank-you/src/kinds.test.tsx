import { OFFER_KINDS, type OfferCard } from '@reprise/rules';
import { fireEvent } from '@testing-library/preact';
import { describe, expect, test, vi } from 'vitest';
import {
  answer,
  button,
  CARDS,
  card,
  element,
  give,
  json,
  pageText,
  pass,
  referral,
} from '../../blocks/src/testing.ts';
import { accepts, open, server, setTheScene, show } from './testing.ts';

setTheScene();

describe.each(OFFER_KINDS)('a card of kind %s', (kind) => {
  test('says what it is, can be closed by keyboard and mouse, and counts', async () => {
    await show(CARDS[kind]);
    expect(element('s-heading').textContent).toBe(CARDS[kind].title);
    expect(pageText()).toContain('Only for this order.');
    await pass(3500);
    expect(server.allEvents().map(({ type }) => type)).toEqual(['shown', 'seen']);
    const no = kind === 'message' || kind === 'parcel' ? 'offer.close' : 'offer.dismiss';
    expect(button(no).getAttribute('accessibilityLabel')).toBe(`${no}: ${CARDS[kind].title}`);
    fireEvent.click(button(no));
    await pass(400);
    expect(pageText()).toBe('offer.dismissed');
    expect(server.allEvents().map(({ type }) => type)).toEqual(['shown', 'seen', 'dismissed']);
    expect(accepts()).toEqual([]);
  });

  test('ticks nothing and sends nothing by itself', async () => {
    await show(CARDS[kind]);
    await pass(10_000);
    expect(accepts()).toEqual([]);
    for (const box of document.body.querySelectorAll('s-checkbox')) {
      // The lines of an order that is bought again are the order; all else is the shopper's to tick.
      expect(box.hasAttribute('defaultChecked'), kind).toBe(kind === 'buy-again');
    }
  });

  test('has pictures with a text or with none to be read', async () => {
    await show({ ...CARDS[kind], picture: { url: 'https://cdn.example/p.png', alt: 'A cup' } });
    expect(element('s-image').getAttribute('src')).toBe('https://cdn.example/p.png');
    expect(element('s-image').getAttribute('alt')).toBe('A cup');
    for (const image of document.body.querySelectorAll('s-image')) {
      expect(image.hasAttribute('aspectRatio'), 'keeps its place while it loads').toBe(true);
    }
  });
});

describe('a product', () => {
  const [first] = [card().product];
  const two = [{ ...first, variantId: 'gid://shopify/ProductVariant/43', title: 'Tea tin' }];
  const several = card({ moreProducts: two as NonNullable<OfferCard['moreProducts']> });

  test('of several is the first one unless another is chosen', async () => {
    await show(several);
    expect([...document.body.querySelectorAll('s-choice')].map((one) => one.getAttribute('value'))).toEqual([
      'gid://shopify/ProductVariant/42',
      'gid://shopify/ProductVariant/43',
    ]);
    expect(element('s-choice').hasAttribute('defaultSelected')).toBe(true);
    give('s-choice-list', { values: ['gid://shopify/ProductVariant/43'] });
    await pass(5);
    fireEvent.click(button('Take it'));
    await pass(20);
    expect(accepts()[0].variantId).toBe('gid://shopify/ProductVariant/43');
  });

  test('alone is known to the server', async () => {
    await show(card());
    fireEvent.click(button('Take it'));
    await pass(20);
    expect(accepts()[0]).not.toHaveProperty('variantId');
  });

  test('is named with what it cost before for who does not see the line through it', async () => {
    await show(card());
    expect(pageText()).toContain('offer.priceNow17offer.priceBefore20');
    const heard = document.body.querySelectorAll('s-text[accessibilityVisibility="exclusive"]');
    expect([...heard].map((one) => one.textContent)).toEqual(['offer.priceNow', 'offer.priceBefore']);
  });
});

test('the variant of a test goes with every event and the answer', async () => {
  await show(card({ arm: 'b' }));
  fireEvent.click(button('Take it'));
  await pass(400);
  expect(server.allEvents().map(({ type, arm }) => [type, arm])).toEqual([
    ['shown', 'b'],
    ['clicked', 'b'],
  ]);
  expect(accepts()[0].arm).toBe('b');
});

test('each star of a review leads to the review page with it, nothing is given here', async () => {
  await show(CARDS.review);
  const stars = [...document.body.querySelectorAll('s-clickable')];
  expect(stars.map((one) => one.getAttribute('href'))).toEqual(
    [1, 2, 3, 4, 5].map((n) => `https://app.example/review/t0k3n?product=1&stars=${n}`),
  );
  expect(stars[1]?.getAttribute('accessibilityLabel')).toBe('review.stars(2,Tea box)');
  expect(button('Write a review').getAttribute('href')).toBe('https://app.example/review/t0k3n?product=1');
  fireEvent.click(stars[1] as Element);
  await pass(400);
  expect(server.allEvents().map(({ type }) => type)).toEqual(['shown', 'clicked']);
  expect(accepts()).toEqual([]);
});

describe('a parcel', () => {
  test('is told by a bar and by words with dates', async () => {
    await show(CARDS.parcel);
    expect(element('s-progress').getAttribute('value')).toBe('2');
    expect(element('s-progress').getAttribute('accessibilityLabel')).toBe(
      'parcel.progress(2,4,parcel.shipped)',
    );
    expect([...document.body.querySelectorAll('s-list-item')].map((one) => one.textContent)).toEqual([
      expect.stringContaining('parcel.doneAt(parcel.placed,'),
      expect.stringContaining('parcel.doneAt(parcel.shipped,'),
      'parcel.open(parcel.outForDelivery)',
      'parcel.open(parcel.delivered)',
    ]);
    expect(button('parcel.trackAt(DHL)').getAttribute('href')).toBe('https://carrier.example/123');
  });

  test('that was scanned late has passed the steps before', async () => {
    const { parcel } = CARDS.parcel;
    const steps = (parcel?.steps ?? []).map((step) => ({
      ...step,
      at: step.key === 'delivered' ? '2026-11-22T10:00:00Z' : null,
    }));
    await show(card({ ...CARDS.parcel, parcel: parcel && { ...parcel, steps, trackingUrl: null } }));
    expect(element('s-progress').getAttribute('value')).toBe('4');
    expect(pageText()).not.toContain('parcel.open');
    expect(() => button('parcel.track')).toThrow();
  });

  test('that is late says so', async () => {
    const { parcel } = CARDS.parcel;
    await show(card({ ...CARDS.parcel, parcel: parcel && { ...parcel, state: 'late', carrier: null } }));
    expect(pageText()).toContain('parcel.late');
    expect(button('parcel.track')).toBeTruthy();
  });
});

describe('a message', () => {
  test('leads where it says, beside this page', async () => {
    await show(CARDS.message);
    const link = button('Read more');
    expect(link.getAttribute('href')).toBe('https://shop.example/story');
    expect(link.getAttribute('target')).toBe('_blank');
    fireEvent.click(link);
    await pass(400);
    expect(server.allEvents().map(({ type }) => type)).toEqual(['shown', 'clicked']);
  });

  test('without an address has no button', async () => {
    await show(card({ ...CARDS.message, link: null }));
    expect(() => button('Read more')).toThrow();
    expect(pageText()).toContain('Only for this order.');
  });
});

test('a referral card among offers asks for its link like the one below them', async () => {
  server.offers = () =>
    json(
      answer({
        offers: [
          card({
            ...CARDS.referral,
            referral: referral({ state: 'pending', link: null }),
          }),
        ],
      }),
    );
  await open();
  expect(element('s-skeleton-paragraph')).toBeTruthy();
  server.offers = () => json(answer({ offers: [], referral: CARDS.referral.referral ?? null }));
  await pass(2100);
  expect(pageText()).toContain('app.example/r/ANNA-7K2M');
  expect(server.to('/checkout/offers').map(({ body }) => body.purpose)).toEqual(['page', 'referral']);
});

test('one card that cannot be drawn does not take the others with it', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(Intl, 'NumberFormat');
  const { shopify } = globalThis as unknown as { shopify: { i18n: { formatCurrency: unknown } } };
  const before = shopify.i18n.formatCurrency;
  shopify.i18n.formatCurrency = () => {
    throw new RangeError('no such currency');
  };
  await show(card(), card({ ...CARDS.message, id: 'off_2' }));
  shopify.i18n.formatCurrency = before;
  expect(pageText()).not.toContain('Tea box');
  expect(pageText()).toContain('Read more');
  error.mockRestore();
  vi.restoreAllMocks();
});
