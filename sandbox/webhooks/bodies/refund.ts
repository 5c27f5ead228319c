import { gid } from '../../store/ids.ts';
import { purseOf } from '../../store/pricing.ts';
import type { Order, Refund, Transaction } from '../../store/records.ts';
import { integer, localTime } from '../json.ts';
import type { Scene } from './common.ts';
import { moneySet, orderLine } from './common.ts';

function transaction(scene: Scene, order: Order, record: Transaction) {
  const zero = purseOf(order).zero.presentment;
  return {
    id: integer(record.id),
    order_id: integer(order.id),
    kind: record.kind.toLowerCase(),
    gateway: record.gateway,
    status: record.status.toLowerCase(),
    message: null,
    created_at: localTime(record.createdAt, scene.shop.timezone),
    test: false,
    authorization: null,
    location_id: null,
    user_id: null,
    parent_id: integer(record.parentId),
    processed_at: localTime(record.createdAt, scene.shop.timezone),
    device_id: null,
    error_code: null,
    source_name: 'web',
    receipt: {},
    amount: record.amount.presentment,
    currency: order.presentmentCurrency,
    payment_id: `${order.name}.${record.id}`,
    manual_payment_gateway: false,
    amount_rounding: null,
    total_unsettled_set: {
      presentment_money: { amount: zero, currency: order.presentmentCurrency },
      shop_money: { amount: purseOf(order).zero.shop, currency: order.currency },
    },
    admin_graphql_api_id: gid('OrderTransaction', record.id),
  };
}

/** refunds/create, and each entry of `refunds` in an order. */
export function refundBody(scene: Scene, order: Order, refund: Refund) {
  const money = purseOf(order);
  const at = localTime(refund.createdAt, scene.shop.timezone);
  return {
    id: integer(refund.id),
    order_id: integer(order.id),
    created_at: at,
    note: refund.note,
    user_id: null,
    processed_at: at,
    duties: [],
    total_duties_set: moneySet(money.zero, order),
    return: null,
    refund_shipping_lines:
      refund.shipping === null || money.minor(refund.shipping) === 0n
        ? []
        : [
            {
              id: integer(refund.id),
              shipping_line: {
                id: integer(order.shippingLine?.id ?? refund.id),
                title: order.shippingLine?.title ?? null,
              },
              subtotal_amount_set: moneySet(refund.shipping, order),
            },
          ],
    restock: refund.lines.some((line) => line.restock),
    admin_graphql_api_id: gid('Refund', refund.id),
    order_adjustments: [],
    refund_line_items: refund.lines.flatMap((item) => {
      const line = order.lines.find((one) => one.id === item.lineId);
      if (line === undefined) return [];
      return [
        {
          id: integer(item.id),
          quantity: item.quantity,
          line_item_id: integer(item.lineId),
          location_id: null,
          restock_type: item.restock ? 'return' : 'no_restock',
          subtotal: Number(item.subtotal.shop),
          total_tax: Number(item.tax.shop),
          subtotal_set: moneySet(item.subtotal, order),
          total_tax_set: moneySet(item.tax, order),
          line_item: orderLine(scene, order, line),
        },
      ];
    }),
    transactions: refund.transactions.map((record) => transaction(scene, order, record)),
  };
}
