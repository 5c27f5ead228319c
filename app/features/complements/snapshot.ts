/** A product that something proposes, as a shopper would see it. */
export interface OfferedProduct {
  readonly id: string;
  readonly title: string;
  readonly imageUrl: string | null;
  readonly isActive: boolean;
  /** the first variant that can be bought; null when there is none */
  readonly variant: {
    readonly id: string;
    readonly title: string | null;
    readonly priceMinor: bigint;
  } | null;
  readonly isRepeatable: boolean;
  readonly isReturnedMuch: boolean;
}

/** A row of `complement_pairs`, best first within (product, also, source). */
export interface PairRow {
  productId: string;
  /** '' for one bought product */
  alsoProductId: string;
  offeredProductId: string;
  source: 'baskets' | 'shopify';
  together: number;
  baskets: number;
  lift: number;
  liftLow: number;
}

export interface SnapshotRows {
  currency: string;
  offered: OfferedProduct[];
  pairs: PairRow[];
  /** oldest first */
  choices: { productId: string; offeredProductId: string; kind: string }[];
  /** best first within a collection */
  bestSellers: { collectionId: string; productId: string }[];
  /** which of the collections with best sellers a product is in */
  members: { productId: string; collectionIds: string[] }[];
  /** how many products are in a collection */
  sizes: ReadonlyMap<string, number>;
}

/**
 * All that a decision needs of one shop, in memory. Pairs are rows of numbers side by side (some 20 bytes each), since a shop
 * with 5,000 products may have 100,000 of them.
 */
export interface ComplementSnapshot {
  readonly currency: string;
  readonly offered: readonly OfferedProduct[];
  readonly offeredIndex: ReadonlyMap<string, number>;
  /** the pairs of a bought product, or of two (`pairKey`), are `from` to `to` in the columns */
  readonly groups: ReadonlyMap<string, { readonly from: number; readonly to: number }>;
  readonly columns: {
    readonly offered: Uint32Array;
    readonly isShopify: Uint8Array;
    readonly together: Uint32Array;
    readonly baskets: Uint32Array;
    readonly lift: Float32Array;
    readonly liftLow: Float32Array;
  };
  /** offered indexes that the merchant pinned to a product, in order */
  readonly pins: ReadonlyMap<string, readonly number[]>;
  /** `pairKey`s of bought and offered product, in that order */
  readonly bans: ReadonlySet<string>;
  /** collections of a product that have best sellers, the most particular (smallest) first */
  readonly collectionsOf: ReadonlyMap<string, readonly string[]>;
  readonly bestSellers: ReadonlyMap<string, readonly number[]>;
}

/** One key of two ids. */
export function pairKey(first: string, second: string): string {
  return `${first} ${second}`;
}

/** Puts a snapshot together. Pure: what is asked of the database is in load-snapshot.server.ts. */
export function makeSnapshot(rows: SnapshotRows): ComplementSnapshot {
  const offeredIndex = new Map(rows.offered.map((product, index) => [product.id, index]));
  const known = <Row extends { offeredProductId: string }>(row: Row) =>
    offeredIndex.has(row.offeredProductId);
  const index = (id: string) => offeredIndex.get(id)!;

  // Shopify's come after our own of the same product, whatever the order of the rows.
  const groupOf = (pair: PairRow) =>
    pair.alsoProductId === '' ? pair.productId : pairKey(pair.productId, pair.alsoProductId);
  const byGroup = Map.groupBy(rows.pairs.filter(known), groupOf);
  const groups = new Map<string, { from: number; to: number }>();
  const pairs: PairRow[] = [];
  for (const [key, group] of byGroup) {
    const from = pairs.length;
    pairs.push(...group.filter(({ source }) => source === 'baskets'));
    pairs.push(...group.filter(({ source }) => source === 'shopify'));
    groups.set(key, { from, to: pairs.length });
  }

  const pins = new Map<string, number[]>();
  const bans = new Set<string>();
  for (const choice of rows.choices) {
    if (choice.kind === 'ban') bans.add(pairKey(choice.productId, choice.offeredProductId));
    else if (known(choice)) {
      const list = pins.get(choice.productId) ?? [];
      list.push(index(choice.offeredProductId));
      pins.set(choice.productId, list);
    }
  }

  const bestSellers = new Map<string, number[]>();
  for (const { collectionId, productId } of rows.bestSellers) {
    if (!offeredIndex.has(productId)) continue;
    const list = bestSellers.get(collectionId) ?? [];
    list.push(index(productId));
    bestSellers.set(collectionId, list);
  }
  // Most products share their collections with many others: one list for all of them.
  const lists = new Map<string, string[]>();
  const sizeOf = (id: string) => rows.sizes.get(id) ?? Number.POSITIVE_INFINITY;
  const collectionsOf = new Map<string, string[]>();
  for (const { productId, collectionIds } of rows.members) {
    const sorted = collectionIds
      .filter((id) => bestSellers.has(id))
      .sort((a, b) => sizeOf(a) - sizeOf(b) || (a < b ? -1 : 1));
    if (sorted.length === 0) continue;
    const key = sorted.join();
    const list = lists.get(key) ?? sorted;
    lists.set(key, list);
    collectionsOf.set(productId, list);
  }

  return {
    currency: rows.currency,
    offered: rows.offered,
    offeredIndex,
    groups,
    columns: {
      offered: Uint32Array.from(pairs, (pair) => index(pair.offeredProductId)),
      isShopify: Uint8Array.from(pairs, (pair) => (pair.source === 'shopify' ? 1 : 0)),
      together: Uint32Array.from(pairs, (pair) => pair.together),
      baskets: Uint32Array.from(pairs, (pair) => pair.baskets),
      lift: Float32Array.from(pairs, (pair) => pair.lift),
      liftLow: Float32Array.from(pairs, (pair) => pair.liftLow),
    },
    pins,
    bans,
    collectionsOf,
    bestSellers,
  };
}
