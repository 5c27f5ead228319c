import { describe, expect, test } from 'vitest';
import {
  readAcceptResponse,
  readMoney,
  readOfferCard,
  readOffersResponse,
  readReferralCard,
} from './read-wire.ts';
import { acceptPath } from './wire.ts';

const CARD = {
  id: 'off_1',
  kind: 'product',
  title: 'Title',
  text: 'Text',
  button: 'Go',
  product: {
    productId: '1',
    variantId: '2',
    title: 'Tea',
    variantTitle: null,
    imageUrl: 'https://cdn.example/a.png',
    price: { amount: '20.00', currency: 'EUR' },
    discountedPrice: { amount: '17.00', currency: 'EUR' },
  },
  discount: { kind: 'percentage', value: '15', label: '−15 %' },
  deadlineAt: '2026-11-24T18:00:00Z',
  accepted: null,
  smallPrint: null,
};

const hostile = [undefined, null, 0, 7, Number.NaN, '', 'x', true, [], [1], {}, { id: {} }, () => {}];

describe('readers', () => {
  test('pass through what is well formed', () => {
    expect(readOfferCard(CARD)).toEqual(CARD);
  });

  test('never throw and never let nonsense through', () => {
    for (const value of hostile) {
      expect(readOfferCard(value)).toBeNull();
      expect(readReferralCard(value)).toBeNull();
      expect(readMoney(value)).toBeNull();
      expect(readOffersResponse(value)).toBeNull();
      expect(readAcceptResponse(value)).toEqual({ kind: 'unavailable' });
      for (const key of Object.keys(CARD)) readOfferCard({ ...CARD, [key]: value });
    }
  });

  test('leave out a card that lacks what it needs', () => {
    for (const key of ['id', 'kind', 'title', 'button', 'product']) {
      expect(readOfferCard({ ...CARD, [key]: undefined }), key).toBeNull();
    }
    expect(readOfferCard({ ...CARD, kind: 'discount', product: null })).not.toBeNull();
    expect(
      readOfferCard({ ...CARD, product: { ...CARD.product, price: { amount: '1,50', currency: 'EUR' } } }),
    ).toBeNull();
  });

  test('let only web addresses become links', () => {
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      '//evil.example',
      ' https://x',
      'https://a b',
    ]) {
      expect(readAcceptResponse({ kind: 'accepted', code: 'X', url, deadlineAt: null })).toEqual({
        kind: 'unavailable',
      });
      expect(readOfferCard({ ...CARD, accepted: { code: 'X', url, deadlineAt: null } })?.accepted).toBeNull();
      expect(readReferralCard({ state: 'ready', link: url, headline: 'H' })).toBeNull();
      expect(
        readOfferCard({ ...CARD, product: { ...CARD.product, imageUrl: url } })?.product?.imageUrl,
      ).toBeNull();
    }
  });

  test('keep each offer once and drop only the broken ones', () => {
    const answer = readOffersResponse({
      decisionId: 'd',
      offers: [CARD, { ...CARD }, null, { ...CARD, id: 'off_2', deadlineAt: 'soon' }],
      referral: { state: 'pending', headline: '' },
      serverTime: 'x',
      somethingNew: true,
    });
    expect(answer?.offers.map((offer) => [offer.id, offer.deadlineAt])).toEqual([
      ['off_1', '2026-11-24T18:00:00Z'],
      ['off_2', null],
    ]);
    expect(answer?.referral?.state).toBe('pending');
    expect(answer?.serverTime).toBe('');
  });

  test('read an accept in its three forms', () => {
    const accepted = { kind: 'accepted', code: 'X', url: 'https://shop.example/', deadlineAt: null };
    expect(readAcceptResponse(accepted)).toEqual(accepted);
    expect(readAcceptResponse({ kind: 'gone', message: 'Over' })).toEqual({ kind: 'gone', message: 'Over' });
    expect(readAcceptResponse({ kind: 'gone' })).toEqual({ kind: 'gone', message: '' });
    expect(readAcceptResponse({ kind: 'newer' })).toEqual({ kind: 'unavailable' });
  });
});

test('an offer’s id cannot leave its place in the path', () => {
  expect(acceptPath('../x?y#z')).toBe('/checkout/offers/..%2Fx%3Fy%23z/accept');
});
