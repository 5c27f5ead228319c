import { z } from 'zod';
import { shopifyNumber } from '../../../kit/id.ts';
import { parseMoney } from '../../../kit/money.ts';

/** Text as Postgres can keep it: without NUL, without halves of surrogate pairs, not longer than `max`. */
function clean(text: string, max: number): string {
  return text.replaceAll('\u0000', '').toWellFormed().slice(0, max);
}

/** Some text; numbers are taken as their digits. */
export const text = z
  .union([z.string(), z.number()], { error: 'is not text' })
  .transform((value) => clean(String(value), 2_000));

/** Text that is nobody's loss when it is missing, empty or of another kind: null then. */
export const softText = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? clean(value, 2_000).trim() || null : null));

/** Tags as webhooks write them: one text with commas (or a list). Each once, without blanks around. */
export const tagList = z
  .unknown()
  .optional()
  .transform((value) => {
    const all = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
    const tags = all.flatMap((tag) => (typeof tag === 'string' ? [clean(tag, 255).trim()] : []));
    return [...new Set(tags.filter(Boolean))];
  });

/** A 64-bit id as a string of digits. Numbers with a fraction or an exponent are refused: they were rounded by somebody. */
export const id = z
  .union([z.number().int().nonnegative(), z.string()], { error: 'is not an id' })
  .transform((value, ctx) => {
    const digits = shopifyNumber(String(value));
    if (digits === null || /^0*$/.test(digits)) {
      ctx.addIssue({ code: 'custom', message: 'is not an id' });
      return z.NEVER;
    }
    return digits;
  });

/** An id that may be missing: null, 0, empty and unreadable values are all "none". */
export const softId = z
  .unknown()
  .optional()
  .transform((value) => {
    const parsed = id.safeParse(value);
    return parsed.success ? parsed.data : null;
  });

const isoInstant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

function toInstant(value: string): Date | null {
  if (!isoInstant.test(value) || value.includes(' ')) return null;
  const at = new Date(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  const year = at.getUTCFullYear();
  return Number.isNaN(at.getTime()) || year < 2000 || year > 2200 ? null : at;
}

/** A moment in ISO 8601 with its offset. */
export const instant = z.unknown().transform((value, ctx) => {
  const at = typeof value === 'string' ? toInstant(value) : null;
  if (!at) {
    ctx.addIssue({ code: 'custom', message: 'is not a moment in ISO 8601' });
    return z.NEVER;
  }
  return at;
});

/** The same, where the shop may leave it out; something unreadable is still refused. */
export const optionalInstant = z
  .unknown()
  .optional()
  .transform((value, ctx) => {
    if (value === null || value === undefined || value === '') return null;
    const at = typeof value === 'string' ? toInstant(value) : null;
    if (!at) {
      ctx.addIssue({ code: 'custom', message: 'is not a moment in ISO 8601' });
      return z.NEVER;
    }
    return at;
  });

/** A decimal amount as text ("15.00"); numbers (old API versions) are taken as their digits. */
export const amount = z
  .union([z.string(), z.number()], { error: 'is not a decimal amount' })
  .transform((value) => String(value).trim())
  .refine((value) => /^-?\d{1,18}(\.\d{0,12})?$/.test(value), { error: 'is not a decimal amount' });

export const optionalAmount = z
  .union([amount, z.null(), z.literal('')])
  .optional()
  .transform((value) => value || null);

/** An ISO 4217 code. */
export const currency = z
  .string({ error: 'is not a currency code' })
  .regex(/^[A-Z]{3}$/, { error: 'is not a currency code' });

/** `{ shop_money: { amount, currency_code }, … }`; null when absent or cut short (some relays flatten it). */
export const moneySet = z
  .object({ shop_money: z.object({ amount, currency_code: currency }) })
  .nullish()
  .catch(null)
  .transform((set) => (set ? set.shop_money : null));

export const quantity = z
  .union([z.number(), z.string().regex(/^-?\d{1,9}$/)], { error: 'is not a quantity' })
  .transform(Number)
  .refine((value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31, { error: 'is not a quantity' });

/** The names and places that are used of an address. Free-form: nothing in it can make a body unfit. */
export const address = z
  .object({
    first_name: softText,
    last_name: softText,
    company: softText,
    address1: softText,
    address2: softText,
    city: softText,
    zip: softText,
    province_code: softText,
    country_code: softText,
    phone: softText,
  })
  .partial()
  .nullish()
  .catch(null);
export type Address = z.infer<typeof address>;

/** The customer inside another body: null, {} and absent all mean a guest. */
export const customer = z
  .object({
    id: softId,
    admin_graphql_api_id: softId,
    email: softText,
    phone: softText,
    first_name: softText,
    last_name: softText,
    default_address: address,
  })
  .partial()
  .nullish()
  .catch(null);

/** The exact id of a body: `admin_graphql_api_id` where it is given, since some relays round `id`. */
export function exactId(body: {
  id?: string | null | undefined;
  admin_graphql_api_id?: string | null | undefined;
}): string | null {
  return body.admin_graphql_api_id ?? body.id ?? null;
}

/** @throws UnfitError when the amount has more decimals than its currency */
export function minor(value: string, code: string, field: string): bigint {
  try {
    return parseMoney(value, code).minor;
  } catch {
    throw new UnfitError(`The field ${field} is not an amount in ${code}.`);
  }
}

/** A body that can't be understood, with a sentence that names the field. It goes to quarantine, not to a retry. */
export class UnfitError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'UnfitError';
  }
}

/** Reads a body by its schema. @throws UnfitError naming the first field that does not fit */
export function readAs<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = deepest(parsed.error.issues);
  const field = issue.path.map(String).join('.') || 'body';
  const said = /^(is |has |does )/.test(issue.message) ? issue.message : 'is missing or of the wrong kind';
  throw new UnfitError(`The field ${field} ${said}.`);
}

function deepest(issues: z.core.$ZodIssue[]): { path: PropertyKey[]; message: string } {
  const first = issues[0];
  return first ? { path: first.path, message: first.message } : { path: [], message: 'does not fit' };
}
