import { Refused } from '../box.ts';
import { purseOf, shippingLinesOf, shippingPaid } from './pricing.ts';
import type { Fulfillment, Line, MoneyBag, Order, Shop, TaxLine } from './records.ts';
import type { Store } from './store.ts';

/** Money received and not given back, in both currencies. */
export function netPayment(order: Order): MoneyBag {
  const money = purseOf(order);
  const sum = (kinds: string[]) =>
    money.add(
      money.zero,
      ...[...order.transactions, ...order.refunds.flatMap((refund) => refund.transactions)]
        .filter((t) => t.status === 'SUCCESS' && kinds.includes(t.kind))
        .map((t) => t.amount),
    );
  return money.minus(sum(['SALE', 'CAPTURE']), sum(['REFUND']));
}

/** Everything refunded so far. */
export function refundedTotal(order: Order): MoneyBag {
  const money = purseOf(order);
  return money.add(
    money.zero,
    ...order.refunds.flatMap((refund) => refund.transactions.map((t) => t.amount)),
  );
}

/** What the order costs now, after edits and refunds of lines. */
export function currentTotals(order: Order): {
  subtotal: MoneyBag;
  discounts: MoneyBag;
  shipping: MoneyBag;
  tax: MoneyBag;
  total: MoneyBag;
} {
  const money = purseOf(order);
  const share = (line: Line, bag: MoneyBag) =>
    money.share(bag, BigInt(line.currentQuantity), BigInt(Math.max(line.quantity, 1)));
  const gross = money.add(
    money.zero,
    ...order.lines.map((line) => money.times(line.unitPrice, line.currentQuantity)),
  );
  const off = money.add(
    money.zero,
    ...order.lines.flatMap((line) => line.allocations.map((a) => share(line, a.amount))),
  );
  const refundedShipping = money.add(
    money.zero,
    ...order.refunds.flatMap((refund) => (refund.shipping === null ? [] : [refund.shipping])),
  );
  const shipping =
    order.cancelledAt === null
      ? money.minus(
          money.add(money.zero, ...shippingLinesOf(order).map((line) => shippingPaid(line, money))),
          refundedShipping,
        )
      : money.zero;
  const isShipped = money.minor(shipping) > 0n;
  const tax = money.add(
    money.zero,
    ...order.lines.flatMap((line) => line.taxLines.map((t) => share(line, t.amount))),
    ...(isShipped ? shippingLinesOf(order).flatMap((line) => line.taxLines.map((t) => t.amount)) : []),
  );
  const subtotal = money.minus(gross, off);
  const discounts = money.add(
    off,
    ...(order.cancelledAt === null ? (order.shippingLine?.allocations ?? []).map((a) => a.amount) : []),
  );
  const total = money.add(subtotal, shipping, order.taxesIncluded ? money.zero : tax);
  return { subtotal, discounts, shipping, tax, total };
}

/** The taxes of what is left of the order, line by line. */
export function currentTaxes(order: Order): TaxLine[] {
  const money = purseOf(order);
  return order.lines
    .filter((line) => line.currentQuantity > 0)
    .flatMap((line) =>
      line.taxLines.map((one) => ({
        ...one,
        amount: money.share(one.amount, BigInt(line.currentQuantity), BigInt(Math.max(line.quantity, 1))),
      })),
    );
}

/** What the buyer still has to pay; below zero when the shop owes something back. */
export function balance(order: Order): MoneyBag {
  const money = purseOf(order);
  return order.cancelledAt === null ? money.minus(currentTotals(order).total, netPayment(order)) : money.zero;
}

/** What the buyer still has to pay. Never below zero. */
export function outstanding(order: Order): MoneyBag {
  const money = purseOf(order);
  const left = balance(order);
  return money.minor(left) > 0n ? left : money.zero;
}

/** unfulfilled, partial or fulfilled, by the quantities that are still wanted. */
export function fulfillmentStatus(order: Order): 'UNFULFILLED' | 'PARTIALLY_FULFILLED' | 'FULFILLED' {
  const wanted = order.lines.filter((line) => line.currentQuantity > 0);
  const sent = order.lines.some((line) => line.fulfilledQuantity > 0);
  if (!sent) return 'UNFULFILLED';
  return wanted.every((line) => line.fulfilledQuantity >= line.currentQuantity)
    ? 'FULFILLED'
    : 'PARTIALLY_FULFILLED';
}

/** The fulfilment of an order with this id, or its latest one. */
export function fulfillmentOf(order: Order, id: string | undefined): Fulfillment | undefined {
  if (id === undefined) return order.fulfillments.at(-1);
  return order.fulfillments.find((fulfillment) => fulfillment.id === id);
}

/** Marks an order as changed, keeps it and sends orders/updated. */
export function touchOrder(store: Store, shop: Shop, order: Order): void {
  order.updatedAt = store.nowIso();
  store.tables.orders.put(order);
  store.announce({ shop, topic: 'orders/updated', order });
}

/** The buyer pays what is open (cash on delivery, the difference of an edit): orders/paid and orders/updated go out. */
export function payOutstanding(store: Store, order: Order): Order {
  const shop = store.tables.shops.get(order.shop) as Shop;
  const money = purseOf(order);
  const open = outstanding(order);
  if (money.minor(open) === 0n) throw new Refused('id', 'nothing is left to pay', 409);
  order.transactions = order.transactions.filter((t) => t.status !== 'PENDING');
  const parent = order.transactions.find((t) => t.kind === 'AUTHORIZATION');
  order.transactions.push({
    id: store.nextId(),
    kind: parent === undefined ? 'SALE' : 'CAPTURE',
    status: 'SUCCESS',
    gateway: parent?.gateway ?? 'shopify_payments',
    amount: open,
    parentId: parent?.id ?? null,
    createdAt: store.nowIso(),
  });
  order.financialStatus = order.refunds.length > 0 ? 'PARTIALLY_REFUNDED' : 'PAID';
  order.updatedAt = store.nowIso();
  store.tables.orders.put(order);
  store.announce({ shop, topic: 'orders/paid', order });
  store.announce({ shop, topic: 'orders/updated', order });
  return order;
}
