import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillText, TEXT_VARIABLES, variablesIn } from './fill-text.ts';

describe('variables in a text', () => {
  test.each([
    ['Hi {first name}, thank you', { 'first name': 'Ada' }, 'Hi Ada, thank you'],
    ['Hi {first name}, thank you', {}, 'Hi, thank you'],
    ['Hi {first name|there}, thank you', { 'first name': '  ' }, 'Hi there, thank you'],
    ['{first name}, thank you', { 'first name': null }, 'thank you'],
    ['{ First  Name }, thank you', { 'first name': 'Ada' }, 'Ada, thank you'],
    ['{discount} off until {deadline}', { discount: '10 %' }, '10 % off until'],
    ['a {colour} b', {}, 'a b'],
    ['a {colour|red} b', {}, 'a red b'],
    ['{}, } and { stay', {}, '{}, } and { stay'],
    ['{a{product}b}', { product: 'x' }, '{axb}'],
  ])('%s', (text, values, expected) => {
    expect(fillText(text, values)).toBe(expected);
  });

  test('what is put in is not read again, and is no markup of ours', () => {
    expect(fillText('Hi {first name}', { 'first name': '{product}', product: 'x' })).toBe('Hi {product}');
    expect(fillText('Hi {first name}', { 'first name': '<b onclick="x">' })).toBe('Hi <b onclick="x">');
    expect(fillText('Hi {first name}', { 'first name': '$& $1 $`' })).toBe('Hi $& $1 $`');
    expect(fillText('Hi {first name}', { 'first name': 'a\u202Eb\n\u0000c' })).toBe('Hi a b c');
  });

  test('what is kept stays as it is written', () => {
    expect(fillText('{first name|you}: {product}', { product: 'x' }, ['first name'])).toBe(
      '{first name|you}: x',
    );
  });

  test('which variables it speaks of', () => {
    expect(variablesIn('{Product} {product|x} {foo} {')).toEqual(['product', 'foo']);
  });

  test('any text and any value: no throw, no known variable left, values whole, never much longer', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(...TEXT_VARIABLES.map((name) => `{${name}}`), '{', '}', '|', '{x|'),
    );
    const value = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(fc.array(part), value, (parts, name) => {
        const text = parts.join('');
        const filled = fillText(text, { 'first name': name, product: 'P' });
        const without = fillText(text, {});
        for (const known of TEXT_VARIABLES) expect(without).not.toContain(`{${known}}`);
        expect(without.length).toBeLessThanOrEqual(text.length);
        expect(filled.length).toBeLessThanOrEqual(text.length + 120 * parts.length);
        // Without braces there is nothing to do.
        const bare = text.replace(/[{}]/g, '');
        expect(fillText(bare, { 'first name': name })).toBe(bare);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a hostile text takes no time', () => {
    const started = performance.now();
    fillText('{'.repeat(100_000), {});
    fillText(`{${'a|'.repeat(100_000)}`, {});
    fillText(' {x'.repeat(50_000), {});
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
