import { createHash, randomInt } from 'node:crypto';
import { Refused } from '../box.ts';
import { createCheckout, stillValid, updateCheckout } from './checkouts.ts';
import { bookUse } from './discounts.ts';
import { purse, toDecimal, toMinor } from './money.ts';
import { totalsOf } from './pricing.ts';
import type {
  Checkout,
  FinancialStatus,
  Line,
  MoneyBag,
  Order,
  OrderInput,
  PaymentMethod,
  Shop,
  Transaction,
} from './records.ts';
import type { Store } from './store.ts';
import { findShop } from './store.ts';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

function confirmationNumber(): string {
  return Array.from({ length: 9 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** An address of a network reserved for examples, always the same for one buyer and rarely for two. */
function ipOf(buyer: string): string {
  const [a = 0, b = 0] = createHash('sha256').update(buyer.toLowerCase()).digest();
  return `198.${18 + (a & 1)}.${b}.${1 + (a % 254)}`;
}

const STATUS = {
  paid: 'PAID',
  pending: 'PENDING',
  authorized: 'AUTHORIZED',
  partially_paid: 'PARTIALLY_PAID',
} as const;

const GATEWAYS: Record<PaymentMethod, string> = {
  card: 'shopify_payments',
  wallet: 'paypal',
  instalments: 'klarna',
  cash_on_delivery: 'Cash on Delivery (COD)',
};

export type PlaceOrderInput =
  | OrderInput
  | {
      shop: string;
      checkoutToken: string;
      financialStatus?: string | undefined;
      source?: string | undefined;
      payment?: PaymentMethod | undefined;
    };

/**
 * Places an order from a checkout, or from the fields of one. orders/create goes out, orders/paid too unless the
 * payment is still open, and what follows in Shopify: checkouts/update, stock, customers. Throws Refused.
 */
export function placeOrder(store: Store, input: PlaceOrderInput): Order {
  const shop = findShop(store, input.shop);
  if (shop === undefined) throw new Refused('shop', `there is no shop ${input.shop}`, 404);
  const isOnDelivery = input.payment === 'cash_on_delivery';
  const wanted = input.financialStatus ?? (isOnDelivery ? 'pending' : 'paid');
  const status = STATUS[wanted as keyof typeof STATUS];
  if (status === undefined) throw new Refused('financialStatus', `one of ${Object.keys(STATUS).join(', ')}`);
  const source = input.source ?? 'web';
  const checkout = checkoutOf(store, shop, input, source);
  const order = toOrder(store, shop, checkout, status, source, input.payment);
  store.tables.orders.put(order);
  shop.nextOrderNumber += 1;
  store.tables.shops.put(shop);
  finishCheckout(store, shop, checkout, order, input.checkoutToken !== undefined);
  bookUse(store, shop.domain, order.discountCodes, order);
  store.announce({ shop, topic: 'orders/create', order });
  if (status === 'PAID') store.announce({ shop, topic: 'orders/paid', order });
  sellStock(store, shop, order);
  const customer = order.customerId === null ? undefined : store.tables.customers.get(order.customerId);
  if (customer !== undefined) {
    customer.updatedAt = order.createdAt;
    store.tables.customers.put(customer);
    store.announce({ shop, topic: 'customers/update', customer });
  }
  return order;
}

function checkoutOf(store: Store, shop: Shop, input: PlaceOrderInput, source: string): Checkout {
  if (input.checkoutToken === undefined) {
    if (!('lines' in input)) throw new Refused('lines', 'give a checkoutToken, or the lines of a checkout');
    return createCheckout(store, { ...input, shop: shop.domain }, true);
  }
  const checkout = store.tables.checkouts.get(input.checkoutToken);
  if (checkout === undefined || checkout.shop !== shop.domain) {
    throw new Refused('checkoutToken', `${shop.domain} has no checkout ${input.checkoutToken}`);
  }
  if (checkout.completedAt !== null)
    throw new Refused('checkoutToken', 'this checkout is an order already', 409);
  const {
    checkoutToken: _token,
    financialStatus: _status,
    source: _source,
    payment: _payment,
    shop: _shop,
    ...patch
  } = input as Partial<OrderInput>;
  if (Object.keys(patch).length > 0) return updateCheckout(store, checkout.token, patch);
  const valid = stillValid(store, shop, checkout);
  const isShorter = valid.length < checkout.discountCodes.filter((code) => code !== checkout.ref).length;
  if (isShorter && source !== 'pos') return updateCheckout(store, checkout.token, { discountCodes: valid });
  return checkout;
}

function toOrder(
  store: Store,
  shop: Shop,
  checkout: Checkout,
  status: FinancialStatus,
  source: string,
  payment: PaymentMethod | undefined,
): Order {
  const at = store.nowIso();
  const money = purse(shop.currency, checkout.currency);
  const id = store.nextId();
  const isAtCounter = source === 'pos';
  const totals = isAtCounter ? totalsOf(shop, money, checkout.lines, null) : checkout.totals;
  const { total } = totals;
  const transactions: Transaction[] = [];
  const paid =
    status === 'PAID'
      ? total
      : status === 'PARTIALLY_PAID'
        ? half(total, money.shopCurrency, money.currency)
        : null;
  const atCheckout = status === 'PENDING' ? GATEWAYS.cash_on_delivery : GATEWAYS[payment ?? 'card'];
  const gateway = isAtCounter ? 'cash' : atCheckout;
  if (paid !== null && money.minor(paid) > 0n) {
    transactions.push({
      id: store.nextId(),
      kind: 'SALE',
      status: 'SUCCESS',
      gateway,
      amount: paid,
      parentId: null,
      createdAt: at,
    });
  } else if (status !== 'PAID') {
    const kind = status === 'AUTHORIZED' ? 'AUTHORIZATION' : 'SALE';
    const state = status === 'AUTHORIZED' ? 'SUCCESS' : 'PENDING';
    transactions.push({
      id: store.nextId(),
      kind,
      status: state,
      gateway,
      amount: total,
      parentId: null,
      createdAt: at,
    });
  }
  return {
    id,
    shop: shop.domain,
    number: shop.nextOrderNumber,
    name: `#${shop.nextOrderNumber}`,
    confirmationNumber: confirmationNumber(),
    checkoutToken: isAtCounter ? null : checkout.token,
    cartToken: isAtCounter ? null : checkout.cartToken,
    source,
    email: checkout.email ?? (source === 'web' ? null : ''),
    phone: checkout.phone,
    customerId: checkout.customerId,
    locale: isAtCounter ? null : checkout.locale,
    currency: shop.currency,
    presentmentCurrency: checkout.currency,
    taxesIncluded: shop.taxesIncluded,
    financialStatus: status,
    lines: checkout.lines.map((line): Line => ({ ...line, id: store.nextId() })),
    shippingLine: isAtCounter ? null : checkout.shippingLine,
    shippingAddress: isAtCounter ? null : checkout.shippingAddress,
    billingAddress: isAtCounter ? null : checkout.shippingAddress,
    discountCodes: checkout.discountCodes,
    discountApplications: checkout.discountApplications,
    totals,
    landingSite: isAtCounter ? null : checkout.landingSite,
    referringSite: isAtCounter ? null : checkout.referringSite,
    ...(isAtCounter || checkout.firstVisit === undefined ? {} : { firstVisit: checkout.firstVisit }),
    note: checkout.note,
    noteAttributes: checkout.noteAttributes,
    tags: [],
    ...(payment === undefined ? {} : { paymentMethod: payment }),
    transactions,
    fulfillments: [],
    refunds: [],
    acceptsMarketing: checkout.acceptsMarketing,
    cancelReason: null,
    cancelledAt: null,
    closedAt: null,
    processedAt: at,
    createdAt: at,
    updatedAt: at,
    statusToken: store.nextToken(),
    browserIp: isAtCounter ? null : ipOf(checkout.email ?? checkout.phone ?? checkout.token),
  };
}

function half(bag: MoneyBag, shopCurrency: string, currency: string): MoneyBag {
  const cut = (text: string, code: string) => toDecimal(toMinor(text, code) / 2n, code);
  return { shop: cut(bag.shop, shopCurrency), presentment: cut(bag.presentment, currency) };
}

function finishCheckout(store: Store, shop: Shop, checkout: Checkout, order: Order, wasOpen: boolean): void {
  if (order.checkoutToken === null) {
    store.tables.checkouts.remove(checkout.token);
    return;
  }
  checkout.completedAt = order.createdAt;
  checkout.updatedAt = order.createdAt;
  checkout.orderId = order.id;
  store.tables.checkouts.put(checkout);
  if (wasOpen) store.announce({ shop, topic: 'checkouts/update', checkout });
}

function sellStock(store: Store, shop: Shop, order: Order): void {
  const touched = new Set<string>();
  for (const line of order.lines) {
    const variant = line.variantId === null ? undefined : store.tables.variants.get(line.variantId);
    if (variant === undefined) continue;
    variant.stock -= line.quantity;
    variant.updatedAt = order.createdAt;
    store.tables.variants.put(variant);
    touched.add(variant.productId);
  }
  for (const id of touched) {
    const product = store.tables.products.get(id);
    if (product === undefined) continue;
    product.updatedAt = order.createdAt;
    store.tables.products.put(product);
    store.announce({ shop, topic: 'products/update', product });
  }
}
