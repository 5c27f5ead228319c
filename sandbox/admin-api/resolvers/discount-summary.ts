import type { Entitlement, Shop } from '../../store/records.ts';
import type { DiscountNode } from '../../store/tables.ts';

const cash = (amount: string, currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
    Number(amount),
  );

const percent = (fraction: string): string => `${Number((Number(fraction) * 100).toFixed(2))}%`;

const isForAll = ({ productIds, variantIds, collectionIds }: Entitlement): boolean =>
  productIds === null && variantIds === null && collectionIds === null;

function purchases(discount: DiscountNode): string {
  if (!discount.appliesOnSubscription) return 'one-time purchase products';
  return discount.appliesOnOneTimePurchase ? 'all products' : 'subscription products';
}

function first(discount: DiscountNode, currency: string): string {
  const { value, bxgy } = discount;
  if (value.kind === 'free_shipping') return `Free shipping on ${purchases(discount)}`;
  const off = value.kind === 'percentage' ? percent(value.fraction) : cash(value.amount, currency);
  if (bxgy === null) return `${off} off ${isForAll(discount) ? purchases(discount) : 'selected products'}`;
  const pieces = (count: number) => `${count} ${count === 1 ? 'item' : 'items'}`;
  const { buys, getsQuantity } = bxgy;
  const how = value.kind === 'percentage' && Number(value.fraction) === 1 ? 'free' : `at ${off} off`;
  const what =
    buys.amount === null ? `Buy ${pieces(buys.quantity ?? 1)}` : `Spend ${cash(buys.amount, currency)}`;
  return `${what}, get ${pieces(getsQuantity)} ${how}`;
}

function countries({ shipping }: DiscountNode): string[] {
  if (shipping === null) return [];
  const { countries: list, maximumPrice: _price } = shipping;
  if (list === null) return ['For all countries'];
  const [only] = list;
  const name = only && new Intl.DisplayNames(['en'], { type: 'region' }).of(only);
  return [list.length === 1 ? `For ${name}` : `For ${list.length} countries`];
}

/** A discount in Shopify's own words, as in its admin. */
export function summaryOf(discount: DiscountNode, { currency }: Shop): string {
  const { minimumSubtotal, minimumQuantity, shipping } = discount;
  return [
    first(discount, currency),
    ...(minimumSubtotal === null ? [] : [`Minimum purchase of ${cash(minimumSubtotal, currency)}`]),
    ...(minimumQuantity === null ? [] : [`Minimum quantity of ${minimumQuantity}`]),
    ...countries(discount),
    ...(shipping?.maximumPrice
      ? [`Applies to shipping rates under ${cash(shipping.maximumPrice, currency)}`]
      : []),
    ...(discount.appliesOncePerCustomer ? ['One use per customer'] : []),
  ].join(' • ');
}
