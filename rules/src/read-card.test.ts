import { describe, expect, test } from 'vitest';
import { readOfferCard } from './read-card.ts';
import { OFFER_KINDS } from './wire.ts';

const PRODUCT = {
  productId: '1',
  variantId: '2',
  title: 'Tea',
  price: { amount: '20.00', currency: 'EUR' },
  discountedPrice: { amount: '17.00', currency: 'EUR' },
};
const WORDS = { id: 'off_1', title: 'Title', text: 'Text', button: 'Go' };
const OPTIONS = [
  { id: 'a', label: 'A friend' },
  { id: 'b', label: 'Search' },
  { id: 'other', label: 'Other' },
];
const QUESTION = { type: 'source', options: OPTIONS, otherId: 'other', thanks: 'Thank you' };
const SCALE = { type: 'nps', options: [], scale: { min: 0, max: 10, low: 'No', high: 'Yes' }, thanks: '' };
const STEPS = [
  { key: 'placed', at: '2026-11-20T10:00:00Z' },
  { key: 'shipped', at: null },
];

/** What each kind needs beside the words. */
const NEEDS: Record<(typeof OFFER_KINDS)[number], Record<string, unknown>> = {
  product: { product: PRODUCT },
  'add-to-order': { product: PRODUCT },
  'buy-again': { product: { ...PRODUCT, quantity: 2 } },
  discount: {},
  vip: { vip: { consent: 'I agree.', needsEmail: true, isDoubleOptIn: true } },
  question: { question: QUESTION },
  birthday: { birthday: { consent: 'I agree.' } },
  review: { review: { url: 'https://shop.example/r', productTitle: 'Tea' } },
  referral: { referral: { state: 'pending', headline: 'Tell a friend' } },
  parcel: { parcel: { state: 'placed', steps: STEPS } },
  message: {},
};

const hostile = [undefined, null, 0, 7, Number.NaN, '', 'x', true, [], [1], {}, { id: {} }, [null], () => {}];

describe.each(OFFER_KINDS)('a card of kind %s', (kind) => {
  const whole = { ...WORDS, kind, ...NEEDS[kind] };

  test('is read whole', () => {
    expect(readOfferCard(whole)).toMatchObject({ ...WORDS, kind, ...NEEDS[kind] });
  });

  test('is left out when it lacks what it needs', () => {
    for (const key of [...Object.keys(NEEDS[kind]), 'id', 'title']) {
      expect(readOfferCard({ ...whole, [key]: undefined }), key).toBeNull();
    }
  });

  test('never throws and never shows half of anything', () => {
    for (const key of Object.keys(whole)) {
      for (const value of hostile) readOfferCard({ ...whole, [key]: value });
      const part = (whole as Record<string, unknown>)[key];
      if (typeof part !== 'object' || part === null) continue;
      for (const inner of Object.keys(part)) {
        for (const value of hostile) readOfferCard({ ...whole, [key]: { ...part, [inner]: value } });
      }
    }
  });
});

test('kinds with a decision to make need a button, the others stand without', () => {
  const without = OFFER_KINDS.filter((kind) => readOfferCard({ ...WORDS, kind, ...NEEDS[kind], button: '' }));
  expect(without).toEqual(['referral', 'parcel', 'message']);
});

describe('products', () => {
  const more = [1, 2, 3, 4].map((n) => ({ ...PRODUCT, variantId: String(n), title: `Tea ${n}` }));

  test('to choose from are three at most, each once', () => {
    const card = readOfferCard({ ...WORDS, kind: 'product', product: PRODUCT, moreProducts: more });
    expect(card?.moreProducts?.map(({ variantId }) => variantId)).toEqual(['1', '3']);
    expect(
      readOfferCard({ ...WORDS, kind: 'product', product: PRODUCT, moreProducts: 'x' }),
    ).not.toHaveProperty('moreProducts');
  });

  test('to buy again are all that were bought, with whole quantities', () => {
    const card = readOfferCard({
      ...WORDS,
      kind: 'buy-again',
      product: { ...PRODUCT, quantity: 2.5 },
      moreProducts: more,
    });
    expect(card?.product).not.toHaveProperty('quantity');
    expect(card?.moreProducts).toHaveLength(3);
  });

  test('broken ones are left out, the rest stays', () => {
    const card = readOfferCard({
      ...WORDS,
      kind: 'product',
      product: PRODUCT,
      moreProducts: [null, { ...more[0], price: '3' }, more[2]],
    });
    expect(card?.moreProducts?.map(({ title }) => title)).toEqual(['Tea 3']);
  });
});

describe('questions', () => {
  const read = (question: unknown) =>
    readOfferCard({ ...WORDS, kind: 'question', question })?.question ?? null;

  test('need at least two answers to choose from, each once', () => {
    expect(read({ ...QUESTION, options: OPTIONS.slice(0, 1) })).toBeNull();
    expect(read({ ...QUESTION, options: [OPTIONS[0], OPTIONS[0]] })).toBeNull();
    expect(read({ ...QUESTION, options: [...OPTIONS, null, { id: 'x' }, OPTIONS[0]] })?.options).toEqual(
      OPTIONS,
    );
  });

  test('have a field for "other" only when it is one of the answers', () => {
    expect(read(QUESTION)?.otherId).toBe('other');
    expect(read({ ...QUESTION, otherId: 'nowhere' })?.otherId).toBeNull();
  });

  test('with a scale need ends that make sense and fit', () => {
    expect(read(SCALE)?.scale).toEqual({ min: 0, max: 10, low: 'No', high: 'Yes' });
    for (const scale of [null, { min: 5, max: 5 }, { min: 1, max: 99 }, { min: '0', max: 10 }, { max: 5 }]) {
      expect(read({ ...SCALE, scale }), JSON.stringify(scale)).toBeNull();
    }
  });

  test('of an unknown type are left out', () => {
    expect(read({ ...QUESTION, type: 'hologram' })).toBeNull();
    expect(read({ type: 'text', options: 7, thanks: null })).toEqual({
      type: 'text',
      options: [],
      thanks: '',
    });
  });
});

test('pictures, trackers and links are web addresses or nothing', () => {
  const bad = 'javascript:alert(1)';
  const message = readOfferCard({ ...WORDS, kind: 'message', link: bad, picture: { url: bad, alt: 'x' } });
  expect(message).toMatchObject({ link: null });
  expect(message).not.toHaveProperty('picture');
  const parcel = { ...(NEEDS.parcel.parcel as object), trackingUrl: bad };
  expect(readOfferCard({ ...WORDS, kind: 'parcel', parcel })?.parcel?.trackingUrl).toBeNull();
  expect(readOfferCard({ ...WORDS, kind: 'review', review: { url: bad, productTitle: 'Tea' } })).toBeNull();
  expect(
    readOfferCard({ ...WORDS, kind: 'message', picture: { url: 'https://cdn.example/a.png' } })?.picture,
  ).toEqual({ url: 'https://cdn.example/a.png', alt: '' });
});

test('steps of a parcel that are not known are left out, and so is a parcel without any', () => {
  const read = (steps: unknown) =>
    readOfferCard({ ...WORDS, kind: 'parcel', parcel: { state: 'late', steps } })?.parcel?.steps;
  expect(read([...STEPS, { key: 'lost' }, { key: 'delivered', at: 'soon' }])).toEqual([
    ...STEPS,
    { key: 'delivered', at: null },
  ]);
  expect(read([])).toBeUndefined();
});

test('the variant of a test travels with the card', () => {
  expect(readOfferCard({ ...WORDS, kind: 'discount', arm: 'b' })?.arm).toBe('b');
  expect(readOfferCard({ ...WORDS, kind: 'discount', arm: 7 })).not.toHaveProperty('arm');
});
