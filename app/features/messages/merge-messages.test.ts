import { expect, it } from 'vitest';
import { mergeData, mergeRoom } from './merge-messages.ts';

const asked = (orderName: string, ...titles: string[]) => ({
  orderName,
  firstName: 'Ada',
  products: titles.map((title) => ({ title, imageUrl: null, starUrls: [] })),
  notArrivedUrl: `https://app.example/${orderName}`,
  reward: null,
});

it('puts the products of several orders into one question, three at most, each once', () => {
  const merged = mergeData('review_request', [
    asked('#1', 'Pot', 'Cup'),
    asked('#2', 'Cup', 'Spoon', 'Sieve'),
  ]);
  expect(merged.products.map(({ title }) => title)).toEqual(['Pot', 'Cup', 'Spoon']);
  // It names both orders, and does not ask after one parcel
  expect(merged).toMatchObject({ orderName: '#1, #2', firstName: 'Ada', notArrivedUrl: null });
});

it('leaves alone what is by itself, and what is no review question', () => {
  const own = asked('#1', 'Pot');
  expect(mergeData('review_request', [own])).toBe(own);
  expect(mergeData('thank_you', [own, asked('#2', 'Cup')])).toBe(own);
  expect(mergeRoom('thank_you', 'h', own)).toBeNull();
  expect(mergeRoom('review_request', null, own)).toBeNull();
  expect(mergeRoom('review_request', 'h', null)).toBeNull();
  expect(mergeRoom('review_reminder', 'h', own)).toEqual({ key: 'review_reminder h', size: 1, room: 3 });
});
