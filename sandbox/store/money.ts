import type { MoneyBag } from './records.ts';

/**
 * Exact money. Amounts are decimal strings outside and bigint minor units inside; a JavaScript number never holds one.
 */

const WITHOUT_DECIMALS = new Set(
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
);
const THREE_DECIMALS = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** How many decimals a currency has: 0 for yen, 3 for dinars, else 2. */
export function decimalsOf(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,10})?$/;

/** Whether a text is a decimal amount that this currency can hold without rounding. */
export function isAmount(text: string, currency: string): boolean {
  if (!DECIMAL.test(text)) return false;
  const fraction = (text.split('.')[1] ?? '').replace(/0+$/, '');
  return fraction.length <= decimalsOf(currency);
}

/** Decimal string to minor units, rounded half away from zero when the text is finer than the currency. */
export function toMinor(text: string, currency: string): bigint {
  if (!DECIMAL.test(text)) throw new RangeError(`not a decimal amount: ${JSON.stringify(text)}`);
  const decimals = decimalsOf(currency);
  const isNegative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const kept = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  const roundsUp = (fraction[decimals] ?? '0') >= '5';
  const minor = roundsUp ? kept + 1n : kept;
  return isNegative ? -minor : minor;
}

/** Minor units to the decimal string of the currency: 1990 EUR = "19.90", 1200 JPY = "1200", 1250 KWD = "1.250". */
export function toDecimal(minor: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  const isNegative = minor < 0n;
  const digits = (isNegative ? -minor : minor).toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return isNegative ? `-${text}` : text;
}

/** The shape of the Admin API's Decimal: no superfluous zeros, but always one decimal ("15.0", "2629.95"). */
export function toApiDecimal(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const kept = fraction.replace(/0+$/, '');
  return `${whole}.${kept === '' ? '0' : kept}`;
}

/** value × numerator / denominator, rounded half away from zero. */
export function scale(value: bigint, numerator: bigint, denominator: bigint): bigint {
  const product = value * numerator;
  const isNegative = product < 0n !== denominator < 0n;
  const size = product < 0n ? -product : product;
  const by = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * size + by) / (2n * by);
  return isNegative ? -rounded : rounded;
}

/** The smaller of two amounts; Math.min takes no bigint. */
export function least(a: bigint, b: bigint): bigint {
  if (a <= b) return a;
  return b;
}

/** Splits an amount over weights so that the parts add up exactly; the largest remainders get the odd units. */
export function split(amount: bigint, weights: bigint[]): bigint[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (amount * weight) / sum);
  let left = amount - parts.reduce((a, b) => a + b, 0n);
  const order = weights
    .map((weight, index) => ({ index, rest: (amount * weight) % sum }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of order) {
    if (left === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return parts;
}

/** A decimal like "0.19" as an exact fraction. */
export function fraction(text: string): { numerator: bigint; denominator: bigint } {
  const [whole = '0', rest = ''] = text.split('.');
  return { numerator: BigInt(whole + rest), denominator: 10n ** BigInt(rest.length) };
}

/** What one euro is worth, in millionths. Fixed, so that every run of the sandbox agrees with every other. */
const PER_EURO: Record<string, bigint> = {
  EUR: 1_000_000n,
  USD: 1_100_000n,
  GBP: 850_000n,
  CHF: 950_000n,
  JPY: 160_000_000n,
  KWD: 330_000n,
  CAD: 1_500_000n,
  AUD: 1_650_000n,
  SEK: 11_300_000n,
  DKK: 7_460_000n,
  NOK: 11_600_000n,
  PLN: 4_300_000n,
  HKD: 8_500_000n,
};

/** Whether the sandbox has a rate for this currency. */
export function isKnownCurrency(currency: string): boolean {
  return currency in PER_EURO;
}

/** Minor units of one currency in minor units of another, by the fixed rates. */
export function exchange(minor: bigint, from: string, to: string): bigint {
  if (from === to) return minor;
  const rateFrom = PER_EURO[from];
  const rateTo = PER_EURO[to];
  if (rateFrom === undefined || rateTo === undefined) throw new RangeError(`no rate for ${from} to ${to}`);
  return scale(minor, rateTo * 10n ** BigInt(decimalsOf(to)), rateFrom * 10n ** BigInt(decimalsOf(from)));
}

/** Sums of amounts that are kept in two currencies at once: the shop's and the buyer's. */
export type Purse = {
  shopCurrency: string;
  currency: string;
  zero: MoneyBag;
  /** From minor units of the buyer's currency. */
  bag(presentmentMinor: bigint): MoneyBag;
  /** From minor units of the shop's currency. */
  fromShop(shopMinor: bigint): MoneyBag;
  add(...bags: MoneyBag[]): MoneyBag;
  minus(a: MoneyBag, b: MoneyBag): MoneyBag;
  times(bag: MoneyBag, quantity: number): MoneyBag;
  /** bag × part / whole in both currencies. */
  share(bag: MoneyBag, part: bigint, whole: bigint): MoneyBag;
  minor(bag: MoneyBag): bigint;
};

/** A purse for one order or checkout. */
export function purse(shopCurrency: string, currency: string): Purse {
  const make = (shop: bigint, presentment: bigint): MoneyBag => ({
    shop: toDecimal(shop, shopCurrency),
    presentment: toDecimal(presentment, currency),
  });
  const shopMinor = (bag: MoneyBag) => toMinor(bag.shop, shopCurrency);
  const minor = (bag: MoneyBag) => toMinor(bag.presentment, currency);
  return {
    shopCurrency,
    currency,
    zero: make(0n, 0n),
    bag: (value) => make(exchange(value, currency, shopCurrency), value),
    fromShop: (value) => make(value, exchange(value, shopCurrency, currency)),
    add: (...bags) =>
      make(
        bags.reduce((sum, bag) => sum + shopMinor(bag), 0n),
        bags.reduce((sum, bag) => sum + minor(bag), 0n),
      ),
    minus: (a, b) => make(shopMinor(a) - shopMinor(b), minor(a) - minor(b)),
    times: (bag, quantity) => make(shopMinor(bag) * BigInt(quantity), minor(bag) * BigInt(quantity)),
    share: (bag, part, whole) =>
      whole === 0n ? make(0n, 0n) : make(scale(shopMinor(bag), part, whole), scale(minor(bag), part, whole)),
    minor,
  };
}
