export type CartLine = { variantId: string; quantity: number };

/**
 * Reads the path of a cart permalink, `123:2,456:1`. A line without a quantity counts once; the same variant twice is
 * added up; lines that are not a number, and quantities that are not above zero, are left out.
 */
export function parseCartPath(path: string): CartLine[] {
  const quantities = new Map<string, number>();
  for (const part of path.split(',')) {
    const match = /^\s*(\d{1,20})(?::(\d{1,5}))?\s*$/.exec(part);
    if (!match?.[1]) continue;
    const quantity = match[2] === undefined ? 1 : Number(match[2]);
    if (quantity > 0) quantities.set(match[1], (quantities.get(match[1]) ?? 0) + quantity);
  }
  return [...quantities].map(([variantId, quantity]) => ({ variantId, quantity }));
}

/** Writes lines the way a permalink does; also how the cart is kept in its cookie. */
export const cartPath = (lines: readonly CartLine[]): string =>
  lines.map(({ variantId, quantity }) => `${variantId}:${quantity}`).join(',');

/** A path within the shop from a `redirect` parameter; anything that leads elsewhere becomes the shop's front. */
export function innerPath(redirect: unknown): string {
  if (typeof redirect !== 'string' || !redirect.startsWith('/')) return '/';
  if (/^\/[/\\]/.test(redirect) || redirect.includes('\\')) return '/';
  return redirect;
}
