import { describe, expect, test } from 'vitest';
import { exchange, isAmount, purse, split, toApiDecimal, toDecimal, toMinor } from './money.ts';

describe('money', () => {
  test.each([
    ['19.90', 'EUR', 1990n, '19.90'],
    ['1200', 'JPY', 1200n, '1200'],
    ['1.250', 'KWD', 1250n, '1.250'],
    ['-0.5', 'USD', -50n, '-0.50'],
    ['90071992547409.93', 'USD', 9007199254740993n, '90071992547409.93'],
  ])('%s %s is %s minor units', (text, currency, minor, again) => {
    expect(toMinor(text, currency)).toBe(minor);
    expect(toDecimal(minor, currency)).toBe(again);
  });

  test('what is finer than the currency is rounded half away from zero', () => {
    expect(toMinor('1.005', 'EUR')).toBe(101n);
    expect(toMinor('-1.005', 'EUR')).toBe(-101n);
    expect(toMinor('0.5', 'JPY')).toBe(1n);
  });

  test('an amount fits its currency or not', () => {
    expect(isAmount('10.5', 'JPY')).toBe(false);
    expect(isAmount('10.0', 'JPY')).toBe(true);
    expect(isAmount('1.234', 'KWD')).toBe(true);
    expect(isAmount('1e3', 'USD')).toBe(false);
  });

  test('a split adds up exactly', () => {
    const parts = split(1000n, [1n, 1n, 1n]);
    expect(parts).toEqual([334n, 333n, 333n]);
    expect(split(5n, [0n, 0n])).toEqual([0n, 0n]);
  });

  test('exchange knows how many decimals each side has', () => {
    expect(exchange(1000n, 'EUR', 'JPY')).toBe(1600n);
    expect(exchange(1000n, 'EUR', 'KWD')).toBe(3300n);
    expect(exchange(1600n, 'JPY', 'EUR')).toBe(1000n);
  });

  test('a purse adds both currencies', () => {
    const money = purse('EUR', 'JPY');
    const bag = money.bag(1600n);
    expect(bag).toEqual({ shop: '10.00', presentment: '1600' });
    expect(money.times(bag, 3)).toEqual({ shop: '30.00', presentment: '4800' });
  });

  test('the Admin API writes decimals its own way', () => {
    expect(toApiDecimal('15.00')).toBe('15.0');
    expect(toApiDecimal('2629.95')).toBe('2629.95');
    expect(toApiDecimal('1200')).toBe('1200.0');
  });
});
