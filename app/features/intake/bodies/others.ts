import { z } from 'zod';
import { exactId, instant, readAs, softId, softText, text, UnfitError } from './pieces.ts';

const idBody = z.object({ id: softId, admin_graphql_api_id: softId });

/** Reads bodies of which only the id counts: orders/delete, products/delete, customers/delete. @throws UnfitError */
export function readId(body: unknown): string {
  const found = exactId(readAs(idBody, body));
  if (!found) throw new UnfitError('The field id is not an id.');
  return found;
}

const eventBody = z.object({
  fulfillment_id: softId,
  order_id: softId,
  status: text,
  happened_at: instant,
});

/** Reads fulfillment_events/create. @throws UnfitError */
export function readDelivery(body: unknown): {
  fulfillmentId: string;
  orderId: string;
  status: string;
  happenedAt: Date;
} {
  const event = readAs(eventBody, body);
  if (!event.fulfillment_id) throw new UnfitError('The field fulfillment_id is not an id.');
  if (!event.order_id) throw new UnfitError('The field order_id is not an id.');
  return {
    fulfillmentId: event.fulfillment_id,
    orderId: event.order_id,
    status: event.status.toLowerCase(),
    happenedAt: event.happened_at,
  };
}

const editBody = z.object({ order_edit: z.object({ order_id: softId }) });

/** Reads orders/edited, which names the order but not what it has become. @throws UnfitError */
export function readEditedOrderId(body: unknown): string {
  const found = readAs(editBody, body).order_edit.order_id;
  if (!found) throw new UnfitError('The field order_edit.order_id is not an id.');
  return found;
}

const scopesBody = z.object({ current: z.array(softText) });

/** Reads app/scopes_update. @throws UnfitError */
export function readScopes(body: unknown): string[] {
  return readAs(scopesBody, body).current.flatMap((scope) => (scope ? [scope] : []));
}
