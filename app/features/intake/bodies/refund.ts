import { z } from 'zod';
import { currencyDigits } from '../../../kit/money.ts';
import type { RefundInput } from '../../orders/index.ts';
import {
  exactId,
  minor,
  moneySet,
  optionalAmount,
  optionalInstant,
  quantity,
  readAs,
  softId,
  softText,
  UnfitError,
} from './pieces.ts';

const transactionBody = z.object({
  kind: softText,
  status: softText,
  amount: optionalAmount.optional(),
  currency: softText,
});

const adjustmentBody = z.object({
  amount: optionalAmount.optional(),
  amount_set: moneySet.optional(),
  tax_amount: optionalAmount.optional(),
  tax_amount_set: moneySet.optional(),
});

const refundLineBody = z.object({
  line_item_id: softId,
  line_item: z.object({ id: softId, admin_graphql_api_id: softId }).partial().nullish().catch(null),
  quantity,
  subtotal: optionalAmount.optional(),
  subtotal_set: moneySet.optional(),
  total_tax: optionalAmount.optional(),
  total_tax_set: moneySet.optional(),
});

export const refundBody = z.object({
  id: softId,
  admin_graphql_api_id: softId,
  order_id: softId,
  created_at: optionalInstant,
  processed_at: optionalInstant,
  refund_line_items: z.array(refundLineBody).nullish(),
  transactions: z.array(transactionBody).nullish(),
  order_adjustments: z.array(adjustmentBody).nullish(),
});

/**
 * Reads refunds/create. The currency may only be known to the order, which may not be here yet, and old versions leave out the
 * moment: `fallback` stands in then.
 * @throws UnfitError
 */
export function readRefund(body: unknown, fallback: { currency: string; at: Date }): RefundInput {
  const refund = readAs(refundBody, body);
  if (!refund.order_id) throw new UnfitError('The field order_id is not an id.');
  return toRefund(refund, refund.order_id, null, fallback.at, fallback.currency);
}

/**
 * The money that went back, in the order's currency: the sum of refund transactions that succeeded. Transactions are in the
 * buyer's currency; where that differs, the sum is taken from the parts, which Shopify also gives in the shop's money.
 */
export function toRefund(
  body: z.infer<typeof refundBody>,
  orderId: string,
  orderCurrency: string | null,
  fallbackAt: Date,
  fallbackCurrency = 'USD',
): RefundInput {
  const refundId = exactId(body);
  if (!refundId) throw new UnfitError('The field id is not an id.');
  const lines = body.refund_line_items ?? [];
  const back = (body.transactions ?? []).filter(
    (one) => one.kind?.toLowerCase() === 'refund' && (one.status ?? 'success').toLowerCase() === 'success',
  );
  const fromSets =
    lines.map((line) => line.subtotal_set?.currency_code).find((code) => code !== undefined) ??
    (body.order_adjustments ?? [])
      .map((one) => one.amount_set?.currency_code)
      .find((code) => code !== undefined);
  const paidIn = back.map((one) => one.currency).find((code) => code && /^[A-Z]{3}$/.test(code)) ?? null;
  const code = orderCurrency ?? fromSets ?? paidIn ?? fallbackCurrency;
  const isForeign = back.some((one) => one.currency !== null && one.currency !== code);
  let total = 0n;
  if (isForeign) {
    lines.forEach((line, i) => {
      total += setMinor(line.subtotal_set, code, `refund_line_items.${i}.subtotal_set`);
      total += setMinor(line.total_tax_set, code, `refund_line_items.${i}.total_tax_set`);
    });
    (body.order_adjustments ?? []).forEach((one, i) => {
      total -= setMinor(one.amount_set, code, `order_adjustments.${i}.amount_set`);
      total -= setMinor(one.tax_amount_set, code, `order_adjustments.${i}.tax_amount_set`);
    });
  } else {
    back.forEach((one, i) => {
      total += minor(one.amount ?? '0', code, `transactions.${i}.amount`);
    });
  }
  return {
    id: refundId,
    orderId,
    amountMinor: total < 0n ? 0n : total,
    currency: code,
    lines: lines.flatMap((line) => {
      const lineId = line.line_item ? exactId(line.line_item) : line.line_item_id;
      return lineId ? [{ lineId, quantity: line.quantity }] : [];
    }),
    refundedAt: body.processed_at ?? body.created_at ?? fallbackAt,
  };
}

function setMinor(
  set: { amount: string; currency_code: string } | null | undefined,
  code: string,
  field: string,
): bigint {
  if (!set || set.currency_code !== code) return 0n;
  // Shares of a line may carry more digits than the currency; they are cut, not rounded up: a refund is never overstated.
  const digits = currencyDigits(code);
  const cut = set.amount.replace(/^(-?\d+)\.(\d*)$/, (_, whole: string, part: string) =>
    digits === 0 ? whole : `${whole}.${part.slice(0, digits)}`,
  );
  return minor(cut, code, field);
}
