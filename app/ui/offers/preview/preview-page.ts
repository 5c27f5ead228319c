import type { OffersResponse } from '@reprise/rules';

/** Everything that the preview's frame needs to play one page of one order; posted into it as JSON. */
export interface PreviewPage {
  surface: 'thank-you' | 'order-status';
  /** the shopper's, BCP 47 */
  locale: string;
  shop: { name: string; timezone: string; currency: string };
  order: PreviewOrder;
  /** what our server would answer for it */
  answer: OffersResponse;
  /** what stands in the place of the block when nothing is shown, in the merchant's language */
  empty: string;
}

/** An order as the page around the block shows it: a recent one of the shop, or a sample. */
export interface PreviewOrder {
  /** plain number; '' for the sample */
  id: string;
  name: string;
  firstName: string | null;
  isFirst: boolean;
  /** decimal, in `currency` */
  total: string;
  currency: string;
  country: string | null;
  /** ISO UTC */
  placedAt: string;
  parcel: 'placed' | 'shipped' | 'out-for-delivery' | 'delivered';
  lines: PreviewLine[];
}

export interface PreviewLine {
  productId: string;
  variantId: string;
  title: string;
  quantity: number;
  /** of the line, decimal */
  price: string;
  imageUrl: string | null;
}

/** What the frame says to the page around it; `run` names the frame. */
export type FrameSays = { reprise: 'drawn'; run: number } | { reprise: 'scrolled'; run: number; to: number };
