import type { FulfillInput, TrackingInput } from '../box.ts';
import { Refused } from '../box.ts';
import { numericId } from './ids.ts';
import { fulfillmentOf, fulfillmentStatus, touchOrder } from './order-state.ts';
import type { Fulfillment, FulfillmentEvent, Line, Order, Shop } from './records.ts';
import type { Store } from './store.ts';

/** What a parcel can report, as the Admin API's FulfillmentEventStatus. */
export const EVENT_STATUSES = [
  'LABEL_PURCHASED',
  'LABEL_PRINTED',
  'READY_FOR_PICKUP',
  'CONFIRMED',
  'CARRIER_PICKED_UP',
  'IN_TRANSIT',
  'OUT_FOR_DELIVERY',
  'ATTEMPTED_DELIVERY',
  'DELAYED',
  'DELIVERED',
  'FAILURE',
] as const;

type LineChoice = {
  lineId?: string | undefined;
  sku?: string | undefined;
  variantId?: string | undefined;
  quantity: number;
};

/** The line of an order that a caller means, by line id, SKU or variant id. Throws Refused. */
export function chooseLine(order: Order, choice: LineChoice, field: string): Line {
  const lineId =
    choice.lineId === undefined ? null : numericId(choice.lineId, ['LineItem', 'CalculatedLineItem']);
  const variantId = choice.variantId === undefined ? null : numericId(choice.variantId, 'ProductVariant');
  const line = order.lines.find(
    (one) =>
      (lineId !== null && one.id === lineId) ||
      (variantId !== null && one.variantId === variantId) ||
      (choice.sku !== undefined && one.sku?.toLowerCase() === choice.sku.toLowerCase()),
  );
  if (line === undefined) throw new Refused(field, 'the order has no such line');
  if (!Number.isInteger(choice.quantity) || choice.quantity < 1)
    throw new Refused(`${field}.quantity`, 'a whole number from 1');
  return line;
}

const TRACKING: Record<string, (number: string) => string> = {
  DHL: (n) => `https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=${n}`,
  UPS: (n) => `https://www.ups.com/track?tracknum=${n}`,
  USPS: (n) => `https://tools.usps.com/go/TrackConfirmAction?tLabels=${n}`,
};

function trackingOf(
  input: {
    trackingNumber?: string | undefined;
    trackingCompany?: string | undefined;
    trackingUrl?: string | undefined;
  },
  country: string,
) {
  const number = input.trackingNumber ?? null;
  const company = input.trackingCompany ?? (number === null ? null : country === 'US' ? 'USPS' : 'DHL');
  const url =
    input.trackingUrl ?? (number !== null && company !== null ? (TRACKING[company]?.(number) ?? null) : null);
  return { trackingNumber: number, trackingCompany: company, trackingUrl: url };
}

/** Sends lines (everything that is left, unless lines are named): fulfillments/create, orders/updated, orders/fulfilled or orders/partially_fulfilled. */
export function fulfill(store: Store, order: Order, input: FulfillInput): Fulfillment {
  const shop = store.tables.shops.get(order.shop) as Shop;
  if (order.cancelledAt !== null) throw new Refused('id', 'the order is cancelled', 409);
  const open = (line: Line) => line.currentQuantity - line.fulfilledQuantity;
  const chosen =
    input.lines === undefined
      ? order.lines.filter((line) => open(line) > 0).map((line) => ({ line, quantity: open(line) }))
      : input.lines.map((choice, index) => ({
          line: chooseLine(order, choice, `lines[${index}]`),
          quantity: choice.quantity,
        }));
  if (chosen.length === 0)
    throw new Refused(input.lines === undefined ? 'id' : 'lines', 'nothing is left to fulfil', 409);
  chosen.forEach(({ line, quantity }, index) => {
    if (quantity > open(line))
      throw new Refused(`lines[${index}].quantity`, `only ${open(line)} left to fulfil`);
  });
  for (const { line, quantity } of chosen) line.fulfilledQuantity += quantity;
  const at = store.nowIso();
  const fulfillment: Fulfillment = {
    id: store.nextId(),
    orderId: order.id,
    name: `${order.name}-F${order.fulfillments.length + 1}`,
    status: 'SUCCESS',
    displayStatus: 'FULFILLED',
    lines: chosen.map(({ line, quantity }) => ({ lineId: line.id, quantity })),
    ...trackingOf(input, shop.country),
    events: [],
    deliveredAt: null,
    inTransitAt: null,
    estimatedDeliveryAt: null,
    createdAt: at,
    updatedAt: at,
  };
  order.fulfillments.push(fulfillment);
  if (order.source === 'pos') order.closedAt = at;
  order.updatedAt = at;
  store.tables.orders.put(order);
  store.announce({ shop, topic: 'fulfillments/create', order, fulfillment });
  const isWhole = fulfillmentStatus(order) === 'FULFILLED';
  store.announce({ shop, topic: isWhole ? 'orders/fulfilled' : 'orders/partially_fulfilled', order });
  store.announce({ shop, topic: 'orders/updated', order });
  return fulfillment;
}

/** A carrier's scan, or a new tracking number: fulfillment_events/create and fulfillments/update. */
export function track(store: Store, order: Order, input: TrackingInput): Fulfillment {
  const shop = store.tables.shops.get(order.shop) as Shop;
  const wanted =
    input.fulfillmentId === undefined ? undefined : numericId(input.fulfillmentId, 'Fulfillment');
  if (wanted === null) throw new Refused('fulfillmentId', 'not a Fulfillment id');
  const fulfillment = fulfillmentOf(order, wanted);
  if (fulfillment === undefined) {
    if (wanted !== undefined) throw new Refused('fulfillmentId', 'the order has no such fulfilment');
    throw new Refused('id', 'nothing of this order was fulfilled yet', 409);
  }
  if (
    input.status === undefined &&
    input.trackingNumber === undefined &&
    input.trackingUrl === undefined &&
    input.trackingCompany === undefined
  ) {
    throw new Refused('status', 'a status or a tracking number is needed');
  }
  const status = input.status?.trim().toUpperCase().replace(/[\s-]/g, '_');
  if (status !== undefined && !EVENT_STATUSES.some((known) => known === status)) {
    throw new Refused('status', `one of ${EVENT_STATUSES.join(', ').toLowerCase()}`);
  }
  if (
    input.trackingNumber !== undefined ||
    input.trackingUrl !== undefined ||
    input.trackingCompany !== undefined
  ) {
    Object.assign(
      fulfillment,
      trackingOf(
        {
          trackingNumber: fulfillment.trackingNumber ?? undefined,
          trackingCompany: fulfillment.trackingCompany ?? undefined,
          ...input,
        },
        shop.country,
      ),
    );
  }
  if (status !== undefined)
    addEvent(store, shop, order, fulfillment, {
      status,
      message: input.message,
      happenedAt: input.happenedAt,
    });
  else saveFulfillment(store, shop, order, fulfillment);
  return fulfillment;
}

function saveFulfillment(store: Store, shop: Shop, order: Order, fulfillment: Fulfillment): void {
  fulfillment.updatedAt = store.nowIso();
  store.tables.orders.put(order);
  store.announce({ shop, topic: 'fulfillments/update', order, fulfillment });
  touchOrder(store, shop, order);
}

/** Books a scan on a fulfilment and tells the world. */
export function addEvent(
  store: Store,
  shop: Shop,
  order: Order,
  fulfillment: Fulfillment,
  input: {
    status: string;
    message?: string | null | undefined;
    happenedAt?: string | undefined;
    city?: string | null | undefined;
    country?: string | null | undefined;
  },
): FulfillmentEvent {
  const at = store.nowIso();
  if (input.happenedAt !== undefined && Number.isNaN(Date.parse(input.happenedAt)))
    throw new Refused('happenedAt', 'not a time');
  const event: FulfillmentEvent = {
    id: store.nextId(),
    status: input.status,
    message: input.message ?? null,
    city: input.city ?? order.shippingAddress?.city ?? null,
    country: input.country ?? order.shippingAddress?.countryCode ?? null,
    happenedAt: input.happenedAt === undefined ? at : new Date(input.happenedAt).toISOString(),
    createdAt: at,
  };
  fulfillment.events.push(event);
  fulfillment.displayStatus = event.status;
  if (event.status === 'IN_TRANSIT') fulfillment.inTransitAt ??= event.happenedAt;
  if (event.status === 'DELIVERED') fulfillment.deliveredAt = event.happenedAt;
  store.announce({ shop, topic: 'fulfillment_events/create', order, fulfillment, event });
  saveFulfillment(store, shop, order, fulfillment);
  return event;
}
