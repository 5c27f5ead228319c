import type { EditInput } from '../box.ts';
import { Refused } from '../box.ts';
import { findVariant } from './checkouts.ts';
import type { StagedLine } from './edit-session.ts';
import {
  beginEdit,
  fingerprint,
  stageDiscount,
  stagedLines,
  stagedShipping,
  stageVariant,
} from './edit-session.ts';
import { chooseLine } from './fulfillments.ts';
import { balance, currentTotals, netPayment } from './order-state.ts';
import { purseOf, shippingLinesOf } from './pricing.ts';
import type { Line, MoneyBag, Order, Shop, TaxLine } from './records.ts';
import { changeStock } from './shops.ts';
import type { OrderEdit, Store } from './store.ts';
import type { EditDiscount, EditSession } from './tables.ts';

function taxesOf(shop: Shop, order: Order, base: MoneyBag): TaxLine[] {
  const known = order.lines.flatMap((line) => line.taxLines)[0];
  if (known === undefined) return [];
  const money = purseOf(order);
  const numerator = BigInt(Math.round(Number(known.rate) * 100_000));
  const whole = shop.taxesIncluded ? 100_000n + numerator : 100_000n;
  return [{ title: known.title, rate: known.rate, amount: money.share(base, numerator, whole) }];
}

/** The order as the edit would leave it. */
export function stagedOrder(store: Store, order: Order, session: EditSession): Order {
  const copy = structuredClone(order);
  apply(store, copy, structuredClone(session));
  return copy;
}

/** Totals of the order as the edit would leave it. `outstanding` is below zero when the shop would owe. */
export function stagedTotals(
  store: Store,
  order: Order,
  session: EditSession,
): { subtotal: MoneyBag; total: MoneyBag; outstanding: MoneyBag } {
  const copy = stagedOrder(store, order, session);
  const { subtotal, total } = currentTotals(copy);
  return { subtotal, total, outstanding: balance(copy) };
}

/** The taxes of the order as the edit would leave it. */
export function stagedTaxes(store: Store, order: Order, session: EditSession): TaxLine[] {
  const copy = stagedOrder(store, order, session);
  return [
    ...copy.lines.filter((line) => line.currentQuantity > 0).flatMap((line) => line.taxLines),
    ...shippingLinesOf(copy).flatMap((line) => line.taxLines),
  ];
}

type Done = Omit<OrderEdit, 'id' | 'notifyCustomer' | 'staffNote'>;

function apply(store: Store, order: Order, session: EditSession): Done {
  const shop = store.tables.shops.get(order.shop) as Shop;
  const money = purseOf(order);
  const done: Done = { added: [], removed: [], discounted: [], shippingAdded: [], shippingRemoved: [] };
  for (const item of stagedLines(store, order, session)) {
    const line = item.line ?? newLine(store, item);
    if (item.line === null) {
      if (item.quantity === 0) continue;
      order.lines.push(line);
      done.added.push({ id: line.id, delta: line.quantity });
    } else changeQuantity(order, line, item.quantity, done);
    if (item.discount !== null) {
      allocate(order, line, item.discount);
      done.discounted.push(item.discount.staged.stagedId);
    }
    if (item.isTaxable && (item.line === null || item.discount !== null)) {
      const off = money.add(money.zero, ...line.allocations.map((a) => a.amount));
      line.taxLines = taxesOf(shop, order, money.minus(money.times(line.unitPrice, line.quantity), off));
    }
  }
  applyShipping(store, shop, order, session, done);
  return done;
}

function changeQuantity(order: Order, line: Line, quantity: number, done: Done): void {
  const money = purseOf(order);
  const delta = quantity - line.currentQuantity;
  if (delta < 0) done.removed.push({ id: line.id, delta: -delta });
  if (delta > 0) {
    const factor = BigInt(line.quantity + delta);
    const was = BigInt(Math.max(line.quantity, 1));
    for (const tax of line.taxLines) tax.amount = money.share(tax.amount, factor, was);
    line.quantity += delta;
    done.added.push({ id: line.id, delta });
  }
  line.currentQuantity = quantity;
}

function applyShipping(store: Store, shop: Shop, order: Order, session: EditSession, done: Done): void {
  const { added, removed } = session.shipping;
  if (added.length + removed.length === 0) return;
  const isNew = new Set(added.map((one) => one.id));
  const lines = stagedShipping(order, session).map((line) =>
    isNew.has(line.id) ? { ...line, id: store.nextId(), taxLines: taxesOf(shop, order, line.price) } : line,
  );
  const [first = null, ...rest] = lines;
  const known = new Set(shippingLinesOf(order).map((line) => line.id));
  done.shippingAdded = lines.filter((line) => !known.has(line.id)).map((line) => line.id);
  done.shippingRemoved = [...removed];
  order.shippingLine = first;
  order.extraShipping = rest;
}

function newLine(store: Store, item: StagedLine): Line {
  const variant = item.variantId === null ? undefined : store.tables.variants.get(item.variantId);
  const product = variant === undefined ? undefined : store.tables.products.get(variant.productId);
  return {
    id: store.nextId(),
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
    requiresShipping: item.requiresShipping,
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
    value: discount.staged.percent?.toFixed(1) ?? discount.staged.amount ?? '0',
    allocationMethod: 'each',
    targetSelection: 'explicit',
    nodeId: null,
  });
  // An allocation is kept for the whole line and counted for what is left of it.
  const money = purseOf(order);
  const share = BigInt(Math.max(line.currentQuantity, 1));
  line.allocations.push({ index, amount: money.share(discount.amount, BigInt(line.quantity), share) });
}

/** Goods that an edit adds leave the stock; those that it takes off go back when they are restocked. */
function moveStock(store: Store, order: Order, session: EditSession, { added, removed }: Done): void {
  const move = (lineId: string, delta: number) => {
    const line = order.lines.find((one) => one.id === lineId);
    const variant = line?.variantId ? store.tables.variants.get(line.variantId) : undefined;
    if (variant !== undefined) changeStock(store, variant, variant.stock + delta);
  };
  for (const { id, delta } of added) move(id, -delta);
  for (const { id, delta } of removed) if (session.restocked.includes(id)) move(id, delta);
}

/** Why an edit cannot be committed any more, or null. */
export function commitProblem(order: Order, session: EditSession): string | null {
  const problem = editProblem(order);
  if (problem !== null) return problem;
  const isStale = session.seen !== '' && session.seen !== fingerprint(order);
  return isStale ? 'The order has been changed since this edit began.' : null;
}

/** Carries an edit out: orders/edited and orders/updated go out; what it costs more stays outstanding until paid. */
export function commitEdit(
  store: Store,
  order: Order,
  session: EditSession,
  said: { notifyCustomer: boolean; staffNote: string } = { notifyCustomer: false, staffNote: '' },
): Order {
  const shop = store.tables.shops.get(order.shop) as Shop;
  const done = apply(store, order, session);
  session.isCommitted = true;
  store.tables.editSessions.put(session);
  const money = purseOf(order);
  const isOwed = money.minor(balance(order)) > 0n;
  if (isOwed && order.financialStatus === 'PAID') order.financialStatus = 'PARTIALLY_PAID';
  else if (!isOwed && order.financialStatus === 'PARTIALLY_PAID' && money.minor(netPayment(order)) > 0n)
    order.financialStatus = 'PAID';
  order.closedAt = null;
  order.updatedAt = store.nowIso();
  order.editedAt = order.updatedAt;
  store.tables.orders.put(order);
  store.announce({ shop, topic: 'orders/edited', order, edit: { id: session.id, ...said, ...done } });
  store.announce({ shop, topic: 'orders/updated', order });
  moveStock(store, order, session, done);
  return order;
}

/** Why an order cannot be edited, or null. An archived one can: the commit takes it out of the archive. */
export function editProblem(order: Order): string | null {
  return order.cancelledAt === null ? null : 'The order cannot be edited.';
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
    if (discountPercent === undefined) return;
    if (!(discountPercent > 0 && discountPercent <= 100))
      throw new Refused(`${field}.discountPercent`, 'above 0, up to 100');
    stageDiscount(store, session, id, { description: 'Discount', percent: discountPercent, amount: null });
  });
  (input.set ?? []).forEach((item, index) => {
    if (!Number.isInteger(item.quantity) || item.quantity < 0)
      throw new Refused(`set[${index}].quantity`, 'a whole number from 0');
    const line = chooseLine(order, { ...item, quantity: 1 }, `set[${index}]`);
    if (item.quantity < line.fulfilledQuantity)
      throw new Refused(`set[${index}].quantity`, `${line.fulfilledQuantity} are fulfilled already`);
    session.quantities[line.id] = item.quantity;
    session.restocked.push(line.id);
  });
  return commitEdit(store, order, session);
}
