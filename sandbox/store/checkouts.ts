import { Refused } from '../box.ts';
import { customerFor, findCustomer, isEmail, toPhone } from './customers.ts';
import { applicableCodes, basketOf, productsIn } from './discounts.ts';
import { numericId } from './ids.ts';
import { exchange, isAmount, purse, toDecimal, toMinor } from './money.ts';
import { toAddress } from './postal.ts';
import { priceBasket } from './pricing.ts';
import type { Checkout, CheckoutInput, CheckoutLineInput, Line, Shop, Variant } from './records.ts';
import { shippingFor } from './shipping.ts';
import { storefrontUrl } from './shops.ts';
import type { Store } from './store.ts';
import { findShop } from './store.ts';

/** A variant of the shop by id or SKU. Throws Refused naming the line. */
export function findVariant(
  store: Store,
  shop: Shop,
  line: Pick<CheckoutLineInput, 'variantId' | 'sku'>,
  field: string,
): Variant {
  const id = line.variantId === undefined ? null : numericId(line.variantId, 'ProductVariant');
  if (line.variantId !== undefined && id === null)
    throw new Refused(`${field}.variantId`, 'not a ProductVariant id');
  const variant =
    id !== null
      ? store.tables.variants.get(id)
      : store.tables.variants.byKey(`${shop.domain}|${(line.sku ?? '').toLowerCase()}`)[0];
  if (variant === undefined || variant.shop !== shop.domain) {
    throw new Refused(
      `${field}.${id === null ? 'sku' : 'variantId'}`,
      `${shop.domain} does not sell ${line.variantId ?? line.sku}`,
    );
  }
  return variant;
}

/** Unit price of a variant in another currency. */
export function priceIn(variant: Variant, shop: Shop, currency: string): string {
  return toDecimal(exchange(toMinor(variant.price, shop.currency), shop.currency, currency), currency);
}

function toLine(store: Store, shop: Shop, currency: string, input: CheckoutLineInput, index: number): Line {
  const field = `lines[${index}]`;
  if (!Number.isInteger(input.quantity) || input.quantity < 1)
    throw new Refused(`${field}.quantity`, 'a whole number from 1');
  const money = purse(shop.currency, currency);
  const base = {
    id: store.nextId(),
    quantity: input.quantity,
    currentQuantity: input.quantity,
    fulfilledQuantity: 0,
    refundedQuantity: 0,
    taxLines: [],
    allocations: [],
    properties: [],
  };
  if (input.variantId === undefined && input.sku === undefined) {
    if (input.title === undefined || input.price === undefined)
      throw new Refused(`${field}.variantId`, 'a variantId or a sku is needed');
    if (!isAmount(input.price, currency)) throw new Refused(`${field}.price`, `not an amount of ${currency}`);
    return {
      ...base,
      variantId: null,
      productId: null,
      title: input.title,
      variantTitle: null,
      sku: null,
      vendor: null,
      unitPrice: money.bag(toMinor(input.price, currency)),
      grams: 0,
      requiresShipping: false,
    };
  }
  const variant = findVariant(store, shop, input, field);
  const product = store.tables.products.get(variant.productId);
  const shopMinor = toMinor(variant.price, shop.currency);
  return {
    ...base,
    variantId: variant.id,
    productId: variant.productId,
    title: product?.title ?? variant.title,
    variantTitle: variant.title === 'Default Title' ? null : variant.title,
    sku: variant.sku,
    vendor: product?.vendor ?? null,
    unitPrice: money.fromShop(shopMinor),
    grams: variant.weightGrams,
    requiresShipping: variant.requiresShipping,
  };
}

/** Where the visit began; a referral is part of it, as on a real landing page. */
function landingOf({ landingSite = '/', ref }: Pick<CheckoutInput, 'landingSite' | 'ref'>): string {
  if (!ref) return landingSite;
  const url = new URL(landingSite, 'https://shop.example');
  url.searchParams.set('ref', ref);
  return `${url.pathname}${url.search}`;
}

function contactOf(input: { email?: string | null; phone?: string | null }): {
  email: string | null;
  phone: string | null;
} {
  const email = input.email?.trim() || null;
  if (email !== null && !isEmail(email)) throw new Refused('email', `${email} is not an e-mail address`);
  const phone = input.phone ? toPhone(input.phone) : null;
  if (input.phone && phone === null)
    throw new Refused('phone', 'not a phone number in international form, like +4930123456');
  return { email, phone };
}

function fill(store: Store, shop: Shop, checkout: Checkout, input: Omit<CheckoutInput, 'shop'>): void {
  const { email, phone } = contactOf(input);
  if (input.lines.length === 0) throw new Refused('lines', 'at least one line is needed');
  const currency = (input.currency ?? shop.currency).toUpperCase();
  if (!shop.presentmentCurrencies.includes(currency))
    throw new Refused('currency', `${shop.domain} does not sell in ${currency}`);
  const address = toAddress(input.shippingAddress, shop);
  const lines = input.lines.map((line, index) => toLine(store, shop, currency, line, index));
  const shipping = shippingFor(store, shop, currency, lines, input.shippingMethod);
  const buyer = { email, phone, customerId: findCustomer(store, shop.domain, email, phone)?.id ?? null };
  const countryCode = address?.countryCode ?? null;
  const basket = { lines, currency, buyer, shippingLine: shipping, countryCode };
  const ref = input.ref ?? null;
  const codes = [
    ...applicableCodes(store, shop, input.discountCodes ?? [], basket, true),
    ...(ref === null ? [] : applicableCodes(store, shop, [ref], basket, false)),
  ].filter((one, index, all) => all.findIndex((other) => other.code === one.code) === index);
  const priced = priceBasket({ shop, currency, lines, shippingLine: shipping, codes }, (ids) =>
    productsIn(store, ids),
  );
  const customer = customerFor(store, shop, {
    email,
    phone,
    locale: input.locale ?? shop.locale,
    currency,
    address,
    acceptsMarketing: input.acceptsMarketing ?? false,
  });
  Object.assign(checkout, {
    email,
    phone,
    locale: input.locale ?? shop.locale,
    currency,
    lines: priced.lines,
    shippingLine: priced.shippingLine,
    shippingAddress: address,
    acceptsMarketing: input.acceptsMarketing ?? false,
    discountCodes: codes.map((one) => one.code),
    discountApplications: priced.applications,
    ref,
    landingSite: landingOf(input),
    referringSite: input.referringSite ?? '',
    ...(input.firstVisit === undefined ? {} : { firstVisit: input.firstVisit }),
    note: input.note ?? null,
    noteAttributes: input.noteAttributes ?? [],
    customerId: customer?.id ?? null,
    totals: priced.totals,
  } satisfies Partial<Checkout>);
}

/** A checkout with nothing in it yet. */
function blank(store: Store, shop: Shop): Checkout {
  const money = purse(shop.currency, shop.currency);
  const token = store.nextToken();
  const at = store.nowIso();
  const id = store.nextId();
  const empty = {
    subtotal: money.zero,
    lineItems: money.zero,
    discounts: money.zero,
    shipping: money.zero,
    tax: money.zero,
    total: money.zero,
  };
  return {
    token,
    id,
    cartToken: store.nextToken(),
    shop: shop.domain,
    name: `#${id}`,
    email: null,
    phone: null,
    locale: shop.locale,
    currency: shop.currency,
    lines: [],
    shippingLine: null,
    shippingAddress: null,
    acceptsMarketing: false,
    discountCodes: [],
    discountApplications: [],
    ref: null,
    landingSite: '/',
    referringSite: '',
    note: null,
    noteAttributes: [],
    customerId: null,
    totals: empty,
    recoveryUrl: `${storefrontUrl(store, shop)}/checkouts/${token}/recover`,
    createdAt: at,
    updatedAt: at,
    completedAt: null,
    orderId: null,
  };
}

/** What a checkout would come to, before anybody can be reached: nothing is kept and nothing goes out. Throws Refused. */
export function quoteCheckout(store: Store, input: CheckoutInput): Checkout {
  const shop = findShop(store, input.shop);
  if (shop === undefined) throw new Refused('shop', `there is no shop ${input.shop}`, 404);
  const checkout = blank(store, shop);
  fill(store, shop, checkout, { ...input, email: null, phone: null });
  return checkout;
}

/** A checkout that a buyer began. checkouts/create goes out unless `isQuiet`. Throws Refused. */
export function createCheckout(store: Store, input: CheckoutInput, isQuiet = false): Checkout {
  const shop = findShop(store, input.shop);
  if (shop === undefined) throw new Refused('shop', `there is no shop ${input.shop}`, 404);
  const checkout = blank(store, shop);
  fill(store, shop, checkout, input);
  store.tables.checkouts.put(checkout);
  if (!isQuiet) store.announce({ shop, topic: 'checkouts/create', checkout });
  return checkout;
}

/** The input that would make this checkout again: the base of a patch. */
export function inputOf(checkout: Checkout): CheckoutInput {
  return {
    shop: checkout.shop,
    lines: checkout.lines.map((line) =>
      line.variantId === null
        ? { title: line.title, price: line.unitPrice.presentment, quantity: line.quantity }
        : { variantId: line.variantId, quantity: line.quantity },
    ),
    email: checkout.email,
    phone: checkout.phone,
    locale: checkout.locale,
    currency: checkout.currency,
    shippingAddress: checkout.shippingAddress,
    acceptsMarketing: checkout.acceptsMarketing,
    discountCodes: checkout.discountCodes.filter((code) => code !== checkout.ref),
    ref: checkout.ref,
    landingSite: checkout.landingSite,
    referringSite: checkout.referringSite,
    ...(checkout.firstVisit === undefined ? {} : { firstVisit: checkout.firstVisit }),
    ...(checkout.shippingLine?.code === 'express' ? { shippingMethod: 'express' } : {}),
    note: checkout.note,
    noteAttributes: checkout.noteAttributes,
  };
}

/** Changes a checkout that is still open; checkouts/update goes out. Throws Refused. */
export function updateCheckout(
  store: Store,
  token: string,
  patch: Partial<Omit<CheckoutInput, 'shop'>>,
): Checkout {
  const checkout = store.tables.checkouts.get(token);
  const shop = checkout === undefined ? undefined : store.tables.shops.get(checkout.shop);
  if (checkout === undefined || shop === undefined)
    throw new Refused('token', `there is no checkout ${token}`, 404);
  if (checkout.completedAt !== null) throw new Refused('token', 'this checkout is an order already', 409);
  const before = inputOf(checkout);
  fill(store, shop, checkout, { ...before, discountCodes: stillValid(store, shop, checkout), ...patch });
  checkout.updatedAt = store.nowIso();
  store.tables.checkouts.put(checkout);
  store.announce({ shop, topic: 'checkouts/update', checkout });
  return checkout;
}

/** The codes of a checkout that would still be accepted now; one that ended meanwhile falls away. */
export function stillValid(store: Store, shop: Shop, checkout: Checkout): string[] {
  const codes = checkout.discountCodes.filter((code) => code !== checkout.ref);
  return applicableCodes(store, shop, codes, basketOf(checkout), false).map((one) => one.code);
}
