import { addMs, day } from '../../kit/span.ts';
import { type AskedProduct, maxProducts, type NoRequestReason, type RequestBasis } from './review.ts';
import type { ReviewsSettings } from './settings.ts';

/** What the plan needs to know about an order. */
export interface OrderFacts {
  id: string;
  name: string;
  personId: string | null;
  country: string | null;
  locale: string | null;
  sourceName: string | null;
  financialStatus: string | null;
  totalMinor: bigint;
  refundedMinor: bigint;
  paidAt: Date | null;
  fulfilledAt: Date | null;
  deliveredAt: Date | null;
  cancelledAt: Date | null;
  lines: {
    productId: string | null;
    title: string;
    imageUrl: string | null;
    priceMinor: bigint;
    quantity: number;
    refundedQuantity: number;
  }[];
}

export type RequestPlan =
  | { kind: 'ask'; dueAt: Date; basis: RequestBasis; products: AskedProduct[] }
  | { kind: 'none'; reason: NoRequestReason };

/**
 * When, and about which products, to ask for a review of an order; pure.
 * The parcel's delivery decides; without a scan the fulfilment does, later for a parcel that goes abroad; a sale at the till is
 * asked about at once. What was paid back is not asked about.
 * @param shopCountry ISO 3166-1 alpha-2; an order without a country counts as one at home
 * @param askedBefore product ids that this person was asked about within a year
 */
export function planRequest(
  order: OrderFacts,
  settings: ReviewsSettings,
  shopCountry: string | null,
  askedBefore: ReadonlySet<string>,
): RequestPlan {
  if (order.cancelledAt) return { kind: 'none', reason: 'order_cancelled' };
  if (isRefunded(order)) return { kind: 'none', reason: 'order_refunded' };
  if (!order.personId) return { kind: 'none', reason: 'no_person' };
  const when = requestDate(order, settings, shopCountry);
  if (!when) return { kind: 'none', reason: 'not_shipped' };
  const reviewable = reviewableProducts(order);
  if (reviewable.length === 0) return { kind: 'none', reason: 'nothing_to_review' };
  const products = reviewable.filter(({ productId }) => !askedBefore.has(productId)).slice(0, maxProducts);
  if (products.length === 0) return { kind: 'none', reason: 'asked_before' };
  return { kind: 'ask', ...when, products };
}

/** true when everything was paid back, or the payment never came about. */
export function isRefunded(order: OrderFacts): boolean {
  if (order.financialStatus === 'refunded' || order.financialStatus === 'voided') return true;
  return order.totalMinor > 0n && order.refundedMinor >= order.totalMinor;
}

function requestDate(
  order: OrderFacts,
  settings: ReviewsSettings,
  shopCountry: string | null,
): { dueAt: Date; basis: RequestBasis } | null {
  if (order.sourceName === 'pos' && order.paidAt) return { dueAt: order.paidAt, basis: 'pos' };
  if (order.deliveredAt)
    return { dueAt: addMs(order.deliveredAt, settings.deliveredDays * day), basis: 'delivered' };
  if (!order.fulfilledAt) return null;
  const isAbroad = order.country !== null && shopCountry !== null && order.country !== shopCountry;
  return isAbroad
    ? { dueAt: addMs(order.fulfilledAt, settings.abroadDays * day), basis: 'fulfilled_abroad' }
    : { dueAt: addMs(order.fulfilledAt, settings.homeDays * day), basis: 'fulfilled_home' };
}

/** Products of an order that can be reviewed, dearest first, each once; lines without a product or paid back are left out. */
export function reviewableProducts(order: OrderFacts): AskedProduct[] {
  const kept = order.lines
    .filter((line) => line.productId !== null && line.quantity > line.refundedQuantity)
    .sort((a, b) => (a.priceMinor === b.priceMinor ? 0 : a.priceMinor < b.priceMinor ? 1 : -1));
  const products = new Map<string, AskedProduct>();
  for (const { productId, title, imageUrl } of kept)
    if (productId !== null && !products.has(productId))
      products.set(productId, { productId, title, imageUrl });
  return [...products.values()];
}
