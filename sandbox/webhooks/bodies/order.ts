import { gid } from '../../store/ids.ts';
import { currentTotals, fulfillmentStatus, outstanding } from '../../store/order-state.ts';
import { purseOf, shippingLinesOf, shippingPaid } from '../../store/pricing.ts';
import type { Order, ShippingLine } from '../../store/records.ts';
import type { OrderEdit } from '../../store/store.ts';
import { integer, localTime } from '../json.ts';
import type { Scene } from './common.ts';
import { address, allocations, customer, discountCodes, moneySet, orderLine, orderTaxes } from './common.ts';
import { fulfillmentBody } from './fulfillment.ts';
import { refundBody } from './refund.ts';

const FULFILLMENT = { UNFULFILLED: null, PARTIALLY_FULFILLED: 'partial', FULFILLED: 'fulfilled' } as const;

/** Every orders/* topic but orders/edited and orders/delete: the whole order, 2026-07 shape. */
export function orderBody(scene: Scene, order: Order) {
  const { shop, store } = scene;
  const at = (iso: string | null) => localTime(iso, shop.timezone);
  const buyer = order.customerId === null ? undefined : store.tables.customers.get(order.customerId);
  const contact = order.email === '' ? null : order.email;
  return {
    id: integer(order.id),
    admin_graphql_api_id: gid('Order', order.id),
    app_id: integer('580111'),
    browser_ip: order.browserIp,
    buyer_accepts_marketing: order.acceptsMarketing,
    cancel_reason: order.cancelReason,
    cancelled_at: at(order.cancelledAt),
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    client_details: clientDetails(order),
    closed_at: at(order.closedAt),
    confirmation_number: order.confirmationNumber,
    confirmed: true,
    contact_email: contact,
    created_at: at(order.createdAt),
    currency: order.currency,
    ...totals(order),
    customer_locale: order.locale,
    device_id: null,
    discount_codes: discountCodes(order, purseOf(order)),
    duties_included: false,
    email: order.email ?? '',
    estimated_taxes: false,
    financial_status: order.financialStatus.toLowerCase(),
    fulfillment_status: FULFILLMENT[fulfillmentStatus(order)],
    landing_site: order.landingSite,
    landing_site_ref: refOf(order.landingSite),
    location_id: null,
    merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: order.noteAttributes,
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `${store.sandboxUrl()}/orders/${order.id}?key=${order.statusToken}`,
    payment_gateway_names: [...new Set(order.transactions.map((t) => t.gateway))],
    phone: order.phone,
    po_number: null,
    presentment_currency: order.presentmentCurrency,
    processed_at: at(order.processedAt),
    reference: null,
    referring_site: order.referringSite,
    source_identifier: null,
    source_name: order.source,
    source_url: null,
    tags: order.tags.join(', '),
    tax_exempt: false,
    tax_lines: taxSummary(order),
    taxes_included: order.taxesIncluded,
    test: false,
    token: order.statusToken,
    total_weight: order.lines.reduce((sum, line) => sum + line.grams * line.quantity, 0),
    updated_at: at(order.updatedAt),
    user_id: null,
    billing_address: address(order.billingAddress),
    customer: buyer === undefined ? null : customer(scene, buyer),
    discount_applications: order.discountApplications.map((application) => ({
      target_type: application.targetType ?? 'line_item',
      type: application.type,
      value: application.value,
      value_type: application.valueType,
      allocation_method: application.allocationMethod,
      target_selection: application.targetSelection,
      ...(application.code === null
        ? { title: application.title, description: application.title }
        : { code: application.code }),
    })),
    fulfillments: order.fulfillments.map((fulfillment) => fulfillmentBody(scene, order, fulfillment)),
    line_items: order.lines.map((line) => orderLine(scene, order, line)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundBody(scene, order, refund)),
    shipping_address: address(order.shippingAddress),
    shipping_lines: shippingLinesOf(order).map((line) => shippingLine(order, line)),
    returns: [],
    line_item_groups: [],
  };
}

function clientDetails(order: Order) {
  if (order.browserIp === null) return null;
  return {
    accept_language: order.locale,
    browser_height: null,
    browser_ip: order.browserIp,
    browser_width: null,
    session_hash: null,
    user_agent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  };
}

/** The `ref` of a landing page, as Shopify copies it out of the address. */
function refOf(landingSite: string | null): string | null {
  return landingSite === null ? null : new URL(landingSite, 'https://shop.example').searchParams.get('ref');
}

function totals(order: Order) {
  const money = purseOf(order);
  const now = currentTotals(order);
  const zero = moneySet(money.zero, order);
  const { subtotal, lineItems, discounts, shipping, tax, total } = order.totals;
  return {
    current_shipping_price_set: moneySet(now.shipping, order),
    current_subtotal_price: now.subtotal.shop,
    current_subtotal_price_set: moneySet(now.subtotal, order),
    current_total_additional_fees_set: null,
    current_total_discounts: now.discounts.shop,
    current_total_discounts_set: moneySet(now.discounts, order),
    current_total_duties_set: null,
    current_total_price: now.total.shop,
    current_total_price_set: moneySet(now.total, order),
    current_total_tax: now.tax.shop,
    current_total_tax_set: moneySet(now.tax, order),
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    subtotal_price: subtotal.shop,
    subtotal_price_set: moneySet(subtotal, order),
    total_cash_rounding_payment_adjustment_set: zero,
    total_cash_rounding_refund_adjustment_set: zero,
    total_discounts: discounts.shop,
    total_discounts_set: moneySet(discounts, order),
    total_line_items_price: lineItems.shop,
    total_line_items_price_set: moneySet(lineItems, order),
    total_outstanding: outstanding(order).shop,
    total_price: total.shop,
    total_price_set: moneySet(total, order),
    total_shipping_price_set: moneySet(shipping, order),
    total_tax: tax.shop,
    total_tax_set: moneySet(tax, order),
    total_tip_received: money.zero.shop,
  };
}

function taxSummary(order: Order) {
  const money = purseOf(order);
  const all = [
    ...order.lines.flatMap((line) => line.taxLines),
    ...shippingLinesOf(order).flatMap((line) => line.taxLines),
  ];
  const first = all[0];
  if (first === undefined) return [];
  return orderTaxes(order, [{ ...first, amount: money.add(money.zero, ...all.map((line) => line.amount)) }]);
}

function shippingLine(order: Order, line: ShippingLine) {
  const paid = shippingPaid(line, purseOf(order));
  return {
    id: integer(line.id),
    carrier_identifier: null,
    code: line.code,
    current_discounted_price_set: moneySet(paid, order),
    discounted_price: paid.shop,
    discounted_price_set: moneySet(paid, order),
    is_removed: false,
    phone: null,
    price: line.price.shop,
    price_set: moneySet(line.price, order),
    requested_fulfillment_service_id: null,
    source: 'shopify',
    title: line.title,
    tax_lines: orderTaxes(order, line.taxLines),
    discount_allocations: allocations(order, line.allocations ?? []),
  };
}

/** orders/edited. */
export function orderEditedBody(scene: Scene, order: Order, edit: OrderEdit) {
  const at = localTime(order.updatedAt, scene.shop.timezone);
  const deltas = (list: { id: string; delta: number }[]) =>
    list.map((one) => ({ id: integer(one.id), delta: one.delta }));
  const ids = (list: string[]) => list.map((id) => ({ id: integer(id) }));
  return {
    order_edit: {
      id: integer(edit.id),
      app_id: null,
      created_at: at,
      committed_at: at,
      notify_customer: edit.notifyCustomer,
      order_id: integer(order.id),
      staff_note: edit.staffNote,
      user_id: null,
      line_items: { additions: deltas(edit.added), removals: deltas(edit.removed) },
      discounts: { line_item: { additions: ids(edit.discounted), removals: [] } },
      shipping_lines: { additions: ids(edit.shippingAdded), removals: ids(edit.shippingRemoved) },
    },
  };
}
