/**
 * Ids carry a prefix that names their noun (`off_…`), are URL-safe and unguessable (96 random bits).
 * @param prefix two to four letters, e.g. `off`
 */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return `${prefix}_${out}`;
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
