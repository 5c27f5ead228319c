import { type Money, parseMoney } from '../../kit/money.ts';
import { numberIn, type OffersAsked } from './page-requests.ts';

type Bag = Record<string, unknown>;

const maxLocales = 256;
const knownLocales = new Set<string>();
const localeTag = /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}$/;

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLocale(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  if (knownLocales.has(value)) return true;
  if (!localeTag.test(value)) return false;
  if (knownLocales.size < maxLocales) knownLocales.add(value);
  return true;
}

function isCurrency(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== 3) return false;
  for (let i = 0; i < 3; i++) {
    const code = value.charCodeAt(i);
    if (code < 65 || code > 90) return false;
  }
  return true;
}

/** `[\w-]`, at most 128. */
function isToken(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 128) return false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const isWord =
      (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
    if (!isWord && code !== 45) return false;
  }
  return true;
}

function idOf(value: unknown): string | null {
  return typeof value === 'string' ? numberIn(value) : null;
}

function moneyOf(value: unknown): Money | null {
  if (!isBag(value)) return null;
  const { amount, currency } = value;
  if (typeof amount !== 'string' || amount.length > 20 || !isCurrency(currency)) return null;
  try {
    return parseMoney(amount, currency);
  } catch {
    return null;
  }
}

function linesOf(value: unknown): OffersAsked['lines'] | null {
  if (!Array.isArray(value) || value.length > 500) return null;
  const lines: OffersAsked['lines'] = [];
  for (const each of value as unknown[]) {
    if (!isBag(each)) return null;
    const { quantity } = each;
    const productId = idOf(each.productId);
    const variantId = idOf(each.variantId);
    if (productId === null || variantId === null) return null;
    if (!Number.isInteger(quantity) || (quantity as number) < 0 || (quantity as number) > 1_000_000)
      return null;
    lines.push({ productId, variantId, quantity: quantity as number });
  }
  return lines;
}

function isIdList(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length <= 200 &&
    value.every((each) => typeof each === 'string' && each.length <= 64)
  );
}

function isTextList(value: unknown, max: number): value is string[] {
  return (
    Array.isArray(value) &&
    value.length <= max &&
    value.every((each) => typeof each === 'string' && each.length <= 255)
  );
}

/** Says that a value is not right, or not known to be. */
const unfit = Symbol('unfit');
type Reader<Key extends keyof OffersAsked> = (value: unknown) => OffersAsked[Key] | undefined | typeof unfit;

const token = (value: unknown) => (isToken(value) ? value || undefined : unfit);
const flag = (value: unknown) => (typeof value === 'boolean' ? value : unfit);

/** One for each field of the schema: the compiler sees to it that none is forgotten here. */
const readers: { [Key in keyof OffersAsked]-?: Reader<Key> } = {
  surface: (value) => (value === 'thank-you' || value === 'order-status' ? value : unfit),
  orderId: (value) => idOf(value) ?? unfit,
  checkoutToken: token,
  confirmationNumber: token,
  locale: (value) => (isLocale(value) ? value : unfit),
  country: (value) => (typeof value === 'string' && /^[A-Za-z]{2}$/.test(value) ? value : unfit),
  currency: (value) => (isCurrency(value) ? value : unfit),
  total: (value) => moneyOf(value) ?? unfit,
  lines: (value) => linesOf(value) ?? unfit,
  isFirstOrder: flag,
  discountCodes: (value) => (isTextList(value, 100) ? value : unfit),
  shippingMethod: (value) => (typeof value === 'string' && value.length <= 255 ? value : unfit),
  seenOfferIds: (value) => (isIdList(value) ? value : unfit),
  purpose: (value) => (value === 'page' || value === 'referral' ? value : unfit),
  mayMeasure: flag,
};
const readerOf = new Map<string, (value: unknown) => unknown>(Object.entries(readers));

/**
 * The quick way to read a well-formed request to `/checkout/offers`: what it returns is what `offersRequest` would, at a fifth of
 * its cost, which was most of what a decision cost. Fields that it does not know are left out, as there.
 * @returns null when something is missing or not right: then `offersRequest` decides, and names the field
 */
export function plainOffersRequest(json: unknown): OffersAsked | null {
  if (!isBag(json)) return null;
  const asked: Record<string, unknown> = {};
  for (const key in json) {
    const read = readerOf.get(key);
    if (!read) continue;
    const value = read(json[key]);
    if (value === unfit) return null;
    if (value !== undefined) asked[key] = value;
  }
  const { surface, orderId, locale, currency, total, lines } = asked as Partial<OffersAsked>;
  const isWhole =
    surface !== undefined &&
    orderId !== undefined &&
    locale !== undefined &&
    currency !== undefined &&
    total !== undefined &&
    lines !== undefined;
  return isWhole ? (asked as OffersAsked) : null;
}
