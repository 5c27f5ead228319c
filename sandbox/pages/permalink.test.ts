import { describe, expect, it } from 'vitest';
import { cartPath, innerPath, parseCartPath } from './permalink.ts';

describe('cart permalinks', () => {
  it('reads variants and quantities, ids above 2^53 untouched', () => {
    expect(parseCartPath('45123456789012345678:2,7')).toEqual([
      { variantId: '45123456789012345678', quantity: 2 },
      { variantId: '7', quantity: 1 },
    ]);
  });

  it('adds up a variant that is named twice and drops what is no line', () => {
    expect(parseCartPath('7:1,7:2,x:1,8:0,,9:1:1')).toEqual([{ variantId: '7', quantity: 3 }]);
  });

  it('writes what it reads', () => {
    expect(cartPath(parseCartPath('7:3,9:1'))).toBe('7:3,9:1');
  });

  it('stays inside the shop', () => {
    expect(innerPath('/?ref=ANNA')).toBe('/?ref=ANNA');
    expect(innerPath('//evil.example')).toBe('/');
    expect(innerPath('/\\evil.example')).toBe('/');
    expect(innerPath('https://evil.example')).toBe('/');
    expect(innerPath(undefined)).toBe('/');
  });
});
