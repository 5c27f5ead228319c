import { expect, test } from 'vitest';
import { testStore } from '../testing.ts';
import { compareIds, numericId } from './ids.ts';

test('ids are above 2^53, never given twice, and change when a JavaScript number is made of them', () => {
  const { store } = testStore();
  const ids = Array.from({ length: 50 }, () => store.nextId());
  expect(new Set(ids).size).toBe(50);
  for (const id of ids) {
    expect(BigInt(id) > 2n ** 53n).toBe(true);
    expect(String(Number(id))).not.toBe(id);
  }
});

test('a gid and its number mean the same', () => {
  expect(numericId('gid://shopify/Order/820982911946154508', 'Order')).toBe('820982911946154508');
  expect(numericId('820982911946154508', 'Order')).toBe('820982911946154508');
  expect(numericId('gid://shopify/Product/1', 'Order')).toBeNull();
  expect(numericId('order 1')).toBeNull();
});

test('ids are compared by value', () => {
  expect(['10', '9', '100'].sort(compareIds)).toEqual(['9', '10', '100']);
});
