import type { CancelInput, RefundInput } from '../box.ts';
import { Refused } from '../box.ts';
import { chooseLine } from './fulfillments.ts';
import { isAmount, toMinor } from './money.ts';
import { netPayment, refundedTotal } from './order-state.ts';
import { lineTotal, purseOf, shippingLinesOf, shippingPaid } from './pricing.ts';
import type { Line, MoneyBag, Order, Refund, Shop, Transaction } from './records.ts';
import { changeStock } from './shops.ts';
import type { Store } from './store.ts';

type Chosen = { line: Line; quantity: number };

/** Money given back for lines: price after discounts, and the taxes when the prices do not hold them. */
function worth(order: Order, { line, quantity }: Chosen): { subtotal: MoneyBag; tax: MoneyBag } {
  const money = purseOf(order);
  const part = (bag: MoneyBag) => money.share(bag, BigInt(quantity), BigInt(line.quantity));
  return {
    subtotal: part(lineTotal(line, money)),
    tax: part(money.add(money.zero, ...line.taxLines.map((t) => t.amount))),
  };
}

function shippingLeft(order: Order): MoneyBag {
  const money = purseOf(order);
  const given = money.add(
    money.zero,
    ...order.refunds.flatMap((refund) => (refund.shipping === null ? [] : [refund.shipping])),
  );
  const all = money.add(money.zero, ...shippingLinesOf(order).map((line) => shippingPaid(line, money)));
  return money.minus(all, given);
}

/** Refunds lines, an amount, or everything that is left: refunds/create and orders/updated. Throws Refused. */
export function refund(store: Store, order: Order, input: RefundInput): Refund {
  const isEverything = input.lines === undefined && input.amount === undefined;
  const left = (line: Line) => line.currentQuantity;
  const chosen: Chosen[] = isEverything
    ? order.lines.filter((line) => left(line) > 0).map((line) => ({ line, quantity: left(line) }))
    : (input.lines ?? []).map((choice, index) => ({
        line: chooseLine(order, choice, `lines[${index}]`),
        quantity: choice.quantity,
      }));
  chosen.forEach(({ line, quantity }, index) => {
    if (quantity > left(line))
      throw new Refused(`lines[${index}].quantity`, `only ${left(line)} left to refund`);
  });
  return giveBack(store, order, {
    chosen,
    amount: input.amount,
    isWithShipping: input.shipping ?? isEverything,
    restock: input.restock ?? false,
    note: input.note ?? null,
    isEverything,
  });
}

function giveBack(
  store: Store,
  order: Order,
  input: {
    chosen: Chosen[];
    amount: string | undefined;
    isWithShipping: boolean;
    restock: boolean;
    note: string | null;
    isEverything: boolean;
  },
): Refund {
  const shop = store.tables.shops.get(order.shop) as Shop;
  const money = purseOf(order);
  const paid = netPayment(order);
  const shipping = input.isWithShipping ? shippingLeft(order) : null;
  const shippingTax =
    shipping === null || order.taxesIncluded || money.minor(shipping) === 0n
      ? money.zero
      : money.add(
          money.zero,
          ...shippingLinesOf(order).flatMap((line) => line.taxLines.map((t) => t.amount)),
        );
  const parts = input.chosen.map((one) => ({ ...one, ...worth(order, one) }));
  const computed = money.add(
    money.zero,
    ...parts.map((part) => (order.taxesIncluded ? part.subtotal : money.add(part.subtotal, part.tax))),
    shipping ?? money.zero,
    shippingTax,
  );
  if (
    input.amount !== undefined &&
    (!isAmount(input.amount, order.presentmentCurrency) ||
      toMinor(input.amount, order.presentmentCurrency) <= 0n)
  ) {
    throw new Refused('amount', `a positive amount of ${order.presentmentCurrency}`);
  }
  const wanted =
    input.amount === undefined ? computed : money.bag(toMinor(input.amount, order.presentmentCurrency));
  if (input.amount !== undefined && money.minor(wanted) > money.minor(paid)) {
    throw new Refused(
      'amount',
      `Refund amount ${wanted.presentment} is greater than net payment received ${paid.presentment}`,
    );
  }
  const amount = input.isEverything || money.minor(wanted) >= money.minor(paid) ? paid : wanted;
  if (money.minor(amount) === 0n && parts.length === 0)
    throw new Refused('id', 'nothing is left to refund', 409);
  const at = store.nowIso();
  const parent = order.transactions.find((t) => t.kind !== 'AUTHORIZATION' && t.status === 'SUCCESS');
  const transactions: Transaction[] =
    money.minor(amount) === 0n
      ? []
      : [
          {
            id: store.nextId(),
            kind: 'REFUND',
            status: 'SUCCESS',
            gateway: parent?.gateway ?? 'manual',
            amount,
            parentId: parent?.id ?? null,
            createdAt: at,
          },
        ];
  const refund: Refund = {
    id: store.nextId(),
    orderId: order.id,
    note: input.note,
    lines: parts.map((part) => ({
      id: store.nextId(),
      lineId: part.line.id,
      quantity: part.quantity,
      restock: input.restock,
      subtotal: part.subtotal,
      tax: part.tax,
    })),
    shipping,
    transactions,
    createdAt: at,
  };
  for (const { line, quantity } of parts) {
    line.refundedQuantity += quantity;
    line.currentQuantity -= quantity;
    const variant = line.variantId === null ? undefined : store.tables.variants.get(line.variantId);
    if (input.restock && variant !== undefined) changeStock(store, variant, variant.stock + quantity);
  }
  order.refunds.push(refund);
  const isAllBack = money.minor(netPayment(order)) <= 0n && money.minor(refundedTotal(order)) > 0n;
  if (isAllBack) order.financialStatus = 'REFUNDED';
  else if (money.minor(refundedTotal(order)) > 0n) order.financialStatus = 'PARTIALLY_REFUNDED';
  order.updatedAt = at;
  store.tables.orders.put(order);
  store.announce({ shop, topic: 'refunds/create', order, refund });
  store.announce({ shop, topic: 'orders/updated', order });
  return refund;
}

const REASONS = ['customer', 'declined', 'fraud', 'inventory', 'other', 'staff'];

/**
 * Cancels an order; what was paid is given back unless `refund` is false. As in Shopify's own recording the refund
 * comes first (refunds/create), then orders/cancelled and orders/updated with the same body.
 */
export function cancel(store: Store, order: Order, input: CancelInput): Order {
  const shop = store.tables.shops.get(order.shop) as Shop;
  const reason = (input.reason ?? 'customer').toLowerCase();
  if (!REASONS.includes(reason)) throw new Refused('reason', `one of ${REASONS.join(', ')}`);
  if (order.cancelledAt !== null) throw new Refused('id', 'the order is cancelled already', 409);
  if (order.fulfillments.some((fulfillment) => fulfillment.status === 'SUCCESS')) {
    throw new Refused('id', 'Cannot cancel an order that has outstanding fulfillments', 409);
  }
  const money = purseOf(order);
  const isPaid = money.minor(netPayment(order)) > 0n;
  const restock = input.restock ?? true;
  if (isPaid && (input.refund ?? true)) {
    const chosen = order.lines
      .filter((line) => line.currentQuantity > 0)
      .map((line) => ({ line, quantity: line.currentQuantity }));
    giveBack(store, order, {
      chosen,
      amount: undefined,
      isWithShipping: true,
      restock,
      note: null,
      isEverything: true,
    });
  } else {
    for (const line of order.lines) {
      const variant = line.variantId === null ? undefined : store.tables.variants.get(line.variantId);
      if (restock && variant !== undefined) changeStock(store, variant, variant.stock + line.currentQuantity);
      line.currentQuantity = 0;
    }
    if (!isPaid) order.financialStatus = 'VOIDED';
  }
  const at = store.nowIso();
  order.cancelledAt = at;
  order.closedAt = at;
  order.cancelReason = reason;
  order.updatedAt = at;
  store.tables.orders.put(order);
  store.announce({ shop, topic: 'orders/cancelled', order });
  store.announce({ shop, topic: 'orders/updated', order });
  return order;
}
