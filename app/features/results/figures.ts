import type { CreditSums } from './credit.ts';

/** What happened and what it brought; amounts in minor units of the shop's currency. */
export interface Figures extends CreditSums {
  shown: number;
  seen: number;
  clicked: number;
  accepted: number;
  dismissed: number;
  heldOut: number;
}

/** Net of refunds; cancelled orders are in neither. */
export function earnedOf({
  grossMinor,
  refundedMinor,
}: Pick<Figures, 'grossMinor' | 'refundedMinor'>): bigint {
  return grossMinor - refundedMinor;
}

/** What is left of what pieces with a known cost brought, without tax; null where no cost is known. */
export function profitOf(
  figures: Pick<Figures, 'costedPieces' | 'costedMinor' | 'costMinor'>,
): bigint | null {
  const { costedPieces, costedMinor, costMinor } = figures;
  return costedPieces === 0 && costMinor === 0n ? null : costedMinor - costMinor;
}

/** A share of two counts; null of nothing. */
export function rateOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
