import { z } from 'zod';
import { beginEdit, stageDiscount, stageVariant } from './edit-session.ts';
import { commitEdit, stagedOrder } from './edits.ts';
import { isAmount, toDecimal, toMinor } from './money.ts';
import { balance, currentTotals, outstanding, payOutstanding } from './order-state.ts';
import { lineTotal, purseOf, shippingLinesOf } from './pricing.ts';
import type { MoneyBag, Order, PostPurchase, Shop } from './records.ts';
import type { Store } from './store.ts';
import type { EditSession } from './tables.ts';

/** As many changesets as Shopify carries out for one purchase. */
const MOST_APPLICATIONS = 3;

/** Why Shopify would go straight to the thank-you page, in the order in which it would notice; null when it may not. */
export function reasonAgainst(shop: Shop, order: Order): string | null {
  if (order.source !== 'web') return 'not an online store checkout';
  if (order.paymentMethod === 'wallet') return 'paid with a wallet';
  if (order.paymentMethod === 'instalments') return 'paid in instalments';
  if (order.paymentMethod === 'cash_on_delivery') return 'not paid by card';
  if (order.financialStatus !== 'PAID') return 'not paid yet';
  if (order.presentmentCurrency !== shop.currency) return "another currency than the shop's";
  if (order.shippingAddress === null || order.shippingLine === null) return 'no shipping address';
  if (toMinor(order.totals.total.shop, 'USD') < 50n) return 'less than 0.50';
  return null;
}

/** Notes at payment whether the page may be shown. */
export function openPostPurchase(store: Store, shop: Shop, order: Order): PostPurchase {
  const reason = reasonAgainst(shop, order);
  order.postPurchase = {
    reason,
    wasShown: false,
    isOver: reason !== null,
    applied: [],
    isCardDeclined: false,
  };
  store.tables.orders.put(order);
  return order.postPurchase;
}

const id = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().positive().transform(String)]);
const discount = z.object({
  value: z.coerce.number().positive(),
  valueType: z.enum(['percentage', 'fixed_amount']),
  title: z.string().default(''),
});
const change = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('add_variant'),
    variantId: id,
    quantity: z.number().int().positive(),
    discount: discount.nullish(),
  }),
  z.object({
    type: z.literal('add_shipping_line'),
    price: z.coerce.number().nonnegative(),
    title: z.string().nullish(),
    presentmentTitle: z.string().nullish(),
  }),
]);
const changeset = z.object({ changes: z.array(change).min(1) });
export type Change = z.infer<typeof change>;

export type ChangesetError = { code: string; message: string };
type Refusal = { error: ChangesetError };

const refuse = (code: string, message: string): Refusal => ({ error: { code, message } });

/** The changes of a changeset, or why they make no sense. Metafields and subscriptions are not played. */
export function readChanges(input: unknown): Change[] | Refusal {
  const parsed = changeset.safeParse(input);
  if (parsed.success) return parsed.data.changes;
  const [issue] = parsed.error.issues;
  return refuse('invalid_request', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a changeset'}`);
}

function stage(store: Store, order: Order, changes: Change[]): EditSession | Refusal {
  const session = beginEdit(store, order);
  const currency = order.presentmentCurrency;
  for (const one of changes) {
    if (one.type === 'add_shipping_line') {
      const price = one.price.toFixed(3);
      const amount = toDecimal(toMinor(price, currency), currency);
      const title = one.presentmentTitle ?? one.title ?? 'Shipping';
      session.shipping.added.push({ id: store.nextId(), title, price: amount });
      store.tables.editSessions.put(session);
      continue;
    }
    const variant = store.tables.variants.get(one.variantId);
    if (variant === undefined || variant.shop !== order.shop)
      return refuse('invalid_request', `there is no variant ${one.variantId}`);
    if (variant.stock < one.quantity)
      return refuse('insufficient_inventory', `only ${Math.max(variant.stock, 0)} of ${variant.sku} left`);
    const lineId = stageVariant(store, session, variant, one.quantity);
    if (!one.discount) continue;
    const { value, valueType, title } = one.discount;
    if (valueType === 'percentage' && value > 100)
      return refuse('invalid_request', 'a discount of more than 100 percent');
    const amount = toDecimal(toMinor(value.toFixed(3), currency), currency);
    if (!isAmount(amount, currency)) return refuse('invalid_request', 'not an amount of money');
    stageDiscount(store, session, lineId, {
      description: title,
      percent: valueType === 'percentage' ? value : null,
      amount: valueType === 'percentage' ? null : amount,
    });
  }
  return session;
}

const bagOf = (order: Order, { shop, presentment }: MoneyBag) => ({
  shopMoney: { amount: shop, currencyCode: order.currency },
  presentmentMoney: { amount: presentment, currencyCode: order.presentmentCurrency },
});

/** What the purchase would come to, in the shape of the published package. Nothing is kept. */
export function calculateChanges(store: Store, order: Order, changes: Change[]) {
  const session = stage(store, order, changes);
  if ('error' in session) return { status: 'unprocessed' as const, errors: [session.error] };
  const after = stagedOrder(store, order, session);
  store.tables.editSessions.remove(session.id);
  const money = purseOf(order);
  const lines = after.lines.slice(order.lines.length);
  const shipping = shippingLinesOf(after).slice(shippingLinesOf(order).length);
  const now = currentTotals(after);
  return {
    status: 'processed' as const,
    errors: [],
    calculatedPurchase: {
      subtotalPriceSet: bagOf(order, now.subtotal),
      totalPriceSet: bagOf(order, now.total),
      totalOutstandingSet: bagOf(order, balance(after)),
      addedTaxLines: [...lines, ...shipping].flatMap((line) =>
        line.taxLines.map((tax) => ({
          priceSet: bagOf(order, tax.amount),
          rate: Number(tax.rate),
          title: tax.title,
        })),
      ),
      updatedLineItems: lines.map((line) => ({
        totalPriceSet: bagOf(order, lineTotal(line, money)),
        priceSet: bagOf(order, line.unitPrice),
        productId: Number(line.productId),
        variantId: Number(line.variantId),
        productHandle:
          line.productId === null ? '' : (store.tables.products.get(line.productId)?.handle ?? ''),
        quantity: line.quantity,
      })),
      addedShippingLines: shipping.map((line) => ({
        priceSet: bagOf(order, line.price),
        presentmentTitle: line.title,
      })),
    },
  };
}

/**
 * Carries a changeset out and charges the difference to the card that paid. `key` is the id of the signed changeset: the
 * same one is not carried out twice, and there are at most three.
 */
export function applyChanges(store: Store, order: Order, changes: Change[], key: string) {
  const state = order.postPurchase;
  const left = () => Math.max(MOST_APPLICATIONS - (state?.applied.length ?? 0), 0);
  const answer = (
    status: 'processed' | 'partially_processed' | 'unprocessed',
    ...errors: ChangesetError[]
  ) => ({
    status,
    errors,
    changesetApplicationsRemaining: left(),
  });
  if (state === undefined || state.isOver)
    return answer('unprocessed', {
      code: 'order_released_error',
      message: 'The order has been released already.',
    });
  if (state.applied.includes(key))
    return answer('unprocessed', {
      code: 'changeset_already_applied',
      message: 'This changeset was applied already.',
    });
  if (left() === 0)
    return answer('unprocessed', {
      code: 'invalid_request',
      message: `At most ${MOST_APPLICATIONS} changesets can be applied.`,
    });
  const session = stage(store, order, changes);
  if ('error' in session) return answer('unprocessed', session.error);
  state.applied.push(key);
  commitEdit(store, order, session);
  const isDeclined = state.isCardDeclined;
  state.isCardDeclined = false;
  const isOpen = purseOf(order).minor(outstanding(order)) > 0n;
  if (isOpen && !isDeclined) payOutstanding(store, order);
  store.tables.orders.put(order);
  if (!isOpen || !isDeclined) return answer('processed');
  const message = 'The card was declined.';
  return answer('partially_processed', { code: 'payment_required', message });
}
