import type { Members } from './discount-amounts.ts';
import { amountOff, buyAndGet, classOf, entitled } from './discount-amounts.ts';
import type { Purse } from './money.ts';
import { fraction, purse } from './money.ts';
import type {
  DiscountAllocation,
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

/**
 * Prices a basket: discounts spread over the lines they are for, taxes, shipping, totals. Product discounts come first,
 * then those on the order, then those on the shipping. Everything adds up exactly in both currencies.
 */
export function priceBasket(basket: Basket, members: Members): Priced {
  const money = purse(basket.shop.currency, basket.currency);
  const lines = basket.lines.map((line): Line => ({ ...line, allocations: [], taxLines: [] }));
  const shippingLine =
    basket.shippingLine === null ? null : { ...basket.shippingLine, allocations: [] as DiscountAllocation[] };
  const applications: DiscountApplication[] = [];
  const apply = (code: string, discount: DiscountNode, application: Applied) =>
    applications.push({
      type: 'discount_code',
      code,
      title: discount.title,
      nodeId: discount.id,
      ...application,
    });
  const ranked = (['PRODUCT', 'ORDER', 'SHIPPING'] as const).flatMap((name) =>
    basket.codes.filter((one) => classOf(one.discount) === name),
  );
  for (const { code, discount } of ranked) {
    const index = applications.length;
    if (discount.kind === 'free_shipping') {
      const left = shippingPaid(shippingLine, money);
      if (money.minor(left) > 0n) shippingLine?.allocations.push({ index, amount: left });
      apply(code, discount, FREE_SHIPPING);
      continue;
    }
    // Two product discounts never share a line: what came first keeps it.
    const isFree = (line: Line) => classOf(discount) === 'ORDER' || line.allocations.length === 0;
    const fits = entitled(discount, members);
    const chosen = lines.filter((line) => fits(line) && isFree(line));
    const isBxgy = discount.kind === 'bxgy';
    const about = isBxgy ? lines.filter(isFree) : chosen;
    const { parts, application } = isBxgy
      ? buyAndGet(discount, about, money, members)
      : amountOff(discount.value, about, money);
    const targetSelection = classOf(discount) === 'ORDER' ? 'all' : 'entitled';
    apply(code, discount, { ...application, targetType: 'line_item', targetSelection });
    about.forEach((line, position) => {
      const part = parts[position] ?? 0n;
      if (part > 0n) line.allocations.push({ index, amount: money.bag(part) });
    });
  }
  for (const line of lines) line.taxLines = tax(basket.shop, money, lineTotal(line, money));
  if (shippingLine !== null)
    shippingLine.taxLines = tax(basket.shop, money, shippingPaid(shippingLine, money));
  return { lines, shippingLine, applications, totals: totalsOf(basket.shop, money, lines, shippingLine) };
}

type Applied = Pick<
  DiscountApplication,
  'valueType' | 'value' | 'allocationMethod' | 'targetType' | 'targetSelection'
>;

const FREE_SHIPPING: Applied = {
  valueType: 'percentage',
  value: '100.0',
  allocationMethod: 'each',
  targetType: 'shipping_line',
  targetSelection: 'all',
};

/** What shipping costs after its discounts; zero without any. */
export function shippingPaid(line: ShippingLine | null, money: Purse): MoneyBag {
  if (line === null) return money.zero;
  return money.minus(line.price, money.add(money.zero, ...(line.allocations ?? []).map((a) => a.amount)));
}

/** What a line costs after its discounts. */
export function lineTotal(line: Line, money: Purse): MoneyBag {
  const off = money.add(money.zero, ...line.allocations.map((a) => a.amount));
  return money.minus(money.times(line.unitPrice, line.quantity), off);
}

/** Everything that an order asks for shipping. */
export function shippingLinesOf(order: Pick<Order, 'shippingLine' | 'extraShipping'>): ShippingLine[] {
  return [...(order.shippingLine === null ? [] : [order.shippingLine]), ...(order.extraShipping ?? [])];
}

/** Sums a priced basket. */
export function totalsOf(
  shop: Pick<Shop, 'taxesIncluded'>,
  money: Purse,
  lines: Line[],
  shippingLine: ShippingLine | null,
): Totals {
  const lineItems = money.add(money.zero, ...lines.map((line) => money.times(line.unitPrice, line.quantity)));
  const off = money.add(money.zero, ...lines.flatMap((line) => line.allocations.map((a) => a.amount)));
  const subtotal = money.minus(lineItems, off);
  const discounts = money.add(off, ...(shippingLine?.allocations ?? []).map((a) => a.amount));
  const shipping = shippingLine?.price ?? money.zero;
  const tax = money.add(
    money.zero,
    ...lines.flatMap((line) => line.taxLines.map((t) => t.amount)),
    ...(shippingLine?.taxLines ?? []).map((t) => t.amount),
  );
  const paid = shippingPaid(shippingLine, money);
  const total = money.add(subtotal, paid, shop.taxesIncluded ? money.zero : tax);
  return { subtotal, lineItems, discounts, shipping, tax, total };
}

/** The purse of an order or checkout of a shop. */
export function purseOf(order: Pick<Order, 'currency' | 'presentmentCurrency'>): Purse {
  return purse(order.currency, order.presentmentCurrency);
}
