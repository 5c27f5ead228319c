import { parseGid } from '../../store/ids.ts';
import type { PageArgs } from '../connection.ts';
import { listConnection } from '../connection.ts';
import type { Context, Resolver, Resolvers } from '../context.ts';
import { maybe, node, notPlayed, roots } from '../context.ts';
import { abandonedResolvers } from './abandoned.ts';
import { collectionResolvers } from './collections.ts';
import { creditResolvers } from './credit.ts';
import { discountResolvers } from './discounts.ts';
import { journeyResolvers } from './journey.ts';
import { metafieldDefinitionResolvers } from './metafield-definitions.ts';
import { metafieldResolvers } from './metafields.ts';
import { orderEditResolvers } from './order-edits.ts';
import { orderMutationResolvers } from './order-mutations.ts';
import { orderPartResolvers } from './order-parts.ts';
import { orderResolvers } from './orders.ts';
import { peopleResolvers } from './people.ts';
import { productResolvers } from './products.ts';
import { segmentResolvers } from './segments.ts';
import { shopResolvers } from './shop.ts';
import { storefrontTokenResolvers } from './storefront-tokens.ts';

/** Any node by its gid; null when this shop has no such thing. Throws for types that the sandbox does not hold. */
function findNode({ store, shop }: Context, id: unknown): unknown {
  const parsed = parseGid(String(id));
  if (parsed === null) return null;
  const { tables } = store;
  const own = <T extends { shop: string }>(record: T | undefined): T | undefined =>
    record?.shop === shop.domain ? record : undefined;
  const part = (
    key: string,
    type: string,
    pick: (order: NonNullable<ReturnType<typeof tables.orders.get>>) => unknown,
  ) => {
    const order = own(tables.orders.byKey(`${key}|${parsed.id}`)[0]);
    const found = order === undefined ? undefined : pick(order);
    return found === undefined ? null : node(type, { order, part: found });
  };
  switch (parsed.type) {
    case 'Shop':
      return parsed.id === shop.id ? node('Shop', shop) : null;
    case 'Product':
      return maybe('Product', own(tables.products.get(parsed.id)));
    case 'ProductVariant':
      return maybe('ProductVariant', own(tables.variants.get(parsed.id)));
    case 'Collection':
      return maybe('Collection', own(tables.productCollections.get(parsed.id)));
    case 'Segment':
      return maybe('Segment', own(tables.segments.get(parsed.id)));
    case 'Customer':
      return maybe('Customer', own(tables.customers.get(parsed.id)));
    case 'Order':
      return maybe('Order', own(tables.orders.get(parsed.id)));
    case 'AbandonedCheckout':
      return maybe('AbandonedCheckout', own(tables.checkouts.byKey(parsed.id)[0]));
    case 'DraftOrder':
      return maybe('DraftOrder', own(tables.draftOrders.get(parsed.id)));
    case 'DiscountCodeNode':
    case 'DiscountNode':
      return maybe(parsed.type, own(tables.discounts.get(parsed.id)));
    case 'DiscountRedeemCodeBulkCreation':
      return maybe(parsed.type, own(tables.bulkCreations.get(parsed.id)));
    case 'StoreCreditAccount':
      return maybe('StoreCreditAccount', own(tables.storeCredit.get(parsed.id)));
    case 'Metafield':
      return maybe('Metafield', own(tables.metafields.get(parsed.id)));
    case 'Fulfillment':
      return part('fulfillment', 'Fulfillment', (order) =>
        order.fulfillments.find((one) => one.id === parsed.id),
      );
    case 'Refund':
      return part('refund', 'Refund', (order) => order.refunds.find((one) => one.id === parsed.id));
    case 'LineItem':
      return part('line', 'LineItem', (order) => order.lines.find((one) => one.id === parsed.id));
    default:
      throw notPlayed(`node(${parsed.type})`);
  }
}

const baseResolvers: Resolvers = {
  QueryRoot: roots({
    node: (args, context) => findNode(context, args.id),
    nodes: (args, context) => (args.ids as string[]).map((id) => findNode(context, id)),
    fulfillment: (args, context) => {
      const found = findNode(context, args.id) as { __typename: string } | null;
      return found?.__typename === 'Fulfillment' ? found : null;
    },
    refund: (args, context) => {
      const found = findNode(context, args.id) as { __typename: string } | null;
      return found?.__typename === 'Refund' ? found : null;
    },
    // The app's own subscriptions come from its configuration file; only those made through the API are listed here.
    webhookSubscriptions: (args) => listConnection([], args as PageArgs, (one) => one),
    webhookSubscriptionsCount: () => ({ count: 0, precision: 'EXACT' }),
  }),
};

/** Every resolver of the sandbox, by type and field. */
export const resolvers: Record<string, Record<string, Resolver>> = {};
for (const part of [
  baseResolvers,
  shopResolvers,
  metafieldResolvers,
  metafieldDefinitionResolvers,
  productResolvers,
  collectionResolvers,
  segmentResolvers,
  storefrontTokenResolvers,
  journeyResolvers,
  peopleResolvers,
  orderResolvers,
  orderPartResolvers,
  abandonedResolvers,
  orderEditResolvers,
  orderMutationResolvers,
  discountResolvers,
  creditResolvers,
]) {
  for (const [type, map] of Object.entries(part)) resolvers[type] = { ...resolvers[type], ...map };
}
