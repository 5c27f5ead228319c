import { createCartLine } from '@shopify/ui-extensions-tester/checkout';
import { fireEvent } from '@testing-library/preact';
import { describe, expect, test } from 'vitest';
import { button, CARDS, card, json, pageText, pass, silence } from '../../blocks/src/testing.ts';
import {
  beside,
  extension,
  offer,
  open,
  openAgain,
  page,
  server,
  setTheScene,
  stored,
  titles,
} from './testing.ts';

setTheScene();

const asked = () => server.to('/checkout/offers').length;

describe('decided on the page', () => {
  test('offers are there with the first drawing, without asking anybody', async () => {
    server.offers = silence;
    beside(page([offer('one'), offer('two')]));
    const startedAt = Date.now();
    await open();
    expect(Date.now() - startedAt).toBeLessThan(100);
    expect(titles()).toEqual(['one', 'two']);
    await pass(10_000);
    expect(asked()).toBe(0);
  });

  test('by the shop’s rules, order and limit', async () => {
    const total = (min: string) => ({ kind: 'order-total', currency: 'EUR', min });
    beside(
      page(
        [
          offer('too dear', { rule: total('4931') }),
          offer('dear enough', { rule: total('4930') }),
          offer('in the US', { rule: { kind: 'country', in: ['US'] } }),
          offer('on Saturday evening in Berlin', {
            rule: {
              kind: 'all',
              rules: [
                { kind: 'weekday', in: [6] },
                { kind: 'hour', from: 19, to: 20 },
              ],
            },
          }),
          offer('fourth'),
        ],
        { limit: 3 },
      ),
    );
    await open();
    expect(titles()).toEqual(['dear enough', 'in the US', 'on Saturday evening in Berlin']);
  });

  test('what needs facts of the server, or cannot be read, is not shown', async () => {
    beside(
      page([
        offer('known customers', { rule: { kind: 'person-orders', min: 2 } }),
        offer('hologram', { rule: { kind: 'hologram' } }),
        offer('without words', { cards: {} }),
        offer('elsewhere', { surfaces: ['order-status'] }),
        offer('for all'),
      ]),
    );
    await open();
    expect(titles()).toEqual(['for all']);
  });

  test('nothing that was just bought, was closed, is over, or is priced in another currency', async () => {
    const product = CARDS.product.product;
    if (!product) throw new Error('the card has a product');
    const bought = { productId: product.productId, variantId: product.variantId };
    stored.set('reprise.dismissed', ['closed']);
    extension.shopify.lines.value = [
      createCartLine({
        quantity: 1,
        merchandise: {
          ...createCartLine().merchandise,
          id: product.variantId,
          product: { id: product.productId, vendor: '', productType: '' },
        },
      }),
    ];
    const dollars = { amount: '20.00', currency: 'USD' };
    beside(
      page([
        offer('bought', { product: bought }, CARDS.product),
        offer('closed'),
        offer('over', { endsAt: '2026-11-21T17:59:59Z' }),
        offer('not yet', { startsAt: '2026-11-22T00:00:00Z' }),
        offer(
          'dollars',
          {},
          {
            ...CARDS.product,
            id: 'dollars',
            product: { ...product, price: dollars, discountedPrice: dollars },
          },
        ),
        offer(
          'left',
          {},
          {
            ...CARDS.product,
            title: 'left',
            product: { ...product, variantId: '9', productId: '9' },
            moreProducts: [product],
          },
        ),
      ]),
    );
    await open();
    expect(titles()).toEqual(['left']);
    expect(document.body.querySelector('s-choice-list')).toBeNull();
  });

  test('the deadline counts from now, full minutes up, never beyond the offer’s own end', async () => {
    beside(
      page([
        offer('three days', { deadlineHours: 72 }),
        offer('ends before', { deadlineHours: 72, endsAt: '2026-11-22T12:00:00.000Z' }),
      ]),
    );
    await pass(500);
    await open();
    expect(pageText()).toContain('offer.validUntil(2026-11-24T18:01:00.000Z)');
    expect(pageText()).toContain('offer.validUntil(2026-11-22T12:00:00.000Z)');
  });

  test('in the buyer’s language, its region first, else the shop’s, else any', async () => {
    const in_ = (...tags: string[]) =>
      Object.fromEntries(tags.map((tag) => [tag, card({ ...CARDS.discount, title: tag })]));
    extension.shopify.localization.language.value = { isoCode: 'de-AT' };
    beside(
      page(
        [
          offer('a', { cards: { '': in_('en', 'de', 'de-AT') } }),
          offer('b', { cards: { '': in_('en', 'de', 'de-CH') } }),
          offer('c', { cards: { '': in_('fr', 'en') } }),
          offer('d', { cards: { '': in_('fr') } }),
        ],
        { limit: 9 },
      ),
    );
    await open();
    expect(titles()).toEqual(['de-AT', 'de', 'en', 'fr']);
  });

  test('what only this page knows is filled in, as words and nothing else', async () => {
    Object.defineProperty(extension.shopify, 'buyerIdentity', {
      value: { customer: { value: { firstName: '<b>{product}</b>' } } },
      configurable: true,
    });
    beside(
      page([
        offer(
          'x',
          { deadlineHours: 24 },
          { title: 'For {first name|you}', text: 'Order {order}, by {deadline}, {nothing}' },
        ),
      ]),
    );
    await open();
    expect(titles()).toEqual(['For <b>{product}</b>']);
    expect(document.body.querySelector('b')).toBeNull();
    expect(pageText()).toContain('Order ABC123, by November 22 at 7:00');
  });

  test('without the right to know the name, the fallback stands there', async () => {
    beside(page([offer('x', {}, { title: 'For {first name|you}' })]));
    await open();
    expect(titles()).toEqual(['For you']);
  });

  test('a test shows each order one variant, always the same, and says which', async () => {
    const cards = {
      a: { en: card({ ...CARDS.discount, title: 'A' }) },
      b: { en: card({ ...CARDS.discount, title: 'B' }) },
    };
    const arms = [
      { id: 'a', weight: 1 },
      { id: 'b', weight: 1 },
    ];
    const seen = new Map<string, string>();
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 1, 2]) {
      extension.shopify.orderConfirmation.value = {
        order: { id: `gid://shopify/OrderIdentity/${n}` },
        number: 'X',
        isFirstOrder: false,
      };
      beside(page([offer('t', { arms, salt: 's', cards })]));
      await openAgain();
      const [title = ''] = titles();
      expect(seen.get(String(n)) ?? title).toBe(title);
      seen.set(String(n), title ?? '');
    }
    expect(new Set(seen.values())).toEqual(new Set(['A', 'B']));
    await pass(400);
    for (const { arm } of server.allEvents()) expect(['a', 'b']).toContain(arm);
  });

  test('who is kept back is counted, and the next offer moves up', async () => {
    beside(page([offer('kept', { holdOutPercent: 100 }), offer('shown')], { limit: 1 }));
    await open();
    expect(titles()).toEqual(['shown']);
    await pass(400);
    expect(server.allEvents().map(({ type, offerId }) => [type, offerId])).toEqual([
      ['shown', 'shown'],
      ['held-out', 'kept'],
    ]);
  });

  test('accepting asks the server, whose deadline has the last word', async () => {
    beside(page([offer('off_1', { deadlineHours: 72 })]));
    await open();
    server.accept = () =>
      json({
        kind: 'accepted',
        code: 'C-1',
        url: 'https://shop.example/',
        deadlineAt: '2026-11-24T17:00:00Z',
      });
    fireEvent.click(button('Take it'));
    await pass(400);
    expect(server.to('/checkout/offers/off_1/accept')[0]?.body).not.toHaveProperty('decisionId');
    expect(server.to('/checkout/offer-events')[0]?.body).not.toHaveProperty('decisionId');
    expect(pageText()).toContain('offer.validUntil(2026-11-24T17:00:00.000Z)');
    expect(pageText()).not.toContain('2026-11-24T18:00:00');
  });

  test('nothing at all means nothing at all: no request, no count', async () => {
    for (const given of [page([], { mode: 'none' }), page([]), page([offer('x', { surfaces: [] })])]) {
      beside(given);
      await open();
      await pass(5000);
      expect(document.body.innerHTML).toBe('');
    }
    expect(server.sent).toEqual([]);
  });
});
