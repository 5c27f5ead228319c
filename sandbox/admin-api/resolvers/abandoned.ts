import { lineTotal, purseOf } from '../../store/pricing.ts';
import type { Checkout, Line } from '../../store/records.ts';
import type { PageArgs } from '../connection.ts';
import { listConnection } from '../connection.ts';
import type { Context, Resolvers } from '../context.ts';
import { bag, fields, gid, maybe, node } from '../context.ts';
import { lineImage, taxLine } from './order-parts.ts';

/** A checkout seen with the two currencies of its money. */
const currencies = (it: Checkout, context: Context) => ({
  currency: context.shop.currency,
  presentmentCurrency: it.currency,
});

export const abandonedResolvers: Resolvers = {
  AbandonedCheckout: fields<Checkout>({
    id: (it) => gid('AbandonedCheckout', it.id),
    name: (it) => it.name,
    abandonedCheckoutUrl: (it) => it.recoveryUrl,
    createdAt: (it) => it.createdAt,
    updatedAt: (it) => it.updatedAt,
    completedAt: (it) => it.completedAt,
    discountCodes: (it) => it.discountCodes,
    note: (it) => it.note ?? '',
    taxesIncluded: (_it, _args, { shop }) => shop.taxesIncluded,
    customAttributes: (it) => it.noteAttributes.map(({ name, value }) => ({ key: name, value })),
    customer: (it, _args, { store }) =>
      maybe('Customer', it.customerId === null ? null : store.tables.customers.get(it.customerId)),
    lineItems: (it, args, context) =>
      listConnection(it.lines, args as PageArgs, (line) =>
        node('AbandonedCheckoutLineItem', { checkout: it, line, shop: context.shop.currency }),
      ),
    lineItemsQuantity: (it) => it.lines.reduce((sum, line) => sum + line.quantity, 0),
    shippingAddress: (it) =>
      it.shippingAddress === null ? null : node('MailingAddress', { id: it.id, address: it.shippingAddress }),
    billingAddress: (it) =>
      it.shippingAddress === null ? null : node('MailingAddress', { id: it.id, address: it.shippingAddress }),
    totalPriceSet: (it, _args, context) => bag(it.totals.total, currencies(it, context)),
    subtotalPriceSet: (it, _args, context) => bag(it.totals.subtotal, currencies(it, context)),
    totalLineItemsPriceSet: (it, _args, context) => bag(it.totals.lineItems, currencies(it, context)),
    totalDiscountSet: (it, _args, context) => bag(it.totals.discounts, currencies(it, context)),
    totalTaxSet: (it, _args, context) => bag(it.totals.tax, currencies(it, context)),
    totalDutiesSet: () => null,
    taxLines: (it, _args, context) =>
      it.lines.flatMap((line) => line.taxLines).map((line) => taxLine(currencies(it, context), line)),
    defaultCursor: (it) => Buffer.from(it.id).toString('base64'),
  }),
  AbandonedCheckoutLineItem: fields<{ checkout: Checkout; line: Line; shop: string }>({
    id: ({ line }) => gid('AbandonedCheckoutLineItem', line.id),
    title: ({ line }) => line.title,
    variantTitle: ({ line }) => line.variantTitle,
    quantity: ({ line }) => line.quantity,
    sku: ({ line }) => line.sku,
    image: ({ line }, _args, context) => lineImage(context, line.productId),
    product: ({ line }, _args, { store }) =>
      maybe('Product', line.productId === null ? null : store.tables.products.get(line.productId)),
    variant: ({ line }, _args, { store }) =>
      maybe('ProductVariant', line.variantId === null ? null : store.tables.variants.get(line.variantId)),
    customAttributes: ({ line }) => line.properties.map(({ name, value }) => ({ key: name, value })),
    originalUnitPriceSet: ({ checkout, line, shop }) =>
      bag(line.unitPrice, { currency: shop, presentmentCurrency: checkout.currency }),
    originalTotalPriceSet: ({ checkout, line, shop }) => {
      const of = { currency: shop, presentmentCurrency: checkout.currency };
      return bag(purseOf(of).times(line.unitPrice, line.quantity), of);
    },
    discountedTotalPriceSet: ({ checkout, line, shop }) => {
      const of = { currency: shop, presentmentCurrency: checkout.currency };
      return bag(lineTotal(line, purseOf(of)), of);
    },
  }),
};
