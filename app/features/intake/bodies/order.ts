import { z } from 'zod';
import type { OrderInput, OrderLineInput, Utm } from '../../orders/index.ts';
import { fulfillmentBody, toFulfillment } from './fulfillment.ts';
import {
  address,
  amount,
  currency,
  customer,
  exactId,
  instant,
  minor,
  moneySet,
  optionalAmount,
  optionalInstant,
  quantity,
  readAs,
  softId,
  softText,
  text,
  UnfitError,
} from './pieces.ts';
import { refundBody, toRefund } from './refund.ts';

const allocation = z.object({ amount: optionalAmount.optional(), amount_set: moneySet.optional() });

const taxLine = z.object({ price: optionalAmount.optional(), price_set: moneySet.optional() });

const lineBody = z.object({
  id: softId,
  admin_graphql_api_id: softId,
  product_id: softId,
  variant_id: softId,
  title: text,
  variant_title: softText,
  sku: softText,
  quantity,
  price: amount,
  price_set: moneySet,
  total_discount: optionalAmount.optional(),
  discount_allocations: z.array(allocation).nullish().catch(null),
  tax_lines: z.array(taxLine).nullish().catch(null),
  requires_shipping: z.boolean().nullish().catch(null),
});

const orderBody = z.object({
  id: softId,
  admin_graphql_api_id: softId,
  name: softText,
  order_number: softText,
  confirmation_number: softText,
  checkout_token: softText,
  cart_token: softText,
  email: softText,
  contact_email: softText,
  phone: softText,
  customer,
  billing_address: address,
  shipping_address: address,
  browser_ip: softText,
  client_details: z.object({ browser_ip: softText }).partial().nullish().catch(null),
  currency,
  presentment_currency: softText,
  total_price: amount,
  subtotal_price: optionalAmount,
  total_discounts: optionalAmount.optional(),
  financial_status: softText,
  fulfillment_status: softText,
  source_name: softText,
  customer_locale: softText,
  landing_site: softText,
  referring_site: softText,
  shipping_lines: z
    .array(z.object({ title: softText, is_removed: z.unknown().optional() }))
    .nullish()
    .catch(null),
  order_status_url: softText,
  discount_codes: z
    .array(z.object({ code: softText, amount: optionalAmount.optional().catch(null) }))
    .nullish()
    .catch(null),
  taxes_included: z.boolean().nullish().catch(null),
  test: z.boolean().nullish().catch(null),
  created_at: instant,
  processed_at: optionalInstant,
  updated_at: instant,
  cancelled_at: optionalInstant,
  line_items: z.array(lineBody),
  fulfillments: z.array(z.unknown()).nullish(),
  refunds: z.array(z.unknown()).nullish(),
});

/** Money of the body in the order's own currency (the shop's at the time of the order). */
const paidStates = new Set(['paid', 'partially_refunded', 'refunded']);

/**
 * Reads the body of any orders/* webhook (and of the order that reconciliation asks for), API 2014 to 2026.
 * @throws UnfitError
 */
export function readOrder(body: unknown): OrderInput {
  const order = readAs(orderBody, body);
  const orderId = exactId(order);
  if (!orderId) throw new UnfitError('The field id is not an id.');
  const code = order.currency;
  const paid = order.financial_status !== null && paidStates.has(order.financial_status.toLowerCase());
  const fulfillments = (order.fulfillments ?? []).map((one, i) =>
    toFulfillment(
      nested(`fulfillments.${i}`, () => readAs(fulfillmentBody, one)),
      orderId,
    ),
  );
  const refunds = (order.refunds ?? []).map((one, i) =>
    nested(`refunds.${i}`, () => toRefund(readAs(refundBody, one), orderId, code, order.updated_at)),
  );
  const isFulfilled = order.fulfillment_status?.toLowerCase() === 'fulfilled';
  const codes = (order.discount_codes ?? []).flatMap((one) => (one.code ? [{ ...one, code: one.code }] : []));
  const shipped = fulfillments.map((one) => one.shippedAt.getTime());
  return {
    id: orderId,
    name: order.name ?? (order.order_number ? `#${order.order_number}` : `#${orderId}`),
    confirmationNumber: order.confirmation_number,
    checkoutToken: order.checkout_token,
    cartToken: order.cart_token,
    customerId: order.customer ? exactId(order.customer) : null,
    email: order.email ?? order.contact_email ?? null,
    customerEmail: order.customer?.email ?? null,
    phone: order.phone,
    customerPhone: order.customer?.phone ?? null,
    firstName: order.customer?.first_name ?? order.billing_address?.first_name ?? null,
    lastName: order.customer?.last_name ?? order.billing_address?.last_name ?? null,
    shipping: order.shipping_address ? toAddress(order.shipping_address) : null,
    country:
      (order.shipping_address?.country_code ?? order.billing_address?.country_code ?? null)
        ?.toUpperCase()
        .slice(0, 2) ?? null,
    province: order.shipping_address?.province_code ?? order.billing_address?.province_code ?? null,
    ip: order.client_details?.browser_ip ?? order.browser_ip ?? null,
    currency: code,
    totalMinor: minor(order.total_price, code, 'total_price'),
    subtotalMinor: minor(order.subtotal_price ?? order.total_price, code, 'subtotal_price'),
    discountMinor: minor(order.total_discounts ?? '0', code, 'total_discounts'),
    presentmentCurrency: order.presentment_currency !== code ? order.presentment_currency : null,
    financialStatus: order.financial_status?.toLowerCase() ?? null,
    fulfillmentStatus: order.fulfillment_status?.toLowerCase() ?? null,
    sourceName: order.source_name,
    locale: order.customer_locale,
    landingSite: order.landing_site,
    referringSite: order.referring_site,
    shippingMethod: order.shipping_lines?.find((line) => line.is_removed !== true)?.title ?? null,
    utm: utmOf(order.landing_site),
    statusUrl: order.order_status_url,
    discountCodes: codes.map((one) => one.code),
    discountCodeMinors: codes.every((one) => one.amount)
      ? codes.map((one) => minor(one.amount ?? '0', code, 'discount_codes'))
      : [],
    isTaxIncluded: order.taxes_included ?? null,
    isTest: order.test === true,
    processedAt: order.processed_at ?? order.created_at,
    updatedAt: order.updated_at,
    paidAt: paid ? order.updated_at : null,
    cancelledAt: order.cancelled_at,
    fulfilledAt: isFulfilled
      ? shipped.length > 0
        ? new Date(Math.max(...shipped))
        : order.updated_at
      : null,
    lines: toLines(order.line_items, code),
    fulfillments,
    refunds,
  };
}

function nested<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnfitError)
      throw new UnfitError(error.message.replace('The field ', `The field ${where}.`));
    throw error;
  }
}

function toAddress(from: NonNullable<z.infer<typeof address>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(from).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

function toLines(lines: z.infer<typeof lineBody>[], code: string): OrderLineInput[] {
  const seen = new Set<string>();
  return lines.map((line, position) => {
    const field = `line_items.${position}`;
    const lineId = exactId(line);
    if (!lineId) throw new UnfitError(`The field ${field}.id is not an id.`);
    if (seen.has(lineId)) throw new UnfitError(`The field ${field}.id is the same as that of another line.`);
    seen.add(lineId);
    const price =
      line.price_set && line.price_set.currency_code === code ? line.price_set.amount : line.price;
    const allocated = (line.discount_allocations ?? []).reduce((sum, one) => {
      const value = one.amount_set?.currency_code === code ? one.amount_set.amount : one.amount;
      return sum + (value ? minor(value, code, `${field}.discount_allocations`) : 0n);
    }, 0n);
    const own = minor(line.total_discount ?? '0', code, `${field}.total_discount`);
    return {
      id: lineId,
      position,
      productId: line.product_id,
      variantId: line.variant_id,
      title: line.title,
      variantTitle: line.variant_title,
      sku: line.sku,
      quantity: line.quantity,
      priceMinor: minor(price, code, `${field}.price`),
      discountMinor: larger(allocated, own),
      taxMinor: (line.tax_lines ?? []).reduce((sum, one) => {
        const value = one.price_set?.currency_code === code ? one.price_set.amount : one.price;
        return sum + (value ? minor(value, code, `${field}.tax_lines`) : 0n);
      }, 0n),
      requiresShipping: line.requires_shipping ?? true,
    };
  });
}

/** Versions differ in which of the two they fill. */
function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

const campaign = ['source', 'medium', 'campaign', 'term', 'content'] as const;

/** The campaign parameters of a landing page; null when there is none that could be read. */
function utmOf(landingSite: string | null): Utm | null {
  if (landingSite === null) return null;
  const url = URL.parse(landingSite, 'https://shop.invalid');
  if (!url) return null;
  const found: Utm = {};
  for (const param of campaign) {
    const value = softText.parse(url.searchParams.get(`utm_${param}`));
    if (value !== null) found[param] = value.slice(0, 255);
  }
  return found;
}
