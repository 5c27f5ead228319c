export { getOrder, hasOrderedSince, orderByCheckoutToken, recentOrders } from './read-orders.server.ts';
export {
  recordDelivery,
  recordFulfillment,
  recordOrder,
  recordOrderDeleted,
  recordRefund,
} from './record-order.server.ts';
