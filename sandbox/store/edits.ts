import type { EditInput } from '../box.ts';
import { Refused } from '../box.ts';
import { findVariant } from './checkouts.ts';
import { chooseLine } from './fulfillments.ts';
import { least, scale, toMinor } from './money.ts';
import { currentTotals, netPayment } from './order-state.ts';
import { purseOf } from './pricing.ts';
import type { Line, MoneyBag, Order, Shop, TaxLine, Variant } from './records.ts';
import type { Store } from './store.ts';
import type { EditDiscount, EditSession } from './tables.ts';

/** Opens an edit of an order. Nothing changes until it is committed. */
export function beginEdit(store: Store, order: Order): EditSession {
  return store.tables.editSessions.put({
    id: store.nextId(),
    shop: order.shop,
    orderId: order.id,
    added: [],
    quantities: {},
    discounts: {},
    isCommitted: false,
    startedAt: store.nowIso(),
  });
}

export type StagedLine = {
  id: string;
  line: Line | null;
  variantId: string | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  quantity: number;
  unitPrice: MoneyBag;
  discount: { staged: EditDiscount; amount: MoneyBag } | null;
};

/** The lines as they would be after the commit. */
export function stagedLines(store: Store, order: Order, session: EditSession): StagedLine[] {
  const money = purseOf(order);
  const off = (discount: EditDiscount | null | undefined, unit: MoneyBag, quantity: number) => {
    if (!discount) return null;
    const gross = money.minor(unit) * BigInt(quantity);
    const wanted =
      discount.percent !== null
        ? scale(gross, BigInt(Math.round(discount.percent * 1000)), 100_000n)
        : toMinor(discount.amount ?? '0', order.presentmentCurrency);
    return { staged: discount, amount: money.bag(least(wanted, gross)) };
  };
  const kept = order.lines
    .filter((line) => line.currentQuantity > 0 || line.id in session.quantities)
    .map((line): StagedLine => {
      const quantity = session.quantities[line.id] ?? line.currentQuantity;
      return {
        id: line.id,
        line,
        variantId: line.variantId,
        title: line.title,
        variantTitle: line.variantTitle,
        sku: line.sku,
        quantity,
        unitPrice: line.unitPrice,
        discount: off(session.discounts[line.id], line.unitPrice, quantity),
      };
    });
  const added = session.added.map((item): StagedLine => {
    const variant = item.variantId === null ? undefined : store.tables.variants.get(item.variantId);
    const unitPrice = money.fromShop(toMinor(item.price, order.currency));
    const quantity = session.quantities[item.id] ?? item.quantity;
    return {
      id: item.id,
      line: null,
      variantId: item.variantId,
      title: item.title,
      variantTitle: variant === undefined || variant.title === 'Default Title' ? null : variant.title,
      sku: variant?.sku ?? null,
      quantity,
      unitPrice,
      discount: off(item.discount, unitPrice, quantity),
    };
  });
  return [...kept, ...added];
}

/** Stages a variant; null when it is on the order already and duplicates are not allowed. */
export function stageVariant(store: Store, session: EditSession, variant: Variant, quantity: number): string {
  const id = store.nextId();
  const product = store.tables.products.get(variant.productId);
  session.added.push({
    id,
    variantId: variant.id,
    title: product?.title ?? variant.title,
    price: variant.price,
    quantity,
    discount: null,
  });
  store.tables.editSessions.put(session);
  return id;
}

/** Stages a discount on a staged or an existing line. */
export function stageDiscount(
  store: Store,
  session: EditSession,
  lineId: string,
  discount: EditDiscount,
): void {
  const item = session.added.find((added) => added.id === lineId);
  if (item === undefined) session.discounts[lineId] = discount;
  else item.discount = discount;
  store.tables.editSessions.put(session);
}

function taxesOf(shop: Shop, order: Order, base: MoneyBag): TaxLine[] {
  const known = order.lines.flatMap((line) => line.taxLines)[0];
  if (known === undefined) return [];
  const money = purseOf(order);
  const numerator = BigInt(Math.round(Number(known.rate) * 100_000));
  const whole = shop.taxesIncluded ? 100_000n + numerator : 100_000n;
  return [{ title: known.title, rate: known.rate, amount: money.share(base, numerator, whole) }];
}

/** Totals of the order as the edit would leave it. */
export function stagedTotals(
  store: Store,
  order: Order,
  session: EditSession,
): { subtotal: MoneyBag; total: MoneyBag; outstanding: MoneyBag } {
  const copy = structuredClone(order);
  apply(store, copy, structuredClone(session));
  const money = purseOf(copy);
  const { subtotal, total } = currentTotals(copy);
  const left = money.minus(total, netPayment(copy));
  return { subtotal, total, outstanding: left };
}

/** The taxes of the order as the edit would leave it. */
export function stagedTaxes(store: Store, order: Order, session: EditSession): TaxLine[] {
  const copy = structuredClone(order);
  apply(store, copy, structuredClone(session));
  return [
    ...copy.lines.filter((line) => line.currentQuantity > 0).flatMap((line) => line.taxLines),
    ...(copy.shippingLine?.taxLines ?? []),
  ];
}

function apply(
  store: Store,
  order: Order,
  session: EditSession,
): { added: { id: string; delta: number }[]; removed: { id: string; delta: number }[] } {
  const shop = store.tables.shops.get(order.shop) as Shop;
  const money = purseOf(order);
  const added: { id: string; delta: number }[] = [];
  const removed: { id: string; delta: number }[] = [];
  const staged = stagedLines(store, order, session);
  for (const item of staged) {
    if (item.line === null) {
      if (item.quantity === 0) continue;
      const line = newLine(store, order, item);
      if (item.discount !== null) allocate(order, line, item.discount);
      const paid = money.minus(
        money.times(line.unitPrice, line.quantity),
        money.add(money.zero, ...line.allocations.map((a) => a.amount)),
      );
      line.taxLines = taxesOf(shop, order, paid);
      order.lines.push(line);
      added.push({ id: line.id, delta: line.quantity });
      continue;
    }
    const delta = item.quantity - item.line.currentQuantity;
    if (delta < 0) {
      item.line.currentQuantity = item.quantity;
      removed.push({ id: item.line.id, delta: -delta });
    } else if (delta > 0) {
      const factor = BigInt(item.line.quantity + delta);
      const was = BigInt(Math.max(item.line.quantity, 1));
      for (const tax of item.line.taxLines) tax.amount = money.share(tax.amount, factor, was);
      item.line.quantity += delta;
      item.line.currentQuantity += delta;
      added.push({ id: item.line.id, delta });
    }
    if (item.discount !== null) allocate(order, item.line, item.discount);
  }
  return { added, removed };
}

function newLine(store: Store, order: Order, item: StagedLine): Line {
  const variant = item.variantId === null ? undefined : store.tables.variants.get(item.variantId);
  const product = variant === undefined ? undefined : store.tables.products.get(variant.productId);
  return {
    id: item.id,
    variantId: item.variantId,
    productId: variant?.productId ?? null,
    title: item.title,
    variantTitle: item.variantTitle,
    sku: item.sku,
    vendor: product?.vendor ?? null,
    quantity: item.quantity,
    currentQuantity: item.quantity,
    fulfilledQuantity: 0,
    refundedQuantity: 0,
    unitPrice: item.unitPrice,
    grams: variant?.weightGrams ?? 0,
    requiresShipping: order.source !== 'pos',
    taxLines: [],
    allocations: [],
    properties: [],
  };
}

function allocate(order: Order, line: Line, discount: { staged: EditDiscount; amount: MoneyBag }): void {
  const index = order.discountApplications.length;
  order.discountApplications.push({
    type: 'manual',
    code: null,
    title: discount.staged.description,
    valueType: discount.staged.percent === null ? 'fixed_amount' : 'percentage',
    value:
      discount.staged.percent === null ? discount.amount.presentment : discount.staged.percent.toFixed(1),
    allocationMethod: 'each',
    targetSelection: 'explicit',
    nodeId: null,
  });
  line.allocations.push({ index, amount: discount.amount });
}

/** Carries an edit out: orders/edited and orders/updated go out; what it costs more stays outstanding until paid. */
export function commitEdit(store: Store, order: Order, session: EditSession): Order {
  const shop = store.tables.shops.get(order.shop) as Shop;
  const { added, removed } = apply(store, order, session);
  session.isCommitted = true;
  store.tables.editSessions.put(session);
  const money = purseOf(order);
  const isOwed = money.minor(money.minus(currentTotals(order).total, netPayment(order))) > 0n;
  if (isOwed && order.financialStatus === 'PAID') order.financialStatus = 'PARTIALLY_PAID';
  order.updatedAt = store.nowIso();
  store.tables.orders.put(order);
  store.announce({ shop, topic: 'orders/edited', order, editId: session.id, added, removed });
  store.announce({ shop, topic: 'orders/updated', order });
  return order;
}

/** Why an order cannot be edited, or null. */
export function editProblem(order: Order): string | null {
  return order.cancelledAt !== null || order.closedAt !== null ? 'The order cannot be edited.' : null;
}

/** The merchant edits an order in one go: adds variants, changes quantities. Throws Refused. */
export function editOrder(store: Store, order: Order, input: EditInput): Order {
  const problem = editProblem(order);
  if (problem !== null) throw new Refused('id', problem, 409);
  if ((input.add ?? []).length + (input.set ?? []).length === 0)
    throw new Refused('add', 'say what to add or to set');
  const shop = store.tables.shops.get(order.shop) as Shop;
  const session = beginEdit(store, order);
  (input.add ?? []).forEach((item, index) => {
    const field = `add[${index}]`;
    if (!Number.isInteger(item.quantity) || item.quantity < 1)
      throw new Refused(`${field}.quantity`, 'a whole number from 1');
    const { discountPercent, quantity, ...choice } = item;
    const variant = findVariant(store, shop, choice as { variantId?: string; sku?: string }, field);
    const id = stageVariant(store, session, variant, quantity);
    if (discountPercent !== undefined) {
      if (!(discountPercent > 0 && discountPercent <= 100))
        throw new Refused(`${field}.discountPercent`, 'above 0, up to 100');
      stageDiscount(store, session, id, {
        description: 'Discount',
        percent: discountPercent,
        amount: null,
        stagedId: store.nextId(),
      });
    }
  });
  (input.set ?? []).forEach((item, index) => {
    if (!Number.isInteger(item.quantity) || item.quantity < 0)
      throw new Refused(`set[${index}].quantity`, 'a whole number from 0');
    const line = chooseLine(order, { ...item, quantity: 1 }, `set[${index}]`);
    if (item.quantity < line.fulfilledQuantity)
      throw new Refused(`set[${index}].quantity`, `${line.fulfilledQuantity} are fulfilled already`);
    session.quantities[line.id] = item.quantity;
  });
  return commitEdit(store, order, session);
}
