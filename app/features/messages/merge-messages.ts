import type { MessageData } from './kinds.ts';

/** At most this many products are asked about in one message (product.md). */
const maxProducts = 3;

type ReviewKind = 'review_request' | 'review_reminder';
const mergeable = (kind: string): kind is ReviewKind =>
  kind === 'review_request' || kind === 'review_reminder';

/**
 * May this message become one with another of the same kind to the same address? Review questions may: each product carries its
 * own links. @returns null when it goes alone
 */
export function mergeRoom(
  kind: string,
  addressHash: string | null,
  data: unknown,
): { key: string; size: number; room: number } | null {
  if (!mergeable(kind) || !addressHash || !data) return null;
  const { products } = data as MessageData<ReviewKind>;
  return { key: `${kind} ${addressHash}`, size: products.length, room: maxProducts };
}

/**
 * One message out of several of one kind: the first one's words with the products of all, at most three, each product once. The
 * question "it has not arrived yet" belongs to one parcel, so it is left out of a message about several.
 */
export function mergeData<Data extends object>(kind: string, [own, ...others]: [Data, ...Data[]]): Data {
  if (!mergeable(kind) || others.length === 0) return own;
  const all = [own, ...others] as unknown as MessageData<ReviewKind>[];
  const seen = new Set<string>();
  const products = all
    .flatMap((each) => each.products)
    .filter(({ title, imageUrl }) => {
      const key = `${title}\0${imageUrl}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, maxProducts);
  const orderName = [...new Set(all.map((each) => each.orderName))].join(', ');
  return { ...own, orderName, products, notArrivedUrl: null };
}
