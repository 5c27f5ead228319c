import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { getProducts } from '../products/index.server.ts';
import type { MessageItem } from './vars.ts';

/** A line of an order or checkout, as far as a message shows it. */
export interface ShownLine {
  productId: string | null;
  title: string;
  variantTitle: string | null;
  quantity: number;
  priceMinor: bigint;
}

/** How many lines a message lists. */
const shownItems = 10;

/** Lines as a message shows them, with the products' pictures. `moreItems` counts the pieces that are not listed. */
export async function itemsOf(
  ctx: Pick<Context, 'db' | 'shop'>,
  lines: ShownLine[],
  currency: string,
  db: Queryable = ctx.db,
): Promise<{ items: MessageItem[]; moreItems: number; sumMinor: bigint }> {
  const wanted = lines.filter((line) => line.quantity > 0);
  const ids = [...new Set(wanted.flatMap((line) => line.productId ?? []))];
  const pictures = new Map((await getProducts(ctx, ids, db)).map(({ id, imageUrl }) => [id, imageUrl]));
  return {
    items: wanted.slice(0, shownItems).map((line) => ({
      title: line.title,
      variantTitle: line.variantTitle === 'Default Title' ? null : line.variantTitle,
      quantity: line.quantity,
      imageUrl: absoluteUrl(line.productId ? (pictures.get(line.productId) ?? null) : null),
      total: { minor: String(line.priceMinor * BigInt(line.quantity)), currency },
    })),
    moreItems: wanted.slice(shownItems).reduce((sum, line) => sum + line.quantity, 0),
    sumMinor: wanted.reduce((sum, line) => sum + line.priceMinor * BigInt(line.quantity), 0n),
  };
}

/** An absolute http(s) address, or null: a message has no base to resolve others against. */
export function absoluteUrl(url: string | null): string | null {
  if (!url) return null;
  const absolute = url.startsWith('//') ? `https:${url}` : url;
  return URL.canParse(absolute) && /^https?:$/.test(new URL(absolute).protocol) ? absolute : null;
}
