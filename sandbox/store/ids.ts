/**
 * Shopify's ids are 64-bit and exceed 2^53. Here every id is odd and above 2^53, so that whoever makes a JavaScript
 * number of one gets a different id and notices.
 */
export const FIRST_ID = 9_007_199_254_740_993n;
/** Variants are the exception: see `nextVariantId`. */
export const FIRST_VARIANT_ID = 43_980_465_111_041n;

const GID = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d{1,20})(\?.*)?$/;
const NUMBER = /^\d{1,20}$/;

/** The gid of a record. */
export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The numeric part of `gid://shopify/Order/1` or of `1`; null when it is neither, or a gid of another type. */
export function numericId(text: string, type?: string | readonly string[]): string | null {
  if (NUMBER.test(text)) return text;
  const match = GID.exec(text);
  if (match === null) return null;
  const types = type === undefined ? null : typeof type === 'string' ? [type] : type;
  if (types !== null && !types.includes(match[1] ?? '')) return null;
  return match[2] ?? null;
}

/** Type and numeric part of a gid, or null. */
export function parseGid(text: string): { type: string; id: string } | null {
  const match = GID.exec(text);
  return match === null ? null : { type: match[1] ?? '', id: match[2] ?? '' };
}

/** Compares two decimal ids by value: the shorter one is smaller. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
