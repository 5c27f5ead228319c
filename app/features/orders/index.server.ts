export { type BoughtTotal, boughtBy, orderTimeline } from './order-timeline.server.ts';
export { getOrder, hasOrderedSince, orderByCheckoutToken, recentOrders } from './read-orders.server.ts';
export {
  type OrderReport,
  recordDelivery,
  recordFulfillment,
  recordOrderDeleted,
  recordOrders,
  recordRefund,
} from './record-order.server.ts';
