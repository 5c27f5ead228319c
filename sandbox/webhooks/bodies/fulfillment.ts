import { gid } from '../../store/ids.ts';
import type { Fulfillment, FulfillmentEvent, Order } from '../../store/records.ts';
import { integer, localTime } from '../json.ts';
import type { Scene } from './common.ts';
import { address, orderLine } from './common.ts';

/** fulfillments/create and fulfillments/update. */
export function fulfillmentBody(scene: Scene, order: Order, fulfillment: Fulfillment) {
  const at = (iso: string) => localTime(iso, scene.shop.timezone);
  const last = fulfillment.events.at(-1);
  return {
    id: integer(fulfillment.id),
    order_id: integer(order.id),
    status: fulfillment.status.toLowerCase(),
    created_at: at(fulfillment.createdAt),
    service: 'manual',
    updated_at: at(fulfillment.updatedAt),
    tracking_company: fulfillment.trackingCompany,
    shipment_status: last === undefined ? null : last.status.toLowerCase(),
    location_id: null,
    origin_address: null,
    email: order.email,
    destination: address(order.shippingAddress),
    line_items: fulfillment.lines.flatMap(({ lineId, quantity }) => {
      const line = order.lines.find((one) => one.id === lineId);
      return line === undefined ? [] : [{ ...orderLine(scene, order, line), quantity }];
    }),
    tracking_number: fulfillment.trackingNumber,
    tracking_numbers: fulfillment.trackingNumber === null ? [] : [fulfillment.trackingNumber],
    tracking_url: fulfillment.trackingUrl,
    tracking_urls: fulfillment.trackingUrl === null ? [] : [fulfillment.trackingUrl],
    receipt: {},
    name: fulfillment.name.replace('-F', '.'),
    admin_graphql_api_id: gid('Fulfillment', fulfillment.id),
  };
}

/** fulfillment_events/create. */
export function fulfillmentEventBody(
  scene: Scene,
  order: Order,
  fulfillment: Fulfillment,
  event: FulfillmentEvent,
) {
  const at = (iso: string) => localTime(iso, scene.shop.timezone);
  return {
    id: integer(event.id),
    fulfillment_id: integer(fulfillment.id),
    status: event.status.toLowerCase(),
    message: event.message,
    happened_at: at(event.happenedAt),
    city: event.city,
    province: null,
    country: event.country,
    zip: order.shippingAddress?.zip ?? null,
    address1: null,
    latitude: null,
    longitude: null,
    shop_id: integer(scene.shop.id),
    created_at: at(event.createdAt),
    updated_at: at(event.createdAt),
    estimated_delivery_at: localTime(fulfillment.estimatedDeliveryAt, scene.shop.timezone),
    order_id: integer(order.id),
    admin_graphql_api_id: gid('FulfillmentEvent', event.id),
  };
}
