import type { StagedLine } from '../../store/edit-session.ts';
import { stagedLines, stagedShipping } from '../../store/edit-session.ts';
import { stagedOrder, stagedTaxes, stagedTotals } from '../../store/edits.ts';
import { purseOf } from '../../store/pricing.ts';
import type { MoneyBag, Order, ShippingLine } from '../../store/records.ts';
import type { EditDiscount } from '../../store/tables.ts';
import type { PageArgs } from '../connection.ts';
import { listConnection } from '../connection.ts';
import type { Resolvers } from '../context.ts';
import { bag, fields, gid, maybe, money, node } from '../context.ts';
import type { Calculated } from './order-edit-open.ts';
import { lineImage, taxLine } from './order-parts.ts';

type Staged = Calculated & { line: StagedLine };
type StagedShipping = Calculated & { line: ShippingLine };

/** PricingValue of a staged discount. */
export function pricingValue(discount: EditDiscount, currency: string) {
  return discount.percent === null
    ? money(discount.amount ?? '0', currency)
    : { __typename: 'PricingPercentageValue', percentage: discount.percent };
}

const application = (order: Order, staged: EditDiscount) => ({
  __typename: 'CalculatedManualDiscountApplication',
  id: gid('CalculatedManualDiscountApplication', staged.id),
  description: staged.description,
  allocationMethod: 'EACH',
  appliedTo: 'LINE',
  targetSelection: 'EXPLICIT',
  targetType: 'LINE_ITEM',
  value: pricingValue(staged, order.presentmentCurrency),
});

/** What a line costs after everything that is off it. */
function lineLeft({ order, line }: Staged): MoneyBag {
  const sums = purseOf(order);
  const off = sums.add(line.off, line.discount?.amount ?? sums.zero);
  return sums.minus(sums.times(line.unitPrice, line.quantity), off);
}

/** What an edit would do, step by step. */
function changesOf({ order, session }: Calculated, lines: StagedLine[]): unknown[] {
  return [
    ...lines.flatMap((line) => lineChanges(order, session.restocked, line)),
    ...session.shipping.added.map((one) => ({
      __typename: 'OrderStagedChangeAddShippingLine',
      phone: null,
      presentmentTitle: one.title,
      title: one.title,
      price: money(one.price, order.presentmentCurrency),
    })),
  ];
}

function lineChanges(order: Order, restocked: string[], line: StagedLine): unknown[] {
  const changes: unknown[] = [];
  if (line.line !== null) {
    const delta = line.quantity - line.line.currentQuantity;
    const lineItem = node('LineItem', { order, part: line.line });
    if (delta > 0) changes.push({ __typename: 'OrderStagedChangeIncrementItem', delta, lineItem });
    if (delta < 0) {
      const restock = restocked.includes(line.id);
      changes.push({ __typename: 'OrderStagedChangeDecrementItem', delta: -delta, lineItem, restock });
    }
  } else if (line.variantId === null) {
    changes.push({
      __typename: 'OrderStagedChangeAddCustomItem',
      title: line.title,
      quantity: line.quantity,
      originalUnitPrice: money(line.unitPrice.presentment, order.presentmentCurrency),
    });
  } else {
    changes.push(node('OrderStagedChangeAddVariant', line));
  }
  if (line.discount !== null) {
    const { staged } = line.discount;
    changes.push({
      __typename: 'OrderStagedChangeAddLineItemDiscount',
      id: gid('OrderStagedChangeAddLineItemDiscount', staged.stagedId),
      description: staged.description,
      value: pricingValue(staged, order.presentmentCurrency),
    });
  }
  return changes;
}

export const calculatedResolvers: Resolvers = {
  CalculatedOrder: fields<Calculated>({
    id: ({ session }) => gid('CalculatedOrder', session.id),
    committed: ({ session }) => session.isCommitted,
    originalOrder: ({ order }) => node('Order', order),
    lineItems: (it, args, { store }) =>
      listConnection(stagedLines(store, it.order, it.session), args as PageArgs, (line) =>
        node('CalculatedLineItem', { ...it, line }),
      ),
    addedLineItems: (it, args, { store }) =>
      listConnection(
        stagedLines(store, it.order, it.session).filter((line) => line.line === null),
        args as PageArgs,
        (line) => node('CalculatedLineItem', { ...it, line }),
      ),
    addedDiscountApplications: (it, args, { store }) =>
      listConnection(
        stagedLines(store, it.order, it.session).flatMap((line) => line.discount?.staged ?? []),
        args as PageArgs,
        (staged) => application(it.order, staged),
      ),
    stagedChanges: (it, args, { store }) =>
      listConnection(
        changesOf(it, stagedLines(store, it.order, it.session)),
        args as PageArgs,
        (change) => change,
      ),
    shippingLines: (it) =>
      stagedShipping(it.order, it.session).map((line) => node('CalculatedShippingLine', { ...it, line })),
    subtotalLineItemsQuantity: (it, _args, { store }) =>
      stagedLines(store, it.order, it.session).reduce((sum, line) => sum + line.quantity, 0),
    subtotalPriceSet: (it, _args, { store }) =>
      bag(stagedTotals(store, it.order, it.session).subtotal, it.order),
    cartDiscountAmountSet(it, _args, { store }) {
      const order = stagedOrder(store, it.order, it.session);
      const sums = purseOf(order);
      const isOfCart = (index: number) => order.discountApplications[index]?.targetSelection === 'all';
      const parts = order.lines.flatMap((line) =>
        line.allocations
          .filter((one) => isOfCart(one.index))
          .map((one) =>
            sums.share(one.amount, BigInt(line.currentQuantity), BigInt(Math.max(line.quantity, 1))),
          ),
      );
      return bag(sums.add(sums.zero, ...parts), order);
    },
    totalPriceSet: (it, _args, { store }) => bag(stagedTotals(store, it.order, it.session).total, it.order),
    totalOutstandingSet: (it, _args, { store }) =>
      bag(stagedTotals(store, it.order, it.session).outstanding, it.order),
    taxLines: (it, _args, { store }) =>
      stagedTaxes(store, it.order, it.session).map((line) => taxLine(it.order, line)),
    notificationPreviewTitle: ({ order }) => `Your order ${order.name} was updated`,
    notificationPreviewHtml: () => null,
  }),
  CalculatedShippingLine: fields<StagedShipping>({
    id: ({ line }) => gid('CalculatedShippingLine', line.id),
    title: ({ line }) => line.title,
    price: ({ order, line }) => bag(line.price, order),
    stagedStatus: ({ session, line }) =>
      session.shipping.added.some((one) => one.id === line.id) ? 'ADDED' : 'NONE',
  }),
  OrderStagedChangeAddVariant: fields<StagedLine>({
    quantity: (line) => line.quantity,
    variant: (line, _args, { store }) =>
      maybe('ProductVariant', line.variantId === null ? null : store.tables.variants.get(line.variantId)),
  }),
  CalculatedLineItem: fields<Staged>({
    id: ({ line }) => gid('CalculatedLineItem', line.id),
    title: ({ line }) => line.title,
    variantTitle: ({ line }) => line.variantTitle,
    sku: ({ line }) => line.sku,
    quantity: ({ line }) => line.quantity,
    editableQuantity: ({ line }) => line.quantity - (line.line?.fulfilledQuantity ?? 0),
    editableQuantityBeforeChanges: ({ line }) =>
      line.line === null ? 0 : line.line.currentQuantity - line.line.fulfilledQuantity,
    hasStagedLineItemDiscount: ({ line }) => line.discount !== null,
    restockable: ({ line }) => line.variantId !== null,
    restocking: ({ session, line }) => session.restocked.includes(line.id),
    customAttributes: ({ line }) =>
      (line.line?.properties ?? []).map(({ name, value }) => ({ key: name, value })),
    image: ({ line }, _args, context) => {
      const variant = line.variantId === null ? undefined : context.store.tables.variants.get(line.variantId);
      return lineImage(context, line.line?.productId ?? variant?.productId ?? null);
    },
    variant: ({ line }, _args, { store }) =>
      maybe('ProductVariant', line.variantId === null ? null : store.tables.variants.get(line.variantId)),
    originalUnitPriceSet: ({ order, line }) => bag(line.unitPrice, order),
    discountedUnitPriceSet(it) {
      const { order, line } = it;
      if (line.quantity === 0) return bag(line.unitPrice, order);
      return bag(purseOf(order).share(lineLeft(it), 1n, BigInt(line.quantity)), order);
    },
    editableSubtotalSet(it) {
      const { order, line } = it;
      const editable = BigInt(line.quantity - (line.line?.fulfilledQuantity ?? 0));
      return bag(purseOf(order).share(lineLeft(it), editable, BigInt(Math.max(line.quantity, 1))), order);
    },
    uneditableSubtotalSet(it) {
      const { order, line } = it;
      const fixed = BigInt(line.line?.fulfilledQuantity ?? 0);
      return bag(purseOf(order).share(lineLeft(it), fixed, BigInt(Math.max(line.quantity, 1))), order);
    },
    stagedChanges: ({ order, session, line }) => lineChanges(order, session.restocked, line),
    calculatedDiscountAllocations: ({ order, line }) =>
      line.discount === null
        ? []
        : [
            {
              allocatedAmountSet: bag(line.discount.amount, order),
              discountApplication: application(order, line.discount.staged),
            },
          ],
  }),
};
