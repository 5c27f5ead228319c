export type {
  FulfillmentInput,
  Order,
  OrderInput,
  OrderLine,
  OrderLineInput,
  RefundInput,
} from './order.ts';
