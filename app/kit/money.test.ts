import { describe, expect, it } from 'vitest';
import { addMoney, currencyDigits, formatMoney, moneyAmount, parseMoney, shareOf } from './money.ts';

describe('money', () => {
  it('is exact in every currency’s own decimals', () => {
    expect(parseMoney('15.0', 'USD').minor).toBe(1500n);
    expect(parseMoney('1500', 'JPY').minor).toBe(1500n);
    expect(parseMoney('1500.00', 'JPY').minor).toBe(1500n);
    expect(parseMoney('1.234', 'KWD').minor).toBe(1234n);
    expect(parseMoney('-3.10', 'EUR').minor).toBe(-310n);
    expect(parseMoney('90071992547409931.55', 'EUR').minor).toBe(9007199254740993155n);
  });

  it('refuses what would lose a digit or is no amount', () => {
    for (const [text, currency] of [
      ['1.5', 'JPY'],
      ['1.2345', 'KWD'],
      ['1,5', 'EUR'],
      ['', 'EUR'],
      ['1e3', 'EUR'],
      ['NaN', 'EUR'],
      ['.5', 'EUR'],
    ] as const) {
      expect(() => parseMoney(text, currency), text).toThrow(RangeError);
    }
  });

  it('writes back what it read', () => {
    for (const [text, currency] of [
      ['0.05', 'EUR'],
      ['-0.05', 'EUR'],
      ['7', 'JPY'],
      ['0.001', 'KWD'],
      ['1234567.89', 'USD'],
    ] as const) {
      expect(moneyAmount(parseMoney(text, currency))).toBe(text);
    }
  });

  it('rounds a share half away from zero', () => {
    expect(shareOf({ minor: 25n, currency: 'EUR' }, 1000).minor).toBe(3n);
    expect(shareOf({ minor: -25n, currency: 'EUR' }, 1000).minor).toBe(-3n);
    expect(shareOf({ minor: 9900n, currency: 'EUR' }, 1000).minor).toBe(990n);
  });

  it('never mixes currencies', () => {
    expect(() => addMoney({ minor: 1n, currency: 'EUR' }, { minor: 1n, currency: 'USD' })).toThrow(
      RangeError,
    );
    expect(addMoney({ minor: 1n, currency: 'EUR' }, { minor: 2n, currency: 'EUR' }).minor).toBe(3n);
  });

  it('reads as people write it', () => {
    expect(formatMoney(parseMoney('1234.5', 'EUR'), 'de').replaceAll('\u00a0', ' ')).toBe('1.234,50 €');
    expect(formatMoney(parseMoney('90071992547409931.55', 'USD'), 'en')).toBe('$90,071,992,547,409,931.55');
    expect(currencyDigits('JPY')).toBe(0);
    expect(currencyDigits('KWD')).toBe(3);
    expect(currencyDigits('???')).toBe(2);
  });
});
