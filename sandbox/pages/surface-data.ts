import type { Address, Box, Line, Order, Shop } from '../box.ts';
import { type AppMetafieldEntry, appMetafields } from './app-metafields.ts';
import { readExtensions } from './extension-config.ts';
import type { Privacy } from './privacy.ts';
import { localeOf, readView, type View } from './view.ts';

export const targets = {
  'thank-you': 'purchase.thank-you.block.render',
  'order-status': 'customer-account.order-status.block.render',
} as const;
export type Surface = keyof typeof targets;

/** Whether a word names a surface that the sandbox can show. */
export const isSurface = (word: string): word is Surface => word in targets;

type Amount = { amount: number; currencyCode: string };

/** What the page tells an extension about its order; the frame turns it into Shopify's API. Plain JSON. */
export type SurfaceData = {
  surface: Surface;
  target: string;
  isEditor: boolean;
  isSignedIn: boolean;
  privacy: Privacy;
  scriptUrl: string;
  /** What its toml switches on. */
  capabilities: string[];
  appMetafields: AppMetafieldEntry[];
  locale: string;
  currency: string;
  country: string | null;
  timezone: string;
  protectedData: Shop['protectedData'];
  shop: { id: string; name: string; storefrontUrl: string; myshopifyDomain: string };
  order: {
    id: string;
    name: string;
    confirmationNumber: string;
    processedAt: string;
    cancelledAt?: string;
    isFirst: boolean;
  };
  checkoutToken: string | null;
  lines: unknown[];
  cost: { subtotal: Amount; shipping: Amount; tax: Amount; total: Amount };
  discountCodes: { code: string }[];
  discountAllocations: unknown[];
  note: string | null;
  attributes: { key: string; value: string }[];
  customer: Record<string, unknown> | null;
  email: string | null;
  phone: string | null;
  shippingAddress: Record<string, unknown> | null;
  billingAddress: Record<string, unknown> | null;
  /** The delivery option that was chosen; null when nothing is shipped. */
  shipping: Shipping | null;
};

type Shipping = { handle: string; code: string; title: string; cost: Amount; costAfterDiscounts: Amount };

const gid = (type: string, id: string): string => `gid://shopify/${type}/${id}`;

function addressOf(address: Address | null): Record<string, unknown> | null {
  if (!address) return null;
  return {
    name: [address.firstName, address.lastName].filter(Boolean).join(' ') || undefined,
    firstName: address.firstName ?? undefined,
    lastName: address.lastName ?? undefined,
    company: address.company ?? undefined,
    address1: address.address1 ?? undefined,
    address2: address.address2 ?? undefined,
    city: address.city ?? undefined,
    zip: address.zip ?? undefined,
    countryCode: address.countryCode ?? undefined,
    provinceCode: address.provinceCode ?? undefined,
    phone: address.phone ?? undefined,
  };
}

/** Total of a line after its discounts, as a decimal string in the buyer's currency. */
export function lineTotal(line: Line): number {
  const off = line.allocations.reduce((sum, { amount }) => sum + Number(amount.presentment), 0);
  return Number(line.unitPrice.presentment) * line.quantity - off;
}

/** Picture of a line's product as a full address, or undefined. */
export function linePicture(box: Box, shop: Shop, line: Line): string | undefined {
  if (!line.productId) return undefined;
  const found = box.product(shop.domain, line.productId);
  if (!found) return undefined;
  if (found.product.imageSvg)
    return `${box.config.sandboxUrl}/store/${shop.slug}/images/${found.product.handle}.svg`;
  return found.product.image?.url;
}

function shippingPaid({ shippingLine }: Order): { presentment: number } {
  const off = (shippingLine?.allocations ?? []).reduce((sum, one) => sum + Number(one.amount.presentment), 0);
  return { presentment: Number(shippingLine?.price.presentment ?? 0) - off };
}

function shippingOf(order: Order, amount: (decimal: string | number) => Amount): Shipping | null {
  const line = order.shippingLine;
  if (line === null) return null;
  return {
    handle: line.code,
    code: line.code,
    title: line.title,
    cost: amount(line.price.presentment),
    costAfterDiscounts: amount(shippingPaid(order).presentment),
  };
}

type Allocation = { index: number; amount: { presentment: string | number } };

/** Each discount on the whole order, with all that it takes off. */
function cartAllocations(order: Order, isOfCart: (index: number) => boolean): Allocation[] {
  return order.discountApplications.flatMap((_one, index) => {
    if (!isOfCart(index)) return [];
    const parts = [
      ...order.lines.flatMap((line) => line.allocations),
      ...(order.shippingLine?.allocations ?? []),
    ];
    const presentment = parts
      .filter((part) => part.index === index)
      .reduce((sum, part) => sum + Number(part.amount.presentment), 0);
    return [{ index, amount: { presentment } }];
  });
}

/** Gathers what an extension on this surface may know of an order. */
export function surfaceData(
  box: Box,
  order: Order,
  surface: Surface,
  options: { isEditor?: boolean; view?: View } = {},
): SurfaceData {
  const shop = box.shop(order.shop);
  if (!shop) throw new Error(`order ${order.id} belongs to a shop that does not exist`);
  const view = options.view ?? readView({});
  const config = readExtensions(box.config.extensionSources, (problem) => console.error(problem)).find(
    (one) => one.targets.includes(targets[surface]),
  );
  const currency = order.presentmentCurrency;
  const amount = (decimal: string | number): Amount => ({
    amount: Number(Number(decimal).toFixed(3)),
    currencyCode: currency,
  });
  const customer = order.customerId ? box.customer(order.customerId) : undefined;
  const allocationOf = ({ index, amount: { presentment } }: Allocation) => {
    const application = order.discountApplications[index];
    const discountedAmount = amount(presentment);
    if (application?.type === 'discount_code')
      return { type: 'code', code: application.code ?? '', discountedAmount };
    return {
      type: application?.type === 'automatic' ? 'automatic' : 'custom',
      title: application?.title ?? '',
      discountedAmount,
    };
  };
  // A code that is off the whole order stands at the cart, one that is off some goods stands at their lines.
  const isOfCart = (index: number): boolean => {
    const application = order.discountApplications[index];
    return application?.targetType === 'shipping_line' || application?.targetSelection === 'all';
  };
  const ofLine = (line: Line) => line.allocations.filter(({ index }) => !isOfCart(index));
  const lines = order.lines.map((line) => {
    const product = line.productId ? box.product(shop.domain, line.productId)?.product : undefined;
    const variant = line.variantId ? box.variant(line.variantId) : undefined;
    const picture = linePicture(box, shop, line);
    return {
      id: gid('CartLine', line.id),
      quantity: line.quantity,
      cost: { totalAmount: amount(lineTotal({ ...line, allocations: ofLine(line) })) },
      attributes: line.properties.map(({ name, value }) => ({ key: name, value })),
      discountAllocations: ofLine(line).map(allocationOf),
      lineComponents: [],
      ...(surface === 'thank-you' ? { parentRelationship: null } : {}),
      merchandise: {
        type: 'variant',
        id: line.variantId ? gid('ProductVariant', line.variantId) : '',
        title: line.title,
        ...(line.variantTitle && line.variantTitle !== 'Default Title'
          ? { subtitle: line.variantTitle }
          : {}),
        ...(picture ? { image: { url: picture, altText: line.title } } : {}),
        selectedOptions: variant?.options ?? [],
        requiresShipping: line.requiresShipping,
        ...(line.sku ? { sku: line.sku } : {}),
        product: {
          id: line.productId ? gid('Product', line.productId) : '',
          vendor: product?.vendor ?? line.vendor ?? '',
          productType: product?.productType ?? '',
        },
      },
    };
  });
  const orderNumbers = box
    .ordersOf(shop.domain)
    .filter((other) => other.customerId && other.customerId === order.customerId);
  const isFirst = !orderNumbers.some((other) => other.number < order.number);
  const hasPhoneOrMail = surface === 'thank-you';
  return {
    surface,
    target: targets[surface],
    isEditor: options.isEditor ?? false,
    isSignedIn: view.auth === 'full' && order.customerId !== null,
    privacy: view.privacy,
    scriptUrl: `${box.config.sandboxUrl}/extensions/${surface}.js`,
    capabilities: config?.capabilities ?? [],
    appMetafields: appMetafields(box, order, config?.metafieldsOf(targets[surface]) ?? [], surface),
    locale: localeOf(view, order.locale ?? shop.locale),
    currency,
    country: order.shippingAddress?.countryCode ?? shop.country,
    timezone: shop.timezone,
    protectedData: shop.protectedData,
    shop: {
      id: gid('Shop', shop.id),
      name: shop.name,
      storefrontUrl: box.storefrontUrl(shop),
      myshopifyDomain: shop.domain,
    },
    order: {
      id: gid(surface === 'thank-you' ? 'OrderIdentity' : 'Order', order.id),
      name: order.name,
      confirmationNumber: order.confirmationNumber,
      processedAt: order.processedAt,
      ...(order.cancelledAt ? { cancelledAt: order.cancelledAt } : {}),
      isFirst,
    },
    checkoutToken: order.checkoutToken,
    lines,
    cost: {
      subtotal: amount(order.totals.subtotal.presentment),
      shipping: amount(shippingPaid(order).presentment),
      tax: amount(order.totals.tax.presentment),
      total: amount(order.totals.total.presentment),
    },
    discountCodes: order.discountCodes.map((code) => ({ code })),
    discountAllocations: cartAllocations(order, isOfCart).map(allocationOf),
    note: order.note,
    attributes: order.noteAttributes.map(({ name, value }) => ({ key: name, value })),
    customer: customer
      ? {
          id: gid('Customer', customer.id),
          image: { url: '' },
          acceptsMarketing: customer.emailConsent.state === 'SUBSCRIBED',
          storeCreditAccounts: box
            .storeCredit(shop.domain)
            .filter((account) => account.customerId === customer.id)
            .map((account) => ({
              id: gid('StoreCreditAccount', account.id),
              balance: { amount: Number(account.balance), currencyCode: account.currency },
            })),
          ...(hasPhoneOrMail
            ? {
                acceptsEmailMarketing: customer.emailConsent.state === 'SUBSCRIBED',
                acceptsSmsMarketing: customer.smsConsent.state === 'SUBSCRIBED',
                ordersCount: orderNumbers.length,
              }
            : {}),
          email: customer.email ?? undefined,
          phone: customer.phone ?? undefined,
          firstName: customer.firstName ?? undefined,
          lastName: customer.lastName ?? undefined,
          fullName: [customer.firstName, customer.lastName].filter(Boolean).join(' ') || undefined,
        }
      : null,
    email: order.email,
    phone: order.phone,
    shippingAddress: addressOf(order.shippingAddress),
    billingAddress: addressOf(order.billingAddress),
    shipping: shippingOf(order, amount),
  };
}
