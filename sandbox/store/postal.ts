import { Refused } from '../box.ts';
import type { Address, Shop } from './records.ts';

const ENGLISH = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const GERMAN = new Intl.DisplayNames(['de'], { type: 'region', fallback: 'none' });

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const CODES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(
  (code) => ENGLISH.of(code) !== undefined,
);
const codeByName = new Map(
  CODES.flatMap((code) =>
    [ENGLISH.of(code), GERMAN.of(code)].map((name) => [name?.toLowerCase() ?? '', code]),
  ),
);

/** The code of a country that was given by its code or by its English or German name. */
function countryCodeOf(text: string): string | null {
  const code = text.trim().toUpperCase();
  if (code.length === 2) return CODES.includes(code) ? code : null;
  return codeByName.get(text.trim().toLowerCase()) ?? null;
}

/** An address filled up to Shopify's shape; null when nothing was given. Without a country it is in the shop's. */
export function toAddress(input: Partial<Address> | null | undefined, shop: Shop): Address | null {
  if (input === null || input === undefined) return null;
  const given = input.countryCode ?? input.country;
  const countryCode = given ? countryCodeOf(given) : shop.country;
  if (countryCode === null && input.countryCode)
    throw new Refused('shippingAddress.countryCode', 'two letters, like DE');
  const isProvinceCode = /^[A-Z]{2,3}$/.test(input.province ?? '');
  return {
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    company: input.company ?? null,
    address1: input.address1 ?? null,
    address2: input.address2 ?? null,
    city: input.city ?? null,
    province: input.province ?? null,
    provinceCode: input.provinceCode ?? (isProvinceCode ? (input.province ?? null) : null),
    zip: input.zip ?? null,
    country: countryCode === null ? (input.country ?? null) : (ENGLISH.of(countryCode) ?? countryCode),
    countryCode,
    phone: input.phone ?? null,
  };
}
