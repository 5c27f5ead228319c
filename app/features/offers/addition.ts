import type { AddQuote } from '@reprise/rules';
import { type Money, moneyAmount, subtractMoney } from '../../kit/money.ts';
import type { EditableOrder, StagedAddition } from '../../platform/shopify/port.ts';
import { type Discount, discountOn } from './discount.ts';

/**
 * A product that a buyer adds to an order that is paid already.
 *
 * | state | means | goes on |
 * |---|---|---|
 * | quoted | the price was worked out and shown; the order is untouched | adding, when the buyer agrees; else forgotten |
 * | adding | the shop has been told to change the order; its answer is not known yet | added, or failed |
 * | added | it is in the order, the difference is open | paid, removing |
 * | paid | the difference is paid | (end) |
 * | removing | unpaid in time: the shop has been told to take it off | removed, kept |
 * | removed | taken off again, stock put back | (end) |
 * | kept | it could not be taken off (it was sent already): for the merchant to settle | (end) |
 * | failed | the shop refused; the order is untouched | (end) |
 *
 * Each state is written before the shop is asked, so a crash leaves a state from which the job `offers.settle-addition` finds
 * out what happened by looking at the order's lines.
 */
export type AdditionState =
  | 'quoted'
  | 'adding'
  | 'added'
  | 'paid'
  | 'removing'
  | 'removed'
  | 'kept'
  | 'failed';

export interface Addition {
  id: string;
  offerId: string;
  orderId: string;
  arm: string;
  surface: string;
  productId: string;
  variantId: string;
  quantity: number;
  state: AdditionState;
  unit: Money;
  discount: Money;
  tax: Money;
  isTaxIncluded: boolean;
  added: Money;
  due: Money;
  editId: string;
  linesBefore: string[];
  lineId: string | null;
  payBy: Date;
  quotedAt: Date;
}

/** A quote that is older is worked out anew: prices and taxes move. */
export const quoteLivesMs = 15 * 60_000;

/** Why something cannot be added to this order, or null when it can. The words are `checkout:add.cannot.<reason>`. */
export function whyNotAddable(order: EditableOrder): 'closed' | 'sent' | 'currency' | null {
  if (!order.isEditable) return 'closed';
  if (!order.isUnfulfilled) return 'sent';
  // Prices in another currency are the shop's to make, not ours.
  if (!order.isInShopCurrency) return 'currency';
  return null;
}

/** The discount of `quantity` pieces: a percentage of the line, or an amount off each piece, as in a cart with the code. */
export function lineDiscount(unit: Money, quantity: number, discount: Discount): Money {
  const line = { minor: unit.minor * BigInt(quantity), currency: unit.currency };
  return discountOn(line, discount);
}

/**
 * Does what the shop worked out fit what was promised? The units of Shopify's discount inputs differ from call to call, so
 * nothing is committed on trust: the order must grow by price less discount, plus tax where prices are without it.
 */
export function isAsPromised(
  staged: StagedAddition,
  promised: { quantity: number; discount: Discount; isTaxIncluded: boolean },
): boolean {
  const off = lineDiscount(staged.unitPrice, promised.quantity, promised.discount);
  const net = staged.unitPrice.minor * BigInt(promised.quantity) - off.minor;
  return staged.added.minor === (promised.isTaxIncluded ? net : net + staged.tax.minor);
}

/** The line that an edit has added: its variant, and not there before. */
export function addedLine(
  order: EditableOrder,
  addition: Pick<Addition, 'variantId' | 'linesBefore'>,
): EditableOrder['lines'][number] | null {
  return (
    order.lines.find(
      ({ id, variantId }) => variantId === addition.variantId && !addition.linesBefore.includes(id),
    ) ?? null
  );
}

/** The quote as the page shows it; `title` and `shippingNote` are in the buyer's language. */
export function quoteAnswer(addition: Addition, words: { title: string; shippingNote: string }): AddQuote {
  const wire = (money: Money) => ({ amount: moneyAmount(money), currency: money.currency });
  return {
    quoteId: addition.id,
    title: words.title,
    quantity: addition.quantity,
    price: wire({ ...addition.unit, minor: addition.unit.minor * BigInt(addition.quantity) }),
    discount: wire(addition.discount),
    tax: addition.isTaxIncluded ? null : wire(addition.tax),
    due: wire(addition.due),
    shippingNote: words.shippingNote,
    payBy: addition.payBy.toISOString(),
  };
}

/** What was open before this addition: it stays the buyer's and the shop's matter. */
export function openBefore(addition: Pick<Addition, 'due' | 'added'>): Money {
  return subtractMoney(addition.due, addition.added);
}
