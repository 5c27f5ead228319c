import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * A number in E.164 (`+4930123456`), which is one spelling per telephone.
 * @param country where a number without a country code belongs; without it such a number is not understood
 * @returns null when it is not a possible number: two people must never be joined by "000" or "n/a"
 */
export function normalisePhone(
  text: string | null | undefined,
  country: string | null | undefined,
): string | null {
  if (!text || text.length > 60) return null;
  const code = country?.toUpperCase();
  const home: CountryCode | undefined = code && isSupportedCountry(code) ? code : undefined;
  const parsed = parsePhoneNumberFromString(text, home);
  return parsed?.isValid() ? parsed.number : null;
}
