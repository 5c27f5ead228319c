import { createCartLine } from '@shopify/ui-extensions-tester/checkout';
import { describe, expect, test } from 'vitest';
import { answer, CARDS, json, pageText, pass, referral } from '../../blocks/src/testing.ts';
import { beside, extension, offer, open, openAgain, page, server, setTheScene, titles } from './testing.ts';

setTheScene();

const asked = () => server.to('/checkout/offers').length;

describe('a page that decides by itself', () => {
  describe('of a list', () => {
    const { product } = CARDS.product;
    if (!product) throw new Error('the card has a product');
    const item = (n: number, over = {}) => ({
      ...product,
      productId: `${n}`,
      variantId: `${n}`,
      title: `Tea ${n}`,
      ...over,
    });
    const listed = (id: string, show: number, items: ReturnType<typeof item>[]) =>
      offer(id, { show }, { ...CARDS.product, id, product: items[0] ?? null, moreProducts: items.slice(1) });
    const names = () =>
      [...document.body.querySelectorAll('s-choice')].map((one) => one.textContent?.match(/Tea \d/)?.[0]);
    const bought = (...ids: string[]) => {
      extension.shopify.lines.value = ids.map((id) =>
        createCartLine({
          quantity: 1,
          merchandise: {
            ...createCartLine().merchandise,
            id: `gid://shopify/ProductVariant/${id}`,
            product: { id: `gid://shopify/Product/${id}`, vendor: '', productType: '' },
          },
        }),
      );
    };

    test('the best that were not just bought stand on the card, unless they are bought again and again', async () => {
      bought('1', '2');
      beside(page([listed('l', 2, [item(1), item(2, { isRepeatable: true }), item(3), item(4)])]));
      await open();
      expect(names()).toEqual(['Tea 2', 'Tea 3']);
    });

    test('no card shows what one above it shows; a list with nothing left is passed over', async () => {
      beside(
        page([
          listed('a', 2, [item(1), item(2)]),
          listed('b', 2, [item(1), item(2)]),
          listed('c', 2, [item(2), item(3)]),
        ]),
      );
      await open();
      expect(document.body.querySelectorAll('s-heading')).toHaveLength(2);
      expect(names()).toEqual(['Tea 1', 'Tea 2']);
      expect(pageText()).toContain('Tea 3');
    });
  });

  test('answers are shuffled for each order, "other" stays last', async () => {
    const options = ['a', 'b', 'c', 'd', 'e', 'other'].map((id) => ({ id, label: id }));
    const question = { type: 'source', options, otherId: 'other', thanks: '' } as const;
    const orders = new Set<string>();
    for (const n of [1, 2, 3, 1]) {
      extension.shopify.orderConfirmation.value = {
        order: { id: `gid://shopify/OrderIdentity/${n}` },
        number: 'X',
        isFirstOrder: false,
      };
      beside(page([offer('q', { isShuffled: true }, { ...CARDS.question, id: 'q', question })]));
      await openAgain();
      const shown = [...document.body.querySelectorAll('s-choice')].map((one) => one.textContent).join('');
      expect(shown.length).toBe(10);
      expect(shown).toMatch(/other$/);
      orders.add(shown);
    }
    expect(orders.size).toBe(3);
  });

  test('the referral card stands below, and its link is asked for at once', async () => {
    server.offers = () => json(answer({ offers: [], referral: referral() }));
    const pending = referral({ state: 'pending', link: null });
    beside(page([offer('one')], { referral: { en: pending } }));
    await open();
    expect(titles()).toEqual(['one', 'Tell a friend']);
    await pass(50);
    expect(server.to('/checkout/offers').map(({ body }) => body.purpose)).toEqual(['referral']);
    expect(pageText()).toContain('app.example/r/ANNA-7K2M');
    await pass(10_000);
    expect(asked()).toBe(1);
  });
});
