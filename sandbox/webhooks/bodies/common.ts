import { gid } from '../../store/ids.ts';
import type { Purse } from '../../store/money.ts';
import { purseOf } from '../../store/pricing.ts';
import type {
  Address,
  Customer,
  DiscountAllocation,
  Line,
  MoneyBag,
  Order,
  Shop,
  TaxLine,
} from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { integer, localTime } from '../json.ts';

/** What a body is made from. */
export type Scene = { store: Store; shop: Shop };

/** Shopify's pair of amounts. */
export function moneySet(bag: MoneyBag, currencies: Pick<Order, 'currency' | 'presentmentCurrency'>) {
  return {
    shop_money: { amount: bag.shop, currency_code: currencies.currency },
    presentment_money: { amount: bag.presentment, currency_code: currencies.presentmentCurrency },
  };
}

const fullName = (first: string | null, last: string | null) => [first, last].filter(Boolean).join(' ');

/** An address of an order or a checkout. */
export function address(input: Address | null) {
  if (input === null) return null;
  return {
    first_name: input.firstName,
    address1: input.address1,
    phone: input.phone,
    city: input.city,
    zip: input.zip,
    province: input.province,
    country: input.country,
    last_name: input.lastName,
    address2: input.address2,
    company: input.company,
    latitude: null,
    longitude: null,
    name: fullName(input.firstName, input.lastName),
    country_code: input.countryCode,
    province_code: input.provinceCode,
  };
}

/** The customer as it stands inside orders, checkouts and customers/*. Consent has not been in there since 2025-01. */
export function customer({ shop }: Scene, record: Customer) {
  return {
    id: integer(record.id),
    created_at: localTime(record.createdAt, shop.timezone),
    updated_at: localTime(record.updatedAt, shop.timezone),
    first_name: record.firstName,
    last_name: record.lastName,
    state: record.state.toLowerCase(),
    note: record.note,
    verified_email: record.email !== null,
    multipass_identifier: null,
    tax_exempt: false,
    email: record.email,
    phone: record.phone,
    currency: record.currency,
    tax_exemptions: [],
    admin_graphql_api_id: gid('Customer', record.id),
    ...(record.address === null ? {} : { default_address: customerAddress(record, record.address) }),
  };
}

function customerAddress(record: Customer, input: Address) {
  return {
    id: integer(record.id),
    customer_id: integer(record.id),
    first_name: input.firstName,
    last_name: input.lastName,
    company: input.company,
    address1: input.address1,
    address2: input.address2,
    city: input.city,
    province: input.province,
    country: input.country,
    zip: input.zip,
    phone: input.phone,
    name: fullName(input.firstName, input.lastName),
    province_code: input.provinceCode,
    country_code: input.countryCode,
    country_name: input.country,
    default: true,
  };
}

/** Tax lines of an order. */
export function orderTaxes(order: Order, lines: TaxLine[]) {
  return lines.map((line) => ({
    channel_liable: false,
    price: line.amount.shop,
    price_set: moneySet(line.amount, order),
    rate: Number(line.rate),
    title: line.title,
  }));
}

/** A line of an order; fulfilments and refunds repeat it. */
export function orderLine(scene: Scene, order: Order, line: Line) {
  const money = purseOf(order);
  const isManual = (index: number) => order.discountApplications[index]?.type === 'manual';
  const manual = money.add(
    money.zero,
    ...line.allocations.filter((a) => isManual(a.index)).map((a) => a.amount),
  );
  const isWhole = line.fulfilledQuantity > 0 && line.fulfilledQuantity >= line.currentQuantity;
  const title = line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`;
  const exists = line.productId !== null && scene.store.tables.products.get(line.productId) !== undefined;
  return {
    id: integer(line.id),
    admin_graphql_api_id: gid('LineItem', line.id),
    attributed_staffs: [],
    current_quantity: line.currentQuantity,
    fulfillable_quantity: Math.max(line.currentQuantity - line.fulfilledQuantity, 0),
    fulfillment_service: 'manual',
    fulfillment_status: isWhole ? 'fulfilled' : line.fulfilledQuantity > 0 ? 'partial' : null,
    gift_card: false,
    grams: line.grams,
    name: title,
    price: line.unitPrice.shop,
    price_set: moneySet(line.unitPrice, order),
    product_exists: exists,
    product_id: integer(line.productId),
    properties: line.properties,
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: true,
    title: line.title,
    total_discount: manual.shop,
    total_discount_set: moneySet(manual, order),
    variant_id: integer(line.variantId),
    variant_inventory_management: line.variantId === null ? null : 'shopify',
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: orderTaxes(order, line.taxLines),
    duties: [],
    discount_allocations: allocations(order, line.allocations),
  };
}

/** What each discount took off a line or the shipping. */
export function allocations(order: Order, list: DiscountAllocation[]) {
  return list.map((a) => ({
    amount: a.amount.shop,
    amount_set: moneySet(a.amount, order),
    discount_application_index: a.index,
  }));
}

/** The codes of an order or a checkout, each with all that it took off. */
export function discountCodes(
  of: Pick<Order, 'discountApplications' | 'lines' | 'shippingLine'>,
  money: Purse,
): { code: string; amount: string; type: string }[] {
  return of.discountApplications.flatMap((application, index) => {
    if (application.code === null) return [];
    const amounts = [...of.lines.flatMap((line) => line.allocations), ...(of.shippingLine?.allocations ?? [])]
      .filter((a) => a.index === index)
      .map((a) => a.amount);
    const type = application.targetType === 'shipping_line' ? 'shipping' : application.valueType;
    return [{ code: application.code, amount: money.add(money.zero, ...amounts).shop, type }];
  });
}
