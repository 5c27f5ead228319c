import { z } from 'zod';

/** What is asked of an address; names, streets, zip and phone are protected and may be null. */
export const addressFields =
  'firstName lastName company address1 address2 city zip province provinceCode country countryCodeV2 phone';

const text = z.string().nullable();
export const addressSchema = z
  .object({
    firstName: text,
    lastName: text,
    company: text,
    address1: text,
    address2: text,
    city: text,
    zip: text,
    province: text,
    provinceCode: text,
    country: text,
    countryCodeV2: text,
    phone: text,
  })
  .nullable();

/** An address in the shape of a webhook's. */
export function webhookAddress(
  address: z.output<typeof addressSchema>,
): Record<string, string | null> | null {
  if (!address) return null;
  return {
    first_name: address.firstName,
    last_name: address.lastName,
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    zip: address.zip,
    province: address.province,
    province_code: address.provinceCode,
    country: address.country,
    country_code: address.countryCodeV2,
    phone: address.phone,
  };
}
