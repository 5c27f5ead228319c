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
  for (const key in value) if (key !== 'amount' && key !== 'currency') return null;
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
    for (const key in each) if (key !== 'productId' && key !== 'variantId' && key !== 'quantity') return null;
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

/**
 * The quick way to read a well-formed request to `/checkout/offers`: what it returns is what `offersRequest` would, at a fifth of
 * its cost, which is most of what a decision cost. It only knows the fields below.
 * @returns null for anything it does not know or that is not right: then `offersRequest` decides, and names the field
 */
export function plainOffersRequest(json: unknown): OffersAsked | null {
  if (!isBag(json)) return null;
  const asked: Partial<OffersAsked> = {};
  for (const key in json) {
    const value = json[key];
    switch (key) {
      case 'surface':
        if (value !== 'thank-you' && value !== 'order-status') return null;
        asked.surface = value;
        break;
      case 'orderId': {
        const id = idOf(value);
        if (id === null) return null;
        asked.orderId = id;
        break;
      }
      case 'checkoutToken':
      case 'confirmationNumber':
        if (!isToken(value)) return null;
        if (value !== '') asked[key] = value;
        break;
      case 'locale':
        if (!isLocale(value)) return null;
        asked.locale = value;
        break;
      case 'country':
        if (typeof value !== 'string' || !/^[A-Za-z]{2}$/.test(value)) return null;
        asked.country = value;
        break;
      case 'currency':
        if (!isCurrency(value)) return null;
        asked.currency = value;
        break;
      case 'total': {
        const total = moneyOf(value);
        if (total === null) return null;
        asked.total = total;
        break;
      }
      case 'lines': {
        const lines = linesOf(value);
        if (lines === null) return null;
        asked.lines = lines;
        break;
      }
      case 'isFirstOrder':
      case 'mayMeasure':
        if (typeof value !== 'boolean') return null;
        asked[key] = value;
        break;
      case 'seenOfferIds':
        if (!isIdList(value)) return null;
        asked.seenOfferIds = value;
        break;
      case 'purpose':
        if (value !== 'page' && value !== 'referral') return null;
        asked.purpose = value;
        break;
      default:
        return null;
    }
  }
  const isWhole =
    asked.surface !== undefined &&
    asked.orderId !== undefined &&
    asked.locale !== undefined &&
    asked.currency !== undefined &&
    asked.total !== undefined &&
    asked.lines !== undefined;
  return isWhole ? (asked as OffersAsked) : null;
}
