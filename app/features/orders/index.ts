export {
  type FulfillmentInput,
  isFullyRefunded,
  netOf,
  type Order,
  type OrderInput,
  type OrderLine,
  type OrderLineInput,
  type RefundInput,
} from './order.ts';
