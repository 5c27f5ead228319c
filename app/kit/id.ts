const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Random bytes are drawn many at a time: every request gets an id. */
const pool = new Uint8Array(12 * 128);
let used = pool.length;

/**
 * Ids carry a prefix that names their noun (`off_…`), are URL-safe and unguessable (96 random bits).
 * @param prefix two to four letters, e.g. `off`
 */
export function newId(prefix: string): string {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  let out = `${prefix}_`;
  for (const end = used + 12; used < end; used++) out += hex[pool[used]!];
  return out;
}

/**
 * The number at the end of a Shopify id, as a string, never as a number (ids exceed 2^53).
 * Understands `gid://shopify/Order/1`, `gid://shopify/OrderIdentity/1` (thank-you page) and `1`.
 * @returns null when there is no number
 */
export function shopifyNumber(id: string | null | undefined): string | null {
  if (!id) return null;
  const match = /^(?:gid:\/\/shopify\/[A-Za-z]+\/)?(\d{1,20})(?:\?.*)?$/.exec(id.trim());
  return match?.[1] ?? null;
}

/** `gid('Order', '1')` is `gid://shopify/Order/1`. */
export function gid(type: string, number: string): string {
  return `gid://shopify/${type}/${number}`;
}
