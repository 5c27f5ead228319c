import { createHash } from 'node:crypto';
import type { Metafield, Shop } from './records.ts';
import type { Store } from './store.ts';

/** Shopify's optimistic-lock digest of a value. */
export function digestOf(metafield: Pick<Metafield, 'value' | 'type'>): string {
  return createHash('sha256').update(metafield.type).update('\0').update(metafield.value).digest('hex');
}

/** Metafields of one owner (`ownerType` as in a gid: Product, Order, Customer, Shop …). */
export function metafieldsOf(store: Store, shop: string, ownerType: string, ownerId: string): Metafield[] {
  return store.tables.metafields.byKey(`owner|${shop}|${ownerType}|${ownerId}`);
}

/** One metafield, or undefined. */
export function metafield(
  store: Store,
  shop: string,
  ownerType: string,
  ownerId: string,
  namespace: string,
  key: string,
): Metafield | undefined {
  return metafieldsOf(store, shop, ownerType, ownerId).find(
    (one) => one.namespace === namespace && one.key === key,
  );
}

/** Writes a value that was found valid. */
export function writeMetafield(
  store: Store,
  shop: Shop,
  input: { ownerType: string; ownerId: string; namespace: string; key: string; type: string; value: string },
): Metafield {
  const known = metafield(store, shop.domain, input.ownerType, input.ownerId, input.namespace, input.key);
  const at = store.nowIso();
  if (known !== undefined) {
    known.value = input.value;
    known.type = input.type;
    known.updatedAt = at;
    return store.tables.metafields.put(known);
  }
  return store.tables.metafields.put({
    id: store.nextId(),
    shop: shop.domain,
    ...input,
    createdAt: at,
    updatedAt: at,
  });
}

const isJson = (value: string): boolean => {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
};

function isRating(value: string): boolean {
  if (!isJson(value)) return false;
  const rating: unknown = JSON.parse(value);
  if (typeof rating !== 'object' || rating === null) return false;
  const { value: stars, scale_min: least, scale_max: most } = rating as Record<string, unknown>;
  const [number, low, high] = [Number(stars), Number(least), Number(most)];
  return [stars, least, most].every((one) => typeof one === 'string') && number >= low && number <= high;
}

const VALID: Record<string, (value: string) => boolean> = {
  single_line_text_field: (value) => !value.includes('\n'),
  multi_line_text_field: () => true,
  number_integer: (value) => /^-?\d{1,16}$/.test(value),
  number_decimal: (value) => /^-?\d{1,13}(\.\d{1,9})?$/.test(value),
  boolean: (value) => value === 'true' || value === 'false',
  json: isJson,
  date: (value) => /^\d{4}-\d{2}-\d{2}$/.test(value),
  date_time: (value) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) && !Number.isNaN(Date.parse(value)),
  url: (value) => /^(https?|mailto|tel|sms):/.test(value),
  rating: isRating,
  color: (value) => /^#[0-9a-f]{6}$/i.test(value),
  money: isJson,
  product_reference: (value) => value.startsWith('gid://shopify/Product/'),
  variant_reference: (value) => value.startsWith('gid://shopify/ProductVariant/'),
  id: () => true,
};

const SENTENCES: Record<string, string> = {
  number_integer: 'Value must be an integer.',
  number_decimal: 'Value must be a decimal.',
  boolean: 'Value must be true or false.',
  json: 'Value is invalid JSON.',
  date: 'Value must be in YYYY-MM-DD format.',
  date_time: 'Value must be in “YYYY-MM-DDTHH:MM:SS” format. For example: 2022-06-01T15:30:00',
  color: 'Value must be a hex color code.',
  single_line_text_field: 'Value must be a single line text string.',
};

/** Most bytes of a value: 64 KB, and 128 KB for JSON. */
const mostBytes = (type: string): number => (type === 'json' ? 131_072 : 65_536);

type ValueProblem = { code: 'INVALID_TYPE' | 'INVALID_VALUE' | 'TOO_LONG'; message: string };

/** Whether a type exists and a value fits it, in Shopify's words. Lists are JSON arrays. */
export function valueProblem(type: string, value: string): ValueProblem | null {
  const single = type.replace(/^list\./, '');
  if (!(single in VALID))
    return { code: 'INVALID_TYPE', message: `Type must be one of the supported types, got ${type}` };
  if (value.trim() === '') return { code: 'INVALID_VALUE', message: "Value can't be blank." };
  const most = mostBytes(type);
  if (Buffer.byteLength(value) > most)
    return { code: 'TOO_LONG', message: `Value is too long (maximum is ${most} bytes).` };
  const message = SENTENCES[single] ?? `Value is invalid for ${type}.`;
  if (type === single) return VALID[type]?.(value) ? null : { code: 'INVALID_VALUE', message };
  const list: unknown = isJson(value) ? JSON.parse(value) : null;
  if (!Array.isArray(list)) return { code: 'INVALID_VALUE', message: 'Value must be an array.' };
  if (list.length > 128) return { code: 'INVALID_VALUE', message: 'Value has more than 128 elements.' };
  return null;
}

/** Whether Shopify knows this type. */
export const isMetafieldType = (type: string): boolean => type.replace(/^list\./, '') in VALID;
