import { describe, expect, test } from 'vitest';
import { hour } from '../../kit/span.ts';
import { createBudget } from './budget.ts';
import { deadlineAt, deadlineStart } from './deadline.ts';
import { discountOn } from './discount.ts';
import { newDiscountCode } from './discount-code.ts';
import { acceptedUrl } from './offer.ts';
import { offerCard } from './offer-card.ts';
import { isComplete, pickTexts, textNeeds } from './offer-texts.ts';

const words = { de: { title: 'Titel', text: '', button: 'Ja' } };

describe('the deadline', () => {
  const order = { processedAt: new Date('2026-11-02T10:00:20Z') };

  test('counts from the order, to the full minute', () => {
    expect(deadlineAt(order.processedAt, 72, null)?.toISOString()).toBe('2026-11-05T10:01:00.000Z');
    expect(deadlineAt(order.processedAt, null, null)).toBeNull();
  });

  test('is never after the end of the offer itself', () => {
    const end = new Date('2026-11-03T00:00:00Z');
    expect(deadlineAt(order.processedAt, 72, end)).toEqual(end);
    expect(deadlineAt(order.processedAt, null, end)).toEqual(end);
  });

  test('a promise made before the order arrived is kept; one from later does not restart the clock', () => {
    const promised = (ms: number) => new Date(order.processedAt.getTime() + ms);
    expect(deadlineStart(order, promised(3_000))).toEqual(promised(3_000));
    expect(deadlineStart(order, promised(5 * hour))).toEqual(order.processedAt);
    expect(deadlineStart(order, promised(-5 * hour))).toEqual(order.processedAt);
    expect(deadlineStart(order, null)).toEqual(order.processedAt);
    expect(deadlineStart(null, promised(0))).toEqual(promised(0));
    expect(deadlineStart(null, null)).toBeNull();
  });
});

describe('the card', () => {
  const t = (key: string, params?: Record<string, string | number>) => `${key} ${params?.value ?? ''}`.trim();
  const offer = {
    id: 'off_1',
    kind: 'product' as const,
    texts: words,
    setup: {},
    discount: { kind: 'percentage' as const, basisPoints: 1500 },
  };
  const item = {
    productId: '7',
    variantId: '71',
    title: 'Kanne',
    variantTitle: null,
    imageUrl: null,
    price: { minor: 1500n, currency: 'JPY' },
  };

  test('yen without decimals', () => {
    const card = offerCard(
      offer,
      { items: [item] },
      { name: 'A', currency: 'JPY', locale: 'de' },
      'de-DE',
      () => t,
    );
    expect(card?.product).toMatchObject({
      price: { amount: '1500', currency: 'JPY' },
      discountedPrice: { amount: '1275', currency: 'JPY' },
    });
  });

  test('without words there is no card', () => {
    const shop = { name: 'A', currency: 'EUR', locale: 'de' };
    expect(offerCard({ ...offer, texts: {} }, { items: [item] }, shop, 'de', () => t)).toBeNull();
  });

  test('words: the locale, its language, the shop, any; half a text is passed over', () => {
    const half = { title: 'Half', text: '', button: '' };
    const texts = {
      en: { title: 'E', text: '', button: 'e' },
      de: { title: 'D', text: '', button: 'd' },
      fr: half,
    };
    expect(pickTexts(texts, 'de_AT', 'en')?.locale).toBe('de');
    expect(pickTexts(texts, 'fr-FR', 'de')?.locale).toBe('de');
    expect(pickTexts(texts, 'fr-FR', 'it')?.locale).toBe('en');
    expect(pickTexts({ fr: half }, 'fr', 'fr')).toBeNull();
  });

  test('a language counts only with all that its kind needs', () => {
    const card = { title: 'Frage', text: '', button: 'Senden', options: { a: 'Ja', b: 'Nein' } };
    const question = {
      type: 'one' as const,
      hasOther: false,
      isShuffled: false,
      options: [{ id: 'a' }, { id: 'b' }],
    };
    const needs = textNeeds({ kind: 'question', setup: { question } });
    expect(isComplete(card, needs)).toBe(true);
    expect(isComplete({ ...card, options: { a: 'Ja', b: ' ' } }, needs)).toBe(false);
    const vip = textNeeds({ kind: 'vip', setup: {} });
    expect(isComplete(card, vip)).toBe(false);
    expect(isComplete({ ...card, consent: 'Ich will Post.' }, vip)).toBe(true);
    const quiet = { title: 'Danke', text: '', button: '' };
    expect(isComplete(quiet, textNeeds({ kind: 'message', setup: {} }))).toBe(true);
    expect(isComplete(quiet, textNeeds({ kind: 'message', setup: { link: 'https://a.example' } }))).toBe(
      false,
    );
  });

  test('never more off than it costs', () => {
    expect(discountOn({ minor: 300n, currency: 'EUR' }, { kind: 'amount', minor: 500n }).minor).toBe(300n);
  });
});

test('codes: readable, of the right length, all different', () => {
  const codes = new Set(Array.from({ length: 2_000 }, newDiscountCode));
  expect(codes.size).toBe(2_000);
  for (const code of codes) expect(code).toMatch(/^[2-9B-DF-HJKMNP-TV-Z]{5}-[2-9B-DF-HJKMNP-TV-Z]{5}$/);
});

test('links into the shop', () => {
  expect(acceptedUrl('https://a.example/', 'AB-C', [])).toBe(
    'https://a.example/discount/AB-C?redirect=/collections/all',
  );
  const cart = [
    { variantId: '7', quantity: 1 },
    { variantId: '8', quantity: 3 },
  ];
  expect(acceptedUrl('https://a.example', 'AB-C', cart)).toBe('https://a.example/cart/7:1,8:3?discount=AB-C');
  expect(acceptedUrl('https://a.example', '', cart)).toBe('https://a.example/cart/7:1,8:3');
  expect(acceptedUrl('https://a.example', '', [])).toBe('https://a.example');
});

test('a budget is used up and comes back', () => {
  let at = 0;
  const budget = createBudget(2, 1_000, () => at);
  expect([budget.take('a'), budget.take('a'), budget.take('a'), budget.take('b')]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  at = 1_000;
  expect(budget.take('a')).toBe(true);
});
