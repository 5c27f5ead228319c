import { createHash } from 'node:crypto';
import { purse } from '../../store/money.ts';
import { lineTotal, shippingPaid } from '../../store/pricing.ts';
import type { Checkout, Line, ShippingLine, TaxLine } from '../../store/records.ts';
import { integer, localTime } from '../json.ts';
import type { Scene } from './common.ts';
import { address, customer, discountCodes } from './common.ts';

/** checkouts/create and checkouts/update. Since 2026-04 the body has no `id`; amounts are in the shop's currency. */
export function checkoutBody(scene: Scene, checkout: Checkout) {
  const { shop, store } = scene;
  const at = (iso: string | null) => localTime(iso, shop.timezone);
  const buyer = checkout.customerId === null ? undefined : store.tables.customers.get(checkout.customerId);
  const wantsSms = checkout.acceptsMarketing && checkout.email === null && checkout.phone !== null;
  const allTaxes = [
    ...checkout.lines.flatMap((line) => line.taxLines),
    ...(checkout.shippingLine?.taxLines ?? []),
  ];
  return {
    token: checkout.token,
    cart_token: checkout.cartToken,
    email: checkout.email,
    gateway: null,
    buyer_accepts_marketing: checkout.acceptsMarketing,
    created_at: at(checkout.createdAt),
    updated_at: at(checkout.updatedAt),
    landing_site: checkout.landingSite,
    note: checkout.note,
    note_attributes: checkout.noteAttributes,
    referring_site: checkout.referringSite,
    shipping_lines:
      checkout.shippingLine === null ? [] : [shippingLine(scene, checkout, checkout.shippingLine)],
    taxes_included: shop.taxesIncluded,
    total_weight: checkout.lines.reduce((sum, line) => sum + line.grams * line.quantity, 0),
    currency: shop.currency,
    completed_at: at(checkout.completedAt),
    closed_at: null,
    user_id: null,
    location_id: null,
    source_identifier: null,
    source_url: null,
    device_id: null,
    phone: checkout.phone,
    customer_locale: checkout.locale,
    line_items: checkout.lines.map((line) => checkoutLine(scene, checkout, line)),
    name: checkout.name,
    source: null,
    abandoned_checkout_url: checkout.recoveryUrl,
    discount_codes: discountCodes(checkout, purse(shop.currency, checkout.currency)),
    tax_lines: summary(scene, checkout, allTaxes),
    source_name: 'web',
    presentment_currency: checkout.currency,
    buyer_accepts_sms_marketing: wantsSms,
    sms_marketing_phone: wantsSms ? checkout.phone : null,
    total_discounts: checkout.totals.discounts.shop,
    total_line_items_price: checkout.totals.lineItems.shop,
    total_price: checkout.totals.total.shop,
    total_tax: checkout.totals.tax.shop,
    subtotal_price: checkout.totals.subtotal.shop,
    total_duties: null,
    reservation_token: null,
    billing_address: address(checkout.shippingAddress),
    shipping_address: address(checkout.shippingAddress),
    ...(buyer === undefined ? {} : { customer: customer(scene, buyer) }),
  };
}

function shippingLine({ shop }: Scene, checkout: Checkout, line: ShippingLine) {
  return {
    id: line.code,
    code: line.code,
    price: shippingPaid(line, purse(shop.currency, checkout.currency)).shop,
    original_shop_price: line.price.shop,
    original_shop_markup: '0.00',
    markup: '0.00',
    source: 'shopify',
    title: line.title,
    presentment_title: line.title,
    phone: null,
    tax_lines: fullTaxes(line.taxLines),
    custom_tax_lines: null,
    validation_context: null,
    carrier_identifier: null,
    carrier_service_id: null,
    api_client_id: null,
    requested_fulfillment_service_id: null,
    applied_discounts: [],
    delivery_category: null,
    delivery_expectation_range: null,
    delivery_expectation_type: null,
    estimated_delivery_time_range: null,
  };
}

function taxes(lines: TaxLine[]) {
  return lines.map((line) => ({
    price: line.amount.shop,
    rate: Number(line.rate),
    title: line.title,
    channel_liable: false,
  }));
}

/** Tax lines with all that Shopify's tax service says of them, most of it nothing. */
function fullTaxes(lines: TaxLine[]) {
  return taxes(lines).map((tax, index) => ({
    price: tax.price,
    position: index + 1,
    rate: tax.rate,
    title: tax.title,
    source: 'Shopify',
    zone: 'country',
    jurisdiction_id: null,
    jurisdiction_type: null,
    jurisdiction_source: null,
    reporting_taxable_amount: null,
    reporting_non_taxable_amount: null,
    reporting_exempt_amount: null,
    reporting_jurisdiction_name: null,
    reporting_jurisdiction_type: null,
    reporting_jurisdiction_code: null,
    tax_api_client_id: null,
    tax_calculation_price: tax.price,
    tax_registration_id: null,
    compare_at: tax.rate,
    channel_liable: false,
    identifier: null,
  }));
}

function summary(scene: Scene, checkout: Checkout, lines: TaxLine[]) {
  const money = purse(scene.shop.currency, checkout.currency);
  const first = lines[0];
  if (first === undefined) return [];
  return taxes([{ ...first, amount: money.add(money.zero, ...lines.map((line) => line.amount)) }]);
}

function checkoutLine(scene: Scene, checkout: Checkout, line: Line) {
  const money = purse(scene.shop.currency, checkout.currency);
  const variant = line.variantId === null ? undefined : scene.store.tables.variants.get(line.variantId);
  return {
    applied_discounts: [],
    discount_allocations: line.allocations.map((a) => ({
      id: null,
      amount: a.amount.shop,
      description: checkout.discountApplications[a.index]?.title ?? null,
      created_at: null,
      application_type: 'discount_code',
    })),
    key: createHash('md5').update(`${checkout.token}${line.id}`).digest('hex'),
    destination_location_id: null,
    fulfillment_service: 'manual',
    gift_card: false,
    grams: line.grams,
    origin_location_id: null,
    presentment_title: line.title,
    presentment_variant_title: line.variantTitle ?? '',
    product_id: integer(line.productId),
    properties: null,
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sku: line.sku,
    tax_lines: fullTaxes(line.taxLines),
    taxable: true,
    title: line.title,
    variant_id: integer(line.variantId),
    variant_title: line.variantTitle ?? '',
    variant_price: line.unitPrice.shop,
    vendor: line.vendor,
    user_id: null,
    unit_price_measurement: {
      measured_type: null,
      quantity_value: null,
      quantity_unit: null,
      reference_value: null,
      reference_unit: null,
    },
    rank: null,
    compare_at_price: variant?.compareAtPrice ?? null,
    line_price: lineTotal(line, money).shop,
    price: line.unitPrice.shop,
  };
}
