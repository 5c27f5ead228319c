import type { StagedLine } from '../../store/edit-session.ts';
import {
  beginEdit,
  dropDiscount,
  lineOfDiscount,
  stageCustomItem,
  stageDiscount,
  stagedLines,
  stageVariant,
} from '../../store/edit-session.ts';
import { commitEdit, commitProblem, editProblem } from '../../store/edits.ts';
import { isAmount, toMinor } from '../../store/money.ts';
import { outstanding } from '../../store/order-state.ts';
import { purseOf } from '../../store/pricing.ts';
import type { Args, Context, Resolvers } from '../context.ts';
import { gid, idOf, node, roots } from '../context.ts';
import { userError } from '../user-error.ts';
import type { Calculated } from './order-edit-open.ts';
import { editAnswer, openEdit } from './order-edit-open.ts';
import { editShippingMutations } from './order-edit-shipping.ts';
import { calculatedResolvers, pricingValue } from './order-edit-types.ts';

function withLine({ store }: Context, edit: Calculated, lineId: string, extra: Record<string, unknown> = {}) {
  const line = stagedLines(store, edit.order, edit.session).find((one) => one.id === lineId);
  const calculatedLineItem = line === undefined ? null : node('CalculatedLineItem', { ...edit, line });
  return editAnswer(edit, [], { calculatedLineItem, ...extra });
}

const GONE = 'The calculated order does not exist.';
const noEdit = () => editAnswer(null, [userError(['id'], GONE)]);
const refuse = (field: string[] | null, message: string) => editAnswer(null, [userError(field, message)]);

/** Existing lines have numbers, staged ones UUIDs. */
function lineOf(context: Context, edit: Calculated, id: unknown): StagedLine | undefined {
  const wanted = /^gid:\/\/shopify\/(?:CalculatedLineItem|LineItem)\/([\w-]+)$/.exec(String(id))?.[1];
  return stagedLines(context.store, edit.order, edit.session).find(
    (one) => one.id === (wanted ?? String(id)),
  );
}

const NO_LINE = 'The line item does not exist on the order.';

function addVariant(args: Args, context: Context) {
  const { store, shop } = context;
  const edit = openEdit(context, args.id);
  if (edit === null) return noEdit();
  const quantity = args.quantity as number;
  if (quantity < 1) {
    const errors = [userError(['quantity'], 'must be greater than 0')];
    if (quantity < 0) errors.push(userError(['quantity'], 'must be greater than or equal to 0'));
    return editAnswer(null, errors);
  }
  const id = idOf(args.variantId, 'ProductVariant') ?? '';
  if (id === '0')
    return refuse(['variantId'], "can't convert Integer[0] to a positive Integer to use as an untrusted id");
  const variant = store.tables.variants.get(id);
  if (variant === undefined || variant.shop !== shop.domain)
    return refuse(['variantId'], 'The variant does not exist in the shop.');
  const there = stagedLines(store, edit.order, edit.session).find(
    (line) => line.variantId === variant.id && line.quantity > 0,
  );
  if (there !== undefined && args.allowDuplicates !== true)
    return refuse(['id'], `${there.title} was not added because it's already on the order.`);
  return withLine(context, edit, stageVariant(store, edit.session, variant, quantity));
}

function addCustomItem(args: Args, context: Context) {
  const { store } = context;
  const edit = openEdit(context, args.id);
  if (edit === null) return noEdit();
  const { title, quantity } = args as { title: string; quantity: number };
  const { amount, currencyCode } = args.price as { amount: string; currencyCode: string };
  const currency = edit.order.presentmentCurrency;
  if (title.trim() === '') return refuse(['title'], "can't be blank");
  if (title.length > 255) return refuse(['title'], 'is too long (maximum is 255 characters)');
  if (quantity < 1) return refuse(['quantity'], 'must be greater than 0');
  if (currencyCode !== currency) return refuse(['price', 'amount'], `Currency must be ${currency}.`);
  if (toMinor(amount, currency) < 0n)
    return refuse(['price', 'amount'], 'must be greater than or equal to 0');
  const id = stageCustomItem(store, edit.session, {
    title,
    price: amount,
    quantity,
    isTaxable: args.taxable === true,
    requiresShipping: args.requiresShipping === true,
  });
  return withLine(context, edit, id);
}

function setQuantity(args: Args, context: Context) {
  const edit = openEdit(context, args.id);
  if (edit === null) return noEdit();
  const quantity = args.quantity as number;
  if (quantity < 0) return refuse(['quantity'], 'must be greater than or equal to 0');
  const line = lineOf(context, edit, args.lineItemId);
  if (line === undefined) return refuse(['lineItemId'], NO_LINE);
  if (line.line !== null && quantity < line.line.fulfilledQuantity)
    return refuse(['quantity'], 'cannot be less than the fulfilled quantity');
  const { session } = edit;
  session.quantities[line.id] = quantity;
  session.restocked = session.restocked.filter((one) => one !== line.id);
  if (args.restock === true) session.restocked.push(line.id);
  context.store.tables.editSessions.put(session);
  return withLine(context, edit, line.id);
}

type DiscountInput = {
  description?: string;
  percentValue?: number;
  fixedValue?: { amount: string; currencyCode: string };
};

/** percentValue 20 is 20 %; fixedValue is off each piece. */
function discountProblem({ percentValue, fixedValue }: DiscountInput, currency: string) {
  if ((percentValue === undefined) === (fixedValue === undefined))
    return userError(['discount'], 'must have exactly one of percentValue and fixedValue');
  if (percentValue !== undefined && !(percentValue > 0 && percentValue <= 100))
    return userError(['discount', 'percentValue'], 'must be greater than 0 and less than or equal to 100');
  if (fixedValue !== undefined && fixedValue.currencyCode !== currency)
    return userError(['discount', 'fixedValue'], `must be in ${currency}`);
  if (fixedValue !== undefined && (!isAmount(fixedValue.amount, currency) || Number(fixedValue.amount) <= 0))
    return userError(['discount', 'fixedValue'], 'must be greater than 0');
  return null;
}

function putDiscount(context: Context, edit: Calculated, lineId: string, input: DiscountInput) {
  const staged = stageDiscount(context.store, edit.session, lineId, {
    description: input.description ?? '',
    percent: input.percentValue ?? null,
    amount: input.fixedValue?.amount ?? null,
  });
  return withLine(context, edit, lineId, {
    addedDiscountStagedChange: {
      __typename: 'OrderStagedChangeAddLineItemDiscount',
      id: gid('OrderStagedChangeAddLineItemDiscount', staged.stagedId),
      description: staged.description,
      value: pricingValue(staged, edit.order.presentmentCurrency),
    },
  });
}

function addDiscount(args: Args, context: Context) {
  const edit = openEdit(context, args.id);
  if (edit === null) return noEdit();
  const line = lineOf(context, edit, args.lineItemId);
  if (line === undefined) return refuse(['id'], NO_LINE);
  const input = args.discount as DiscountInput;
  const problem = discountProblem(input, edit.order.presentmentCurrency);
  return problem === null ? putDiscount(context, edit, line.id, input) : editAnswer(null, [problem]);
}

/** A staged discount by the id of its application. */
function changeDiscount(act: 'remove' | 'update') {
  return (args: Args, context: Context) => {
    const coded = (field: string[], message: string) =>
      editAnswer(null, [{ ...userError(field, message), code: 'INVALID' }]);
    const edit = openEdit(context, args.id);
    if (edit === null) return coded(['id'], GONE);
    const discountId = String(args.discountApplicationId).split('/').at(-1) ?? '';
    const lineId = lineOfDiscount(edit.session, discountId);
    if (lineId === null)
      return coded(['discountApplicationId'], 'The discount application does not exist on the order.');
    if (act === 'remove') {
      dropDiscount(context.store, edit.session, lineId);
      return withLine(context, edit, lineId);
    }
    const input = args.discount as DiscountInput;
    const problem = discountProblem(input, edit.order.presentmentCurrency);
    if (problem !== null) return editAnswer(null, [{ ...problem, code: 'INVALID' }]);
    return putDiscount(context, edit, lineId, input);
  };
}

function commit(args: Args, context: Context) {
  const { store } = context;
  const edit = openEdit(context, args.id);
  const none = { order: null, successMessages: [] };
  if (edit === null) return { ...none, userErrors: [userError(['id'], GONE)] };
  const problem = commitProblem(edit.order, edit.session);
  if (problem !== null) return { ...none, userErrors: [userError(['id'], problem)] };
  const wasArchived = edit.order.closedAt !== null;
  const notifyCustomer = args.notifyCustomer === true;
  const staffNote = (args.staffNote as string | null | undefined) ?? '';
  const order = commitEdit(store, edit.order, edit.session, { notifyCustomer, staffNote });
  const isOwed = purseOf(order).minor(outstanding(order)) > 0n;
  const successMessages = [
    'Order updated',
    ...(wasArchived ? ['Order unarchived'] : []),
    ...(notifyCustomer ? [isOwed ? 'Invoice sent' : 'Notification sent'] : []),
  ];
  return { order: node('Order', order), successMessages, userErrors: [] };
}

export const orderEditResolvers: Resolvers = {
  QueryRoot: roots({
    orderEditSession(args, context) {
      const edit = openEdit(context, args.id);
      return edit === null
        ? null
        : { __typename: 'OrderEditSession', id: gid('OrderEditSession', edit.session.id) };
    },
  }),
  Mutation: roots({
    orderEditBegin(args, context) {
      const order = context.store.tables.orders.get(idOf(args.id, 'Order') ?? '');
      if (order === undefined || order.shop !== context.shop.domain)
        return refuse(['id'], 'The order does not exist.');
      const problem = editProblem(order);
      if (problem !== null) return refuse(null, problem);
      return editAnswer({ order, session: beginEdit(context.store, order) }, []);
    },
    orderEditAddVariant: addVariant,
    orderEditAddCustomItem: addCustomItem,
    orderEditSetQuantity: setQuantity,
    orderEditAddLineItemDiscount: addDiscount,
    orderEditUpdateDiscount: changeDiscount('update'),
    orderEditRemoveDiscount: changeDiscount('remove'),
    orderEditRemoveLineItemDiscount: changeDiscount('remove'),
    ...editShippingMutations,
    orderEditCommit: commit,
  }),
  ...calculatedResolvers,
};
