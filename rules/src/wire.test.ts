import { describe, expect, test } from 'vitest';
import { readOfferCard, readReferralCard } from './read-card.ts';
import { readMoney } from './read-value.ts';
import { readAcceptResponse, readOffersResponse, readQuoteResponse } from './read-wire.ts';
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
      expect(readQuoteResponse(value)).toEqual({ kind: 'unavailable' });
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

  test('show the referral link once, as a card or below the offers', () => {
    const referral = { state: 'ready', link: 'https://shop.example/r', headline: 'H' };
    const card = { ...CARD, id: 'off_2', kind: 'referral', referral };
    const answer = readOffersResponse({ offers: [card, { ...card, id: 'off_3' }], referral });
    expect(answer?.offers.map((offer) => offer.id)).toEqual(['off_2']);
    expect(answer?.referral).toBeNull();
    expect(readOffersResponse({ offers: [CARD], referral })?.referral?.headline).toBe('H');
  });

  test('read an accept in all its forms', () => {
    const accepted = { kind: 'accepted', code: 'X', url: 'https://shop.example/', deadlineAt: null };
    const due = { amount: '9.90', currency: 'EUR' };
    const added = { kind: 'added', payUrl: 'https://shop.example/pay', due, payBy: '2026-11-25T10:00:00Z' };
    expect(readAcceptResponse(accepted)).toEqual(accepted);
    expect(readAcceptResponse({ kind: 'gone', message: 'Over' })).toEqual({ kind: 'gone', message: 'Over' });
    expect(readAcceptResponse({ kind: 'gone' })).toEqual({ kind: 'gone', message: '' });
    expect(readAcceptResponse({ kind: 'done', message: 'Thanks' })).toEqual({
      kind: 'done',
      message: 'Thanks',
      accepted: null,
    });
    expect(readAcceptResponse({ kind: 'done', accepted })).toMatchObject({ accepted: { code: 'X' } });
    expect(readAcceptResponse(added)).toEqual(added);
    for (const over of [{ payUrl: 'javascript:x' }, { due: '9.90' }, { payBy: 'soon' }]) {
      expect(readAcceptResponse({ ...added, ...over })).toEqual({ kind: 'unavailable' });
    }
    expect(readAcceptResponse({ kind: 'invalid', field: 'email', message: 'No' })).toEqual({
      kind: 'invalid',
      field: 'email',
      message: 'No',
    });
    expect(readAcceptResponse({ kind: 'newer' })).toEqual({ kind: 'unavailable' });
  });

  test('read a quote whole or not at all', () => {
    const money = (amount: string) => ({ amount, currency: 'EUR' });
    const quote = {
      kind: 'quote',
      quoteId: 'add_1',
      title: 'Tea',
      quantity: 1,
      price: money('20.00'),
      discount: money('3.00'),
      tax: null,
      due: money('17.00'),
      shippingNote: 'No extra shipping.',
      payBy: '2026-11-25T10:00:00Z',
    };
    expect(readQuoteResponse(quote)).toEqual(quote);
    expect(readQuoteResponse({ ...quote, tax: money('3.23') })).toMatchObject({ tax: money('3.23') });
    for (const key of ['quoteId', 'title', 'quantity', 'price', 'discount', 'due', 'payBy']) {
      expect(readQuoteResponse({ ...quote, [key]: undefined }), key).toEqual({ kind: 'unavailable' });
    }
    expect(readQuoteResponse({ ...quote, tax: '3.23' })).toEqual({ kind: 'unavailable' });
    expect(readQuoteResponse({ kind: 'cart', message: 'Sent already' })).toEqual({
      kind: 'cart',
      message: 'Sent already',
    });
    expect(readQuoteResponse({ kind: 'gone' })).toEqual({ kind: 'gone', message: '' });
  });
});

test('an offer’s id cannot leave its place in the path', () => {
  expect(acceptPath('../x?y#z')).toBe('/checkout/offers/..%2Fx%3Fy%23z/accept');
});
