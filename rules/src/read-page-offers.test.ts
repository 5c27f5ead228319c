import { describe, expect, test } from 'vitest';
import { readPageOffers } from './read-page-offers.ts';

const CARD = { id: 'off_1', kind: 'discount', title: 'Title', text: '', button: 'Go' };
const OFFER = {
  id: 'off_1',
  surfaces: ['thank-you'],
  rule: null,
  startsAt: null,
  endsAt: '2026-12-01T00:00:00Z',
  holdOutPercent: 5,
  deadlineHours: 72,
  cards: { '': { en: CARD, de: { ...CARD, title: 'Titel' } } },
};
const PAGE = {
  v: 1,
  version: 7,
  mode: 'page',
  limit: 2,
  outline: ['discount', 'hologram', 'question'],
  shop: { currency: 'EUR', locale: 'de', timezone: 'Europe/Berlin' },
  offers: [OFFER],
  goodUntil: '2026-11-25T00:00:00Z',
};

describe('the metafield', () => {
  test('is read from text or as it is', () => {
    const read = readPageOffers(JSON.stringify(PAGE));
    expect(read).toEqual(readPageOffers(PAGE));
    expect(read).toMatchObject({ mode: 'page', limit: 2, version: 7, outline: ['discount', 'question'] });
    expect(read?.offers[0]).toMatchObject({ id: 'off_1', rule: null, deadlineHours: 72, arms: [] });
    expect(read?.offers[0]?.cards['']?.de?.title).toBe('Titel');
  });

  test('that is of another version, cut off or nonsense is none: the page asks', () => {
    const text = JSON.stringify(PAGE);
    for (const value of [undefined, null, '', '[]', 'null', text.slice(0, -5), 7, [], {}]) {
      expect(readPageOffers(value)).toBeNull();
    }
    for (const over of [
      { v: 2 },
      { mode: 'guess' },
      { goodUntil: 'soon' },
      { limit: 1.5 },
      { limit: null },
    ]) {
      expect(readPageOffers({ ...PAGE, ...over }), JSON.stringify(over)).toBeNull();
    }
  });

  test('keeps the offers that can be read', () => {
    const broken = [
      { ...OFFER, id: '' },
      { ...OFFER, startsAt: 'soon' },
      { ...OFFER, endsAt: 7 },
      { ...OFFER, holdOutPercent: 120 },
      { ...OFFER, deadlineHours: 'many' },
      null,
    ];
    expect(readPageOffers({ ...PAGE, offers: [...broken, OFFER] })?.offers).toHaveLength(1);
    expect(readPageOffers({ ...PAGE, offers: 'x', outline: 7, shop: null })).toMatchObject({
      offers: [],
      outline: [],
      shop: { currency: '' },
    });
  });

  test('keeps of an offer the cards, arms and places that can be read', () => {
    const [offer] =
      readPageOffers({
        ...PAGE,
        offers: [
          {
            ...OFFER,
            surfaces: ['thank-you', 'moon'],
            arms: [{ id: 'a', weight: 50 }, { id: 'b', weight: -1 }, null],
            cards: { a: { en: CARD, de: { id: 'x' } }, b: { en: null }, c: 7 },
          },
        ],
      })?.offers ?? [];
    expect(offer?.surfaces).toEqual(['thank-you']);
    expect(offer?.arms).toEqual([{ id: 'a', weight: 50 }]);
    expect(Object.keys(offer?.cards ?? {})).toEqual(['a']);
    expect(Object.keys(offer?.cards.a ?? {})).toEqual(['en']);
  });

  test('keeps whole lists, how many of them are shown, and the referral card', () => {
    const money = { amount: '5.00', currency: 'EUR' };
    const item = (n: number) => ({ productId: `${n}`, variantId: `${n}`, title: `Tea ${n}`, price: money });
    const more = Array.from({ length: 150 }, (_, n) => ({ ...item(n + 1), isRepeatable: n === 0 }));
    const card = { ...CARD, kind: 'product', product: item(0), moreProducts: more };
    const referral = { en: { state: 'pending', headline: 'Tell' }, de: 7 };
    const page = readPageOffers({
      ...PAGE,
      referral,
      offers: [
        { ...OFFER, show: 2, isShuffled: true, cards: { '': { en: card } } },
        { ...OFFER, show: 9 },
      ],
    });
    const products = page?.offers[0]?.cards['']?.en?.moreProducts ?? [];
    expect(products).toHaveLength(99);
    expect(products[0]?.isRepeatable).toBe(true);
    expect(products[1]).not.toHaveProperty('isRepeatable');
    expect(page?.offers[0]).toMatchObject({ show: 2, isShuffled: true });
    expect(page?.offers[1]?.show).toBeUndefined();
    expect(Object.keys(page?.referral ?? {})).toEqual(['en']);
    expect(readPageOffers(PAGE)?.referral).toBeNull();
  });

  test('a missing rule is not "every order"', () => {
    const { rule: _rule, ...without } = OFFER;
    expect(readPageOffers({ ...PAGE, offers: [without] })?.offers[0]?.rule).not.toBeNull();
  });
});
