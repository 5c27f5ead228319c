import type { Purse } from './money.ts';
import { fraction, least, scale, split, toMinor } from './money.ts';
import type { DiscountApplication, DiscountValue, Entitlement, Line } from './records.ts';
import type { DiscountNode } from './tables.ts';

/** Ids of the products in these collections. */
export type Members = (collectionIds: string[]) => Set<string>;

/** What a code takes off each of the lines it was asked about, and how the order words it. */
export type Off = {
  parts: bigint[];
  application: Pick<DiscountApplication, 'valueType' | 'value' | 'allocationMethod'>;
};

/** Shopify's class of a discount: what it may be combined with, and the order in which codes are taken off. */
export function classOf(discount: DiscountNode): 'PRODUCT' | 'ORDER' | 'SHIPPING' {
  if (discount.kind === 'free_shipping') return 'SHIPPING';
  return discount.kind === 'bxgy' || !isForAll(discount) ? 'PRODUCT' : 'ORDER';
}

const isForAll = ({ productIds, variantIds, collectionIds }: Entitlement): boolean =>
  productIds === null && variantIds === null && collectionIds === null;

/** Answers for each line whether it is one of the goods. */
export function entitled(
  goods: Entitlement,
  members: Members,
): (line: Pick<Line, 'variantId' | 'productId'>) => boolean {
  if (isForAll(goods)) return () => true;
  const inCollections = members(goods.collectionIds ?? []);
  return ({ variantId, productId }) =>
    (variantId !== null && (goods.variantIds?.includes(variantId) ?? false)) ||
    (productId !== null &&
      ((goods.productIds?.includes(productId) ?? false) || inCollections.has(productId)));
}

const percentWord = (text: string): string => {
  const { numerator, denominator } = fraction(text);
  const tenths = scale(numerator, 1000n, denominator);
  return `${tenths / 10n}.${tenths % 10n}`;
};

const leftOf = (line: Line, money: Purse): bigint =>
  money.minor(line.unitPrice) * BigInt(line.quantity) -
  line.allocations.reduce((sum, a) => sum + money.minor(a.amount), 0n);

/** What a basic code takes off these lines, on top of what is off already. */
export function amountOff(value: DiscountValue, lines: Line[], money: Purse): Off {
  const gross = lines.map((line) => leftOf(line, money));
  const all = gross.reduce((a, b) => a + b, 0n);
  if (value.kind === 'percentage') {
    const { numerator, denominator } = fraction(value.fraction);
    return {
      parts: split(scale(all, numerator, denominator), gross),
      application: {
        valueType: 'percentage',
        value: percentWord(value.fraction),
        allocationMethod: 'across',
      },
    };
  }
  const bag = money.fromShop(value.kind === 'amount' ? toMinor(value.amount, money.shopCurrency) : 0n);
  const wanted = money.minor(bag);
  if (value.kind === 'amount' && value.eachItem) {
    const parts = lines.map((line, index) => least(wanted * BigInt(line.quantity), gross[index] ?? 0n));
    return {
      parts,
      application: { valueType: 'fixed_amount', value: bag.presentment, allocationMethod: 'each' },
    };
  }
  return {
    parts: split(least(wanted, all), gross),
    application: { valueType: 'fixed_amount', value: bag.presentment, allocationMethod: 'across' },
  };
}

type Unit = { index: number; price: bigint };

/** Single pieces of the lines that fit, cheapest first. */
function unitsOf(lines: Line[], money: Purse, fits: (line: Line) => boolean): Unit[] {
  return lines
    .flatMap((line, index) =>
      fits(line)
        ? Array.from({ length: line.quantity }, () => ({ index, price: money.minor(line.unitPrice) }))
        : [],
    )
    .sort((a, b) => (a.price < b.price ? -1 : a.price > b.price ? 1 : a.index - b.index));
}

/**
 * Buy X get Y. The cheapest pieces that may be got are got, the dearest others pay for them; no piece counts twice.
 */
export function buyAndGet(
  discount: DiscountNode,
  lines: Line[],
  money: Purse,
  members: Members,
): Off & { uses: number } {
  const { bxgy, value } = discount;
  const parts = lines.map(() => 0n);
  const application = {
    valueType: value.kind === 'amount' ? 'fixed_amount' : 'percentage',
    value:
      value.kind === 'amount'
        ? money.fromShop(toMinor(value.amount, money.shopCurrency)).presentment
        : percentWord(value.kind === 'percentage' ? value.fraction : '0'),
    allocationMethod: 'each',
  } as const;
  if (bxgy === null) return { parts, application, uses: 0 };
  const gets = unitsOf(lines, money, entitled(discount, members));
  const buys = unitsOf(lines, money, entitled(bxgy.buys, members)).reverse();
  const reserved = new Map<number, number>();
  const free = new Map(lines.map((line, index) => [index, line.quantity]));
  const take = (from: Unit[], isEnough: (taken: Unit[]) => boolean): Unit[] | null => {
    const taken: Unit[] = [];
    const seen = new Map<number, number>();
    for (const unit of from) {
      if (isEnough(taken)) break;
      const used = (reserved.get(unit.index) ?? 0) + (seen.get(unit.index) ?? 0);
      if (used >= (free.get(unit.index) ?? 0)) continue;
      seen.set(unit.index, (seen.get(unit.index) ?? 0) + 1);
      taken.push(unit);
    }
    return isEnough(taken) ? taken : null;
  };
  const reserve = (units: Unit[], by: 1 | -1) => {
    for (const { index } of units) reserved.set(index, (reserved.get(index) ?? 0) + by);
  };
  const least =
    bxgy.buys.amount === null ? null : money.fromShop(toMinor(bxgy.buys.amount, money.shopCurrency));
  const hasBought = (units: Unit[]): boolean =>
    least === null
      ? units.length >= (bxgy.buys.quantity ?? 1)
      : units.reduce((sum, unit) => sum + unit.price, 0n) >= money.minor(least);
  let uses = 0;
  while (uses < (bxgy.usesPerOrderLimit ?? Number.POSITIVE_INFINITY)) {
    const got = take(gets, (units) => units.length >= bxgy.getsQuantity);
    if (got === null) break;
    reserve(got, 1);
    const bought = take(buys, hasBought);
    if (bought === null) {
      reserve(got, -1);
      break;
    }
    reserve(bought, 1);
    for (const unit of got)
      parts[unit.index] = (parts[unit.index] ?? 0n) + offPiece(value, unit.price, money);
    uses += 1;
  }
  return { parts, application, uses };
}

function offPiece(value: DiscountValue, price: bigint, money: Purse): bigint {
  if (value.kind === 'percentage') {
    const { numerator, denominator } = fraction(value.fraction);
    return scale(price, numerator, denominator);
  }
  if (value.kind === 'amount')
    return least(price, money.minor(money.fromShop(toMinor(value.amount, money.shopCurrency))));
  return 0n;
}
