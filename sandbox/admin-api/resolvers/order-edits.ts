import type { StagedLine } from '../../store/edits.ts';
import {
  beginEdit,
  commitEdit,
  editProblem,
  stageDiscount,
  stagedLines,
  stagedTaxes,
  stagedTotals,
  stageVariant,
} from '../../store/edits.ts';
import { purseOf } from '../../store/pricing.ts';
import type { Order } from '../../store/records.ts';
import type { EditDiscount, EditSession } from '../../store/tables.ts';
import type { PageArgs } from '../connection.ts';
import { listConnection } from '../connection.ts';
import type { Args, Context, Resolvers } from '../context.ts';
import { bag, fields, gid, idOf, maybe, money, node, roots } from '../context.ts';
import { userError } from '../user-error.ts';
import { taxLine } from './order-parts.ts';

type Staged = { order: Order; session: EditSession; line: StagedLine };
type Calculated = { order: Order; session: EditSession };

function open({ store, shop }: Context, id: unknown): Calculated | null {
  const session = store.tables.editSessions.get(idOf(id, ['CalculatedOrder', 'OrderEditSession']) ?? '');
  const order = session === undefined ? undefined : store.tables.orders.get(session.orderId);
  if (session === undefined || order === undefined || session.shop !== shop.domain || session.isCommitted)
    return null;
  return { order, session };
}

function payload(
  context: Context,
  edit: Calculated | null,
  lineId: string | null,
  userErrors: unknown[],
  extra: Record<string, unknown> = {},
) {
  const line =
    edit === null || lineId === null
      ? undefined
      : stagedLines(context.store, edit.order, edit.session).find((one) => one.id === lineId);
  return {
    calculatedOrder: edit === null ? null : node('CalculatedOrder', edit),
    orderEditSession:
      edit === null ? null : { __typename: 'OrderEditSession', id: gid('OrderEditSession', edit.session.id) },
    calculatedLineItem:
      edit === null || line === undefined ? null : node('CalculatedLineItem', { ...edit, line }),
    userErrors,
    ...extra,
  };
}

const noEdit = (context: Context) =>
  payload(context, null, null, [userError(['id'], 'The calculated order does not exist.')]);

const lineIdOf = (args: Args) => idOf(args.lineItemId, ['CalculatedLineItem', 'LineItem']) ?? '';

function addVariant(args: Args, context: Context) {
  const { store, shop } = context;
  const edit = open(context, args.id);
  if (edit === null) return noEdit(context);
  const quantity = args.quantity as number;
  if (quantity < 1) {
    const errors = [userError(['quantity'], 'must be greater than 0')];
    if (quantity < 0) errors.push(userError(['quantity'], 'must be greater than or equal to 0'));
    return payload(context, null, null, errors);
  }
  const variant = store.tables.variants.get(idOf(args.variantId, 'ProductVariant') ?? '');
  if (variant === undefined || variant.shop !== shop.domain)
    return payload(context, null, null, [
      userError(['variantId'], 'The variant does not exist in the shop.'),
    ]);
  const isThere = stagedLines(store, edit.order, edit.session).some(
    (line) => line.variantId === variant.id && line.quantity > 0,
  );
  if (isThere && args.allowDuplicates !== true) {
    return payload(context, null, null, [
      userError(['variantId'], 'The variant is already on the order. Use allowDuplicates to add it again.'),
    ]);
  }
  const id = stageVariant(store, edit.session, variant, quantity);
  return payload(context, edit, id, []);
}

function setQuantity(args: Args, context: Context) {
  const edit = open(context, args.id);
  if (edit === null) return noEdit(context);
  const quantity = args.quantity as number;
  if (quantity < 0)
    return payload(context, null, null, [userError(['quantity'], 'must be greater than or equal to 0')]);
  const id = lineIdOf(args);
  const line = stagedLines(context.store, edit.order, edit.session).find((one) => one.id === id);
  if (line === undefined)
    return payload(context, null, null, [
      userError(['lineItemId'], 'The line item does not exist on the order.'),
    ]);
  if (line.line !== null && quantity < line.line.fulfilledQuantity) {
    return payload(context, null, null, [
      userError(['quantity'], 'cannot be less than the fulfilled quantity'),
    ]);
  }
  edit.session.quantities[id] = quantity;
  context.store.tables.editSessions.put(edit.session);
  return payload(context, edit, id, []);
}

function addDiscount(args: Args, context: Context) {
  const { store } = context;
  const edit = open(context, args.id);
  if (edit === null) return noEdit(context);
  const id = lineIdOf(args);
  const line = stagedLines(store, edit.order, edit.session).find((one) => one.id === id);
  if (line === undefined)
    return payload(context, null, null, [userError(['id'], 'The line item does not exist on the order.')]);
  const { description, percentValue, fixedValue } = args.discount as {
    description?: string;
    percentValue?: number;
    fixedValue?: { amount: string; currencyCode: string };
  };
  if ((percentValue === undefined) === (fixedValue === undefined)) {
    return payload(context, null, null, [
      userError(['discount'], 'must have exactly one of percentValue and fixedValue'),
    ]);
  }
  if (percentValue !== undefined && !(percentValue > 0 && percentValue <= 100)) {
    return payload(context, null, null, [
      userError(['discount', 'percentValue'], 'must be greater than 0 and less than or equal to 100'),
    ]);
  }
  if (fixedValue !== undefined && fixedValue.currencyCode !== edit.order.presentmentCurrency) {
    return payload(context, null, null, [
      userError(['discount', 'fixedValue'], `must be in ${edit.order.presentmentCurrency}`),
    ]);
  }
  const staged: EditDiscount = {
    description: description ?? '',
    percent: percentValue ?? null,
    amount: fixedValue?.amount ?? null,
    stagedId: store.nextId(),
  };
  stageDiscount(store, edit.session, id, staged);
  const value =
    staged.percent === null
      ? money(staged.amount ?? '0', edit.order.presentmentCurrency)
      : { __typename: 'PricingPercentageValue', percentage: staged.percent };
  return payload(context, edit, id, [], {
    addedDiscountStagedChange: {
      __typename: 'OrderStagedChangeAddLineItemDiscount',
      id: gid('OrderStagedChangeAddLineItemDiscount', staged.stagedId),
      description: staged.description,
      value,
    },
  });
}

export const orderEditResolvers: Resolvers = {
  Mutation: roots({
    orderEditBegin(args, context) {
      const order = context.store.tables.orders.get(idOf(args.id, 'Order') ?? '');
      const none = { calculatedOrder: null, orderEditSession: null };
      if (order === undefined || order.shop !== context.shop.domain)
        return { ...none, userErrors: [userError(['id'], 'The order does not exist.')] };
      const problem = editProblem(order);
      if (problem !== null) return { ...none, userErrors: [userError(null, problem)] };
      return payload(context, { order, session: beginEdit(context.store, order) }, null, []);
    },
    orderEditAddVariant: addVariant,
    orderEditSetQuantity: setQuantity,
    orderEditAddLineItemDiscount: addDiscount,
    orderEditCommit(args, context) {
      const edit = open(context, args.id);
      if (edit === null)
        return {
          order: null,
          successMessages: [],
          userErrors: [userError(['id'], 'The calculated order does not exist.')],
        };
      const order = commitEdit(context.store, edit.order, edit.session);
      return { order: node('Order', order), successMessages: ['Order updated'], userErrors: [] };
    },
  }),
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
    shippingLines: () => [],
    taxLines: (it, _args, { store }) =>
      stagedTaxes(store, it.order, it.session).map((line) => taxLine(it.order, line)),
    subtotalLineItemsQuantity: (it, _args, { store }) =>
      stagedLines(store, it.order, it.session).reduce((sum, line) => sum + line.quantity, 0),
    subtotalPriceSet: (it, _args, { store }) =>
      bag(stagedTotals(store, it.order, it.session).subtotal, it.order),
    totalPriceSet: (it, _args, { store }) => bag(stagedTotals(store, it.order, it.session).total, it.order),
    totalOutstandingSet: (it, _args, { store }) =>
      bag(stagedTotals(store, it.order, it.session).outstanding, it.order),
    notificationPreviewTitle: ({ order }) => `Your order ${order.name} was updated`,
    notificationPreviewHtml: () => null,
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
    restocking: () => true,
    customAttributes: () => [],
    image: () => null,
    variant: ({ line }, _args, { store }) =>
      maybe('ProductVariant', line.variantId === null ? null : store.tables.variants.get(line.variantId)),
    originalUnitPriceSet: ({ order, line }) => bag(line.unitPrice, order),
    discountedUnitPriceSet({ order, line }) {
      if (line.discount === null || line.quantity === 0) return bag(line.unitPrice, order);
      const sums = purseOf(order);
      const left = sums.minus(sums.times(line.unitPrice, line.quantity), line.discount.amount);
      return bag(sums.share(left, 1n, BigInt(line.quantity)), order);
    },
    editableSubtotalSet({ order, line }) {
      const sums = purseOf(order);
      return bag(
        sums.minus(sums.times(line.unitPrice, line.quantity), line.discount?.amount ?? sums.zero),
        order,
      );
    },
    calculatedDiscountAllocations: ({ order, line }) =>
      line.discount === null
        ? []
        : [
            {
              allocatedAmountSet: bag(line.discount.amount, order),
              discountApplication: {
                __typename: 'CalculatedManualDiscountApplication',
                id: gid('CalculatedManualDiscountApplication', line.discount.staged.stagedId),
                description: line.discount.staged.description,
              },
            },
          ],
  }),
};
