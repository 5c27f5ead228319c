import { z } from 'zod';
import type { FulfillmentInput } from '../../orders/index.ts';
import { id, instant, readAs, softId, softText, UnfitError } from './pieces.ts';

export const fulfillmentBody = z.object({
  id,
  order_id: softId,
  status: softText,
  shipment_status: softText,
  created_at: instant,
  updated_at: instant,
  tracking_url: softText,
  tracking_urls: z.array(z.string()).nullish().catch(null),
});

/** Reads fulfillments/create and fulfillments/update. */
export function readFulfillment(body: unknown): FulfillmentInput {
  const fulfillment = readAs(fulfillmentBody, body);
  if (!fulfillment.order_id) throw new UnfitError('The field order_id is not an id.');
  return toFulfillment(fulfillment, fulfillment.order_id);
}

/** A parcel of an order as it is recorded. */
export function toFulfillment(body: z.infer<typeof fulfillmentBody>, orderId: string): FulfillmentInput {
  const shipment = body.shipment_status?.toLowerCase() ?? null;
  const url = body.tracking_url ?? body.tracking_urls?.[0] ?? null;
  return {
    id: body.id,
    orderId,
    status: body.status?.toLowerCase() ?? null,
    shipmentStatus: shipment,
    shippedAt: body.created_at,
    deliveredAt: shipment === 'delivered' ? body.updated_at : null,
    trackingUrl: url && /^https?:\/\//i.test(url) ? url.slice(0, 2_000) : null,
    updatedAt: body.updated_at,
  };
}
