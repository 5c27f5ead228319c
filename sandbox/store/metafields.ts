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

/** Whether a type exists, and whether a value fits it. Lists are JSON arrays. */
export function valueProblem(type: string, value: string): 'INVALID_TYPE' | 'INVALID_VALUE' | 'BLANK' | null {
  if (value === '') return 'BLANK';
  if (type.startsWith('list.')) {
    if (!(type.slice(5) in VALID)) return 'INVALID_TYPE';
    return isJson(value) && Array.isArray(JSON.parse(value)) ? null : 'INVALID_VALUE';
  }
  const check = VALID[type];
  if (check === undefined) return 'INVALID_TYPE';
  return check(value) ? null : 'INVALID_VALUE';
}
