export { getOrder, hasOrderedSince, orderByCheckoutToken } from './read-orders.server.ts';
export {
  recordDelivery,
  recordFulfillment,
  recordOrder,
  recordOrderDeleted,
  recordRefund,
} from './record-order.server.ts';
