import { proportionAtLeast } from './significance.ts';

/** Why a product is proposed, for the page that explains it. Ids of products are those that were bought. */
export type Because =
  | { readonly code: 'pinned'; readonly productId: string }
  | {
      readonly code: 'bought-together';
      /** one product, or two that were bought together */
      readonly productIds: readonly string[];
      /** of `baskets` with what was bought, `count` also had this: `confidencePercent`, rounded */
      readonly count: number;
      readonly baskets: number;
      readonly confidencePercent: number;
      /** how many times as often as by chance */
      readonly lift: number;
    }
  | { readonly code: 'shopify'; readonly productId: string }
  | { readonly code: 'best-seller'; readonly productId: string; readonly collectionId: string };

/** Something to offer: the variant that a shopper would get, with its price in the shop's currency. */
export interface Proposal {
  readonly productId: string;
  readonly variantId: string;
  readonly title: string;
  /** null when the product has only one */
  readonly variantTitle: string | null;
  readonly imageUrl: string | null;
  readonly price: { readonly minor: bigint; readonly currency: string };
  readonly because: Because;
}

/** Why something that goes with a product is not proposed now. */
export type Hidden = 'banned' | 'gone' | 'sold-out' | 'just-bought' | 'returned-much';

/** The merchant's own word about a pair. */
export const choiceKinds = ['pin', 'ban'] as const;
export type ChoiceKind = (typeof choiceKinds)[number];

/** Baskets of so many days count: older ones tell of a shop that is no more. */
export const windowDays = 365;

/** What the baskets say about one product. */
export interface ProductFigures {
  /** baskets it was in, and in how many of them some of it was sent back */
  readonly baskets: number;
  readonly returned: number;
  /** known people who bought it, and how many of them did so in two orders or more */
  readonly buyers: number;
  readonly repeatBuyers: number;
}

/** May be proposed to somebody who has just bought it: three people came back for it, and one in ten of its buyers. */
export function isRepeatable({ buyers, repeatBuyers }: ProductFigures): boolean {
  return repeatBuyers >= 3 && repeatBuyers >= 0.1 * buyers;
}

/** Sent back too often to be proposed: of five sales or more, with 95 % certainty more than one in five. */
export function isReturnedMuch({ baskets, returned }: ProductFigures): boolean {
  return baskets >= 5 && proportionAtLeast(returned, baskets) > 0.2;
}
