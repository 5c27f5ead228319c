/** An exact amount: minor units (cents, yen, fils) of one currency. Amounts of two currencies never mix. */
export interface Money {
  minor: bigint;
  currency: string;
}

const digitsByCurrency = new Map<string, number>();

/** How many decimals a currency has (EUR 2, JPY 0, KWD 3), from the platform's CLDR data; unknown codes have 2. */
export function currencyDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  let digits = 2;
  try {
    digits =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2;
  } catch {
    digits = 2;
  }
  digitsByCurrency.set(currency, digits);
  return digits;
}

/**
 * Parses a decimal string as Shopify writes it ("15.0", "15.00", "1500", "-3.10") into exact minor units.
 * Digits beyond the currency's own are accepted only when they are zero.
 * @throws RangeError when the text is not a decimal or would lose a digit
 */
export function parseMoney(amount: string, currency: string): Money {
  const match = /^(-?)(\d{1,18})(?:\.(\d{0,12}))?$/.exec(amount.trim());
  if (!match) throw new RangeError(`not a decimal amount: ${JSON.stringify(amount)}`);
  const digits = currencyDigits(currency);
  const fraction = match[3] ?? '';
  if (/[1-9]/.test(fraction.slice(digits))) {
    throw new RangeError(`${currency} has ${digits} decimals, got ${JSON.stringify(amount)}`);
  }
  const minor = BigInt(`${match[2]}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  return { minor: match[1] ? -minor : minor, currency };
}

/** The decimal string of an amount with exactly the currency's decimals: `12.30`, `1230` (JPY). */
export function moneyAmount({ minor, currency }: Money): string {
  const digits = currencyDigits(currency);
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The amount as a person reads it in their language: `12,30 €`. */
export function formatMoney(money: Money, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency }).format(
    moneyAmount(money) as Intl.StringNumericLiteral,
  );
}

/** a + b. @throws RangeError when the currencies differ */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`cannot add ${b.currency} to ${a.currency}`);
  return { minor: a.minor + b.minor, currency: a.currency };
}

/** The difference of two amounts of the same currency; may be negative. @throws RangeError when the currencies differ */
export function subtractMoney(a: Money, b: Money): Money {
  return addMoney(a, { minor: -b.minor, currency: b.currency });
}

/**
 * A share of an amount in basis points (1000 = 10 %), rounded half away from zero to a minor unit.
 */
export function shareOf(money: Money, basisPoints: number): Money {
  const scaled = money.minor * BigInt(basisPoints);
  const half = scaled < 0n ? -5000n : 5000n;
  return { minor: (scaled + half) / 10000n, currency: money.currency };
}
