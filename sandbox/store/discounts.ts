import { Refused } from '../box.ts';
import { buyAndGet, classOf, entitled } from './discount-amounts.ts';
import { purse, toMinor } from './money.ts';
import { subtotalOf } from './pricing.ts';
import type { Checkout, Discount, Line, ShippingLine, Shop } from './records.ts';
import { isMember } from './segments.ts';
import type { Store } from './store.ts';
import type { DiscountNode, RedeemCode } from './tables.ts';

/** A redeem code of a shop, whatever its case. */
export function findCode(
  store: Store,
  shop: string,
  code: string,
): { code: RedeemCode; discount: DiscountNode } | null {
  const found = store.tables.codes.byKey(`${shop}|${code.trim().toLowerCase()}`)[0];
  const discount = found === undefined ? undefined : store.tables.discounts.get(found.discountId);
  return found === undefined || discount === undefined ? null : { code: found, discount };
}

/** ACTIVE, SCHEDULED or EXPIRED by the sandbox clock. */
export function statusOf(discount: DiscountNode, now: Date): 'ACTIVE' | 'SCHEDULED' | 'EXPIRED' {
  if (!discount.isActive) return 'EXPIRED';
  if (discount.endsAt !== null && Date.parse(discount.endsAt) <= now.getTime()) return 'EXPIRED';
  return Date.parse(discount.startsAt) > now.getTime() ? 'SCHEDULED' : 'ACTIVE';
}

/** Ids of the products in these collections. */
export function productsIn(store: Store, collectionIds: string[]): Set<string> {
  return new Set(collectionIds.flatMap((id) => store.tables.productCollections.get(id)?.productIds ?? []));
}

export type Buyer = { email: string | null; phone: string | null; customerId: string | null };

/** How a use of a code is booked to a person: the customer when there is one, else the address. */
export function buyerKeys(buyer: Buyer): string[] {
  return [buyer.customerId, buyer.email?.toLowerCase() ?? null, buyer.phone].filter(
    (key): key is string => !!key,
  );
}

/** What a code is held against. */
export type CodeBasket = {
  lines: Line[];
  currency: string;
  buyer: Buyer;
  shippingLine: ShippingLine | null;
  /** Where it goes; null while that is not known. */
  countryCode: string | null;
};

/** A checkout as its codes see it. */
export function basketOf(checkout: Checkout): CodeBasket {
  const { lines, currency, shippingLine, email, phone, customerId } = checkout;
  const buyer = { email, phone, customerId };
  return { lines, currency, shippingLine, buyer, countryCode: checkout.shippingAddress?.countryCode ?? null };
}

/** Why a code may not be used on these lines by this buyer, or null when it may. */
export function codeProblem(
  store: Store,
  shop: Shop,
  code: string,
  basket: CodeBasket | null,
): string | null {
  const found = findCode(store, shop.domain, code);
  if (found === null) return `${code} is not a code of this shop`;
  const { discount } = found;
  const status = statusOf(discount, store.now());
  if (status === 'EXPIRED') return `${code} has ended`;
  if (status === 'SCHEDULED') return `${code} has not started yet`;
  if (discount.usageLimit !== null && found.code.usageCount >= discount.usageLimit) {
    return `${code} has reached its usage limit`;
  }
  if (basket === null) return null;
  return (
    buyerProblem(store, discount, found.code, basket.buyer) ??
    goodsProblem(store, shop, code, discount, basket) ??
    shippingProblem(shop, code, discount, basket)
  );
}

/** As at Shopify, who is asking is looked at as soon as an address is known, not before. */
function buyerProblem(store: Store, discount: DiscountNode, code: RedeemCode, buyer: Buyer): string | null {
  const keys = buyerKeys(buyer);
  if (keys.length === 0) return null;
  if (discount.appliesOncePerCustomer && keys.some((key) => code.usedBy.includes(key))) {
    return `${code.code} was already used by this customer`;
  }
  const isTheirs = discount.customerIds?.includes(buyer.customerId ?? '') ?? true;
  const customer = buyer.customerId === null ? undefined : store.tables.customers.get(buyer.customerId);
  const isInside = (id: string): boolean => {
    const segment = store.tables.segments.get(id);
    return segment !== undefined && customer !== undefined && isMember(store, segment, customer);
  };
  const isOfThem = isTheirs && (discount.segmentIds?.some(isInside) ?? true);
  return isOfThem ? null : `${code.code} is not for this customer`;
}

function goodsProblem(
  store: Store,
  shop: Shop,
  code: string,
  discount: DiscountNode,
  basket: CodeBasket,
): string | null {
  const members = (ids: string[]) => productsIn(store, ids);
  const money = purse(shop.currency, basket.currency);
  const isFor = entitled(discount, members);
  if (!basket.lines.some(isFor)) return `${code} is for none of these products`;
  if (discount.kind === 'bxgy') {
    const { uses } = buyAndGet(discount, basket.lines, money, members);
    return uses > 0 ? null : `${code} needs more of the products it is about`;
  }
  if (discount.minimumSubtotal !== null) {
    const least = money.minor(money.fromShop(toMinor(discount.minimumSubtotal, shop.currency)));
    if (subtotalOf(basket, money, isFor) < least) return `${code} needs a larger order`;
  }
  if (discount.minimumQuantity !== null) {
    const quantity = basket.lines.filter(isFor).reduce((sum, line) => sum + line.quantity, 0);
    if (quantity < discount.minimumQuantity) return `${code} needs more items`;
  }
  return null;
}

function shippingProblem(
  shop: Shop,
  code: string,
  { shipping }: DiscountNode,
  { shippingLine, countryCode, currency }: CodeBasket,
): string | null {
  if (shipping === null) return null;
  if (shippingLine === null) return `${code} is for orders that are shipped`;
  const { countries, maximumPrice } = shipping;
  if (countryCode !== null && countries !== null && !countries.includes(countryCode) && !shipping.restOfWorld)
    return `${code} is not for this country`;
  const money = purse(shop.currency, currency);
  if (maximumPrice === null) return null;
  const most = money.minor(money.fromShop(toMinor(maximumPrice, shop.currency)));
  return money.minor(shippingLine.price) > most ? `${code} is not for shipping as dear as this` : null;
}

function combine(a: DiscountNode, b: DiscountNode): boolean {
  const allows = (one: DiscountNode, other: DiscountNode) => {
    const { productDiscounts, orderDiscounts, shippingDiscounts } = one.combinesWith;
    return { PRODUCT: productDiscounts, ORDER: orderDiscounts, SHIPPING: shippingDiscounts }[classOf(other)];
  };
  return allows(a, b) && allows(b, a);
}

/**
 * The codes that really apply. With `strict` a code that does not apply is refused, as at the code field of a
 * checkout; without it, it is left out, as when a link carried it. A second code stays only if both may be combined.
 */
export function applicableCodes(
  store: Store,
  shop: Shop,
  codes: string[],
  basket: CodeBasket,
  strict: boolean,
): { code: string; discount: DiscountNode }[] {
  const kept: { code: string; discount: DiscountNode }[] = [];
  for (const text of codes) {
    const problem = codeProblem(store, shop, text, basket);
    if (problem !== null) {
      if (strict) throw new Refused('discountCodes', problem);
      continue;
    }
    const found = findCode(store, shop.domain, text);
    if (found === null || kept.some((other) => other.discount.id === found.discount.id)) continue;
    if (!kept.every((other) => combine(other.discount, found.discount))) continue;
    kept.push({ code: found.code.code, discount: found.discount });
  }
  return kept;
}

/** Books the use of the codes of an order. */
export function bookUse(store: Store, shop: string, codes: string[], buyer: Buyer): void {
  for (const text of codes) {
    const found = findCode(store, shop, text);
    if (found === null) continue;
    found.code.usageCount += 1;
    found.code.usedBy.push(...buyerKeys(buyer));
    store.tables.codes.put(found.code);
  }
}

/** Adds a code to a discount; null when the shop already has this code. */
export function addCode(store: Store, discount: DiscountNode, code: string): RedeemCode | null {
  if (findCode(store, discount.shop, code) !== null) return null;
  return store.tables.codes.put({
    id: store.nextId(),
    shop: discount.shop,
    discountId: discount.id,
    code: code.trim(),
    usageCount: 0,
    usedBy: [],
  });
}

/** The codes of a discount, oldest first. */
export function codesOf(store: Store, discountId: string): RedeemCode[] {
  return store.tables.codes.byKey(`discount|${discountId}`);
}

/** A discount with its codes, as people and control calls see it. */
export function viewOf(store: Store, discount: DiscountNode): Discount {
  return {
    ...discount,
    codes: codesOf(store, discount.id).map(({ id, code, usageCount, usedBy }) => ({
      id,
      code,
      usageCount,
      usedBy,
    })),
  };
}

/** Removes a discount and its codes. */
export function deleteDiscount(store: Store, shop: Shop, discount: DiscountNode): void {
  for (const code of codesOf(store, discount.id)) store.tables.codes.remove(code.id);
  store.tables.discounts.remove(discount.id);
  store.announce({ shop, topic: 'discounts/delete', discount });
}
