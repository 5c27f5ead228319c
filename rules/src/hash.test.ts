import { describe, expect, test } from 'vitest';
import { HASH_START, hashPart, hashText, mix, shareFrom, shareOf } from './hash.ts';

describe('FNV-1a', () => {
  test.each([
    // From the test suite of the algorithm's authors (test_fnv.c) and RFC 9923.
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['b', 0xe70c2de5],
    ['foobar', 0xbf9cf968],
    ['chongo was here!\n', 0xd49930d5],
  ])('of %j is the published value', (text, expected) => {
    expect(hashText(HASH_START, text) >>> 0).toBe(expected);
  });

  test.each([
    'Grüße',
    '日本語',
    '👩‍👧 family',
    'a\u0000b',
    '\ud800 lone',
    'tail \udfff',
    '\uffff',
    '\u07ff\u0800',
  ])('of %j is over the bytes of UTF-8', (text) => {
    let expected = HASH_START;
    for (const byte of new TextEncoder().encode(text)) expected = Math.imul(expected ^ byte, 0x01000193);
    expect(hashText(HASH_START, text)).toBe(expected);
  });
});

test('the finaliser is fmix32 of MurmurHash3', () => {
  expect(mix(0)).toBe(0);
  expect(mix(1)).toBe(0x514e28b7);
  expect(mix(2)).toBe(0x30f4c306);
  expect(mix(0xffffffff)).toBe(0x81f16f39);
});

describe('shareOf', () => {
  test('is frozen: these values may never change', () => {
    // Computed by an independent program in another language.
    expect(shareOf('off_1', 'person-1')).toBe(0.7807886654045433);
    expect(shareOf('share', 'off_1', 'person-1')).toBe(0.7916325770784169);
    expect(shareOf('Grüße', '日本語')).toBe(0.04629414272494614);
  });

  test('keeps parts apart', () => {
    expect(shareOf('ab', 'c')).not.toBe(shareOf('a', 'bc'));
    expect(shareOf('a', '')).not.toBe(shareOf('', 'a'));
  });

  test('is the same from a prefix hashed ahead', () => {
    const seed = hashPart(hashPart(HASH_START, 'hold-out'), 'off_1');
    expect(shareFrom(seed, 'person-7')).toBe(shareOf('hold-out', 'off_1', 'person-7'));
  });

  test('spreads serial ids evenly', () => {
    const buckets = new Array<number>(20).fill(0);
    const n = 100_000;
    for (let i = 0; i < n; i++) {
      const share = shareOf('off_1', `gid://shopify/Order/${5_000_000_000_000 + i}`);
      const bucket = Math.floor(share * buckets.length);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    const expected = n / buckets.length;
    const chiSquare = buckets.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 19 degrees of freedom: 43.8 is exceeded once in a thousand; the input is fixed, so this is too.
    expect(chiSquare).toBeLessThan(43.8);
  });

  test('is independent between two offers for the same people', () => {
    const n = 100_000;
    let both = 0;
    for (let i = 0; i < n; i++)
      if (shareOf('off_1', `p${i}`) < 0.5 && shareOf('off_2', `p${i}`) < 0.5) both++;
    expect(Math.abs(both / n - 0.25)).toBeLessThan(0.005);
  });
});
