import { isAmount, toDecimal, toMinor } from '../../store/money.ts';
import type { DiscountValue, Entitlement } from '../../store/records.ts';
import type { DiscountNode } from '../../store/tables.ts';
import type { Context } from '../context.ts';
import { idOf } from '../context.ts';
import type { DiscountInput, ItemsInput, Problem } from './discount-problem.ts';
import { badRequest, problem } from './discount-problem.ts';

/** Where in the input something stands: ['basicCodeDiscount', …]. */
export type At = (...path: string[]) => string[];

const EVERYTHING: Entitlement = { productIds: null, variantIds: null, collectionIds: null };

const orNull = (list: string[]) => (list.length === 0 ? null : list);

/** The goods of `items`: what was known, and what is added and taken away. Every reason against it is written down. */
export function checkItems(
  { store, shop }: Context,
  items: ItemsInput,
  known: Entitlement | null,
  at: At,
  problems: Problem[],
): Entitlement {
  if (items.all) return EVERYTHING;
  const change = (
    list: { add: string[] | undefined; remove: string[] | undefined; before: string[] | null },
    type: string,
    name: string,
    field: string[],
    exists: (id: string) => boolean,
  ) => {
    if (list.add?.some((id) => list.remove?.includes(id)))
      throw badRequest(`The same ${type} id is present in both 'add' and 'remove' fields`);
    const added = (list.add ?? []).map((one) => idOf(one, type) ?? '');
    for (const id of added) {
      if (!exists(id)) problems.push(problem(at(...field), `${name} with id: ${id} is invalid`, 'INVALID'));
    }
    const removed = new Set((list.remove ?? []).map((one) => idOf(one, type) ?? ''));
    return [...new Set([...(list.before ?? []), ...added])].filter((id) => !removed.has(id));
  };
  const { products, collections } = items;
  if ((collections?.add?.length ?? 0) > 0 && products != null) {
    problems.push(
      problem(
        at('collections', 'add'),
        'Cannot entitle collections in combination with product variants or products',
        'CONFLICT',
      ),
    );
  }
  const productIds = change(
    { add: products?.productsToAdd, remove: products?.productsToRemove, before: known?.productIds ?? null },
    'Product',
    'Product',
    ['products', 'productsToAdd'],
    (id) => store.tables.products.get(id)?.shop === shop.domain,
  );
  const variantIds = change(
    {
      add: products?.productVariantsToAdd,
      remove: products?.productVariantsToRemove,
      before: known?.variantIds ?? null,
    },
    'ProductVariant',
    'Product variant',
    ['products', 'productVariantsToAdd'],
    (id) => store.tables.variants.get(id)?.shop === shop.domain,
  );
  const collectionIds = change(
    { add: collections?.add, remove: collections?.remove, before: known?.collectionIds ?? null },
    'Collection',
    'Collection',
    ['collections', 'add'],
    (id) => store.tables.productCollections.get(id)?.shop === shop.domain,
  );
  if (problems.length === 0 && productIds.length + variantIds.length + collectionIds.length === 0)
    problems.push(problem(at(), 'Discount must apply to something', 'APPLIES_ON_NOTHING'));
  return {
    productIds: orNull(productIds),
    variantIds: orNull(variantIds),
    collectionIds: orNull(collectionIds),
  };
}

/** A percentage from 0 to 1, or an amount off; null when it is refused. */
export function checkEffect(
  effect: { percentage?: number | null; amount?: string | null; eachItem: boolean },
  currency: string,
  at: { percentage: string[]; amount: string[] },
  problems: Problem[],
): DiscountValue | null {
  if (effect.percentage != null) {
    if (effect.percentage >= 0 && effect.percentage <= 1)
      return { kind: 'percentage', fraction: String(Number(effect.percentage.toFixed(6))) };
    problems.push(problem(at.percentage, 'Value must be between 0.0 and 1.0', 'VALUE_OUTSIDE_RANGE'));
    return null;
  }
  const minor = toMinor(effect.amount ?? '0', currency);
  if (minor >= 0n) return { kind: 'amount', amount: toDecimal(minor, currency), eachItem: effect.eachItem };
  // The sentence is wrong way round at Shopify too.
  problems.push(problem(at.amount, 'Value must be less than or equal to 0', 'LESS_THAN_OR_EQUAL_TO'));
  return null;
}

/** What a basic code takes off. */
export function checkValue(
  input: DiscountInput,
  known: DiscountNode | null,
  currency: string,
  at: At,
  problems: Problem[],
): DiscountValue | null {
  const value = input.customerGets?.value;
  const given = [value?.percentage, value?.discountAmount, value?.discountOnQuantity].filter(
    (one) => one != null,
  );
  if (given.length > 1)
    throw badRequest('A discount can only have one of percentage, discountOnQuantity or discountAmount.');
  if (value?.discountOnQuantity != null) {
    problems.push(
      problem(
        at('customerGets', 'value', 'discountOnQuantity'),
        'discountOnQuantity field is only permitted with bxgy discounts.',
        'INVALID',
      ),
    );
    return null;
  }
  if (value == null || given.length === 0) {
    if (known !== null && known.kind === 'basic') return known.value;
    problems.push(problem(at('customerGets', 'value'), "Value can't be blank", 'BLANK'));
    return null;
  }
  return checkEffect(
    {
      percentage: value.percentage ?? null,
      amount: value.discountAmount?.amount ?? null,
      eachItem: value.discountAmount?.appliesOnEachItem ?? false,
    },
    currency,
    {
      percentage: at('customerGets', 'value', 'percentage'),
      amount: at('customerGets', 'value', 'discountAmount', 'amount'),
    },
    problems,
  );
}

type Minimum = Pick<DiscountNode, 'minimumSubtotal' | 'minimumQuantity'>;

/** What has to be bought for the code to count. */
export function checkMinimum(
  input: DiscountInput,
  known: DiscountNode | null,
  currency: string,
  at: At,
  problems: Problem[],
): Minimum {
  const minimum = input.minimumRequirement;
  if (minimum === undefined)
    return {
      minimumSubtotal: known?.minimumSubtotal ?? null,
      minimumQuantity: known?.minimumQuantity ?? null,
    };
  const subtotal = minimum?.subtotal?.greaterThanOrEqualToSubtotal ?? null;
  const quantity = minimum?.quantity?.greaterThanOrEqualToQuantity ?? null;
  const subtotalAt = at('minimumRequirement', 'subtotal', 'greaterThanOrEqualToSubtotal');
  const quantityAt = at('minimumRequirement', 'quantity', 'greaterThanOrEqualToQuantity');
  if (subtotal !== null && quantity !== null) {
    problems.push(
      problem(subtotalAt, 'Minimum subtotal cannot be defined when minimum quantity is.', 'CONFLICT'),
      problem(quantityAt, 'Minimum quantity cannot be defined when minimum subtotal is.', 'CONFLICT'),
    );
  }
  if (quantity !== null && Number(quantity) >= 2_147_483_647)
    problems.push(problem(quantityAt, 'Minimum quantity must be less than 2147483647', 'LESS_THAN'));
  if (subtotal !== null && !isAmount(subtotal, currency))
    problems.push(problem(subtotalAt, 'Minimum subtotal is invalid', 'INVALID'));
  return { minimumSubtotal: subtotal, minimumQuantity: quantity === null ? null : Number(quantity) };
}
