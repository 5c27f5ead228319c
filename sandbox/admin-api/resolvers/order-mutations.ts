import { GraphQLError } from 'graphql';
import { Refused } from '../../box.ts';
import { addEvent, fulfill } from '../../store/fulfillments.ts';
import { toDecimal, toMinor } from '../../store/money.ts';
import { payOutstanding, touchOrder } from '../../store/order-state.ts';
import type { Customer, Order, Product } from '../../store/records.ts';
import { cancel, refund } from '../../store/refunds.ts';
import type { DraftOrderRecord } from '../../store/tables.ts';
import { accessDenied, hasScope, writeScopeOf } from '../access.ts';
import type { Args, Context, Resolvers } from '../context.ts';
import { bag, fields, gid, idOf, maybe, node, roots } from '../context.ts';
import { userError } from '../user-error.ts';
import { draftOrderCreate } from './draft-orders.ts';

function ownOrder({ store, shop }: Context, id: unknown): Order | undefined {
  const order = store.tables.orders.get(idOf(id, 'Order') ?? '');
  return order?.shop === shop.domain ? order : undefined;
}

/** Turns a refusal of the store into user errors; anything else is a bug and goes on. */
function refused<T>(attempt: () => T, answer: (errors: ReturnType<typeof userError>[]) => T): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof Refused) return answer([userError(null, error.message)]);
    throw error;
  }
}

function tags(change: (before: string[], given: string[]) => string[]) {
  return (args: Args, context: Context) => {
    const { store, shop } = context;
    const type = /^gid:\/\/shopify\/(\w+)\//.exec(String(args.id))?.[1] ?? '';
    const id = idOf(args.id, type) ?? '';
    const scope = writeScopeOf(type);
    if (scope !== null && !hasScope(scope, shop.scopes))
      throw accessDenied('tagsAdd', `\`${scope}\` access scope.`);
    const given = (args.tags as string[])
      .flatMap((tag) => tag.split(','))
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '')
      .filter((tag, at, all) => all.findIndex((one) => one.toLowerCase() === tag.toLowerCase()) === at);
    const tables: Record<
      string,
      { get(id: string): { shop: string; tags: string[]; updatedAt: string } | undefined } | undefined
    > = {
      Order: store.tables.orders,
      Customer: store.tables.customers,
      Product: store.tables.products,
      DraftOrder: store.tables.draftOrders,
    };
    const record = tables[type]?.get(id);
    if (record === undefined || record.shop !== shop.domain)
      return { node: null, userErrors: [userError(['id'], `${type} does not exist`)] };
    record.tags = change(record.tags, given).sort((a, b) => a.localeCompare(b));
    record.updatedAt = store.nowIso();
    if (type === 'Order') touchOrder(store, shop, record as unknown as Order);
    if (type === 'Customer')
      store.announce({
        shop,
        topic: 'customers/update',
        customer: store.tables.customers.put(record as unknown as Customer),
      });
    if (type === 'Product')
      store.announce({
        shop,
        topic: 'products/update',
        product: store.tables.products.put(record as unknown as Product),
      });
    return { node: node(type, record), userErrors: [] };
  };
}

function refundCreate(args: Args, context: Context) {
  const input = args.input as {
    orderId: string;
    note?: string;
    refundLineItems?: { lineItemId: string; quantity: number; restockType?: string }[];
    shipping?: { amount?: string; fullRefund?: boolean };
    transactions?: { amount: string; kind: string; parentId?: string }[];
  };
  const order = ownOrder(context, input.orderId);
  const none = (errors: ReturnType<typeof userError>[]) => ({
    refund: null,
    order: null,
    userErrors: errors,
  });
  if (order === undefined) return none([userError(['orderId'], 'Order does not exist')]);
  for (const transaction of input.transactions ?? []) {
    if (transaction.kind !== 'REFUND')
      return none([userError(null, `Kind ${transaction.kind.toLowerCase()} is not a valid transaction`)]);
    if (transaction.parentId === undefined)
      return none([
        userError(['transactions'], 'Transactions require a parent_id associated with the order'),
      ]);
  }
  const currency = order.presentmentCurrency;
  const amounts = (input.transactions ?? []).map((one) => toMinor(one.amount, currency));
  const lines = input.refundLineItems?.map((line) => ({ lineId: line.lineItemId, quantity: line.quantity }));
  return refused(
    () => {
      const made = refund(context.store, order, {
        lines: lines ?? [],
        amount:
          amounts.length === 0
            ? undefined
            : toDecimal(
                amounts.reduce((a, b) => a + b, 0n),
                currency,
              ),
        shipping: input.shipping?.fullRefund ?? false,
        restock: (input.refundLineItems ?? []).some(
          (line) => line.restockType === 'RETURN' || line.restockType === 'CANCEL',
        ),
        note: input.note,
      });
      return { refund: node('Refund', { order, part: made }), order: node('Order', order), userErrors: [] };
    },
    (errors) => none(errors) as never,
  );
}

function fulfillmentEventCreate(args: Args, context: Context) {
  const { store, shop } = context;
  const input = args.fulfillmentEvent as {
    fulfillmentId: string;
    status: string;
    message?: string;
    happenedAt?: string;
    city?: string;
    country?: string;
  };
  const id = idOf(input.fulfillmentId, 'Fulfillment') ?? '';
  const order = store.tables.orders.byKey(`fulfillment|${id}`)[0];
  const fulfillment = order?.fulfillments.find((one) => one.id === id);
  if (order === undefined || fulfillment === undefined || order.shop !== shop.domain) {
    return {
      fulfillmentEvent: null,
      userErrors: [userError(['fulfillmentEvent', 'fulfillmentId'], 'Fulfillment does not exist.')],
    };
  }
  const part = addEvent(store, shop, order, fulfillment, input);
  return { fulfillmentEvent: node('FulfillmentEvent', { order, part }), userErrors: [] };
}

export const orderMutationResolvers: Resolvers = {
  Mutation: roots({
    tagsAdd: tags((before, given) => [
      ...before,
      ...given.filter((tag) => !before.some((one) => one.toLowerCase() === tag.toLowerCase())),
    ]),
    tagsRemove: tags((before, given) =>
      before.filter((tag) => !given.some((one) => one.toLowerCase() === tag.toLowerCase())),
    ),
    refundCreate,
    draftOrderCreate,
    fulfillmentEventCreate,
    orderInvoiceSend(args, context) {
      const order = ownOrder(context, args.id);
      if (order === undefined)
        return {
          order: null,
          userErrors: [
            {
              __typename: 'OrderInvoiceSendUserError',
              field: ['id'],
              message: 'Order does not exist',
              code: 'ORDER_INVOICE_SEND_UNSUCCESSFUL',
            },
          ],
        };
      return { order: node('Order', order), userErrors: [] };
    },
    orderMarkAsPaid(args, context) {
      const { id } = args.input as { id: string };
      const order = ownOrder(context, id);
      if (order === undefined)
        return { order: null, userErrors: [userError(['id'], 'Order does not exist')] };
      return refused(
        () => ({
          order: node('Order', payOutstanding(context.store, order)),
          userErrors: [] as ReturnType<typeof userError>[],
        }),
        () => ({
          order: node('Order', order),
          userErrors: [userError(['id'], 'Order cannot be marked as paid.')],
        }),
      );
    },
    orderUpdate(args, context) {
      const input = args.input as {
        id: string;
        note?: string;
        tags?: string[];
        customAttributes?: { key: string; value: string }[];
      };
      const order = ownOrder(context, input.id);
      if (order === undefined)
        return { order: null, userErrors: [userError(['id'], 'Order does not exist')] };
      if (input.note !== undefined) order.note = input.note;
      if (input.tags !== undefined) order.tags = input.tags;
      if (input.customAttributes !== undefined)
        order.noteAttributes = input.customAttributes.map(({ key, value }) => ({ name: key, value }));
      touchOrder(context.store, context.shop, order);
      return { order: node('Order', order), userErrors: [] };
    },
    orderCancel(args, context) {
      const order = ownOrder(context, args.orderId);
      const errors = (list: ReturnType<typeof userError>[]) => ({
        job: null,
        orderCancelUserErrors: list.map((one) => ({
          ...one,
          __typename: 'OrderCancelUserError',
          code: 'INVALID',
        })),
        userErrors: list,
      });
      if (order === undefined) return errors([userError(['orderId'], 'Order does not exist')]);
      return refused(
        () => {
          cancel(context.store, order, {
            reason: String(args.reason ?? 'OTHER'),
            refund: args.refund !== false,
            restock: args.restock === true,
          });
          return {
            job: { __typename: 'Job', id: `gid://shopify/Job/${context.store.nextId()}`, done: true },
            orderCancelUserErrors: [],
            userErrors: [],
          } as unknown as ReturnType<typeof errors>;
        },
        (list) => errors(list.map((one) => ({ ...one, field: ['orderId'] }))),
      );
    },
    fulfillmentCreate(args, context) {
      const input = args.fulfillment as {
        lineItemsByFulfillmentOrder: { fulfillmentOrderId: string }[];
        trackingInfo?: { number?: string; company?: string; url?: string };
      };
      const order = ownOrder(
        context,
        String(input.lineItemsByFulfillmentOrder[0]?.fulfillmentOrderId ?? '').replace(
          'FulfillmentOrder',
          'Order',
        ),
      );
      if (order === undefined) throw new GraphQLError('Fulfillment order does not exist.');
      const part = fulfill(context.store, order, {
        trackingNumber: input.trackingInfo?.number,
        trackingCompany: input.trackingInfo?.company,
        trackingUrl: input.trackingInfo?.url,
      });
      return { fulfillment: node('Fulfillment', { order, part }), userErrors: [] };
    },
  }),
  DraftOrder: fields<DraftOrderRecord>({
    id: (it) => gid('DraftOrder', it.id),
    legacyResourceId: (it) => it.id,
    name: (it) => it.name,
    status: () => 'OPEN',
    email: (it) => it.email,
    tags: (it) => it.tags,
    ready: () => true,
    createdAt: (it) => it.createdAt,
    updatedAt: (it) => it.updatedAt,
    completedAt: () => null,
    order: () => null,
    currencyCode: (it) => it.currency,
    customer: (it, _args, { store }) =>
      maybe('Customer', it.customerId === null ? null : store.tables.customers.get(it.customerId)),
    invoiceUrl: (it, _args, { store, shop }) => `${store.sandboxUrl()}/store/${shop.slug}/invoices/${it.id}`,
    totalPriceSet: (it) =>
      bag(
        { shop: it.total, presentment: it.total },
        { currency: it.currency, presentmentCurrency: it.currency },
      ),
    subtotalPriceSet: (it) =>
      bag(
        { shop: it.total, presentment: it.total },
        { currency: it.currency, presentmentCurrency: it.currency },
      ),
  }),
};
