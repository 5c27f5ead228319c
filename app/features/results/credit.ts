/**
 * What of an order is owed to which offer. All credits of one order together never exceed what it brought, and never take off
 * more than was refunded.
 *
 * - `addition`: what a shopper added to an order through an offer, once it is in the order and paid. Its amount is that of the
 *   quote. It comes first; what follows shares the rest of the order.
 * - `code`: the order used the code that an offer gave. The first such code of the order gets the rest of it, shipping and tax
 *   included, as the shop's own reports count a sale.
 * - `click`: the offer gave a link to a cart without a code, and the same person bought the offered variant within five days.
 *   Those lines only, and only where no code of ours was used; of several offers the last one clicked.
 *
 * Being shown, or having opened something, earns nothing.
 */
export type CreditKind = 'addition' | 'code' | 'click';

/** Where a credit is counted. */
export interface CreditPlace {
  offerId: string;
  /** day of the shop, `2026-11-21` */
  day: string;
  arm: string;
  surface: string;
  productId: string;
}

/** Sums, in minor units of the shop's currency. */
export interface CreditSums {
  /** purchases */
  bought: number;
  grossMinor: bigint;
  refundedMinor: bigint;
  /** what was taken off the price */
  discountMinor: bigint;
  /** pieces that the buyer kept */
  pieces: number;
  /** of those, whose cost is known */
  costedPieces: number;
  /** what these brought, without tax, less refunds */
  costedMinor: bigint;
  /** what these cost the shop */
  costMinor: bigint;
}

export interface Credit extends CreditPlace, CreditSums {
  orderId: string;
  /** the grant or addition */
  sourceId: string;
  kind: CreditKind;
}

export interface CreditLine {
  id: string;
  productId: string | null;
  variantId: string | null;
  quantity: number;
  refundedQuantity: number;
  /** of one piece, before discounts */
  priceMinor: bigint;
  /** all discounts on the line */
  discountMinor: bigint;
  taxMinor: bigint;
  unitCostMinor: bigint | null;
}

interface Source {
  id: string;
  offerId: string;
  arm: string;
  surface: string;
  productId: string;
}

/** All that decides an order's credits. An order that does not count (unpaid, cancelled, a test) is not asked about. */
export interface CreditedOrder {
  id: string;
  day: string;
  totalMinor: bigint;
  refundedMinor: bigint;
  discountMinor: bigint;
  isTaxIncluded: boolean;
  lines: readonly CreditLine[];
  /** codes in the order in which the shop lists them, with the offer that gave it, if one did */
  codes: readonly { minor: bigint | null; source: Source | null }[];
  /** links without a code that this person followed in the five days before, the last one first */
  clicks: readonly (Source & { variantIds: readonly string[] })[];
  additions: readonly (Source & {
    day: string;
    lineId: string | null;
    quantity: number;
    addedMinor: bigint;
    discountMinor: bigint;
  })[];
}

/** The credits of one order. Pure: the same order gives the same credits, however often and in which order it changed. */
export function creditsOf(order: CreditedOrder): Credit[] {
  const credits: Credit[] = [];
  const isAllBack = order.refundedMinor >= order.totalMinor;
  let left = order.totalMinor;
  let refundLeft = isAllBack ? order.totalMinor : order.refundedMinor;
  const take = (
    { id: sourceId, offerId, arm, surface, productId }: Source,
    own: {
      kind: CreditKind;
      day: string;
      gross: bigint;
      refunded: bigint;
      discountMinor: bigint;
      lines: readonly CreditLine[];
    },
  ) => {
    const gross = least(own.gross, left);
    const refunded = isAllBack ? gross : least(least(own.refunded, gross), refundLeft);
    left -= gross;
    refundLeft -= refunded;
    credits.push({
      orderId: order.id,
      sourceId,
      kind: own.kind,
      offerId,
      day: own.day,
      arm,
      surface,
      productId,
      bought: 1,
      grossMinor: gross,
      refundedMinor: refunded,
      discountMinor: own.discountMinor,
      ...goodsOf(own.lines, order.isTaxIncluded, refunded),
    });
  };

  const added = new Set<string>();
  for (const addition of order.additions) {
    const line = order.lines.find(({ id }) => id === addition.lineId);
    // Paid, but the order as we know it does not have it yet: it is counted when the order's next state comes.
    if (!line) continue;
    added.add(line.id);
    take(addition, {
      kind: 'addition',
      day: addition.day,
      gross: addition.addedMinor,
      refunded: shareOf(addition.addedMinor, line.refundedQuantity, line.quantity),
      discountMinor: addition.discountMinor,
      lines: [line],
    });
  }

  const rest = order.lines.filter(({ id }) => !added.has(id));
  const code = order.codes.find(({ source }) => source !== null);
  if (code?.source) {
    const ofAdditions = credits.reduce((sum, each) => sum + each.discountMinor, 0n);
    take(code.source, {
      kind: 'code',
      day: order.day,
      gross: left,
      refunded: refundLeft,
      discountMinor: code.minor ?? greatest(order.discountMinor - ofAdditions, 0n),
      lines: rest,
    });
    return credits;
  }

  const free = new Set(rest);
  for (const click of order.clicks) {
    const lines = [...free].filter(
      ({ variantId }) => variantId !== null && click.variantIds.includes(variantId),
    );
    if (lines.length === 0) continue;
    for (const line of lines) free.delete(line);
    take(click, {
      kind: 'click',
      day: order.day,
      gross: sum(lines, (line) => paidFor(line, order.isTaxIncluded)),
      refunded: sum(lines, (line) => paidBack(line, order.isTaxIncluded)),
      discountMinor: 0n,
      lines,
    });
  }
  return credits;
}

/** What the buyer paid for a line, tax included. */
function paidFor(line: CreditLine, isTaxIncluded: boolean): bigint {
  const net = line.priceMinor * BigInt(line.quantity) - line.discountMinor;
  return isTaxIncluded ? net : net + line.taxMinor;
}

/** The part of it that the pieces sent back were worth. */
function paidBack(line: CreditLine, isTaxIncluded: boolean): bigint {
  return shareOf(paidFor(line, isTaxIncluded), line.refundedQuantity, line.quantity);
}

/**
 * Pieces that were kept, and for those whose cost is known what they brought (without tax) and cost. Money given back beyond the
 * pieces that came back (a goodwill refund) is taken off what the pieces brought, by their share; so is refunded shipping, which
 * makes the profit a little too small rather than too large.
 */
function goodsOf(
  lines: readonly CreditLine[],
  isTaxIncluded: boolean,
  refundedMinor: bigint,
): Pick<CreditSums, 'pieces' | 'costedPieces' | 'costedMinor' | 'costMinor'> {
  let pieces = 0;
  let costedPieces = 0;
  let costedMinor = 0n;
  let costMinor = 0n;
  let allMinor = 0n;
  for (const line of lines) {
    const kept = Math.max(line.quantity - line.refundedQuantity, 0);
    const net = paidFor(line, isTaxIncluded) - line.taxMinor;
    const keptMinor = shareOf(net, kept, line.quantity);
    pieces += kept;
    allMinor += keptMinor;
    if (line.unitCostMinor === null) continue;
    costedPieces += kept;
    costedMinor += keptMinor;
    costMinor += line.unitCostMinor * BigInt(kept);
  }
  const givenBack = refundedMinor - sum(lines, (line) => paidBack(line, isTaxIncluded));
  if (givenBack > 0n && allMinor > 0n) {
    const off = least((givenBack * costedMinor + allMinor / 2n) / allMinor, costedMinor);
    costedMinor -= off;
  }
  return { pieces, costedPieces, costedMinor, costMinor };
}

/** `part` of `whole` of an amount, rounded half away from zero; 0 of nothing. */
function shareOf(minor: bigint, part: number, whole: number): bigint {
  if (whole <= 0 || part <= 0) return 0n;
  if (part >= whole) return minor;
  const [scaled, divisor] = [minor * BigInt(part), BigInt(whole)];
  const half = scaled < 0n ? -divisor : divisor;
  return (2n * scaled + half) / (2n * divisor);
}

function sum<T>(all: readonly T[], minor: (one: T) => bigint): bigint {
  return all.reduce((total, one) => total + minor(one), 0n);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function greatest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
