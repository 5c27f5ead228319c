/** A variant as it is kept (JSON). Price and cost are minor units of the shop's currency, as text. */
export interface ProductVariant {
  id: string;
  title: string;
  priceMinor: string;
  /** null when the shop does not count it */
  stock: number | null;
  isAvailable: boolean;
  sku?: string | null;
  /** What one piece costs the shop; null when the merchant did not say. Left out by webhooks: what is known then stays. */
  costMinor?: string | null;
}

/** One state of a product, as a webhook or the Admin API tells it. */
export interface ProductInput {
  id: string;
  handle: string;
  title: string;
  imageUrl: string | null;
  vendor: string | null;
  productType: string | null;
  tags: string[];
  /** null where the source does not tell (webhooks): what was known stays */
  collectionIds: string[] | null;
  /** active | draft | archived | deleted */
  status: string;
  variants: ProductVariant[];
  updatedAt: Date;
}

export interface Product extends ProductInput {
  collectionIds: string[];
  ratingSum: number;
  ratingCount: number;
}

/** A collection by its name; who is in it is known by the products. */
export interface Collection {
  id: string;
  title: string;
}
