import { least, toMinor } from '../../store/money.ts';
import { purseOf } from '../../store/pricing.ts';
import type { DraftOrderRecord } from '../../store/tables.ts';
import type { Args, Context } from '../context.ts';
import { idOf, node } from '../context.ts';
import { userError } from '../user-error.ts';

export function draftOrderCreate(args: Args, context: Context) {
  const { store, shop } = context;
  const input = args.input as {
    email?: string;
    tags?: string[];
    purchasingEntity?: { customerId?: string };
    customerId?: string;
    lineItems?: {
      variantId?: string;
      title?: string;
      quantity: number;
      originalUnitPrice?: string;
      appliedDiscount?: { value: number; valueType: string };
    }[];
  };
  const none = (field: string[] | null, message: string) => ({
    draftOrder: null,
    userErrors: [userError(field, message)],
  });
  if ((input.lineItems ?? []).length === 0) return none(null, 'Add at least 1 product');
  const sums = purseOf({ currency: shop.currency, presentmentCurrency: shop.currency });
  let total = 0n;
  const lines: DraftOrderRecord['lines'] = [];
  for (const [index, item] of (input.lineItems ?? []).entries()) {
    const variant =
      item.variantId === undefined
        ? undefined
        : store.tables.variants.get(idOf(item.variantId, 'ProductVariant') ?? '');
    if (item.variantId !== undefined && variant?.shop !== shop.domain)
      return none(
        ['lineItems', String(index), 'variantId'],
        `Product with ID ${item.variantId} is no longer available.`,
      );
    if (item.quantity < 1)
      return none(['lineItems', String(index), 'quantity'], 'Quantity must be greater than or equal to 1');
    const price = variant?.price ?? item.originalUnitPrice ?? '0';
    const gross = toMinor(price, shop.currency) * BigInt(item.quantity);
    const off = item.appliedDiscount;
    const cut =
      off === undefined
        ? 0n
        : off.valueType === 'PERCENTAGE'
          ? (gross * BigInt(Math.round(off.value * 100))) / 10_000n
          : toMinor(String(off.value), shop.currency);
    total += gross - least(cut, gross);
    lines.push({
      variantId: variant?.id ?? null,
      title: item.title ?? store.tables.products.get(variant?.productId ?? '')?.title ?? 'Custom item',
      quantity: item.quantity,
      price,
    });
  }
  const customer = input.purchasingEntity?.customerId ?? input.customerId;
  const at = store.nowIso();
  const draft: DraftOrderRecord = {
    id: store.nextId(),
    shop: shop.domain,
    name: `#D${store.tables.draftOrders.inGroup(shop.domain).length + 1}`,
    email: input.email ?? null,
    customerId: customer === undefined ? null : idOf(customer, 'Customer'),
    lines,
    total: sums.bag(total).shop,
    currency: shop.currency,
    tags: input.tags ?? [],
    createdAt: at,
    updatedAt: at,
  };
  store.tables.draftOrders.put(draft);
  return { draftOrder: node('DraftOrder', draft), userErrors: [] };
}
