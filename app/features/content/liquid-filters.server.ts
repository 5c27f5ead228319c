import type { Liquid } from 'liquidjs';
import { DateTime } from 'luxon';
import { formatMoney } from '../../kit/money.ts';

/** Whom a text is written for. */
export interface Reader {
  /** BCP 47, for numbers, money and dates */
  locale: string;
  /** IANA */
  timezone: string;
}

/** An amount in Liquid's scope. */
interface ScopeMoney {
  minor: string;
  currency: string;
}

/** The filters of Liquid that stay as they are; what is not here does not exist in a text. */
const keptFilters = [
  'abs',
  'append',
  'at_least',
  'at_most',
  'capitalize',
  'ceil',
  'compact',
  'concat',
  'date',
  'default',
  'divided_by',
  'downcase',
  'escape',
  'escape_once',
  'first',
  'floor',
  'join',
  'last',
  'lstrip',
  'map',
  'minus',
  'modulo',
  'plus',
  'prepend',
  'remove',
  'remove_first',
  'replace',
  'replace_first',
  'reverse',
  'round',
  'rstrip',
  'size',
  'slice',
  'sort',
  'split',
  'strip',
  'strip_html',
  'strip_newlines',
  'sum',
  'times',
  'truncate',
  'truncatewords',
  'uniq',
  'upcase',
  'url_encode',
  'where',
] as const;

/** The filters of one reader: Liquid's harmless ones, and money and dates in the reader's language and zone. */
export function createFilters(known: Liquid['filters'], reader: Reader): Liquid['filters'] {
  const kept = Object.fromEntries(keptFilters.map((name) => [name, known[name]]));
  return {
    ...kept,
    // Values are escaped where they are written, always: escaping here would show twice.
    escape: (value: unknown) => value,
    escape_once: (value: unknown) => value,
    money: (value: unknown) => (isMoney(value) ? moneyText(value, reader) : value),
    money_without_currency: (value: unknown) => (isMoney(value) ? plainMoney(value, reader) : value),
    percent: (value: unknown) => (isShare(value) ? shareText(value, reader) : value),
    number: (value: unknown) =>
      Number.isFinite(Number(value)) ? new Intl.NumberFormat(reader.locale).format(Number(value)) : value,
    day: (value: unknown) => dateText(value, reader, false) ?? value,
    moment: (value: unknown) => dateText(value, reader, true) ?? value,
    date: (value: unknown, format?: unknown) => {
      const at = momentOf(value);
      if (!at) return value;
      if (typeof format !== 'string') return dateText(at, reader, false);
      return strftime(at, format.slice(0, 100), reader);
    },
  } as Liquid['filters'];
}

/** A value as the reader reads it: amounts, shares and moments in their language, lists with commas, nothing as nothing. */
export function asText(value: unknown, reader: Reader): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  if (value instanceof Date) return dateText(value, reader, true) ?? '';
  if (isMoney(value)) return moneyText(value, reader);
  if (isShare(value)) return shareText(value, reader);
  if (Array.isArray(value))
    return value
      .slice(0, 100)
      .map((each) => asText(each, reader))
      .join(', ');
  return '';
}

function isMoney(value: unknown): value is ScopeMoney {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, 'minor') &&
    Object.hasOwn(value, 'currency')
  );
}

function isShare(value: unknown): value is { basis_points: number } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'basis_points');
}

function moneyText({ minor, currency }: ScopeMoney, { locale }: Reader): string {
  return formatMoney({ minor: BigInt(minor), currency }, locale);
}

function plainMoney(money: ScopeMoney, reader: Reader): string {
  // CLDR's name of the currency is the only part that goes; the digits stay those of the currency.
  const parts = new Intl.NumberFormat(reader.locale, {
    style: 'currency',
    currency: money.currency,
  }).formatToParts(0);
  const symbol = parts.find(({ type }) => type === 'currency')?.value ?? '';
  return moneyText(money, reader).replace(symbol, '').trim();
}

function shareText({ basis_points }: { basis_points: number }, { locale }: Reader): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
    basis_points / 10_000,
  );
}

function momentOf(value: unknown): Date | null {
  const at =
    value instanceof Date ? value : typeof value === 'string' && value.length < 40 ? new Date(value) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}

function dateText(value: unknown, { locale, timezone }: Reader, withTime: boolean): string | null {
  const at = momentOf(value);
  if (!at) return null;
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    ...(withTime ? { timeStyle: 'short' } : {}),
    timeZone: timezone,
  }).format(at);
}

/** The directives of Liquid's `date` that merchants use, in luxon's words; names of days and months in the reader's language. */
const directives: Record<string, string> = {
  Y: 'yyyy',
  y: 'yy',
  m: 'MM',
  d: 'dd',
  e: 'd',
  j: 'ooo',
  B: 'LLLL',
  b: 'LLL',
  h: 'LLL',
  A: 'cccc',
  a: 'ccc',
  u: 'c',
  H: 'HH',
  k: 'H',
  I: 'hh',
  l: 'h',
  M: 'mm',
  S: 'ss',
  p: 'a',
  Z: 'ZZZZ',
  z: 'ZZZ',
};

function strftime(at: Date, format: string, { locale, timezone }: Reader): string {
  const moment = DateTime.fromJSDate(at, { zone: timezone }).setLocale(locale);
  return format.replace(/%(-?)([a-zA-Z%])/g, (whole, bare: string, name: string) => {
    if (name === '%') return '%';
    if (name === 'F') return moment.toFormat('yyyy-MM-dd');
    if (name === 'T') return moment.toFormat('HH:mm:ss');
    const token = directives[name];
    if (!token) return whole;
    const text = moment.toFormat(token);
    return bare ? text.replace(/^0+(?=\d)/, '') : text;
  });
}
