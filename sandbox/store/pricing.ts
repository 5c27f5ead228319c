import type { Purse } from './money.ts';
import { fraction, least, purse, scale, split, toMinor } from './money.ts';
import type {
  DiscountApplication,
  Line,
  MoneyBag,
  Order,
  ShippingLine,
  Shop,
  TaxLine,
  Totals,
} from './records.ts';
import type { DiscountNode } from './tables.ts';

/** What a basket needs to be priced. */
export type Basket = {
  shop: Shop;
  currency: string;
  lines: Line[];
  shippingLine: ShippingLine | null;
  /** Codes that were found valid, in the order they were entered. */
  codes: { code: string; discount: DiscountNode }[];
};

export type Priced = {
  lines: Line[];
  shippingLine: ShippingLine | null;
  applications: DiscountApplication[];
  totals: Totals;
};

/** Whether a line is one that the discount is for. */
export function isEntitled(
  line: Pick<Line, 'variantId' | 'productId'>,
  discount: DiscountNode,
  inCollections: Set<string>,
): boolean {
  if (discount.productIds === null && discount.variantIds === null && discount.collectionIds === null)
    return true;
  if (line.variantId !== null && discount.variantIds?.includes(line.variantId)) return true;
  if (line.productId !== null && discount.productIds?.includes(line.productId)) return true;
  return line.productId !== null && inCollections.has(line.productId);
}

/** Price of the lines in the buyer's currency before any discount, in minor units. */
export function subtotalOf(basket: { lines: Line[] }, money: Purse, only?: (line: Line) => boolean): bigint {
  return basket.lines
    .filter((line) => only?.(line) ?? true)
    .reduce((sum, line) => sum + money.minor(line.unitPrice) * BigInt(line.quantity), 0n);
}

function tax(shop: Shop, money: Purse, base: MoneyBag): TaxLine[] {
  const rate = fraction(shop.taxRate);
  if (rate.numerator === 0n) return [];
  const whole = shop.taxesIncluded ? rate.numerator + rate.denominator : rate.denominator;
  const title = shop.country === 'DE' ? 'DE MwSt' : shop.country === 'US' ? 'State tax' : 'Tax';
  return [{ title, rate: shop.taxRate, amount: money.share(base, rate.numerator, whole) }];
}

function amountOff(
  discount: DiscountNode,
  lines: Line[],
  money: Purse,
): { parts: bigint[]; application: Pick<DiscountApplication, 'valueType' | 'value' | 'allocationMethod'> } {
  const gross = lines.map(
    (line) =>
      money.minor(line.unitPrice) * BigInt(line.quantity) -
      line.allocations.reduce((sum, a) => sum + money.minor(a.amount), 0n),
  );
  if (discount.value.kind === 'percentage') {
    const { numerator, denominator } = fraction(discount.value.fraction);
    const total = scale(
      gross.reduce((a, b) => a + b, 0n),
      numerator,
      denominator,
    );
    const percent = scale(numerator, 1000n, denominator);
    return {
      parts: split(total, gross),
      application: {
        valueType: 'percentage',
        value: `${percent / 10n}.${percent % 10n}`,
        allocationMethod: 'across',
      },
    };
  }
  const wanted = money.minor(money.fromShop(toMinor(discount.value.amount, money.shopCurrency)));
  const value = money.fromShop(toMinor(discount.value.amount, money.shopCurrency)).presentment;
  if (discount.value.eachItem) {
    const parts = lines.map((line, index) => {
      const each = wanted * BigInt(line.quantity);
      const most = gross[index] ?? 0n;
      return least(each, most);
    });
    return { parts, application: { valueType: 'fixed_amount', value, allocationMethod: 'each' } };
  }
  const most = gross.reduce((a, b) => a + b, 0n);
  return {
    parts: split(least(wanted, most), gross),
    application: { valueType: 'fixed_amount', value, allocationMethod: 'across' },
  };
}

/**
 * Prices a basket: discounts spread over the lines they are for, taxes, shipping, totals. Everything adds up exactly
 * in the buyer's currency and in the shop's.
 */
export function priceBasket(basket: Basket, productsIn: (collectionIds: string[]) => Set<string>): Priced {
  const money = purse(basket.shop.currency, basket.currency);
  const lines = basket.lines.map((line): Line => ({ ...line, allocations: [], taxLines: [] }));
  const applications: DiscountApplication[] = [];
  for (const { code, discount } of basket.codes) {
    const members = productsIn(discount.collectionIds ?? []);
    const entitled = lines.filter((line) => isEntitled(line, discount, members));
    const { parts, application } = amountOff(discount, entitled, money);
    const index = applications.length;
    applications.push({
      type: 'discount_code',
      code,
      title: discount.title,
      ...application,
      targetSelection: entitled.length === lines.length ? 'all' : 'entitled',
      nodeId: discount.id,
    });
    entitled.forEach((line, position) => {
      const part = parts[position] ?? 0n;
      if (part > 0n) line.allocations.push({ index, amount: money.bag(part) });
    });
  }
  for (const line of lines) line.taxLines = tax(basket.shop, money, lineTotal(line, money));
  const shippingLine =
    basket.shippingLine === null
      ? null
      : { ...basket.shippingLine, taxLines: tax(basket.shop, money, basket.shippingLine.price) };
  return { lines, shippingLine, applications, totals: totalsOf(basket.shop, money, lines, shippingLine) };
}

/** What a line costs after its discounts. */
export function lineTotal(line: Line, money: Purse): MoneyBag {
  const off = money.add(money.zero, ...line.allocations.map((a) => a.amount));
  return money.minus(money.times(line.unitPrice, line.quantity), off);
}

/** Sums a priced basket. */
export function totalsOf(
  shop: Pick<Shop, 'taxesIncluded'>,
  money: Purse,
  lines: Line[],
  shippingLine: ShippingLine | null,
): Totals {
  const lineItems = money.add(money.zero, ...lines.map((line) => money.times(line.unitPrice, line.quantity)));
  const discounts = money.add(money.zero, ...lines.flatMap((line) => line.allocations.map((a) => a.amount)));
  const subtotal = money.minus(lineItems, discounts);
  const shipping = shippingLine?.price ?? money.zero;
  const tax = money.add(
    money.zero,
    ...lines.flatMap((line) => line.taxLines.map((t) => t.amount)),
    ...(shippingLine?.taxLines ?? []).map((t) => t.amount),
  );
  const total = money.add(subtotal, shipping, shop.taxesIncluded ? money.zero : tax);
  return { subtotal, lineItems, discounts, shipping, tax, total };
}

/** The purse of an order or checkout of a shop. */
export function purseOf(order: Pick<Order, 'currency' | 'presentmentCurrency'>): Purse {
  return purse(order.currency, order.presentmentCurrency);
}
