import type { Because, Hidden, Proposal } from './complement.ts';
import { type ComplementSnapshot, type OfferedProduct, pairKey } from './snapshot.ts';

export interface Bought {
  /** products of the order, in the order of its lines; variants of one product are the same product */
  readonly boughtProductIds: readonly string[];
  readonly limit: number;
  /** in which a price may be shown; prices are known in the shop's own only */
  readonly currency: string;
}

/** Pairs of two bought products are looked up for so many of them: 190 look-ups at most. */
const maxBoughtForTwo = 20;

/**
 * What goes with what was just bought, best first, each with its reason. From memory, for the moment while a shopper waits.
 *
 *   1. what the merchant pinned, in that order
 *   2. what the shop's own baskets say, by the lower end of the lift; two bought products may say more than one
 *   3. what Shopify recommends as complementary
 *   4. best sellers of the bought products' collections, the smallest collection first
 *
 * Later ones fill up what earlier ones leave free. Never: what cannot be bought now, what was just bought and nobody buys
 * again, what is sent back much (but a pin is the merchant's own word), and what the merchant banned for any of the products.
 * Something that was just bought and is bought again comes after everything else of its kind.
 */
export function propose(
  snapshot: ComplementSnapshot,
  { boughtProductIds, limit, currency }: Bought,
): Proposal[] {
  if (currency !== snapshot.currency || limit <= 0) return [];
  const bought = [...new Set(boughtProductIds)];
  const isBought = new Set(bought);
  const taken = new Set<number>();
  const proposals: Proposal[] = [];

  for (const source of sources) {
    const again: Candidate[] = [];
    for (const candidate of source(snapshot, bought)) {
      if (proposals.length >= limit) return proposals;
      if (taken.has(candidate.offered) || whyHidden(snapshot, candidate.offered, isBought, candidate.because))
        continue;
      if (isBought.has(snapshot.offered[candidate.offered]!.id)) again.push(candidate);
      else take(candidate);
    }
    for (const candidate of again)
      if (proposals.length < limit && !taken.has(candidate.offered)) take(candidate);
  }
  return proposals;

  function take({ offered, because }: Candidate): void {
    taken.add(offered);
    const { id, title, imageUrl, variant } = snapshot.offered[offered]!;
    proposals.push({
      productId: id,
      variantId: variant!.id,
      title,
      variantTitle: variant!.title,
      imageUrl,
      price: { minor: variant!.priceMinor, currency },
      because,
    });
  }
}

export interface Candidate {
  /** index into `snapshot.offered` */
  readonly offered: number;
  readonly because: Because;
}

const sources = [pinned, boughtTogether, recommended, bestSelling];

/** All that could be proposed with these products, in order and each once, whether it may be shown now or not. */
export function candidates(snapshot: ComplementSnapshot, bought: readonly string[]): Candidate[] {
  const all = sources.flatMap((source) => [...source(snapshot, bought)]);
  return all.filter(
    ({ offered }, place) => all.findIndex((candidate) => candidate.offered === offered) === place,
  );
}

/** Why a product is not proposed; null when it may be. */
export function whyHidden(
  snapshot: ComplementSnapshot,
  index: number,
  isBought: ReadonlySet<string>,
  because: Because,
): Hidden | null {
  const product: OfferedProduct = snapshot.offered[index]!;
  if (snapshot.bans.size > 0)
    for (const id of isBought) if (snapshot.bans.has(pairKey(id, product.id))) return 'banned';
  if (!product.isActive) return 'gone';
  if (product.variant === null) return 'sold-out';
  if (isBought.has(product.id) && !product.isRepeatable) return 'just-bought';
  if (product.isReturnedMuch && because.code !== 'pinned') return 'returned-much';
  return null;
}

function* pinned(snapshot: ComplementSnapshot, bought: readonly string[]): Iterable<Candidate> {
  for (const productId of bought)
    for (const offered of snapshot.pins.get(productId) ?? [])
      yield { offered, because: { code: 'pinned', productId } };
}

function boughtTogether(snapshot: ComplementSnapshot, bought: readonly string[]): Candidate[] {
  const { columns, groups } = snapshot;
  const found: { row: number; productIds: string[] }[] = [];
  const add = (key: string, productIds: string[]) => {
    const group = groups.get(key);
    for (let row = group?.from ?? 0; row < (group?.to ?? 0); row++)
      if (columns.isShopify[row] === 0) found.push({ row, productIds });
  };
  for (const id of bought) add(id, [id]);
  const some = bought.slice(0, maxBoughtForTwo).sort();
  for (const [i, first] of some.entries())
    for (const second of some.slice(i + 1)) add(pairKey(first, second), [first, second]);
  // Rows are ordered the same way at each load, so equal ones never change places.
  found.sort(
    (a, b) =>
      columns.liftLow[b.row]! - columns.liftLow[a.row]! ||
      columns.together[b.row]! - columns.together[a.row]! ||
      a.row - b.row,
  );
  return found.map(({ row, productIds }) => {
    const [count, baskets] = [columns.together[row]!, columns.baskets[row]!];
    return {
      offered: columns.offered[row]!,
      because: {
        code: 'bought-together',
        productIds,
        count,
        baskets,
        confidencePercent: Math.round((100 * count) / Math.max(1, baskets)),
        lift: columns.lift[row]!,
      },
    };
  });
}

/** The first of each bought product, then the second of each, and so on. */
function* recommended(snapshot: ComplementSnapshot, bought: readonly string[]): Iterable<Candidate> {
  const { columns, groups } = snapshot;
  const lists = bought.map((productId) => {
    const group = groups.get(productId);
    const rows: number[] = [];
    for (let row = group?.from ?? 0; row < (group?.to ?? 0); row++)
      if (columns.isShopify[row] === 1) rows.push(row);
    return { productId, rows };
  });
  const longest = Math.max(0, ...lists.map(({ rows }) => rows.length));
  for (let place = 0; place < longest; place++)
    for (const { productId, rows } of lists) {
      const row = rows[place];
      if (row !== undefined)
        yield { offered: columns.offered[row]!, because: { code: 'shopify', productId } };
    }
}

function* bestSelling(snapshot: ComplementSnapshot, bought: readonly string[]): Iterable<Candidate> {
  for (const productId of bought)
    for (const collectionId of snapshot.collectionsOf.get(productId) ?? [])
      for (const offered of snapshot.bestSellers.get(collectionId) ?? [])
        if (snapshot.offered[offered]!.id !== productId)
          yield { offered, because: { code: 'best-seller', productId, collectionId } };
}
