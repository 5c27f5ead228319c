import type { TimelineValue } from '../../kit/timeline.ts';

const known: [RegExp, string][] = [
  [/^orders\/|^fulfillments\/|^refunds\//, 'order'],
  [/^checkouts\//, 'checkout'],
  [/^customers|^shopify$/, 'customer'],
  [/^thank-you page$/, 'thankYou'],
  [/^order-status page$/, 'orderStatus'],
  [/^post-purchase page$/, 'postPurchase'],
  [/^(preferences|mailing) page$/, 'preferences'],
  [/^unsubscribe page$/, 'unsubscribe'],
  [/^vip list$/, 'vip'],
];

/** Where something about a person was learned, for a merchant: a name where we have one, else as it was written down. */
export function sourceWord(source: string): TimelineValue {
  const found = known.find(([pattern]) => pattern.test(source));
  return found ? { word: `timeline:source.${found[1]}` } : source;
}
