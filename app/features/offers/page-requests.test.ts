import { expect, test } from 'vitest';
import { offersRequest } from './page-requests.ts';

const page = {
  surface: 'thank-you',
  orderId: '1',
  locale: 'de',
  currency: 'EUR',
  total: { amount: '1', currency: 'EUR' },
  lines: [],
};
const orderId = (given: unknown) =>
  offersRequest.safeParse({ ...page, orderId: given }).data?.orderId ?? null;

test.each([
  ['9007199254740993', '9007199254740993'],
  ['gid://shopify/Order/9007199254740993', '9007199254740993'],
  ['gid://shopify/OrderIdentity/42?key=abc', '42'],
])('%s is order %s', (given, number) => expect(orderId(given)).toBe(number));

test.each([
  '',
  'x',
  '1x',
  '-1',
  '1.5',
  'gid://shopify/Order/',
  'gid://shopify/Order/x',
  'gid://shopify/',
  'gid://other/Order/1',
  '1'.repeat(21),
  `gid://shopify/${'x'.repeat(90)}/1`,
  42,
  null,
])('%j is none', (given) => expect(orderId(given)).toBeNull());
