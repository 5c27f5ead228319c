import { describe, expect, it } from 'vitest';
import { gid, newId, shopifyNumber } from './id.ts';

describe('ids', () => {
  it('keeps every digit of a 64-bit id', () => {
    expect(shopifyNumber('gid://shopify/Order/9223372036854775807')).toBe('9223372036854775807');
    expect(shopifyNumber('gid://shopify/OrderIdentity/820982911946154508')).toBe('820982911946154508');
    expect(shopifyNumber('820982911946154509')).toBe('820982911946154509');
    expect(gid('Order', '820982911946154509')).toBe('gid://shopify/Order/820982911946154509');
  });

  it('has no number for what is none', () => {
    for (const text of [
      null,
      undefined,
      '',
      'abc',
      'gid://shopify/Order/',
      'gid://shopify/Order/1/2',
      '-1',
      '1.5',
      '123456789012345678901',
    ]) {
      expect(shopifyNumber(text), String(text)).toBeNull();
    }
  });

  it('makes ids that differ and name their noun', () => {
    const ids = new Set(Array.from({ length: 1000 }, () => newId('off')));
    expect(ids.size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^off_[0-9a-f]{24}$/);
  });
});
