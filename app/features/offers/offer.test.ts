import { describe, expect, test } from 'vitest';
import { hour } from '../../kit/span.ts';
import { createBudget } from './budget.ts';
import { conditionsOf, noConditions, ruleOf } from './conditions.ts';
import { deadlineAt, deadlineStart } from './deadline.ts';
import { newDiscountCode } from './discount-code.ts';
import { acceptedUrl, discountOn, parseAmount, parsePercent, pickTexts } from './offer.ts';
import { offerCard } from './offer-card.ts';
import { inputOf, templateInput } from './offer-form.ts';
import { type OfferInput, readOfferInput } from './offer-input.ts';

const shop = { currency: 'EUR' };
const now = new Date('2026-11-02T10:00:00Z');
const words = { de: { title: 'Titel', text: '', button: 'Ja' } };
const good = (change: Partial<OfferInput> = {}): OfferInput => ({
  ...templateInput('next-order', 'Nächste Bestellung', words),
  ...change,
});
const problems = (input: unknown) => {
  const read = readOfferInput(input, shop, now);
  return read.kind === 'invalid' ? read.problems : {};
};

describe('what was typed', () => {
  test('a good offer survives the way into the table and back into the fields', () => {
    const conditions = {
      minTotal: '49.90',
      boughtProductIds: ['9007199254740993'],
      isFirstOrderOnly: true,
      countries: ['DE', 'AT'],
      startsAt: '2026-11-01T00:00:00.000Z',
      endsAt: '2026-12-24T00:00:00.000Z',
    };
    const read = readOfferInput(
      good({ conditions, discount: { kind: 'percentage', value: '12,5' } }),
      shop,
      now,
    );
    if (read.kind !== 'ok') throw new Error(JSON.stringify(read));
    const back = inputOf({ ...read.content, id: 'off_1', status: 'active', position: 0, version: 1 }, 'EUR');
    expect(back).toEqual(good({ conditions, discount: { kind: 'percentage', value: '12.5' } }));
  });

  test.each([
    [
      '10,000 characters',
      { texts: { de: { title: 'x', text: 'x'.repeat(10_000), button: 'y' } } },
      'texts.de.text',
    ],
    ['no title anywhere', { texts: { de: { title: ' ', text: '', button: 'y' } } }, 'texts'],
    ['101 %', { discount: { kind: 'percentage', value: '101' } }, 'discount.value'],
    ['0 %', { discount: { kind: 'percentage', value: '0' } }, 'discount.value'],
    ['three decimals of a euro', { discount: { kind: 'amount', value: '1.005' } }, 'discount.value'],
    ['a negative amount', { discount: { kind: 'amount', value: '-5' } }, 'discount.value'],
    ['a discount of nothing', { discount: { kind: 'none', value: '' } }, 'discount.value'],
    ['half an hour', { deadlineHours: '0.5' }, 'deadlineHours'],
    ['a year', { deadlineHours: '8760' }, 'deadlineHours'],
    ['no page', { surfaces: [] }, 'surfaces'],
    ['no name', { name: '' }, 'name'],
    ['no product', { kind: 'product' }, 'product'],
    [
      'an id that is none',
      { kind: 'product', product: { productId: 'x', variantId: '1' } },
      'product.productId',
    ],
    ['a language that is none', { texts: { 'x!': words.de } }, 'texts.x!'],
  ])('%s is refused at the field', (_name, change, field) => {
    expect(Object.keys(problems(good(change as Partial<OfferInput>)))).toEqual([field]);
  });

  test('a window that is over, or the wrong way round', () => {
    const conditions = good().conditions;
    const over = { ...conditions, endsAt: '2026-11-01T00:00:00.000Z' };
    expect(problems(good({ conditions: over }))).toEqual({ 'conditions.endsAt': 'offers:problem.over' });
    expect(problems(good({ conditions: over, isActive: false }))).toEqual({});
    const reversed = { ...conditions, startsAt: '2026-12-02T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' };
    expect(problems(good({ conditions: reversed }))).toEqual({
      'conditions.endsAt': 'offers:problem.window',
    });
  });

  test('a draft may be unfinished; what is not an offer at all is refused whatever it is', () => {
    expect(problems(good({ isActive: false, texts: {} }))).toEqual({});
    for (const junk of [null, 1, 'x', [], {}, { ...good(), extra: 1 }]) {
      expect(readOfferInput(junk, shop, now).kind).toBe('invalid');
    }
  });

  test('yen have no decimals', () => {
    const input = good({ discount: { kind: 'amount', value: '500.50' } });
    expect(readOfferInput(input, { currency: 'JPY' }, now).kind).toBe('invalid');
    expect(parseAmount('500', 'JPY')).toBe(500n);
    expect(parseAmount('5,50', 'EUR')).toBe(550n);
    expect(parsePercent('7.25')).toBe(725);
    expect(parsePercent('7.255')).toBeNull();
  });

  test('conditions become rules and come back; a rule that says more is left alone', () => {
    expect(conditionsOf(ruleOf(noConditions, 'EUR'))).toEqual(noConditions);
    expect(conditionsOf({ kind: 'any', rules: [] })).toBeNull();
    expect(conditionsOf({ kind: 'all', rules: [{ kind: 'share', to: 50 }] })).toBeNull();
  });
});

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
    product: { productId: '7', variantId: '71' },
    texts: words,
    discount: { kind: 'percentage' as const, basisPoints: 1500 },
  };
  const item = {
    title: 'Kanne',
    variantTitle: null,
    imageUrl: null,
    price: { minor: 1500n, currency: 'JPY' },
  };

  test('yen without decimals', () => {
    const card = offerCard(offer, item, { currency: 'JPY', locale: 'de' }, 'de-DE', () => t);
    expect(card?.product).toMatchObject({
      price: { amount: '1500', currency: 'JPY' },
      discountedPrice: { amount: '1275', currency: 'JPY' },
    });
  });

  test('without a price or without words there is no card', () => {
    expect(offerCard(offer, null, { currency: 'EUR', locale: 'de' }, 'de', () => t)).toBeNull();
    expect(
      offerCard({ ...offer, texts: {} }, item, { currency: 'EUR', locale: 'de' }, 'de', () => t),
    ).toBeNull();
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
  expect(acceptedUrl('https://a.example/', 'AB-C', null)).toBe(
    'https://a.example/discount/AB-C?redirect=/collections/all',
  );
  expect(acceptedUrl('https://a.example', 'AB-C', '7')).toBe('https://a.example/cart/7:1?discount=AB-C');
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
