import { type Money, moneyAmount, parseMoney, shareOf } from '../../kit/money.ts';

/** One variant of one product, ids as plain numbers. */
export interface Item {
  productId: string;
  variantId: string;
}

/** How much less: basis points (1000 = 10 %), an exact amount in the shop's currency, free shipping, or something on top. */
export type Discount =
  | { kind: 'percentage'; basisPoints: number }
  | { kind: 'amount'; minor: bigint }
  | { kind: 'free-shipping' }
  | ({ kind: 'gift' } & Item)
  | { kind: 'none' };

/** What a code takes off one price; never more than the price. */
export function discountOn(price: Money, discount: Discount): Money {
  if (discount.kind !== 'percentage' && discount.kind !== 'amount') {
    return { minor: 0n, currency: price.currency };
  }
  const off = discount.kind === 'percentage' ? shareOf(price, discount.basisPoints).minor : discount.minor;
  return off < price.minor ? { minor: off, currency: price.currency } : price;
}

/** `1250` basis points are "12.5". */
export function percentText(basisPoints: number): string {
  return String(basisPoints / 100);
}

/** "12.5" (or "12,5") as basis points; null when it is not a percentage with at most two decimals. */
export function parsePercent(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** "5", "5.00" or "5,00" as minor units; null when it is not an exact amount in this currency. */
export function parseAmount(text: string, currency: string): bigint | null {
  try {
    const { minor } = parseMoney(text.trim().replace(',', '.'), currency);
    return minor;
  } catch {
    return null;
  }
}

/** The amount as it stands in a form field. */
export function amountText(minor: bigint, currency: string): string {
  return moneyAmount({ minor, currency });
}
