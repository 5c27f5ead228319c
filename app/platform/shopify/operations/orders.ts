import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import type { AdminClient } from '../admin-client.server.ts';
import type { ShopifyOrderState } from '../port.ts';
import { defineOperation, nextCursor, pageInfo, searchValue } from './operation.ts';
import { type OrderAnswer, orderAnswer, orderFields } from './order-answer.ts';
import { orderWebhook } from './order-webhook.ts';

export const readOrder = defineOperation(
  `query ReadOrder($id: ID!) { order(id: $id) { ...OrderFields } } ${orderFields}`,
  z.object({ order: orderAnswer.nullable() }),
);

export const listOrdersPage = defineOperation(
  `query ListOrders($query: String!, $after: String) {
    orders(first: 25, after: $after, query: $query, sortKey: UPDATED_AT) {
      pageInfo { hasNextPage endCursor }
      nodes { ...OrderFields }
    }
  } ${orderFields}`,
  z.object({ orders: z.object({ pageInfo, nodes: z.array(orderAnswer) }) }),
);

export async function getOrder(client: AdminClient, orderId: string): Promise<ShopifyOrderState | null> {
  const { order } = await client.ask(readOrder, { id: gid('Order', orderId) });
  return order ? toState(order) : null;
}

export async function listOrders(
  client: AdminClient,
  { since, cursor }: { since: Date; cursor: string | null },
): Promise<{ orders: ShopifyOrderState[]; cursor: string | null }> {
  const { orders } = await client.ask(listOrdersPage, {
    query: `updated_at:>=${searchValue(since.toISOString())}`,
    after: cursor,
  });
  return { orders: orders.nodes.map(toState), cursor: nextCursor(orders.pageInfo) };
}

function toState(order: OrderAnswer): ShopifyOrderState {
  const delivered = order.fulfillments.flatMap(({ deliveredAt }) =>
    deliveredAt ? [new Date(deliveredAt)] : [],
  );
  return {
    id: order.id,
    name: order.name,
    checkoutToken: order.checkoutToken,
    confirmationNumber: order.confirmationNumber,
    updatedAt: new Date(order.updatedAt),
    cancelledAt: order.cancelledAt ? new Date(order.cancelledAt) : null,
    displayFinancialStatus: order.displayFinancialStatus,
    displayFulfillmentStatus: order.displayFulfillmentStatus,
    deliveredAt: delivered.length > 0 ? new Date(Math.max(...delivered.map((at) => at.getTime()))) : null,
    webhookShape: orderWebhook(order),
  };
}
