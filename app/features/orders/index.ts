export type {
  FulfillmentInput,
  Order,
  OrderInput,
  OrderLine,
  OrderLineInput,
  RefundInput,
  Utm,
} from './order.ts';
