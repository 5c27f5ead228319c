import { randomUUID } from 'node:crypto';
import { least, scale, toMinor } from './money.ts';
import { purseOf, shippingLinesOf } from './pricing.ts';
import type { Line, MoneyBag, Order, ShippingLine, Variant } from './records.ts';
import type { Store } from './store.ts';
import type { EditDiscount, EditSession } from './tables.ts';

/** What of an order an edit builds on. */
export function fingerprint(order: Order): string {
  const lines = order.lines.map((line) => `${line.id}:${line.currentQuantity}:${line.allocations.length}`);
  return [...lines, ...shippingLinesOf(order).map((line) => line.id)].join(' ');
}

/** Opens an edit of an order. Nothing changes until it is committed. */
export function beginEdit(store: Store, order: Order): EditSession {
  return store.tables.editSessions.put({
    id: store.nextId(),
    shop: order.shop,
    orderId: order.id,
    added: [],
    quantities: {},
    restocked: [],
    discounts: {},
    shipping: { added: [], removed: [] },
    seen: fingerprint(order),
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
  isTaxable: boolean;
  requiresShipping: boolean;
  /** What was off this line before the edit, for the quantity that is left. */
  off: MoneyBag;
  discount: { staged: EditDiscount; amount: MoneyBag } | null;
};

/** The lines as they would be after the commit. */
export function stagedLines(store: Store, order: Order, session: EditSession): StagedLine[] {
  const money = purseOf(order);
  const discounted = (
    discount: EditDiscount | null | undefined,
    unit: MoneyBag,
    quantity: number,
    off: MoneyBag,
  ) => {
    if (!discount) return null;
    const left = money.minor(money.minus(money.times(unit, quantity), off));
    const wanted =
      discount.percent !== null
        ? scale(left, BigInt(Math.round(discount.percent * 1000)), 100_000n)
        : toMinor(discount.amount ?? '0', order.presentmentCurrency) * BigInt(quantity);
    return { staged: discount, amount: money.bag(least(wanted, left)) };
  };
  const kept = order.lines
    .filter((line) => line.currentQuantity > 0 || line.id in session.quantities)
    .map((line): StagedLine => {
      const quantity = session.quantities[line.id] ?? line.currentQuantity;
      const before = money.add(money.zero, ...line.allocations.map((one) => one.amount));
      const off = money.share(before, BigInt(quantity), BigInt(Math.max(line.quantity, 1)));
      return {
        id: line.id,
        line,
        variantId: line.variantId,
        title: line.title,
        variantTitle: line.variantTitle,
        sku: line.sku,
        quantity,
        unitPrice: line.unitPrice,
        isTaxable: line.taxLines.length > 0,
        requiresShipping: line.requiresShipping,
        off,
        discount: discounted(session.discounts[line.id], line.unitPrice, quantity, off),
      };
    });
  const added = session.added.map((item): StagedLine => {
    const variant = item.variantId === null ? undefined : store.tables.variants.get(item.variantId);
    const unitPrice =
      item.variantId === null
        ? money.bag(toMinor(item.price, order.presentmentCurrency))
        : money.fromShop(toMinor(item.price, order.currency));
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
      isTaxable: item.isTaxable,
      requiresShipping: item.requiresShipping,
      off: money.zero,
      discount: discounted(item.discount, unitPrice, quantity, money.zero),
    };
  });
  return [...kept, ...added];
}

/** Stages a variant at its price of now; answers the id of the staged line. */
export function stageVariant(store: Store, session: EditSession, variant: Variant, quantity: number): string {
  const product = store.tables.products.get(variant.productId);
  return stage(store, session, {
    variantId: variant.id,
    title: product?.title ?? variant.title,
    price: variant.price,
    quantity,
    isTaxable: true,
    requiresShipping: variant.requiresShipping,
  });
}

/** Stages something that the shop does not sell; the price is in the buyer's currency. */
export function stageCustomItem(
  store: Store,
  session: EditSession,
  item: { title: string; price: string; quantity: number; isTaxable: boolean; requiresShipping: boolean },
): string {
  return stage(store, session, { ...item, variantId: null });
}

function stage(
  store: Store,
  session: EditSession,
  item: Omit<EditSession['added'][number], 'id' | 'discount'>,
): string {
  const id = randomUUID();
  session.added.push({ id, ...item, discount: null });
  store.tables.editSessions.put(session);
  return id;
}

/** Stages a discount on a staged or an existing line, in place of one that was staged there. */
export function stageDiscount(
  store: Store,
  session: EditSession,
  lineId: string,
  discount: Omit<EditDiscount, 'id' | 'stagedId'>,
): EditDiscount {
  const staged = { id: randomUUID(), ...discount, stagedId: store.nextId() };
  const item = session.added.find((added) => added.id === lineId);
  if (item === undefined) session.discounts[lineId] = staged;
  else item.discount = staged;
  store.tables.editSessions.put(session);
  return staged;
}

/** The line on which a staged discount stands; null when there is none with this id. */
export function lineOfDiscount(session: EditSession, discountId: string): string | null {
  const added = session.added.find((item) => item.discount?.id === discountId);
  if (added !== undefined) return added.id;
  return Object.entries(session.discounts).find(([, one]) => one.id === discountId)?.[0] ?? null;
}

/** Takes a staged discount off again. */
export function dropDiscount(store: Store, session: EditSession, lineId: string): void {
  const item = session.added.find((added) => added.id === lineId);
  if (item === undefined) delete session.discounts[lineId];
  else item.discount = null;
  store.tables.editSessions.put(session);
}

/** The shipping of the order as the edit would leave it, without taxes. */
export function stagedShipping(order: Order, session: EditSession): ShippingLine[] {
  const money = purseOf(order);
  return [
    ...shippingLinesOf(order).filter((line) => !session.shipping.removed.includes(line.id)),
    ...session.shipping.added.map((one) => ({
      id: one.id,
      title: one.title,
      code: one.title,
      price: money.bag(toMinor(one.price, order.presentmentCurrency)),
      taxLines: [],
    })),
  ];
}
